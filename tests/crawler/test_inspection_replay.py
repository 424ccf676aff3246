"""The closer look over a real connection, with files, and the same out of the archive: in a first run and in a later."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fetch_server import Asked, Reply, Server, Servers, answer, evidence, now, plan_for, polite
from inspected_site import FILES, LIST, PDF, article, listed
from minisite import AS_OF, page

from crawler.archive import ArchiveIndex
from crawler.evidence import ColumnEvidence, Remembered, SiteEvidence, SitePlan, Target
from crawler.inspected import Answering, Inspection
from crawler.navigate import search_site
from crawler.replay import ArchiveFetcher, read_archive
from crawler.run import crawl

ONE = Target(key="一", path=("政务公开", "政策解读"), inspect=3)
HUGE = 3_000_000
EXPOSED = "<p>联系人：张三丰，身份证号：500101197703164522，手机：13812346079。</p>"


async def huge(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A film that would take minutes; the reader hangs up."""
    writer.write(
        f"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {HUGE}\r\n\r\n".encode() + b"\0\0\0\x18ftypmp42"
    )
    for _ in range(HUGE // 10_000):
        writer.write(b"0" * 10_000)
        await writer.drain()


def routes(**more: Reply) -> dict[str, Reply]:
    played = '<video src="/f/jd.mp4" controls></video><a href="/f/weg.xls">台账.xls</a>'
    pages: dict[str, Reply] = {
        "/": answer(page(title="云山区人民政府")),
        "/zwgk/": answer(page("政务公开", links={"政策解读": LIST})),
        LIST: answer(page("政务公开", "政策解读", body=listed("a1", "a2", "a3", "a4"))),
        f"{LIST}a1.html": answer(article(FILES)),
        f"{LIST}a2.html": answer(article(played)),
        f"{LIST}a3.html": answer(article(EXPOSED)),
        f"{LIST}a4.html": answer(article()),
        "/f/a.pdf": answer(PDF, content_type="application/pdf"),
        "/f/b.docx": answer("<html><body>请登录</body></html>"),
        "/f/jd.mp4": huge,
        "/robots.txt": answer("User-agent: *\nDisallow: /f/no/", content_type="text/plain"),
    }
    return pages | {path.replace("_", "/"): reply for path, reply in more.items()}


def plan_of(server: Server, target: Target, ceiling: float | None = None) -> SitePlan:
    politeness = polite(max_page_bytes=200_000, obey_robots=True)
    return plan_for(server, name="甲", targets=(target,), ceiling=ceiling, politeness=politeness)


def run(plan: SitePlan, archive: Path, days: int = 0) -> SiteEvidence:
    found: list[SiteEvidence] = []
    as_of = AS_OF + timedelta(days=days)
    crawl([plan], as_of=as_of, now=now, on_site=found.append, search=search_site, archive=archive)
    return found[0]


def inspection(site: SiteEvidence) -> Inspection:
    found = site.columns["一"].inspection
    assert found is not None, site.columns["一"]
    return found


def reread(plan: SitePlan, seen: SiteEvidence, archive: Path, days: int = 0) -> Inspection:
    """As zwgk recheck --reread does: the plan without memories, and what the run took over (zwgk.recheck_command)."""
    column = seen.columns["一"]
    then = replace(plan.targets[0], remembered=None, inspected=column.inspection)
    if column.since is not None:
        then = replace(then, remembered=Remembered(evidence=column, as_of=AS_OF + timedelta(days=days)))
    again = read_archive([replace(plan, targets=(then,))], archive, as_of=AS_OF + timedelta(days=days), now=now)
    return inspection(again["甲"])


def remembering(plan: SitePlan, column: ColumnEvidence) -> SitePlan:
    assert column.located is not None
    target = replace(
        plan.targets[0],
        learned=column.located.url,
        learned_trail=column.located.trail,
        learned_match=column.located.match,
        remembered=Remembered(evidence=column, as_of=AS_OF),
    )
    return replace(plan, targets=(target,))


def test_files_over_the_line(servers: Servers, tmp_path: Path) -> None:
    server = servers.open(routes())
    found = inspection(run(plan_of(server, ONE), tmp_path / "1.warc.gz"))
    first, second, third = found.articles
    assert [(one.answering, one.size, one.looks) for one in first.attachments] == [
        (Answering.FINE, len(PDF), 1),
        (Answering.WRONG_TYPE, None if first.attachments[1].size is None else first.attachments[1].size, 2),
    ]
    assert {one.url.rpartition("/")[2]: one.answering for one in second.attachments} == {
        "jd.mp4": Answering.FINE,
        "weg.xls": Answering.GONE,
    }
    assert third.exposures
    assert "500101197703164522" not in repr(found)
    assert "13812346079" not in repr(found)
    assert server.paths().count("/f/jd.mp4") == 1


@pytest.mark.parametrize("ceiling", [None, 8.0, 6.0], ids=["no ceiling", "not enough for all", "not enough for two"])
def test_the_same_out_of_the_archive(servers: Servers, tmp_path: Path, ceiling: float | None) -> None:
    server = servers.open(routes())
    plan = plan_of(server, ONE, ceiling)
    seen = run(plan, tmp_path / "1.warc.gz")
    asked = len(server.log)
    assert reread(plan, seen, tmp_path / "1.warc.gz") == inspection(seen)
    assert len(server.log) == asked
    assert bool(inspection(seen).reason) == (ceiling is not None)


@pytest.mark.parametrize("ceiling", [None, 4.0], ids=["no ceiling", "little"])
@pytest.mark.parametrize("changed", [False, True], ids=["the column is as it was", "an entry more"])
def test_a_later_run_out_of_its_archive(servers: Servers, tmp_path: Path, changed: bool, ceiling: float | None) -> None:
    server = servers.open(routes())
    plan = plan_of(server, ONE)
    first = run(plan, tmp_path / "1.warc.gz")
    before = len(server.log)
    if changed:
        server.routes[LIST] = answer(page("政务公开", "政策解读", body=listed("a4", "a1", "a2", "a3")))
    later = replace(remembering(plan, first.columns["一"]), ceiling=ceiling)
    second = run(later, tmp_path / "2.warc.gz", days=1)
    paths = [one.path.rpartition("/")[2] for one in server.log[before:]]
    assert "a.pdf" not in paths or "a1.html" in paths
    if ceiling is None:
        assert ("a4.html" in paths) == changed
        assert ("a3.html" in paths) == (not changed), "a personal datum is looked at every time"
    assert {one.inspected_on for one in inspection(second).articles} <= {None, AS_OF}
    assert reread(later, second, tmp_path / "2.warc.gz", days=1) == inspection(second)


def test_a_page_that_had_not_changed_and_was_then_read_was_looked_at_twice(servers: Servers, tmp_path: Path) -> None:
    """A run that knows the column asks whether it changed, and reads it only for the second look."""

    async def unchanged(asked: Asked, writer: asyncio.StreamWriter) -> None:
        knows = "if-none-match" in asked.headers
        writer.write(answer("", 304, etag='"1"') if knows else answer("<p>栏目</p>", etag='"1"'))

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        await fetch(plan.url + "/a", headers={"If-None-Match": '"1"'})
        await fetch(plan.url + "/a", again=True)
        return evidence(plan, fetch)

    file = tmp_path / "1.warc.gz"
    plan = plan_for(servers.open({"/a": unchanged}), name="甲")
    crawl([plan], as_of=AS_OF, now=now, on_site=lambda _: None, search=search, archive=file)
    with ArchiveIndex(file) as index:
        fetch = ArchiveFetcher(index, "甲", now=now)

        async def anew() -> list[int | None]:
            looks = [await fetch(f"{plan.url}/a"), *[await fetch(f"{plan.url}/a", again=True) for _ in range(2)]]
            return [page.status for page in looks]

        assert asyncio.run(anew()) == [200, 200, None]
