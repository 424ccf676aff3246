"""Rows whose days look doubtful: which articles are opened for them, and what is believed then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from minisite import AS_OF, Answer, MiniSite, page, search

from crawler.evidence import ColumnEvidence, DateSource, Target

FOLDER = "/zwgk/tzgg/"
MOVED = date(2026, 3, 1)


def article(visible: date | None = None, meta: date | None = None, built: date | None = None) -> str:
    metas = f"<meta name='PubDate' content='{meta} 03:45:00'>" if meta else ""
    metas += f"<meta name='others' content='页面生成时间 {built} 03:45:00'>" if built else ""
    shown = f"<p class='time'>发布时间：{visible}</p>" if visible else ""
    return (
        f"<html><head><title>通报</title>{metas}</head><body><h1>项目进展情况通报</h1>{shown}"
        f"<p>{'各单位要认真落实。' * 30}</p></body></html>"
    )


def rows(*items: tuple[str, date | None]) -> str:
    lines = "".join(
        f"<li><a href='{address}'>云山区第{number}号项目进展情况通报</a><span>{day or ''}</span></li>"
        for number, (address, day) in enumerate(items, 1)
    )
    return f"<ul class='list'>{lines}</ul>"


def read(body: str, articles: dict[str, Answer]) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links={"通知公告": FOLDER}),
            FOLDER: page("政务公开", "通知公告", body=body),
            **articles,
        }
    )
    return search(site, Target(key="k", path=("政务公开", "通知公告"))).columns["k"], site


def opened(site: MiniSite) -> list[str]:
    return [path for path in site.asked if path.endswith(".html")]


OLD_ADDRESSES = [f"{FOLDER}2019{month:02}/t2019{month:02}05_{month}.html" for month in range(1, 11)]
PLAIN_ADDRESSES = [f"{FOLDER}{number}.html" for number in range(1, 11)]
ANEW = rows(*((address, MOVED) for address in OLD_ADDRESSES))


def test_rows_published_anew_together_take_the_days_of_articles_and_addresses() -> None:
    articles = {address: article(visible=date(2019, month, 5)) for month, address in enumerate(OLD_ADDRESSES, 1)}
    found, site = read(ANEW, dict(articles))
    assert (found.newest, found.newest_source) == (date(2019, 10, 5), DateSource.URL)
    assert len(opened(site)) == 2
    assert [one.overruled for one in found.dates] == [True, True]


def test_without_days_in_addresses_the_rows_stand_and_the_disagreement_is_told() -> None:
    articles = dict.fromkeys(PLAIN_ADDRESSES, article(visible=date(2019, 5, 6)))
    found, site = read(rows(*((address, MOVED) for address in PLAIN_ADDRESSES)), dict(articles))
    assert found.newest == MOVED
    assert len(opened(site)) == 2
    assert [(one.row, one.visible, one.overruled) for one in found.dates] == [(MOVED, date(2019, 5, 6), False)] * 2


def test_the_newest_row_dated_anew_takes_the_articles_day() -> None:
    address = f"{FOLDER}202103/t20210305_7.html"
    body = rows(
        (address, MOVED), *((one, date(2025, 5, 1) - timedelta(days=n)) for n, one in enumerate(PLAIN_ADDRESSES))
    )
    found, site = read(body, {address: article(visible=date(2021, 3, 5))})
    assert (found.newest, found.newest_source) == (date(2025, 5, 1), DateSource.ROW)
    assert opened(site) == [address]


ONE_DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("body", "articles", "count"),
    [
        pytest.param(
            rows(*((f"{FOLDER}202601/t20260130_{n}.html", ONE_DAY) for n in range(9))),
            {},
            0,
            id="addresses bear it out",
        ),
        pytest.param(
            rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES)),
            dict.fromkeys(PLAIN_ADDRESSES, article(visible=ONE_DAY, meta=ONE_DAY)),
            2,
            id="articles bear it out",
        ),
        pytest.param(rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES)), {}, 2, id="articles do not open"),
        pytest.param(rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES[:7])), {}, 0, id="a few rows on one day"),
        pytest.param(
            rows((f"{FOLDER}202601/t20260131_1.html", date(2025, 3, 2)), (PLAIN_ADDRESSES[0], ONE_DAY)),
            {},
            0,
            id="an address younger than its row",
        ),
        pytest.param(
            rows((f"{FOLDER}202103/t20210305_7.html", ONE_DAY), (PLAIN_ADDRESSES[0], date(2025, 3, 2))),
            {f"{FOLDER}202103/t20210305_7.html": article(visible=ONE_DAY)},
            1,
            id="an old address, and the article bears the row out",
        ),
    ],
)
def test_rows_nothing_speaks_against_stand(body: str, articles: dict[str, Answer], count: int) -> None:
    found, site = read(body, articles)
    assert (found.newest, found.newest_source) == (ONE_DAY, DateSource.ROW)
    assert len(opened(site)) == count
    assert not any(one.overruled for one in found.dates)


def test_the_articles_of_an_undated_list_tell_all_their_days() -> None:
    stamp = AS_OF - timedelta(days=9)
    articles = dict.fromkeys(PLAIN_ADDRESSES, article(visible=date(2019, 5, 6), meta=stamp, built=stamp))
    found, site = read(rows(*((address, None) for address in PLAIN_ADDRESSES)), dict(articles))
    assert (found.newest, found.newest_source) == (date(2019, 5, 6), DateSource.VISIBLE)
    assert len(opened(site)) == 3
    assert {(one.row, one.visible, one.meta, one.built) for one in found.dates} == {
        (None, date(2019, 5, 6), stamp, True)
    }
