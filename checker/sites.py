"""Judging the sites themselves by the checks found in `checker/sitechecks/`; nobody's score hangs on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

import checker.sitechecks
from checker.discovery import checks_in
from checker.freshness import BUILT_IN, FreshnessLimit
from checker.result import Figure, Finding, Result, SiteResult, Status
from checker.sitecheck import SiteCheck, SiteFacts, SiteFigures, survey_limits
from checker.sitechecks.unreachable_often import reach
from crawler.evidence import SiteEvidence
from crawler.neglect import Neglect
from crawler.readers.addresses import page_key
from crawler.surveyed import Probe

#: Findings of results that say of a column what the site's own findings would say again.
_SAID = frozenset({"stale-column", "undated-column", "empty-column"})


@cache
def load_site_checks() -> tuple[SiteCheck, ...]:
    """Every check of `checker/sitechecks/` in its order; ValueError as of `checks_in`."""
    return checks_in(checker.sitechecks, SiteCheck)


def judge_sites(
    evidence: Mapping[str, SiteEvidence],
    *,
    as_of: date,
    results: Iterable[Result] = (),
    figures: SiteFigures | None = None,
    table: Sequence[FreshnessLimit] = BUILT_IN,
    probes: Mapping[str, Sequence[Probe]] | None = None,
) -> tuple[SiteResult, ...]:
    """What is said of the sites themselves, in the order of the evidence.

    Of a site that was not looked at as a whole nothing is said. `results` tell which columns failed for a unit already,
    `probes` are the attempts to open each site in the days before.
    """
    how = figures or SiteFigures()
    limits = survey_limits(how, table, as_of)
    failed = _failed(results)
    judged = []
    for name, site in evidence.items():
        facts = SiteFacts(
            site=site,
            as_of=as_of,
            figures=how,
            limits=limits,
            probes=tuple((probes or {}).get(name, ())),
            failed=failed.get(name, frozenset()),
        )
        judged.append(_judged(facts))
    return tuple(judged)


def _judged(facts: SiteFacts) -> SiteResult:
    site, checks = facts.site, load_site_checks()
    findings: tuple[Finding, ...] = ()
    unexamined = tuple(check.code for check in checks)
    figures: tuple[Figure, ...] = ()
    if site.surveyed is not None:
        findings = tuple(finding for check in checks for finding in check(facts))
        said = {finding.code for finding in findings}
        unexamined = tuple(check.code for check in checks if check.code not in said and not check.able(facts))
        figures = tuple(_figures(facts))
    vetoes = {check.code for check in checks if check.veto}
    return SiteResult(
        name=site.name,
        url=site.url,
        status=site.status,
        requests=site.requests,
        pages=site.pages,
        reason=site.reason,
        findings=findings,
        unexamined=unexamined,
        veto=tuple(one.code for one in findings if one.code in vetoes and one.status is Status.FAIL),
        figures=figures,
    )


def _figures(facts: SiteFacts) -> Iterator[Figure]:
    """What was counted, against the thresholds."""
    how, week = facts.figures, reach(facts)
    newest = facts.newest
    age = f"{newest}（{(facts.as_of - newest).days}天前）" if newest else "未见日期"
    doubt = f"，{facts.home.doubt}" if facts.home and facts.home.doubt else ""
    yield Figure(name="首页最新信息", value=f"{age}{doubt}", limit=f"{how.homepage_days}天内")
    for name, kind, most in (
        ("动态要闻类和通知政策类一级栏目未更新", Neglect.NEWS, how.news_columns),
        ("其他栏目未更新", Neglect.OTHER, how.other_columns),
        ("空白栏目", Neglect.EMPTY, how.empty_columns),
    ):
        all_of, sure = len(facts.suspects[kind]), len(facts.sure(kind))
        unsure = f"（其中{all_of - sure}个未复核）" if all_of > sure else ""
        yield Figure(name=name, value=f"{all_of}个{unsure}", limit=f"少于{most}个")
    unread = facts.site.surveyed.unread if facts.site.surveyed else 0
    left = f"，另有以往未更新或空白的{unread}个本轮未读" if unread else ""
    yield Figure(name="本轮看到的栏目", value=f"{len(facts.site.seen)}个{left}", limit="")
    enough = "" if week.enough else f"，不足每天{how.probes_a_day}次，未作判断"
    yield Figure(
        name=f"近{how.probe_days}天访问首页",
        value=f"{week.attempts}次，打不开或超时{week.bad}次{enough}",
        limit=f"占比低于{how.probe_share:.0%}",
    )


def _failed(results: Iterable[Result]) -> Mapping[str, frozenset[str]]:
    """By site the columns that failed for a unit because of their dates or rows."""
    found: dict[str, set[str]] = {}
    for result in results:
        column = result.column
        if result.site is None or column is None or column.url is None:
            continue
        if any(one.code in _SAID and one.status is Status.FAIL for one in result.findings):
            found.setdefault(result.site, set()).add(page_key(column.url))
    return {site: frozenset(keys) for site, keys in found.items()}
