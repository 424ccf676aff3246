"""网站状况 of the overview as data: whether each site could be looked at, its vetoes and findings, its figures."""

from __future__ import annotations

from dataclasses import dataclass

from checker.result import Finding, SiteResult
from reports.cleaning import Link, clean, link
from reports.item import NAME, SENTENCE
from reports.wording import SITE_STATUS, STATUS, Label, code_name

#: Findings shown of one site.
MOST_FAULTS = 20
#: A site's sentence names figures and columns.
_LONG = 2 * SENTENCE


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultRow:
    """A finding on a site."""

    label: Label
    name: str
    message: str
    advice: str
    basis: str
    veto: bool
    """Whether it fails the site as a whole."""
    places: tuple[tuple[Link, str], ...]
    """Pages it names, with their own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteRow:
    """A site's health in this run."""

    name: str
    link: Link
    label: Label
    requests: int
    pages: int
    reason: str
    faults: tuple[FaultRow, ...]
    figures: tuple[tuple[str, str, str], ...]
    """Name, what was counted, threshold."""


def site_row(site: SiteResult) -> SiteRow:
    """One site as the overview shows it."""
    return SiteRow(
        name=clean(site.name, NAME),
        link=link(site.url),
        label=SITE_STATUS[site.status],
        requests=site.requests,
        pages=site.pages,
        reason=clean(site.reason, SENTENCE),
        faults=tuple(_fault(one, veto=one.code in site.veto) for one in site.findings[:MOST_FAULTS]),
        figures=tuple(
            (clean(one.name, NAME), clean(one.value, SENTENCE), clean(one.limit, NAME)) for one in site.figures
        ),
    )


def _fault(finding: Finding, *, veto: bool) -> FaultRow:
    return FaultRow(
        label=STATUS[finding.status],
        name=code_name(finding.code),
        message=clean(finding.message, _LONG),
        advice=clean(finding.advice, SENTENCE),
        basis=clean(finding.basis, _LONG),
        veto=veto,
        places=tuple((link(ref.url), clean(ref.quote, SENTENCE)) for ref in finding.evidence if ref.quote),
    )
