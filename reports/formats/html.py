"""HTML: a page for each unit and one over all (`reports.html`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.followed import Followed
from checker.result import Audit
from reports.html import write_reports

name = "html"


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """The pages of `units`, and the overview of the whole audit, which links only these."""
    return write_reports(audit, folder, units=units, followed=followed)
