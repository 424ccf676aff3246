"""What `zwgk doctor` asks the sites: whether they open, as an audit would open them, and what time they have."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator

from crawler.endings import CrawlError
from crawler.evidence import SiteEvidence
from crawler.probing import probe_site
from crawler.run import crawl
from zwgk.checkup import Checkup, bad, care, good
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.placeholders import demand_addresses
from zwgk.probe_command import probe_plans
from zwgk.turns import HostTurns
from zwgk.watching import believable

_SLOW_CLOCK: Final = 120.0
"""Seconds; an answer may be on its way for as long as a page may take, and caches keep an old Date."""
_WRONG_CLOCK: Final = 3600.0
_WAY_OUT: Final = "在本机用 curl 打开该网址；打得开则请网站管理员放行本机的地址和访问标识，打不开则检查网络、DNS 和代理"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """How the start page of one site came."""

    site: str
    ok: bool
    said: str
    counted: bool
    """False when what came says nothing of how visitors fare (robots.txt, a redirect to another host)."""
    ahead: float | None
    """Seconds by which our clock is ahead of the site's; None when it named no time."""


def visits(config: Config, now: Callable[[], datetime]) -> tuple[tuple[Visit, ...], str]:
    """Every site's start page, asked once through the crawler; and a doubt, in Chinese, that it was our own network."""
    demand_addresses(config)
    seen: dict[str, SiteEvidence] = {}
    plans = probe_plans(config, ())
    with tempfile.TemporaryDirectory(prefix="zwgk-doctor-") as folder:
        archive = Path(folder) / "pages.warc.gz"
        try:
            crawl(
                plans,
                as_of=now().date(),
                now=now,
                on_site=lambda site: seen.update({site.name: site}),
                search=probe_site,
                archive=archive,
                take_turn=HostTurns(config.data / "locks" / "hosts", time.time),
            )
        except CrawlError as error:
            raise UserError(str(error)) from error
        ahead = _ahead(archive)
    probes = {name: site.surveyed.probe for name, site in seen.items() if site.surveyed and site.surveyed.probe}
    doubt = "" if believable(plans, probes) else "没有一个网站打得开，可能是本机的网络不通"
    found = []
    for name, site in seen.items():
        probe = probes.get(name)
        took = (
            f"{probe.seconds:.1f} 秒打开" if probe is not None and probe.ok and probe.seconds is not None else "打得开"
        )
        said = site.reason if probe is None else took if probe.ok else probe.detail
        found.append(
            Visit(
                site=name,
                ok=probe is not None and probe.ok,
                said=said or "没有结果",
                counted=probe is not None,
                ahead=ahead.get(name),
            )
        )
    return tuple(found), doubt


def _ahead(archive: Path) -> dict[str, float]:
    """By site, our clock against the time the answer names."""
    found: dict[str, float] = {}
    if not archive.is_file():
        return found
    with archive.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            site = record.rec_headers.get_header("Zwgk-Site") or ""
            try:
                theirs = parsedate_to_datetime(record.http_headers.get_header("Date") or "")
                ours = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
                found.setdefault(site, (ours - theirs).total_seconds())
            except (TypeError, ValueError):  # no Date, or one that is none
                continue
    return found


def sites(visited: Sequence[Visit], doubt: str) -> Iterator[Checkup]:
    """A line for each site."""
    if doubt:
        yield bad("网络", doubt, "检查网线、DNS、防火墙；要经代理上网的，配置 politeness.proxy")
    for visit in visited:
        name = f"网站“{visit.site}”"
        if visit.ok:
            yield good(name, visit.said)
        elif visit.counted:
            yield bad(name, f"打不开：{visit.said}", _WAY_OUT)
        else:
            yield care(
                name,
                f"不能检查：{visit.said}",
                "检查 sites 的网址和 hosts；网站的 robots.txt 不许访问的，请与网站管理员商量",
            )


def clock(visited: Sequence[Visit], now: datetime) -> Iterator[Checkup]:
    """Ours against the sites': a day that is wrong makes every date wrong."""
    known = [visit.ahead for visit in visited if visit.ahead is not None]
    if not known:
        yield care("时钟", f"现在是 {now:%Y-%m-%d %H:%M}，没有网站可供核对", "请自行核对日期和时间")
        return
    ahead = statistics.median(known)
    said = f"比网站的时间{'快' if ahead > 0 else '慢'} {abs(ahead):.0f} 秒"
    way_out = "校准本机时间：timedatectl set-ntp true，或 chrony"
    if abs(ahead) >= _WRONG_CLOCK:
        yield bad("时钟", said, way_out)
    elif abs(ahead) >= _SLOW_CLOCK:
        yield care("时钟", said, way_out)
    else:
        yield good("时钟", f"与网站的时间相差 {abs(ahead):.0f} 秒")
