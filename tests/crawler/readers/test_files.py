"""How files answer, and the text in them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from crawler.evidence import Failure, FailureKind, Page
from crawler.inspected import Answering, TargetKind
from crawler.readers import filetext
from crawler.readers.extracting import MAX_TEXT, text_in
from crawler.readers.files import file_answer
from crawler.readers.filetext import attachment_text

SITE = "https://www.example.gov.cn/f/"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj"
OLE, ZIP, PNG, JPG = (
    b"\xd0\xcf\x11\xe0" + b"\0" * 60,
    b"PK\x03\x04" + b"\0" * 60,
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
)
MP4 = b"\0\0\0\x20ftypisom"
WEB = "<!DOCTYPE html><html><head><title>云山区</title></head><body><h1>欢迎</h1><p>这里是首页，请浏览各栏目。</p></body></html>".encode()
GONE = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>".encode()
LEADS = b'<html><head><meta http-equiv="refresh" content="0;url=/real.pdf"></head><body></body></html>'
LOGIN = '<html><body><form><input name="u"><input type="password"></form>请登录</body></html>'.encode()
WORD = b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=ProgId content=Word.Document></head>'


def page(body: bytes = b"", status: int | None = 200, **more: Any) -> Page:
    values: dict[str, Any] = {"requested": SITE, "url": SITE, "fetched_at": datetime(2022, 11, 1, tzinfo=UTC)}
    return Page(status=status, body=body, **(values | more))


def answered(file: str, given: Page) -> tuple[Answering, str]:
    found = file_answer(file, SITE + file, given, kind=TargetKind.DOCUMENT)
    return found.answering, found.detail


@pytest.mark.parametrize(
    ("file", "given", "answering", "detail"),
    [
        pytest.param("a.pdf", page(PDF), Answering.FINE, "", id="a pdf"),
        pytest.param("a.pdf", page(PDF, 206, cut=True), Answering.FINE, "", id="its beginning"),
        pytest.param("a.docx", page(ZIP), Answering.FINE, "", id="a package"),
        pytest.param("a.doc", page(ZIP), Answering.FINE, "", id="a new document under an old name opens"),
        pytest.param("a.xls", page(OLE), Answering.FINE, "", id="an old workbook"),
        pytest.param("a.doc", page(b"{\\rtf1"), Answering.FINE, "", id="rtf under the name doc opens"),
        pytest.param("a.doc", page(WORD), Answering.FINE, "", id="a document saved as a web page by Word"),
        pytest.param("a.xls", page(b"<html><body><table>", content_type="application/vnd.ms-excel"), Answering.FINE, "", id="a table exported for Excel"),
        pytest.param("a.jpg", page(PNG), Answering.FINE, "", id="a picture of another kind is shown all the same"),
        pytest.param("a.zip", page(b"Rar!\x1a\x07"), Answering.FINE, "", id="rar under the name zip opens"),
        pytest.param("a.mp4", page(MP4), Answering.FINE, "", id="a film"),
        pytest.param("a.mp4", page(b"\x12\x34\x56"), Answering.FINE, "", id="a film of a kind we do not know"),
        pytest.param("a.pdf", page(b"\x01\x02secured"), Answering.FINE, "", id="bytes that nobody knows accuse nobody"),
        pytest.param("a.txt", page("说明".encode("gb18030")), Answering.FINE, "", id="a text"),
        pytest.param("down?id=3", page(WEB), Answering.FINE, "", id="an address that promises nothing"),
        pytest.param("down?name=a.pdf", page(WEB), Answering.FINE, "", id="a viewer"),
        pytest.param("a.pdf", page(status=404), Answering.GONE, "HTTP 404", id="404"),
        pytest.param("a.pdf", page(GONE), Answering.GONE, "页面提示内容不存在", id="a page that says 404"),
        pytest.param("a.pdf", page(status=400), Answering.ERROR, "HTTP 400", id="400"),
        pytest.param("a.pdf", page(b""), Answering.EMPTY, "内容为空", id="no byte"),
        pytest.param("a.pdf", page(b"\r\n"), Answering.EMPTY, "内容为空", id="a line end"),
        pytest.param("a.pdf", page(WEB), Answering.WRONG_TYPE, "应为PDF，实为网页", id="a page instead of a pdf"),
        pytest.param("a.mp4", page(WEB), Answering.WRONG_TYPE, "应为音视频，实为网页", id="a page instead of a film"),
        pytest.param("a.jpg", page(WEB), Answering.WRONG_TYPE, "应为图片，实为网页", id="a page instead of a picture"),
        pytest.param("a.pdf", page(OLE), Answering.WRONG_TYPE, "应为PDF，实为办公文档", id="a document under the name pdf"),
        pytest.param("a.doc", page(JPG), Answering.WRONG_TYPE, "应为办公文档，实为图片", id="a picture under the name doc"),
        pytest.param("a.pdf", page(LEADS), Answering.UNKNOWN, "", id="a page that leads on"),
        pytest.param("a.pdf", page(b"<html><body><script>go()</script></body></html>"), Answering.UNKNOWN, "页面由脚本生成", id="a page of scripts"),
        pytest.param("a.pdf", page(LOGIN), Answering.UNKNOWN, "", id="a login"),
        pytest.param("a.pdf", page(b"", cut=True), Answering.UNKNOWN, "未读到内容", id="nothing was kept"),
        pytest.param("a.pdf", page(status=403), Answering.UNKNOWN, "HTTP 403", id="refused"),
        pytest.param("a.pdf", page(status=412), Answering.UNKNOWN, "HTTP 412", id="a wall"),
        pytest.param("a.pdf", page(status=416), Answering.UNKNOWN, "HTTP 416", id="no parts given"),
        pytest.param("a.pdf", page(status=503), Answering.UNKNOWN, "HTTP 503", id="down"),
        pytest.param("a.pdf", page(status=None, failure=Failure(kind=FailureKind.UNREACHABLE, detail="连接超时")), Answering.UNKNOWN, "连接超时", id="no answer"),
    ],
)  # fmt: skip
def test_answers(file: str, given: Page, answering: Answering, detail: str) -> None:
    assert answered(file, given) == (answering, detail)


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.doc", "a.mp4", "a.jpg", "a.zip", "a", "a.pdf?x=1"]))
@settings(max_examples=150)
def test_any_bytes_get_an_answer(body: bytes, file: str) -> None:
    answering, detail = answered(file, page(body))
    assert (answering is Answering.FINE) == (not detail) or answering is Answering.UNKNOWN


# -- texts -----------------------------------------------------------------------------------------------------------


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("公示名单")
    table = document.add_table(2, 2)
    for place, text in enumerate(("姓名", "证件号", "李娜", "5001")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("特此公示")
    return _saved(document)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["姓名", "电话"])
    book.active.append(["李娜", 13629876501])
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["甲", 2.5])
    return _saved(book)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    sheet.write(0, 0, "李娜")
    sheet.write(0, 1, 13629876501)
    return _saved(book)


def printed() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Li Na 5001")
    canvas.drawString(100, 600, "next line")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(word(), ["公示名单", "姓名\t证件号", "李娜\t5001", "特此公示"], id="docx"),
        pytest.param(
            workbook(), ["Sheet", "姓名\t电话", "李娜\t13629876501", "底稿", "甲\t2.5"], id="xlsx, hidden sheets too"
        ),
        pytest.param(old_workbook(), ["名单", "李娜\t13629876501"], id="xls"),
        pytest.param(printed(), ["Li Na 5001", "next line"], id="pdf"),
    ],
)
def test_text(data: bytes, lines: list[str]) -> None:
    assert text_in(data).rstrip("\n").split("\n") == lines


def test_text_by_a_process_of_its_own() -> None:
    assert attachment_text(word(), "application/msword", "a.docx") == "公示名单\n姓名\t证件号\n李娜\t5001\n特此公示"


@pytest.mark.parametrize(
    ("data", "url", "text"),
    [
        pytest.param("姓名\t证件号\r\n李娜\t5001".encode("gb18030"), "/a.txt", "姓名\t证件号\r\n李娜\t5001", id="GBK"),
        pytest.param("姓名,证件号\n李娜,5001".encode(), "/a.csv?v=1", "姓名\t证件号\n李娜\t5001", id="commas"),
        pytest.param("姓名".encode(), "/a.dat", None, id="an ending nobody knows"),
        pytest.param(b"\0\1\2", "/a.txt", None, id="no text"),
    ],
)
def test_plain_text(data: bytes, url: str, text: str | None) -> None:
    assert attachment_text(data, "application/octet-stream", f"https://www.example.gov.cn{url}") == text


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


_SPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ENTITY = (
    b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document ' + _SPACE + b"><w:p>&e;</w:p></w:document>"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(packed("word/document.xml", b" " * 60_000_000), id="a bomb"),
        pytest.param(packed("word/document.xml", _ENTITY), id="an external entity"),
        pytest.param(word()[:2000], id="half a document"),
        pytest.param(packed("readme.txt", b"x"), id="another archive"),
        pytest.param(OLE, id="a broken compound file"),
        pytest.param(PDF, id="half a pdf"),
    ],
)
def test_no_text(data: bytes) -> None:
    assert attachment_text(data, "", "a") is None


@pytest.mark.parametrize(
    "data", [pytest.param(WEB, id="a page"), pytest.param(PNG, id="a picture"), pytest.param(b"", id="no byte")]
)
def test_no_process_for_other_files(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filetext, "read_confined", None)
    assert attachment_text(data, "", "a") is None


def test_a_file_that_takes_too_long_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filetext, "TIMEOUT", 0.001)
    assert attachment_text(word(), "", "a.docx") is None


def test_a_long_text_is_cut() -> None:
    document = docx.Document()
    for _ in range(12):
        document.add_paragraph("文" * 40_000)
    assert len(text_in(_saved(document))) == MAX_TEXT
