"""PDF: ruled tables on several pages, rows and merged cells cut by page breaks, scans, passwords."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from drawn_documents import (
    BASICS,
    BUDGET,
    HEADER,
    SCHOOLS,
    TITLE,
    Box,
    Rows,
    content,
    placed,
    read,
    to_docx,
    to_pdf,
    told,
)
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from rules import confined, libreoffice
from rules.documents import pdf
from rules.numbering import chinese
from rules.pdfpages import read_pages

WIDTHS = (40.0, 80.0, 200.0, 80.0, 80.0)
SIZE = 10.0


class Page:
    """A page drawn by hand: where lines and words stand is what is tested."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def words(self, text: str, y: float = 0) -> Page:
        self.items.append((text, y))
        return self

    def table(self, rows: Rows, y: float = 720, *, height: float = 60, open_at: str = "") -> Page:
        """`open_at` leaves out the border at the `top` or `bottom`, as some programs do where a row is cut."""
        self.items.append((rows, y, height, open_at))
        return self


def drawn(*pages: Page, sideways: bool = False) -> bytes:
    """`sideways` draws wide pages on tall paper that is to be turned, as programs print wide tables."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        canvas.setFont("STSong-Light", SIZE)
        if sideways:
            canvas.rotate(90)
            canvas.translate(0, -595)
        for item in page.items:
            if len(item) == 2:
                canvas.drawString(60, item[1] or 780, item[0])
            else:
                draw_table(canvas, *item)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_table(canvas: Any, rows: Rows, y: float, height: float, open_at: str) -> None:
    cells, count, width = placed(rows)
    xs = [60.0]
    for step in WIDTHS[:width]:
        xs.append(xs[-1] + step)
    for row, column, box in cells:
        left, right = xs[column], xs[column + box.columns]
        top, bottom = y - height * row, y - height * (row + box.rows)
        canvas.line(left, top, left, bottom)
        canvas.line(right, top, right, bottom)
        if not (open_at == "top" and row == 0):
            canvas.line(left, top, right, top)
        if not (open_at == "bottom" and row + box.rows == count):
            canvas.line(left, bottom, right, bottom)
        for number, line in enumerate(wrapped(box.text, right - left - 8)):
            canvas.drawString(left + 4, top - 14 - 12 * number, line)


def wrapped(text: str, width: float) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        count = int(width // SIZE)
        lines += [paragraph[start : start + count] for start in range(0, len(paragraph), count)] or [""]
    return lines


ROW = ["1", "一、决策公开", BUDGET, "区财政局", "区教育局"]


def test_rows_go_on_with_or_without_the_header() -> None:
    for second in (
        [HEADER, ["2", "二、管理", SCHOOLS, "区教育局", "各镇街"]],
        [["2", "二、管理", SCHOOLS, "区教育局", "各镇街"]],
    ):
        made = drawn(Page().words(TITLE).table([HEADER, ROW]), Page().table(second))
        found = read(made)
        assert [row.text for row in found.rows] == [BUDGET, SCHOOLS]
        assert (found.title, found.year) == (TITLE, 2024)


@pytest.mark.parametrize("open_at", ["", "bottom"], ids=["with a line at the cut", "without"])
def test_a_cut_row_is_one_row(open_at: str) -> None:
    upper, lower = "及时公布义务教育招生入学政策，做好解读回应工作，加强", "对重大项目的信息公开。"
    made = drawn(
        Page()
        .words(TITLE)
        .table([HEADER, ROW, ["2", "二、管理", upper, "区教育局", "区人力资源和社会"]], open_at=open_at),
        Page().table([HEADER, ["", "", lower, "", "保障局"], ["3", "三、服务", BASICS, "区政府办公室", "各镇街"]]),
    )
    assert told(read(made))[1:] == [
        ("2", "二、管理", upper + lower, ("区教育局",), ("区人力资源和社会保障局",), ()),
        ("3", "三、服务", BASICS, ("区政府办公室",), ("各镇街",), ()),
    ]


def test_merged_cells_go_on_over_the_page() -> None:
    made = drawn(
        Page().words(TITLE).table([HEADER, ["1", "一、决策公开", BUDGET, "区财政局", "区教育局"]]),
        Page().table(
            [
                HEADER,
                ["2", Box(text="", rows=2), SCHOOLS, Box(text="", rows=2), "各镇街"],
                ["3", BASICS, "区民政局"],
                ["4", "二、管理", BASICS, "", "各镇街"],
            ]
        ),
    )
    assert told(read(made))[1:] == [
        ("2", "一、决策公开", SCHOOLS, ("区财政局",), ("各镇街",), ("section", "lead_units")),
        ("3", "一、决策公开", BASICS, ("区财政局",), ("区民政局",), ("section", "lead_units")),
        ("4", "二、管理", BASICS, (), ("各镇街",), ()),
    ]


def test_headers_footers_and_page_numbers_are_no_words_between() -> None:
    rows = [[str(number), "一、公开", SCHOOLS, "区教育局", "各镇街"] for number in (1, 2, 3)]
    pages = [
        Page().words("云山区政务公开", 810).table([HEADER, row] if number == 1 else [row]).words(f"— {number} —", 30)
        for number, row in enumerate(rows, start=1)
    ]
    pages[0].items.insert(1, (TITLE, 780))
    found = read(drawn(*pages))
    assert [row.seq for row in found.rows] == ["1", "2", "3"]
    assert found.title == TITLE


def test_words_after_the_table_end_it() -> None:
    made = drawn(
        Page()
        .words(TITLE)
        .table([HEADER, ROW])
        .words("抄送：区委办公室，区人大办公室。", 560)
        .words("联系电话：1234", 520)
    )
    whole = content(made)
    assert [len(table.rows) for table in whole.tables] == [1]
    assert "联系电话" in whole.text
    assert "联系电话" not in whole.front


def test_lines_of_a_cell_are_paragraphs_where_they_end_early() -> None:
    made = drawn(
        Page().words(TITLE).table([HEADER, ["1", "一、公开", BUDGET, "区财政局", "区教育局\n区民政局\n各镇街"]])
    )
    assert content(made).tables[0].rows[0][2].text == BUDGET
    assert read(made).rows[0].responsible_units == ("区教育局", "区民政局", "各镇街")


def test_prose() -> None:
    page = Page().words("云山区2024年政务公开工作要点")
    lines = ("一、深化决策公开", f"（一）{BUDGET}（责任单位：区财政局）", f"（二）{SCHOOLS}（责任单位：区教育局）")
    for place, line in enumerate(lines):
        page.words(line, 740 - 30 * place)
    found = read(drawn(page))
    assert (found.layout, [row.responsible_units for row in found.rows]) == ("prose", [("区财政局",), ("区教育局",)])


def test_bold_by_printing_twice() -> None:
    made = drawn(Page().words(TITLE).words(TITLE).table([HEADER, ROW]))
    assert read(made).title == TITLE


def test_a_page_turned_sideways() -> None:
    made = drawn(Page().words(TITLE, 560).table([HEADER, ROW], 520), sideways=True)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    found = read(out.getvalue())
    assert (found.title, told(found)) == (TITLE, [("1", "一、决策公开", BUDGET, ("区财政局",), ("区教育局",), ())])


@pytest.mark.skipif(libreoffice.find() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("seed", [1, 5])
def test_what_a_word_processor_prints_reads_as_its_document(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    made = to_docx(long_table(chance))
    source = tmp_path / "document.docx"
    source.write_bytes(made)
    command = [libreoffice.find() or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = source.with_suffix(".pdf").read_bytes()
    assert len(PdfReader(io.BytesIO(printed)).pages) > 3
    assert told(read(printed)) == told(read(made))


def long_table(chance: random.Random) -> Rows:
    """Sections and leads merged over rows of very different heights, on many pages."""
    units = ("区财政局", "区教育局", "区民政局", "区人力资源和社会保障局", "各镇街", "区政府办公室")
    words = [text.rstrip("。") for text in (BUDGET, SCHOOLS, BASICS)]
    rows: list[list[Box | str]] = [[*HEADER]]
    section = lead = 0
    for number in range(1, 25):
        row: list[Box | str] = [str(number)]
        if not section:
            section = min(chance.randint(1, 6), 25 - number)
            row.append(Box(text=f"（{chinese(number)}）推进决策公开", rows=section))
        row.append("，".join(chance.choice(words) for _ in range(chance.randint(1, 14))) + "。")
        if not lead:
            lead = min(chance.choice([1, 1, 2, 3]), 25 - number)
            row.append(Box(text=chance.choice(units), rows=lead))
        row.append("、".join(chance.sample(units, chance.randint(0, 4))))
        rows.append(row)
        section, lead = section - 1, lead - 1
    return rows


# --- what cannot be read --------------------------------------------------------------------------------------------


def scan(pages: int = 2, mark: str = "") -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out)
    picture = ImageReader(Image.new("L", (60, 80), 200))
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, 595, 842)
        if mark:
            canvas.drawString(400, 20, mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(to_pdf([HEADER, ROW]))))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


GOOD = to_pdf([HEADER, ROW])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(scan(), "没有文字（可能是扫描件）。请用原 Word", id="scan"),
        pytest.param(scan(mark="Scanned by App"), "没有文字（可能是扫描件）", id="scan with the app's mark"),
        pytest.param(drawn(Page()), "没有文字", id="empty page"),
        pytest.param(locked("geheim", "geheim"), "密码保护.*请去掉密码", id="password"),
        pytest.param(GOOD[: len(GOOD) // 3], "不完整或已损坏。|没有文字|损坏", id="cut off"),
        pytest.param(b"%PDF-1.7\n" + b"\xff" * 2000, "损坏.*请重新获取", id="nothing but the mark"),
    ],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(Exception, match=message) as caught:
        content(data, "分工表.pdf")
    assert str(caught.value).startswith("分工表.pdf：")
    assert "\n" not in str(caught.value)


def test_a_password_for_printing_only_hinders_nobody() -> None:
    assert [row.text for row in read(locked("", "geheim")).rows] == [BUDGET]


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.pdfpages.MAX_PAGES", 1)
    assert read_pages(drawn(Page().words("甲"), Page().words("乙"))) == {"error": "pages"}


def bomb() -> bytes:
    """A page whose contents unpack to 500 MB."""
    import zlib

    packer = zlib.compressobj(9)
    block = b" " * (1 << 22)
    stream = b"".join([*(packer.compress(block) for _ in range(120)), packer.flush()])
    objects: Sequence[bytes] = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    )
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux, where it runs")
def test_a_bomb_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MAX_MEMORY", 400 << 20)
    with pytest.raises(Exception, match=r"过大或过于复杂.*请"):
        content(bomb(), "分工表.pdf")


def test_endless_work_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "TIMEOUT", 0.01)
    with pytest.raises(Exception, match=r"未能读完.*请用 Word/WPS"):
        content(GOOD, "分工表.pdf")
