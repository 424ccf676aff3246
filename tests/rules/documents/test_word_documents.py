"""What Word and WPS do to a table: tracked changes, automatic numbers, text boxes, tables split by pages."""

from __future__ import annotations

import copy
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from drawn_documents import (
    BASICS,
    BUDGET,
    HEADER,
    LETTER,
    SCHOOLS,
    TITLE,
    Box,
    add_table,
    content,
    read,
    saved,
    told,
)

FIRST = ["1", "一、决策公开", BUDGET, "区财政局", "区教育局"]
SECOND = ["2", "二、管理公开", SCHOOLS, "区教育局", "区民政局"]
THIRD = ["3", "三、服务公开", BASICS, "区政府办公室", "各镇街"]


def document(*rows: Any, front: str = TITLE) -> tuple[Any, Any]:
    made = docx.Document()
    for line in front.split("\n"):
        made.add_paragraph(line)
    return made, add_table(made, [HEADER, *rows])


def run(text: str, properties: str = "") -> Any:
    return parse_xml(f'<w:r {nsdecls("w")}><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>')


def wrap(element: Any, name: str) -> None:
    """Put an element inside <w:name>, as tracked changes do."""
    parent = element.getparent()
    around = parse_xml(f'<w:{name} {nsdecls("w")} w:id="9" w:author="某"/>')
    parent.replace(element, around)
    around.append(element)


def texts(made: Any) -> list[str]:
    return [row.text for row in read(saved(made)).rows]


def test_cover_letter_before_and_copies_after() -> None:
    made, _ = document(
        FIRST, SECOND, front=f"云山区人民政府办公室\n{LETTER}\n一、提高认识\n2024年5月6日\n附件\n{TITLE}"
    )
    made.add_paragraph("抄送：区委办公室，区人大常委会办公室。")
    whole = content(saved(made))
    assert LETTER.split("\n")[1] in whole.front
    assert "抄送" not in whole.front
    found = read(saved(made))
    assert (found.title, found.year, len(found.rows)) == (TITLE, 2024, 2)


def test_deleted_words_are_gone_and_inserted_ones_stay() -> None:
    made, table = document(FIRST, SECOND)
    paragraph = table.cell(1, 2).paragraphs[0]._p
    paragraph.append(run("删去的话。"))
    wrap(paragraph.r_lst[-1], "del")
    paragraph.append(run("移走的话。"))
    wrap(paragraph.r_lst[-1], "moveFrom")
    paragraph.append(run("补充的话。"))
    wrap(paragraph.r_lst[-1], "ins")
    assert texts(made)[0] == BUDGET + "补充的话。"


def test_a_deleted_row_is_gone() -> None:
    made, table = document(FIRST, SECOND, THIRD)
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="某"/>'))
    assert texts(made) == [BUDGET, BASICS]


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    made, table = document(FIRST)
    cell = table.cell(1, 4)
    cell.text = "区人力资源和"
    cell.add_paragraph("社会保障局")
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="9" w:author="某"/></w:rPr>'))
    assert content(saved(made)).tables[0].rows[0][4].text == "区人力资源和社会保障局"


@pytest.mark.parametrize(
    ("properties", "seen"),
    [
        pytest.param("<w:vanish/>", False, id="hidden"),
        pytest.param('<w:vanish w:val="0"/>', True, id="not hidden after all"),
        pytest.param("<w:b/>", True, id="bold"),
    ],
)
def test_hidden_words(properties: str, seen: bool) -> None:
    made, table = document(FIRST)
    table.cell(1, 2).paragraphs[0]._p.append(run("隐藏的话。", properties))
    assert ("隐藏的话" in texts(made)[0]) is seen


def test_text_boxes_and_field_codes_are_ignored() -> None:
    made, table = document(FIRST)
    paragraph = table.cell(1, 2).paragraphs[0]._p
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        "<w:txbxContent><w:p><w:r><w:t>框内的话。</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框内的话。</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph.append(parse_xml(box))
    paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:instrText>HYPERLINK "x"</w:instrText></w:r>'))
    assert texts(made) == [BUDGET]


def test_links_content_controls_and_symbols_are_read() -> None:
    made, table = document(FIRST)
    paragraph = table.cell(1, 2).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>链接的话，</w:t></w:r></w:hyperlink>"))
    paragraph.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>控件的话</w:t></w:r></w:sdtContent></w:sdt>")
    )
    paragraph.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/><w:t>。</w:t></w:r>')
    )
    assert texts(made) == [BUDGET + "\n链接的话，控件的话☑-。"] or texts(made) == [BUDGET + "链接的话，控件的话☑-。"]


