"""The Word templates that are shipped: built here, so that a change of them can be read.

`python -m reports.default_templates reports/templates` writes them anew. docs/reports.md tells the marks in braces.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.officialform import (
    CELL,
    CENTER,
    FIRST,
    HEAD,
    ITEM,
    LEFT,
    SECOND,
    SIDE,
    SIGN,
    SMALL,
    TEXT,
    THIRD,
    TITLE,
    landscape,
    official_document,
    put,
)
from reports.wordfile import steady

_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def bulletin_template() -> bytes:
    """通报: text upright, its two appendices across."""
    word = official_document()
    word.add_paragraph("{{ 标题 }}", TITLE)
    word.add_paragraph("{{ 主送 }}", SIDE)
    word.add_paragraph("{{ 引言 }}", TEXT)
    word.add_paragraph("一、总体情况", FIRST)
    _each(word, "段 in 总体情况", ("{{ 段 }}", TEXT))
    word.add_paragraph("二、主要问题", FIRST)
    _each(word, "段 in 主要问题说明", ("{{ 段 }}", TEXT))
    _open(word, "for 单位 in 主要问题")
    word.add_paragraph("{{ 单位.序号 }}{{ 单位.名称 }}", SECOND)
    word.add_paragraph("{{ 单位.概况 }}", TEXT).paragraph_format.keep_with_next = True
    _open(word, "for 类型 in 单位.类型")
    word.add_paragraph("{{ 类型.序号 }}{{ 类型.名称 }}（{{ 类型.数量 }}个）", THIRD)
    _each(word, "问题 in 类型.问题", ("{{ 问题.序号 }}{{ 问题.路径 }}：{{ 问题.情况 }}{{ 问题.状态说明 }}", TEXT))
    _when(word, "类型.从略", "{{ 类型.从略 }}", TEXT)
    _close(word, "endfor", "endfor")
    word.add_paragraph("三、上次问题整改情况", FIRST)
    _each(word, "段 in 整改情况", ("{{ 段 }}", TEXT))
    _open(word, "for 组 in 整改分组")
    word.add_paragraph("{{ 组.序号 }}{{ 组.名称 }}", SECOND)
    _each(word, "行 in 组.内容", ("{{ 行 }}", TEXT))
    _close(word, "endfor")
    word.add_paragraph("四、工作要求", FIRST)
    _each(word, "项 in 工作要求", ("{{ 项.序号 }}{{ 项.内容 }}", TEXT))
    _enclosed(word, "附件：1. 各单位核查情况表")
    _characters(_enclosed(word, "2. 问题清单", first=False), first=0, left=5)
    _signed(word)
    landscape(word.add_section(WD_SECTION.NEW_PAGE))
    _appendix(word, "附件1", "各单位核查情况表")
    _note(word, "{{ 单位数据说明 }}")
    _table(
        word,
        "单位 in 单位数据",
        [
            ("单位", "{{ 单位.名称 }}", 76, LEFT),
            ("任务数", "{{ 单位.任务数 }}", 20, CENTER),
            ("合格", "{{ 单位.合格 }}", 18, CENTER),
            ("预警", "{{ 单位.预警 }}", 18, CENTER),
            ("不合格", "{{ 单位.不合格 }}", 20, CENTER),
            ("无法核验", "{{ 单位.无法核验 }}", 24, CENTER),
            ("需人工核查", "{{ 单位.需人工核查 }}", 27, CENTER),
            ("合格率", "{{ 单位.合格率 }}", 22, CENTER),
            ("覆盖率", "{{ 单位.覆盖率 }}", 22, CENTER),
        ],
    )
    _appendix(word, "附件2", "问题清单", new_page=True)
    _note(word, "{{ 问题清单说明 }}")
    _table(
        word,
        "问题 in 问题清单",
        [
            ("序号", "{{ 问题.序号 }}", 13, CENTER),
            ("责任单位", "{{ 问题.责任单位 }}", 34, LEFT),
            ("栏目路径", "{{ 问题.路径 }}", 52, LEFT),
            ("问题", "{{ 问题.类型 }}\n（{{ 问题.结论 }}）", 30, CENTER),
            ("核查情况", "{{ 问题.情况 }}", 82, LEFT),
            ("整改状态", "{{ 问题.状态 }}", 36, LEFT),
        ],
    )
    return _saved(word, "通报模板")


def notice_template() -> bytes:
    """整改通知书 of one unit, its reply slip on a page of its own."""
    word = official_document()
    word.add_paragraph("政务公开栏目整改通知书", TITLE)
    number = word.add_paragraph("编号：{{ 编号 }}", SMALL)
    number.alignment = CENTER
    number.paragraph_format.space_after = Pt(14)
    word.add_paragraph("{{ 单位 }}：", SIDE)
    _each(word, "段 in 引言", ("{{ 段 }}", TEXT))
    word.add_paragraph("一、需整改的问题", FIRST)
    _open(word, "for 问题 in 问题")
    word.add_paragraph("{{ 问题.序号 }}{{ 问题.栏目 }}（{{ 问题.结论 }}）", SECOND)
    for label, key in (
        ("栏目路径", "路径"),
        ("任务要求", "任务"),
        ("问题", "情况"),
        ("核查依据", "依据"),
        ("整改状态", "状态"),
        ("整改建议", "建议"),
        ("取证", "取证"),
    ):
        _open(word, f"if 问题.{key}")
        paragraph = word.add_paragraph(style=ITEM)
        paragraph.add_run(f"{label}：").bold = True
        paragraph.add_run(f"{{{{ 问题.{key} }}}}")
        if key == "取证":  # justified, a long address would pull its line apart
            paragraph.alignment = LEFT
        _close(word, "endif")
    _close(word, "endfor")
    word.add_paragraph("二、整改要求", FIRST)
    _each(word, "项 in 工作要求", ("{{ 项.序号 }}{{ 项.内容 }}", TEXT))
    _enclosed(word, "附件：整改反馈表")
    _signed(word)
    landscape(word.add_section(WD_SECTION.NEW_PAGE))
    _appendix(word, "附件", "整改反馈表")
    word.add_paragraph("填报单位（盖章）：{{ 单位 }}        整改期限：{{ 整改期限 }}        编号：{{ 编号 }}", SMALL)
    _table(
        word,
        "问题 in 问题",
        [
            ("序号", "{{ 问题.数字 }}", 13, CENTER),
            ("栏目路径", "{{ 问题.路径 }}", 58, LEFT),
            ("问题", "{{ 问题.类型 }}", 36, LEFT),
            ("整改措施及完成情况", "", 86, LEFT),
            ("完成日期", "", 28, CENTER),
            ("责任人", "", 26, CENTER),
        ],
        height=16,
    )
    last = "单位负责人：                联系人：                联系电话：                填报日期：    年  月  日"
    word.add_paragraph(last, SMALL).paragraph_format.space_before = Pt(12)
    word.add_paragraph("对核查结果有异议的，请在“整改措施及完成情况”栏说明，并附网页截图、网址等佐证材料。", SMALL)
    return _saved(word, "整改通知书模板")


#: By the name under which an office's own take their place.
TEMPLATES: Final[Mapping[str, Callable[[], bytes]]] = {
    "通报.docx": bulletin_template,
    "整改通知书.docx": notice_template,
}


def _open(word: Word, what: str) -> None:
    word.add_paragraph(f"{{%p {what} %}}", TEXT)


def _close(word: Word, *what: str) -> None:
    for one in what:
        word.add_paragraph(f"{{%p {one} %}}", TEXT)


def _each(word: Word, loop: str, *lines: tuple[str, str]) -> None:
    _open(word, f"for {loop}")
    for text, style in lines:
        word.add_paragraph(text, style)
    _close(word, "endfor")


def _when(word: Word, condition: str, text: str, style: str) -> None:
    _open(word, f"if {condition}")
    word.add_paragraph(text, style)
    _close(word, "endif")


def _enclosed(word: Word, text: str, *, first: bool = True) -> Paragraph:
    """A line of the list of appendices; it stays with the signature, which must not be alone on a page."""
    paragraph = word.add_paragraph(text, TEXT)
    paragraph.paragraph_format.space_before = Pt(28.9 if first else 0)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _signed(word: Word) -> None:
    """Who issues it and when, in the right half of the page."""
    for text, before in (("{{ 发文机关 }}", 57.8), ("{{ 日期 }}", 0)):
        paragraph = word.add_paragraph(text, SIGN)
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = before > 0
        _characters(paragraph, first=0, left=13)


def _characters(paragraph: Paragraph, *, first: int, left: int) -> None:
    """Indent by characters of the text."""
    measure = {"firstLineChars": first * 100, "firstLine": first * 320, "leftChars": left * 100, "left": left * 320}
    put(paragraph._p.get_or_add_pPr(), "w:ind", {f"w:{name}": str(value) for name, value in measure.items()})


def _appendix(word: Word, number: str, title: str, *, new_page: bool = False) -> None:
    top = word.add_paragraph(number, SIDE)
    top.paragraph_format.page_break_before = new_page
    for run in top.runs:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    word.add_paragraph(title, TITLE).paragraph_format.space_after = Pt(12)


def _note(word: Word, text: str) -> None:
    """Above its table: below, it would be alone on a page now and then."""
    note = word.add_paragraph(text, SMALL)
    note.paragraph_format.keep_with_next = True
    note.paragraph_format.space_after = Pt(4)


def _table(
    word: Word, loop: str, columns: Sequence[tuple[str, str, int, WD_ALIGN_PARAGRAPH]], *, height: int | None = None
) -> None:
    """Head, mark, text, width in mm and alignment of each column; the head is repeated on every page."""
    table = word.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, (head, text, width, align) in enumerate(columns):
        table.columns[place].width = Mm(width)
        for row in table.rows:
            row.cells[place].width = Mm(width)
        for cell, words, style, side in (
            (table.rows[0].cells[place], head, HEAD, CENTER),
            (table.rows[2].cells[place], text, CELL, align),
        ):
            cell.text = words
            cell.paragraphs[0].style, cell.paragraphs[0].alignment = word.styles[style], side
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:vAlign", {qn("w:val"): "center"}))
    for place, mark in ((1, f"{{%tr for {loop} %}}"), (3, "{%tr endfor %}")):
        cells = table.rows[place].cells
        whole = cells[0].merge(cells[-1])
        whole.text = mark
        whole.paragraphs[0].style = word.styles[CELL]
    for row in (table.rows[0], table.rows[2]):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if height is not None:
        table.rows[2].height = Mm(height)


def _saved(word: Word, title: str) -> bytes:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = _MADE
    return steady(word)


def main(folder: Path) -> None:
    """Write every template into `folder`."""
    for name, build in TEMPLATES.items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
