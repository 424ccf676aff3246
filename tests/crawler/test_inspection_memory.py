"""What an earlier run spares the closer look, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from inspected_site import (
    DAY,
    LIST,
    ONE,
    PACKED,
    PDF,
    Keeping,
    article,
    listed,
    look,
    opened,
    pages,
    remembering,
    with_files,
)
from minisite import AS_OF, page

from crawler.evidence import (
    FailureKind,
)
from crawler.inspected import Answering
from crawler.memory import follow_up, goes_on


def test_what_was_in_order_is_taken_over() -> None:
    first = look(Keeping(pages()), ONE).columns[ONE.key]
    site = Keeping(pages())
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key]
    assert opened(site) == []
    assert first.inspection is not None
    assert second.inspection is not None
    assert [one.inspected_on for one in first.inspection.articles] == [None] * 3
    assert [one.inspected_on for one in second.inspection.articles] == [AS_OF] * 3
    assert second.inspection.metas == first.inspection.metas
    third = Keeping(pages())
    late = look(third, remembering(ONE, second, AS_OF + DAY), as_of=AS_OF + DAY * 30).columns[ONE.key]
    assert opened(third) == ["a1.html", "a2.html", "a3.html"], "a month later they are opened anew"
    assert late.inspection is not None


def test_a_column_with_a_standing_fault_is_opened_anew() -> None:
    first = look(Keeping(pages()), ONE).columns[ONE.key]
    site = Keeping(pages())
    again = replace(remembering(ONE, first), accused=True)
    second = look(site, again, as_of=AS_OF + DAY).columns[ONE.key]
    assert opened(site) == ["a1.html", "a2.html", "a3.html"], "what was mended must be seen"
    assert second.inspection is not None
    assert [one.inspected_on for one in second.inspection.articles] == [None] * 3


def test_a_new_entry_is_opened() -> None:
    first = look(Keeping(pages()), ONE).columns[ONE.key]
    rows = listed("a0", "a1", "a2", first=date(2026, 3, 21))
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=rows), f"{LIST}a0.html": article()})
    look(site, remembering(ONE, first), as_of=AS_OF + DAY)
    assert opened(site) == ["a0.html"]


@pytest.mark.parametrize(
    ("before", "now", "expected", "looks"),
    [
        pytest.param(404, 404, ["a1.html"], 2, id="bad as two looks saw it then"),
        pytest.param(404, article(), ["a1.html"], 1, id="mended"),
        pytest.param(400, 404, ["a1.html", "a1.html"], 2, id="bad in another way"),
        pytest.param(FailureKind.UNREACHABLE, article(), ["a1.html"], 1, id="not to be had then"),
    ],
)
def test_what_was_bad_is_looked_at_again(before: Any, now: Any, expected: list[str], looks: int) -> None:
    first = look(Keeping({**pages(), f"{LIST}a1.html": before}), ONE).columns[ONE.key]
    site = Keeping({**pages(), f"{LIST}a1.html": now})
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert opened(site) == expected
    assert second is not None
    assert second.articles[0].answer.looks == looks


def test_what_was_bad_stays_where_nothing_may_be_asked() -> None:
    first = look(Keeping({**pages(), f"{LIST}a1.html": 404}), ONE).columns[ONE.key]
    site = Keeping({**pages(), f"{LIST}a1.html": 404})
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY, ceiling=0.0).columns[ONE.key].inspection
    assert opened(site) == []
    assert second is not None
    assert (second.articles[0].answer.bad, second.articles[0].inspected_on) == (True, AS_OF)


@pytest.mark.parametrize(
    ("now", "spare", "looks"),
    [
        pytest.param(404, 0, 2, id="the same on two nights"),
        pytest.param(article(), 0, 1, id="fine the next night"),
        pytest.param(404, None, 1, id="not opened the next night"),
    ],
)
def test_what_could_be_looked_at_once_only_is_confirmed_by_the_next_run(
    now: Any, spare: int | None, looks: int
) -> None:
    first = look(Keeping({**pages(), f"{LIST}a1.html": 404}), ONE).columns[ONE.key]
    assert first.inspection is not None
    newest = first.inspection.articles[0]
    once = replace(newest, answer=replace(newest.answer, looks=1))
    first = replace(first, inspection=replace(first.inspection, articles=(once, *first.inspection.articles[1:])))
    assert goes_on(remembering(ONE, first))
    quiet = Keeping(pages())
    look(quiet, remembering(ONE, first), as_of=AS_OF + DAY, ceiling=0.0)
    site = Keeping({**pages(), f"{LIST}a1.html": now})
    ceiling = 0.0 if spare is None else float(quiet.requests + 1)
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY, ceiling=ceiling).columns[ONE.key].inspection
    assert opened(site) == ([] if spare is None else ["a1.html"])
    assert second is not None
    assert second.articles[0].answer.looks == looks


def test_a_closer_look_goes_on_until_everything_was_opened() -> None:
    whole = look(Keeping(pages()), ONE).columns[ONE.key]
    part = look(Keeping(pages()), ONE, ceiling=0.0).columns[ONE.key]
    assert not goes_on(ONE)
    assert not goes_on(remembering(ONE, whole))
    assert goes_on(remembering(ONE, part))
    assert goes_on(remembering(ONE, replace(whole, inspection=None))), "it was switched off then"
    assert not goes_on(remembering(replace(ONE, inspect=0), part))


def test_attachments_that_had_to_wait_are_opened_the_next_time() -> None:
    given = {"a_pdf": PDF, "b_docx": PACKED}
    spare = with_files(**given)
    look(spare, ONE, ceiling=0.0)
    enough = float(spare.requests + 1)
    first = look(with_files(**given), ONE, ceiling=enough).columns[ONE.key]
    assert first.inspection is not None
    assert [one.detail for one in first.inspection.articles[0].attachments] == ["访问额度用尽"] * 2
    site = with_files(**given)
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert opened(site)[:3] == ["a.pdf", "b.docx", "a2.html"], "the entry itself need not be opened again"
    assert second is not None
    assert [one.answering for one in second.articles[0].attachments] == [Answering.FINE] * 2


def test_tags_that_were_not_wanted_then_are_read_now() -> None:
    first = look(Keeping(pages()), ONE, with_metas=False).columns[ONE.key]
    assert first.inspection is not None
    assert (first.inspection.with_metas, first.inspection.articles[0].metas) == (False, ())
    site = Keeping(pages())
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert second is not None
    assert second.articles[0].metas


@pytest.mark.parametrize(
    ("newest", "accused", "expected"),
    [
        pytest.param(article(), False, 0, id="all in order"),
        pytest.param(404, False, 1, id="one gone"),
        pytest.param(404, True, 3, id="a fault stands: all are opened again"),
    ],
)
def test_what_following_a_fault_up_takes(newest: Any, accused: bool, expected: int) -> None:
    seen = look(Keeping({**pages(), f"{LIST}a1.html": newest}), ONE).columns[ONE.key]
    target = replace(remembering(ONE, seen), accused=accused)
    assert follow_up(target, lambda url: True) == expected
    assert follow_up(ONE, lambda url: True) == 0
