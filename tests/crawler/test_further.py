"""Reading a column back for the documents a rule names: how far, how often, and what is taken over."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, page

from crawler.evidence import ColumnEvidence, FailureKind, Page, Remembered, Shape, SitePlan, Target
from crawler.further import missing
from crawler.navigate import search_site

FOLDER = "/zwgk/zcwj/"
GUIDE = "2025年度惠企政策指南"
TARGET = Target(
    key="k", path=("政务公开", "政策文件"), documents=(GUIDE,), back_to=date(2025, 1, 1), due=date(2025, 12, 31)
)


class Kept(MiniSite):
    """A site whose pages are kept in a run, as the fetch layer keeps them."""

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        kept: dict[str, Page] = self.__dict__.setdefault("kept", {})
        if again or url not in kept:
            kept[url] = await super().__call__(url, again=again, **more)
        return kept[url]


def items(number: int, *, titles: dict[int, str] | None = None, count: int = 6) -> str:
    """Page `number` (from 0) of a list with a row every thirty days, newest first; `titles` by row."""
    found = []
    for row in range(number * count, (number + 1) * count):
        title = (titles or {}).get(row, f"云山区关于做好第{row}号政策兑现工作的通知")
        day = AS_OF - timedelta(days=5 + 30 * row)
        found.append(f"<li><a href='{FOLDER}t{row}.html' title='{title}'>{title}</a><span>{day}</span></li>")
    return f"<ul class='list'>{''.join(found)}</ul>"


def pages(
    total: int, titles: dict[int, str] | None = None, *, counted: bool = True, count: int = 6
) -> dict[str, Answer]:
    """A column of so many pages, with the pager of a content management system."""
    answers: dict[str, Answer] = {
        "/": page(title="云山区人民政府"),
        "/zwgk/": page("政务公开", links={"政策文件": FOLDER}),
    }
    for number in range(total):
        pager = f"<script>createPageHTML({total}, {number}, 'index', 'html')</script>" if counted else ""
        name = "" if number == 0 else f"index_{number}.html"
        body = items(number, titles=titles, count=count) + pager
        answers[FOLDER + name] = page("政务公开", "政策文件", body=body)
    return answers


def look(answers: dict[str, Answer], target: Target = TARGET, **plan: Any) -> tuple[ColumnEvidence, MiniSite]:
    site = Kept(answers)
    asked = SitePlan(name="政府网站", url=HOME, targets=(target,), **plan)
    return asyncio.run(search_site(asked, site, as_of=AS_OF)).columns["k"], site


def turned(site: MiniSite) -> list[str]:
    return [path for path in site.asked if "index_" in path]


def test_what_stands_on_the_first_page_costs_no_request() -> None:
    found, site = look(pages(8, {4: f"区发展改革委关于印发《{GUIDE}》的通知"}))
    assert (found.title_looks, found.further, turned(site)) == (1, (), [])
    assert site.asked.count(FOLDER) == 1


def test_reading_ends_where_the_document_stands() -> None:
    found, site = look(pages(8, {13: f"云山区{GUIDE}"}))
    assert turned(site) == [f"{FOLDER}index_1.html", f"{FOLDER}index_2.html"]
    assert missing((GUIDE,), found.further) == ()
    assert (found.title_looks, found.whole) == (1, False)
    assert not {row.url for row in found.further} & {row.url for row in found.listing.entries if found.listing}  # type: ignore[union-attr]


def test_what_is_missing_is_looked_for_twice_and_no_further_than_its_year() -> None:
    found, site = look(pages(8))
    assert (found.title_looks, found.back_to, found.whole) == (2, date(2025, 1, 1), False)
    assert turned(site) == [f"{FOLDER}index_1.html", f"{FOLDER}index_2.html"] * 2
    assert site.asked.count(FOLDER) == 2


def test_a_column_that_is_read_to_its_end_is_whole() -> None:
    found, _ = look(pages(2))
    assert (found.title_looks, found.back_to, found.whole) == (2, None, True)


def test_a_document_that_appears_at_the_second_look_is_there() -> None:
    answers = pages(2)
    first = answers[FOLDER]
    answers[FOLDER] = (first, page("政务公开", "政策文件", body=items(0, titles={0: GUIDE})))  # type: ignore[assignment]
    found, _ = look(answers)
    assert found.title_looks == 2
    assert missing((GUIDE,), found.further) == ()


@pytest.mark.parametrize(
    ("answers", "target"),
    [
        pytest.param(pages(30), replace(TARGET, back_to=date(2021, 1, 1), pages=3), id="the bound of pages"),
        pytest.param(
            {**pages(4), f"{FOLDER}index_1.html": FailureKind.UNREACHABLE}, TARGET, id="a page that does not answer"
        ),
        pytest.param(
            {**pages(4), f"{FOLDER}index_1.html": page("政务公开", "部门动态", body=items(1))},
            TARGET,
            id="a pager that leads into another column",
        ),
        pytest.param(
            pages(1, counted=False, count=10), replace(TARGET, back_to=date(2020, 1, 1)), id="ten rows, no pager"
        ),
    ],
)
def test_a_column_read_in_part_is_neither_whole_nor_deep(answers: dict[str, Answer], target: Target) -> None:
    found, _ = look(answers, target)
    assert (found.whole, found.back_to) == (False, None)
    assert found.title_looks < 2


def test_a_short_list_without_a_pager_is_whole() -> None:
    found, _ = look(pages(1, counted=False), replace(TARGET, back_to=date(2020, 1, 1)))
    assert (found.whole, found.title_looks) == (True, 2)


def test_a_spent_allowance_reads_nothing_more() -> None:
    found, site = look(pages(8), ceiling=1.0)
    assert (found.title_looks, found.back_to, turned(site)) == (0, None, [])


def test_a_short_list_needs_no_allowance_to_be_whole() -> None:
    found, _ = look(pages(1, counted=False), replace(TARGET, back_to=date(2020, 1, 1)), ceiling=1.0)
    assert (found.whole, found.title_looks) == (True, 2)


def test_a_document_dated_after_its_day_is_looked_at_twice() -> None:
    late, site = look(pages(8, {1: GUIDE}))
    assert late.title_looks == 2
    assert site.asked.count(FOLDER) == 2
    in_time, _ = look(pages(8, {1: GUIDE}), replace(TARGET, due=AS_OF))
    assert in_time.title_looks == 1


def test_a_row_whose_link_shows_its_date_is_no_second_row_without_one() -> None:
    rows = "".join(
        f"<dd><a href='{FOLDER}t{n}.html' title='{title}'>{title}<span>{AS_OF - timedelta(days=5 + n)}</span></a></dd>"
        for n, title in enumerate(
            (GUIDE, "云山区关于做好第1号政策兑现工作的通知", "云山区关于做好第2号政策兑现工作的通知")
        )
    )
    found, _ = look(pages(1) | {FOLDER: page("政务公开", "政策文件", body=f"<dl>{rows}</dl>")})
    assert found.listing is not None
    assert found.listing.entries[0].title == GUIDE
    assert found.further == ()


def test_one_text_is_looked_through_for_titles_and_files() -> None:
    text = f"<h1>云山区{GUIDE}</h1><div class='content'><p>{'惠企政策依法公开。' * 60}</p></div>"
    answers = pages(1) | {FOLDER: page("政务公开", "政策文件", body=text)}
    found, _ = look(answers)
    assert found.listing is not None
    assert found.listing.shape is Shape.SINGLE
    assert missing((GUIDE,), found.further) == ()
    assert not found.whole
    attached = f"<p>{'惠企政策依法公开。' * 60}</p><a href='P020250301.pdf'>{GUIDE}.pdf</a>"
    found, _ = look(pages(1) | {FOLDER: page("政务公开", "政策文件", body=attached)})
    assert missing((GUIDE,), found.further) == ()


def again(before: ColumnEvidence, **changes: Any) -> Target:
    assert before.located is not None
    return replace(
        TARGET,
        learned=before.located.url,
        learned_trail=before.located.trail,
        learned_match=before.located.match,
        remembered=Remembered(evidence=before, as_of=AS_OF - timedelta(days=1)),
        **changes,
    )


def test_what_an_earlier_run_read_is_taken_over_from_an_unchanged_page() -> None:
    before, _ = look(pages(8))
    after, site = look(pages(8), again(before))
    assert turned(site) == []
    assert (after.further, after.back_to, after.title_looks) == (before.further, before.back_to, 2)


def test_news_above_the_remembered_rows_change_nothing_below() -> None:
    before, _ = look(pages(8))
    changed = pages(8)
    changed[FOLDER] = str(changed[FOLDER]).replace(
        "<ul class='list'>", f"<ul class='list'><li><a href='{FOLDER}n.html'>{GUIDE}</a><span>{AS_OF}</span></li>"
    )
    after, site = look(changed, again(before))
    assert turned(site) == []
    assert after.further == before.further


def test_another_document_is_looked_for_anew_where_the_first_ended_the_reading() -> None:
    before, _ = look(pages(8, {8: GUIDE}))
    after, site = look(pages(8, {8: GUIDE}), again(before, documents=("2025年度人才政策指南",)))
    assert turned(site) != []
    assert after.title_looks == 2


def test_nobody_asks_and_nothing_more_is_requested() -> None:
    plain, site = look(pages(8), replace(TARGET, documents=()))
    assert (plain.title_looks, turned(site)) == (0, [])
