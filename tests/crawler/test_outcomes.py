"""Retry-After, body rules and cookies as tables."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.web._newclient import RequestNotSent

from crawler.body import decoded
from crawler.cookies import Cookies
from crawler.outcomes import no_answer, retry_after

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("5", 5.0, id="seconds"),
        pytest.param(" 0 ", 0.0, id="at once"),
        pytest.param("Sat, 01 Jun 2024 12:00:30 GMT", 30.0, id="date"),
        pytest.param("Sat, 01 Jun 2024 11:00:00 GMT", 0.0, id="date in the past"),
        pytest.param("soon", None, id="words"),
        pytest.param("", None, id="empty"),
        pytest.param("-5", None, id="negative"),
        pytest.param("9" * 5000, 999_999_999.0, id="absurd"),
        pytest.param("٣", None, id="digits of another script"),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_connection_closed_before_the_request_was_a_connection_lost() -> None:
    lost = no_answer(RequestNotSent(), tls=True)
    assert (lost.failure.detail, lost.retry, lost.tls) == ("连接被中断", True, True)


@given(st.text(max_size=60))
def test_retry_after_never_raises(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "identity", "br", "x-gzip"]))
def test_unpacking_is_bounded(body: bytes, encoding: str) -> None:
    for raw in (body, gzip.compress(body * 50)):
        try:
            plain, larger = decoded(raw, encoding, 100)
        except ValueError:
            continue
        assert len(plain) <= 100
        assert not larger or len(plain) == 100


def test_several_members() -> None:
    assert decoded(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", "gzip", 100) == (b"one two", False)


@pytest.mark.parametrize(
    ("given_cookie", "sent"),
    [
        pytest.param(b"a=1; Path=/; HttpOnly", "a=1", id="plain"),
        pytest.param(b"a=1=2", "a=1=2", id="equals in the value"),
        pytest.param(b"a", None, id="no value"),
        pytest.param(b"=1", None, id="no name"),
        pytest.param(b"a=1\r\nX-Evil: y", None, id="line break"),
        pytest.param(b"a=" + b"x" * 5000, None, id="too long"),
    ],
)
def test_cookies(given_cookie: bytes, sent: str | None) -> None:
    cookies = Cookies()
    cookies.remember("http://a.example/x", [given_cookie])
    assert cookies.header("http://a.example/y") == sent
    assert cookies.header("http://b.example/y") is None


def test_cookies_are_bounded() -> None:
    cookies = Cookies()
    for number in range(500):
        cookies.remember("http://a.example/", [f"c{number}=1".encode()])
    assert (cookies.header("http://a.example/") or "").count("=") == 50
