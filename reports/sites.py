"""网站状况 of the overview as data: whether each site could be looked at, its vetoes and findings, its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.result import Finding, SiteResult, Status
from checker.sites import load_site_checks
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
class VetoRow:
    """One of the national vetoes on a site: `label` says whether it came true, was not told, or is safe."""

    name: str
    label: Label


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteRow:
    """A site's health in this run."""

    name: str
    link: Link
    label: Label
    requests: int
    pages: int
    reason: str
    vetoes: tuple[VetoRow, ...]
    vetoed: int
    """How many came true."""
    settled: bool
    """Whether of every one of them this run could tell."""
    faults: tuple[FaultRow, ...]
    figures: tuple[tuple[str, str, str], ...]
    """Name, what was counted, threshold."""


def site_row(site: SiteResult) -> SiteRow:
    """One site as the overview shows it."""
    vetoes = tuple(_vetoes(site))
    return SiteRow(
        name=clean(site.name, NAME),
        link=link(site.url),
        label=SITE_STATUS[site.status],
        requests=site.requests,
        pages=site.pages,
        reason=clean(site.reason, SENTENCE),
        vetoes=vetoes,
        vetoed=sum(one.label is _TRUE for one in vetoes),
        settled=not any(one.label is _UNTOLD for one in vetoes),
        faults=tuple(_fault(one, veto=one.code in site.veto) for one in site.findings[:MOST_FAULTS]),
        figures=tuple(
            (clean(one.name, NAME), clean(one.value, SENTENCE), clean(one.limit, NAME)) for one in site.figures
        ),
    )


_TRUE = Label(key="fail", mark=STATUS[Status.FAIL].mark, name="已触发")
_NEAR = Label(key="warn", mark=STATUS[Status.WARN].mark, name="接近")
_UNTOLD = Label(key="unverifiable", mark=STATUS[Status.UNVERIFIABLE].mark, name="未能判断")
_SAFE = Label(key="pass", mark=STATUS[Status.PASS].mark, name="未触发")


def _vetoes(site: SiteResult) -> Iterator[VetoRow]:
    """Every veto that can be checked by program; of a site that was not looked at as a whole none could be told."""
    found = {finding.code: finding.status for finding in site.findings}
    for check in load_site_checks():
        if not check.veto:
            continue
        label = _SAFE
        if check.code in site.veto:
            label = _TRUE
        elif check.code in site.unexamined or not site.figures or found.get(check.code) is Status.UNVERIFIABLE:
            label = _UNTOLD
        elif found.get(check.code) is Status.WAIVED:
            label = STATUS[Status.WAIVED]
        elif check.code in found:
            label = _NEAR
        yield VetoRow(name=check.title, label=label)


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
