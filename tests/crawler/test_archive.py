"""The evidence archive: what was fetched comes back as it was, also after a run was killed."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fetch_server import AS_OF, Servers, answer, evidence, now, plan_for, redirect
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Archive, archived_pages, keep_only
from crawler.endings import CrawlError
from crawler.evidence import Page, SiteEvidence, SitePlan
from crawler.run import crawl


def archived(servers: Servers, file: Path) -> list[Page]:
    server = servers.open(
        {
            "/": answer("公开".encode("gbk"), content_type="text/html; charset=utf-8"),
            "/moved": redirect("/packed"),
            "/packed": answer(gzip.compress(b"packed"), content_encoding="gzip"),
            "/file": answer(b"%PDF" + b"\0" * 5000, content_type="application/pdf"),
            "/shut": answer("no", 403),
        }
    )
    pages: list[Page] = []

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        pages.extend([await fetch(plan.url + path) for path in ("/", "/moved#x", "/file", "/gone", "/shut")])
        return evidence(plan, fetch)

    plan = plan_for(server, name="云山区政府网站")
    crawl([plan], as_of=AS_OF, now=now, on_site=lambda _: None, search=search, archive=file)
    return pages


def test_comes_back_as_it_was(servers: Servers, tmp_path: Path) -> None:
    file = tmp_path / "runs" / "1.warc.gz"
    pages = archived(servers, file)
    back = list(archived_pages(file))
    assert [item.page for item in back] == pages
    assert {item.site for item in back} == {"云山区政府网站"}


def test_is_a_warc_others_can_read(servers: Servers, tmp_path: Path) -> None:
    file = tmp_path / "1.warc.gz"
    archived(servers, file)
    plain = gzip.decompress(file.read_bytes())
    assert plain.startswith(b"WARC/1.1\r\n")
    assert plain.count(b"WARC-Type: response") == 4
    assert b"Content-Encoding" not in plain


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_killed_run(servers: Servers, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "1.warc.gz"
    pages = archived(servers, file)
    file.write_bytes(file.read_bytes()[:-cut])
    back = [item.page for item in archived_pages(file)]
    assert back == pages[: len(back)]
    assert len(back) >= len(pages) - 2


def test_cut_anywhere(servers: Servers, tmp_path: Path) -> None:
    """Wherever a power cut ended the file, also within the head of a record, what came before is read and no more."""
    file = tmp_path / "1.warc.gz"
    pages = archived(servers, file)
    whole = file.read_bytes()
    for cut in range(0, len(whole), 7):
        file.write_bytes(whole[:cut])
        back = [item.page for item in archived_pages(file)]
        assert back == pages[: len(back)]


@settings(max_examples=200, deadline=None)
@given(damage=st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4))
def test_damaged_anywhere(damage: list[tuple[int, bytes]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A damaged archive never stops the reading with an error of its own."""
    file = tmp_path_factory.getbasetemp() / "damaged.warc.gz"
    file.unlink(missing_ok=True)
    archive = Archive(file)
    for number in range(3):
        body = bytes([number]) * 300
        page = Page(requested="u", url="http://a.example/", status=200, fetched_at=now(), body=body)
        archive.add("一", replace(page, sha256=hashlib.sha256(body).hexdigest()))
    archive.close()
    data = bytearray(file.read_bytes())
    for place, noise in damage:
        data[place % len(data) : place % len(data) + len(noise)] = noise
    file.write_bytes(data)
    assert len(list(archived_pages(file))) <= 3


@pytest.mark.parametrize("cut", [0, 1, 150])
def test_what_a_killed_run_finished_is_kept(tmp_path: Path, cut: int) -> None:
    """Pages of sites that were not finished, and a record that was cut, give way to what the resumed run sees."""
    file = tmp_path / "1.warc.gz"
    write(file, "一", b"first")
    write(file, "二", b"half of the site")
    write(file, "一", b"second")
    write(file, "二", b"cut" * 100)
    if cut:
        file.write_bytes(file.read_bytes()[:-cut])
    keep_only(file, {"一"})
    write(file, "二", b"asked again")
    seen = [(item.site, item.page.body) for item in archived_pages(file)]
    assert seen == [("一", b"first"), ("一", b"second"), ("二", b"asked again")]
    keep_only(tmp_path / "none.warc.gz", {"一"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.warc.gz"]


def write(file: Path, site: str, body: bytes) -> None:
    archive = Archive(file)
    page = Page(requested="http://a.example/", url="http://a.example/", status=200, fetched_at=now(), body=body)
    archive.add(site, replace(page, sha256=hashlib.sha256(body).hexdigest()))
    archive.close()


def test_altered_page_is_not_evidence(tmp_path: Path) -> None:
    file = tmp_path / "1.warc.gz"
    archive = Archive(file)
    archive.add("一", Page(requested="u", url="http://a.example/", status=200, fetched_at=now(), body=b"x", sha256="0"))
    archive.close()
    assert list(archived_pages(file)) == []


def test_appends(tmp_path: Path) -> None:
    file = tmp_path / "1.warc.gz"
    page = Page(requested="http://a.example/栏目", url="http://a.example/", status=200, fetched_at=now())
    for name in ("一", "二"):
        archive = Archive(file)
        body = name.encode()
        archive.add(name, replace(page, body=body, sha256=hashlib.sha256(body).hexdigest()))
        archive.close()
    assert [(item.site, item.page.body.decode()) for item in archived_pages(file)] == [("一", "一"), ("二", "二")]


def test_nowhere_to_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CrawlError, match="取证存档"):
        crawl(
            [plan_for("http://a.example")],
            as_of=AS_OF,
            now=now,
            on_site=lambda _: None,
            archive=tmp_path / "file" / "1.warc.gz",
        )
