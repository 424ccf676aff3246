"""整改跟踪 in the reports: states in words, answers, rulings, and what was rectified."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from district import AS_OF, audit
from hostile import TEXTS
from lxml import html as lxml_html

from checker.followed import Followed
from checker.ledger import FindingKey, LedgerEntry, LedgerState, Reply, advance
from checker.result import Audit, Status
from checker.ruled import apply_rulings, uses
from checker.rulings import Ruling, RulingKind
from reports.follow import STATES, TURNS, state_view
from reports.html import render_overview, render_unit
from reports.told import Told

DAY = date(2024, 8, 1)


def entry(state: LedgerState, **more: Any) -> LedgerEntry:
    words: dict[str, Any] = {"opened": DAY, "first_opened": DAY, "runs": 5, "seen": AS_OF, "looked": AS_OF}
    words |= {"status": Status.FAIL, "message": "旧", "site": "政府网站"} | more
    return LedgerEntry(key=FindingKey(rule="r", code="stale-column"), state=state, **words)


@pytest.mark.parametrize(
    ("one", "seen_now", "told"),
    [
        pytest.param(entry(LedgerState.NEW, runs=1), True, "新发现", id="new"),
        pytest.param(entry(LedgerState.OPEN), True, "未整改，自 2024-08-01 起第 5 轮", id="open"),
        pytest.param(
            entry(LedgerState.OPEN, openings=2), True, "未整改，自 2024-08-01 起第 5 轮，第 2 次出现", id="open again"
        ),
        pytest.param(
            entry(LedgerState.REOPENED, runs=1, openings=2), True, "反弹，第 2 次（首次发现 2024-08-01）", id="back"
        ),
        pytest.param(entry(LedgerState.WAIVED), True, "豁免，自 2024-08-01 起第 5 轮", id="waived"),
        pytest.param(entry(LedgerState.OPEN, runs=0), True, "未整改，自 2024-08-01 起", id="an earlier run"),
        pytest.param(entry(LedgerState.OPEN), False, "未整改，自 2024-08-01 起共 5 轮", id="not seen now"),
        pytest.param(entry(LedgerState.NEW, runs=1), False, "新发现，自 2024-08-01 起共 1 轮", id="new, not seen now"),
    ],
)
def test_states_in_words(one: LedgerEntry, seen_now: bool, told: str) -> None:
    view = state_view(one, seen_now=seen_now)
    assert "，".join(part for part in (view.name, view.detail) if part) == told


def test_every_state_and_turn_has_a_word() -> None:
    assert set(STATES) == set(LedgerState)
    assert len(TURNS) == len(set(TURNS.values())) == 6


def followed(given: Audit, text: str = "已整改") -> tuple[Audit, Followed]:
    """Every finding seen two months ago already, one of them rectified now; each answered and ruled on with `text`."""
    before = advance({}, given.results, (), run="old", as_of=DAY, complete=True)
    keys = list(before)
    first = next(i for i in given.units[0].lead if given.results[i].status is Status.FAIL)
    given = replace(
        given,
        results=tuple(
            replace(one, findings=(), status=Status.PASS) if i == first else one for i, one in enumerate(given.results)
        ),
    )
    accused = [one.rule for one in given.results if one.status is Status.FAIL]
    rulings = tuple(
        Ruling(
            id=str(number), kind=kind, rule=accused[number], url=f"https://a.example/{text}", reason=text,
            by=text, on=DAY, until=until,
        )
        for number, (kind, until) in enumerate(
            [(RulingKind.WAIVER, None), (RulingKind.WAIVER, DAY), (RulingKind.COLUMN, None)], start=1
        )
    )  # fmt: skip
    results = apply_rulings(given.results, rulings, AS_OF)
    changed = advance(before, results, (), run=given.run.id, as_of=AS_OF, complete=True)
    replies = {key: (Reply(key=key, text=text, by=text, on=DAY + timedelta(days=1)),) for key in keys}
    known = Followed(run=given.run.id, entries=before | changed, replies=replies, uses=uses(results, rulings, AS_OF))
    return replace(given, results=results), known


def shown(text: str) -> str:
    node: Any = lxml_html.document_fromstring(text)
    return re.sub(r"\s+", " ", node.find(".//main").text_content())


def test_pages_tell_what_became_of_findings() -> None:
    given, known = followed(audit(names=("区财政局",)))
    unit, overview = (
        shown(render_unit(given, given.units[0], Told(followed=known))),
        shown(render_overview(given, followed=known)),
    )
    for told in ("整改跟踪（按问题计）", "未整改，自 2024-08-01 起第 2 轮", "本轮确认已整改（1 项）", "整改反馈已整改"):
        assert told in unit
    for told in ("七、整改跟踪", "已到期的豁免和裁定（1 项", "有效的豁免和裁定", "最长未整改"):
        assert told in overview
    assert "决定，至 2024-08-01 止" in overview


def test_without_a_ledger_nothing_is_said_of_it() -> None:
    given = audit(names=("区财政局",))
    for page in (render_unit(given, given.units[0]), render_overview(given)):
        assert "整改跟踪" not in shown(page)
        assert "新发现" not in shown(page)


@pytest.mark.parametrize("text", TEXTS)
def test_answers_and_rulings_are_shown_as_text(text: str) -> None:
    given, known = followed(audit(names=("区财政局",)), text)
    plain, other = followed(audit(names=("区财政局",)))
    for page, harmless in (
        (
            render_unit(given, given.units[0], Told(followed=known)),
            render_unit(plain, plain.units[0], Told(followed=other)),
        ),
        (render_overview(given, followed=known), render_overview(plain, followed=other)),
    ):
        names = [{str(node.tag) for node in lxml_html.document_fromstring(one).iter()} for one in (page, harmless)]
        assert names[0] <= names[1], "no element comes out of a text"
        assert page.count("<script") == harmless.count("<script")
