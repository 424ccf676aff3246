"""Single pages found again in archives."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.evidence import Failure, FailureKind, Page
from crawler.exhibits import LIST, Exhibits, Wanted

NIGHT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
URL = "https://www.yunshan.example/zwgk/"


def page(body: str, *, minutes: int = 0, url: str = URL) -> Page:
    content = body.encode()
    return Page(
        requested=url,
        url=url,
        status=200,
        body=content,
        content_type="text/html",
        fetched_at=NIGHT + timedelta(minutes=minutes),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def wanted(one: Page) -> Wanted:
    return one.url, one.fetched_at, one.sha256


def archive(file: Path, *pages: Page) -> Path:
    kept = Archive(file)
    for one in pages:
        kept.add("政府网站", one)
    kept.close()
    return file


def test_a_page_is_found_by_address_and_moment(tmp_path: Path) -> None:
    first, second = page("<p>旧</p>"), page("<p>新</p>", minutes=5)
    file = archive(tmp_path / "a.warc.gz", page("<p>别的</p>", url=URL + "x"), first, second)
    found = Exhibits([file], [wanted(first), wanted(second)])
    for one in (first, second):
        exhibit = found.find(wanted(one))
        assert exhibit is not None
        assert (exhibit.page.body, exhibit.file, exhibit.kept_in) == (one.body, file, file)
        assert exhibit.record.startswith("<urn:uuid:")


def test_the_fragment_of_an_address_is_not_the_archives(tmp_path: Path) -> None:
    one = page("<p>列表</p>")
    asked = (URL + "#list", one.fetched_at, one.sha256)
    assert Exhibits([archive(tmp_path / "a.warc.gz", one)], [asked]).find(asked) is not None


def test_what_was_only_found_unchanged_shows_the_body_of_the_run_before(tmp_path: Path) -> None:
    before = page("<p>没有变化</p>")
    unchanged = replace(page("", minutes=60), status=304)
    asked = (URL, unchanged.fetched_at, before.sha256)
    own, old = archive(tmp_path / "b.warc.gz", unchanged), archive(tmp_path / "a.warc.gz", before)
    exhibit = Exhibits([own, old], [asked]).find(asked)
    assert exhibit is not None
    assert (exhibit.page.body, exhibit.file, exhibit.kept_in) == (before.body, own, old)


def test_a_page_of_an_earlier_run_is_looked_for_in_that_runs_archive(tmp_path: Path) -> None:
    before = page("<p>上一夜</p>")
    files = [archive(tmp_path / "b.warc.gz", page("x", minutes=60)), archive(tmp_path / "a.warc.gz", before)]
    exhibit = Exhibits(files, [wanted(before)]).find(wanted(before))
    assert exhibit is not None
    assert exhibit.kept_in.name == "a.warc.gz"


def test_a_fetch_that_gave_nothing_is_found_with_its_reason(tmp_path: Path) -> None:
    failure = Failure(kind=FailureKind.UNREACHABLE, detail="连接超时")
    one = replace(page(""), status=None, sha256="", failure=failure)
    exhibit = Exhibits([archive(tmp_path / "a.warc.gz", one)], [wanted(one)]).find(wanted(one))
    assert exhibit is not None
    assert exhibit.page.failure == failure


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param((URL, NIGHT + timedelta(seconds=1), "0" * 64), id="another moment"),
        pytest.param((URL + "y", NIGHT, "0" * 64), id="another address"),
        pytest.param((URL, NIGHT + timedelta(seconds=1), ""), id="no digest"),
    ],
)
def test_what_is_not_there_is_not_found(tmp_path: Path, asked: Wanted) -> None:
    assert Exhibits([archive(tmp_path / "a.warc.gz", page("x"))], [asked]).find(asked) is None


def test_archives_that_cannot_be_read_hold_nothing(tmp_path: Path) -> None:
    one = page("x")
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(b"no archive")
    files = [tmp_path / "missing.warc.gz", broken, archive(tmp_path / "a.warc.gz", one)]
    assert Exhibits(files, [wanted(one)]).find(wanted(one)) is not None
    found = Exhibits(files[2:], [wanted(one)])
    files[2].unlink()
    assert found.find(wanted(one)) is None


def test_the_list_beside_an_archive_is_used_only_for_the_same_file(tmp_path: Path) -> None:
    one, late = page("x"), page("y", minutes=1)
    file = archive(tmp_path / "a.warc.gz", one)
    beside = file.with_name(file.name + LIST)
    assert Exhibits([file], [wanted(one)]).find(wanted(one)) is not None
    kept = beside.read_bytes()
    assert Exhibits([file], [wanted(one)]).find(wanted(one)) is not None
    assert beside.read_bytes() == kept
    archive(file, late)
    assert Exhibits([file], [wanted(late)]).find(wanted(late)) is not None
    for content in (b"", b"[]", b"{", b'{"of": [1, 2]}'):
        beside.write_bytes(content)
        assert Exhibits([file], [wanted(late)]).find(wanted(late)) is not None, content
