"""Pages that only send the visitor on: meta refresh, also when a script writes it, and scripts that jump at once."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from lxml import etree

from crawler.readers.addresses import resolve, same_address
from crawler.readers.document import Document
from crawler.readers.outline import Outline
from crawler.readers.script_links import UNKNOWN, expression, written_markup
from crawler.readers.scripts import without_comments

_REFRESH = re.compile(r"""\s*(\d{0,6})(?:\.\d*)?\s*[;,]?\s*url\s*=\s*['"]?\s*([^'"\s>]{1,2000})""", re.I)
_REFRESH_TAG = re.compile(r"""<meta\b[^<>]{0,200}http-equiv\s*=\s*['"]?refresh\b[^<>]{0,2400}>""", re.I)
_CONTENT = re.compile(r"""content\s*=\s*(?:"([^"]{0,2200})"|'([^']{0,2200})')""", re.I)
LONGEST_WAIT = 15
"""Seconds; pages that reload themselves wait for minutes, pages that send on for a few seconds at most."""
_LITTLE_TEXT = 300
_FEW_LINKS = 5
_JUMP = re.compile(
    r"(?<![\w$])(?:(?:window|self|top|parent|document|this)\s*\.\s*){0,2}"
    r"(?:location(?:\s*\.\s*href)?\s*=(?!=)|location\s*\.\s*(?:replace|assign)\s*\(|(?<=window\.)(?P<open>open)\s*\(|navigate\s*\()"
)
_SELF = re.compile(r"""\s*,\s*['"]_(?:self|top|parent)['"]""")
_ELEMENT = re.compile(
    r"""(?:document\.getElementById\(\s*['"]([\w-]{1,60})['"]\s*\)|\$\(\s*['"]#([\w-]{1,60})['"]\s*\)(?:\[0\])?)\s*\.\s*"""
    r"""(?:(?P<said>innerText|innerHTML|textContent|text\(\)|html\(\))|value\b|val\(\)|(?P<click>click\(\)|trigger\(\s*['"]click['"]\s*\))"""
    r"""|(?P<link>href\b|(?:attr|getAttribute)\(\s*['"]href['"]\s*\)))"""
)
_ASSIGNED = re.compile(r"(?<![\w.$])([A-Za-z_$][\w$]*)\s*=(?!=)")
_NAMED_FUNCTION = re.compile(r"\bfunction\s+([A-Za-z_$][\w$]*)\s*\([^()]{0,200}\)\s*\{")
_OWN_PART = re.compile(
    r"(?<![\w$.])(?:(?:window|document|self|top)\s*\.\s*)?location\s*\.\s*(protocol|hostname|host|origin)\b(?!\s*=(?!=))"
)
_AT_THE_TOP = re.compile(r"/?(?:(?:index|default|main)\.\w{2,5})?\Z", re.I)
_ASKS_IN = re.compile(r"进入|点击|浏览|enter|skip|跳过", re.I)
_MOBILE = re.compile(r"userAgent|navigator\.platform|screen\.width|isMobile", re.I)


def read_redirect(document: Document, outline: Outline) -> str | None:
    """The address a page sends every visitor to, or None.

    A script's jump counts only on a page that has nothing else to show, outside of functions that nothing calls, and
    with an address that is written out. A jump to the page itself is none.
    """
    target = _meta_refresh(document) or _written_refresh(document)
    if target is None and nothing_to_see(outline):
        target = _script_jump(document) or _entrance(document)
    url = resolve(document.base, target)
    return None if url is None or same_address(url, document.url) else url


def nothing_to_see(outline: Outline) -> bool:
    """Whether a page has hardly any text and links."""
    return (
        len(outline.anchors) <= _FEW_LINKS
        and sum(map(len, outline.pieces)) <= 4 * _LITTLE_TEXT
        and (len(outline.between(0, len(outline.pieces))) <= _LITTLE_TEXT)
    )


def _target(content: str) -> str | None:
    match = _REFRESH.match(content)
    return match[2] if match and int(match[1] or 0) <= LONGEST_WAIT else None


