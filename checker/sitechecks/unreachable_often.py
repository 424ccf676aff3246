"""站点无法访问: over the last week too many attempts to open the site failed or took too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.basis import INDICATORS
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check

_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The attempts of the week."""

    attempts: int
    bad: int
    enough: bool
    """Whether every day of the week had as many as the indicators ask for."""

    @property
    def share(self) -> float:
        """Of those that failed, 0–1."""
        return self.bad / self.attempts if self.attempts else 0.0


def reach(facts: SiteFacts) -> Reach:
    """How the attempts went; days are reckoned back from the latest one."""
    figures = facts.figures
    if not facts.probes:
        return Reach(attempts=0, bad=0, enough=False)
    last = max(probe.at for probe in facts.probes)
    ages = [(last - probe.at).total_seconds() for probe in facts.probes]
    week = [probe for probe, age in zip(facts.probes, ages, strict=True) if age < figures.probe_days * _DAY]
    days = [int(age // _DAY) for age in ages]
    enough = all(days.count(day) >= figures.probes_a_day for day in range(figures.probe_days))
    bad = sum(not one.ok or (one.seconds is not None and one.seconds >= figures.probe_seconds) for one in week)
    return Reach(attempts=len(week), bad=bad, enough=enough)


@site_check(
    "unreachable-often",
    title="站点无法访问",
    advice="请会同机房、云服务和域名解析单位排查，保证网站稳定可访问。",
    status=Status.FAIL,
    veto=True,
    order=10,
    able=lambda facts: reach(facts).enough,
)
def unreachable_often(facts: SiteFacts) -> Iterator[Fault]:
    """With fewer attempts than the indicators ask for nothing is said."""
    figures, week = facts.figures, reach(facts)
    if not week.enough or week.share < figures.probe_share:
        return
    yield Fault(
        message=(
            f"近{figures.probe_days}天访问首页{week.attempts}次，{week.bad}次打不开或用时{figures.probe_seconds:g}秒以上，"
            f"占{week.share:.1%}，达到{figures.probe_share:.0%}的限度。"
        ),
        basis=f"{INDICATORS}：监测1周，每天间隔性访问20次以上，超过（含）15秒打不开的次数占比超过（含）5%，单项否决",
    )
