"""`zwgk tasks --json`: a document's tasks as plain data, in the published form zwgk.tasks/1 (schemas/tasks-1.json)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from rules.model import Deadline, DisclosurePath, Task, TaskDocument

SCHEMA = "zwgk.tasks/1"


def tasks_json(document: TaskDocument) -> dict[str, Any]:
    """The document as JSON-ready data; dates are ISO strings."""
    return {
        "schema": SCHEMA,
        "source": {
            "file": document.file,
            "sha256": document.sha256,
            "layout": document.layout,
            "title": document.title,
            "place": document.place,
            "year": document.year,
        },
        "rows": [_row(task) for task in document.rows],
    }


def tasks_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `zwgk.tasks/1`."""
    schema: dict[str, Any] = json.loads((files("rules") / "schemas" / "tasks-1.json").read_text(encoding="utf-8"))
    return schema


def _row(task: Task) -> dict[str, Any]:
    return {
        "row": task.row,
        "seq": task.seq,
        "section": task.section,
        "subsection": task.subsection,
        "text": task.text,
        "items": [{"no": item.no, "text": item.text} for item in task.items],
        "lead_units": list(task.lead_units),
        "responsible_units": list(task.responsible_units),
        "inherited": list(task.inherited),
        "paths": [_path(path) for path in task.paths],
        "other_channels": task.other_channels,
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
        "doubts": list(task.doubts),
    }


def _path(path: DisclosurePath) -> dict[str, Any]:
    return {
        "item": path.item,
        "site": path.site,
        "segments": [list(segment) for segment in path.segments],
        "kind": path.kind.value,
        "raw": path.raw,
        "corrections": [{"from": one.original, "to": one.corrected} for one in path.corrections],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "text": deadline.text,
        "kind": deadline.kind.value,
        "due": deadline.due.isoformat() if deadline.due else None,
    }
