"""Word: the 通报 on the whole run and a 整改通知书 for each unit that has something to rectify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from checker.followed import Followed
from checker.result import Audit
from reports.bulletin import bulletin
from reports.cleaning import clean
from reports.formats import keep
from reports.item import NAME
from reports.letters import Letters
from reports.letterwords import bulletin_words, notice_words
from reports.naming import ReportError, page_files
from reports.notice import notice
from reports.wordfile import Properties, Template, fill, read_template

name = "docx"

BULLETIN = "通报.docx"
NOTICE = "整改通知书.docx"
_SHIPPED = {BULLETIN: "bulletin.docx", NOTICE: "notice.docx"}


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """The 通报 (only when it is about all units) and the 整改通知书 of `units`, in our own templates."""
    return write_letters(audit, followed, folder, units)


def write_letters(
    audit: Audit,
    followed: Followed | None,
    folder: Path,
    units: Sequence[str] | None = None,
    *,
    letters: Letters | None = None,
    previous: Audit | None = None,
) -> Mapping[str, Path]:
    """As `write`, with what the office decides of its letters and the run before for comparison.

    Raises ReportError for a template that cannot be filled, before any file is written that needs it.
    """
    how = letters or Letters()
    files = page_files(unit.name for unit in audit.units)
    if unknown := sorted(set(units or ()) - files.keys()):
        raise ReportError(f"本轮审核中没有单位“{clean(unknown[0], NAME)}”，无法生成报告。")
    written: dict[str, Path] = {}
    if units is None:
        written[""] = keep(folder / BULLETIN, bulletin_file(audit, followed, letters=how, previous=previous))
    for unit in audit.units:
        if units is None or unit.name in units:
            content = notice_file(audit, unit.name, followed, letters=how)
            if content is not None:
                path = folder / f"整改通知书-{files[unit.name].removesuffix('.html')}.docx"
                written[unit.name] = keep(path, content)
    return written


def bulletin_file(
    audit: Audit, followed: Followed | None, *, letters: Letters | None = None, previous: Audit | None = None
) -> bytes:
    """The 通报 as a Word file."""
    letter = bulletin(audit, followed, letters=letters, previous=previous)
    properties = _properties(audit, "".join(letter.title), letter.issuer)
    return fill(_template(BULLETIN, letters), bulletin_words(letter), properties)


def notice_file(audit: Audit, unit: str, followed: Followed | None, *, letters: Letters | None = None) -> bytes | None:
    """The 整改通知书 of one unit as a Word file; None when it has nothing to rectify."""
    given = next(one for one in audit.units if one.name == unit)
    letter = notice(audit, given, followed, letters=letters)
    if letter is None:
        return None
    title = f"政务公开栏目整改通知书（{letter.unit}）"
    return fill(_template(NOTICE, letters), notice_words(letter), _properties(audit, title, letter.issuer))


def _template(wanted: str, letters: Letters | None) -> Template:
    own = None if letters is None or letters.templates is None else letters.templates / wanted
    return read_template(own) if own is not None and own.exists() else _shipped(wanted)


@cache
def _shipped(wanted: str) -> Template:
    return read_template(Path(__file__).parent.parent / "templates" / _SHIPPED[wanted])


def _properties(audit: Audit, title: str, author: str) -> Properties:
    return Properties(title=title, author=author, made=audit.run.finished)
