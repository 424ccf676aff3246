"""Sitemap files (sitemaps.org): the addresses a site names itself, as XML, gzip or plain text. They carry no names.

Hostile files are expected: nothing is expanded, loaded or unpacked beyond the bounds below.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from lxml import etree

MOST_ADDRESSES = 20_000
"""Addresses of one file that are kept; the protocol allows 50,000."""
LARGEST = 10 * 1024 * 1024
"""Bytes of one unpacked file that are read; what stands behind is left out."""
_LONGEST = 2_000
_GZIP = b"\x1f\x8b"
_NAMED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"https?://\S{1,2000}\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """What one sitemap file names."""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Further sitemap files, when this one is an index of them."""


def named_in_robots(robots: str) -> tuple[str, ...]:
    """The sitemap files that a robots.txt names, in order."""
    return tuple(dict.fromkeys(found for found in _NAMED.findall(robots[:500_000]) if _ADDRESS.match(found)))


def read_sitemap(body: bytes) -> Sitemap | None:
    """The addresses of a sitemap file; None when it is none (a page, an error text, a broken archive)."""
    source = _unpacked(body)
    head = source[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return _plain(source)
    if b"<html" in head.lower():
        return None
    return _xml(source.lstrip(b"\xef\xbb\xbf \t\r\n"))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body[:LARGEST]
    try:
        return zlib.decompressobj(31).decompress(body, LARGEST)
    except zlib.error:
        return b""


def _plain(source: bytes) -> Sitemap | None:
    lines = [line.strip() for line in source.decode("utf-8", "replace").splitlines()[:MOST_ADDRESSES] if line.strip()]
    pages = tuple(dict.fromkeys(line for line in lines if _ADDRESS.match(line)))
    return Sitemap(pages=pages) if pages and len(pages) * 2 > len(lines) else None


def _xml(source: bytes) -> Sitemap | None:
    """Addresses element by element, so that a file cut short tells what stands in it before the cut."""
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    pages: dict[str, None] = {}
    files: dict[str, None] = {}
    try:
        for start in range(0, len(source), 65_536):
            parser.feed(source[start : start + 65_536])
            for _, element in parser.read_events():
                if isinstance(element, etree._Element):
                    _take(element, pages, files)
            if len(pages) + len(files) >= MOST_ADDRESSES:
                break
    except etree.XMLSyntaxError:
        pass  # what came before is still told
    if not pages and not files:
        return None
    return Sitemap(pages=tuple(pages)[:MOST_ADDRESSES], files=tuple(files)[:MOST_ADDRESSES])


def _take(element: etree._Element, pages: dict[str, None], files: dict[str, None]) -> None:
    kind = _tag(element)
    if kind == "loc":
        above = element.getparent()
        address = "".join((element.text or "").split())
        if above is not None and len(address) <= _LONGEST and _ADDRESS.match(address):
            (files if _tag(above) == "sitemap" else pages).setdefault(address)
    elif kind in ("url", "sitemap"):
        element.clear()


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
