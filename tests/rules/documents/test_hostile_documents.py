"""Files that are broken, locked or made to harm: one Chinese line each, quickly and in little memory."""

from __future__ import annotations

import io
import re
import resource
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from drawn_documents import BUDGET, HEADER, SCHOOLS, Rows, content, to_docx, to_html, to_xls, to_xlsx

from rules.documents import legacy_word, read_document
from rules.model import RuleParseError

ROWS: Rows = [HEADER, ["1", "一、公开", BUDGET, "区财政局", "区教育局"]]
DOCX, XLSX, XLS = to_docx(ROWS), to_xlsx(ROWS), to_xls(ROWS)
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (char, b"&%c;" % (char - 1) * 10) for char in range(ord("b"), ord("k")))
    + b"]>"
)
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def repacked(data: bytes, changes: dict[str, bytes], *, level: int = 9) -> bytes:
    """The package with some parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target,
    ):
        for name in source.namelist():
            if name not in changes:
                target.writestr(name, source.read(name))
        for name, part in changes.items():
            target.writestr(name, part)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def with_doctype(data: bytes, name: str, doctype: bytes, inside: bytes) -> bytes:
    xml = part(data, name)
    start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return repacked(data, {name: doctype + xml[start:].replace(BUDGET.encode(), inside)})


def encrypted_flag(data: bytes) -> bytes:
    """The zip's own encryption, as archivers set it."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


def lying(data: bytes) -> bytes:
    """The directory says the main part is small; it is not."""
    big = repacked(data, {"word/document.xml": part(data, "word/document.xml") + b" " * 60_000_000})
    changed = bytearray(big)
    with zipfile.ZipFile(io.BytesIO(big)) as archive:
        info = archive.getinfo("word/document.xml")
    for mark, offset, name in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        place = changed.find(mark)
        while place >= 0:
            if changed[place + name : place + name + 17] == b"word/document.xml":
                changed[place + offset : place + offset + 4] = struct.pack("<I", 1000)
            place = changed.find(mark, place + 4)
    assert info.file_size > 60_000_000
    return bytes(changed)


