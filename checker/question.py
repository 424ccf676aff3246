"""What one expected result asks: a rule, the site it is asked of, and the unit it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.model import Rule


class Gap(StrEnum):
    """Why a question cannot even be put to a site."""

    SITE_NOT_CONFIGURED = "site-not-configured"
    UNIT_WITHOUT_PAGE = "unit-without-page"
    UNIT_UNASSIGNED = "unit-unassigned"  # 部门网页 of 有关单位: nobody knows whose page is meant, so people decide


@dataclass(frozen=True, kw_only=True)
class Question:
    """One expected result: what the evidence under `site` and `key` has to answer.

    The assignment is made by `zwgk`, which alone knows the configured sites and units: one question per rule, and
    for 部门网页 one per unit.
    """

    rule: Rule
    document: str
    """Title of the document, as the report names it."""
    site: str | None
    """Key of `sites` in the configuration; None when a gap says why there is none."""
    key: str | None
    """The target's key in `SiteEvidence.columns`; None when nothing was asked."""
    unit: str | None = None
    """The unit whose own page is meant (部门网页 only)."""
    start: str | None = None
    """Address of that page; None for the site's own start page."""
    gap: Gap | None = None
    parts: tuple[tuple[str, str], ...] = ()
    """Sub-columns the rule names, each with the key it was looked for under on the same site."""
    twin: tuple[str, str] | None = None
    """Site and key of the column this one must agree with (数据同源)."""
    year: int | None = None
    """The document's year, for what it asks without naming one."""


def question_key(rule_id: str, unit: str | None = None) -> str:
    """Name one expected result over runs: the rule's id, with the unit for 部门网页."""
    return rule_id if unit is None else f"{rule_id}@{unit}"
