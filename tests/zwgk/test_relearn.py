"""`zwgk check --relearn`: nothing of earlier runs is taken over, and what was cut off is continued by its like only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import TODAY, StubCrawl, district

from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.options import Session
from zwgk.plan import Selection

SITE = "政府网站"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    district(tmp_path)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return tmp_path


def checked(folder: Path, crawl: StubCrawl | None = None, **words: Any) -> StubCrawl:
    crawl = crawl or StubCrawl()
    request = CheckRequest(as_of=TODAY, reports=folder / "pages", **words)
    run_check(Session(), load_config(folder / "config.yaml"), request, search=crawl)
    return crawl


def known(crawl: StubCrawl) -> tuple[int, int]:
    """Of how many columns an address, and of how many what was seen, was taken from earlier runs."""
    targets = [target for plan in crawl.plans for target in plan.targets]
    return sum(one.learned is not None for one in targets), sum(one.remembered is not None for one in targets)


def test_nothing_of_earlier_runs_is_taken_over(folder: Path) -> None:
    assert known(checked(folder)) == (0, 0)
    addresses, memories = known(checked(folder))
    assert addresses > 0 < memories
    assert known(checked(folder, relearn=True)) == (0, 0)
    assert known(checked(folder)) == (addresses, memories), "it is learned anew"


def test_of_a_part_as_well(folder: Path) -> None:
    checked(folder)
    assert known(checked(folder, sites=(SITE,)))[0] > 0
    assert known(checked(folder, sites=(SITE,), relearn=True)) == (0, 0)


def test_what_was_cut_off_is_continued_by_its_like_only(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        checked(folder, StubCrawl(break_after=1, error=KeyboardInterrupt()), relearn=True)
    whole = checked(folder)
    assert len(checked(folder, relearn=True).plans) == len(whole.plans) - 1


def test_it_is_kept_with_the_run() -> None:
    for selection in (Selection(), Selection(relearn=True), Selection(units=frozenset({"甲"}), relearn=True)):
        assert Selection.of(selection.words()) == selection
    assert "relearn" not in Selection().words(), "runs of before are the same selection"
    assert Selection(relearn=True).everything


def test_help_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--help"])
    assert "从头重查" in "".join(capsys.readouterr().out.split())
