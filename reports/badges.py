"""徽章: a unit's 合格率 as a small picture for its own site or intranet; it asks for nothing and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path

from markupsafe import escape

from checker.history import tally
from checker.result import Audit, UnitResult
from reports.cleaning import clean, long_date, percent
from reports.formats import keep
from reports.item import NAME
from reports.leftovers import remove_other_runs
from reports.naming import page_files

FOLDER = "badges"
_LEFT = "政务公开合格率"
_UNKNOWN = "无法判定"
_HEIGHT = 24
_SIZE = 13
_PADDING = 8
#: White on each of them has a contrast of 4.5 to 1 at least (WCAG 2.1 AA); the words say the same as the colour.
COLOURS = ((0.9, "#1d6a3d"), (0.75, "#855000"), (0.0, "#a8201a"))
GREY = "#4a525b"

_MARK = re.compile(r'<svg [^>]*data-zwgk-run="([^"]*)"')


def badge(audit: Audit, unit: UnitResult) -> str:
    """The badge of one unit as an SVG file; the same audit gives the same text."""
    rate = tally(unit.counts).pass_rate
    shown = _UNKNOWN if rate is None else percent(rate)
    colour = GREY if rate is None else next(colour for least, colour in COLOURS if rate >= least)
    left, right = _width(_LEFT), _width(shown)
    words = f"{clean(unit.name, NAME)}{_LEFT}：{shown}（{long_date(audit.run.as_of)}）"
    text = f'y="16" fill="#fff" font-family="sans-serif" font-size="{_SIZE}" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" '
        f'viewBox="0 0 {left + right} {_HEIGHT}" role="img" aria-labelledby="words" xml:lang="zh-CN" '
        f'data-zwgk-run="{escape(clean(audit.run.id, NAME))}">\n'
        f'<title id="words">{escape(words)}</title>\n'
        f'<rect width="{left}" height="{_HEIGHT}" fill="#333a42"/>\n'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{colour}"/>\n'
        f'<text x="{left / 2:g}" {text}>{_LEFT}</text>\n'
        f'<text x="{left + right / 2:g}" {text} font-weight="bold">{escape(shown)}</text>\n'
        "</svg>\n"
    )


def write_badges(audit: Audit, folder: Path, units: Sequence[str] | None = None) -> Mapping[str, Path]:
    """Write `badges/UNIT.svg` below `folder` for `units` (all when None); unit name → file.

    A badge has the name of its unit's page. Those of units that are no more in the audit, of earlier runs, are removed.
    Raises ReportError when one cannot be written, OSError when the folder cannot be made.
    """
    files = {
        name: Path(file).with_suffix(".svg").name for name, file in page_files(u.name for u in audit.units).items()
    }
    chosen = [unit for unit in audit.units if units is None or unit.name in units]
    if not chosen:
        return {}
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    written = {unit.name: keep(place / files[unit.name], badge(audit, unit).encode()) for unit in chosen}
    stays = {path.name for path in written.values()}
    remove_other_runs(place, "*.svg", _run_of, run=clean(audit.run.id, NAME), keep=stays)
    return written


def _run_of(_: str, head: str) -> str | None:
    mark = _MARK.match(head)
    return unescape(mark[1]) if mark else None


def _width(text: str) -> int:
    """Room for a text with its padding: a Chinese character is as wide as high, a digit a little more than half."""
    return round(sum(_SIZE if ord(one) > 0x2E80 else 0.62 * _SIZE for one in text)) + 2 * _PADDING
