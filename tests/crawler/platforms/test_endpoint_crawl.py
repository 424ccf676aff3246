"""An endpoint over a real connection: posted, kept as evidence, refused where robots.txt says so."""

from __future__ import annotations

from datetime import date

import pytest
from endpoint_pages import AS_OF, GKMLPT, HANWEB, SITE
from fetch_server import Reply, Server, Servers, answer, now, plan_for, polite
from minisite import page

from crawler.evidence import ColumnEvidence, Outcome, SiteEvidence, Target
from crawler.run import crawl

HTML = "text/html; charset=utf-8"


def look(server: Server, *path: str, obey_robots: bool = False) -> ColumnEvidence:
    done: list[SiteEvidence] = []
    plan = plan_for(server, targets=(Target(key="k", path=path),), politeness=polite(obey_robots=obey_robots))
    crawl([plan], as_of=AS_OF, now=now, on_site=done.append)
    return done[0].columns["k"]


def hanweb(servers: Servers, **more: Reply) -> Server:
    server = servers.open({})
    here = HANWEB.page.replace(SITE, server.url)
    server.routes |= {
        "/": answer(page(), content_type=HTML),
        "/zwgk/": answer(page("政务公开", links={"通知公告": "/col/col61490/index.html"}), content_type=HTML),
        "/col/col61490/index.html": answer(here, content_type=HTML),
        HANWEB.asked.removeprefix(SITE): answer(HANWEB.rows, content_type="text/xml"),
        **more,
    }
    return server


def test_a_posted_list(servers: Servers) -> None:
    server = hanweb(servers)
    found = look(server, "政务公开", "通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12)), found.reason
    posted = [asked for asked in server.log if asked.method == "POST"]
    assert [asked.body for asked in posted] == [HANWEB.posted]
    assert posted[0].headers["referer"] == f"{server.url}/col/col61490/index.html"
    assert [fetch.note for fetch in found.fetches] == ["栏目页", "栏目列表接口"]
    assert all(fetch.sha256 for fetch in found.fetches)


def test_robots_hold_for_endpoints(servers: Servers) -> None:
    rules = {"/robots.txt": answer("User-agent: *\nDisallow: /module/\n", content_type="text/plain")}
    server = hanweb(servers, **rules)
    found = look(server, "政务公开", "通知公告", obey_robots=True)
    assert found.outcome is Outcome.DISALLOWED
    assert "接口" in found.reason
    assert not [asked for asked in server.log if asked.method == "POST"]


@pytest.mark.parametrize("kind", ["application/json", "text/html", "text/plain"])
def test_a_fragment_over_the_line(servers: Servers, kind: str) -> None:
    server = servers.open({})
    server.routes |= {
        "/": answer(page(links={"信息公开目录": "/czj/gkmlpt/index"}), content_type=HTML),
        "/czj/gkmlpt/index": answer(GKMLPT.page, content_type=HTML),
        GKMLPT.asked.removeprefix(SITE): answer(GKMLPT.rows, content_type=kind),
    }
    found = look(server, "政策文件", "规范性文件")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 12)), found.reason
    assert found.located is not None
    assert found.located.url == f"{server.url}/czj/gkmlpt/index#2811"
