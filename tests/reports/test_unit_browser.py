"""Unit pages and evidence pages in a real Chromium: that saved pages do nothing, paper, and looks at three widths."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from district import audit, result, unit
from exhibits import exhibition, png
from hostile import TEXTS
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from screens import compare

from checker.history import History, PastRun, tally
from checker.result import Audit, Status
from reports.evidence import citations
from reports.evidence_numbers import evidence_book
from reports.html import render_evidence, render_unit, write_reports
from reports.told import Told

pytestmark = pytest.mark.browser

Show = Callable[..., Page]


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    contexts = []

    def show(path: Path, *, width: int = 1280) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.said = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.said.append(message.text))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.said.append(str(error)))  # type: ignore[attr-defined]
        page.on("request", lambda request: page.said.append(request.url))  # type: ignore[attr-defined]
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def small() -> Audit:
    given = (
        result(1, Status.FAIL, "stale-column", screenshot="screenshots/r/a.png"),
        result(2, Status.WARN, "renamed-column"),
        result(3, Status.UNVERIFIABLE, "site-unreachable", reason="连接超时。"),
        result(4, Status.MANUAL),
        result(6),
    )
    return replace(audit(), results=given, units=(unit("区财政局", given, lead=range(len(given))),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("looks")
    write_reports(small(), folder, exhibition=exhibition(picture=png(400, 120)))
    return folder


def test_headline_is_compared_with_the_run_before() -> None:
    given = small()
    before = tally({Status.PASS: 2, Status.FAIL: 1})
    last = PastRun(
        id="20240929-020000", as_of=given.run.as_of.replace(day=29), whole=before, units={"区财政局": before}
    )
    page = render_unit(given, given.units[0], Told(history=History(runs=(last,))))
    text = re.sub(r"<[^>]+>", "", page)
    assert "合格率较上轮降 33.4 个百分点" in text
    assert "上轮核查基准日为 2024年9月29日" in text


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize(("name", "file"), [("unit", "区财政局.html"), ("evidence", "evidence/E-0001.html")])
def test_looks_as_it_did(show: Show, folder: Path, name: str, file: str, width: int) -> None:
    page = show(folder / file, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert compare(page.screenshot(full_page=True), f"{name}-{width}") == ""
    assert [said for said in page.said if not said.startswith(("file:", "about:", "data:"))] == []  # type: ignore[attr-defined]


def test_a_hostile_page_does_nothing_in_its_frame(show: Show, tmp_path: Path) -> None:
    given = small()
    cited = citations(given, evidence_book(given), range(len(given.results)))[0]
    attack = (
        "<script>parent.slipped = 1; top.location = 'https://evil.example/'</script><body onload='parent.slipped = 2'>"
        "<img src=https://evil.example/a.png onerror='parent.slipped = 3'><iframe src=https://evil.example/></iframe>"
        "<form action=https://evil.example/><input autofocus onfocus='parent.slipped = 4'></form>"
        "<meta http-equiv=refresh content='0;url=https://evil.example/'><a href=https://evil.example/ id=out>出去</a>"
    )
    path = tmp_path / "page.html"
    path.write_text(render_evidence(given, cited, exhibition(attack + "".join(TEXTS))), encoding="utf-8")
    page = show(path)
    frame = page.frame_locator("iframe.saved")
    frame.get_by_text("出去").click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.slipped") is None
    assert page.url == path.as_uri()
    assert [said for said in page.said if not said.startswith(("file:", "about:"))] == []  # type: ignore[attr-defined]
    assert frame.get_by_text("出去").count() == 1, "still the same page"
    page.locator("summary").click()
    assert "evil.example" in page.locator("pre.source").inner_text()


def test_heads_repeat_on_every_sheet_and_no_row_is_torn(show: Show, tmp_path: Path) -> None:
    given = tuple(
        result(
            number, Status.MANUAL, text=f"起{number:03d}：" + "按要求开展业务培训并留存台账；" * 6 + f"止{number:03d}"
        )
        for number in range(1, 61)
    )
    whole = replace(audit(), results=given, units=(unit("区财政局", given, lead=range(60)),))
    page = show(write_reports(whole, tmp_path)["区财政局"])
    sheets = [
        unicodedata.normalize("NFKC", "".join(sheet.extract_text().split()))
        for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ]
    with_rows = [sheet for sheet in sheets if re.search(r"起\d{3}", sheet)]
    assert len(with_rows) >= 3
    for sheet in with_rows:
        assert "核查要点" in sheet
        assert re.findall(r"起(\d{3})", sheet) == re.findall(r"止(\d{3})", sheet)
    assert sum(len(re.findall(r"起\d{3}", sheet)) for sheet in sheets) == 60
    assert re.search(f"第{len(sheets)}.共{len(sheets)}.", sheets[-1])


def test_evidence_prints_on_a4(show: Show, folder: Path) -> None:
    page = show(folder / "evidence/E-0001.html")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 1 <= len(reader.pages) <= 3
    assert {round(float(sheet.mediabox.width)) for sheet in reader.pages} == {595}
    text = unicodedata.normalize("NFKC", "".join("".join(sheet.extract_text().split()) for sheet in reader.pages))
    assert "证据E-0001" in text
    assert re.search("2024年部.预算公开2024-02-01", text), "what is in the frame is printed"
