"""A run that was cut off is continued: no finished site is asked again, nothing is lost, doubled or shown too early."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database
from zwgk_cases import CONFIG, TODAY, StubCrawl, absent, district

from crawler.endings import CrawlCancelled
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.errors import UserError
from zwgk.lease import AUDIT, Leases
from zwgk.options import Session
from zwgk.store import Store
from zwgk.tables import LedgerRow, RunRow, RunState

SITES = ["政府网站", "税务局网站", "部门网页 qs.example.gov.cn"]
Check = Callable[..., StubCrawl]


@pytest.fixture
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path, config=f"{CONFIG}database: {database}\n")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check(folder: Path) -> Check:
    """Check with a crawl that breaks after so many sites (None: never); returns the crawl."""

    def run(break_after: int | None = None, **request: Any) -> StubCrawl:
        error = None if break_after is None else CrawlCancelled()
        crawl = StubCrawl(answers={"公告": absent, "减税降费": absent}, break_after=break_after, error=error)
        words = {"as_of": TODAY, "json_to": "out.json", **request}
        if break_after is None:
            run_check(Session(), load_config(folder / "config.yaml"), CheckRequest(**words), search=crawl)
        else:
            with pytest.raises(CrawlCancelled):
                run_check(Session(), load_config(folder / "config.yaml"), CheckRequest(**words), search=crawl)
        return crawl

    return run


def store_of(folder: Path) -> Store:
    config = load_config(folder / "config.yaml")
    return Store.open(config.database, config.data)


def runs(folder: Path) -> list[tuple[str, str]]:
    store = store_of(folder)
    with Database(store.engine) as database:
        return [(row.id, row.state) for row in database.scalars(select(RunRow).order_by(RunRow.started, RunRow.id))]


def told(folder: Path) -> Any:
    """The audit without what differs between two runs of the same."""
    audit = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    audit["run"] = {"as_of": audit["run"]["as_of"]}
    return audit


def asked(crawl: StubCrawl) -> list[str]:
    return [plan.name for plan in crawl.plans]


def test_only_what_was_not_finished_is_asked(check: Check, folder: Path) -> None:
    check()
    whole = told(folder)
    check(break_after=1, fresh=True)
    assert [state for _, state in runs(folder)] == [RunState.REPORTED, RunState.INTERRUPTED]
    assert asked(check(break_after=1)) == SITES[1:]
    assert asked(check()) == SITES[2:]
    assert [state for _, state in runs(folder)] == [RunState.REPORTED, RunState.REPORTED]
    assert told(folder) == whole


def test_a_finished_run_is_not_continued(check: Check, folder: Path) -> None:
    check(break_after=1)
    check()
    assert asked(check()) == SITES
    assert len(runs(folder)) == 2


def test_only_the_newest_run_is_continued(check: Check, folder: Path) -> None:
    """What was cut off before a whole run came to its end is of yesterday."""
    check(break_after=1)
    check(fresh=True)
    assert asked(check()) == SITES


@pytest.mark.parametrize(
    "words",
    [
        pytest.param({"fresh": True}, id="begun anew on demand"),
        pytest.param({"as_of": TODAY - timedelta(days=1)}, id="of another day"),
        pytest.param({"as_of": None}, id="a past day was demanded then, today is wanted now"),
    ],
)
def test_begun_anew(check: Check, folder: Path, words: dict[str, Any]) -> None:
    check(break_after=1)
    assert asked(check(**words)) == SITES
    assert len(runs(folder)) == 2


def test_other_rules_begin_anew(check: Check, folder: Path) -> None:
    check(break_after=1)
    pack = folder / "pack.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("减税降费", "税费优惠"), encoding="utf-8")
    assert asked(check()) == SITES


def test_what_was_seen_long_ago_is_no_basis(check: Check, folder: Path) -> None:
    check(break_after=1)
    store = store_of(folder)
    with Database(store.engine) as database:
        row = database.scalars(select(RunRow)).one()
        database.execute(update(RunRow).values(started=row.started - timedelta(hours=13)))
        database.commit()
    assert asked(check()) == SITES


def test_a_site_whose_address_changed_is_asked_again(check: Check, folder: Path) -> None:
    check(break_after=2)
    config = folder / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("tax.example", "tax2.example"), encoding="utf-8")
    assert asked(check()) == SITES[1:]


def test_a_limited_run_is_continued_on_demand_only(check: Check, folder: Path) -> None:
    """Who asks for one site wants to see it now."""
    check(break_after=1, sites=("政府网站", "税务局网站"))
    assert asked(check(sites=("政府网站", "税务局网站"), break_after=1)) == SITES[:2]
    assert asked(check(sites=("政府网站", "税务局网站"), resume=True)) == SITES[1:2]


def test_nothing_to_go_on_with(check: Check) -> None:
    check()
    with pytest.raises(UserError, match="没有可以接着做的检查"):
        check(resume=True)


def test_a_judged_run_needs_its_reports_only(check: Check, folder: Path) -> None:
    """Where the disk was full at the end, sites are not asked again and no finding is counted twice."""
    check()
    whole, ledger = told(folder), entries(folder)
    (folder / "taken").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="再次运行即补出报告"):
        check(fresh=True, reports=Path("taken"))
    twice = entries(folder)
    assert twice != ledger
    crawl = check(reports=Path("elsewhere"))
    assert crawl.plans == []
    assert (folder / "elsewhere" / "index.html").exists()
    assert told(folder) == whole
    assert entries(folder) == twice
    assert [state for _, state in runs(folder)] == [RunState.REPORTED, RunState.REPORTED]


def entries(folder: Path) -> list[str]:
    store = store_of(folder)
    with Database(store.engine) as database:
        return sorted(database.scalars(select(LedgerRow.entry)))


def test_one_run_of_everything_at_a_time(check: Check, folder: Path) -> None:
    store = store_of(folder)
    now = load_config(folder / "config.yaml").timezone
    from datetime import datetime

    leases = Leases(store.engine, store.errors, folder / "var" / "locks", lambda: datetime.now(now))
    with leases.held(AUDIT, "计算机甲上的全面检查"):
        with pytest.raises(UserError, match="计算机甲上的全面检查还没有结束"):
            check()
        assert asked(check(sites=("税务局网站",))) == SITES[1:2]
    assert asked(check()) == SITES
