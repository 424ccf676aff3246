"""A fetched page as text and tree, whatever its encoding and however broken its markup."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html as lxml_html


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed page. `root` must not be changed by readers."""

    url: str
    """Address after redirects; links are resolved against `base`."""
    base: str
    """`<base href>` resolved, else `url`."""
    text: str
    """Decoded source, comments and scripts included."""
    root: lxml_html.HtmlElement


def parse_document(body: bytes, url: str, content_type: str = "") -> Document:
    """Decode and parse a page; never raises on bad input, an empty body gives an empty tree."""
    raise NotImplementedError
