"""axe-core on every kind of page, in both colour schemes, with everything unfolded; and what axe cannot see."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files as resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from district import audit, result, unit
from exhibits import exhibition, png
from lxml import html as lxml_html
from playwright.sync_api import Browser

from checker.result import Status
from reports.html import write_reports

SERIOUS = ("serious", "critical")
KINDS = {"unit": "区财政局.html", "overview": "index.html", "evidence": "evidence/E-0001.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One result of each status, with long words, notes and a picture."""
    folder = tmp_path_factory.mktemp("accessible")
    given = (
        result(1, Status.FAIL, "stale-column", screenshot="screenshots/r/a.png", text="推进基层政务公开标准化，" * 40),
        result(2, Status.WARN, "renamed-column", doubts=("责任单位一栏为空。",)),
        result(3, Status.UNVERIFIABLE, "site-unreachable", reason="连接超时。"),
        result(4, Status.MANUAL),
        result(6),
        result(7, Status.NOT_APPLICABLE, reason="本区无此职能。"),
        result(8, Status.WAIVED, "stale-column", reason="机构改革过渡期。"),
        result(9, Status.FAIL, "empty-column"),
    )
    units = (unit("区财政局", given, lead=range(len(given) - 1), shared=(len(given) - 1,)),)
    whole = replace(audit(), results=given, units=units)
    write_reports(whole, folder, exhibition=exhibition(picture=png(40, 30)))
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(chromium: Browser, folder: Path, kind: str, scheme: Any) -> None:
    script = resources("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    try:
        page = context.new_page()
        page.goto((folder / KINDS[kind]).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        page.evaluate(script)  # by the debugger, past the page's policy
        found = page.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
    finally:
        context.close()
    assert len(found["passes"]) > 20, "axe has looked"
    told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"] if one["impact"] in SERIOUS]
    assert told == []


@pytest.mark.parametrize("kind", KINDS)
def test_headings_go_down_one_level_at_a_time(folder: Path, kind: str) -> None:
    page = lxml_html.document_fromstring((folder / KINDS[kind]).read_text(encoding="utf-8"))
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_language_landmarks_and_table_heads(folder: Path, kind: str) -> None:
    page = lxml_html.document_fromstring((folder / KINDS[kind]).read_text(encoding="utf-8"))
    assert page.get("lang") == "zh-CN"
    assert len(page.xpath("//main")) == len(page.xpath("//footer")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    for table in page.xpath("//table"):
        assert table.xpath("./thead//th[@scope]"), "repeats on every printed page, and names its columns"
        assert table.xpath("./caption") or table.xpath("ancestor::*[@aria-label or @aria-labelledby]")


@pytest.mark.browser
def test_everything_that_can_be_done_can_be_done_by_keyboard(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto((folder / KINDS["unit"]).as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        fold = page.locator("#fail details.trace:has(.evidence)").first
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert fold.evaluate("fold => fold.open")
        number = page.locator("#fail .evidence a.number").first
        told = number.inner_text()
        number.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/evidence/E-\d{4}\.html$"))
        assert page.locator("h1").inner_text() == f"证据 {told}"
        assert page.frame_locator("iframe.saved").locator("h1").inner_text() == "财政预决算"
    finally:
        context.close()
