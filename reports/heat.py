"""单位与任务部分: the 合格率 of every unit in every section of the documents, as a table whose cells say it in figures.

The table is the heat map that is searched, sorted and printed on many sheets. Of few units it is drawn as well, and the
table is then its figures; of many units a picture shows how they are spread, which no table of 2,000 rows does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checker.history import Tally
from checker.result import Audit, Result, Status
from reports.cleaning import clean, percent
from reports.item import document_name
from reports.pictures import Series, Words, bar_picture, grid_picture, heat_picture
from reports.wording import STATUS, Label

MOST_SECTIONS = 24
"""Columns of the table; what is beyond stands together in the last one."""
MOST_DRAWN = 40
"""Units of the drawn heat map; with more it would be no picture any more."""
_NARROW = 14
"""Columns of it from which shares are written without their tenths."""
MANY_SECTIONS = 7
"""With more the table is printed on sheets laid across."""
_SHORT = 14
"""Characters of a section's name at the head of a column."""
_PLACE = 16
"""And beside a picture."""
_READABLE = 0.035
"""Share of the longest bar below which a part has no room for its number."""
_NUMBERED = re.compile(r"[（(]?([一二三四五六七八九十\d]+)[）)]?[、.．]?|(第[一二三四五六七八九十\d]*)")
_REST = "其余部分"
_UNNAMED = "未分部分"

BANDS: tuple[tuple[float, str, str], ...] = (
    (1.0, "h5", "100%"),
    (0.9, "h4", "90%—99.9%"),
    (0.75, "h3", "75%—89.9%"),
    (0.6, "h2", "60%—74.9%"),
    (0.0, "h1", "60% 以下"),
)
"""Least 合格率, CSS class and name; the darkest is the worst, so that grey prints show the same order."""
UNKNOWN = ("hq", "无法判定")

_SHOWN = (Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIABLE, Status.MANUAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One unit in one section, or one of them over all."""

    key: str
    """CSS class; empty where nothing is asked."""
    text: str
    """合格率 (？ where nothing could be judged), in a second line 合格 / 已判定 and ？ with the number of 无法核验."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionHead:
    """A column."""

    number: str
    """Empty where the name brings its own."""
    short: str
    name: str
    document: str
    """Only where there are several."""
    cell: Cell


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatRow:
    """One unit; `name` is cleaned."""

    unit: str
    whole: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatView:
    """The table with its pictures."""

    sections: tuple[SectionHead, ...]
    rows: tuple[HeatRow, ...]
    bands: tuple[tuple[str, str], ...]
    """CSS class and name of every colour."""
    whole: Cell
    """All results, each once."""
    cut: bool
    """Whether the heads leave out something of the names."""
    across: bool
    bars: Markup
    statuses: tuple[Label, ...]
    """Of the bars' colours."""
    spread: Markup | None
    """Of many units."""
    drawn: Markup | None
    """Units × sections, of few units."""


def heat(audit: Audit, units: Sequence[str]) -> HeatView | None:
    """The view with units in this order; None when the documents have no sections to tell apart or nobody answers."""
    columns = _columns(audit.results)
    if len(columns) < 2 or not units:
        return None
    names = list(dict.fromkeys(columns.values()))
    place_of = [names.index(columns[result.document, result.section]) for result in audit.results]
    by_name = {unit.name: unit for unit in audit.units}
    whole: list[dict[Status, int]] = [dict.fromkeys(Status, 0) for _ in names]
    for place, result in zip(place_of, audit.results, strict=True):
        whole[place][result.status] += 1
    spread: list[defaultdict[str, int]] = [defaultdict(int) for _ in names]
    rows = []
    for name in units:
        unit = by_name[name]
        counts: dict[int, dict[Status, int]] = {}
        for index in dict.fromkeys((*unit.lead, *unit.named)):
            own = counts.setdefault(place_of[index], dict.fromkeys(Status, 0))
            own[audit.results[index].status] += 1
        cells = tuple(_cell(counts[place]) if place in counts else _NOTHING for place in range(len(names)))
        for place, cell in enumerate(cells):
            spread[place][cell.key] += 1
        rows.append(HeatRow(unit=clean(name, 60), whole=_cell(unit.counts), cells=cells))
    heads = _heads(names, whole)
    few = len(rows) <= MOST_DRAWN
    return HeatView(
        sections=heads,
        rows=tuple(rows),
        bands=(*((key, name) for _, key, name in BANDS), UNKNOWN),
        whole=_cell({status: sum(counts[status] for counts in whole) for status in Status}),
        cut=few or any(head.short != head.name or head.document for head in heads),
        across=len(names) > MANY_SECTIONS,
        bars=_bars(heads, whole),
        statuses=tuple(STATUS[status] for status in _SHOWN),
        spread=None if few else _spread(heads, spread),
        drawn=_drawn(heads, rows) if few else None,
    )


def _columns(results: Iterable[Result]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Document and section as they are printed → those of the column; in the order of the results."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    ordered = sorted({(r.document, r.section): r.row for r in reversed(tuple(results))}.items(), key=_first_row)
    for number, (key, _) in enumerate(ordered):
        found[key] = key if number < MOST_SECTIONS - 1 or len(ordered) <= MOST_SECTIONS else ("", _REST)
    return found


def _first_row(entry: tuple[tuple[str, str], int]) -> tuple[str, int, str]:
    (document, section), row = entry
    return document, row, section


def _heads(names: Sequence[tuple[str, str]], whole: Sequence[Mapping[Status, int]]) -> tuple[SectionHead, ...]:
    several = len({document for document, _ in names if document}) > 1
    return tuple(
        SectionHead(
            number="" if _NUMBERED.match(_name(section)) else str(number),
            short=_cut(_name(section), _SHORT),
            name=_name(section),
            document=document_name(document) if several and document else "",
            cell=_cell(counts),
        )
        for number, ((document, section), counts) in enumerate(zip(names, whole, strict=True), 1)
    )


def _name(section: str) -> str:
    return clean(section, 120).rstrip("。；，") or _UNNAMED


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1]}…"