def compound(*streams: str, header: bytes = b"") -> bytes:
    """A compound file with empty streams of those names, the first one with `header` as its content."""
    sector = 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFF] * 125
    blocks = -(-max(len(header), 4096) // sector) if header else 0
    for index in range(blocks):
        fat[3 + index] = 4 + index if index + 1 < blocks else 0xFFFFFFFE
    entries = []
    for place, name in enumerate(("Root Entry", *streams)):
        text = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if place == 0 else 2
        child = 1 if place == 0 else 0xFFFFFFFF
        right = place + 1 if 0 < place < len(streams) else 0xFFFFFFFF
        start, size = (3, max(len(header), 4096)) if place == 1 and header else (0xFFFFFFFE, 0)
        entries.append(
            text.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(text), kind, 1, 0xFFFFFFFF, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )
    directory = b"".join(entries).ljust(2 * sector, b"\0")[: 2 * sector]
    fat[2] = 0xFFFFFFFE
    fat[1] = 2
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
        + struct.pack("<5I", 1, 1, 0, 4096, 0xFFFFFFFE)
        + struct.pack("<3I", 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff\xff\xff\xff" * 108
    )
    body = header.ljust(blocks * sector, b"\0") if header else b""
    return head + struct.pack("<128I", *fat) + directory + body


WORD_LOCKED = compound("WordDocument", header=struct.pack("<6H", 0xA5EC, 0xC1, 0, 0, 0, 0x0100) + bytes(100))

HOSTILE = [
    pytest.param(DOCX[: len(DOCX) // 2], "不完整或已损坏.*请重新获取", id="docx cut off"),
    pytest.param(XLSX[: len(XLSX) // 2], "不完整或已损坏.*请重新获取", id="xlsx cut off"),
    pytest.param(DOCX[:60], "不完整或已损坏|压缩包", id="docx of 60 bytes"),
    pytest.param(XLS[: len(XLS) // 2], "损坏.*请", id="xls cut off"),
    pytest.param(
        repacked(DOCX, {"word/document.xml": b"<w:document"}), "已损坏.*请用 Word/WPS 打开后另存", id="broken XML"
    ),
    pytest.param(repacked(DOCX, {"word/document.xml": b"<a/>"}), "没有正文.*请", id="no body"),
    pytest.param(repacked(XLSX, {"xl/workbook.xml": b"<a/>"}), "没有可见的工作表.*请|损坏.*请", id="no sheets"),
    pytest.param(repacked(XLSX, {"xl/styles.xml": b"<a"}), "损坏.*请", id="broken styles"),
    pytest.param(
        with_doctype(DOCX, "word/document.xml", ENTITIES, b"&j;"), "实体或文档类型声明.*请", id="entity bomb in docx"
    ),
    pytest.param(
        with_doctype(XLSX, "xl/workbook.xml", ENTITIES, b"&j;"), "实体或文档类型声明.*请", id="entity bomb in xlsx"
    ),
    pytest.param(
        with_doctype(DOCX, "word/document.xml", EXTERNAL, b"&x;"), "实体或文档类型声明.*请", id="a file of this machine"
    ),
    pytest.param(
        repacked(DOCX, {"word/document.xml": part(DOCX, "word/document.xml") + b" " * 300_000_000}),
        "解压后的内容过大.*请确认",
        id="zip bomb",
    ),
    pytest.param(
        repacked(DOCX, {f"word/part{number}.xml": b" " * 4_900_000 for number in range(20)}),
        "解压后的内容过大.*请确认",
        id="zip bomb of many parts",
    ),
    pytest.param(
        repacked(XLSX, {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 100_000_000}),
        "解压后的内容过大.*请",
        id="xlsx bomb",
    ),
    pytest.param(lying(DOCX), "不完整或已损坏.*请", id="zip bomb that lies about its size"),
    pytest.param(
        repacked(
            DOCX,
            {"word/document.xml": part(DOCX, "word/document.xml").replace(b"<w:t>", b"<w:t>" + b"<w:r>" * 9000, 1)},
        ),
        "已损坏.*请",
        id="deep XML",
    ),
    pytest.param(encrypted_flag(DOCX), "密码保护.*请去掉密码", id="docx with a zip password"),
    pytest.param(compound("EncryptionInfo", "EncryptedPackage"), "密码保护.*请去掉密码", id="docx with a password"),
    pytest.param(WORD_LOCKED, "密码保护.*请去掉密码", id="doc with a password"),
    pytest.param(compound("PowerPoint Document"), "演示文稿.*请", id="slides"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不完整或已损坏.*请", id="doc of nothing"),
    pytest.param(compound("Workbook"), "损坏.*请", id="empty workbook"),
    pytest.param(repacked(DOCX, {"OFD.xml": b"<a/>"}).replace(b"word/", b"wxrd/"), "OFD 版式文件.*请", id="OFD"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(99), "图片.*请用原 Word", id="picture"),
    pytest.param(b"Rar!\x1a\x07\x00" + bytes(99), "压缩包.*请解压", id="archive"),
    pytest.param(
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + bytes(99),
        "OpenDocument 文档.*请.*另存",
        id="OpenDocument",
    ),
    pytest.param(
        b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
        "Excel 的单一 XML.*请",
        id="XML",
    ),
    pytest.param(b"<html><table><tr><td>1" + b"<td>x" * 400_000, None, id="a row of 400,000 cells"),
    pytest.param(b"<html><table><tr>" + b"<td>x" * 1_000_000, "个标签，超过上限.*请", id="a row of a million cells"),
    pytest.param(b"<html>" + b"<p>1" * 2_500_000, "网页有.*超过上限.*请", id="page of ten megabytes"),
    pytest.param(
        "\t工作任务\n\t责任单位\n".encode() + "\t一、\n".encode() * 3_000,
        "版式无法识别.*请",
        id="nothing but headings",
    ),
    pytest.param(b"<html><body>" + b"<div>" * 200_000 + "甲".encode(), None, id="deep page"),
    pytest.param(
        b"<table>" + b"<tr><td rowspan=65534 colspan=1000>1</td></tr>" * 5000 + b"</table><html>",
        "表格过大.*请",
        id="overlapping cells",
    ),
    pytest.param(
        b"<html><table>" + b"<tr><td rowspan=9999 colspan=120>1</td></tr>" * 9999,
        "表格过大.*请",
        id="a table of millions",
    ),
    pytest.param(b"<html>" + b"<table><tr><td>" * 3000 + b"1", None, id="tables in tables"),
    pytest.param(b"<html><ol>" + b"<li>1" * 20_000, None, id="long list"),
    pytest.param(b"|a|b|\n|--|--|\n" + b"|x|y|\n" * 200_000, "表格过大.*请", id="long Markdown table"),
    pytest.param(b"[" * 100_000 + b"](\n|a|b|\n|-|-|\n" + b"*_`" * 50_000, None, id="marks without end"),
    pytest.param(b"- | -" * 20_000 + b"\n" + b"-|" * 50_000, None, id="dashes"),
]


def complaint(data: bytes) -> str | None:
    """What the reader says against the file; None when it reads it."""
    try:
        content(data, "分工表")
    except RuleParseError as error:
        return str(error)
    return None


@pytest.mark.parametrize(("data", "message"), HOSTILE)
def test_hostile_files(data: bytes, message: str | None) -> None:
    tracemalloc.start()
    begun = time.process_time()
    said = complaint(data)
    taken = time.process_time() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if message is None:
        assert said is None
    else:
        assert said is not None
        assert re.match(rf"分工表[：\s][^\n]*(?:{message})[^\n]*$", said)
    assert peak < 300_000_000
    assert taken < 15  # tracing memory makes it three times as slow


def test_a_hundred_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "分工表.docx"
    with path.open("wb") as out:
        out.truncate(100_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RuleParseError, match=r"100,000,000 字节，超过上限 20,000,000 字节。请"):
        read_document(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize("data", [DOCX, XLSX, XLS, to_html(ROWS)], ids=["docx", "xlsx", "xls", "html"])
def test_neighbours_are_not_taken_for_old_word(data: bytes) -> None:
    assert not legacy_word.recognises(data)


@pytest.mark.parametrize("data", [DOCX, XLSX, XLS], ids=["docx", "xlsx", "xls"])
def test_any_flipped_byte_is_read_or_explained(data: bytes) -> None:
    step = max(1, len(data) // 60)
    for place in range(0, len(data), step):
        changed = bytearray(data)
        changed[place] ^= 0xFF
        said = complaint(bytes(changed))
        assert said is None or "请" in said


def test_schools_are_not_lost_on_the_way() -> None:
    assert SCHOOLS in content(to_docx([*ROWS, ["2", "", SCHOOLS, "", ""]])).tables[0].rows[1][2].text
