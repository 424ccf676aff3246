"""The brake: a site that turns bad at once is held back instead of accusing everybody (design section 6.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from checker.question import question_key
from checker.result import Result, Status
from crawler.evidence import Match

#: Share of a site's formerly good results that may turn bad in one run (design section 6.8).
SHARE: Final = 0.30
#: Fewer than this many are ordinary faults even when they are all a small site has.
LEAST: Final = 5


def result_key(result: Result) -> str:
    """Name a result over runs."""
    return question_key(result.rule, result.unit)


def hold_regressions(previous: Mapping[str, Status], results: Sequence[Result]) -> tuple[Result, ...]:
    """Turn a site's new failures into `unverifiable` when more than 30 % of what passed last time fails now.

    `previous` are statuses under `result_key` of the last run that was not itself held. What failed already stays a
    failure; every other failure of such a site is held, also of rules that are new or were only warned of.
    """
    passed: Counter[str | None] = Counter()
    fallen: Counter[str | None] = Counter()
    for result in results:
        if previous.get(result_key(result)) is Status.PASS:
            passed[result.site] += 1
            fallen[result.site] += result.status is Status.FAIL
    held = {site for site, count in fallen.items() if count >= LEAST and count > SHARE * passed[site]}
    return tuple(
        _held(result, fallen[result.site], passed[result.site])
        if result.site in held and _new(previous, result)
        else result
        for result in results
    )


def _new(previous: Mapping[str, Status], result: Result) -> bool:
    return result.status is Status.FAIL and previous.get(result_key(result)) is not Status.FAIL


def _held(result: Result, fallen: int, passed: int) -> Result:
    reason = (
        f"网站“{result.site}”上轮合格的{passed}项中本轮有{fallen}项同时变为不合格，"
        "疑为网站改版、防火墙或缓存异常，暂不作结论，请先人工确认"
    )
    return replace(
        result,
        status=Status.UNVERIFIABLE,
        findings=(),
        reason=reason,
        column=result.column if result.column and result.column.match is not Match.NONE else None,
        entries=None,
        newest=None,
        newest_source=None,
        samples=(),
    )