def test_line_breaks_and_paragraphs_are_lines() -> None:
    made, table = document(FIRST)
    cell = table.cell(1, 4)
    cell.text = "区教育局\n区民政局"  # python-docx writes a line break
    cell.add_paragraph("各镇街")
    assert read(saved(made)).rows[0].responsible_units == ("区教育局", "区民政局", "各镇街")


def test_a_table_inside_a_cell_is_words_of_the_cell() -> None:
    made, table = document(FIRST, SECOND)
    inner = table.cell(1, 2).add_table(rows=2, cols=2)
    for place, text in enumerate(("类别", "栏目", "预算", "财政信息")):
        inner.cell(*divmod(place, 2)).text = text
    rows = read(saved(made)).rows
    assert len(rows) == 2
    assert rows[0].text == f"{BUDGET}\n类别 栏目\n预算 财政信息"


def test_the_lines_of_a_table_inside_a_cell_do_not_run_together() -> None:
    made, table = document(FIRST)
    cell = table.cell(1, 2)
    cell.text = "设置以下栏目"
    inner = cell.add_table(rows=2, cols=1)
    for place, text in enumerate(("财政预算", "招生入学")):
        inner.cell(place, 0).text = text
    cell.add_paragraph("并每季度更新")
    assert texts(made) == ["设置以下栏目\n财政预算\n招生入学\n并每季度更新"]


def test_the_task_table_inside_a_layout_table() -> None:
    made = docx.Document()
    outer = made.add_table(rows=2, cols=1)
    outer.cell(0, 0).text = TITLE
    add_table_in(outer.cell(1, 0), [HEADER, FIRST, SECOND])
    found = read(saved(made))
    assert (found.title, [row.text for row in found.rows]) == (TITLE, [BUDGET, SCHOOLS])


def add_table_in(cell: Any, rows: list[Any]) -> None:
    made = docx.Document()
    cell._tc.insert(1, copy.deepcopy(add_table(made, rows)._tbl))


# --- several tables -------------------------------------------------------------------------------------------------


def split(*tables: list[Any], between: str = "") -> Any:
    made = docx.Document()
    made.add_paragraph(TITLE)
    for number, rows in enumerate(tables):
        if number:
            made.add_paragraph(between)
        add_table(made, rows)
    return made


SPLIT = [
    pytest.param(split([HEADER, FIRST], [HEADER, SECOND, THIRD]), id="header said again"),
    pytest.param(split([HEADER, FIRST], [SECOND, THIRD]), id="header said once"),
    pytest.param(split([HEADER], [FIRST], [SECOND, THIRD]), id="header alone"),
    pytest.param(
        split([HEADER, FIRST], [HEADER, SECOND], [HEADER, THIRD], between="（续表）"), id="marked as continued"
    ),
    pytest.param(split([HEADER, FIRST, HEADER, SECOND, HEADER, THIRD]), id="header again inside one table"),
    pytest.param(split([HEADER, FIRST], [HEADER, SECOND, THIRD], between="附件2：另一张分工表"), id="words between"),
]


@pytest.mark.parametrize("made", SPLIT)
def test_tables_split_by_pages(made: Any) -> None:
    rows = told(read(saved(made)))
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("1", "一、决策公开", BUDGET),
        ("2", "二、管理公开", SCHOOLS),
        ("3", "三、服务公开", BASICS),
    ]


def test_a_row_cut_by_the_page_is_one_row() -> None:
    long = BUDGET + "推进重大建设项目信息公开，加强对"
    upper = ["1", "一、决策公开", BUDGET, "区财政局", "区教育局"]
    made = split(
        [HEADER, upper, ["2", "", long, "区民政局", "区人力资源和"]],
        [HEADER, ["", "", "项目的管理。", "", "社会保障局"], THIRD],
    )
    rows = read(saved(made)).rows
    assert [row.seq for row in rows] == ["1", "2", "3"]
    assert rows[1].text == long + "项目的管理。"
    assert rows[1].responsible_units == ("区人力资源和社会保障局",)


def test_rows_without_numbers_are_not_put_together_for_want_of_a_full_stop() -> None:
    names = ["工作任务", "责任单位"]
    upper = [[BUDGET, "区财政局"], [SCHOOLS, "区教育局"], [BASICS.rstrip("。"), "各镇街"]]
    rows = read(saved(split([names, *upper], [names, ["推进政策解读。", "区司法局"]]))).rows
    assert [row.responsible_units for row in rows][2:] == [("各镇街",), ("区司法局",)]


def test_items_cut_by_the_page_stay_one_task() -> None:
    made = split(
        [HEADER, FIRST, ["2", "", "1．编制公开目录。", "区民政局", "各镇街"]],
        [HEADER, ["", "", "2．开展政策解读。", "", ""], THIRD],
    )
    rows = read(saved(made)).rows
    assert [row.seq for row in rows] == ["1", "2", "3"]
    assert [item.text for item in rows[1].items] == ["编制公开目录。", "开展政策解读。"]


