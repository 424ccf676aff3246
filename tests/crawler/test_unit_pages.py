"""Units' pages on the portal and on the platform that all units share: /zwgk_229/fdzdgknr/ and its siblings."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import HOME, Answer, MiniSite, page, rows, search

from crawler.evidence import Match, Outcome, Target

FRESH = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 1, 9))
SHARED: dict[str, Answer] = {
    "/": page(links={"区财政局": "/zwgk_229/", "区民政局": "/zwgk_230/"}),
    "/zwgk_229/": page("区财政局", links={"法定主动公开内容": "/zwgk_229/fdzdgknr/"}),
    "/zwgk_229/fdzdgknr/": page("区财政局", "法定主动公开内容", links={"财政预决算": "/zwgk_229/fdzdgknr/yjs/"}),
    "/zwgk_229/fdzdgknr/yjs/": page("区财政局", "法定主动公开内容", "财政预决算", body=FRESH),
    "/zwgk_230/": page("区民政局", links={"法定主动公开内容": "/zwgk_230/fdzdgknr/"}),
    "/zwgk_230/fdzdgknr/": page("区民政局", "法定主动公开内容", links={"救助信息": "/zwgk_230/fdzdgknr/jz/"}),
    "/zwgk_230/fdzdgknr/jz/": page("区民政局", "法定主动公开内容", "救助信息", body=FRESH),
    "/czj/": page("区财政局", links={"单位概况": "/czj/gk/", "信息公开": "/zwgk_229/fdzdgknr/"}),
    "/czj/gk/": page("区财政局", "单位概况"),
}


@pytest.mark.parametrize(
    ("start", "path", "match"),
    [
        pytest.param("zwgk_229/", "法定主动公开内容>财政预决算", Match.EXACT, id="as the platform has it"),
        pytest.param(
            "zwgk_229/", "政府信息公开>法定主动公开内容>财政预决算", Match.PARTIAL, id="a level of the portal's menu only"
        ),
        pytest.param("czj/", "政府信息公开>财政预决算", Match.PARTIAL, id="from the unit's page to its folder there"),
    ],
)  # fmt: skip
def test_a_units_column_on_the_shared_platform(start: str, path: str, match: Match) -> None:
    found = search(MiniSite(SHARED), Target(key="k", path=tuple(path.split(">")), start=HOME + start)).columns["k"]
    assert found.located is not None
    assert (found.outcome, found.located.match) == (Outcome.FOUND, match)


def test_another_units_column_is_not_this_ones() -> None:
    target = Target(key="k", path=("法定主动公开内容", "救助信息"), start=HOME + "zwgk_229/")
    assert search(MiniSite(SHARED), target).columns["k"].outcome is Outcome.ABSENT


def test_a_name_in_the_portals_menu_does_not_hide_the_units_own() -> None:
    header = {"工作动态": "/xwzx/gzdt/", "单位公开": "/dwgk/"}
    unit = {"公开内容": {".": "javascript:;", "工作动态": "/dwgk/slj/gknr/gzdt/"}}
    site: dict[str, Answer] = {
        "/": page(links=header, body=rows(date(2026, 3, 30))),
        "/xwzx/gzdt/": page("新闻中心", "工作动态", links=header, body=FRESH),
        "/dwgk/slj/": page("单位公开", "区水利局", links=header | unit),
        "/dwgk/slj/gknr/gzdt/": page(
            "单位公开", "区水利局", "公开内容", "工作动态", links=header | unit, body=rows(date(2025, 8, 1))
        ),
    }
    target = Target(key="k", path=("工作动态",), start=HOME + "dwgk/slj/")
    found = search(MiniSite(site), target).columns["k"]
    assert found.located is not None
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2025, 8, 1))
