"""Requests with a body: how they are sent, redirected and kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from fetch_server import AS_OF, Server, Servers, answer, evidence, now, plan_for, redirect

from crawler.evidence import Page, SiteEvidence, SitePlan
from crawler.run import crawl

FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest"}


def ask(server: Server, asked: Sequence[tuple[str, dict[str, Any]]]) -> list[Page]:
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        pages.extend([await fetch(server.url + path, **options) for path, options in asked])
        return evidence(plan, fetch)

    crawl([plan_for(server)], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert len(pages) == len(asked)
    return pages


def test_a_body_is_posted_with_its_headers(servers: Servers) -> None:
    server = servers.open({"/list": answer('{"total": 0}', content_type="application/json")})
    page = ask(server, [("/list", {"data": b"page=1", "headers": FORM})])[0]
    assert (page.status, page.body) == (200, b'{"total": 0}')
    sent = server.log[0]
    assert (sent.method, sent.body) == ("POST", b"page=1")
    assert sent.headers["x-requested-with"] == "XMLHttpRequest"
    assert sent.headers["content-type"] == FORM["Content-Type"]


def test_each_body_is_a_page_of_its_own(servers: Servers) -> None:
    server = servers.open({"/list": answer("rows")})
    ask(
        server,
        [("/list", {"data": b"page=1"}), ("/list", {"data": b"page=2"}), ("/list", {"data": b"page=1"}), ("/list", {})],
    )
    assert [(one.method, one.body) for one in server.log] == [("POST", b"page=1"), ("POST", b"page=2"), ("GET", b"")]


def test_again_posts_anew(servers: Servers) -> None:
    server = servers.open({"/list": answer("rows")})
    ask(server, [("/list", {"data": b"page=1"}), ("/list", {"data": b"page=1", "again": True})])
    assert [one.method for one in server.log] == ["POST", "POST"]


@pytest.mark.parametrize(
    ("status", "to", "then"),
    [
        pytest.param(302, "/other", ("GET", b""), id="found elsewhere: a page to look at"),
        pytest.param(303, "/other", ("GET", b""), id="see other"),
        pytest.param(307, "/other", ("POST", b"page=1"), id="307 keeps the body"),
        pytest.param(308, "/other", ("POST", b"page=1"), id="308 keeps the body"),
    ],
)
def test_redirects(servers: Servers, status: int, to: str, then: tuple[str, bytes]) -> None:
    server = servers.open({"/list": redirect(to, status), "/other": answer("rows")})
    page = ask(server, [("/list", {"data": b"page=1"})])[0]
    assert page.body == b"rows"
    assert (server.log[-1].method, server.log[-1].body) == then


def test_a_get_may_have_headers_of_its_own(servers: Servers) -> None:
    server = servers.open({"/list": answer("rows")})
    ask(server, [("/list", {"headers": {"Referer": "http://127.0.0.1/column"}})])
    assert (server.log[0].method, server.log[0].headers["referer"]) == ("GET", "http://127.0.0.1/column")
