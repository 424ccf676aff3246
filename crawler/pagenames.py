"""The names a page shows, with where they lead: for what a rule wants to see on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.inspected import Lead
from crawler.matching import Kind, likeness, plain
from crawler.readers.page import PageFacts

MOST_NAMES = 2000
#: A longer text is a sentence or a title, not a name.
_LONGEST = 30
#: A name this long may stand inside a longer one (国家行政法规库 for 行政法规库); a shorter one says too little.
_TELLING = 4
#: A shorter one (视频) counts with so many more characters before or behind it (视频解读, 政策视频).
_MORE = 2
#: The end of a long name is as good (行政法规库 for 国家行政法规库): who links it knows whose it is.
_TAIL = 3
#: Forms of presentation under the other names that columns of 政策解读 give them.
_FORMS = {
    "图片": ("图解", "图文", "图表", "读懂"),
    "文字": ("文本", "文稿", "图文", "文件解读"),
    "视频": ("动漫", "动画", "短片"),
}

Names = tuple[tuple[str, str], ...]


def names_on(facts: PageFacts) -> Names:
    """Names of links, labels, tabs and headings with their address (empty without one), and unnamed picture links."""
    found = dict.fromkeys(_links(facts))
    found.update(dict.fromkeys(_words(facts)))
    return tuple(found)[:MOST_NAMES]


def _links(facts: PageFacts) -> Iterator[tuple[str, str]]:
    for link in facts.links:
        for name in (link.text, *link.labels) if link.text or link.labels else ("",):
            if len(name) <= _LONGEST * 2 and (name or link.url):
                yield name, link.url or ""


def _words(facts: PageFacts) -> Iterator[tuple[str, str]]:
    for element in facts.document.root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template", "option"):
            continue
        name = " ".join((element.text or "").split())
        if 1 < len(name) <= _LONGEST:
            yield name, ""


def shows(names: Iterable[tuple[str, str]], asked: str, *, inside: bool = False) -> tuple[str, str] | None:
    """The name and address under which `asked` is shown, with an address rather than without; None when it is not.

    Equal names and known synonyms count; with `inside` also a longer name around it, and the end of a long one alone.
    """
    best: tuple[str, str] | None = None
    for name, url in names:
        if name and (best is None or (url and not best[1])) and _is_called(asked, name, inside=inside):
            best = (name, url)
            if url:
                break
    return best


def leads_of(names: Names, asked: Iterable[str], *, looks: int) -> tuple[Lead, ...]:
    """What a page shows of the libraries or sub-columns asked of it."""
    found = ((name, shows(names, name, inside=True)) for name in asked)
    return tuple(
        Lead(asked=name, name=seen[0] if seen else "", url=(seen[1] or None) if seen else None, looks=looks)
        for name, seen in found
    )


def _is_called(asked: str, name: str, *, inside: bool) -> bool:
    if likeness(asked, name).kind in (Kind.EQUAL, Kind.SYNONYM):
        return True
    wanted = plain(asked)
    if not inside:
        return False
    shown = plain(name)
    if len(wanted) >= _TELLING:
        return wanted in shown or (len(shown) >= _TAIL and wanted.endswith(shown))
    if len(shown) > len(wanted) + _MORE:
        return False
    return shown.startswith(wanted) or shown.endswith(wanted) or any(form in shown for form in _FORMS.get(wanted, ()))
