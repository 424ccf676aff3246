"""robots.txt: what it allows, and what its absence or failure means."""

from __future__ import annotations

import asyncio
import itertools
from datetime import date
from typing import Any

import pytest
from fetch_server import AS_OF, Asked, Reply, Servers, answer, evidence, fetch_all, now, plan_for, polite, redirect

from crawler.evidence import FailureKind, Page, SiteEvidence, SitePlan
from crawler.run import crawl

pytestmark = pytest.mark.usefixtures("quick_retry")
OBEY = polite(obey_robots=True, user_agent="zwgk-checker/1.0 (+https://example.org/about)", timeout=0.4)


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


def text(body: str) -> bytes:
    return answer(body, content_type="text/plain")


@pytest.mark.parametrize(
    ("robots", "open_page", "shut_page"),
    [
        pytest.param(text("User-agent: *\nDisallow: /shut"), None, "不允许", id="for all"),
        pytest.param(text("\ufeffUser-agent: *\nDisallow: /shut"), None, "不允许", id="with a byte order mark"),
        pytest.param(text("User-agent: zwgk-checker\nDisallow: /shut"), None, "不允许", id="for us"),
        pytest.param(text("User-agent: other\nDisallow: /"), None, None, id="for another"),
        pytest.param(
            text("User-agent: *\nDisallow: /\n\nUser-agent: zwgk-checker\nDisallow: /shut"),
            None,
            "不允许",
            id="ours goes before the general one",
        ),
        pytest.param(text("User-agent: *\nDisallow: /"), "不允许", "不允许", id="nothing allowed"),
        pytest.param(text("User-agent: *\nDisallow:"), None, None, id="everything allowed"),
        pytest.param(answer("none", 404), None, None, id="404"),
        pytest.param(answer("none", 403), None, None, id="403"),
        pytest.param(answer("<html>home</html>"), None, None, id="a page instead"),
        pytest.param(redirect("/"), None, None, id="redirect to the home page"),
        pytest.param(redirect("http://other.example/"), None, None, id="redirect to another host"),
        pytest.param(redirect("/robots.txt"), None, None, id="redirect loop"),
        pytest.param(answer("", 503), "robots.txt 返回 503", "robots.txt 返回 503", id="503"),
        pytest.param(
            text("User-agent: *\nDisallow: /shut\n" + "# filler\n" * 100_000),
            None,
            "不允许",
            id="larger than its limit",
        ),
    ],
)
def test_robots(servers: Servers, robots: Reply, open_page: str | None, shut_page: str | None) -> None:
    server = servers.open({"/robots.txt": robots, "*": answer("page")})
    pages, site = fetch_all(plan_for(server, politeness=OBEY), ["/open", "/shut/x"])
    for page, expected in zip(pages, (open_page, shut_page), strict=True):
        if expected is None:
            assert page.failure is None
        else:
            assert page.failure is not None
            assert page.failure.kind is FailureKind.DISALLOWED
            assert expected in page.failure.detail
    assert site.pages == [open_page, shut_page].count(None)
    assert site.requests == len(server.log)


def test_robots_that_never_answers(servers: Servers) -> None:
    server = servers.open({"/robots.txt": hang, "*": answer("page")})
    (page,), _ = fetch_all(plan_for(server, politeness=OBEY), ["/"])
    assert page.failure is not None
    assert page.failure.kind is FailureKind.UNREACHABLE
    assert "/" not in server.paths()


def test_not_asked_for_when_not_obeyed(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    fetch_all(plan_for(server), ["/a"])
    assert server.paths() == ["/a"]


def test_asked_for_once(servers: Servers) -> None:
    server = servers.open({"/robots.txt": answer("", 404), "*": answer("page")})
    fetch_all(plan_for(server, politeness=OBEY), [f"/{n}" for n in range(8)], at_once=True)
    assert server.paths().count("/robots.txt") == 1
    assert server.paths()[0] == "/robots.txt"


def test_second_look_asks_robots_again(servers: Servers) -> None:
    async def recovers(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer("", 503 if asked.count <= 2 else 404))

    server = servers.open({"/robots.txt": recovers, "*": answer("page")})
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        pages.append(await fetch(plan.url))
        pages.append(await fetch(plan.url, again=True))
        return evidence(plan, fetch)

    crawl([plan_for(server, politeness=OBEY)], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert pages[0].failure is not None
    assert pages[1].body == b"page"


def test_crawl_delay(servers: Servers) -> None:
    server = servers.open({"/robots.txt": text("User-agent: *\nCrawl-delay: 0.3"), "*": answer("page")})
    fetch_all(plan_for(server, politeness=OBEY), ["/1", "/2", "/3"], at_once=True)
    times = [asked.at for asked in server.log[1:]]
    assert all(later - sooner > 0.25 for sooner, later in itertools.pairwise(times))
