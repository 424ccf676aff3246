"""Files: read whole where they are small enough, else their beginning, and kept in the archive as they were read."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fetch_server import AS_OF, Asked, Reply, Server, Servers, answer, evidence, now, plan_for, polite

from crawler.archive import ArchiveIndex, archived_pages
from crawler.evidence import FailureKind, Page, SiteEvidence, SitePlan
from crawler.replay import ArchiveFetcher
from crawler.run import crawl

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
LIMIT = 20_000
HEAD = 2048


def run(server: Server, script: Any, archive: Path | None = None) -> list[Page]:
    """What `script(fetch, url)` brings in a crawl."""
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        pages.extend(await script(fetch, server.url))
        return evidence(plan, fetch)

    plan = plan_for(server, name="甲", politeness=polite(max_page_bytes=LIMIT))
    crawl([plan], as_of=AS_OF, now=now, on_site=lambda _: None, search=search, archive=archive)
    return pages


async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
    for _ in range(50):
        writer.write(PDF)
        await writer.drain()


@pytest.mark.parametrize(
    ("reply", "size", "cut"),
    [
        pytest.param(answer(PDF, content_type="application/pdf"), len(PDF), False, id="whole"),
        pytest.param(answer(PDF, content_type="application/octet-stream"), len(PDF), False, id="of an unknown type"),
        pytest.param(answer(b"", content_type="application/pdf"), 0, False, id="nothing in it"),
        pytest.param(answer(PDF * 3, content_type="application/pdf"), HEAD, True, id="larger than the limit"),
        pytest.param(answer(PDF * 3, content_type="text/csv"), HEAD, True, id="a text larger than the limit"),
        pytest.param(endless, HEAD, True, id="larger without having said so"),
        pytest.param(answer("<p>没有</p>", 404), len("<p>没有</p>".encode()), False, id="not there"),
    ],
)
def test_files(servers: Servers, reply: Reply, size: int, cut: bool, tmp_path: Path) -> None:
    async def script(fetch: Any, url: str) -> list[Page]:
        return [await fetch.file(f"{url}/a.pdf")]

    file = tmp_path / "1.warc.gz"
    (page,) = run(servers.open({"/a.pdf": reply}), script, file)
    assert page.failure is None
    assert (len(page.body), page.cut) == (size, cut)
    assert [item.page for item in archived_pages(file)] == [page]


def test_a_page_of_a_file_is_its_beginning(servers: Servers) -> None:
    """Asked for as a page, and then as a file: the second question goes to the site once more."""

    async def script(fetch: Any, url: str) -> list[Page]:
        return [await fetch(f"{url}/a"), await fetch.file(f"{url}/a"), await fetch(f"{url}/a")]

    server = servers.open({"/a": answer(PDF, content_type="application/pdf")})
    first, whole, kept = run(server, script)
    assert (len(first.body), first.cut) == (HEAD, True)
    assert (len(whole.body), whole.cut) == (len(PDF), False)
    assert (len(kept.body), kept.cut) == (HEAD, True), "a file is not kept in memory"
    assert server.paths() == ["/a", "/a"]


def test_only_the_head_of_a_film(servers: Servers) -> None:
    async def script(fetch: Any, url: str) -> list[Page]:
        return [await fetch.file(f"{url}/a.mp4", head=True), await fetch.file(f"{url}/a.mp4", head=True)]

    server = servers.open({"/a.mp4": answer(b"\0\0\0\x18ftypmp42" * 1000, content_type="video/mp4")})
    first, again = run(server, script)
    assert (len(first.body), first.cut) == (HEAD, True)
    assert again.body == first.body
    assert len(server.log) == 1


def test_files_stay_within_the_site(servers: Servers) -> None:
    async def script(fetch: Any, url: str) -> list[Page]:
        return [await fetch.file("http://elsewhere.example/a.pdf"), await fetch.file("ftp://elsewhere.example/a.pdf")]

    server = servers.open({})
    pages = run(server, script)
    assert [page.failure and page.failure.kind for page in pages] == [FailureKind.REFUSED] * 2
    assert not server.log


def test_what_costs_nothing(servers: Servers) -> None:
    seen: list[bool] = []

    async def script(fetch: Any, url: str) -> list[Page]:
        seen.append(fetch.kept(f"{url}/a"))
        page = await fetch(f"{url}/a")
        seen.append(fetch.kept(f"{url}/a"))
        return [page]

    run(servers.open({"/a": answer("a")}), script)
    assert seen == [False, True]


def test_out_of_the_archive(servers: Servers, tmp_path: Path) -> None:
    async def script(fetch: Any, url: str) -> list[Page]:
        return [await fetch(f"{url}/a"), await fetch.file(f"{url}/a"), await fetch.file(f"{url}/b", head=True)]

    file = tmp_path / "1.warc.gz"
    server = servers.open({"*": answer(PDF, content_type="application/pdf")})
    pages = run(server, script, file)
    with ArchiveIndex(file) as index:
        fetch = ArchiveFetcher(index, "甲", now=now)

        async def again() -> list[Page]:
            assert fetch.kept(f"{server.url}/a")
            assert not fetch.kept(f"{server.url}/c")
            return [*await script(fetch, server.url), await fetch.file(f"{server.url}/c")]

        back = asyncio.run(again())
    assert [(page.body, page.cut) for page in back[:3]] == [(page.body, page.cut) for page in pages]
    assert back[3].failure is not None
    assert back[3].failure.kind is FailureKind.BUDGET
