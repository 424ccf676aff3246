"""通报.docx and 整改通知书.docx: their whole text, the same bytes, hostile words, and an office's own templates."""

from __future__ import annotations

import io
import itertools
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from district import audit
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hostile import TEXTS, poison
from lxml import etree
from test_follow import followed

from checker.scoring import counts
from reports.bulletin import Earlier
from reports.cleaning import clean
from reports.default_templates import TEMPLATES
from reports.formats import load_format
from reports.formats.docx import BULLETIN, NOTICE, SHIPPED, Letterhead
from reports.letters import Letters
from reports.naming import ReportError

GOLDEN = Path(__file__).parents[1] / "golden"


def lines(content: bytes) -> Iterator[str]:
    """Paragraphs and rows in the order of the document."""
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(cell.text.replace("\n", "") for cell in row.cells)


def words(path: Path) -> str:
    return "\n".join(lines(path.read_bytes())) + "\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    given, known = followed(audit())
    before = Earlier(as_of=date(2024, 8, 31), counts=counts(given.results[4:]))
    head = Letterhead(letters=Letters(issuer="云山区人民政府办公室"), earlier=before)
    return dict(head.write(given, known, tmp_path_factory.mktemp("letters"), None))


@pytest.mark.parametrize(("unit", "name"), [("", "bulletin.txt"), ("区教育局", "notice.txt")])
def test_whole_text(written: dict[str, Path], unit: str, name: str) -> None:
    text = words(written[unit])
    if os.environ.get("ZWGK_GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_who_gets_a_letter(written: dict[str, Path]) -> None:
    assert {unit: path.name for unit, path in written.items()} == {
        "": "通报.docx",
        "区财政局": "整改通知书-区财政局.docx",
        "区教育局": "整改通知书-区教育局.docx",
        "区民政局": "整改通知书-区民政局.docx",
    }, "区卫生健康局 answers for nothing by name"


def test_the_format_is_found_and_writes_only_notices_for_chosen_units(tmp_path: Path) -> None:
    given, known = followed(audit())
    assert set(load_format("docx").write(given, known, tmp_path, ["区教育局"])) == {"区教育局"}
    assert [path.name for path in tmp_path.iterdir()] == ["整改通知书-区教育局.docx"]
    with pytest.raises(ReportError, match="没有单位“无此单位”"):
        load_format("docx").write(given, known, tmp_path, ["无此单位"])


def test_same_results_same_bytes(written: dict[str, Path], tmp_path: Path) -> None:
    given, known = followed(audit())
    before = Earlier(as_of=date(2024, 8, 31), counts=counts(given.results[4:]))
    head = Letterhead(letters=Letters(issuer="云山区人民政府办公室"), earlier=before)
    again = head.write(given, known, tmp_path, None)
    assert {unit: path.read_bytes() for unit, path in again.items()} == {
        unit: path.read_bytes() for unit, path in written.items()
    }


def test_nothing_in_the_file_tells_when_it_was_written(written: dict[str, Path]) -> None:
    with zipfile.ZipFile(written[""]) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = Document(str(written[""])).core_properties
    assert core.title == "关于2024年9月政务公开栏目核查情况的通报"
    assert core.author == "云山区人民政府办公室"
    assert core.created is not None
    assert core.created.date() == date(2024, 9, 29)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_shipped_templates_are_what_the_code_builds(name: str) -> None:
    assert (SHIPPED / name).read_bytes() == TEMPLATES[name](), (
        "run python -m reports.default_templates reports/templates"
    )


_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "wordWrap",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "rPr",
    "sectPr",
]


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/footer1.xml", "word/footer2.xml"])
@pytest.mark.parametrize("unit", ["", "区教育局"])
def test_paragraphs_are_written_as_word_demands(written: dict[str, Path], unit: str, part: str) -> None:
    with zipfile.ZipFile(written[unit]) as archive:
        tree = etree.fromstring(archive.read(part))
    found = [[etree.QName(one).localname for one in node] for node in tree.iter(qn("w:pPr"))]
    assert found
    for names in found:
        assert names == sorted(names, key=_ORDER.index), "Word calls a file broken that has them in another order"


