"""Word: the 通报 on the whole run and a 整改通知书 for each unit that has something to rectify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from checker.followed import Followed
from checker.result import Audit, UnitResult
from reports.bulletin import Earlier, bulletin
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
SHIPPED = Path(__file__).parent.parent / "templates"


def write(audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None) -> Mapping[str, Path]:
    """The 通报 (only when it is about all units) and the 整改通知书 of `units`, as ours are."""
    return Letterhead().write(audit, followed, folder, units)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """This format as an office has it: its own templates, requirements and deadline, and the run before."""

    letters: Letters = field(default_factory=Letters)
    earlier: Earlier | None = None

    @property
    def name(self) -> str:
        """The format's own."""
        return name

    def write(
        self, audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None
    ) -> Mapping[str, Path]:
        """As `reports.formats.Format`; ReportError also for a template that cannot be filled."""
        files = page_files(unit.name for unit in audit.units)
        if unknown := sorted(set(units or ()) - files.keys()):
            raise ReportError(f"本轮审核中没有单位“{clean(unknown[0], NAME)}”，无法生成报告。")
        written: dict[str, Path] = {}
        if units is None:
            content = bulletin_file(audit, followed, letters=self.letters, earlier=self.earlier)
            written[""] = keep(folder / BULLETIN, content)
        for unit in audit.units:
            path = folder / f"整改通知书-{files[unit.name].removesuffix('.html')}.docx"
            if units is not None and unit.name not in units:
                continue
            letter = notice_file(audit, unit, followed, letters=self.letters)
            if letter is not None:
                written[unit.name] = keep(path, letter)
        return written


def bulletin_file(
    audit: Audit, followed: Followed | None, *, letters: Letters, earlier: Earlier | None = None
) -> bytes:
    """The 通报 as a Word file."""
    letter = bulletin(audit, followed, letters=letters, earlier=earlier)
    properties = _properties(audit, "".join(letter.title), letter.issuer)
    return fill(_template(BULLETIN, letters), bulletin_words(letter), properties)


def notice_file(audit: Audit, unit: UnitResult, followed: Followed | None, *, letters: Letters) -> bytes | None:
    """The 整改通知书 of one unit as a Word file; None when it has nothing to rectify."""
    letter = notice(audit, unit, followed, letters=letters)
    if letter is None:
        return None
    title = f"政务公开栏目整改通知书（{letter.unit}）"
    return fill(_template(NOTICE, letters), notice_words(letter), _properties(audit, title, letter.issuer))


def _template(wanted: str, letters: Letters) -> Template:
    own = None if letters.templates is None else letters.templates / wanted
    return read_template(own) if own is not None and own.exists() else _shipped(wanted)


@cache
def _shipped(wanted: str) -> Template:
    return read_template(SHIPPED / wanted)


def _properties(audit: Audit, title: str, author: str) -> Properties:
    return Properties(title=title, author=author, made=audit.run.finished)
