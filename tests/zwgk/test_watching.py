"""Sites as a whole in the database and on the command line: attempts to open them, what spoke against them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import CONFIG, NOW, TODAY, StubCrawl, district

from checker.freshness import BUILT_IN
from checker.sitecheck import SiteFigures, survey_limits
from checker.sites import load_site_checks
from crawler.evidence import SiteEvidence, SitePlan, SiteStatus
from crawler.inspected import HomeFacts, SeenColumn
from crawler.surveyed import Probe, Surveyed
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.errors import ConfigError
from zwgk.options import Session
from zwgk.recheck_command import RecheckRequest, run_recheck
from zwgk.store import Store

DAY = timedelta(days=1)
SITE = "政府网站"


@pytest.fixture
def store(database: str, tmp_path: Path) -> Any:
    opened = Store.open(database, tmp_path)
    yield opened
    opened.close()


def probe(at: datetime = NOW, *, ok: bool = True, seconds: float | None = 0.5) -> Probe:
    return Probe(at=at, seconds=seconds if ok else None, ok=ok, detail="" if ok else "连接超时")


def test_attempts_of_the_days_before(store: Store) -> None:
    watching = store.watching
    for at in (NOW - 8 * DAY, NOW - 2 * DAY, NOW, NOW + DAY):
        watching.record_probe(SITE, probe(at))
    watching.record_probe(SITE, probe(NOW, ok=False))
    watching.record_probe("税务局网站", probe(NOW - DAY))
    found = watching.probes(NOW, 7)
    assert found[SITE] == (probe(NOW - 2 * DAY), probe(NOW, ok=False))
    assert [len(found[name]) for name in found] == [2, 1]
    assert found[SITE][0].at.tzinfo is UTC
    assert watching.probes(NOW - 30 * DAY, 7) == {}


def silent(at: datetime) -> Probe:
    return probe(at, ok=False)


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        pytest.param({SITE: probe(), "税务局网站": silent(NOW)}, 2, id="one site is silent"),
        pytest.param(
            {SITE: silent(NOW), "税务局网站": silent(NOW)}, 0, id="nothing came in: it may be us who were cut off"
        ),
        pytest.param({SITE: silent(NOW)}, 1, id="a single site"),
        pytest.param({SITE: probe(), "税务局网站": None}, 1, id="a look that says nothing"),
    ],
)
def test_what_an_audit_adds_to_the_attempts(store: Store, seen: dict[str, Probe | None], kept: int) -> None:
    plans = [SitePlan(name=name, url=f"https://{n}.example.gov.cn/") for n, name in enumerate(seen)]
    evidence = {
        plan.name: SiteEvidence(
            name=plan.name,
            url=plan.url,
            status=SiteStatus.REACHABLE,
            requests=1,
            pages=1,
            surveyed=Surveyed(pages=1, probe=seen[plan.name]),
        )
        for plan in plans
    }
    store.watching.record_audit(plans, evidence)
    store.watching.record_audit(plans, evidence)
    assert sum(len(probes) for probes in store.watching.probes(NOW, 7).values()) == kept


def column(name: str, age: int, **changes: Any) -> SeenColumn:
    return SeenColumn(
        name=name,
        url=f"https://www.example.gov.cn/{name}/",
        trail=("政务公开", name),
        shape="list",
        newest=TODAY - timedelta(days=age),
        **changes,
    )


def kept(store: Store, known: tuple[SeenColumn, ...], *seen: SeenColumn, pages: int = 9) -> tuple[SeenColumn, ...]:
    run = store.begin(now=NOW, as_of=TODAY, rules_digest="", complete=True)
    limits = survey_limits(SiteFigures(), BUILT_IN, TODAY, known=known)
    plan = SitePlan(name=SITE, url="https://www.example.gov.cn/", survey=True, survey_limits=limits)
    evidence = SiteEvidence(
        name=SITE,
        url=plan.url,
        status=SiteStatus.REACHABLE,
        requests=1,
        pages=1,
        seen=seen,
        surveyed=Surveyed(pages=pages, probe=probe()),
    )
    store.save_site(run, evidence, plan, now=NOW, results={})
    return store.watching.seen(SITE)


def test_what_spoke_against_a_site_is_remembered(store: Store) -> None:
    assert store.watching.seen(SITE) == ()
    old, new, asked = column("工作动态", 99), column("部门动态", 1), column("镇街动态", 99, asked=True)
    assert kept(store, (), old, new, asked) == (old,), "a rule's own column is asked anyway"
    assert kept(store, (old,)) == (old,), "not read this time"
    assert kept(store, (old,), pages=0) == (old,), "nothing was read"
    assert kept(store, (old,), column("工作动态", 1)) == ()


class Whole(StubCrawl):
    """Sites that are looked at as a whole where the plan says so, with old start pages."""

    def __call__(self, plans: Any, *, on_site: Callable[[SiteEvidence], None], **more: Any) -> None:
        by_name: Mapping[str, SitePlan] = {plan.name: plan for plan in plans}

        def keep(site: SiteEvidence) -> None:
            home = HomeFacts(url=site.url, newest=TODAY - 20 * DAY, newest_looks=2, fetched_at=NOW, sha256="0" * 64)
            if by_name[site.name].survey:
                site = replace(site, homes={"": home}, surveyed=Surveyed(pages=9, tagged=9, probe=probe()))
            on_site(site)

        super().__call__(plans, on_site=keep, **more)


def audited(folder: Path, *, config: str = CONFIG, **words: Any) -> tuple[int, Whole, dict[str, Any]]:
    file = district(folder, config=config)
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
    crawl, out = Whole(), folder / "out.json"
    request = CheckRequest(as_of=TODAY, json_to=str(out), reports=folder / "pages", **words)
    code = run_check(Session(), load_config(file), request, search=crawl)
    return code, crawl, json.loads(out.read_text(encoding="utf-8"))


def codes(audit: dict[str, Any]) -> dict[str, list[str]]:
    return {site["name"]: [finding["code"] for finding in site["findings"]] for site in audit["sites"]}


def test_a_run_of_everything_looks_at_configured_sites(tmp_path: Path) -> None:
    code, crawl, audit = audited(tmp_path)
    assert {plan.name: plan.survey for plan in crawl.plans} == {
        "政府网站": True,
        "税务局网站": True,
        "部门网页 qs.example.gov.cn": False,
    }
    found = codes(audit)
    assert found["政府网站"] == ["stale-homepage"]
    assert found["部门网页 qs.example.gov.cn"] == []
    assert audit["sites"][0]["veto"] == ["stale-homepage"]
    statuses = {result["status"] for result in audit["results"]}
    assert code == (1 if statuses & {"fail", "warn"} else 3), "findings of sites do not count"
    assert "单项否决" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "survey"),
    [
        pytest.param({"sites": ("政府网站",)}, True, id="a site"),
        pytest.param({"units": ("区财政局",)}, False, id="a unit"),
        pytest.param({"units": ("区财政局",), "sites": ("政府网站",)}, False, id="a unit on a site"),
    ],
)
def test_a_run_of_some(tmp_path: Path, words: dict[str, Any], survey: bool) -> None:
    _, crawl, audit = audited(tmp_path, **words)
    plans = {plan.name: plan for plan in crawl.plans}
    assert plans["政府网站"].survey is survey
    assert (codes(audit)["政府网站"] == ["stale-homepage"]) is survey
    assert (len(audit["sites"][0]["unexamined"]) == len(load_site_checks())) is not survey


def test_recheck_judges_sites_by_the_figures_of_today(tmp_path: Path) -> None:
    audited(tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG + "site_checks: {homepage_days: 30}\n", encoding="utf-8")
    again = tmp_path / "again.json"
    run_recheck(
        Session(), load_config(config), RecheckRequest(run="latest", json_to=str(again), reports=tmp_path / "p")
    )
    assert codes(json.loads(again.read_text(encoding="utf-8")))["政府网站"] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("site_checks: {homepage_days: 0}", id="no day"),
        pytest.param("site_checks: {probe_share: 5}", id="a share of five"),
        pytest.param("site_checks: {home: 3}", id="unknown"),
    ],
)
def test_bad_figures_name_their_line(tmp_path: Path, text: str) -> None:
    file = district(tmp_path, config=f"{CONFIG}{text}\n")
    with pytest.raises(ConfigError, match="第 11 行：site_checks"):
        load_config(file)


def test_days_are_those_of_the_run() -> None:
    assert survey_limits(SiteFigures(), BUILT_IN, date(2026, 3, 31)).home_before == date(2026, 3, 19)
