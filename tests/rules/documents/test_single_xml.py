"""Word's XML in one file says what the docx says: the parts of a docx (Flat OPC), or the vocabulary of 2003."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from drawn_documents import BASICS, BUDGET, HEADER, SCHOOLS, TITLE, Box, Rows, add_table, numbered, read, saved, told

from rules.documents import single_xml
from rules.model import RuleParseError

ROWS: Rows = [
    HEADER,
    [Box(text="一、推进决策公开", columns=5)],
    ["", Box(text="（一）财政", rows=2), BUDGET, Box(text="区财政局", rows=2), "区教育局\n区民政局"],
    ["", SCHOOLS, "—"],
    ["", "（二）基层", BASICS, "", "各镇街"],
]
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
HINT = "http://schemas.microsoft.com/office/word/2003/auxHint"
NOTES = "http://schemas.microsoft.com/aml/2001/core"


def written() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = add_table(document, ROWS)
    put = numbered(document, [("decimal", "%1")])
    for row in (2, 3, 4):
        put(table.cell(row, 0).paragraphs[0])
    return saved(document)


def parts(package: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {
            name: re.sub(r"^<\?xml[^>]*\?>\s*", "", archive.read(name).decode())
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def flat() -> bytes:
    inside = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{part}</pkg:xmlData></pkg:part>'
        for name, part in parts(written()).items()
    )
    picture = '<pkg:part pkg:name="/word/media/image1.png"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part>'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'{DECLARED}<pkg:package xmlns:pkg="{space}">{inside}{picture}</pkg:package>'.encode()


def of_2003(replaced: tuple[str, str] = ("", "")) -> bytes:
    """As Word 2003 spells it: merges in lower case, numbers as printed, the words in sections."""
    body = re.search(r"<w:body>(.*)</w:body>", parts(written())["word/document.xml"], re.S)
    assert body
    numbers = iter("123")
    words = re.sub(
        r"<w:numPr>.*?</w:numPr>",
        lambda _: f'<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{next(numbers)}"/></w:listPr>',
        re.sub(r'(?:<w:vMerge w:val="continue"/>|<w:vMerge/>)', "<w:vmerge/>", body[1]).replace("vMerge", "vmerge"),
    ).replace(*replaced)
    return (
        f'{DECLARED}<w:wordDocument xmlns:w="{OLD}" xmlns:wx="{HINT}" xmlns:aml="{NOTES}">'
        f"<w:body><wx:sect>{words}</wx:sect></w:body></w:wordDocument>"
    ).encode()


@pytest.mark.parametrize("data", [pytest.param(flat(), id="flat package"), pytest.param(of_2003(), id="2003")])
def test_it_reads_as_the_docx(data: bytes) -> None:
    assert single_xml.recognises(data)
    found = read(data, "分工表.doc")
    assert told(found) == told(read(written()))
    assert [(row.seq, row.section, row.subsection, row.lead_units) for row in found.rows] == [
        ("1", "一、推进决策公开", "（一）财政", ("区财政局",)),
        ("2", "一、推进决策公开", "（一）财政", ("区财政局",)),
        ("3", "一、推进决策公开", "（二）基层", ()),
    ]


def test_deleted_words_comments_and_footnotes_are_left_out() -> None:
    word = "<w:r><w:t>删去的话</w:t></w:r>"
    noted = "".join(
        (
            f'<aml:annotation w:type="Word.Deletion"><aml:content>{word}</aml:content></aml:annotation>',
            f'<w:r><aml:annotation w:type="Word.Comment"><aml:content><w:p>{word}</w:p></aml:content></aml:annotation></w:r>',
            f"<w:r><w:footnote><w:p>{word}</w:p></w:footnote></w:r>",
            '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>添上的话。</w:t></w:r></aml:content>'
            "</aml:annotation>",
        )
    )
    run = f"<w:r><w:t>{SCHOOLS}</w:t></w:r>"
    assert read(of_2003((run, run + noted))).rows[1].text == f"{SCHOOLS}添上的话。"


def test_cells_left_out_instead_of_merged_are_refused() -> None:
    data = re.sub(rb"<w:tc>(?:(?!<w:tc>).)*?<w:vmerge/>.*?</w:tc>", b"", of_2003(), flags=re.S)
    with pytest.raises(RuleParseError, match="合并单元格没有写明。请用 Word/WPS 另存"):
        read(data, "分工表.doc")


BROKEN = [
    pytest.param(flat()[:3000], "XML 不完整或已损坏。请", id="cut off"),
    pytest.param(flat().replace(b"<pkg:package", b"<!DOCTYPE pkg:package []><pkg:package", 1), "实体", id="entities"),
    pytest.param(flat().replace(b"/word/document.xml", b"/word/other.xml"), "没有正文", id="no document"),
    pytest.param(f'<?xml version="1.0"?><w:wordDocument xmlns:w="{OLD}"/>'.encode(), "没有正文", id="empty"),
]


@pytest.mark.parametrize(("data", "message"), BROKEN)
def test_broken_files_say_so(data: bytes, message: str) -> None:
    with pytest.raises(RuleParseError, match=message):
        read(data, "分工表.xml")
