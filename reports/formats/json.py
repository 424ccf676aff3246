"""JSON: the audit as `zwgk.audit/1` (checker/schemas/audit-1.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic_core import to_json

from checker.followed import Followed
from checker.result import Audit
from checker.schema import audit_json
from reports.formats import keep
from reports.narrowing import narrowed

name = "json"
FILE = "audit.json"


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """One file over the audit, or over what `units` answer for; states of the ledger are `zwgk ledger --json`."""
    return {"": keep(folder / FILE, json_bytes(narrowed(audit, units)))}


def json_bytes(audit: Audit) -> bytes:
    """`zwgk.audit/1` as it is written and printed."""
    value = audit_json(audit)
    try:
        return to_json(value, indent=1)  # several times as fast as json, which counts with thousands of results
    except ValueError:  # half a character out of a page
        return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
