"""One server asked for many: the pace holds over rules, units, sites, host names and programs that share it."""

from __future__ import annotations

import itertools
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fetch_server import AS_OF, Server, Servers, answer, evidence, now, plan_for, polite
from minisite import page, rows

from crawler.evidence import Outcome, SiteEvidence, SitePlan, Target
from crawler.run import crawl
from zwgk.turns import HostTurns

pytestmark = pytest.mark.usefixtures("quick_retry")
DELAY = 0.1


def gaps(server: Server) -> list[float]:
    return [later.at - sooner.at for sooner, later in itertools.pairwise(server.log)]


async def three_pages(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
    for number in range(3):
        await fetch(f"{plan.url}/{plan.name}{number}")
    return evidence(plan, fetch)


def test_rules_units_and_sites_of_one_host(servers: Servers) -> None:
    """A real search: two sites of one host, the first with a unit's page and several rules."""
    menu = {"政务公开": "/zwgk/", "规划信息": "/gh/", "财政信息": "/cz/"}
    pages = {
        "/": page(links=menu),
        "/jw/": page("区教委", title="区教委", links={"教育信息": "/jw/jy/"}),
        "/jw/jy/": page("区教委", "教育信息", body=rows(AS_OF)),
        **{f"/{name}/": page(label, body=rows(AS_OF)) for label, name in (("规划信息", "gh"), ("财政信息", "cz"))},
        "/zwgk/": page("政务公开", links=menu),
    }
    server = servers.open({path: answer(text, content_type="text/html; charset=utf-8") for path, text in pages.items()})
    targets = (
        Target(key="a", path=("规划信息",)),
        Target(key="b", path=("财政信息",)),
        Target(key="c", path=("教育信息",), start=f"{server.url}/jw/"),
    )
    plans = [
        plan_for(server, name="一", targets=targets, politeness=polite(delay=DELAY)),
        plan_for(server, name="二", targets=targets[:2], politeness=polite(delay=DELAY)),
    ]
    seen: list[SiteEvidence] = []
    crawl(plans, as_of=AS_OF, now=now, on_site=seen.append)
    assert {column.outcome for site in seen for column in site.columns.values()} == {Outcome.FOUND}
    assert len(server.log) > 6
    assert min(gaps(server)) > DELAY * 0.6


def test_host_names_of_one_address(servers: Servers) -> None:
    server = servers.open({"*": answer("page")})
    plans = [
        plan_for(server, name="a", politeness=polite(delay=DELAY)),
        plan_for(f"http://localhost:{server.port}", name="b", politeness=polite(delay=DELAY / 2)),
    ]
    crawl(plans, as_of=AS_OF, now=now, on_site=lambda _: None, search=three_pages)
    assert len(server.log) == 6
    assert min(gaps(server)) > DELAY * 0.6


def test_ports_are_servers_of_their_own(servers: Servers) -> None:
    both = [servers.open({"*": answer("page")}) for _ in range(2)]
    plans = [plan_for(server, name=f"s{n}", politeness=polite(delay=DELAY * 3)) for n, server in enumerate(both)]
    crawl(plans, as_of=AS_OF, now=now, on_site=lambda _: None, search=three_pages)
    firsts = [server.log[0].at for server in both]
    assert abs(firsts[0] - firsts[1]) < DELAY * 3


def test_programs_that_share_a_host(servers: Servers, tmp_path: Path) -> None:
    """Two crawls that know nothing of each other but the folder of turns, as two processes do."""
    server = servers.open({"*": answer("page")})

    def one(name: str) -> None:
        import time

        turns = HostTurns(tmp_path, time.time)
        plan = plan_for(server, name=name, politeness=polite(delay=DELAY))
        crawl([plan], as_of=AS_OF, now=now, on_site=lambda _: None, search=three_pages, take_turn=turns)

    threads = [threading.Thread(target=one, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(server.log) == 6
    assert min(gaps(server)) > DELAY * 0.5
    assert server.log[-1].at - server.log[0].at > DELAY * 5 * 0.9
