"""证据: numbers, pages, and that a saved page can do nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from district import audit, result, unit
from exhibits import PAGE, exhibition, nothing, numbered, png
from hostile import TEXTS
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from lxml import html as lxml_html

from checker.result import Audit, Status
from reports import evidence_numbers
from reports.evidence import CITED, MOST_PICTURE, MOST_SOURCE, citations
from reports.evidence_numbers import SHOWN, evidence_book
from reports.html import render_evidence, render_unit, write_reports
from reports.inert import MOST_TEXT, inert

ALLOWED_NAMES = """
p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote pre br hr strong em b i u
sub sup span
"""
ALLOWED = frozenset(ALLOWED_NAMES.split())


def first_page(given: Audit, *args: Any, **kwargs: Any) -> str:
    one = citations(given, evidence_book(given), range(len(given.results)))[0]
    return render_evidence(given, one, exhibition(*args, **kwargs))


def elements(text: str) -> list[Any]:
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    return [node for node in root.iter() if node is not root]


def assert_harmless(text: str) -> None:
    for node in elements(text):
        assert isinstance(node.tag, str), "no comment, no instruction"
        assert node.tag in ALLOWED
        assert set(node.attrib) <= {"class", "colspan", "rowspan"}
    assert not re.search(r"<\s*/?\s*(script|style|iframe|meta|base|form|link|svg|object)", text, re.IGNORECASE)


def test_numbers_cover_what_is_not_in_order_and_faults_come_first() -> None:
    given = audit()
    book = evidence_book(given)
    refs = {(one.status, ref) for one in given.results for f in one.findings for ref in f.evidence}
    assert all((book.number(ref) != "") for status, ref in refs if status in SHOWN)
    assert sorted(book.numbers.values()) == list(range(1, len(book.numbers) + 1))
    failed = {book.number(ref) for status, ref in refs if status is Status.FAIL}
    warned = {book.number(ref) for status, ref in refs if status is Status.WARN} - failed
    assert max(failed) < min(warned)


def test_one_page_is_one_piece_of_evidence_whatever_is_quoted_of_it() -> None:
    one = result(1, Status.FAIL, "stale-column")
    finding = one.findings[0]
    quoted = replace(finding, evidence=tuple(replace(ref, quote="另一句") for ref in finding.evidence))
    given = replace(audit(), results=(replace(one, findings=(finding, quoted)),), units=())
    assert len(evidence_book(given).numbers) == len(finding.evidence)


def test_numbers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_numbers, "MOST", 3)
    given = audit()
    assert len(evidence_book(given).numbers) == 3
    assert 'href="evidence/' in render_unit(given, given.units[0], numbered(given))


def test_unit_page_leads_to_a_page_for_every_number(tmp_path: Path) -> None:
    given = audit()
    files = write_reports(given, tmp_path, exhibition=exhibition())
    for one in given.units:
        page = lxml_html.document_fromstring(files[one.name].read_text(encoding="utf-8"))
        hrefs = {href for href in page.xpath("//a/@href") if href.startswith("evidence/")}
        assert hrefs or not one.lead
        for href in hrefs:
            assert (tmp_path / unquote(href)).is_file(), href
    told = {path.name for path in (tmp_path / "evidence").iterdir()}
    assert told == {f"E-{number:04d}.html" for number in evidence_book(given).numbers.values()}


def test_without_an_archive_there_are_no_numbers(tmp_path: Path) -> None:
    files = write_reports(audit(), tmp_path)
    assert not (tmp_path / "evidence").exists()
    assert "E-0001" not in files["区财政局"].read_text(encoding="utf-8")


def test_chosen_units_keep_the_numbers_of_the_run(tmp_path: Path) -> None:
    given = audit()
    write_reports(given, tmp_path / "all", exhibition=exhibition())
    write_reports(given, tmp_path / "one", units=["区民政局"], exhibition=exhibition())
    for path in (tmp_path / "one" / "evidence").iterdir():
        whole = (tmp_path / "all" / "evidence" / path.name).read_text(encoding="utf-8")
        number = re.search(r"<h1>(.*?)</h1>", whole)
        assert number is not None
        assert number[0] in path.read_text(encoding="utf-8")


def test_evidence_of_another_run_goes(tmp_path: Path) -> None:
    write_reports(audit(number="first"), tmp_path, exhibition=exhibition())
    fewer = audit(number="second")
    write_reports(replace(fewer, results=fewer.results[:3], units=()), tmp_path, exhibition=exhibition())
    assert not list((tmp_path / "evidence").iterdir())


def test_evidence_is_the_same_each_time_and_in_every_process(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_reports(audit(), tmp_path / name, exhibition=exhibition(picture=png()))
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "evidence").iterdir()} for name in ("a", "b")
    )
    assert one == other
    assert len(one) > 20, "enough for several processes"


def test_page_says_where_when_and_what() -> None:
    text = re.sub(r"\s+", " ", lxml_html.document_fromstring(first_page(audit())).text_content())
    for expected in (
        "证据 E-0001",
        "https://www.yunshan.example/",
        "2024-09-30 02:14:05（北京时间）",
        "HTTP 200（text/html; charset=utf-8",
        "5d41402abc4b2a76" * 4,
        "20240930-020000.warc.gz",
        "urn:uuid:00000000-0000-4000-8000-000000000001",
        "证明的问题",
        "网页源代码",
    ):
        assert expected in text, expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"drawn": True}, "浏览器执行网页脚本后的内容", id="drawn"),
        pytest.param({"cut": True}, "只保存了开头部分", id="cut"),
        pytest.param({"failure": "连接超时", "text": None}, "没有取得网页：连接超时", id="no answer"),
        pytest.param({"text": None}, "可在存档文件中按记录编号取出", id="no text"),
    ],
)
def test_how_the_page_was_kept_is_said(changes: dict[str, Any], said: str) -> None:
    text = changes.pop("text", PAGE)
    given = audit()
    one = citations(given, evidence_book(given), range(len(given.results)))[0]
    shown = exhibition("x", **changes)
    saved = shown.find(one.key)
    assert saved is not None
    saved = replace(saved, text=text)
    assert said in render_evidence(given, one, replace(shown, find=lambda key: saved))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("500199198706123312", True, id="as it is printed"),
        pytest.param("500199<b>19870612</b>3312", False, id="parted by marks: nothing of the page is shown"),
        pytest.param("&#53;00199198706123312", False, id="a figure by its code"),
    ],
)
def test_no_number_of_a_person_is_shown(number: str, shown: bool) -> None:
    given = audit()
    one = citations(given, evidence_book(given), range(len(given.results)))[0]
    page = f"<html><body><p>救助名单</p><p>李娜，身份证号{number}，手机13629876501</p></body></html>"
    text = render_evidence(given, one, exhibition(page))
    assert number not in text
    assert "13629876501" not in text
    assert ("500199********3312" in text, "救助名单" in text) == (shown, shown)
    assert "已作隐去处理" in text


def test_a_page_that_no_archive_holds_is_said() -> None:
    given = audit()
    one = citations(given, evidence_book(given), range(len(given.results)))[0]
    assert "现有的网页存档中没有这一页" in render_evidence(given, one, nothing())


def test_picture_is_shown_where_it_is_of_the_page_itself() -> None:
    base = result(1, Status.FAIL, "stale-column")
    column = base.column
    assert column is not None
    ref = replace(base.findings[0].evidence[0], url=f"{column.url}#x")
    other = replace(ref, url="https://www.yunshan.example/else/")
    one = replace(base, findings=(replace(base.findings[0], evidence=(ref, other)),), screenshot="screenshots/r/a.png")
    given = replace(audit(), results=(one,), units=(unit("区财政局", (one,), lead=[0]),))
    pages = [
        render_evidence(given, cited, exhibition(picture=png()))
        for cited in citations(given, evidence_book(given), [0])
    ]
    assert ["data:image/png" in page for page in pages] == [True, False]
    assert ["img-src data:" in page for page in pages] == [True, False]
    for content in (None, b"<svg onload=alert(1)>", png() + b"\0" * MOST_PICTURE):
        cited = citations(given, evidence_book(given), [0])[0]
        assert "data:image" not in render_evidence(given, cited, exhibition(picture=content))


def test_picture_of_a_page_that_is_no_evidence_is_shown_with_the_first() -> None:
    base = result(1, Status.FAIL, "stale-column")
    refs = tuple(
        replace(base.findings[0].evidence[0], url=f"https://www.yunshan.example/entry/{number}") for number in "12"
    )
    one = replace(base, findings=(replace(base.findings[0], evidence=refs),), screenshot="screenshots/r/a.png")
    given = replace(audit(), results=(one,), units=(unit("区财政局", (one,), lead=[0]),))
    pages = [
        render_evidence(given, cited, exhibition(picture=png()))
        for cited in citations(given, evidence_book(given), [0])
    ]
    assert ["data:image/png" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("height", "said"),
    [
        pytest.param(100, [], id="fits a sheet"),
        pytest.param(130, ["打印只印上部"], id="longer than a sheet"),
        pytest.param(400, ["打印只印上部", "截图只到上面 400 像素"], id="cut off where pictures end"),
    ],
)
def test_what_a_long_picture_leaves_out_is_said(height: int, said: list[str]) -> None:
    base = result(1, Status.FAIL, "stale-column")
    assert base.column is not None
    ref = replace(base.findings[0].evidence[0], url=base.column.url or "")
    one = replace(base, findings=(replace(base.findings[0], evidence=(ref,)),), screenshot="screenshots/r/a.png")
    given = replace(audit(), results=(one,), units=(unit("区财政局", (one,), lead=[0]),))
    shown = replace(exhibition(picture=png(100, height)), tallest=400)
    text = render_evidence(given, citations(given, evidence_book(given), [0])[0], shown)
    assert f'width="100" height="{height}"' in text
    assert [words for words in ("打印只印上部", "截图只到上面 400 像素") if words in text] == said


def test_many_findings_on_one_page_are_bounded() -> None:
    one = result(1, Status.FAIL, "stale-column")
    given = replace(audit(), results=(one,) * (CITED + 5), units=())
    text = render_evidence(given, citations(given, evidence_book(given), range(CITED + 5))[0], exhibition())
    assert "另有 5 个问题引用本证据" in text


def test_saved_page_keeps_its_words_and_loses_what_acts() -> None:
    shown = inert(PAGE)
    assert shown.whole
    assert_harmless(shown.html)
    for words in ("首页", "财政预决算", "2024年部门预算公开", "2024-02-01", 'colspan="2"'):
        assert words in shown.html
    for gone in ("alert", "color", "href", "搜索框"):
        assert gone not in shown.html


HOSTILE_PAGES = (
    "<svg><style><img src=x onerror=alert(1)></style></svg>字",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>字",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>字",
    "<p onclick=alert(1) style='background:url(//evil.example/)'>字</p>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'><base href=//evil.example/>字",
    "<form action=//evil.example/><input onfocus=alert(1) autofocus><button formaction=javascript:alert(1)>字",
    "<a href=javascript:alert(1)>字</a><img src=//evil.example/a.png alt='图'><link rel=stylesheet href=//evil.example>",
    "<template><script>alert(1)</script></template><textarea></textarea><script>alert(1)</script>字",
    "<td colspan='1\" onload=alert(1)'>字</td><table><td colspan=99999 rowspan='-1'>字",
    "字<!--[if IE]><script>alert(1)</script><![endif]--><?xml version='1.0'?><![CDATA[<script>]]>",
    "<object data=//evil.example/><embed src=//evil.example/><video src=//evil.example/ autoplay></video>字",
    "<xmp><script>alert(1)</script></xmp><plaintext><b>字",
)


@pytest.mark.parametrize("text", [*TEXTS, *HOSTILE_PAGES])
def test_nothing_of_a_hostile_page_acts(text: str) -> None:
    assert_harmless(inert(text).html)
    assert_harmless(inert(f'<div><p>{text}</p><ul><li title="{text}">{text}</ul>').html)


@hypothesis_given(
    st.lists(
        st.sampled_from([*HOSTILE_PAGES, *TEXTS, "<table>", "</p>", "<svg>", "-->", '"', "<style>", "字"]), max_size=8
    )
)
def test_nothing_of_any_mixture_acts(parts: list[str]) -> None:
    assert_harmless(inert("".join(part[:400] for part in parts)).html)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 60_000 + "字", id="deep"),
        pytest.param("<b><i>" * 20_000 + "<p>字" * 5_000, id="formatting that never ends"),
        pytest.param("<table><tr><td>" * 15_000 + "字", id="tables in tables"),
        pytest.param("<p>字" * 90_000, id="long"),
        pytest.param("&" * 300_000, id="ampersands"),
        pytest.param("<!--" * 60_000, id="comments that never end"),
    ],
)
def test_a_page_made_to_hold_us_up_stays_small(text: str) -> None:
    shown = inert(text)
    assert len(shown.html) < 40 * MOST_TEXT
    assert_harmless(shown.html)


def test_long_pages_are_cut_and_it_is_said() -> None:
    page = first_page(audit(), "<p>" + "字" * (MOST_SOURCE + 1))
    assert "网页过长，以下只展示前面部分" in page
    assert "源代码共" in page
    assert len(page) < 3 * MOST_SOURCE


def test_text_that_is_no_markup_is_shown_as_it_is() -> None:
    page = first_page(audit(), '{"rows": ["<script>alert(1)</script>"]}', markup=False)
    assert "&lt;script&gt;alert(1)" in page
    assert "<iframe" not in page
