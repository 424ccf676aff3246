"""Self-contained HTML pages: one for each unit and one over all, that open anywhere and ask no network for anything.

A page carries its own style and a script of a few lines; its Content-Security-Policy names both by their digests and
allows nothing else, so that a text which slipped through escaping could still neither run nor load.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from checker.followed import Followed
from checker.result import Audit, UnitResult
from reports.cleaning import clean
from reports.item import NAME, ItemView
from reports.naming import OVERVIEW_FILE, ReportError, page_files
from reports.overview import OverviewPage, overview_page
from reports.sharing import share_out
from reports.view import UnitPage, unit_page


def render_unit(
    audit: Audit, unit: UnitResult, followed: Followed | None = None, *, views: dict[int, ItemView] | None = None
) -> str:
    """The report of one unit as a whole HTML page; the same audit gives the same text.

    `followed` is the ledger as the run left it; without it the page says nothing of what became of findings over runs.
    `views` as of `reports.view.unit_page`.
    """
    return _render("unit.j2", unit_page(audit, unit, followed, views=views))


def render_overview(audit: Audit, *, linked: Collection[str] | None = None, followed: Followed | None = None) -> str:
    """The overview of all units as a whole HTML page, with links to the files that `write_reports` writes.

    Only units in `linked` are linked, all when it is None. `followed` as of `render_unit`.
    """
    return _render("overview.j2", overview_page(audit, linked=linked, followed=followed))


def write_reports(
    audit: Audit, folder: Path, *, units: Sequence[str] | None = None, followed: Followed | None = None
) -> Mapping[str, Path]:
    """Write the pages of `units` (all when None) and the overview; unit name → file, and "" → the overview.

    Every file appears whole or not at all. Pages that an earlier run left in `folder` under names of ours are removed,
    so that no page of another run stands beside these; a page that somebody renamed, and every other file, stays.
    Raises ReportError when a unit is not in the audit, or a file cannot be written.
    """
    files = page_files(unit.name for unit in audit.units)
    wanted = files.keys() if units is None else set(units)
    if unknown := sorted(set(wanted) - files.keys()):
        raise ReportError(f"本轮审核中没有单位“{clean(unknown[0], NAME)}”，无法生成报告。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        chosen = [unit for unit in audit.units if unit.name in wanted]
        _environment()  # before processes part: each would make its own

        views: dict[int, ItemView] = {}

        def write(place: int) -> None:
            unit = chosen[place]
            _write(folder / files[unit.name], render_unit(audit, unit, followed, views=views))

        share_out([1 + len(unit.lead) + len(unit.named) + len(unit.shared) for unit in chosen], write)
        written = {unit.name: folder / files[unit.name] for unit in chosen}
        written[""] = _write(folder / OVERVIEW_FILE, render_overview(audit, linked=wanted, followed=followed))
        _remove_other_runs(folder, run=clean(audit.run.id, NAME), keep={path.name for path in written.values()})
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportError(f"无法写入报告目录 {folder}：{reason}。请检查目录权限和磁盘空间。") from error
    return written


def _write(path: Path, text: str) -> Path:
    """Through a neighbouring temporary file, so that a reader never opens half a page."""
    draft = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


_MARK = re.compile(
    r'<meta name="generator" content="zwgk">\n'
    r'<meta name="zwgk-run" content="([^"]*)">\n'
    r'<meta name="zwgk-files" content="([^"]*)">\n'
)
_HEAD = 4096


def _remove_other_runs(folder: Path, *, run: str, keep: Collection[str]) -> None:
    """Remove pages that are ours by their own mark, still have the name we gave them, and belong to another run."""
    for path in folder.glob("*.html"):
        if path.name in keep or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            mark = _MARK.search(file.read(_HEAD).decode("utf-8", errors="replace"))
        if mark and unescape(mark[1]) != run and path.name in unescape(mark[2]).split():
            path.unlink(missing_ok=True)


def _render(template: str, page: UnitPage | OverviewPage) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template(template)
        .render(page=page, style=Markup(style), script=Markup(script), policy=_policy(style, script))
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["kept"] = _kept
    return environment


def _kept(item: ItemView, macro: Macro, *words: str) -> Markup:
    """What a macro makes of an item, made once for all pages of an audit."""
    key = (macro.name, *words)
    if key not in item.printed:
        item.printed[key] = Markup(macro(item, *words))
    return item.printed[key]
