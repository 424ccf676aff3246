"""Links that exist only in a page's scripts: markup they write, menu trees they hold, addresses in handlers.

Scripts are read as text and never run: string literals, variables set to literals, and what `+` makes of them.
Whatever else an expression holds is unknown, and a link with an unknown address is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.readers.addresses import resolve
from crawler.readers.document import Document
from crawler.readers.literals import STRING, Literal, literals, unquote
from crawler.readers.scripts import LONGEST_KEPT, without_comments

UNKNOWN = "\ufffc"
"""Stands in written markup for what only running the script would tell."""

_TERM = re.compile(rf"\s*(?:({STRING})|([A-Za-z_$][\w$]*)(?![\w$]|\s*[.(\[])|([^'\"`;+<>{{}}\n]{{1,200}}))\s*", re.S)
_EVENT = re.compile(
    rf"(?P<string>{STRING})|(?P<write>\bdocument\.write(?:ln)?\s*\(|\.innerHTML\s*\+?=(?!=)|\.(?:html|append|prepend)\s*\()"
    r"|(?<![\w.$])(?P<name>[A-Za-z_$][\w$]*)\s*(?P<how>\+?=)(?![=>])",
    re.S,
)
_WRITES = ("document.write", ".innerHTML", ".html", ".append", ".prepend")
"""One of them stands in every script that writes."""
_LONGEST_MARKUP = 300_000
_ADDRESS = re.compile(
    r"""(['"])((?:https?:)?//[^'"\s<>]+|\.{0,2}/[^'"\s<>]*|[^'"\s<>:]+\.(?:s?html?|jspx?|aspx?|php|do)\b[^'"\s<>]*|(?:[\w-]{1,80}/){1,8})\1"""
)
_NO_PAGE = re.compile(r"\.(?:js|css|png|jpe?g|gif|ico|svg|json|xml|mp4)(?:\?|\Z)", re.I)


def target_in(code: str) -> str | None:
    """The address that an event handler or javascript: link opens, when it is written out there.

    `openUrl('…')`, `window.open("…")`, `location.href='…'` and the like; an address that is put together is unknown.
    """
    for match in _ADDRESS.finditer(code[:2000]):
        around = (
            code[match.end() : match.end() + 3].lstrip()[:1]
            + code[max(0, match.start() - 3) : match.start()].rstrip()[-1:]
        )
        if "+" not in around and not _NO_PAGE.search(match[2]):
            return match[2]
    return None


@lru_cache(maxsize=1)  # asked for a page's links and for its redirect
def written_markup(document: Document) -> tuple[tuple[int, str], ...]:
    """What each script writes into the page, with the script's number among all scripts.

    Variables set to literals in earlier scripts are known in later ones.
    """
    sources = [element.text or "" for element in document.tagged("script")]
    writers = [number for number, source in enumerate(sources) if any(word in source for word in _WRITES)]
    variables: dict[str, str] = {}
    found = []
    for number, source in enumerate(sources[: writers[-1] + 1] if writers else ()):
        if not source or len(source) > _LONGEST_MARKUP or ("=" not in source and "write" not in source):
            continue
        if markup := _written(without_comments(source), variables):
            found.append((number, markup))
    return tuple(found)


def _written(source: str, variables: dict[str, str]) -> str:
    written: list[str] = []
    size = at = 0
    while (event := _EVENT.search(source, at)) is not None and size < _LONGEST_MARKUP:
        at = event.end()
        if event["string"] is not None:
            continue
        value, at = expression(source, at, variables)
        if value is None:
            continue
        size += len(value)
        if event["write"]:
            written.append(value)
        elif event["how"] == "+=":
            variables[event["name"]] = (variables.get(event["name"], "") + value)[:_LONGEST_MARKUP]
        else:
            variables[event["name"]] = value
    return "".join(written)


def expression(source: str, at: int, variables: dict[str, str]) -> tuple[str | None, int]:
    """The value of `a + 'b' + …` from a position on, None when nothing in it is known, and where it ends."""
    parts: list[str] = []
    known, room = False, _LONGEST_MARKUP  # `a=a+a` again and again doubles a string each time
    while (term := _TERM.match(source, at)) is not None:
        at = term.end()
        if term[1] is not None:
            parts.append(unquote(term[1]))
            known = True
        elif term[2] is not None:
            parts.append(variables.get(term[2], UNKNOWN)[:room])
            known = known or term[2] in variables
        else:
            parts.append(UNKNOWN)
        room = max(0, room - len(parts[-1]))
        if source[at : at + 1] != "+" or len(parts) > 500:
            break
        at += 1
    return ("".join(parts) if known else None), at


# --- menu trees -----------------------------------------------------------------------------------------------------

_NAME_KEYS = ("name", "title", "text", "channelname", "label", "channel_name", "catname", "menuname", "nodename")
_URL_KEYS = (
    "url",
    "href",
    "link",
    "channelurl",
    "path",
    "linkurl",
    "channel_url",
    "menuurl",
    "jumpurl",
    "jump_url",
    "weburl",
)
_HOLDERS = ("attributes", "attr", "a_attr", "data")
"""Where trees of EasyUI and jsTree keep what is no name."""
_PARENT_KEYS = ("pid", "parentid", "parent_id", "parent", "_parentid")
_NUMBER = r"""(?:-?\d{1,12}|'[\w-]{1,40}'|"[\w-]{1,40}")"""
_ADDING = (".add(", "Array(", "Node(", "[['", '[["')
_NODE = re.compile(
    rf"(?:\.add|\bnew\s+\w{{0,20}}Node|\badd(?:Node|Item))\s*\(\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({STRING})"
    rf"(?:\s*,\s*({STRING}))?\s*[,)]",
    re.S,
)
_PAIR = re.compile(rf"(?:\bnew\s+Array\s*\(|\[)\s*({STRING})\s*,\s*({STRING})\s*[,)\]]", re.S)
_HAS_TREE = re.compile(r"""(?:name|title|text|label)["']?\s*:""", re.I)
_IDEOGRAPH = re.compile("[㐀-鿿]")
_MAX_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A named entry of a tree held in a script."""

    name: str
    url: str | None
    trail: tuple[str, ...]
    branch: bool
    """It or a sister has entries below it: a menu, not a list of articles."""


def menu_entries(document: Document) -> list[MenuEntry]:
    """The entries of all trees in a page's scripts whose objects have a name and an address, outermost first."""
    found: list[MenuEntry] = []
    for element in document.tagged("script"):
        source = (element.text or "")[:_LONGEST_MARKUP]
        added, written = _trees_known(source) if len(source) <= LONGEST_KEPT else _trees(source)
        if added:
            found += _called(without_comments(source), document)
        if written:
            for value in literals(source):
                found += _tree(value, document)
                if len(found) > _MAX_ENTRIES:
                    return found[:_MAX_ENTRIES]
    return found


def _trees(source: str) -> tuple[bool, bool]:
    """Whether a script may hold a tree whose entries it adds singly, or one that is written out."""
    return any(sign in source for sign in _ADDING), len(_HAS_TREE.findall(source)) >= 2


_trees_known = lru_cache(maxsize=256)(_trees)


def _called(source: str, document: Document) -> list[MenuEntry]:
    """Entries that a script adds singly: `d.add(2, 1, '规划信息', '/ghxx/')`, `m[1] = new Array('规划', 'gh/')`."""
    nodes: list[Literal] = []
    for match in _NODE.finditer(source):
        number, above, name, url = match.groups()
        node: dict[str, Literal] = {"id": number.strip("'\""), "pid": above.strip("'\""), "name": unquote(name)}
        nodes.append({**node, "url": unquote(url)} if url else node)
    pairs: list[Literal] = []
    for match in _PAIR.finditer(source):
        if _ADDRESS.fullmatch(match[2]):
            pairs.append({"name": unquote(match[1]), "url": unquote(match[2])})
    return [*_tree(nodes[:_MAX_ENTRIES], document), *_tree(pairs[:_MAX_ENTRIES], document)]


def _tree(value: Literal, document: Document) -> list[MenuEntry]:
    found: list[MenuEntry] = []
    stack: list[tuple[Literal, tuple[str, ...]]] = [(value, ())]
    while stack:
        node, trail = stack.pop()
        if isinstance(node, list):
            objects = [_lower(item) for item in node if isinstance(item, dict)]
            above = _parents(objects)
            nested = above is not None or any(_children(o) for o in objects) or bool(trail)
            for at, item in enumerate(objects):
                name = _name(item)
                levels = trail if above is None else above[at]
                url = _url(item, document)
                if name and (url or ((_children(item) or nested) and (trail or _children(item) or above is not None))):
                    found.append(MenuEntry(name, url, levels, nested))
            for item in reversed(objects):
                name = _name(item)
                stack += [
                    (child, (*trail, name) if name else trail)
                    for child in item.values()
                    if isinstance(child, (list, dict))
                ]
        elif isinstance(node, dict):
            item = _lower(node)
            name = _name(item)
            if name and _children(item):
                found.append(MenuEntry(name, _url(item, document), trail, True))
            stack += [
                (child, (*trail, name) if name else trail) for child in item.values() if isinstance(child, (list, dict))
            ]
    addressed = sum(entry.url is not None for entry in found)
    return found if addressed >= 2 else []


def _lower(item: dict[str, Literal]) -> dict[str, Literal]:
    return {key.lower(): value for key, value in item.items()}


def _children(item: dict[str, Literal]) -> bool:
    return any(
        isinstance(v, list) and any(isinstance(o, dict) and _name(_lower(o)) for o in v[:3]) for v in item.values()
    )


def _name(item: dict[str, Literal]) -> str:
    for key in _NAME_KEYS:
        value = item.get(key)
        if isinstance(value, str) and len(value) <= 120 and _IDEOGRAPH.search(value):
            return " ".join(re.sub(r"<[^<>]*>", "", value).split())
    return ""


def _url(item: dict[str, Literal], document: Document) -> str | None:
    kept = next((item[key] for key in _HOLDERS if isinstance(item.get(key), dict)), None)
    beside = _lower(kept) if isinstance(kept, dict) else {}
    for key in _URL_KEYS:
        value = item.get(key) or beside.get(key)
        if isinstance(value, str) and value.strip() and not _NO_PAGE.search(value):
            return resolve(document.base, value)
    path = urlsplit(document.url).path
    if "/gkmlpt" in path and (number := item.get("id")) is not None and re.fullmatch(r"\d{1,12}", str(number)):
        return resolve(document.url, f"{path[: path.index('/gkmlpt')]}/gkmlpt/index#{number}")
    return None


def _parents(objects: list[dict[str, Literal]]) -> list[tuple[str, ...]] | None:
    """Trails by parent number, as zTree keeps its nodes; None when the objects are not such a list."""
    key = next((k for k in _PARENT_KEYS if sum(k in o for o in objects) * 2 > len(objects)), None)
    if key is None or not any("id" in o for o in objects):
        return None
    by_id = {str(o["id"]): o for o in objects if "id" in o}
    trails = []
    for item in objects:
        trail: list[str] = []
        parent = by_id.get(str(item.get(key)))
        seen = 0
        while parent is not None and parent is not item and seen < 8:
            trail.insert(0, _name(parent))
            parent = by_id.get(str(parent.get(key)))
            seen += 1
        trails.append(tuple(name for name in trail if name))
    return trails if any(trails) else None
