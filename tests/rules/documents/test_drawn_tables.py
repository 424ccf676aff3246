"""Any table reads the same in every format; hypothesis draws the tables."""

from __future__ import annotations

from dataclasses import dataclass

from drawn_documents import (
    BASICS,
    BUDGET,
    HEADER,
    SCHOOLS,
    Box,
    Rows,
    read,
    to_docx,
    to_flat,
    to_html,
    to_xlsx,
    told,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEXTS = (
    BUDGET,
    SCHOOLS,
    BASICS,
    "推进重大建设项目信息公开。\n（公开路径：政府网站>政务公开>财政信息）",
    "1．编制公开目录，做好动态调整。\n2．开展政策解读，回应社会关切。",
)
UNITS = ("区财政局", "区教育局", "区民政局", "区人力资源和社会保障局", "区政府办公室", "各镇街")
SEPARATORS = ("、", "\n", "，", "；")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    rows: Rows
    expected: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def spans(draw: st.DrawFn, length: int, breaks: set[int]) -> list[int]:
    """For each row the height of the cell that begins in it, 0 where one above goes on; none crosses a break."""
    heights: list[int] = []
    while len(heights) < length:
        room = min([stop for stop in breaks if stop > len(heights)] + [length]) - len(heights)
        height = draw(st.integers(1, min(room, 4)))
        heights += [height] + [0] * (height - 1)
    return heights


@st.composite
def unit_cells(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """A cell of units with a separator of its own between each two, or "—", and the units."""
    units = draw(st.lists(st.sampled_from(UNITS), max_size=4, unique=True))
    if not units:
        return "—", ()
    text = units[0]
    for unit in units[1:]:
        text += draw(st.sampled_from(SEPARATORS)) + unit
    return text, tuple(units)


@st.composite
def tables(draw: st.DrawFn, *, empties: bool) -> Drawn:
    """Numbers, sections, tasks, leads and units in any order; merged sections and leads; the header said again.

    Sections stand in a column or across the table, leads and units may share a name above their own, and the column of
    numbers may have no title.
    """
    length = draw(st.integers(2, 9))
    across = draw(st.booleans())
    columns = [0, 2, 3, 4] if across else [0, 1, 2, 3, 4]
    order = draw(st.permutations(columns).filter(lambda places: across or places.index(1) < places.index(2)))
    shared = abs(order.index(3) - order.index(4)) == 1 and draw(st.booleans())
    untitled = order[0] == 0 and draw(st.booleans())
    header = header_rows(order, shared=shared, untitled=untitled)
    repeats = draw(st.sets(st.integers(1, length - 1), max_size=2))
    section_heights = spans(draw, length, repeats)
    lead_heights = spans(
        draw, length, repeats | ({n for n in range(length) if section_heights[n]} if across else set())
    )
    rows: list[list[Box | str]] = [*header]
    expected = []
    section = lead = ""
    for index in range(length):
        if index in repeats:
            rows.extend(header)
        inherited = []
        if section_heights[index]:
            section = f"（{'一二三四五六七八九'[index]}）推进决策公开"
        elif not across:
            inherited.append("section")
        if lead_heights[index]:
            lead = draw(st.sampled_from((*UNITS, "—")))
            # An empty cell right below a repeated header might be a merged one that the page break cut.
            if empties and index not in repeats and draw(st.booleans()):
                lead = ""
        elif lead not in ("", "—"):
            inherited.append("lead_units")
        text = draw(st.sampled_from(TEXTS))
        printed, units = draw(unit_cells())
        cells: dict[int, Box] = {0: Box(text=str(index + 1)), 2: Box(text=text), 4: Box(text=printed)}
        if section_heights[index]:
            cells[1] = Box(text=section, rows=section_heights[index])
        if lead_heights[index]:
            cells[3] = Box(text=lead, rows=lead_heights[index])
        if across and section_heights[index]:
            rows.append([Box(text=section, columns=len(order))])
        rows.append([cells[column] for column in order if column in cells])
        leads = (lead,) if lead not in ("", "—") else ()
        expected.append((str(index + 1), section, text, leads, units, tuple(inherited)))
    return Drawn(rows=rows, expected=expected)


def header_rows(order: list[int], *, shared: bool, untitled: bool) -> list[list[Box | str]]:
    """One row of names, or two where leads and units share the name above."""
    names = [Box(text="" if untitled and column == 0 else HEADER[column], rows=1 + shared) for column in order]
    if not shared:
        return [[*names]]
    first = min(order.index(3), order.index(4))
    above = [*names[:first], Box(text="责任分工", columns=2), *names[first + 2 :]]
    return [[*above], [HEADER[column] for column in order[first : first + 2]]]


CAREFUL = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CAREFUL
@given(tables(empties=False))
def test_any_table_reads_the_same_in_all_formats(drawn: Drawn) -> None:
    for writer in (to_docx, to_html, to_xlsx, to_flat):
        assert told(read(writer(drawn.rows))) == drawn.expected, writer.__name__


@CAREFUL
@given(tables(empties=True))
def test_any_table_with_empty_cells_reads_the_same_where_merges_are_told(drawn: Drawn) -> None:
    for writer in (to_docx, to_html, to_xlsx):
        assert told(read(writer(drawn.rows))) == drawn.expected, writer.__name__
