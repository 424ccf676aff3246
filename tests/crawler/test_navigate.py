"""Descent, widening, second looks and what is said when nothing may be said."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from minisite import AS_OF, HOME, MiniSite, find, page, rows, search

from crawler.atlas import Atlas
from crawler.evidence import FailureKind, Match, Outcome, Shape, SiteStatus, Target

FRESH = rows(date(2026, 3, 20), date(2026, 2, 1), date(2025, 12, 1), date(2025, 11, 3))
PLATFORM_MENU = {
    "政府信息公开指南": "/zwgk/zfxxgk/zn/",
    "法定主动公开内容": {
        "规划信息": "/zwgk/zfxxgk/ghxx/",
        "预算⁄决算": "/zwgk/zfxxgk/yjs/",
        "收费项目": "/zwgk/zfxxgk/sfxm/",
        "重大项目": "javascript:;",
    },
}


def column(name: str, body: str = FRESH, *above: str) -> str:
    return page("政务公开", *above, name, links=PLATFORM_MENU, body=body)


SITE = {
    "/": page(title="云山区人民政府", body=rows(date(2026, 3, 30), date(2026, 3, 29), date(2026, 3, 28))),
    "/zwgk/": page("政务公开", links={"政府信息公开": "/zwgk/zfxxgk/", "政策解读": "/zwgk/zcjd/"}),
    "/zwgk/zfxxgk/": page("政务公开", "政府信息公开", links=PLATFORM_MENU, body="<p>本平台公开政府信息。</p>"),
    "/zwgk/zfxxgk/ghxx/": column("规划信息", FRESH, "政府信息公开", "法定主动公开内容"),
    "/zwgk/zfxxgk/yjs/": column("预算⁄决算", FRESH, "政府信息公开", "法定主动公开内容"),
    "/zwgk/zfxxgk/sfxm/": 404,
    "/zwgk/zcjd/": page("政务公开", "政策解读", body=FRESH),
    "/ztzl/": page("专题专栏", links={"优化营商环境专题": "/ztzl/yshj/", "疫情防控": "/ztzl/yqfk/"}),
    "/ztzl/yshj/": page("专题专栏", "优化营商环境", body=FRESH),
    "/ztzl/yqfk/": page("专题专栏", "疫情防控", links={"防疫服务": "/ztzl/yqfk/fw/"}),
    "/ztzl/yqfk/fw/": page("专题专栏", "疫情防控", "防疫服务", body=FRESH),
    "/wzdt/": page(
        "网站地图", body='<div class="map"><h3>政务公开</h3><ul><li><a href="/zwgk/zcjd/">政策解读</a></li></ul></div>'
    ),
    "/zjys/gk/": page("走进云山", "云山概况", body="<p>" + "云山区位于示范市北部。" * 30 + "</p>"),
    "/zjys/ls/": page("走进云山", "历史文化", body=FRESH),
    "/bsfw/": page("办事服务", body="<p>服务事项。</p>"),
    "/hdjl/": page("互动交流", body="<p>欢迎来信。</p>"),
}


@pytest.mark.parametrize(
    ("path", "url", "match"),
    [
        pytest.param(
            "政务公开>政府信息公开>法定主动公开内容>规划信息", "zwgk/zfxxgk/ghxx/", Match.EXACT, id="every level"
        ),
        pytest.param(
            "政府信息公开>法定主动公开内容>规划信息", "zwgk/zfxxgk/ghxx/", Match.EXACT, id="a level more on the site"
        ),
        pytest.param(
            "政府信息公开>公开目录>规划信息", "zwgk/zfxxgk/ghxx/", Match.PARTIAL, id="a level the site does not have"
        ),
        pytest.param("专题专栏>政策解读", "zwgk/zcjd/", Match.MISPLACED, id="below another level than asked"),
        pytest.param("政府信息公开>法定主动公开内容>规划计划", "zwgk/zfxxgk/ghxx/", Match.RENAMED, id="synonym"),
        pytest.param("专题专栏>优化营商环境", "ztzl/yshj/", Match.EXACT, id="suffix on the site"),
        pytest.param("专题专栏>疫情防控>防疫服务", "ztzl/yqfk/fw/", Match.EXACT, id="only on the parent's page"),
        pytest.param("走进云山>历史文化", "zjys/ls/", Match.EXACT, id="below a label without a page"),
    ],
)
def test_columns_are_found_with_the_right_match(path: str, url: str, match: Match) -> None:
    evidence = find(SITE, path)
    assert evidence.outcome is Outcome.FOUND
    assert evidence.located is not None
    assert (evidence.located.url, evidence.located.match) == (HOME + url, match)
    assert evidence.newest == date(2026, 3, 20)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("政府信息公开>法定主动公开内容>规划信息>专项规划", id="no such child"),
        pytest.param("专题专栏>疫情防控>纾困政策", id="a sister exists"),
        pytest.param("政务公开>统计信息", id="other name with the same end"),
        pytest.param("政策文件", id="contained in nothing"),
    ],
)
def test_what_is_not_there_is_absent_after_two_looks(path: str) -> None:
    evidence = find(SITE, path)
    assert evidence.outcome is Outcome.ABSENT
    assert evidence.located is None
    assert evidence.looks == 2
    assert [look.place for look in evidence.looked][:1] == ["首页"]
    assert any(look.place == "网站地图" for look in evidence.looked)


def test_the_unsplit_name_satisfies_both_alternatives() -> None:
    site = MiniSite(SITE)
    targets = [
        Target(key=leaf, path=("政府信息公开", "法定主动公开内容", leaf), literal="预算/决算")
        for leaf in ("预算", "决算")
    ]
    found = search(site, *targets)
    assert {one.located.url for one in found.columns.values() if one.located} == {HOME + "zwgk/zfxxgk/yjs/"}
    assert site.asked.count("/zwgk/zfxxgk/yjs/") <= 2


def test_a_linked_page_that_is_gone_is_broken_not_absent() -> None:
    evidence = find(SITE, "政府信息公开>法定主动公开内容>收费项目")
    assert evidence.outcome is Outcome.BROKEN
    assert evidence.looks == 2
    assert evidence.located is not None
    assert evidence.located.url == HOME + "zwgk/zfxxgk/sfxm/"


def test_a_page_that_opens_at_the_second_look_is_not_broken() -> None:
    site = {**SITE, "/zwgk/zfxxgk/sfxm/": (404, column("收费项目"))}
    evidence = find(site, "政府信息公开>法定主动公开内容>收费项目")
    assert evidence.outcome is Outcome.FOUND


def test_a_menu_label_without_a_page_accuses_nobody() -> None:
    evidence = find(SITE, "政府信息公开>法定主动公开内容>重大项目")
    assert evidence.outcome is Outcome.NEEDS_RENDERING
    assert evidence.located is not None
    assert evidence.located.url is None


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        pytest.param(FailureKind.BLOCKED, Outcome.BLOCKED, id="firewall"),
        pytest.param(FailureKind.UNREACHABLE, Outcome.UNREACHABLE, id="timeout"),
        pytest.param(FailureKind.DISALLOWED, Outcome.DISALLOWED, id="robots"),
    ],
)
def test_a_column_we_may_not_or_cannot_open_is_named_but_not_judged(kind: FailureKind, outcome: Outcome) -> None:
    evidence = find({**SITE, "/zwgk/zfxxgk/ghxx/": kind}, "政府信息公开>法定主动公开内容>规划信息")
    assert evidence.outcome is outcome
    assert evidence.located is not None
    assert evidence.reason


def test_nothing_is_absent_below_a_page_we_could_not_open() -> None:
    evidence = find({**SITE, "/ztzl/": FailureKind.UNREACHABLE}, "专题专栏>减税降费")
    assert evidence.outcome is Outcome.UNREACHABLE


def test_a_site_that_draws_its_menus_by_script_is_not_judged() -> None:
    shell = (
        "<html><head><title>云山区</title></head><body><div id='app'></div><script src='app.js'></script></body></html>"
    )
    assert find({"/": shell}, "政务公开>政策文件").outcome is Outcome.NEEDS_RENDERING


def test_a_menu_entry_that_leads_to_another_host_is_not_missing() -> None:
    home = SITE["/"].replace("/bsfw/", "https://tax.example.org/xxgk/").replace("办事服务", "行政执法信息公示平台")
    evidence = find({**SITE, "/": home}, "行政执法信息公示平台")
    assert evidence.outcome is Outcome.OFF_SITE


def test_a_link_that_leads_back_to_the_home_page_is_no_column() -> None:
    jump = '<html><head><meta http-equiv="refresh" content="0;url=/"></head><body></body></html>'
    assert find({**SITE, "/zwgk/zcjd/": jump}, "政务公开>政策解读").outcome is Outcome.BROKEN


def test_an_unreachable_home_page_is_asked_twice_and_fails_every_target() -> None:
    site = MiniSite({"/": FailureKind.UNREACHABLE})
    found = search(site, Target(key="a", path=("政务公开",)), Target(key="b", path=("专题专栏", "减税降费")))
    assert found.status is SiteStatus.UNREACHABLE
    assert [one.outcome for one in found.columns.values()] == [Outcome.UNREACHABLE] * 2
    assert len(site.asked) == 2


def test_a_home_page_that_answers_the_second_time_is_searched() -> None:
    evidence = find({**SITE, "/": (FailureKind.UNREACHABLE, SITE["/"])}, "政务公开>政策解读")
    assert evidence.outcome is Outcome.FOUND


def test_a_stale_list_is_asked_a_second_time_and_the_better_look_stands() -> None:
    old, new = rows(date(2024, 1, 5), date(2024, 1, 4), date(2024, 1, 3)), FRESH
    site = {**SITE, "/zwgk/zcjd/": (page("政务公开", "政策解读", body=old), page("政务公开", "政策解读", body=new))}
    evidence = find(site, "政务公开>政策解读", change=lambda one: replace(one, stale_before=date(2025, 10, 1)))
    assert (evidence.newest, evidence.looks) == (date(2026, 3, 20), 2)


def test_what_was_learned_is_asked_first_and_alone() -> None:
    site = MiniSite(SITE)
    target = Target(
        key="k",
        path=("政府信息公开", "法定主动公开内容", "规划信息"),
        learned=HOME + "zwgk/zfxxgk/ghxx/",
        learned_trail=("政府信息公开", "法定主动公开内容", "规划信息"),
        learned_match=Match.EXACT,
    )
    evidence = search(site, target).columns["k"]
    assert (evidence.outcome, site.asked) == (Outcome.FOUND, ["/zwgk/zfxxgk/ghxx/"])


def test_a_learned_address_that_became_another_column_is_descended_again() -> None:
    site = {**SITE, "/zwgk/old/": page("政务公开", "人事信息", body=FRESH)}
    learned = {"learned": HOME + "zwgk/old/", "learned_trail": ("规划信息",), "learned_match": Match.EXACT}
    evidence = find(site, "政府信息公开>法定主动公开内容>规划信息", change=lambda one: replace(one, **learned))
    assert evidence.located is not None
    assert evidence.located.url == HOME + "zwgk/zfxxgk/ghxx/"


def test_a_ruling_is_taken_at_its_word() -> None:
    evidence = find(SITE, "专题专栏>减税降费", change=lambda one: replace(one, url=HOME + "zwgk/zcjd/"))
    assert evidence.outcome is Outcome.FOUND
    assert evidence.located is not None
    assert (evidence.located.match, evidence.located.via) == (Match.EXACT, "人工指定")


def test_a_unit_is_not_credited_with_the_portals_column() -> None:
    unit = page("区财政局", links={"单位简介": "/czj/jj/", "通知公告": "/czj/tz/"})
    site = {**SITE, "/czj/": unit, "/czj/tz/": page("区财政局", "通知公告", body=FRESH)}
    start = HOME + "czj/"
    found = search(
        MiniSite(site),
        Target(key="portal", path=("政务公开", "政策解读")),
        Target(key="theirs", path=("政务公开", "政策解读"), start=start),
        Target(key="own", path=("通知公告",), start=start),
    )
    assert found.columns["portal"].outcome is Outcome.FOUND
    assert found.columns["theirs"].outcome is Outcome.ABSENT
    assert found.columns["own"].outcome is Outcome.FOUND


def test_a_unit_alone_is_not_credited_with_the_portals_column_either() -> None:
    unit = page("区财政局", links={"单位简介": "/czj/jj/", "通知公告": "/czj/tz/"})
    target = Target(key="theirs", path=("政务公开", "政策解读"), start=HOME + "czj/")
    found = search(MiniSite({**SITE, "/czj/": unit}), target)
    assert found.columns["theirs"].outcome is Outcome.ABSENT


def test_a_parent_without_a_list_is_judged_by_its_children() -> None:
    evidence = find(SITE, "专题专栏>疫情防控")
    assert evidence.outcome is Outcome.FOUND
    assert evidence.listing is not None
    assert evidence.listing.shape is Shape.SECTION
    assert evidence.newest == date(2026, 3, 20)


def test_articles_date_an_undated_list() -> None:
    article = (
        "<html><head><title>通报</title></head><body><h1>通报</h1><p>发布时间：{day}</p><p>"
        + "各单位要认真落实。" * 20
        + "</p></body></html>"
    )
    site = {
        **SITE,
        "/zwgk/zcjd/": page("政务公开", "政策解读", body=rows(None, None, None, None)),
        **{f"/zwgk/zcjd/./t{n}.html": article.format(day=f"2026-01-0{n}") for n in range(1, 5)},
        **{f"/zwgk/zcjd/t{n}.html": article.format(day=f"2026-01-0{n}") for n in range(1, 5)},
    }
    evidence = find(site, "政务公开>政策解读")
    assert evidence.newest == date(2026, 1, 3)


def test_rows_whose_articles_do_not_open_are_not_called_undated() -> None:
    site = {**SITE, "/zwgk/zcjd/": page("政务公开", "政策解读", body=rows(None, None, None, None))}
    evidence = find(site, "政务公开>政策解读")
    assert evidence.outcome is Outcome.UNREACHABLE


def test_every_target_is_answered_even_on_an_empty_site() -> None:
    found = search(MiniSite({}), Target(key="a", path=("政务公开",)))
    assert set(found.columns) == {"a"}
    assert AS_OF.year == 2026


TWINS = page("政务公开", links={"年度目标": "/a/", "年度 目标": "/b/"})


@pytest.mark.parametrize(
    ("crumb", "outcome", "url"),
    [
        pytest.param("年度目标", Outcome.FOUND, "b/", id="both bear the name: the one updated last"),
        pytest.param("云山", Outcome.AMBIGUOUS, "a/", id="none bears the name: nothing decides"),
    ],
)
def test_twins(crumb: str, outcome: Outcome, url: str) -> None:
    old = rows(date(2023, 3, 20), date(2023, 2, 1), date(2022, 12, 1))
    site = {
        **SITE,
        "/zwgk/": TWINS,
        "/a/": page("政务公开", crumb, body=old),
        "/b/": page("政务公开", crumb, body=FRESH),
    }
    evidence = find(site, "政务公开>年度目标")
    assert evidence.outcome is outcome
    assert evidence.located is not None
    assert evidence.located.url == HOME + url


@pytest.mark.parametrize("order", [("/czj/", "/fdzd/"), ("/fdzd/", "/czj/")], ids=["other first", "other last"])
def test_of_twins_the_one_whose_breadcrumb_shows_the_wanted_levels_is_judged(order: tuple[str, str]) -> None:
    """Also when the other one is fresher: that is another branch's column, and proves it itself."""
    old = rows(date(2023, 3, 20), date(2023, 2, 1), date(2022, 12, 1))
    site = {
        "/": page(),
        "/zwgk/": page("政务公开", links={"规划信息": order[0], "规划 信息": order[1]}),
        "/czj/": page("政务公开", "区财政局", "规划信息", body=FRESH),
        "/fdzd/": page("政务公开", "法定主动公开内容", "规划信息", body=old),
    }
    evidence = find(site, "政务公开>法定主动公开内容>规划信息")
    assert evidence.located is not None
    assert (evidence.located.url, evidence.located.match) == (f"{HOME}fdzd/", Match.EXACT)
    assert evidence.newest == date(2023, 3, 20)


