from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cleaning import clean, link, moment, percent, safe_href


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("关于印发方案的通知", 60, "关于印发方案的通知", id="plain text stays"),
        pytest.param(
            "政府信息（2024年）—“一网通办”", 60, "政府信息（2024年）—“一网通办”", id="Chinese punctuation stays"
        ),
        pytest.param("𠮷林路街道", 60, "𠮷林路街道", id="a character outside the BMP stays"),
        pytest.param("葛\U000e0100城", 60, "葛\U000e0100城", id="one variation selector stays"),
        pytest.param("  标题\n\t第二行\u3000尾 ", 60, "标题 第二行 尾", id="white space becomes one blank"),
        pytest.param("a\x00b\x1bc\x7fd\u0085e", 60, "a b c d e", id="control characters"),
        pytest.param("exe\u202egpj.合同", 60, "exegpj.合同", id="bidi override"),
        pytest.param("\u2066隔离\u2069\u200f", 60, "隔离", id="bidi isolates and marks"),
        pytest.param("零\u200b宽\ufeff\u2060字", 60, "零宽字", id="zero width characters"),
        pytest.param("\U000e0041\U000e0042标签", 60, "标签", id="tag characters"),
        pytest.param("坏\ud800字", 60, "坏\ufffd字", id="lone surrogate"),
        pytest.param("e" + "\u0301" * 200, 60, "e" + "\u0301" * 3, id="piled marks"),
        pytest.param("长" * 10_000, 10, "长" * 10 + "…（共10000字）", id="10,000 characters"),
        pytest.param("\u202e" * 10_000, 10, "…（共10000字）", id="10,000 bidi controls"),
        pytest.param("十个字恰好到限制为止", 10, "十个字恰好到限制为止", id="exactly the limit"),
        pytest.param("<script>alert(1)</script>", 60, "<script>alert(1)</script>", id="escaping is the template's"),
        pytest.param("", 60, "", id="nothing"),
    ],
)
def test_clean(text: str, limit: int, shown: str) -> None:
    assert clean(text, limit) == shown


@given(st.text(alphabet=st.characters(), max_size=300), st.integers(1, 80))
def test_clean_never_lets_through_what_deceives(text: str, limit: int) -> None:
    shown = clean(text, limit)
    shown.encode("utf-8")
    assert len(shown) <= limit + len(f"…（共{len(text)}字）")
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]


@given(st.text(max_size=60))
def test_clean_is_stable(text: str) -> None:
    once = clean(text, 80)
    assert clean(once, 80) == once


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://www.yunshan.example/a/b.html?x=1&y=2#c", id="https"),
        pytest.param("http://127.0.0.1:8080/", id="http with a port"),
        pytest.param("HTTP://www.yunshan.example/", id="scheme in capitals"),
        pytest.param("https://www.yunshan.example/政务公开/", id="Chinese path"),
        pytest.param("http://[::1]:80/", id="IPv6"),
    ],
)
def test_safe_href_allows(url: str) -> None:
    assert safe_href(url) == url


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("JaVaScRiPt:alert(1)//https://a.example/", id="script that mentions a site"),
        pytest.param(" javascript:alert(1)", id="script behind a blank"),
        pytest.param("java\nscript:alert(1)", id="script with a line break"),
        pytest.param("data:text/html,<script>alert(1)</script>", id="data"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("vbscript:x", id="vbscript"),
        pytest.param("ftp://a.example/", id="ftp"),
        pytest.param("//a.example/", id="no scheme"),
        pytest.param("/a/b.html", id="relative"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///path", id="empty host"),
        pytest.param("https://www.gov.example@evil.example/", id="user name that passes for the host"),
        pytest.param('https://a.example/" onclick="x', id="attribute breaker"),
        pytest.param("https://a.example/<b>", id="tag"),
        pytest.param("https://a.example\\@evil.example/", id="backslash"),
        pytest.param("https://a.example/\u202egpj.exe", id="bidi override"),
        pytest.param("https://a.example/\ud800", id="lone surrogate"),
        pytest.param("https://a.example:port/", id="port that is none"),
        pytest.param("https://[a.example/", id="bracket that does not close"),
        pytest.param("https://a.example/" + "x" * 3000, id="too long"),
    ],
)
def test_safe_href_refuses(url: str | None) -> None:
    assert safe_href(url) is None


def test_long_address_keeps_its_beginning_and_end() -> None:
    shown = link("https://a.example/" + "x" * 400 + "/last.html", limit=60)
    assert shown.text.startswith("https://a.example/")
    assert shown.text.endswith("/last.html")
    assert len(shown.text) == 61
    assert shown.href is not None


def test_link_without_visible_text_shows_its_address() -> None:
    assert link("https://a.example/", "\u202e\u200b").text == "https://a.example/"
    assert link(None, "\u200b").text == "—"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        pytest.param(None, "—", id="nothing to judge"),
        pytest.param(0.0, "0%", id="nothing"),
        pytest.param(1.0, "100%", id="all"),
        pytest.param(0.9996, "99.9%", id="never rounded up to all"),
        pytest.param(2 / 3, "66.7%", id="rounded"),
        pytest.param(0.29, "29%", id="no digit lost to binary fractions"),
    ],
)
def test_percent(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def test_moment_is_beijing_time() -> None:
    assert moment(datetime(2024, 9, 30, 18, 0, 5, tzinfo=UTC)) == "2024-10-01 02:00:05"
    assert moment(datetime(2024, 9, 30, 18, 0, 5)) == "2024-10-01 02:00:05"  # noqa: DTZ001 - the case itself
    assert moment(None) == ""
