"""An empty Word document in the form of official letters.

Measures are those of GB/T 9704-2012: A4, a text block of 156 × 225 mm with 22 lines of 28 characters, titles 2号小标宋,
text 3号仿宋, page numbers 4号 between dashes on the outer side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml.etree import tostring

#: Typefaces of official documents, each with what an office PC without it has instead.
FONTS: Final[Mapping[str, str]] = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
}
_LATIN = "Times New Roman"
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY

TITLE, TEXT, SIDE = "公文标题", "公文正文", "公文顶格"
FIRST, SECOND, THIRD = "一级标题", "二级标题", "三级标题"
ITEM, SIGN, SMALL, HEAD, CELL = "问题条目", "落款", "附注", "表头", "表格文字"


#: Styles that Word itself expects, and the table's.
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
#: Parts of the library's empty document that a letter needs.
_PARTS = ("styles", "settings", "fontTable", "officeDocument", "core-properties", "extended-properties")


def official_document() -> Word:
    """The styles above, page numbers and one upright section; without the many styles of the library's own document."""
    word = Document()
    for paragraph in list(word.paragraphs):
        word.element.body.remove(paragraph._p)
    for holder in (word.part.package, word.part):
        for rel_id, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] not in _PARTS:
                del holder.rels[rel_id]
    for style in list(word.styles):
        if style.name not in _KEPT:
            style.delete()
    _fonts(word)
    _styles(word)
    upright(word.sections[0])
    _page_numbers(word)
    return word


def _fonts(word: Word) -> None:
    """Name what stands in for each typeface, for PCs that do not have it."""
    part = next(part for part in word.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    table = parse_xml(part.blob)
    for name, instead in FONTS.items():
        font = OxmlElement("w:font", {qn("w:name"): name})
        font.append(OxmlElement("w:altName", {qn("w:val"): instead}))
        font.append(OxmlElement("w:charset", {qn("w:val"): "86"}))
        table.append(font)
    part._blob = tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _styles(word: Word) -> None:
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()  # they refer to a theme
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    _letters(word.styles["Normal"], "仿宋_GB2312", 16)
    _style(word, TITLE, "方正小标宋简体", 22, line=34, align=CENTER, after=28.9, level=0, keep=True)
    _style(word, TEXT, "仿宋_GB2312", 16, indent=True, align=JUSTIFY)
    _style(word, SIDE, "仿宋_GB2312", 16)
    _style(word, FIRST, "黑体", 16, indent=True, level=0, keep=True)
    _style(word, SECOND, "楷体_GB2312", 16, indent=True, level=1, keep=True)
    _style(word, THIRD, "仿宋_GB2312", 16, indent=True, bold=True, level=2, keep=True)
    _style(word, ITEM, "仿宋_GB2312", 14, line=24, indent=True, align=JUSTIFY)
    _style(word, SIGN, "仿宋_GB2312", 16, align=CENTER)
    _style(word, SMALL, "仿宋_GB2312", 12, line=20)
    _style(word, HEAD, "黑体", 11, line=16, align=CENTER)
    _style(word, CELL, "仿宋_GB2312", 11, line=16)
    for name in (HEAD, CELL):
        form = word.styles[name].paragraph_format
        form.space_before = form.space_after = Pt(2)


def _style(
    word: Word,
    name: str,
    font: str,
    size: float,
    *,
    line: float = 28.9,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    indent: bool = False,
    bold: bool = False,
    after: float = 0,
    level: int | None = None,
    keep: bool = False,
) -> None:
    """`size`, `line` and `after` in points; `level` makes it a heading of the navigation pane."""
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _letters(style, font, size)
    style.font.bold = bold
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before, form.space_after = Pt(0), Pt(after)
    form.alignment = align
    form.keep_with_next = keep
    form.widow_control = True
    properties = style.element.get_or_add_pPr()
    if indent:
        put(properties, "w:ind", {"w:firstLineChars": "200", "w:firstLine": str(int(size * 40))})
    # A long address breaks anywhere, or it would pull the line before it apart.
    put(properties, "w:wordWrap", {"w:val": "0"})
    if level is not None:
        put(properties, "w:outlineLvl", {"w:val": str(level)})


#: What may follow in a paragraph's properties; Word calls a file broken that has them in another order.
_AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "w:wordWrap": ("w:overflowPunct", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"),
    "w:ind": ("w:contextualSpacing", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr"),
    "w:outlineLvl": ("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
}


def put(properties: CT_PPr, name: str, values: Mapping[str, str]) -> None:
    """Add a property of a paragraph that the library has no words for, where the format wants it."""
    element = OxmlElement(name, {qn(key): value for key, value in values.items()})
    properties.insert_element_before(cast(BaseOxmlElement, element), *_AFTER[name])


def _letters(style: object, font: str, size: float) -> None:
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dots are Chinese ones


def upright(section: Section) -> None:
    """A4 with the margins of official letters."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(24)


def landscape(section: Section) -> None:
    """The page turned, for wide tables."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(25), Mm(25)
    section.footer_distance = Mm(15)


def _page_numbers(word: Word) -> None:
    """Outside on both sides of a leaf, one character from the edge."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, align, side in ((section.footer, RIGHT, "w:right"), (section.even_page_footer, LEFT, "w:left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = word.styles["Normal"]
        paragraph.alignment = align
        put(paragraph._p.get_or_add_pPr(), "w:ind", {side: "280"})
        paragraph.add_run("— ").font.size = Pt(14)
        run = paragraph.add_run()
        run.font.size = Pt(14)
        for kind in ("begin", "instr", "separate", "text", "end"):
            if kind == "instr":
                field = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
                field.text = " PAGE "
            elif kind == "text":
                field = OxmlElement("w:t")
                field.text = "1"
            else:
                field = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
            run._r.append(field)
        paragraph.add_run(" —").font.size = Pt(14)
        for run in paragraph.runs:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
