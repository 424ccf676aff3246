"""The whole way on the demo portal: what the audit says must be what is true of the portal, rule by rule."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from demo.district import GOV, TAX, TRADE, UNITS
from demo.portal import Portal
from demo.truth import Expected, truth

AS_OF = date(2025, 3, 1)
TRUTH = truth(AS_OF)
Key = tuple[int, int | None, tuple[str, ...], str | None]


def key(expected: Expected) -> Key:
    return expected.row, expected.item, expected.path, expected.unit


def name(expected: Expected) -> str:
    return f"{expected.row}.{expected.item or 0} {'>'.join(expected.path)} {expected.unit or ''}".strip()


@dataclass(frozen=True, kw_only=True)
class Run:
    """One `check --json` over the portal."""

    code: int
    audit: Mapping[str, Any]
    results: Mapping[Key, Mapping[str, Any]]
    urls: Mapping[str, str]
    requests: int


def zwgk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zwgk", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("demo")
    with Portal(AS_OF) as portal:
        document, config = portal.write_document(folder), portal.write_config(folder)
        derived = zwgk(folder, "derive", document.name, "-o", "pack.yaml", "--config", config.name)
        assert derived.returncode == 0, derived.stderr
        checked = zwgk(folder, "check", "--config", config.name, "--as-of", AS_OF.isoformat(), "--json", "-")
        assert checked.returncode in (0, 1, 3), checked.stderr
        audit = json.loads(checked.stdout)
        results = {(r["row"], r["item"], tuple(r["path"]), r.get("unit")): r for r in audit["results"]}
        assert len(results) == len(audit["results"])
        yield Run(
            code=checked.returncode, audit=audit, results=results, urls=dict(portal.urls), requests=portal.requests
        )


def test_every_rule_of_the_truth_is_judged_and_no_other(run: Run) -> None:
    assert set(run.results) == {key(e) for e in TRUTH}


@pytest.mark.parametrize("expected", TRUTH, ids=name)
def test_the_verdict_is_the_truth(run: Run, expected: Expected) -> None:
    result = run.results[key(expected)]
    column = result["column"] or {}
    said = {
        "status": result["status"],
        "codes": {finding["code"] for finding in result["findings"]},
        "site": result["site"],
        "newest": result["newest"],
        "match": column.get("match"),
        "column": _path(column.get("url"), run.urls.get(expected.site or "")),
    }
    true: dict[str, object] = {
        "status": expected.status,
        "codes": set(expected.codes),
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


def test_what_accuses_shows_its_evidence_and_advice(run: Run) -> None:
    for result in run.results.values():
        for finding in result["findings"]:
            assert finding["message"]
            assert finding["advice"]
            assert finding["basis"]
        if result["status"] == "fail":
            assert any(finding["evidence"] for finding in result["findings"]), result["rule"]


def test_manual_and_unverifiable_results_say_why(run: Run) -> None:
    for result in run.results.values():
        if result["status"] in ("manual", "unverifiable"):
            assert result["reason"], result["rule"]


def test_sites_are_reported(run: Run) -> None:
    statuses = {site["name"]: site["status"] for site in run.audit["sites"]}
    assert statuses == {GOV: "reachable", TAX: "reachable", TRADE: "unreachable"}


def test_every_unit_has_figures(run: Run) -> None:
    assert {unit["name"] for unit in run.audit["units"]} >= {unit.name for unit in UNITS}


def test_defects_are_exit_code_1(run: Run) -> None:
    assert run.code == 1


def test_the_audit_is_modest(run: Run) -> None:
    """Design sections 9 and 6: two requests a column, one second look at what accuses, three articles an undated list."""
    columns = [e for e in TRUTH if e.path and e.match is not None]
    second_looks = sum(e.status == "fail" for e in TRUTH)
    undated_lists = 3
    assert run.requests <= 2 * (len(columns) + 1) + second_looks + 3 * undated_lists
