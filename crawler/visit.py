"""Visiting one site: pages fetched, read and followed to where their scripts send the visitor, and platforms asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urljoin, urlsplit

from crawler.allowance import FileFetcher
from crawler.column import Artist, Fetcher, Opened
from crawler.evidence import Failure, FailureKind, Page, SitePlan
from crawler.guard import BadUrlError, Territory, tidy
from crawler.readers.addresses import is_home, same_address
from crawler.readers.endpoints import Endpoint
from crawler.readings import read as read_page

HOME_INSTEAD = "返回的是网站首页的内容，可能是访问受限，也可能栏目已撤销"
#: Links that a home page has at least; a script's shell, the same at every address, has none.
LINKS_OF_A_HOME = 15
#: Script and meta redirects followed for one page.
MAX_JUMPS = 3
#: Questions to one address of a platform's after which nobody asks there any more, where it never was there.
MAX_NOT_THERE = 3
_NOT_THERE = (404, 405, 410)
_PLAIN = re.compile(r"(https?://[a-z0-9.-]+(?::\d{1,4})?)(?:/[\x21-\x7e]*)?\Z")
"""Addresses in which nothing behind the host can be wrong."""
_LONGEST_PLAIN = 2000


def _nobody(_: Opened) -> None:
    """Nobody watches."""


@dataclass(kw_only=True)
class Visit:
    """One site, visited by one search."""

    plan: SitePlan
    fetch: Fetcher
    covered: dict[str, bool] = field(default_factory=dict)
    watch: Callable[[Opened], None] = _nobody
    """Told of every page that was opened."""
    home: Opened | None = None
    """The site's home page, once it was read."""
    not_there: dict[str, list[Page]] = field(default_factory=dict)
    """What an address that platforms are asked at answered, for all columns, as long as there was nothing there."""
    unproved: dict[str, asyncio.Lock] = field(default_factory=dict)
    """Until such an address has answered one column is asked for after the other: it may be nowhere."""
    proved: set[str] = field(default_factory=set)
    """Such addresses that have answered."""

    def __post_init__(self) -> None:
        self.territory = Territory(self.plan)
        self._artist = self.fetch if isinstance(self.fetch, Artist) else None

    async def open_page(self, url: str, again: bool) -> Opened:
        """Fetch and read a page, and follow where its scripts send the visitor."""
        opened = await self._follow(url, again)
        self.watch(opened)
        if opened.facts is None or self._artist is None:
            return opened
        return replace(opened, draw=partial(_draw, self._artist, opened.page))

    async def _follow(self, url: str, again: bool) -> Opened:
        page = await self.fetch(url, again=again)
        opened = _read(page)
        for _ in range(MAX_JUMPS):
            jump = opened.facts.redirect if opened.facts is not None else None
            if jump is None or opened.gone:
                break
            address = urljoin(opened.page.url, jump)
            if same_address(address, opened.page.url):
                break
            if not self.covers(address):
                refusal = Failure(kind=FailureKind.REFUSED, detail=f"跳转到未配置的网站 {address[:120]}")
                return Opened(page=replace(opened.page, failure=refusal), facts=None)
            opened = _read(await self.fetch(address, again=again))
        if is_home(url, self.plan.url):
            self.home = opened if opened.facts is not None and not opened.gone else self.home
        elif self.home is not None and _shows(self.home, opened):
            failure = Failure(kind=FailureKind.BLOCKED, detail=HOME_INSTEAD)
            return Opened(page=replace(opened.page, failure=failure), facts=None)
        return opened

    async def open_file(self, url: str, again: bool, *, head: bool = False) -> Page:
        """Fetch a file, with `head` only its beginning; what is read of it never runs."""
        if isinstance(self.fetch, FileFetcher):
            return await self.fetch.file(url, again=again, head=head)
        return await self.fetch(url, again=again)

    async def ask(self, endpoint: Endpoint, again: bool) -> Page | Failure:
        """Send a platform's request for the rows of a column."""
        if not self.covers(endpoint.url):
            host = urlsplit(endpoint.url).netloc[:100]
            return Failure(kind=FailureKind.REFUSED, detail=f"接口不在本站点配置的地址内：{host}")
        place = endpoint.url.partition("?")[0]
        if place in self.proved:
            return await self._ask(endpoint, place, again)
        async with self.unproved.setdefault(place, asyncio.Lock()):
            return await self._ask(endpoint, place, again)

    async def _ask(self, endpoint: Endpoint, place: str, again: bool) -> Page | Failure:
        vain = self.not_there.setdefault(place, [])
        if len(vain) >= MAX_NOT_THERE:
            return vain[-1]
        page = await self.fetch(endpoint.url, again=again, data=endpoint.data, headers=endpoint.headers)
        if page.failure is not None:
            return page.failure
        if page.status in _NOT_THERE:
            vain.append(page)
        else:
            self.not_there[place] = []
            self.proved.add(place)
        if page.body[:200].lstrip()[:1] == b"<" and read_page(page).challenge:
            return Failure(kind=FailureKind.BLOCKED, detail="接口返回了验证或拦截页面")
        return page

    def covers(self, url: str) -> bool:
        """Whether an address belongs to the site; asked again and again for the links of every page."""
        plain = _PLAIN.match(url) if len(url) < _LONGEST_PLAIN else None
        place = f"{plain[1]}/" if plain is not None else url  # the host alone decides, and a site has few
        known = self.covered.get(place)
        if known is None:
            try:
                known = self.territory.covers(tidy(place))
            except BadUrlError:
                known = False
            self.covered[place] = known
        return known


def _shows(home: Opened, opened: Opened) -> bool:
    """Whether a page at an address of its own is the home page: some sites answer so when they throttle."""
    if home.facts is None or opened.facts is None or is_home(opened.facts.url, home.facts.url):
        return False
    if len(home.facts.links) < LINKS_OF_A_HOME:
        return False
    if opened.page.sha256 == home.page.sha256:
        return True
    if home.facts.identity.title != opened.facts.identity.title or len(home.facts.links) != len(opened.facts.links):
        return False
    return all(one.text == other.text for one, other in zip(home.facts.links, opened.facts.links, strict=True))


async def _draw(artist: Artist, page: Page, again: bool) -> Opened | None:
    drawn = await artist.draw(page, again=again)
    return None if drawn is None else _read(drawn)


def _read(page: Page) -> Opened:
    if page.failure is not None:
        return Opened(page=page, facts=None)
    facts = read_page(page)
    if facts.challenge:
        failure = Failure(kind=FailureKind.BLOCKED, detail="返回了验证或拦截页面")
        return Opened(page=replace(page, failure=failure), facts=None)
    if facts.empty_body and page.status == 200 and facts.redirect is None:
        # Nothing at all says nothing of a site: overloaded servers and firewalls answer so.
        failure = Failure(kind=FailureKind.UNREACHABLE, detail="返回了空白页面")
        return Opened(page=replace(page, failure=failure), facts=None)
    return Opened(page=page, facts=facts)
