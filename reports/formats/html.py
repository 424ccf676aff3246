"""HTML: a page for each unit, one over all and one for each piece of evidence (`reports.html`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker.followed import Followed
from checker.result import Audit
from reports.evidence import Exhibition
from reports.html import write_reports
from reports.told import NOTHING, Told

name = "html"


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """The pages of `units`, and the overview of the whole audit, which links only these."""
    return Pages().write(audit, followed, folder, units)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """This format with what is known beside the audit: earlier runs, days for rectification, the archive."""

    told: Told = NOTHING
    exhibition: Exhibition | None = None

    @property
    def name(self) -> str:
        """The format's own."""
        return name

    def write(
        self, audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None
    ) -> Mapping[str, Path]:
        """As `reports.formats.Format`."""
        told = replace(self.told, followed=followed)
        return write_reports(audit, folder, units=units, told=told, exhibition=self.exhibition)
