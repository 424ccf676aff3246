"""The newest day on a start page, and the entries on it that bear none."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.readers.document import parse_document
from crawler.readers.homepage import HomeRows, read_homepage

AS_OF = date(2026, 3, 31)
TITLE = "云山区召开重点项目建设推进会议"


def read(body: str) -> HomeRows:
    html = f"<html><head><title>云山区人民政府</title></head><body>{body}</body></html>"
    return read_homepage(
        parse_document(html.encode(), "https://www.yunshan.example/", "text/html; charset=utf-8"), as_of=AS_OF
    )


def item(day: str, address: str = "/zx/1.html", title: str = TITLE) -> str:
    return f'<li><a href="{address}">{title}</a><span>{day}</span></li>'


@pytest.mark.parametrize(
    ("body", "newest"),
    [
        pytest.param(f"<ul>{item('2026-03-20')}{item('2026-03-28', '/zx/2.html')}</ul>", date(2026, 3, 28), id="rows"),
        pytest.param(
            f"<div><ul>{item('2025-01-02')}</ul></div><div><ul>{item('2026-03-30', '/b/2.html')}</ul></div>",
            date(2026, 3, 30),
            id="the newest of all blocks",
        ),
        pytest.param(f"<ul>{item('[03-27]')}</ul>", date(2026, 3, 27), id="the year is not printed"),
        pytest.param(f"<ul>{item('2026-04-09')}{item('2026-03-01', '/2.html')}</ul>", date(2026, 3, 1), id="future"),
        pytest.param("<div>今天是2026年3月31日 星期二</div>", None, id="a clock"),
        pytest.param(
            '<a href="/zx/202603/t20260325_7.html"><img src="a.jpg" alt="图"></a>', date(2026, 3, 25), id="a picture"
        ),
        pytest.param('<ul><li><a href="/zwgk/">政务公开</a></li></ul>', None, id="a menu"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_newest(body: str, newest: date | None) -> None:
    assert read(body).newest == newest


@pytest.mark.parametrize(
    ("body", "undated"),
    [
        pytest.param(f"<ul>{item('')}</ul>", ["/zx/1.html"], id="a title without a day"),
        pytest.param(f"<ul>{item('2026-03-20')}</ul>", [], id="a title with a day"),
        pytest.param(f"<ul>{item('', '/zwgk/', '政务公开')}</ul>", [], id="a menu's word"),
        pytest.param(
            f"<ul>{item('', '/zx/art_3.html')}{item('', '/zx/a.html', '短')}</ul>", ["/zx/art_3.html"], id="short"
        ),
        pytest.param(f"<ul>{item('', 'https://www.elsewhere.example/')}</ul>", [], id="a friend's long name"),
        pytest.param(f"<ul>{item('', '/')}</ul>", [], id="the start page itself"),
        pytest.param(
            f"<ul>{item('', '/a/1.html')}{item('', '/a/2.html')}</ul><ul>{item('', '/b/1.html')}</ul>",
            ["/a/1.html", "/b/1.html", "/a/2.html"],
            id="the first of every block first",
        ),
    ],
)
def test_undated(body: str, undated: list[str]) -> None:
    found = read(body)
    assert list(found.undated) == [f"https://www.yunshan.example{path}" for path in undated]
    assert found.blocks <= len(found.undated)
