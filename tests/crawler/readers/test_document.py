"""Decoding and parsing: what the bytes say counts more than what the page declares."""

import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.readers.document import decode, parse_document

PAGES = Path(__file__).parents[4] / "shared" / "pages"
URL = "http://www.example.gov.cn/zwgk/index.html"
TEXT = "青溪区人民政府信息公开工作年度报告，规划计划与财政预算决算。"
TRADITIONAL = "青溪區人民政府資訊公開工作年度報告，規劃計畫與財政預算決算，這是為了服務發展。"


def page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>{text}</title></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param(page(TEXT, "utf-8").encode(), "text/html", TEXT, id="utf-8 as declared"),
        pytest.param(page(TEXT, "gb2312").encode("gbk"), "text/html", TEXT, id="gb2312 as declared"),
        pytest.param(page("㤘䶮镕𠮷", "gb2312").encode("gb18030"), "", "㤘䶮镕𠮷", id="gb2312 that is gb18030"),
        pytest.param(page(TEXT, "utf-8").encode("gbk"), "text/html; charset=utf-8", TEXT, id="GBK declared utf-8"),
        pytest.param(page(TEXT, "gb2312").encode(), "text/html; charset=GBK", TEXT, id="utf-8 declared gb2312"),
        pytest.param(page(TEXT, "x").encode("gbk"), "text/html; charset=ISO-8859-1", TEXT, id="GBK under latin-1"),
        pytest.param(page(TRADITIONAL, "big5").encode("big5"), "", TRADITIONAL, id="big5 as declared"),
        pytest.param(page(TEXT, "big5").encode("gbk"), "", TEXT, id="GBK declared big5"),
        pytest.param(b"\xef\xbb\xbf" + page(TEXT, "gbk").encode(), "text/html;charset=gbk", TEXT, id="utf-8 mark"),
        pytest.param(page(TEXT, "utf-16").encode("utf-16"), "", TEXT, id="utf-16 with mark"),
        pytest.param(page(TEXT, "utf-16").encode("utf-16-le"), "", TEXT, id="utf-16 without mark"),
        pytest.param(page(TEXT, "utf-8").encode() + "政".encode()[:2], "", TEXT, id="utf-8 cut inside a character"),
        pytest.param(page(TEXT, "gb2312").encode("gbk") + b"\xff", "", TEXT, id="one broken byte in GBK"),
        pytest.param(page(TEXT * 3, "utf-8").encode() + "报".encode("gbk"), "", TEXT, id="GBK crumb in utf-8"),
        pytest.param("<meta charset=gbk><title>鲁</title>".encode("gbk"), "", "鲁", id="GBK that is valid utf-8"),
        pytest.param(page(TEXT, "nonsense").encode("gbk"), "text/html; charset=", TEXT, id="unknown declaration"),
    ],
)
def test_decoding(body: bytes, content_type: str, expected: str) -> None:
    assert expected in decode(body, content_type)


def hrefs(markup: str) -> list[str]:
    return [a.get("href") or "" for a in parse_document(markup.encode(), URL).root.iter("a")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            "<html><body><a href=1>a</a></body></html><div><a href=2>b</a></div></body></html>",
            ["1", "2"],
            id="a second end of html",
        ),
        pytest.param(
            "<!DOCTYPE html><html><body><a href=1></a><!DOCTYPE html><html><head><title>公共头</title></head>"
            "<body><a href=2></a></body></html><a href=3></a></body></html>",
            ["1", "2", "3"],
            id="a document inside the document",
        ),
        pytest.param(
            "<li><a href=1><a href=1>标题</a></li><li><a href=2>二</a></li>", ["1", "1", "2"], id="nested anchors"
        ),
        pytest.param('<?xml version="1.0" encoding="gb2312"?><html><a href=1>中</a></html>', ["1"], id="XML prolog"),
        pytest.param("<ul><li><a href=1>x<li><a href=2>y<table><tr><td><a href=3>z", ["1", "2", "3"], id="unclosed"),
        pytest.param(
            "<a href=1>x</a><!-- <a href=9>off</a> --><a href=2>y</a>", ["1", "2"], id="comment is no content"
        ),
        pytest.param(
            "<script>document.write('</body></html>')</script></html><a href=1>x</a>", ["1"], id="end tag in a script"
        ),
        pytest.param("\x00<a \x00href=1>x</a>\x00", ["1"], id="NUL characters"),
    ],
)
def test_no_link_is_lost(markup: str, expected: list[str]) -> None:
    assert hrefs(markup) == expected


