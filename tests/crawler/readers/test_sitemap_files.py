"""Sitemap files: what they name, and hostile ones."""

from __future__ import annotations

import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.sitemap import LARGEST, Sitemap, named_in_robots, read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
TWO = (
    f"<?xml version='1.0' encoding='UTF-8'?><urlset {NAMESPACE}>"
    "<url><loc> https://www.yunshan.example/zwgk/ </loc><lastmod>2026-01-02</lastmod></url>"
    "<url><loc>https://www.yunshan.example/list?a=1&amp;b=2</loc></url></urlset>"
).encode()
PAGES = ("https://www.yunshan.example/zwgk/", "https://www.yunshan.example/list?a=1&b=2")


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        pytest.param(TWO, PAGES, id="plain"),
        pytest.param(b"\xef\xbb\xbf\r\n" + TWO, PAGES, id="byte order mark and blank line before"),
        pytest.param(gzip.compress(TWO), PAGES, id="packed"),
        pytest.param(TWO.replace(NAMESPACE.encode(), b""), PAGES, id="without a namespace"),
        pytest.param(TWO[: TWO.index(b"</loc></url></urlset>")], PAGES[:1], id="cut short"),
        pytest.param("\n".join(PAGES).encode(), PAGES, id="one address a line"),
        pytest.param(
            TWO.replace(b"https://www.yunshan.example/list", b"javascript:alert(1)//"), PAGES[:1], id="script"
        ),
    ],
)
def test_pages(body: bytes, pages: tuple[str, ...]) -> None:
    assert read_sitemap(body) == Sitemap(pages=pages)


def test_an_index_names_files() -> None:
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://www.yunshan.example/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()) == Sitemap(files=("https://www.yunshan.example/1.xml",))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!DOCTYPE html><html><body><loc>https://a.example/</loc></body></html>", id="a page"),
        pytest.param(b"\x1f\x8b broken", id="a broken archive"),
        pytest.param("没有这个文件".encode(), id="words"),
        pytest.param(b"<rss><channel><link>https://a.example/</link></channel></rss>", id="another kind of XML"),
    ],
)
def test_no_sitemap(body: bytes) -> None:
    assert read_sitemap(body) is None


ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"xxxxxxxxxx") for n in range(12))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"<!DOCTYPE u [" + ENTITIES + b"]><urlset><url><loc>https://a.example/&e11;</loc></url></urlset>",
            id="entities within entities",
        ),
        pytest.param(gzip.compress(b"<urlset>" + b" " * (8 * LARGEST)), id="packed emptiness"),
        pytest.param(b"<urlset>" + b"<a>" * 500_000, id="deep nesting"),
        pytest.param(b"<urlset><url><loc>https://a.example/" + b"x" * 3_000_000, id="one endless address"),
    ],
)
def test_hostile_files_end_soon(body: bytes) -> None:
    started = time.process_time()
    read = read_sitemap(body)
    assert time.process_time() - started < 2
    assert read is None or all(len(page) <= 2_000 for page in read.pages)


def test_no_file_of_this_machine_is_read() -> None:
    body = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://a.example/&f;</loc></url></urlset>'
    assert read_sitemap(body) == Sitemap(pages=("https://a.example/",))


@given(st.binary(max_size=400))
def test_any_bytes_are_read(body: bytes) -> None:
    read_sitemap(body)
    read_sitemap(b"<urlset><url><loc>" + body)
    read_sitemap(gzip.compress(body))


def test_robots_names_files() -> None:
    robots = "User-agent: *\nSitemap:https://a.example/1.xml\n  sitemap : https://a.example/2.xml\nSitemap: /3.xml\n"
    assert named_in_robots(robots) == ("https://a.example/1.xml", "https://a.example/2.xml")
