"""The site's own search as a page offers it: a form sent by GET, or an address that a script completes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import resolve
from crawler.readers.document import Document

_WORDS = re.compile(
    r"(?:q|qt|qw|wd|kw|key|keys|key_?words?|search_?(?:words?|key|keywords?|text|content|value|str)|query|title|content)\Z",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"""["']([^"'\s<>\\]{0,300}[?&](?:q|qt|wd|kw|key|keywords?|search_?(?:words?|key|keywords?))=)["']\s*\+""",
    re.IGNORECASE,
)
_SEARCHING = re.compile(r"search|was5|sousuo|jsearch|irs|query|/s\b|/so\b|jiansuo|ss/", re.IGNORECASE)
_GB = re.compile(r"charset\s*=\s*[\"']?\s*gb", re.IGNORECASE)
_MOST_FIELDS = 20
_MOST_SOURCE = 200_000


@dataclass(frozen=True, kw_only=True)
class SiteSearch:
    """A search that a GET request asks."""

    url: str
    """Absolute; without the words."""
    fields: tuple[tuple[str, str], ...] = ()
    """What a browser sends along."""
    words: str = ""
    """Name of the field that takes the words; empty where they are put at the end of the address."""
    charset: str = "utf-8"

    def address(self, words: str) -> str:
        """The address that asks for these words."""
        if not self.words:
            return self.url + quote(words, safe="", encoding=self.charset, errors="replace")
        asked = urlencode((*self.fields, (self.words, words)), encoding=self.charset, errors="replace")
        plain = self.url.partition("#")[0].partition("?")[0]  # a form sent by GET replaces the query
        return f"{plain}?{asked}"


def search_of(document: Document) -> SiteSearch | None:
    """The search a page offers; None when it offers none that can be asked without its scripts."""
    charset = "gb18030" if _GB.search(document.text[:2_000]) else "utf-8"
    for form in list(document.root.iter("form"))[:10]:
        found = _form(document, form, charset)
        if found is not None:
            return found
    for script in list(document.root.iter("script"))[:60]:
        for prefix in _SCRIPTED.findall((script.text or "")[:_MOST_SOURCE]):
            url = _joined(document, prefix)
            if url is not None and _SEARCHING.search(url):
                return SiteSearch(url=url, charset=charset)
    return None


def _form(document: Document, form: Element, charset: str) -> SiteSearch | None:
    if (form.get("method") or "get").strip().lower() != "get":
        return None
    url = resolve(document.base, form.get("action"))
    if url is None:
        return None
    words = ""
    fields: list[tuple[str, str]] = []
    for control in list(form.iter("input", "select"))[:60]:
        name = (control.get("name") or "").strip()
        if not name or len(name) > 60:
            continue
        kind = (control.get("type") or "text").strip().lower() if control.tag == "input" else "select"
        if kind in ("text", "search") and _WORDS.match(name) and not words:
            words = name
        elif kind == "hidden" or (kind == "radio" and control.get("checked") is not None) or kind == "select":
            fields.append((name, _value(control)))
        elif kind == "password":
            return None
    return SiteSearch(url=url, fields=tuple(fields[:_MOST_FIELDS]), words=words, charset=charset) if words else None


def _value(control: Element) -> str:
    if control.tag != "select":
        return (control.get("value") or "")[:200]
    options = list(control.iter("option"))
    chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
    if chosen is None:
        return ""
    value = chosen.get("value")
    return str(value if value is not None else chosen.text_content().strip())[:200]


def _joined(document: Document, prefix: str) -> str | None:
    try:
        url = urljoin(document.base, prefix)
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else None
    except ValueError:
        return None
