"""The pages in a real Chromium: nothing is loaded, nothing is blocked, they fit, and they print."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from district import AS_OF, audit
from fleet import past
from hostile import TEXTS, poison
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from checker.followed import Followed
from checker.ledger import advance
from reports.html import render_overview, render_unit, write_reports

pytestmark = pytest.mark.browser

A4 = (595, 842)


@dataclass
class Opened:
    """A page with all it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Any]:
    contexts = []

    def open_file(path: Path, *, width: int = 1280, scheme: Any = "light") -> Opened:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        one = Opened(page=context.new_page())
        one.page.on("console", lambda message: one.said.append(message.text))
        one.page.on("pageerror", lambda error: one.said.append(str(error)))
        one.page.on("request", lambda request: one.asked.append(request.url))
        one.page.goto(path.as_uri())
        return one

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(write_reports(audit(), tmp_path_factory.mktemp("reports")))


@pytest.mark.parametrize("name", ["区财政局", ""])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_opens_quietly_and_fits(
    opened: Any, files: dict[str, Path], tmp_path: Path, name: str, width: int, scheme: str
) -> None:
    one = opened(files[name], width=width, scheme=scheme)
    assert one.said == []
    assert one.asked == [files[name].as_uri()]
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    picture = one.page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert len(picture) > 20_000, "a page without its style is a small picture"
    assert one.page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") == "center"


def test_policy_stops_what_slips_through(opened: Any, files: dict[str, Path]) -> None:
    one = opened(files["区财政局"])
    one.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.slipped = true";
            const image = new Image();
            image.src = "https://evil.example/x.png";
            const style = document.createElement("style");
            style.textContent = "body { display: none }";
            document.body.append(script, image, style);
        }"""
    )
    one.page.wait_for_timeout(200)
    assert one.page.evaluate("window.slipped") is None
    assert one.page.evaluate("getComputedStyle(document.body).display") == "block"
    assert len([said for said in one.said if "Content Security Policy" in said]) == 3


def test_hostile_texts_run_nothing(opened: Any, tmp_path: Path) -> None:
    for shift in range(2):  # each text stands in other fields the second time
        given = poison(audit(names=("甲",)), islice(cycle(TEXTS), shift, None))
        for rendered in (render_unit(given, given.units[0]), render_overview(given)):
            path = tmp_path / "page.html"
            path.write_text(rendered, encoding="utf-8")
            one = opened(path)
            assert one.said == []
            assert one.asked == [path.as_uri()]
            assert one.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_folds_open_and_evidence_is_reached(opened: Any, files: dict[str, Path]) -> None:
    page = opened(files["区财政局"]).page
    passes = page.locator("#pass table").first
    assert not passes.is_visible()
    page.locator("#pass summary").first.focus()
    page.keyboard.press("Enter")
    assert passes.is_visible()
    page.locator("#fail a.ref").first.click()
    assert page.locator("#fail .evidence li").first.is_visible()
    page.locator(".problems a").nth(1).click()
    assert page.evaluate("document.querySelector(location.hash).getBoundingClientRect().top") < 300


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page of paper."""

    size: tuple[int, int]
    letters: str


@pytest.fixture(scope="module")
def printed(chromium: Browser, files: dict[str, Path]) -> Callable[[str], list[Sheet]]:
    """Unit ("" the overview) → the sheets of its page; each page is printed and read once, which takes seconds."""

    @cache
    def sheets(name: str) -> list[Sheet]:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(files[name].as_uri())
        reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        if name:
            assert not page.evaluate("document.querySelector('#pass details').open"), "folded again after printing"
        context.close()
        return [
            Sheet(
                size=(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))),
                letters=_letters(sheet.extract_text()),
            )
            for sheet in reader.pages
        ]

    return sheets


@pytest.mark.parametrize(
    ("name", "most"), [pytest.param("区财政局", 22, id="unit"), pytest.param("", 5, id="overview")]
)
def test_prints_on_a4(printed: Callable[[str], list[Sheet]], name: str, most: int) -> None:
    sheets = printed(name)
    assert 2 <= len(sheets) <= most
    for number, sheet in enumerate(sheets, 1):
        assert sheet.size == A4
        assert re.search(f"第{number}.共{len(sheets)}.", sheet.letters)
    text = "".join(sheet.letters for sheet in sheets)
    # Folded on the screen, needed on paper.
    assert "人工核查" in text
    assert ("SHA-256" in text) == (name == "区财政局")
    assert ("核查记录") in text
    if name:
        assert "推进基层政务公开标准化规范化" in text, "passes are printed"


def test_no_item_is_torn_in_print(printed: Callable[[str], list[Sheet]]) -> None:
    for sheet in printed("区财政局"):
        assert sheet.letters.count("任务原文") == sheet.letters.count("证据2件"), "an item begins and ends on one page"


def test_a_long_list_of_changes_leaves_no_empty_sheet_before_it(chromium: Browser, tmp_path: Path) -> None:
    given = audit()
    entries = advance({}, given.results, given.sites, run=given.run.id, as_of=AS_OF, complete=True)
    told = Followed(run=given.run.id, entries=entries)
    path = tmp_path / "index.html"
    path.write_text(render_overview(given, history=past(given, 3), followed=told), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    first = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, page_ranges="1"))).pages[0]
    assert "新发现和反弹的问题" in _letters(first.extract_text())
    context.close()


def _letters(text: str) -> str:
    """Without white space; Chromium writes some characters of a font as the radicals of the same shape."""
    return unicodedata.normalize("NFKC", "".join(text.split()))
