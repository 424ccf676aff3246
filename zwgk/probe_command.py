"""`zwgk probe`: open each site's start page once, and keep how that went for the judgement over a week."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial

from crawler.endings import CrawlError
from crawler.evidence import SiteEvidence, SitePlan
from crawler.probing import probe_site
from crawler.run import crawl
from crawler.surveyed import Probe
from zwgk.audit import politeness
from zwgk.clock import set_right
from zwgk.config import Config
from zwgk.database import patiently
from zwgk.errors import UserError
from zwgk.placeholders import demand_addresses
from zwgk.sites import SiteDirectory
from zwgk.stopping import sigterm_interrupts
from zwgk.store import Store
from zwgk.terminal import clean, say
from zwgk.turns import HostTurns
from zwgk.units import near
from zwgk.watching import believable


def run_probe(config: Config, words: Sequence[str] = ()) -> int:
    """Probe the sites named, all by default; returns 0 when every one was open, else 1. UserError for unknown names."""

    def now() -> datetime:
        return datetime.now(config.timezone)

    demand_addresses(config)
    plans = probe_plans(config, words)
    seen: dict[str, SiteEvidence] = {}

    def keep(site: SiteEvidence) -> None:
        seen[site.name] = site

    with closing(Store.open(config.database, config.data)) as store, sigterm_interrupts():
        if taken_back := set_right(store, now=now()):
            say(taken_back)
        try:
            crawl(
                plans,
                as_of=now().date(),
                now=now,
                on_site=keep,
                search=probe_site,
                take_turn=HostTurns(config.data / "locks" / "hosts", time.time),
            )
        except CrawlError as error:
            raise UserError(str(error)) from error
        probes = {name: site.surveyed.probe for name, site in seen.items() if site.surveyed and site.surveyed.probe}
        doubt = "" if believable(plans, probes) else "没有一个网站打得开，可能是本机的网络不通，这一次都不计入"
        if not doubt:
            for name, probe in probes.items():
                patiently(partial(store.watching.record_probe, name, probe))
    for plan in plans:
        if plan.name in seen:
            say(_told(plan.name, probes.get(plan.name), seen[plan.name].reason))
    shut = [name for name, probe in probes.items() if not probe.ok]
    left_out = len(plans) - len(probes)
    say(
        f"首页访问 {len(plans)} 个站点：打得开 {len(probes) - len(shut)} 个，打不开 {len(shut)} 个"
        + (f"（{clean('、'.join(shut[:5]))}{'等' if len(shut) > 5 else ''}）" if shut else "")
        + (f"，不计入 {left_out} 个" if left_out else "")
        + (f"；{doubt}" if doubt else "")
    )
    return 1 if len(probes) - len(shut) < len(plans) else 0


def probe_plans(config: Config, words: Sequence[str]) -> tuple[SitePlan, ...]:
    """What is asked: each configured site's start page, given so many seconds as the indicators give it."""
    directory = SiteDirectory(sites=config.sites, place=config.place)
    names = tuple(dict.fromkeys(_named(word, directory) for word in words)) or tuple(config.sites)
    # What decides is how long a visitor waits by the indicators, not what pages are given in an audit.
    polite = replace(politeness(config), timeout=config.site_checks.probe_seconds)
    return tuple(
        SitePlan(
            name=name,
            url=config.sites[name].url,
            hosts=config.sites[name].hosts,
            allow_private=config.sites[name].allow_private,
            politeness=polite,
        )
        for name in names
    )


def _named(word: str, directory: SiteDirectory) -> str:
    name = directory.named(word)
    if name is not None:
        return name
    close = near(word, tuple(directory.sites))
    way_out = f"是不是：{'、'.join(close)}？" if close else f"可用的有：{'、'.join(list(directory.sites)[:10])}"
    raise UserError(f"没有名为“{word}”的站点，{way_out}")


def _told(name: str, probe: Probe | None, reason: str) -> str:
    if probe is None:
        return f"{name}：不计入（{reason or '没有结果'}）"
    if not probe.ok:
        return f"{name}：打不开（{probe.detail}）"
    return f"{name}：打得开" + ("" if probe.seconds is None else f"，{probe.seconds:.1f} 秒")
