"""One table: every hostile text through every file that a run leaves. Nothing of it runs, loads, counts or breaks."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from district import audit, results, unit
from exhibits import exhibition
from hostile import TEXTS, poison
from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from checker.result import Audit
from reports.evidence import citations
from reports.evidence_numbers import evidence_book
from reports.formats import load_format
from reports.html import render_evidence, render_overview, render_unit
from reports.told import Told

DECEIVERS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
Files = Mapping[str, bytes]


def small() -> Audit:
    """The first result of each status, and what is special about single fields."""
    given = results()
    first = {one.status: one for one in reversed(given)}
    chosen = (*first.values(), *(one for one in given if one.corrections or one.unit))
    last = len(chosen) - 1
    units = (unit("甲", chosen, lead=range(last), shared=(last,)),)
    return replace(audit(), results=chosen, units=units)


def poisoned(text: str) -> Audit:
    """Every string of an audit is the text."""
    return poison(small(), repeat(text))


def written(name: str, given: Audit, folder: Path) -> Files:
    load_format(name).write(given, None, folder, None)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def unit_page(given: Audit, text: str, folder: Path) -> Files:
    return {"unit": render_unit(given, given.units[0], Told(book=evidence_book(given))).encode()}


def evidence_page(given: Audit, text: str, folder: Path) -> Files:
    """The saved page is the text as well, and so is everything the archive says of it."""
    cited = citations(given, evidence_book(given), range(len(given.results)))
    shown = exhibition(f"<p title='{text}'>{text}</p>")
    return {f"e{one.number}": render_evidence(given, one, shown).encode("utf-8") for one in cited[:2]}


def overview(given: Audit, text: str, folder: Path) -> Files:
    return {"overview": render_overview(given).encode()}


def check_page(content: bytes, plain: bytes) -> None:
    """No element, attribute or address that the page does not have with a harmless text."""
    page, harmless = (lxml_html.document_fromstring(one.decode("utf-8")) for one in (content, plain))
    tags = [{str(node.tag) for node in one.iter()} for one in (page, harmless)]
    assert tags[0] <= tags[1]
    names = [{name for node in one.iter() for name in node.attrib} for one in (page, harmless)]
    assert names[0] <= names[1] | {"href", "target", "rel"}
    assert not [name for name in names[0] if name.startswith("on") or name == "style"]
    for href in page.xpath("//@href"):
        assert re.match(r"(https?://|#|evidence/|[^:/]*\.html)", href, re.IGNORECASE), href
    assert_readable(content.decode("utf-8"))
    assert len(page.xpath("//script")) == 1
    for node in page.xpath("//*[@srcdoc]"):
        inner = lxml_html.document_fromstring(node.get("srcdoc"))
        assert node.get("sandbox") == ""
        assert not inner.xpath("//script | //img | //iframe | //form | //a | //link | //base | //svg")
        assert not [name for one in inner.iter() for name in one.attrib if name.startswith("on")]


def assert_readable(text: str) -> None:
    """Nothing that deceives the eye or that a file may not hold."""
    assert not [c for c in text if unicodedata.bidirectional(c) in DECEIVERS]
    assert not [c for c in text if unicodedata.category(c) == "Cs" or (c < " " and c not in "\t\n\r")]


def check_csv(content: bytes, plain: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows:
        for cell in row:
            assert_readable(cell)
            assert not cell.lstrip().startswith(("=", "@")), "a spreadsheet would reckon with it"


def check_xlsx(content: bytes, plain: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or re.match("https?://|#", cell.hyperlink.target or "#", re.IGNORECASE)
                assert_readable(str(cell.value or ""))
    assert_parts(content)


def check_docx(content: bytes, plain: bytes) -> None:
    assert_parts(content)
    for name, root in parts(content).items():
        if name.startswith("word/document"):
            assert_readable("".join(root.itertext()))
            assert not root.xpath("//*[local-name()='instrText' and contains(., 'DDE')]")


def parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def assert_parts(content: bytes) -> None:
    """Every part is well-formed, and what it leads to is a web page."""
    for name, root in parts(content).items():
        if name.endswith(".rels"):
            for target in root.xpath("//*[@TargetMode='External']/@Target"):
                assert re.match("https?://", target, re.IGNORECASE), target


def check_json(content: bytes, plain: bytes) -> None:
    def shape(value: Any) -> Any:
        return type(value).__name__ if not isinstance(value, dict) else sorted(value)

    told, harmless = json.loads(content), json.loads(plain)
    assert shape(told) == shape(harmless)
    assert len(told["results"]) == len(harmless["results"])


def by_format(name: str) -> Callable[[Audit, str, Path], Files]:
    return lambda given, text, folder: written(name, given, folder)


FORMATS: Mapping[str, tuple[Callable[[Audit, str, Path], Files], Callable[[bytes, bytes], None]]] = {
    "unit page": (unit_page, check_page),
    "evidence page": (evidence_page, check_page),
    "overview": (overview, check_page),
    "xlsx": (by_format("xlsx"), check_xlsx),
    "csv": (by_format("csv"), check_csv),
    "docx": (by_format("docx"), check_docx),
    "json": (by_format("json"), check_json),
}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Files]:
    given = poisoned("平常的话")
    return {name: make(given, "平常的话", tmp_path_factory.mktemp("harmless")) for name, (make, _) in FORMATS.items()}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_bears_every_text(name: str, text: str, harmless: Mapping[str, Files], tmp_path: Path) -> None:
    make, check = FORMATS[name]
    files = make(poisoned(text), text, tmp_path)
    plain = harmless[name]
    assert len(files) == len(plain)
    for content, other in zip(files.values(), plain.values(), strict=True):
        check(content, other)