def _meta_refresh(document: Document) -> str | None:
    for meta in document.tagged("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            if any(parent.tag == "noscript" for parent in meta.iterancestors()):
                continue
            if (target := _target(meta.get("content") or "")) is not None:
                return target
    return None


def _written_refresh(document: Document) -> str | None:
    for _, markup in written_markup(document):
        tag = _REFRESH_TAG.search(markup)
        content = _CONTENT.search(tag[0]) if tag else None
        target = _target(content[1] or content[2] or "") if content else None
        if target is not None and UNKNOWN not in target:
            return target
    return None


def _script_jump(document: Document) -> str | None:
    variables: dict[str, str] = {}
    for element in document.tagged("script", "body"):
        source = (element.text if element.tag == "script" else element.get("onload")) or ""
        if not source or len(source) > 20_000:
            continue
        source = _OWN_PART.sub(lambda match: _own_part(match, document), source)
        source = _without_uncalled(without_comments(source), document)
        source = _ELEMENT.sub(lambda match: _said_by_element(match, document), source)
        for match in _ASSIGNED.finditer(source):
            value, _ = expression(source, match.end(), variables)
            if value is not None and match[1] != "location":
                variables.setdefault(match[1], value)
        targets = []
        for match in _JUMP.finditer(source):
            value, end = expression(source, match.end(), variables)
            if value and UNKNOWN not in value and (not match["open"] or _SELF.match(source, end)):
                targets.append(value.strip())
        if _MOBILE.search(source) and len(targets) < 2:
            continue  # only telephones are sent on
        if targets:
            return targets[-1]
    return None


def _own_part(match: re.Match[str], document: Document) -> str:
    """What a script reads of the page's own address, as a string of its own."""
    parts = urlsplit(document.url)
    said = {
        "protocol": f"{parts.scheme}:",
        "host": parts.netloc,
        "hostname": parts.hostname or "",
        "origin": f"{parts.scheme}://{parts.netloc}",
    }
    return json.dumps(said[match[1]])


def _entrance(document: Document) -> str | None:
    """Where the only link of a welcome page leads: a picture, or words that ask in, at the site's own address."""
    if not _AT_THE_TOP.match(urlsplit(document.url).path):
        return None
    found: dict[str, bool] = {}
    for link in document.tagged("a", "area"):
        url = resolve(document.base, link.get("href"))
        if url is not None and urlsplit(url).netloc == urlsplit(document.url).netloc:
            said = "".join(str(part) for part in link.itertext()).strip()
            found[url] = found.get(url, False) or not said or _ASKS_IN.search(said) is not None
    return next(iter(found)) if len(found) == 1 and all(found.values()) else None


def _said_by_element(match: re.Match[str], document: Document) -> str:
    """What a script reads from an element of its page, as a string of its own; a click as the jump it is."""
    holder = document.root.xpath("//*[@id=$id]", id=match[1] or match[2])
    if not isinstance(holder, list) or not holder or not isinstance(holder[0], etree._Element):
        return match[0]
    element = holder[0]
    if match["said"]:
        value = "".join(str(part) for part in element.itertext()).strip()
    else:
        value = str(element.get("href" if match["link"] or match["click"] else "value") or "").strip()
    if not value or len(value) > 2000:
        return match[0]
    text = json.dumps(value, ensure_ascii=False)
    return f"location.href={text}" if match["click"] else text


def _without_uncalled(source: str, document: Document) -> str:
    """A script without the bodies of named functions that nothing calls (they wait for an event)."""
    at = 0
    for _ in range(50):
        match = _NAMED_FUNCTION.search(source, at)
        if match is None:
            break
        end = _closing_brace(source, match.end())
        rest = source[: match.start()] + source[end:]
        onload = next((e.get("onload") or "" for e in document.tagged("body")), "")
        if re.search(rf"(?<![\w.$]){re.escape(match[1])}\s*\(", rest + onload):
            at = match.end()
        else:
            source, at = rest, match.start()
    return source


def _closing_brace(source: str, at: int) -> int:
    depth = 1
    for match in re.finditer(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[{}]""", source[at:]):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return at + match.end()
    return len(source)
