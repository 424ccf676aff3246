"""What `zwgk explain` is told of candidates: why each won or lost, in words an official can check."""

from __future__ import annotations

from datetime import date

from minisite import Answer, find, page, rows

from crawler.evidence import Consideration, Outcome

FRESH = rows(date(2026, 3, 20), date(2026, 3, 2), date(2026, 2, 1))
LISTED = {
    "/": page(),
    "/xwzx/": page("新闻中心", links={"规划信息": "/xwzx/gh/"}),
    "/zwgk/": page("政务公开", links={"规划信息": "gh/", "规划计划": "ghjh/", "统计信息": "tj/"}),
    "/zwgk/gh/": page("政务公开", "规划信息", body=FRESH),
}


def told(pages: dict[str, Answer], path: str) -> dict[str, Consideration]:
    return {one.name: one for one in find(pages, path).considered}


def test_the_chosen_one_and_its_near_sister() -> None:
    said = told(LISTED, "政务公开>规划信息")
    assert said["规划信息"].chosen
    assert said["规划信息"].verdict == "采用：名称相同，位置与文件一致"
    assert "名称不如已采用的相符" in said["规划计划"].verdict


def test_a_synonym_is_told_with_its_source() -> None:
    pages = {**LISTED, "/zwgk/": page("政务公开", links={"规划计划": "gh/", "统计信息": "tj/"})}
    pages["/zwgk/gh/"] = page("政务公开", "规划计划", body=FRESH)
    verdict = told(pages, "政务公开>规划信息")["规划计划"].verdict
    assert verdict.startswith("采用：名称同义（《政府信息公开条例》")
    assert verdict.endswith("网站上的名称不同")


def test_a_missing_level_is_named() -> None:
    assert "“法定主动公开内容”" in told(LISTED, "政务公开>法定主动公开内容>规划信息")["规划信息"].verdict


def test_where_nothing_is_like_enough_the_closest_names_are_told() -> None:
    pages = {**LISTED, "/zwgk/": page("政务公开", links={"财政决算": "js/", "统计信息": "tj/"})}
    evidence = find(pages, "政务公开>财政预算")
    assert evidence.outcome is Outcome.ABSENT
    [close] = evidence.considered
    assert (close.name, close.chosen) == ("财政决算", False)
    assert "不认定" in close.verdict
