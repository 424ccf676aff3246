"""Word 单一 XML 文件: Word's "XML document" (Flat OPC) and "Word 2003 XML", brought into the parts of a docx.

LibreOffice reads them too, but loses merged cells: tasks would slip into other columns. Flat OPC is a docx whose parts
stand in one file. Word 2003 XML (WordprocessingML, Microsoft Office 2003 XML Reference Schemas) is the vocabulary docx
came from; it spells merges in lower case, wraps changes in annotations and says each automatic number where it is
printed (`wx:t`).
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from rules.documents import Content, docx
from rules.model import RuleParseError
from rules.numbering import W

FORMAT = "Word 单一 XML 文件"

_HEAD = 4096  # bytes; the root element or its processing instruction stands there
_MARK = re.compile(rb"<\?mso-application\s+progid=\"Word\.Document\"|<pkg:package\b|<w:wordDocument\b")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_NOTED = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge", "footnote": "del", "endnote": "del"}
_GONE = frozenset(("Word.Deletion", "Word.Comment"))


def recognises(data: bytes) -> bool:
    """XML that says it is a Word document, or a package in one file."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_MARK.search(data[:_HEAD]))


def read(data: bytes, file: str) -> Content:
    """The parts as a docx, read as such."""
    if _DOCTYPE.search(data):
        raise RuleParseError(f"{file}：含实体或文档类型声明（可能是恶意文件）。请用 Word/WPS 打开后另存为 .docx 再试")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise RuleParseError(
            f"{file}：XML 不完整或已损坏。请重新获取文件，或用 Word/WPS 打开后另存为 .docx 再试"
        ) from None
    if root.tag == f"{_PKG}package":
        parts = _flat_parts(root)
    else:
        parts = {"word/document.xml": _modern(root)}
        _check_merges(parts["word/document.xml"], file)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, etree.tostring(part, encoding="utf-8"))
    return docx.read(out.getvalue(), file)


def _flat_parts(package: etree._Element) -> dict[str, etree._Element]:
    """The XML parts by name; pictures are left where they are."""
    parts = {}
    for part in package.iterfind(f"{_PKG}part"):
        inside = part.find(f"{_PKG}xmlData/*")
        if inside is not None:
            parts[(part.get(f"{_PKG}name") or "").lstrip("/")] = inside
    return parts


def _modern(root: etree._Element) -> etree._Element:
    """The document element a docx would have; in place, but for the outermost."""
    for element in list(root.iter(etree.Element)):
        if element.tag == f"{_OLD}listPr":
            _say_number(element)
    for element in root.iter(etree.Element):
        kind = element.get(f"{_OLD}type")
        for name in [name for name in map(str, element.attrib) if name.startswith(_OLD)]:
            element.set(W + name[len(_OLD) :], element.attrib.pop(name))
        if element.tag.startswith(_OLD):
            name = element.tag[len(_OLD) :]
            element.tag = W + _RENAMED.get(name, name)
        elif element.tag == _NOTED and kind in _GONE:
            element.tag = f"{W}del"
        else:
            element.tag = f"{W}customXml"  # sections, smart tags, insertions: what only wraps
    document = etree.Element(f"{W}document")
    body = root.find(f"{W}body")
    if body is not None:
        document.append(body)
    return document


def _check_merges(document: etree._Element, file: str) -> None:
    """Refuse tables in which cells are left out instead of marked as merged, as LibreOffice writes them."""
    for table in document.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iterfind(f"{W}tr"):
            spans = (*row.iterfind(f"{W}tc/{W}tcPr/{W}gridSpan"), *row.iterfind(f"{W}trPr/*"))
            if columns and not spans and len(row.findall(f"{W}tc")) < columns:
                raise RuleParseError(
                    f"{file}：是 Word 2003 的单一 XML 文件，其中的合并单元格没有写明。请用 Word/WPS 另存为 .docx 后再试"
                )


def _say_number(listed: etree._Element) -> None:
    """Put the printed number of a paragraph at the beginning of its words."""
    printed = listed.find(f"{_HINT}t")
    properties = listed.getparent()
    paragraph = None if properties is None else properties.getparent()
    if printed is None or properties is None or paragraph is None or paragraph.tag != f"{_OLD}p":
        return
    run = etree.Element(f"{_OLD}r")
    etree.SubElement(run, f"{_OLD}t").text = (printed.get(f"{_HINT}val") or "").replace("·", "")
    properties.addnext(run)
    properties.remove(listed)
