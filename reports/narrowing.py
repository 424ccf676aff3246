"""An audit narrowed to what some units answer for, for files that are sent to them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.result import Audit, UnitResult
from reports.cleaning import clean
from reports.naming import ReportError


def narrowed(audit: Audit, units: Sequence[str] | None) -> Audit:
    """Only what `units` lead, are named for or share through a group; the whole audit when it is None.

    Of sites remain those that are meant there, without what is said of them as a whole: no unit answers for that.
    Figures of units stay what they are. ReportError when a unit is not in the audit.
    """
    if units is None:
        return audit
    chosen = set(units)
    kept = [unit for unit in audit.units if unit.name in chosen]
    if unknown := sorted(chosen - {unit.name for unit in kept}):
        raise ReportError(f"本轮审核中没有单位“{clean(unknown[0], 60)}”，无法生成报告。")
    indices = sorted({index for unit in kept for index in (*unit.lead, *unit.named, *unit.shared)})
    places = {index: place for place, index in enumerate(indices)}
    results = tuple(audit.results[index] for index in indices)
    sites = {result.site for result in results}
    documents = {result.document for result in results}
    return replace(
        audit,
        sites=tuple(
            replace(site, findings=(), unexamined=(), veto=(), figures=()) for site in audit.sites if site.name in sites
        ),
        results=results,
        units=tuple(_moved(unit, places) for unit in kept),
        documents={title: rows for title, rows in audit.documents.items() if title in documents},
    )


def _moved(unit: UnitResult, places: Mapping[int, int]) -> UnitResult:
    return replace(
        unit,
        lead=tuple(places[index] for index in unit.lead),
        named=tuple(places[index] for index in unit.named),
        shared=tuple(places[index] for index in unit.shared),
    )
