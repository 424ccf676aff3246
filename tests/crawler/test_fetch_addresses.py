"""Where a fetch goes and where it does not: allow-list, redirects, private addresses, rebinding."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fetch_server import AS_OF, Servers, answer, evidence, fetch_all, fetch_one, now, plan_for, redirect

from crawler.carrier import Outside
from crawler.evidence import FailureKind, Page, SiteEvidence, SitePlan, Target
from crawler.run import crawl


def failure_of(page: Page) -> tuple[FailureKind, str]:
    assert page.failure is not None
    return page.failure.kind, page.failure.detail


def test_redirects_are_followed(servers: Servers) -> None:
    server = servers.open({"/": redirect("a/?x=1#top"), "/a/?x=1": redirect("../end", 301), "/end": answer("here")})
    (page,), site = fetch_all(plan_for(server), ["/#part"])
    assert (page.body, page.url, page.requested) == (b"here", f"{server.url}/end", f"{server.url}/#part")
    assert (site.requests, site.pages) == (3, 1)


def test_redirect_in_a_circle(servers: Servers) -> None:
    server = servers.open({"/": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/a")})
    assert failure_of(fetch_one(plan_for(server)))[0] is FailureKind.LOOP
    assert len(server.log) == 3


def test_redirects_without_end(servers: Servers) -> None:
    server = servers.open({"/0": redirect("/1"), **{f"/{n}": redirect(f"/{n + 1}") for n in range(1, 40)}})
    assert failure_of(fetch_one(plan_for(server), "/0")) == (FailureKind.LOOP, "重定向超过8次")
    assert len(server.log) == 9


def test_same_address_after_a_cookie_is_no_loop(servers: Servers) -> None:
    async def gate(asked: Any, writer: Any) -> None:
        came_back = asked.headers.get("cookie") == "pass=yes"
        writer.write(answer("in") if came_back else redirect("/", set_cookie="pass=yes; Path=/; HttpOnly"))

    server = servers.open({"/": gate})
    assert fetch_one(plan_for(server)).body == b"in"


def test_cookies_stay_with_their_site(servers: Servers) -> None:
    server = servers.open({"/": answer("x", set_cookie="who=first"), "/next": answer("y")})
    fetch_all(plan_for(server), ["/", "/next"])
    fetch_all(plan_for(server), ["/next"])
    assert [asked.headers.get("cookie") for asked in server.log] == [None, "who=first", None]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        pytest.param("http://169.254.169.254/latest/meta-data/", "169.254.169.254", id="metadata service"),
        pytest.param("http://www.example.org/", "www.example.org", id="another host"),
        pytest.param("//example.org/x", "example.org", id="another host, same scheme"),
        pytest.param("http://127.0.0.1:1/", "127.0.0.1:1", id="another port"),
        pytest.param("http://2130706433/", "2130706433", id="the same machine in decimal"),
        pytest.param("file:///etc/passwd", "file", id="file"),
        pytest.param("http://user:secret@127.0.0.1/", "用户名", id="user name"),
        pytest.param("http://[::1", "网址", id="broken"),
    ],
)
def test_redirect_out_of_the_site(servers: Servers, target: str, said: str) -> None:
    server = servers.open({"/": redirect(target)})
    kind, detail = failure_of(fetch_one(plan_for(server)))
    assert kind is FailureKind.REFUSED
    assert said in detail
    assert server.paths() == ["/"]


def test_further_hosts_and_targets_belong_to_the_site(servers: Servers) -> None:
    first, second, third, fourth = (servers.open({"/": answer(str(n))}) for n in range(4))
    plan = plan_for(
        first, hosts=(f"127.0.0.1:{second.port}",), targets=(Target(key="k", path=("甲",), start=third.url + "/unit/"),)
    )
    pages, site = fetch_all(plan, [server.url + "/" for server in (first, second, third, fourth)])
    assert [page.body for page in pages] == [b"0", b"1", b"2", b""]
    assert failure_of(pages[3])[0] is FailureKind.REFUSED
    assert site.requests == 3


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.1"]
)
def test_private_addresses_need_permission(servers: Servers, host: str) -> None:
    server = servers.open({"/": answer("secret")})
    plan = plan_for(f"http://{host}:{server.port}", allow_private=False)
    (page,), site = fetch_all(plan, ["/"])
    kind, detail = failure_of(page)
    assert kind is FailureKind.REFUSED
    assert "本机地址" in detail
    assert (server.log, site.requests) == ([], 0)


@pytest.mark.parametrize(
    ("addresses", "refused"),
    [
        pytest.param(["127.0.0.1"], True, id="public name, private address"),
        pytest.param(["203.0.114.1", "127.0.0.1"], True, id="one of several"),
        pytest.param(["::ffff:10.0.0.1"], True, id="mapped"),
    ],
)
def test_names_that_lead_inside(servers: Servers, addresses: list[str], refused: bool) -> None:
    server = servers.open({"/": answer("secret")})
    plan = plan_for(f"http://portal.example:{server.port}", allow_private=False)
    page = fetch_one(plan, outside=Outside(addresses=lambda _: addresses))
    assert failure_of(page)[0] is FailureKind.REFUSED
    assert "portal.example" in failure_of(page)[1]
    assert server.log == []


def test_rebinding_during_a_crawl(servers: Servers) -> None:
    """The name is asked once; the address that was judged is the one that is connected to."""
    server = servers.open({"*": answer("x", connection="close")})
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    plan = plan_for(f"http://portal.example:{server.port}")
    pages, _ = fetch_all(plan, ["/1", "/2", "/3"], outside=Outside(addresses=lookup))
    assert [page.body for page in pages] == [b"x"] * 3
    assert asked == ["portal.example"]


def test_a_permitted_connection_is_not_lent(servers: Servers) -> None:
    """Two sites on one address, one without permission: its requests must not ride on the other's connection."""
    server = servers.open({"*": answer("x")})
    open_plan = plan_for(server, name="open")
    closed_plan = plan_for(server, name="closed", allow_private=False)
    seen: dict[str, list[Page]] = {"open": [], "closed": []}

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        for number in range(5):
            seen[plan.name].append(await fetch(f"{plan.url}/{plan.name}/{number}"))
        return evidence(plan, fetch)

    crawl([open_plan, closed_plan], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert [page.failure for page in seen["open"]] == [None] * 5
    assert {failure_of(page)[0] for page in seen["closed"]} == {FailureKind.REFUSED}
    assert not [path for path in server.paths() if "closed" in path]


@pytest.mark.parametrize("url", ["javascript:;", "ftp://x/", "http://", "mailto:a@b.cn", "http://[", "x" * 5000, ""])
def test_what_is_no_address(servers: Servers, url: str) -> None:
    server = servers.open({})
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        pages.append(await fetch(url))
        return evidence(plan, fetch)

    crawl([plan_for(server)], as_of=AS_OF, now=now, on_site=lambda _: None, search=search)
    assert failure_of(pages[0])[0] is FailureKind.REFUSED
