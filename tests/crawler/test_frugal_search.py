"""Requests that tell nothing new are not made; what they were made for is found and looked at twice all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, find, page, rows, search

from crawler.asking import ask_list
from crawler.evidence import (
    ColumnEvidence,
    Failure,
    FailureKind,
    Listing,
    Outcome,
    Page,
    Remembered,
    Shape,
    SitePlan,
    Target,
)
from crawler.memory import is_still_absent
from crawler.readers.endpoints import Endpoint, Question
from crawler.visit import MAX_NOT_THERE, Visit
from crawler.widen import BARREN

LIST = rows(date(2026, 3, 20), date(2026, 3, 2))
SECTION = {f"便民事项第{number}类": f"/bm/{number}/" for number in range(40)}


def town(*crumbs: str, links: dict[str, str], body: str = "") -> str:
    """A page whose own menu is all there is to see, without a site map."""
    return page(*crumbs, title="" if crumbs else "云山区人民政府", links=links, body=body).replace(
        "网站地图", "站点说明"
    )


def test_pages_that_show_one_and_the_same_menu_are_not_all_opened() -> None:
    pages: dict[str, Answer] = {"/": town(links=SECTION)}
    pages |= {url: town("便民服务", name, links=SECTION, body=LIST) for name, url in SECTION.items()}
    site = MiniSite(pages)
    assert search(site, Target(key="k", path=("便民服务", "婚育登记"))).columns["k"].outcome is Outcome.ABSENT
    assert sum(path.startswith("/bm/") for path in site.asked) <= BARREN + 1


def test_a_page_that_names_something_new_keeps_the_look_going() -> None:
    deep = {
        url: {f"细目{number}之{part}": f"{url}{part}/" for part in "甲乙"}
        for number, url in enumerate(SECTION.values())
    }
    pages: dict[str, Answer] = {"/": town(links=SECTION)}
    pages |= {url: town("便民服务", name, links=SECTION | deep[url], body=LIST) for name, url in SECTION.items()}
    site = MiniSite(pages)
    search(site, Target(key="k", path=("便民服务", "婚育登记")))
    assert sum(path.startswith("/bm/") for path in site.asked) > BARREN + 6


def test_what_the_level_above_leads_to_is_opened_before_the_rest_of_the_site() -> None:
    """The link has another name than its page has for itself: only its place tells that it may be the column."""
    pages: dict[str, Answer] = {"/": town(links=SECTION | {"专项工作": "/zx/"})}
    pages |= {url: town("便民服务", name, links=SECTION, body=LIST) for name, url in SECTION.items()}
    pages["/zx/"] = town("专项工作", links={}, body='<p><a href="/zx/wn/">往年回顾</a></p>')
    pages["/zx/wn/"] = town("专项工作", "秸秆禁烧", links={}, body=LIST)
    assert find(pages, "专项工作>秸秆禁烧").newest == date(2026, 3, 20)


SETTINGS = Endpoint(platform="某系统", url=f"{HOME}settings", page=HOME)
ROWS = replace(SETTINGS, url=f"{HOME}rows")


def told(body: bytes, endpoint: Endpoint, _: date) -> Listing | Endpoint | None:
    if endpoint.url == SETTINGS.url:
        return ROWS
    return Listing(shape=Shape.EMPTY_LIST, total=0) if body == b"0" else None


class Asked:
    """Answers each address in turn; a first answer that failed is what a run keeps."""

    def __init__(self, *first: Page | Failure) -> None:
        self.log: list[tuple[str, bool]] = []
        self.first = list(first)

    async def __call__(self, endpoint: Endpoint, again: bool) -> Page | Failure:
        self.log.append((endpoint.url.removeprefix(HOME), again))
        return self.first.pop(0) if self.first and not again else answered(endpoint.url, b"0")


def answered(url: str, body: bytes, status: int = 200) -> Page:
    return Page(requested=url, url=url, status=status, body=body, fetched_at=datetime(2026, 3, 31, tzinfo=UTC))


def second_look(ask: Asked) -> Sequence[tuple[str, bool]]:
    asking = [Question(endpoint=SETTINGS, answer=told)]
    got = asyncio.run(ask_list(asking, ask, as_of=AS_OF, again=True, sure_only=False))
    assert got is not None
    assert got.listing is not None
    return [one for one in ask.log if one[1]]


def test_a_second_look_asks_for_the_rows_and_not_for_the_settings() -> None:
    assert second_look(Asked()) == [("rows", True)]


def test_a_second_look_asks_for_settings_that_were_not_to_be_had() -> None:
    failure = Failure(kind=FailureKind.UNREACHABLE, detail="试")
    assert ("settings", True) in second_look(Asked(failure))


def asking(statuses: Sequence[int]) -> int:
    """How often a site is asked for the lists of ten columns where its platform's address answers so, in turn."""
    site = MiniSite({f"/query POST {number}": status for number, status in enumerate(statuses)})
    visit = Visit(plan=SitePlan(name="政府网站", url=HOME, targets=()), fetch=site)
    for number in range(len(statuses)):
        endpoint = Endpoint(platform="某系统", url=f"{HOME}query", page=HOME, data=str(number).encode())
        asyncio.run(visit.ask(endpoint, False))
    return len(site.asked)


