"""The closer look: names of the home page, what a column's page leads to, columns that must agree."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, page, rows

from crawler.allowance import SPENT
from crawler.evidence import Page, Remembered, SiteEvidence, SitePlan, Target
from crawler.inspected import Answering
from crawler.navigate import search_site

FRESH = rows(date(2026, 3, 20), date(2026, 2, 1), date(2025, 12, 1))
KEY = "政务公开>政策解读"
TARGET = Target(key=KEY, path=("政务公开", "政策解读"))


class Kept(MiniSite):
    """A site whose pages are kept in a run, as the fetch layer keeps them."""

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        kept: dict[str, Page] = self.__dict__.setdefault("kept", {})
        if again or url not in kept:
            kept[url] = await super().__call__(url, again=again, **more)
        return kept[url]


def look(
    site: MiniSite, *targets: Target, home_names: tuple[str, ...] = (), ceiling: float | None = None
) -> SiteEvidence:
    plan = SitePlan(name="政府网站", url=HOME, targets=targets, home_names=home_names, ceiling=ceiling)
    return asyncio.run(search_site(plan, site, as_of=AS_OF))


def site(column: Answer = "", **more: Answer) -> MiniSite:
    pages: dict[str, Answer] = {
        "/": page(
            title="云山区人民政府",
            body=rows(date(2026, 3, 30)) + '<h2>今日关注</h2><a href="/ssjj/"><img src="a.png"></a>',
        ),
        "/zwgk/": page("政务公开", links={"政策解读": "/zwgk/zcjd/"}),
        "/zwgk/zcjd/": column or page("政务公开", "政策解读", body=FRESH),
    }
    return Kept(pages | {f"/{name}/": answer for name, answer in more.items()})


def lead_page(body: str) -> str:
    return page("政务公开", "政策解读", body=FRESH + body)


def test_nobody_asks_and_nothing_more_is_requested() -> None:
    plain, asked = site(), site()
    look(plain, TARGET)
    seen = look(asked, TARGET, home_names=("今日关注",))
    assert asked.asked == plain.asked
    assert seen.homes[""].looks == 1
    assert ("今日关注", "") in seen.homes[""].names
    assert ("", f"{HOME}ssjj/") in seen.homes[""].names, "a picture without a name"
    assert look(site(), TARGET).homes == {}


def test_a_home_page_that_lacks_an_entry_is_read_twice() -> None:
    asked = site()
    seen = look(asked, TARGET, home_names=("减税降费",))
    assert seen.homes[""].looks == 2
    assert asked.asked.count("/") == 2
    assert not seen.homes[""].drawn_by_script


def test_a_home_page_without_names_is_drawn_by_a_script() -> None:
    bare = MiniSite({"/": "<html><body><div id=app></div><script src=a.js></script></body></html>"})
    assert look(bare, TARGET, home_names=("减税降费",)).homes[""].drawn_by_script


@pytest.mark.parametrize(
    ("body", "name", "answering", "looks"),
    [
        pytest.param(
            '<a href="/fgk/">国家行政法规库</a>', "国家行政法规库", Answering.FINE, 1, id="inside a longer name"
        ),
        pytest.param('<a href="/no/">行政法规库</a>', "行政法规库", Answering.GONE, 1, id="a dead link, opened twice"),
        pytest.param('<a href="https://flk.example.org/">行政法规库</a>', "行政法规库", None, 1, id="not ours to open"),
        pytest.param("<b>行政法规库</b>", "行政法规库", None, 1, id="a name without an address"),
        pytest.param('<a href="/fgk/"><img alt="行政法规库"></a>', "行政法规库", Answering.FINE, 1, id="a picture"),
        pytest.param("", "", None, 2, id="not there at two looks"),
        pytest.param('<a href="/x/">法规</a>', "", None, 2, id="a part of the name says too little"),
    ],
)
def test_where_a_column_leads(body: str, name: str, answering: Answering | None, looks: int) -> None:
    target = replace(TARGET, leads=("行政法规库",))
    seen = look(site(lead_page(body), fgk=page("法规库", body=FRESH)), target)
    (lead,) = seen.columns[KEY].leads
    assert (lead.name, lead.looks) == (name, looks)
    assert (lead.answer.answering if lead.answer else None) is answering
    if answering is Answering.GONE:
        assert lead.answer is not None
        assert lead.answer.looks == 2


@pytest.mark.parametrize(
    ("ceiling", "asked", "answering", "detail"),
    [
        pytest.param(9.0, True, Answering.FINE, "", id="with room for it"),
        pytest.param(2.0, False, Answering.UNKNOWN, SPENT, id="with the allowance spent on the search"),
    ],
)
def test_what_a_column_leads_to_is_opened_as_far_as_the_allowance_goes(
    ceiling: float, asked: bool, answering: Answering, detail: str
) -> None:
    column = site(lead_page('<a href="/fgk/">行政法规库</a>'), fgk=page("法规库", body=FRESH))
    (lead,) = look(column, replace(TARGET, leads=("行政法规库",)), ceiling=ceiling).columns[KEY].leads
    assert ("/fgk/" in column.asked) is asked
    assert lead.answer is not None
    assert (lead.name, lead.answer.answering, lead.answer.detail) == ("行政法规库", answering, detail)


def test_what_did_not_change_is_taken_over() -> None:
    target = replace(TARGET, leads=("行政法规库",))
    body = lead_page('<a href="/fgk/">行政法规库</a>')
    first = look(site(body, fgk=page("法规库", body=FRESH)), target).columns[KEY]
    assert first.located is not None
    later = replace(
        target,
        learned=first.located.url,
        learned_trail=first.located.trail,
        learned_match=first.located.match,
        remembered=Remembered(evidence=first, as_of=AS_OF),
    )
    second = look(site(body, fgk=page("法规库", body=FRESH)), later).columns[KEY]
    assert second.since == AS_OF
    assert [lead.name for lead in second.leads] == ["行政法规库"]


def test_columns_that_differ_are_read_twice() -> None:
    other = Target(key="专题", path=("专题专栏", "重点项目"))
    target = replace(TARGET, twin="专题")
    site_map = page("专题专栏", links={"重点项目": "/ztzl/zdxm/"})
    far = page("专题专栏", "重点项目", body=rows(date(2026, 2, 1), name="另一件事"))
    pages: dict[str, Answer] = {
        "/": page(title="云山区人民政府"),
        "/zwgk/": page("政务公开", links={"政策解读": "/zwgk/zcjd/"}),
        "/zwgk/zcjd/": page("政务公开", "政策解读", body=FRESH),
        "/ztzl/": site_map,
        "/ztzl/zdxm/": far,
    }
    differing, alike = MiniSite(pages), MiniSite(pages | {"/ztzl/zdxm/": page("专题专栏", "重点项目", body=FRESH)})
    seen = look(differing, target, other)
    assert (seen.columns[KEY].looks, seen.columns["专题"].looks) == (2, 2)
    same = look(alike, target, other)
    assert (same.columns[KEY].looks, same.columns["专题"].looks) == (1, 1)
