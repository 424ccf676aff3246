"""`zwgk compare --json`: two editions' differences in the published form zwgk.compare/1 (schemas/compare-1.json)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from rules.compare import Change, Comparison, Edition, Entry, Turnover

SCHEMA = "zwgk.compare/1"


def compare_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON-ready data."""
    return {
        "schema": SCHEMA,
        "old": _edition(comparison.old),
        "new": _edition(comparison.new),
        "added": [{**_entry(entry), "part_of": comparison.split.get(entry.row)} for entry in comparison.added],
        "dropped": [{**_entry(entry), "part_of": comparison.merged.get(entry.row)} for entry in comparison.dropped],
        "changed": [_change(change) for change in comparison.changed],
        "unchanged": comparison.unchanged,
    }


def compare_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `zwgk.compare/1`."""
    schema: dict[str, Any] = json.loads((files("rules") / "schemas" / "compare-1.json").read_text(encoding="utf-8"))
    return schema


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "file": edition.file,
        "kind": edition.kind,
        "title": edition.title,
        "place": edition.place,
        "year": edition.year,
        "tasks": len(edition.entries),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "row": entry.row,
        "seq": entry.seq,
        "section": entry.section,
        "text": entry.text,
        "lead_units": list(entry.lead_units),
        "responsible_units": list(entry.responsible_units),
        "paths": list(entry.paths),
        "deadlines": list(entry.deadlines),
    }


def _change(change: Change) -> dict[str, Any]:
    renamed = [{"from": before, "to": after} for before, after in change.paths.renamed]
    return {
        "old": _entry(change.old),
        "new": _entry(change.new),
        "likeness": round(change.likeness, 3),
        "text": change.text,
        "paths": {**_turnover(change.paths), "renamed": renamed},
        "lead_units": _turnover(change.lead_units),
        "responsible_units": _turnover(change.responsible_units),
        "deadlines": _turnover(change.deadlines),
    }


def _turnover(turnover: Turnover) -> dict[str, Any]:
    return {"added": list(turnover.added), "dropped": list(turnover.dropped)}
