"""Columns whose lists come from an endpoint, through the whole search of a site in a dictionary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from endpoint_pages import (
    CASES,
    EPOINT,
    EPOINT_ADDRESS,
    EPOINT_SETTINGS,
    GKMLPT,
    HANWEB,
    IRS,
    JPAAS,
    LOADED,
    SITE,
    UCAP,
    Case,
    items,
    one_of,
)
from minisite import HOME, Answer, MiniSite, find, page, search

from crawler.evidence import ColumnEvidence, FailureKind, Match, Outcome, Shape, Target
from crawler.readers.endpoints import Endpoint

HERE = SITE + "/"


def asked_path(url: str, data: bytes | None = None) -> str:
    path = url.removeprefix(SITE)
    return path if data is None else f"{path} POST {data.decode()}"


def epoint_body(index: int) -> bytes:
    after = one_of(EPOINT).answer(EPOINT_SETTINGS, one_of(EPOINT).endpoint, date(2026, 3, 31))
    assert isinstance(after, Endpoint)
    assert after.data is not None
    return after.data.replace(b'"pageIndex": 0', b'"pageIndex": %d' % index)


def site_of(case: Case, answer: Answer | list[Answer]) -> dict[str, Answer | list[Answer]]:
    pages: dict[str, Answer | list[Answer]] = {
        "/": page(links={"政务公开": "/zwgk/"}),
        "/zwgk/": page("政务公开", links={"通知公告": case.url.removeprefix(SITE)}),
        case.url.partition("#")[0].removeprefix(SITE): case.page,
    }
    if case is EPOINT:
        pages["/js/webBuilderCommon.js"] = EPOINT_SETTINGS.decode()
        pages[asked_path(EPOINT_ADDRESS, epoint_body(0))] = answer
    else:
        pages[asked_path(case.asked, case.posted)] = answer
    return pages


def found_in(case: Case, answer: Answer | list[Answer]) -> ColumnEvidence:
    assert HOME == HERE
    return find(site_of(case, answer), "政务公开>通知公告")


each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each
def test_the_newest_day_comes_from_the_endpoint(case: Case) -> None:
    found = found_in(case, case.rows.decode())
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12)), found.reason
    assert found.located is not None
    assert found.located.url == case.url
    assert found.located.match is Match.EXACT
    assert found.listing is not None
    assert (found.listing.shape, len(found.listing.entries)) == (Shape.LIST, 5)
    address = EPOINT_ADDRESS if case is EPOINT else case.asked
    assert [fetch.url for fetch in found.fetches][:2] == [case.url.partition("#")[0], address]


@each
def test_an_empty_column_is_asked_twice(case: Case) -> None:
    if case.none is None:
        return
    found = found_in(case, case.none.decode())
    assert (found.outcome, found.looks) == (Outcome.FOUND, 2)
    assert found.listing is not None
    assert found.listing.shape is Shape.EMPTY_LIST


@each
def test_the_second_look_asks_the_endpoint_anew(case: Case) -> None:
    if case.none is None:
        return
    found = found_in(case, [case.none.decode(), case.rows.decode()])
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))


@each
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param('{"code": 500, "msg": "参数错误"}', id="an error in JSON"),
        pytest.param("<html><body><p>系统繁忙</p></body></html>", id="an error page"),
        pytest.param("", id="nothing"),
        pytest.param(404, id="not there"),
    ],
)
def test_what_is_not_understood_accuses_nobody(case: Case, answer: Answer) -> None:
    found = found_in(case, answer)
    assert found.outcome is Outcome.NEEDS_RENDERING
    assert found.located is not None
    assert one_of(case).endpoint.platform in found.reason
    assert found.newest is None


@each
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(FailureKind.UNREACHABLE, Outcome.UNREACHABLE), (FailureKind.BLOCKED, Outcome.BLOCKED)],
    ids=["unreachable", "blocked"],
)
def test_an_endpoint_that_fails_is_named(case: Case, kind: FailureKind, outcome: Outcome) -> None:
    found = found_in(case, kind)
    sure = one_of(case).endpoint.sure
    assert found.outcome is (outcome if sure else Outcome.NEEDS_RENDERING)
    assert "接口" in found.reason


def test_a_firewalls_page_is_no_answer() -> None:
    wall = "<html><head><title>安全验证</title></head><body><p>您的访问过于频繁，请完成安全验证</p></body></html>"
    assert found_in(JPAAS, wall).outcome is Outcome.BLOCKED


def test_the_headers_a_script_would_send() -> None:
    site = MiniSite(site_of(HANWEB, HANWEB.rows.decode()))
    search(site, Target(key="k", path=("政务公开", "通知公告")))
    sent = site.headers[asked_path(HANWEB.asked, HANWEB.posted)]
    assert sent["Referer"] == HANWEB.url
    assert sent["X-Requested-With"] == "XMLHttpRequest"
    assert sent["Content-Type"].startswith("application/x-www-form-urlencoded")


def test_a_foreign_endpoint_is_not_asked() -> None:
    case = replace(IRS, page=IRS.page.replace("'/irs/front/search'", "'https://haiyun.other.example/irs/front/search'"))
    site = MiniSite(site_of(case, case.rows.decode()))
    found = search(site, Target(key="k", path=("政务公开", "通知公告"))).columns["k"]
    assert found.outcome is Outcome.OFF_SITE
    assert "haiyun.other.example" in found.reason
    assert not [path for path in site.asked if "irs" in path]


def test_a_foreign_endpoint_that_is_configured_is_asked() -> None:
    address = "https://haiyun.other.example/irs/front/search"
    case = replace(IRS, asked=address, page=IRS.page.replace("'/irs/front/search'", f"'{address}'"))
    site = MiniSite(site_of(case, case.rows.decode()))
    target = Target(key="k", path=("政务公开", "通知公告"))
    found = search(site, target, hosts=("haiyun.other.example",)).columns["k"]
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))


def test_epoint_counts_from_one_where_nought_is_refused() -> None:
    pages = site_of(EPOINT, '{"custom": {"data": [], "total": 31}}')
    pages[asked_path(EPOINT_ADDRESS, epoint_body(1))] = EPOINT.rows.decode()
    found = find(pages, "政务公开>通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))


def test_ucap_tries_its_other_addresses() -> None:
    pages = site_of(UCAP, 404)
    pages[asked_path(UCAP.asked).replace("/common/search/", "/searchList/")] = UCAP.rows.decode()
    found = find(pages, "政务公开>通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))


class TestGkmlpt:
    """One shell for all columns."""

    MENU = "/czj/gkmlpt/index"

    def pages(self) -> dict[str, Answer | list[Answer]]:
        other = GKMLPT.rows.decode().replace('"id": 2811', '"id": 2812').replace("2026-03-12", "")
        return {
            "/": page(links={"信息公开目录": self.MENU}),
            self.MENU: GKMLPT.page,
            asked_path(GKMLPT.asked): GKMLPT.rows.decode(),
            asked_path(GKMLPT.asked).replace("2811", "2812"): other,
        }

    def test_the_tree_leads_to_the_column(self) -> None:
        found = find(self.pages(), "政策文件>规范性文件")
        assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))
        assert found.located is not None
        assert found.located.url == GKMLPT.url
        assert found.located.match is Match.EXACT

    def test_an_answer_about_another_column_is_none(self) -> None:
        pages = self.pages()
        pages[asked_path(GKMLPT.asked)] = GKMLPT.rows.decode().replace('"id": 2811', '"id": 2800')
        assert find(pages, "政策文件>规范性文件").outcome is Outcome.NEEDS_RENDERING

    def test_two_columns_of_one_shell_are_two(self) -> None:
        targets = [Target(key=name, path=("政策文件", name)) for name in ("规范性文件", "其他文件")]
        columns = search(MiniSite(self.pages()), *targets).columns
        places = [one.located.url for one in columns.values() if one.located is not None]
        assert places == [GKMLPT.url, GKMLPT.url.replace("2811", "2812")]

    def test_the_learned_address_is_still_the_column(self) -> None:
        site = MiniSite(self.pages())
        learned = Target(
            key="k", path=("政策文件", "规范性文件"), learned=GKMLPT.url, learned_trail=("政策文件", "规范性文件")
        )
        found = search(site, learned).columns["k"]
        assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))
        assert "/" not in site.asked

    def test_a_parent_without_own_articles_is_judged_by_its_children(self) -> None:
        pages = self.pages()
        pages[asked_path(GKMLPT.asked).replace("2811", "2800")] = (
            '{"classify": {"id": 2800}, "articles": [], "total": 0}'
        )
        found = find(pages, "信息公开目录>政策文件")
        assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12)), found.reason
        assert found.listing is not None
        assert found.listing.shape is Shape.SECTION

    def test_the_shell_as_a_units_own_page(self) -> None:
        start = SITE + self.MENU
        target = Target(key="k", path=("政策文件", "规范性文件"), start=start)
        found = search(MiniSite(self.pages()), target).columns["k"]
        assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12)), found.reason

    def test_a_shell_with_a_text_is_no_single_page(self) -> None:
        pages = self.pages()
        text = "<p>" + "本目录由云山区财政局编制，供公民、法人和其他组织查询。" * 8 + "</p>"
        pages[self.MENU] = GKMLPT.page.replace("<div id='app'></div>", f"<div id='app'>{text}</div>")
        assert find(pages, "政策文件>规范性文件").newest == date(2026, 3, 12)
        pages[asked_path(GKMLPT.asked)] = "{}"
        assert find(pages, "政策文件>规范性文件").outcome is Outcome.NEEDS_RENDERING

    def test_a_learned_number_that_is_another_column_now_is_left(self) -> None:
        learned = Target(
            key="k",
            path=("政策文件", "规范性文件"),
            learned=GKMLPT.url.replace("2811", "2812"),
            learned_trail=("政策文件", "规范性文件"),
        )
        found = search(MiniSite(self.pages()), learned).columns["k"]
        assert found.located is not None
        assert found.located.url == GKMLPT.url


def unordered(case: Case) -> str:
    """An answer whose first row is not its newest, and which says that there are more."""
    return case.rows.decode().replace("2026-03-12", "2025-01-02", 1).replace("2025-12-18", "2026-02-28")


def test_further_pages_where_rows_are_not_in_order() -> None:
    question = one_of(HANWEB)
    assert question.further is not None
    second = question.further(question.endpoint, 2)
    assert second is not None
    pages = site_of(HANWEB, unordered(HANWEB))
    later = items("<record><![CDATA[<li><a href='/art/b{n}.html'>续{title}</a><span>{day}</span></li>]]></record>")
    pages[asked_path(second.url, second.data)] = (
        f"<datastore><totalrecord>46</totalrecord><recordset>{later}</recordset></datastore>"
    )
    found = find(pages, "政务公开>通知公告")
    assert found.newest == date(2026, 3, 12)
    assert [fetch.note for fetch in found.fetches] == ["栏目页", "栏目列表接口", "栏目列表接口后续页"]


def test_a_page_that_comes_again_is_the_last() -> None:
    site = MiniSite(site_of(HANWEB, unordered(HANWEB)))
    question = one_of(HANWEB)
    assert question.further is not None
    for number in (2, 3, 4):
        endpoint = question.further(question.endpoint, number)
        assert endpoint is not None
        site_pages = dict(site._pages)
        site_pages[asked_path(endpoint.url, endpoint.data)] = unordered(HANWEB)
        site._pages = site_pages
    found = search(site, Target(key="k", path=("政务公开", "通知公告"))).columns["k"]
    assert found.newest == date(2026, 2, 28)
    assert len([path for path in site.asked if "dataproxy" in path]) == 2


def rising(case: Case) -> str:
    """An answer that runs from old to new."""
    days = ("2026-03-12", "2026-02-27", "2026-01-30", "2025-12-18", "2025-11-05")
    text = case.rows.decode()
    for number, day in enumerate(days):
        text = text.replace(day, f"@{number}@")
    for number, _ in enumerate(days):
        text = text.replace(f"@{number}@", f"201{number}-01-02")
    return text


def test_rows_from_old_to_new_are_read_from_the_last_page() -> None:
    pages = site_of(HANWEB, rising(HANWEB))
    question = one_of(HANWEB)
    assert question.further is not None
    last = question.further(question.endpoint, 3)
    assert last is not None
    later = items("<record><![CDATA[<li><a href='/art/b{n}.html'>续{title}</a><span>{day}</span></li>]]></record>")
    pages[asked_path(last.url, last.data)] = f"<datastore><recordset>{later}</recordset></datastore>"
    assert find(pages, "政务公开>通知公告").newest == date(2026, 3, 12)


def test_rows_from_old_to_new_without_a_last_page_say_nothing() -> None:
    found = find(site_of(HANWEB, rising(HANWEB)), "政务公开>通知公告")
    assert found.outcome is Outcome.INCOMPLETE
    assert "从旧到新" in found.reason


def test_a_list_in_a_frame_is_asked_for_too() -> None:
    pages = site_of(LOADED, LOADED.rows.decode())
    pages["/frame/column.html"] = (
        "<html><body><h2>通知公告</h2><iframe src='/public/column/6598?type=4&catId=7012'></iframe></body></html>"
    )
    pages["/zwgk/"] = page("政务公开", links={"通知公告": "/frame/column.html"})
    found = find(pages, "政务公开>通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12))
    assert [fetch.note for fetch in found.fetches] == ["栏目页", "内嵌列表页", "栏目列表接口"]
