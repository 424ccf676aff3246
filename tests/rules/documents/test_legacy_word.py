"""Old Word and WPS documents, through LibreOffice; without it, the message names the package."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import docx
import pytest
from drawn_documents import (
    BASICS,
    BUDGET,
    HEADER,
    SCHOOLS,
    TITLE,
    Box,
    Rows,
    add_table,
    numbered,
    read,
    saved,
    to_docx,
    to_html,
    told,
)

from rules import libreoffice
from rules.documents import legacy_word
from rules.model import RuleParseError

ROWS: Rows = [
    HEADER,
    ["1", Box(text="一、决策公开", rows=2), BUDGET, Box(text="区财政局", rows=2), "区教育局\n区民政局"],
    ["2", SCHOOLS, "各镇街"],
    [Box(text="二、管理公开", columns=5)],
    ["3", "（一）机构职能", BASICS, "", "各镇街"],
]
FORMATS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

needs_office = pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")


def written() -> bytes:
    """The table, its numbers counted by Word."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = add_table(document, ROWS)
    put = numbered(document, [("decimal", "%1")])
    for row in (1, 2, 4):
        table.cell(row, 0).text = ""
        put(table.cell(row, 0).paragraphs[0])
    document.add_paragraph("")  # LibreOffice drops a table that nothing follows
    return saved(document)


@cache
def made(form: str, folder: Path) -> bytes:
    program = libreoffice.find()
    assert program
    source = folder / "document.docx"
    source.write_bytes(written())
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        FORMATS[form],
    ]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    return (folder / f"document.{form}").read_bytes()


@needs_office
@pytest.mark.parametrize("form", FORMATS)
def test_old_formats_read_as_the_new_one(form: str, tmp_path: Path) -> None:
    data = made(form, tmp_path)
    assert legacy_word.recognises(data)
    assert told(read(data, "分工表.wps")) == told(read(written()))


@needs_office
def test_what_libreoffice_cannot_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_word, "_check", lambda data, file: None)
    with pytest.raises(RuleParseError, match=r"分工表.doc：LibreOffice .*。请用 Word/WPS 打开后另存为 .docx 再试"):
        legacy_word.read(OLD + bytes(5000), "分工表.doc")


@needs_office
def test_conversion_is_bounded_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "TIMEOUT", 0.05)
    with pytest.raises(RuleParseError, match="转换超过"):
        legacy_word.read(b"{\\rtf1 \\par}", "分工表.rtf")


def test_without_libreoffice_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    with pytest.raises(
        RuleParseError, match=r"分工表.rtf：.*本机未安装。请安装 LibreOffice.*apt install libreoffice-writer.*另存为"
    ):
        legacy_word.read(b"{\\rtf1 \\par}", "分工表.rtf")


@needs_office
def test_the_starter_finds_the_systems_tools_whatever_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    program = libreoffice.find()
    assert program
    monkeypatch.setenv("PATH", "/no/such/folder")
    assert libreoffice.to_docx(b"{\\rtf1 \\par}", ".rtf", program).startswith(b"PK")


def test_a_program_outside_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "office9.9/program").mkdir(parents=True)
    program = tmp_path / "office9.9/program/soffice"
    program.touch()
    monkeypatch.setenv("PATH", "/no/such/folder")
    monkeypatch.setattr(libreoffice, "_PLACES", (f"{tmp_path}/office*/program",))
    assert libreoffice.find() == str(program)


def test_a_program_that_does_not_start() -> None:
    with pytest.raises(libreoffice.ConversionError, match="无法启动"):
        libreoffice.to_docx(b"{\\rtf1 }", ".rtf", "/no/such/soffice")


def test_a_program_that_makes_nothing() -> None:
    with pytest.raises(libreoffice.ConversionError, match="无法打开"):
        libreoffice.to_docx(b"{\\rtf1 }", ".rtf", "/bin/true")


@pytest.mark.parametrize("name", ["分工表.wps", "分工表.doc"])
def test_new_documents_with_old_names_need_no_libreoffice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    assert len(read(to_docx(ROWS), name).rows) == 3
    assert len(read(to_html(ROWS), name).rows) == 3


def test_the_program_is_found_where_installers_put_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "libreoffice24.2" / "program" / "soffice"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    monkeypatch.setattr(libreoffice, "_PLACES", (f"{tmp_path}/libreoffice*/program",))
    assert libreoffice.find() == str(program)
    monkeypatch.setattr(libreoffice, "_PLACES", ("/nowhere",))
    assert libreoffice.find() is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<?xml version='1.0'?><html><body/></html>", id="a page"),
        pytest.param("工作任务".encode(), id="text"),
        pytest.param(b"PK\x03\x04", id="a zip"),
    ],
)
def test_other_formats_are_not_taken(data: bytes) -> None:
    assert not legacy_word.recognises(data)
