"""The site's sitemap files as a further source of addresses: opened where they suggest a column that is still missing.

They tell addresses, not names: what a page opened from there says of itself decides, as with any other page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from crawler.evidence import Look
from crawler.hints import suggests
from crawler.hunt import Hunt
from crawler.readers.addresses import looks_like_article, page_key
from crawler.readers.sitemap import Sitemap, named_in_robots, read_sitemap
from crawler.scope import Scope

#: Sitemap files read for one start page, the index among them.
MAX_FILES = 4
#: Pages opened because a sitemap file suggests them.
MAX_PAGES = 8
#: So few unknown addresses are all worth a look, whatever they are called.
FEW_ADDRESSES = 6


async def open_sitemap_files(scope: Scope) -> None:
    """Read the sitemap files, and open what they name that may be a missing column or its neighbour."""
    addresses, source = await _addresses(scope)
    if source is None:
        return
    opened = 0
    for url in _promising(scope, addresses)[:MAX_PAGES]:
        scope.opened.add(page_key(url))
        page = await scope.open_page(url, False)
        if page.facts is not None and not page.gone and not page.led_to(scope.start, url):
            opened += 1
            scope.read_names(page.facts, (), 2)
    scope.looked.append(Look(place="网站地图文件", url=source, note=f"列出{len(addresses)}个地址，打开其中{opened}个"))


async def _addresses(scope: Scope) -> tuple[list[str], str | None]:
    """The pages that the sitemap files name, and the file that was read first; None when there is none."""
    robots = await scope.load(urljoin(scope.start, "/robots.txt"))
    named: tuple[str, ...] = ()
    if robots.failure is None and robots.status == 200:
        named = named_in_robots(robots.body.decode("utf-8", "replace"))
    waiting = [url for url in named if scope.covers(url)] or [urljoin(scope.start, "/sitemap.xml")]
    pages: dict[str, None] = {}
    source: str | None = None
    asked: set[str] = set()
    while waiting and len(asked) < MAX_FILES:
        url = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        sitemap = await _read(scope, url)
        if sitemap is None:
            continue
        source = source or url
        pages.update(dict.fromkeys(sitemap.pages))
        waiting += [file for file in sitemap.files if scope.covers(file)]
    return list(pages), source


async def _read(scope: Scope, url: str) -> Sitemap | None:
    page = await scope.load(url)
    return read_sitemap(page.body) if page.failure is None and page.status == 200 else None


def _promising(scope: Scope, addresses: Iterable[str]) -> list[str]:
    """Addresses not opened yet that may be a missing column, the likeliest first."""
    new: dict[str, str] = {}
    for url in addresses:
        key = page_key(url)
        if key not in scope.opened and key not in scope.foreign and not looks_like_article(url) and scope.covers(url):
            new.setdefault(key, url)
    hunts = [hunt for hunt in scope.pending if not hunt.still_absent and not hunt.explained(scope.atlas)]
    called = [url for url in new.values() if any(suggests(url, name) for hunt in hunts for name in hunt.names)]
    near = {folder for hunt in hunts for folder in _folders(hunt, scope)}
    beside = [url for url in new.values() if _folder(url) in near]
    if len(beside) > MAX_PAGES:
        beside = []  # all columns of the site lie in one folder: that tells nothing
    few = list(new.values()) if len(new) <= FEW_ADDRESSES else []
    return list(dict.fromkeys((*called, *beside, *few)))


def _folders(hunt: Hunt, scope: Scope) -> Iterator[str]:
    """Folders in which the column may lie: where it lay before, and below the page of the level above it."""
    for url in (hunt.left, hunt.target.learned):
        if url:
            yield _folder(url)
    for level in hunt.levels[-1:]:
        for mention in scope.atlas.children(level):
            if mention.url:
                yield _folder(mention.url)


def _folder(url: str) -> str:
    """The folder that holds a column's own: /zwgk/ of /zwgk/ghjh/, /zwgk/ghjh/index.html and /zwgk/ghjh.html."""
    parts = urlsplit(url)
    folder, _, file = parts.path.rstrip("/").rpartition("/")
    if file.startswith(("index.", "default.")):
        folder = folder.rpartition("/")[0]
    return f"{parts.netloc}{folder}/"