def test_script_text_is_kept_when_inner_ends_are_taken_out() -> None:
    markup = "<script>document.write('</body></html>')</script></html><p>x</p></html>"
    assert (
        "".join(parse_document(markup.encode(), URL).root.xpath("//script/text()"))
        == "document.write('</body></html>')"
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \n ", id="blank"),
        pytest.param(b"<!-- never closed " * 50_000, id="comments without end"),
        pytest.param(b"<script>" * 50_000 + b"</html>x", id="scripts without end"),
        pytest.param(b"<!doctype" * 100_000, id="doctypes without end"),
        pytest.param(b"</html " * 100_000, id="end tags without end"),
        pytest.param(b"<div>" * 100_000 + b"x", id="deep nesting"),
        pytest.param(b"<?php echo 1 ?>", id="no element at all"),
        pytest.param(b"<frameset><frame src=a></frameset>", id="frames"),
        pytest.param(b"%PDF-1.7\x00\xff\xfe\x80", id="not markup"),
        pytest.param(b"<base href='http://['><p>x", id="impossible base"),
    ],
)
def test_bad_input_gives_a_tree_in_time(body: bytes) -> None:
    begun = time.process_time()
    document = parse_document(body, URL)
    assert document.root is not None
    assert document.base == URL
    assert time.process_time() - begun < 3


def test_links_below_the_parsers_depth_limit_are_found() -> None:
    assert hrefs("<font>" * 5_000 + "".join(f"<a href={n}>x</a>" for n in range(9)))[-1] == "8"


def test_a_huge_attribute_does_not_end_the_page() -> None:
    assert hrefs(f"<img src='data:{'x' * 11_000_000}'><a href=1>x</a>") == ["1"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("<base href='/sub/'>", "http://www.example.gov.cn/sub/", id="relative"),
        pytest.param(
            "<base target=_blank><base href='http://b.example/x/'>", "http://b.example/x/", id="first with href"
        ),
        pytest.param("<base href='file:///c:/site/'>", URL, id="a file on someone's disk"),
        pytest.param("<base href=''>", URL, id="empty"),
        pytest.param("", URL, id="none"),
    ],
)
def test_base(head: str, expected: str) -> None:
    assert parse_document(f"<html><head>{head}</head></html>".encode(), URL).base == expected


@given(st.binary(max_size=400), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_document(body: bytes, content_type: str) -> None:
    document = parse_document(body, URL, content_type)
    assert "\x00" not in document.text


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=200))
@settings(max_examples=100, deadline=None)
def test_gb18030_and_utf8_round_trip_whatever_is_declared(more: str) -> None:
    text = TEXT + more
    for codec in ("utf-8", "gb18030"):
        for declared in ("utf-8", "gb2312"):
            assert text in decode(page(text, declared).encode(codec), f"text/html; charset={declared}")


@pytest.mark.skipif(not PAGES.exists(), reason="needs the saved sites in ../shared/pages")
def test_saved_pages_keep_their_links() -> None:
    lost = {}
    for path in [*sorted(PAGES.rglob("*.html"))[::4], PAGES / "scest" / "index.html"]:
        document = parse_document(path.read_bytes(), URL)
        found = sum(1 for _ in document.root.iter("a"))
        expected = len(BeautifulSoup(document.text, "html.parser").find_all("a"))
        if found < expected:
            lost[str(path)] = (found, expected)
    assert lost == {}