SHELL = "<html><head><title>政务公开</title></head><body><div id='app'></div><script src='/js/app.js'></script></body></html>"
FRAMED = page("政务公开", body="<div id='tree'></div><div id='list'></div><script src='/js/tree.js'></script>")


@pytest.mark.parametrize("shell", [SHELL, FRAMED], ids=["nothing but a script", "nothing new but a script"])
def test_nothing_is_absent_below_a_page_that_a_script_draws(shell: str) -> None:
    evidence = find({"/": page(), "/zwgk/": shell}, "政务公开>规划信息")
    assert evidence.outcome is Outcome.NEEDS_RENDERING
    assert "政务公开" in evidence.reason


def test_a_page_with_a_menu_of_its_own_is_read_whatever_its_scripts_draw() -> None:
    drawn = page("政务公开", links={"统计信息": "tj/"}, body="<ul id='list'></ul><script src='/js/list.js'></script>")
    assert find({"/": page(), "/zwgk/": drawn}, "政务公开>规划信息").outcome is Outcome.ABSENT


def test_an_article_of_that_title_is_no_column() -> None:
    metas = "<meta name='ColumnName' content='统计信息'><meta name='ArticleTitle' content='规划信息'>"
    article = page("政务公开", "统计信息", title="规划信息", body=f"<h1>规划信息</h1><p>{'正文内容。' * 60}</p>")
    site = {
        "/": page(),
        "/zwgk/": page("政务公开", links={"统计信息": "tj/"}),
        "/zwgk/tj/": page(
            "政务公开",
            "统计信息",
            body="<ul><li><a href='t20260101_1.html'>规划信息</a><span>2026-01-01</span></li>"
            "<li><a href='t20260102_2.html'>2025年统计公报</a><span>2026-01-02</span></li></ul>",
        ),
        "/zwgk/tj/t20260101_1.html": article.replace("<head>", f"<head>{metas}"),
    }
    assert find(site, "政务公开>规划信息").outcome is Outcome.ABSENT


def test_a_level_above_is_not_the_column_under_another_name() -> None:
    site = {"/": page(), "/zwgk/": page("政务公开", links={"发展规划": "gh/", "统计信息": "tj/"})}
    site["/zwgk/gh/"] = page("政务公开", "发展规划", body=FRESH)
    assert find(site, "政务公开>国民经济和社会发展规划").outcome is Outcome.FOUND
    assert find(site, "政务公开>发展规划>国民经济和社会发展规划").outcome is Outcome.ABSENT


def test_a_finished_site_leaves_nothing_to_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand sites are searched in one process: what a search saw goes with it."""
    made: list[weakref.ref[Atlas]] = []
    init = Atlas.__init__

    def noted(self: Atlas, *args: Any) -> None:
        init(self, *args)
        made.append(weakref.ref(self))

    monkeypatch.setattr(Atlas, "__init__", noted)
    gc.disable()
    try:
        find(SITE, "政务公开>政府信息公开>规划信息")
        assert made
        assert [one() for one in made] == [None] * len(made)
    finally:
        gc.enable()
