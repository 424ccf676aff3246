"""The audit as JSON: schema `zwgk.audit/1` (design.md section 7), written and read back.

The field names are a contract with other programs; `schemas/audit-1.json` states it as JSON Schema. Fields beyond the
contract are additions that readers may ignore, and that make a stored audit complete enough to report from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any, Final

from checker.result import (
    Audit,
    AuditRun,
    ColumnView,
    EvidenceRef,
    Figure,
    Finding,
    Result,
    SiteResult,
    Status,
    UnitResult,
)
from checker.rulings import Ruling, RulingKind
from crawler.evidence import DateSource, Entry, Look, Match, SiteStatus
from rules.model import Correction, Deadline, DeadlineKind

AUDIT: Final = "zwgk.audit/1"


class AuditFormatError(Exception):
    """A stored audit that is not `zwgk.audit/1`; `zwgk` shows the message (one Chinese line)."""


def audit_schema() -> dict[str, Any]:
    """The published JSON Schema of `zwgk.audit/1`."""
    text = resources.files("checker").joinpath("schemas/audit-1.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def audit_json(audit: Audit) -> dict[str, Any]:
    """The audit as plain JSON values; dates as YYYY-MM-DD, times as ISO 8601 with their offset."""
    run = audit.run
    return {
        "schema": AUDIT,
        "run": {
            "id": run.id,
            "as_of": run.as_of.isoformat(),
            "started": run.started.isoformat(),
            "finished": run.finished.isoformat(),
            "place": run.place,
        },
        "documents": dict(audit.documents),
        "sites": [_site_json(site) for site in audit.sites],
        "results": [_result_json(result) for result in audit.results],
        "units": [_unit_json(unit, audit.results) for unit in audit.units],
    }


def audit_from_json(value: Mapping[str, Any]) -> Audit:
    """Read back what `audit_json` wrote; raises AuditFormatError for anything else."""
    if not isinstance(value, Mapping) or value.get("schema") != AUDIT:
        raise AuditFormatError(f"不是 {AUDIT} 格式的审核结果")
    try:
        run = value["run"]
        return Audit(
            run=AuditRun(
                id=run["id"],
                as_of=date.fromisoformat(run["as_of"]),
                started=datetime.fromisoformat(run["started"]),
                finished=datetime.fromisoformat(run["finished"]),
                place=run.get("place", ""),
            ),
            sites=tuple(_site(site) for site in value["sites"]),
            results=tuple(_result(result) for result in value["results"]),
            units=tuple(_unit(unit) for unit in value["units"]),
            documents=dict(value.get("documents", {})),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AuditFormatError(f"审核结果的内容不完整或有误（{type(error).__name__}：{error}）") from error


def _site_json(site: SiteResult) -> dict[str, Any]:
    return {
        "name": site.name,
        "url": site.url,
        "status": site.status.value,
        "requests": site.requests,
        "pages": site.pages,
        "reason": site.reason,
        "findings": [_finding_json(finding) for finding in site.findings],
        "unexamined": list(site.unexamined),
        "veto": list(site.veto),
        "figures": [{"name": one.name, "value": one.value, "limit": one.limit} for one in site.figures],
    }


def _site(value: Mapping[str, Any]) -> SiteResult:
    return SiteResult(
        name=value["name"],
        url=value["url"],
        status=SiteStatus(value["status"]),
        requests=value["requests"],
        pages=value["pages"],
        reason=value.get("reason", ""),
        findings=tuple(_finding(finding) for finding in value["findings"]),
        unexamined=tuple(value.get("unexamined", ())),
        veto=tuple(value.get("veto", ())),
        figures=tuple(
            Figure(name=one["name"], value=one["value"], limit=one["limit"]) for one in value.get("figures", ())
        ),
    )


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "status": finding.status.value,
        "message": finding.message,
        "advice": finding.advice,
        "basis": finding.basis,
        "evidence": [
            {"url": ref.url, "fetched_at": ref.fetched_at.isoformat(), "sha256": ref.sha256, "quote": ref.quote}
            for ref in finding.evidence
        ],
        **({"extent": finding.extent} if finding.extent else {}),
    }


def _finding(value: Mapping[str, Any]) -> Finding:
    return Finding(
        code=value["code"],
        status=Status(value["status"]),
        message=value["message"],
        advice=value["advice"],
        basis=value["basis"],
        evidence=tuple(
            EvidenceRef(
                url=ref["url"],
                fetched_at=datetime.fromisoformat(ref["fetched_at"]),
                sha256=ref["sha256"],
                quote=ref["quote"],
            )
            for ref in value["evidence"]
        ),
        extent=value.get("extent", 0),
    )


def _result_json(result: Result) -> dict[str, Any]:
    column = result.column
    return {
        "rule": result.rule,
        "document": result.document,
        "row": result.row,
        "item": result.item,
        "section": result.section,
        "text": result.text,
        "site": result.site,
        "path": list(result.path),
        "unit": result.unit,
        "lead_units": list(result.lead_units),
        "responsible_units": list(result.responsible_units),
        "status": result.status.value,
        "findings": [_finding_json(finding) for finding in result.findings],
        "reason": result.reason,
        "to_look_at": result.to_look_at,
        "column": None
        if column is None
        else {
            "url": column.url,
            "trail": list(column.trail),
            "match": column.match.value,
            "similarity": column.similarity,
            "via": column.via,
        },
        "entries": result.entries,
        "newest": _day(result.newest),
        "newest_source": result.newest_source.value if result.newest_source else None,
        "limit_days": result.limit_days,
        "limit_basis": result.limit_basis,
        "samples": [_entry_json(entry) for entry in result.samples],
        "fetched_at": result.fetched_at.isoformat() if result.fetched_at else None,
        **({"screenshot": result.screenshot} if result.screenshot else {}),
        "looked": [{"place": look.place, "url": look.url, "note": look.note} for look in result.looked],
        "deadlines": [
            {"text": deadline.text, "kind": deadline.kind.value, "due": _day(deadline.due)}
            for deadline in result.deadlines
        ],
        "corrections": [{"from": one.original, "to": one.corrected} for one in result.corrections],
        "doubts": list(result.doubts),
        "unexamined": list(result.unexamined),
        "rulings": [ruling_json(ruling) for ruling in result.rulings],
        "released": list(result.released),
    }


def _result(value: Mapping[str, Any]) -> Result:
    column = value["column"]
    return Result(
        rule=value["rule"],
        document=value["document"],
        row=value["row"],
        item=value["item"],
        section=value.get("section", ""),
        text=value.get("text", ""),
        site=value["site"],
        path=tuple(value["path"]),
        unit=value.get("unit"),
        lead_units=tuple(value["lead_units"]),
        responsible_units=tuple(value["responsible_units"]),
        status=Status(value["status"]),
        findings=tuple(_finding(finding) for finding in value["findings"]),
        reason=value.get("reason"),
        to_look_at=value.get("to_look_at", ""),
        column=None
        if column is None
        else ColumnView(
            url=column["url"],
            trail=tuple(column["trail"]),
            match=Match(column["match"]),
            similarity=column["similarity"],
            via=column.get("via", ""),
        ),
        entries=value["entries"],
        newest=_as_day(value["newest"]),
        newest_source=DateSource(value["newest_source"]) if value["newest_source"] else None,
        limit_days=value["limit_days"],
        limit_basis=value.get("limit_basis", ""),
        samples=tuple(_entry(entry) for entry in value.get("samples", ())),
        fetched_at=datetime.fromisoformat(value["fetched_at"]) if value.get("fetched_at") else None,
        screenshot=value.get("screenshot"),
        looked=tuple(
            Look(place=look["place"], url=look["url"], note=look.get("note", "")) for look in value.get("looked", ())
        ),
        deadlines=tuple(
            Deadline(text=one["text"], kind=DeadlineKind(one["kind"]), due=_as_day(one["due"]))
            for one in value.get("deadlines", ())
        ),
        corrections=tuple(
            Correction(original=one["from"], corrected=one["to"]) for one in value.get("corrections", ())
        ),
        doubts=tuple(value.get("doubts", ())),
        unexamined=tuple(value.get("unexamined", ())),
        rulings=tuple(_ruling(ruling) for ruling in value.get("rulings", ())),
        released=tuple(value.get("released", ())),
    )


def ruling_json(ruling: Ruling) -> dict[str, Any]:
    """A ruling as plain JSON values, as every output of ours tells it."""
    return {
        "id": ruling.id,
        "kind": ruling.kind.value,
        "rule": ruling.rule,
        "unit": ruling.unit,
        "code": ruling.code,
        "url": ruling.url,
        "reason": ruling.reason,
        "by": ruling.by,
        "on": ruling.on.isoformat(),
        "until": _day(ruling.until),
        "revoked": _day(ruling.revoked),
        "revoked_by": ruling.revoked_by,
    }


def _ruling(value: Mapping[str, Any]) -> Ruling:
    return Ruling(
        id=value["id"],
        kind=RulingKind(value["kind"]),
        rule=value["rule"],
        unit=value["unit"],
        code=value["code"],
        url=value["url"],
        reason=value["reason"],
        by=value["by"],
        on=date.fromisoformat(value["on"]),
        until=_as_day(value["until"]),
        revoked=_as_day(value["revoked"]),
        revoked_by=value["revoked_by"],
    )


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "date": _day(entry.date),
        "date_source": entry.date_source.value if entry.date_source else None,
        "pinned": entry.pinned,
        "future": entry.future,
        "inferred": entry.inferred,
    }


def _entry(value: Mapping[str, Any]) -> Entry:
    return Entry(
        title=value["title"],
        url=value["url"],
        date=_as_day(value["date"]),
        date_source=DateSource(value["date_source"]) if value["date_source"] else None,
        pinned=value["pinned"],
        future=value["future"],
        inferred=value.get("inferred", False),
    )


def _unit_json(unit: UnitResult, results: tuple[Result, ...]) -> dict[str, Any]:
    """`results` are the rules the headline figures are over; the indices tell one result of a rule from another."""
    return {
        "name": unit.name,
        "groups": list(unit.groups),
        "results": list(dict.fromkeys(results[index].rule for index in (*unit.lead, *unit.named))),
        "counts": {status.value: unit.counts.get(status, 0) for status in Status},
        "coverage": unit.coverage,
        "score": unit.score,
        "vetoes": list(unit.vetoes),
        "bonus": unit.bonus,
        "lead": list(unit.lead),
        "named": list(unit.named),
        "shared": list(unit.shared),
    }


def _unit(value: Mapping[str, Any]) -> UnitResult:
    return UnitResult(
        name=value["name"],
        groups=tuple(value["groups"]),
        lead=tuple(value["lead"]),
        named=tuple(value["named"]),
        shared=tuple(value["shared"]),
        counts={Status(name): number for name, number in value["counts"].items()},
        coverage=value["coverage"],
        score=value["score"],
        vetoes=tuple(value.get("vetoes", ())),
        bonus=value.get("bonus", 0.0),
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _as_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
