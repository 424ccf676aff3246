"""The whole way on the demo portal, three nights: what audits and ledger say must be what is true of it, rule by rule."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from checker.ledger import LedgerEntry
from demo.configuration import CALENDAR_PAGES
from demo.district import GOV, LIBRARY, MUSEUM, PARK, TAX, TRADE, UNITS
from demo.history import Place, history, ledger
from demo.nights import NIGHTS
from demo.portal import Portal
from demo.truth import Expected, sites, truth
from zwgk.check_command import CheckRequest
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.demo_command import audit_night
from zwgk.options import Session
from zwgk.store import Store

AS_OF = date(2025, 3, 1)
NUMBERS = range(1, NIGHTS + 1)
TRUTHS = {night: truth(AS_OF + timedelta(days=night - 1), night) for night in NUMBERS}
TRUTH = TRUTHS[1]
EVERY = [(night, expected) for night, found in TRUTHS.items() for expected in found]
Key = tuple[int, int | None, tuple[str, ...], str | None]


def key(expected: Expected) -> Key:
    return expected.row, expected.item, expected.path, expected.unit


def name(value: object) -> str:
    if not isinstance(value, Expected):
        return f"night {value}"
    return f"{value.row}.{value.item or 0} {'>'.join(value.path)} {value.unit or ''}".strip()


@dataclass(frozen=True, kw_only=True)
class Run:
    """One `check --json` over the portal."""

    code: int
    audit: Mapping[str, Any]
    results: Mapping[Key, Mapping[str, Any]]
    urls: Mapping[str, str]
    requests: int
    ledger: Mapping[Place, LedgerEntry]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Run]:
    folder = tmp_path_factory.mktemp("demo")
    runs: dict[int, Run] = {}
    with Portal(AS_OF) as portal:
        document, config = portal.write_document(folder), portal.write_config(folder)
        assert main(["derive", str(document), "-o", str(folder / "pack.yaml"), "--config", str(config)]) == 0
        for night in NUMBERS:
            before = portal.requests
            file = folder / f"night-{night}.json"
            request = CheckRequest(as_of=portal.as_of, json_to=str(file))
            code = audit_night(Session(), portal, load_config(config), request)
            audit = json.loads(file.read_text(encoding="utf-8"))
            results = {(r["row"], r["item"], tuple(r["path"]), r.get("unit")): r for r in audit["results"]}
            assert len(results) == len(audit["results"])
            runs[night] = Run(
                code=code,
                audit=audit,
                results=results,
                urls=dict(portal.served),
                requests=portal.requests - before,
                ledger=_ledger(config),
            )
            if night < NIGHTS:
                portal.turn()
    return runs


def _ledger(file: Path) -> dict[Place, LedgerEntry]:
    config = load_config(file)
    with closing(Store.open(config.database, config.data)) as store:
        entries = store.following.ledger().values()
    found = {(e.row, e.path[-1] if e.path else e.key.place, e.key.unit, e.key.code): e for e in entries}
    assert len(found) == len(entries)
    return found


@pytest.mark.parametrize("night", NUMBERS)
def test_every_rule_of_the_truth_is_judged_and_no_other(runs: Mapping[int, Run], night: int) -> None:
    assert set(runs[night].results) == {key(e) for e in TRUTHS[night]}


@pytest.mark.parametrize(("night", "expected"), EVERY, ids=name)
def test_the_verdict_is_the_truth(runs: Mapping[int, Run], night: int, expected: Expected) -> None:
    run = runs[night]
    result = run.results[key(expected)]
    column = result["column"] or {}
    said = {
        "status": result["status"],
        "codes": {finding["code"] for finding in result["findings"] if finding["status"] != "not_applicable"},
        "later": {finding["code"] for finding in result["findings"] if finding["status"] == "not_applicable"},
        "site": result["site"],
        "newest": result["newest"],
        "match": column.get("match"),
        "column": _path(column.get("url"), run.urls.get(expected.site or "")),
    }
    true: dict[str, object] = {
        "status": expected.status,
        "codes": set(expected.codes),
        "later": set(expected.later),
        "site": expected.site,
        "newest": expected.newest.isoformat() if expected.newest else None,
        "match": expected.match,
        "column": expected.column,
    }
    if expected.match == "ambiguous":  # any of the candidates may be named
        said.pop("column")
        true.pop("column")
        said.pop("newest")
        true.pop("newest")
    if expected.match == "none":  # absent: said by a column of match none, or by none at all
        said["match"] = said["match"] or "none"
    assert said == true, json.dumps(result, ensure_ascii=False, indent=1)


def _path(url: str | None, base: str | None) -> str | None:
    if url is None:
        return None
    assert base is None or urlsplit(url).netloc == urlsplit(base).netloc
    return urlsplit(url).path.removesuffix("index.html")


# the ledger


@pytest.mark.parametrize("night", NUMBERS)
def test_the_ledger_holds_what_the_truth_holds_and_nothing_else(runs: Mapping[int, Run], night: int) -> None:
    assert set(runs[night].ledger) == set(ledger(TRUTH, night))


@pytest.mark.parametrize("place", sorted(history(TRUTH)), ids=lambda place: " ".join(str(part) for part in place))
def test_a_finding_stands_where_the_truth_says_after_each_night(runs: Mapping[int, Run], place: Place) -> None:
    said = tuple(entry.state.value if (entry := runs[night].ledger.get(place)) else None for night in NUMBERS)
    assert said == history(TRUTH)[place]


def test_the_ledger_shows_every_turn_a_finding_can_take_by_itself() -> None:
    assert {state for night in NUMBERS for state in ledger(TRUTH, night).values()} == {
        *("new", "open", "rectified", "reopened", "withdrawn"),
    }


def test_a_finding_that_came_back_keeps_the_day_it_was_first_seen(runs: Mapping[int, Run]) -> None:
    entry = runs[3].ledger[11, "收费项目", "", "broken-column"]
    assert (entry.first_opened, entry.opened, entry.openings, entry.runs) == (AS_OF, AS_OF + timedelta(days=2), 2, 1)


def test_a_night_that_could_not_tell_is_not_counted(runs: Mapping[int, Run]) -> None:
    entry = runs[3].ledger[8, "税费优惠政策", "", "stale-column"]
    assert (entry.opened, entry.runs) == (AS_OF, 2)


def test_a_finding_that_got_worse_says_so(runs: Mapping[int, Run]) -> None:
    place = (34, "政府信息公开制度", "", "missing-link")
    first, second = runs[1].ledger[place].message, runs[2].ledger[place].message
    assert "国家行政法规库" not in first
    assert "国家行政法规库" in second


def test_a_site_that_can_be_opened_less_and_less_often_says_so(runs: Mapping[int, Run]) -> None:
    """A week of attempts, and the run's own; then a day's more, and so on."""
    told = {night: run.ledger[0, MUSEUM, "", "unreachable-often"].message for night, run in runs.items()}
    assert [(bad, of) for night in NUMBERS for of, bad in [re.findall(r"(\d+)次", told[night])[:2]]] == [
        *(("10", "169"), ("18", "194"), ("18", "219")),
    ]


def test_a_certificate_that_was_renewed_and_then_mistaken_is_one_finding(runs: Mapping[int, Run]) -> None:
    entry = runs[3].ledger[0, LIBRARY, "", "tls-fault"]
    assert "证书已过期" in runs[1].ledger[0, LIBRARY, "", "tls-fault"].message
    assert "证书与域名不符" in entry.message
    assert entry.openings == 2


# what every run says


def test_what_accuses_shows_its_evidence_and_advice(runs: Mapping[int, Run]) -> None:
    for run in runs.values():
        for result in run.results.values():
            for finding in result["findings"]:
                assert finding["message"]
                assert finding["advice"]
                assert finding["basis"]
            if result["status"] == "fail":
                assert any(finding["evidence"] for finding in result["findings"]), result["rule"]


def test_manual_and_unverifiable_results_say_why(runs: Mapping[int, Run]) -> None:
    for run in runs.values():
        for result in run.results.values():
            if result["status"] in ("manual", "unverifiable"):
                assert result["reason"], result["rule"]


def test_sites_are_reported(runs: Mapping[int, Run]) -> None:
    for night, tax in ((1, "reachable"), (2, "unreachable"), (3, "reachable")):
        statuses = {site["name"]: site["status"] for site in runs[night].audit["sites"]}
        assert statuses == {
            **dict.fromkeys((GOV, PARK, LIBRARY, MUSEUM), "reachable"),
            TAX: tax,
            TRADE: "unreachable",
        }


@pytest.mark.parametrize("night", NUMBERS)
def test_what_is_said_of_sites_as_a_whole_is_the_truth(runs: Mapping[int, Run], night: int) -> None:
    said = {site["name"]: {one["code"] for one in site["findings"]} for site in runs[night].audit["sites"]}
    assert said == sites(night)


def test_every_unit_has_figures(runs: Mapping[int, Run]) -> None:
    assert {unit["name"] for unit in runs[1].audit["units"]} >= {unit.name for unit in UNITS}


def test_defects_are_exit_code_1(runs: Mapping[int, Run]) -> None:
    assert {run.code for run in runs.values()} == {1}


def test_the_audit_is_modest(runs: Mapping[int, Run]) -> None:
    """Design sections 9 and 6: two requests a column, one second look at what accuses, three entries of each opened.

    A later night opens again only what was bad, and searches again where the calendar let no search end.
    """
    columns = [e for e in TRUTH if e.path and e.match is not None]
    second_looks = sum(e.status == "fail" for e in TRUTH)
    assert runs[1].requests <= 2 * (len(columns) + 1) + second_looks + 3 * len(columns)
    assert runs[2].requests - CALENDAR_PAGES <= runs[1].requests / 2