@pytest.mark.parametrize("unit", ["", "区教育局"])
def test_form_of_official_letters(written: dict[str, Path], unit: str) -> None:
    word = Document(str(written[unit]))
    upright, across = word.sections[0], word.sections[-1]
    measures = (upright.page_width, upright.page_height, upright.top_margin, upright.left_margin)
    assert [round(one.mm) for one in measures if one] == [210, 297, 37, 28]
    assert across.page_width is not None
    assert round(across.page_width.mm) == 297
    heads = [row for table in word.tables for row in table.rows if row._tr.findall(f".//{qn('w:tblHeader')}")]
    assert len(heads) == len(word.tables) > 0, "every table repeats its head"
    assert "PAGE" in etree.tostring(upright.footer._element, encoding="unicode")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Elements of letters with harmless words."""
    given, known = followed(audit(names=("区财政局",)))
    files = Letterhead().write(given, known, tmp_path_factory.mktemp("plain"), None)
    return {unit: shape(path) for unit, path in files.items()}


@pytest.mark.parametrize("text", [*TEXTS, "{_{ 7 }_} {_% raw %_} {% raw %} {#", "a\tb\nc\fd\ae"])
def test_hostile_words_are_words(text: str, tmp_path: Path, shapes: dict[str, set[str]]) -> None:
    given, known = followed(audit(names=("区财政局",)))
    bad = replace(given, results=poisoned(given.results, text), run=replace(given.run, place=text))
    head = Letterhead(letters=Letters(issuer=text, requirements=(text, "二")))
    for unit, path in head.write(bad, known, tmp_path, None).items():
        told = words(path)
        assert shape(path) <= shapes[unit], "no element comes out of a text"
        shown = clean(text, 100)
        if shown and len(text) < 100:
            assert shown in told
        assert len(told) < 400_000


def poisoned(results: tuple[Any, ...], text: str) -> tuple[Any, ...]:
    """Words of findings, paths and tasks; what names a rule stays, or the ledger would not know it."""
    return tuple(
        replace(
            one,
            text=text,
            path=(text,) if one.path else (),
            document=text,
            findings=tuple(
                replace(poison(f, itertools.repeat(text)), code=f.code) for f in one.findings
            ),
        )
        for one in results
    )  # fmt: skip


def shape(path: Path) -> set[str]:
    """Names of the elements that make up the document."""
    with zipfile.ZipFile(path) as archive:
        names = {str(node.tag) for node in etree.fromstring(archive.read("word/document.xml")).iter()}
    return names | {qn("w:br"), qn("w:tab")}


def own(folder: Path, name: str, *paragraphs: str, footer: str = "") -> Letterhead:
    """An office's template of these paragraphs."""
    word = Document()
    for one in paragraphs:
        word.add_paragraph(one)
    word.sections[0].footer.paragraphs[0].text = footer
    word.save(str(folder / name))
    return Letterhead(letters=Letters(templates=folder, issuer="某办"))


def test_an_offices_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    given, known = followed(audit())
    head = own(
        tmp_path, BULLETIN, "某区政务公开办公室文件", "{{标题}}", "{%p for 问题 in 问题清单[:2] %}", "{{问题.责任单位}}",
        "{%p endfor %}", "{{“期限：”}}{{整改期限}}", footer="{{ 发文机关 }}",
    )  # fmt: skip
    files = head.write(given, known, tmp_path, None)
    assert words(files[""]).splitlines() == [
        "某区政务公开办公室文件",
        "关于2024年9月政务公开栏目",
        "核查情况的通报",
        "区教育局",
        "区教育局",
        "期限：2024年10月15日",
    ]
    assert Document(str(files[""])).sections[0].footer.paragraphs[0].text == "某办"
    assert "整改反馈表" in words(files["区教育局"]), "the other letter is as ours is"


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        pytest.param(["{{ 没有的项 }}"], "用了没有的项“没有的项”", id="unknown name"),
        pytest.param(
            ["{%p for 一 in 问题清单 %}", "{{ 一.价格 }}", "{%p endfor %}"], "没有的项“价格”", id="unknown part"
        ),
        pytest.param(["{% for 一 in 问题清单 %}"], "标记写错了", id="never closed"),
        pytest.param(["总结：{{ 标题 "], "标记写错了", id="open braces"),
        pytest.param(["{{ 标题 }}", "一", "{{ 标题 | 金额 }}", "三"], "（“{{ 标题 | 金额 }}”附近）", id="where it is"),
        pytest.param(["{{ 标题.__class__.__mro__ }}"], "填不进去", id="reaches into the program"),
        pytest.param(["{{ 1 // 0 }}"], "填不进去（“{{ 1 // 0 }}”附近）", id="reckons nonsense"),
        pytest.param(
            ["一", "二 {{ 标题 + 1 }} 号", "三"], "填不进去（“二 {{ 标题 + 1 }} 号”附近）", id="adds to words"
        ),
        pytest.param(["{{ '长' * 10 ** 11 }}"], "填不进去（“{{ '长' * 10 ** 11 }}”附近）", id="fills the memory"),
        pytest.param(["{% for 一 in range(10 ** 9) %}{% endfor %}"], "填不进去", id="never ends"),
    ],
)
def test_a_broken_template_is_one_line(tmp_path: Path, paragraphs: list[str], told: str) -> None:
    given, known = followed(audit())
    head = own(tmp_path, BULLETIN, *paragraphs)
    with pytest.raises(ReportError) as error:
        head.write(given, known, tmp_path / "out", None)
    assert told in str(error.value)
    assert BULLETIN in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param("正文".encode(), id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), id="an old .doc with a new name"),
        pytest.param(b"PK\x05\x06" + bytes(18), id="an empty archive"),
        pytest.param((SHIPPED / NOTICE).read_bytes()[:5000], id="cut short"),
    ],
)
def test_what_is_no_word_file_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NOTICE).write_bytes(content)
    given, known = followed(audit())
    with pytest.raises(ReportError, match="不是完好的"):
        Letterhead(letters=Letters(templates=tmp_path)).write(given, known, tmp_path, ["区财政局"])