_NOTHING = Cell(key="", text="")


def _cell(counts: Mapping[Status, int]) -> Cell:
    """The figures of `counts`; `_NOTHING` where nothing is asked, or all of it is waived or does not apply."""
    figures = Tally(passed=counts[Status.PASS], warned=counts[Status.WARN], failed=counts[Status.FAIL])
    untold = f"？{counts[Status.UNVERIFIABLE]}" if counts[Status.UNVERIFIABLE] else ""
    if (rate := figures.pass_rate) is not None:
        key = next(key for least, key, _ in BANDS if rate >= least)
        second = " ".join(part for part in (f"{figures.passed}/{figures.judged}", untold) if part)
        return Cell(key=key, text=f"{percent(rate)}\n{second}")
    if untold or counts[Status.MANUAL]:
        return Cell(key=UNKNOWN[0], text=untold or "？")
    return _NOTHING


def _bars(heads: Sequence[SectionHead], whole: Sequence[Mapping[Status, int]]) -> Markup:
    """The verdicts of each section, as long as it has results."""
    most = max(sum(counts[status] for status in _SHOWN) for counts in whole) or 1
    series = [
        Series(
            key=STATUS[status].key,
            name=STATUS[status].name,
            values=[counts[status] for counts in whole],
            labels={
                place: f"{STATUS[status].mark}{counts[status]}"
                for place, counts in enumerate(whole)
                if counts[status] >= _READABLE * most
            },
        )
        for status in _SHOWN
    ]
    told = "；".join(
        f"{head.name}：" + "、".join(f"{STATUS[s].name} {counts[s]} 项" for s in _SHOWN if counts[s])
        for head, counts in zip(heads, whole, strict=True)
    )
    return bar_picture(
        Words(key="bars", title="各部分任务的核查结论", description=f"{told}。"),
        [_place(head) for head in heads],
        series,
    )


def _spread(heads: Sequence[SectionHead], spread: Sequence[Mapping[str, int]]) -> Markup:
    """How many units stand in which band, for each section."""
    bands = [*reversed(BANDS), (0.0, *UNKNOWN)]
    rows = [
        (_place(head), [counts.get(key, 0) for _, key, _ in bands]) for head, counts in zip(heads, spread, strict=True)
    ]
    told = "；".join(
        f"{head.name}：" + "、".join(f"{name} {counts.get(key, 0)} 个" for _, key, name in bands if counts.get(key, 0))
        for head, counts in zip(heads, spread, strict=True)
    )
    most = max(max(values) for _, values in rows)
    words = Words(key="spread", title="各部分单位合格率的分布", description=f"{told}。")
    return heat_picture(words, [name for _, _, name in bands], rows, most)


def _drawn(heads: Sequence[SectionHead], rows: Sequence[HeatRow]) -> Markup:
    """合格率 of each unit in each section."""
    tenths = len(heads) < _NARROW
    told = "；".join(f"{row.unit}：{row.whole.text.split(chr(10))[0] or '没有任务'}" for row in rows)
    words = Words(key="map", title="各单位各部分合格率", description=f"各单位全部任务的合格率：{told}。")
    return grid_picture(
        words,
        ["全部", *(_numeral(head, place) for place, head in enumerate(heads, 1))],
        [(_cut(row.unit, _PLACE), [_square(cell, tenths=tenths) for cell in (row.whole, *row.cells)]) for row in rows],
    )


def _square(cell: Cell, *, tenths: bool) -> tuple[str, str]:
    """Class and text of a drawn cell: the share without its sign, rounded down so that 100 is all of them."""
    share, _, _ = cell.text.partition("\n")
    if not share.endswith("%"):
        return cell.key, share
    number = share.removesuffix("%")
    return cell.key, number if tenths else number.partition(".")[0]


def _numeral(head: SectionHead, place: int) -> str:
    """What a narrow column is called: the section's number, its own where it brings one."""
    own = _NUMBERED.match(head.name)
    return head.number or (next((one for one in own.groups() if one), "") if own else "") or str(place)


def _place(head: SectionHead) -> str:
    return _cut(f"{head.number} {head.name}".strip(), _PLACE)
