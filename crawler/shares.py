"""How the sites of a crawl are shared out to processes, and when that is worth it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.evidence import SitePlan
from crawler.guard import Territory
from crawler.spider import MOST_SITES

LEAST_TARGETS = 200
"""Columns below which another process would end about when it has started: it takes a second to import its modules."""
RATE = 30.0
"""Requests a second that one process surely serves: a page of a real site takes it some 15 ms, a small one 6."""


def shares(plans: Sequence[SitePlan], processes: int) -> list[list[SitePlan]]:
    """The plans of each process, the first one's first; one share of all where more than one would gain nothing.

    Sites with a host in common stay together, for a host has one pace, and its pages are read once. Otherwise as many
    columns go to each, and plans keep their order.
    """
    groups = _groups(plans)
    count = min(processes, len(groups))
    if count < 2 or sum(len(plan.targets) for plan in plans) < LEAST_TARGETS or _rate(plans, groups) < RATE:
        return [list(plans)]
    chosen: list[list[int]] = [[] for _ in range(count)]
    weights = [0] * count
    for group in sorted(groups, key=lambda group: -_weight(plans, group)):
        lightest = weights.index(min(weights))
        chosen[lightest] += group
        weights[lightest] += _weight(plans, group)
    return [[plans[place] for place in sorted(share)] for share in chosen]


def _weight(plans: Sequence[SitePlan], group: Sequence[int]) -> int:
    return sum(1 + len(plans[place].targets) for place in group)


def _groups(plans: Sequence[SitePlan]) -> list[list[int]]:
    """Places of the plans that share a host with each other, directly or by way of others."""
    groups: dict[int, list[int]] = {}
    hosts: dict[int, set[str]] = {}
    owner: dict[str, int] = {}
    for place, plan in enumerate(plans):
        groups[place], hosts[place] = [place], set(Territory(plan).keys)
        for met in {owner[key] for key in hosts[place] if key in owner}:
            groups[place] += groups.pop(met)
            hosts[place] |= hosts.pop(met)
        owner |= dict.fromkeys(hosts[place], place)
    return sorted(sorted(group) for group in groups.values())


def _rate(plans: Sequence[SitePlan], groups: Sequence[Sequence[int]]) -> float:
    """Requests a second that the sites searched at once may be asked."""
    delays = (max(plans[place].politeness.delay for place in group) for group in groups[:MOST_SITES])
    return sum(1 / delay if delay > 0 else RATE for delay in delays)
