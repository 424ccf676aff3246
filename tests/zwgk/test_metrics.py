"""Figures for monitoring, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from zwgk_cases import CONFIG, NOW, TODAY, StubCrawl, absent, district

from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.metrics import metrics_text, run_metrics
from zwgk.options import Session
from zwgk.store import Store
from zwgk.tables import RunState


def figures(text: bytes) -> Mapping[str, Mapping[str, float]]:
    """Value by name and label."""
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, {})["".join(sample.labels.values())] = sample.value
    return found


@pytest.fixture
def config(database: str, tmp_path: Path) -> Config:
    path = district(tmp_path, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return load_config(path)


def test_the_state_of_the_newest_run(config: Config) -> None:
    with closing(Store.open(config.database, config.data)) as store:
        before = figures(metrics_text(store, config, NOW))
        assert "zwgk_last_run_age_seconds" not in before, "what never was has no age"
        crawl = StubCrawl(answers={"减税降费": absent, "规划计划": absent})
        run_check(Session(), config, CheckRequest(as_of=TODAY), search=crawl, clock=lambda: NOW)
        found = figures(metrics_text(store, config, NOW + timedelta(hours=2)))
        assert found["zwgk_last_run_age_seconds"][""] == 7200
        assert found["zwgk_last_run_timestamp_seconds"][""] == NOW.timestamp()
        assert found["zwgk_run_state"]["reported"] == 1
        assert sum(found["zwgk_run_state"].values()) == 1
        assert (found["zwgk_last_run_results"]["fail"], found["zwgk_last_run_results"]["manual"]) == (5, 1)
        assert found["zwgk_last_run_sites"]["reachable"] == 3
        assert found["zwgk_last_run_sites"]["unreachable"] == 0
        assert found["zwgk_findings"]["new"] == 5
        assert found["zwgk_open_findings"]["区财政局"] == 2
        assert found["zwgk_open_findings"]["青石镇"] == 1
        assert found["zwgk_open_findings"][""] == 0, "of sites"
        assert found["zwgk_data_free_bytes"][""] > 0

        run = store.begin(now=NOW + timedelta(days=1), as_of=TODAY, rules_digest="0", complete=True)
        store.move(run, RunState.FAILED, now=NOW + timedelta(days=1), note="磁盘已满")
        found = figures(metrics_text(store, config, NOW + timedelta(days=1)))
        assert found["zwgk_run_failed"][""] == found["zwgk_run_state"]["failed"] == 1
        assert found["zwgk_last_run_age_seconds"][""] == 86400, "of the last run that came to results"


def test_a_file_for_the_collector_appears_whole(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "textfile" / "zwgk.prom"
    assert run_metrics(config, file) == 0
    assert "zwgk_run_state" in figures(file.read_bytes())
    assert [path.name for path in file.parent.iterdir()] == ["zwgk.prom"]
