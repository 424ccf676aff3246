"""The site as a whole: its start page, how it can be reached, and every column that the search came past.

Nothing but the start page is asked for first. What speaks against the site is looked at a second time when so much of
it was seen that it would count (国办秘函〔2019〕19号), columns as far as the site's allowance of requests goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from crawler.carrier import HTTPS_PORT, Carried, Handshake
from crawler.column import Opened, read_column
from crawler.evidence import ColumnEvidence, Page, Shape, SitePlan
from crawler.guard import literal_address
from crawler.inspected import HomeFacts, SeenColumn, Transport
from crawler.neglect import Neglect, neglect_of, neglected
from crawler.probing import probe_beside
from crawler.readers.article import read_article_date
from crawler.readers.homepage import HomeRows, read_homepage
from crawler.readers.metas import read_metas
from crawler.readers.page import PageFacts, page_key
from crawler.sightings import Sightings
from crawler.surveyed import Probe, Surveyed, SurveyLimits
from crawler.visit import Visit

#: Entries of a start page without a day that are opened, one of each block, before it is called old.
MAX_ENTRIES = 5
#: Requests that drawing a start page may take: its scripts and their data.
DRAWING = 30
#: Requests that reading a column may take: its page, what its platform answers, articles for their dates.
READING = 5
_PORTS = {"http": 80, "https": HTTPS_PORT}


@dataclass(kw_only=True)
class WholeSite:
    """The look at one site as a whole, after its columns were searched."""

    plan: SitePlan
    visit: Visit
    sightings: Sightings
    as_of: date
    home: HomeFacts | None = None
    seen: tuple[SeenColumn, ...] = ()
    transport: Transport | None = None
    surveyed: Surveyed | None = None
    _limits: SurveyLimits = field(init=False)

    def __post_init__(self) -> None:
        self._limits = self.plan.survey_limits or SurveyLimits()

    async def look(self, columns: Mapping[str, ColumnEvidence]) -> None:
        """Take every step, within the allowance; `columns` were looked at twice where they accuse."""
        opened = await self.visit.open_page(self.plan.url, False) if self._may_open_home() else None
        unread = await self._revisit()
        self.seen = self._remembering(self.sightings.seen(columns.values()))
        if opened is not None and opened.facts is not None and not opened.gone:
            self.home = await self._home(opened, opened.facts, self._days(columns.values()))
        self.seen = await self._confirmed(self.seen)
        if self.home is not None:
            self.transport = await self._transport(self.home)
        self.surveyed = Surveyed(
            pages=len(self.sightings.read),
            tagged=self.sightings.tagged,
            unread=unread,
            probe=None if opened is None else self._probe(opened.page),
        )

    def _probe(self, page: Page) -> Probe | None:
        return probe_beside(page, given=self.plan.politeness.timeout, wanted=self._limits.probe_seconds)

    def homes(self, known: Mapping[str, HomeFacts]) -> dict[str, HomeFacts]:
        """The start pages with what was seen of the site's own."""
        named, own = known.get(""), self.home
        if own is None:
            return dict(known)
        if named is not None:
            own = replace(own, names=named.names, drawn_by_script=named.drawn_by_script, looks=named.looks)
        return {**known, "": own}

    # -- allowance -----------------------------------------------------------------------------------------------

    def _may_open_home(self) -> bool:
        return self.visit.home is not None or self._room(1)

    def _room(self, requests: int) -> bool:
        """Whether the site's allowance holds so many further requests."""
        if self.plan.ceiling is None:
            return True
        used = int(getattr(self.visit.fetch, "requests", 0))
        return used + requests <= self.plan.ceiling * max(1, len(self.plan.targets))

    # -- start page ----------------------------------------------------------------------------------------------

    async def _home(self, opened: Opened, facts: PageFacts, days: Iterable[date]) -> HomeFacts:
        rows = read_homepage(facts.document, as_of=self.as_of)
        home = HomeFacts(
            url=facts.url,
            newest=rows.newest,
            seconds=opened.page.seconds,
            metas=read_metas(facts.document),
            fetched_at=opened.page.fetched_at,
            sha256=opened.page.sha256,
        )
        before = self._limits.home_before
        if before is None or rows.newest is None or rows.newest >= before:
            return home
        return await self._second_look(home, before, max(days, default=None))

    async def _second_look(self, home: HomeFacts, before: date, elsewhere: date | None) -> HomeFacts:
        """A start page that looks old is asked again, and the entries on it that bear no day are opened.

        Like every second look at a column that would accuse, this is made whatever the allowance.
        """
        again = await self.visit.open_page(self.plan.url, True)
        if again.facts is None or again.gone:
            return replace(home, doubt="第二次查看未能打开首页")
        rows = read_homepage(again.facts.document, as_of=self.as_of)
        drawn = None
        if again.draw is not None and elsewhere is not None and elsewhere >= before and self._room(DRAWING):
            drawn = await again.draw(False)
        if drawn is not None and drawn.facts is not None:
            shown = read_homepage(drawn.facts.document, as_of=self.as_of)
            rows = HomeRows(newest=_later(rows.newest, shown.newest), undated=shown.undated, blocks=shown.blocks)
        newest = _later(home.newest, rows.newest)
        home = replace(home, newest=newest, newest_looks=2)
        if newest is None or newest >= before:
            return home
        if drawn is None and elsewhere is not None and elsewhere >= before:
            return replace(home, doubt=f"网站栏目有{elsewhere}的信息，首页可能由脚本显示")
        return await self._with_undated(home, rows, before)

    async def _with_undated(self, home: HomeFacts, rows: HomeRows, before: date) -> HomeFacts:
        """The newest day with those of the first entries without one; a doubt where they do not tell."""
        if rows.blocks > MAX_ENTRIES:
            return replace(home, doubt="首页有多组信息未注明日期")
        for url in rows.undated[: rows.blocks]:
            if not self.visit.covers(url):
                return replace(home, doubt="首页有外站信息未注明日期")
            entry = await self.visit.open_page(url, False)
            read = None
            if entry.facts is not None and not entry.gone:
                read = read_article_date(entry.facts.document, entry.facts.url, as_of=self.as_of)
            if read is None:
                return replace(home, doubt="首页有信息未注明日期，打开后也未见日期")
            home = replace(home, newest=_later(home.newest, read[0]))
            if read[0] >= before:
                break
        return home

    def _days(self, columns: Iterable[ColumnEvidence]) -> list[date]:
        """The newest days of everything else that was read of the site."""
        days = [column.newest for column in self.seen if column.newest is not None]
        days += [column.newest for column in columns if column.newest is not None]
        return [day for day in days if day <= self.as_of]

    # -- columns -------------------------------------------------------------------------------------------------

    async def _revisit(self) -> int:
        """Read the columns again that spoke against the site in an earlier run; returns how many could not be read."""
        unread = 0
        for column in self._limits.known:
            if not self.visit.covers(column.url) or page_key(column.url) in self.sightings.read:
                continue
            opened = await self.visit.open_page(column.url, False) if self._room(1) else None
            unread += opened is None or opened.failure is not None
        return unread

    def _remembering(self, seen: tuple[SeenColumn, ...]) -> tuple[SeenColumn, ...]:
        """With the second look of an earlier run, where this one sees the same."""
        known = {(one.url, one.shape, one.newest): one.looks for one in self._limits.known}
        return tuple(replace(one, looks=max(one.looks, known.get((one.url, one.shape, one.newest), 1))) for one in seen)

    async def _confirmed(self, seen: tuple[SeenColumn, ...]) -> tuple[SeenColumn, ...]:
        """What was seen, with a second look at what would make a finding: so many as that needs, and no more."""
        needs = {
            Neglect.NEWS: self._limits.news_columns,
            Neglect.OTHER: self._limits.other_columns,
            Neglect.EMPTY: self._limits.empty_columns,
        }
        columns = {column.url: column for column in seen}
        for kind, suspects in neglected(seen, self._limits).items():
            sure = sum(column.looks >= 2 for column in suspects)
            unsure = [column for column in suspects if column.looks < 2]
            while unsure and sure < needs[kind] <= sure + len(unsure) and self._room(READING):
                column = unsure.pop(0)
                second = await self._look_again(column)
                columns[column.url] = second
                sure += second.looks >= 2 and neglect_of(second, self._limits) is kind
        return tuple(columns.values())

    async def _look_again(self, column: SeenColumn) -> SeenColumn:
        """The column as a second look shows it; as it was, looked at once, when that could not be read for sure."""
        opened = await self.visit.open_page(column.url, True)
        if opened.facts is None or opened.gone or opened.led_to(self.plan.url, column.url):
            return column
        reading = await read_column(
            opened, self.visit.open_page, names=(column.name,), as_of=self.as_of, again=True, ask=self.visit.ask
        )
        if reading.failure is not None or reading.reason or reading.doubt or reading.guess:
            return replace(column, shape=Shape.UNKNOWN.value)
        newest = _later(column.newest, reading.newest)
        return replace(
            column,
            shape=reading.listing.shape.value,
            newest=newest,
            total=reading.listing.total,
            looks=2,
            fetched_at=opened.page.fetched_at,
            sha256=opened.page.sha256,
        )

    # -- transport -----------------------------------------------------------------------------------------------

    async def _transport(self, home: HomeFacts) -> Transport | None:
        """How visitors reach the site's own host; None behind a proxy, and for a port of a bare address.

        Such a port is no site that visitors come to.
        """
        fetch, host = self.visit.fetch, _host(self.plan.url)
        carrier = fetch.carrier if isinstance(fetch, Carried) else None
        if carrier is None or (_has_own_port(self.plan.url) and literal_address(host) is not None):
            return None
        port = _https_port(self.plan.url, home.url)
        shaken = Handshake(accepted=None) if port is None else await carrier.handshake(host, port)
        return Transport(
            https=shaken.accepted,
            tls_fault=shaken.fault,
            plain_stays=await self._plain_stays(home, host),
            ipv6=await carrier.ipv6(host),
        )

    async def _plain_stays(self, home: HomeFacts, host: str) -> bool | None:
        if self.plan.url.startswith("http:"):
            return home.url.startswith("http:")
        if _has_own_port(self.plan.url) or not self._room(1):  # what answers at port 80 may be another site
            return None
        plain = await self.visit.open_page(f"http://{host}/", False)
        if plain.facts is None or plain.gone or plain.page.status != 200:
            return None
        return plain.facts.url.startswith("http:")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _has_own_port(url: str) -> bool:
    parts = urlsplit(url)
    return parts.port not in (None, _PORTS.get(parts.scheme))


def _https_port(url: str, home: str) -> int | None:
    """Where the site's https is: where it leads its visitors, else where it should be; None where nobody can know.

    `home` is the address at which its start page was served.
    """
    for address in (home, url):
        if address.startswith("https:") and _host(address) == _host(url):
            return urlsplit(address).port or HTTPS_PORT
    return None if _has_own_port(url) else HTTPS_PORT


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)