def test_a_new_row_after_the_break_is_a_row() -> None:
    made = split([HEADER, FIRST], [HEADER, ["", "", SCHOOLS, "区民政局", "各镇街"], THIRD])
    rows = told(read(saved(made)))
    assert rows[1] == ("1", "一、决策公开", SCHOOLS, ("区民政局",), ("各镇街",), ("seq", "section"))


def test_an_empty_unit_cell_after_the_break_is_empty() -> None:
    made = split([HEADER, FIRST], [HEADER, ["2", "", SCHOOLS, "", "各镇街"]])
    assert told(read(saved(made)))[1] == ("2", "一、决策公开", SCHOOLS, (), ("各镇街",), ("section",))


def test_headings_between_tables_are_sections() -> None:
    names = ["序号", "工作任务", "责任单位"]
    made = docx.Document()
    made.add_paragraph(TITLE)
    for heading, row in (("一、决策公开", ["1", BUDGET, "区财政局"]), ("二、管理公开", ["2", SCHOOLS, "区教育局"])):
        made.add_paragraph(heading)
        add_table(made, [names, row])
    assert [(row.section, row.text) for row in read(saved(made)).rows] == [
        ("一、决策公开", BUDGET),
        ("二、管理公开", SCHOOLS),
    ]


def test_two_tables_with_headers_of_their_own() -> None:
    other = [["任务", "时限", "牵头科室"], [BASICS, "10月底前", "政务公开科"]]
    made = split([HEADER, FIRST], other, between="附件2")
    assert [(row.text, row.lead_units) for row in read(saved(made)).rows] == [
        (BUDGET, ("区财政局",)),
        (BASICS, ("政务公开科",)),
    ]


def test_a_table_of_contacts_below_is_no_task() -> None:
    made = split(
        [HEADER, FIRST], [["姓名", "电话", "邮箱", "科室", "备注"]] + [["某某", "1234", "a@b", "甲", "乙"]] * 3
    )
    assert texts(made) == [BUDGET]


def test_lines_drawn_crookedly_are_one() -> None:
    made, table = document(FIRST, SECOND)
    grid = table._tbl.tblGrid
    # The second row's first border stands a hair to the right: one more grid line, and spans to match.
    grid.insert(1, copy.deepcopy(grid[0]))
    for column, width in zip(grid, (900, 30, 1800, 3000, 1500, 1500), strict=True):
        column.set(qn("w:w"), str(width))
    for number, row in enumerate(table._tbl.tr_lst):
        wide = row.tc_lst[0 if number == 2 else 1]
        wide.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="2"/>'))
    assert [(row[0], row[1], row[2]) for row in told(read(saved(made)))] == [
        ("1", "一、决策公开", BUDGET),
        ("2", "二、管理公开", SCHOOLS),
    ]


def test_a_merged_cell_without_a_beginning_is_a_cell() -> None:
    made, table = document(FIRST, SECOND)
    table.cell(1, 3)._tc.get_or_add_tcPr().append(parse_xml(f'<w:vMerge {nsdecls("w")} w:val="restart"/>'))
    table.cell(2, 4)._tc.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
    assert told(read(saved(made)))[1][3:5] == (("区教育局",), ("区民政局",))


# --- prose ----------------------------------------------------------------------------------------------------------


def test_prose_without_a_table() -> None:
    made = docx.Document()
    for line in (
        "云山区2024年政务公开工作要点",
        "一、深化决策公开",
        f"（一）{BUDGET}（责任单位：区财政局）",
        f"（二）{SCHOOLS}（责任单位：区教育局、各镇街）",
    ):
        made.add_paragraph(line)
    found = read(saved(made))
    assert (found.layout, found.year) == ("prose", 2024)
    assert [row.responsible_units for row in found.rows] == [("区财政局",), ("区教育局", "各镇街")]
    assert {row.section for row in found.rows} == {"一、深化决策公开"}


def test_strict_open_xml(tmp_path: Any) -> None:
    import io
    import zipfile

    made, _ = document(FIRST, SECOND)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(made))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith((".xml", ".rels")):
                data = data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ).replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
            target.writestr(name, data)
    assert [row.text for row in read(out.getvalue()).rows] == [BUDGET, SCHOOLS]


def test_merged_heading_and_task_cells() -> None:
    made, _ = document([*FIRST[:1], Box(text=BUDGET, columns=2), *FIRST[3:]], SECOND)
    assert told(read(saved(made)))[0] == ("1", "", BUDGET, ("区财政局",), ("区教育局",), ())
