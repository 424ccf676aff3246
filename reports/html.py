"""Self-contained HTML pages: one for each unit and one over all, that open anywhere and ask no network for anything.

A page carries its own style and a script of a few lines; its Content-Security-Policy names both by their digests and
allows nothing else, so that a text which slipped through escaping could still neither run nor load.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from html import unescape
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from checker.followed import Followed
from checker.history import History
from checker.result import Audit, UnitResult
from reports.badges import write_badges
from reports.cleaning import clean
from reports.evidence import Citation, EvidencePage, Exhibition, citations, evidence_page
from reports.evidence_numbers import FOLDER, evidence_book, evidence_file
from reports.item import NAME, ItemView
from reports.leftovers import remove_other_runs
from reports.naming import OVERVIEW_FILE, ReportError, page_files
from reports.overview import OverviewPage, overview_page
from reports.sharing import share_out
from reports.told import NOTHING, Told
from reports.view import UnitPage, unit_page
from rules.refused import why


def render_unit(
    audit: Audit, unit: UnitResult, told: Told = NOTHING, *, views: dict[int, ItemView] | None = None
) -> str:
    """The report of one unit as a whole HTML page; the same audit and `told` give the same text.

    `views` as of `reports.view.unit_page`.
    """
    return _render("unit.j2", unit_page(audit, unit, told, views=views))


def render_overview(
    audit: Audit,
    *,
    linked: Collection[str] | None = None,
    followed: Followed | None = None,
    history: History | None = None,
) -> str:
    """The overview of all units as a whole HTML page, with links to the files that `write_reports` writes.

    Only units in `linked` are linked, all when it is None. `followed` and `history` as of `reports.told.Told`.
    """
    return _render("overview.j2", overview_page(audit, linked=linked, followed=followed, history=history))


def render_evidence(audit: Audit, citation: Citation, exhibition: Exhibition) -> str:
    """One piece of evidence as a whole HTML page."""
    page = evidence_page(audit, citation, exhibition)
    return _render("evidence.j2", page, frame_style=_asset("saved.css"), images=bool(page.pictures))


def write_reports(
    audit: Audit,
    folder: Path,
    *,
    units: Sequence[str] | None = None,
    told: Told = NOTHING,
    exhibition: Exhibition | None = None,
) -> Mapping[str, Path]:
    """Write the pages of `units` (all when None) and the overview; unit name → file, and "" → the overview.

    The units' badges (`reports.badges`) are written with them.
    With an `exhibition` the evidence of these units is laid out in a folder beside the pages, which lead there.
    Every file appears whole or not at all. Pages that an earlier run left in `folder` under names of ours are removed,
    so that no page of another run stands beside these; a page that somebody renamed, and every other file, stays.
    Raises ReportError when a unit is not in the audit, or a file cannot be written.
    """
    files = page_files(unit.name for unit in audit.units)
    wanted = files.keys() if units is None else set(units)
    if unknown := sorted(set(wanted) - files.keys()):
        raise ReportError(f"本轮审核中没有单位“{clean(unknown[0], NAME)}”，无法生成报告。")
    if exhibition is not None:
        told = replace(told, book=evidence_book(audit))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        chosen = [unit for unit in audit.units if unit.name in wanted]
        _load_templates()  # before processes part: each would compile its own

        views: dict[int, ItemView] = {}
        awaited = Counter(index for unit in chosen for index in _indices(unit))

        def write(place: int) -> None:
            unit = chosen[place]
            _write(folder / files[unit.name], render_unit(audit, unit, told, views=views))
            for index in _indices(unit):  # an item that no further page shows is not kept: memory stays flat
                awaited[index] -= 1
                if awaited[index] <= 0:
                    views.pop(index, None)

        share_out([1 + len(unit.lead) + len(unit.named) + len(unit.shared) for unit in chosen], write)
        written = {unit.name: folder / files[unit.name] for unit in chosen}
        run = clean(audit.run.id, NAME)
        if exhibition is not None and told.book is not None:
            cited = citations(audit, told.book, (i for one in chosen for i in (*one.lead, *one.named, *one.shared)))
            _write_evidence(audit, cited, folder / FOLDER, exhibition)
        remove_other_runs(folder / FOLDER, "*.html", _run_of, run=run, keep=())
        written[""] = _write(
            folder / OVERVIEW_FILE, render_overview(audit, linked=wanted, followed=told.followed, history=told.history)
        )
        remove_other_runs(folder, "*.html", _run_of, run=run, keep={path.name for path in written.values()})
        write_badges(audit, folder, units)
    except OSError as error:
        raise ReportError(f"无法写入报告目录 {folder}：{why(error)}。请检查目录权限和磁盘空间。") from error
    return written


def _indices(unit: UnitResult) -> frozenset[int]:
    return frozenset((*unit.lead, *unit.named, *unit.shared))


def _write_evidence(audit: Audit, cited: Sequence[Citation], folder: Path, exhibition: Exhibition) -> None:
    if not cited:
        return
    folder.mkdir(exist_ok=True)

    def write(place: int) -> None:
        citation = cited[place]
        _write(folder / evidence_file(citation.number), render_evidence(audit, citation, exhibition))

    share_out([1.0] * len(cited), write)


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


def _run_of(name: str, head: str) -> str | None:
    """The run that a page says it is of, when it has the name we gave it."""
    mark = _MARK.search(head)
    return unescape(mark[1]) if mark and name in unescape(mark[2]).split() else None


_OWN_STYLES: Mapping[str, Sequence[str]] = {
    "evidence.j2": ("evidence.css",),
    "overview.j2": ("chart.css", "overview.css"),
    "unit.j2": ("chart.css",),
}
"""What a page needs beyond the common style."""
_OWN_SCRIPTS: Mapping[str, Sequence[str]] = {"overview.j2": ("overview.js",)}
"""And beyond the common script."""


def _render(
    template: str, page: UnitPage | OverviewPage | EvidencePage, *, frame_style: str = "", images: bool = False
) -> str:
    """`frame_style` is that of a saved page within the page, `images` allows pictures that the page itself carries."""
    style = "".join(_asset(name) for name in ("report.css", *_OWN_STYLES.get(template, ())))
    script = "".join(_asset(name) for name in ("report.js", *_OWN_SCRIPTS.get(template, ())))
    return (
        _environment()
        .get_template(template)
        .render(
            page=page,
            style=Markup(style),
            script=Markup(script),
            policy=_policy((style, frame_style) if frame_style else (style,), script, images=images),
            frame=partial(_frame, frame_style),
        )
    )


def _policy(styles: Sequence[str], script: str, *, images: bool) -> str:
    allowed = " ".join(f"'{_digest(style)}'" for style in styles)
    return (
        f"default-src 'none'; style-src {allowed}; script-src '{_digest(script)}'; "
        + ("img-src data:; " if images else "")
        + "base-uri 'none'; form-action 'none'"
    )


def _frame(style: str, saved: str) -> str:
    """A saved page as a document of its own; it stands under the policy of the page around it, and says it itself."""
    policy = f"default-src 'none'; style-src '{_digest(style)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>存档网页</title><style>{style}</style></head><body>{saved}</body></html>"
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


def _load_templates() -> None:
    environment = _environment()
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


def _kept(item: ItemView, macro: Macro, *words: str) -> Markup:
    """What a macro makes of an item, made once for all pages of an audit."""
    key = (macro.name, *words)
    if key not in item.printed:
        item.printed[key] = Markup(macro(item, *words))
    return item.printed[key]