@pytest.mark.parametrize(
    ("statuses", "asked"),
    [
        pytest.param([404] * 10, MAX_NOT_THERE, id="never there"),
        pytest.param([200, *[404] * 2] * 3, 9, id="there for some columns"),
        pytest.param([500] * 10, 10, id="ill, not away"),
    ],
)
def test_an_address_that_is_not_there_for_three_columns_is_not_asked_for_all(statuses: list[int], asked: int) -> None:
    assert asking(statuses) == asked


def test_columns_asked_for_at_once_wait_until_their_address_has_answered() -> None:
    class Slow(MiniSite):
        async def __call__(self, url: str, **more: Any) -> Page:
            await asyncio.sleep(0)
            return await super().__call__(url, **more)

    async def ask_all(site: MiniSite) -> None:
        visit = Visit(plan=SitePlan(name="政府网站", url=HOME, targets=()), fetch=site)
        made = [Endpoint(platform="某系统", url=f"{HOME}query", page=HOME, data=str(n).encode()) for n in range(10)]
        await asyncio.gather(*(visit.ask(endpoint, False) for endpoint in made))

    nowhere, there = Slow({}), Slow({f"/query POST {number}": "{}" for number in range(10)})
    asyncio.run(ask_all(nowhere))
    asyncio.run(ask_all(there))
    assert (len(nowhere.asked), len(there.asked)) == (MAX_NOT_THERE, 10)


@pytest.mark.parametrize(
    ("now", "still"),
    [
        pytest.param({"home": "a", "level": "b"}, True, id="all as it was"),
        pytest.param({"home": "a", "level": "b", "frame": "x"}, True, id="and a page that was not read then"),
        pytest.param({"home": "a", "level": "c"}, False, id="a menu changed"),
        pytest.param({"home": "a", "new": "x", "newer": "y"}, False, id="mostly pages that were not read then"),
        pytest.param({}, False, id="nothing read"),
    ],
)
def test_an_absence_holds_while_the_pages_it_rests_on_name_what_they_did(now: dict[str, str], still: bool) -> None:
    before = ColumnEvidence(key="k", outcome=Outcome.ABSENT, looks=2, names=(("home", "a"), ("level", "b")))
    assert is_still_absent(Remembered(evidence=before, as_of=date(2026, 3, 28)), now, AS_OF) is still


class Watched(MiniSite):
    """A site that notes what it is asked for a second time."""

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        if again:
            self.__dict__.setdefault("seconds", []).append(url)
        return await super().__call__(url, again=again, **more)


@pytest.mark.parametrize(
    ("column", "outcome"),
    [
        pytest.param(FailureKind.UNREACHABLE, Outcome.UNREACHABLE, id="ill"),
        pytest.param(page("政务公开", "应急管理", body=rows(date(2020, 1, 1))), Outcome.FOUND, id="old"),
    ],
)
def test_rules_that_mean_one_column_share_its_second_look(column: Answer, outcome: Outcome) -> None:
    menu = page("政务公开", links={"应急管理": "/zwgk/yjgl/"})
    site = Watched({"/": page(links={"政务公开": "/zwgk/"}), "/zwgk/": menu, "/zwgk/yjgl/": column})
    paths = (("政务公开", "应急管理"), ("信息公开", "应急管理"), ("应急管理",))
    targets = [Target(key=str(len(path)) + path[0], path=path, stale_before=date(2026, 1, 1)) for path in paths]
    found = search(site, *targets).columns
    assert {one.outcome for one in found.values()} == {outcome}
    assert {one.looks for one in found.values()} == {2}
    assert site.__dict__["seconds"].count(f"{HOME}zwgk/yjgl/") == 1
