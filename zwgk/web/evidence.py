"""证据 for a unit's account: the page as the report has it, naming that unit's findings alone."""

from __future__ import annotations

import re
from typing import Final

from checker.result import Audit
from reports.evidence import citations
from reports.evidence_numbers import FOLDER, evidence_book, evidence_file
from reports.html import render_evidence
from zwgk.kept import kept_audit
from zwgk.pages import pages
from zwgk.web.desk import Desk
from zwgk.web.errors import missing

_NAME: Final = re.compile(rf"{FOLDER}/E-[0-9]{{4,6}}\.html")


def own_evidence(desk: Desk, run: str, unit: str, name: str) -> str:
    """A page of evidence that one of the unit's findings in the run rests on; RefusedError (404) for any other."""
    if not _NAME.fullmatch(name):
        raise missing()
    audit = whole_audit(desk, run)
    book = evidence_book(audit)
    own = next((one for one in audit.units if one.name == unit), None)
    if own is None:
        raise missing("证据")
    for citation in citations(audit, book, (*own.lead, *own.named, *own.shared)):
        if f"{FOLDER}/{evidence_file(citation.number)}" == name:
            exhibition = pages(desk.config, desk.store, audit, desk.units()).exhibition
            if exhibition is not None:
                return render_evidence(audit, citation, exhibition)
    raise missing("证据")


def whole_audit(desk: Desk, run: str) -> Audit:
    """The audit of a kept run as its reports have it; RefusedError (404) when there is none."""
    kept = desk.store.run(run)
    if kept is None or not desk.store.judged(run):
        raise missing("轮次")
    return kept_audit(desk.config, desk.packs(), desk.units(), desk.store, kept)[0]
