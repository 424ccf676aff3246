"""Three nights of the month that `make soak` lives through whole, one of them killed, and that its promises can break."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.soak.month import WATCHED, Night, Sight, Standing, plan, truth
from benchmarks.soak.nights import FIRST, Measured, month
from benchmarks.soak.promises import broken
from demo.district import TAX

G, B, N = Sight.GOOD, Sight.BAD, Sight.NOTHING
#: By night; columns 10 to 13 are the tax bureau's, which answers nobody in the second night.
NIGHTS = (
    Night(sights=(B, G, B, G, G, G, B, G, G, G, B, G, B, G)),
    Night(sights=(B, B, G, G, G, G, N, G, G, G, G, G, G, B), down=frozenset({TAX})),
    Night(sights=(G, B, B, G, G, G, B, G, G, G, G, G, B, G)),
)
#: What stands in the ledger after each night: state, runs that saw it, openings.
LEDGER = (
    {0: ("new", 1, 1), 2: ("new", 1, 1), 6: ("new", 1, 1), 10: ("new", 1, 1), 12: ("new", 1, 1)},
    {
        0: ("open", 2, 1),
        1: ("new", 1, 1),
        2: ("rectified", 1, 1),
        6: ("new", 1, 1),
        10: ("new", 1, 1),
        12: ("new", 1, 1),  # nobody could look
    },
    {
        0: ("rectified", 2, 1),
        1: ("open", 2, 1),
        2: ("reopened", 1, 2),
        6: ("open", 2, 1),
        10: ("rectified", 1, 1),
        12: ("open", 2, 1),
    },
)


def standings(told: dict[int, tuple[str, int, int]]) -> dict[int, Standing]:
    return {place: Standing(state=state, runs=runs, openings=n) for place, (state, runs, n) in told.items()}


def test_the_truth_is_what_was_written_by_hand() -> None:
    for number, told in enumerate(LEDGER, 1):
        assert truth(NIGHTS[:number]) == standings(told)


def test_three_nights(tmp_path: Path) -> None:
    words = {"killed": frozenset({1}), "seed": 1, "runs": 2, "archives": 1, "database": ""}
    measured = list(month(tmp_path, NIGHTS, **words))  # type: ignore[arg-type]
    assert [night.ledger for night in measured] == [standings(told) for told in LEDGER]
    assert list(broken(NIGHTS, measured, runs=2)) == []
    assert len(list((tmp_path / "var" / "archive").glob("*.warc.gz"))) == 1
    assert len([folder for folder in (tmp_path / "var" / "reports").iterdir() if not folder.is_symlink()]) == 2


def calm(nights: tuple[Night, ...]) -> list[Measured]:
    """What a month leaves that keeps every promise."""
    return [
        Measured(
            day=FIRST + timedelta(days=number),
            seconds=1.0,
            killed="",
            runs=min(number + 1, 12),
            database=1_000_000 + 100_000 * min(number, 12),
            files=2_000_000,
            resident=200_000_000,
            ledger=truth(nights[: number + 1]),
            others=(),
        )
        for number in range(len(nights))
    ]


MONTH = plan(30, 20260301)


def test_a_calm_month_keeps_every_promise() -> None:
    assert list(broken(MONTH, calm(MONTH), runs=12)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"runs": 14}, "14 runs are in the database, not 12", id="a run too many"),
        pytest.param({"database": 3_000_000}, "database of 3,000,000 bytes", id="the database grows"),
        pytest.param({"files": 3_000_000}, "files of 3,000,000 bytes", id="files pile up"),
        pytest.param({"resident": 400_000_000}, "memory grew", id="memory grows"),
        pytest.param({"ledger": {}}, "the ledger says None", id="a finding is lost"),
        pytest.param({"others": ("x",)}, "nothing of the kind is true", id="a finding too many"),
    ],
)
def test_a_broken_promise_is_told(change: dict[str, object], said: str) -> None:
    measured = calm(MONTH)
    measured[-3:] = [replace(night, **change) for night in measured[-3:]]  # type: ignore[arg-type]
    assert any(said in line for line in broken(MONTH, measured, runs=12))


def test_the_month_has_something_of_everything() -> None:
    states = {standing.state for n in range(1, 31) for standing in truth(MONTH[:n]).values()}
    assert states == {"new", "open", "rectified", "reopened"}
    assert any(night.down for night in MONTH)
    assert any(Sight.NOTHING in night.sights for night in MONTH)
    for earlier, later in itertools.pairwise(MONTH):
        turned = [w.site for w, a, b in zip(WATCHED, earlier.sights, later.sights, strict=True) if a is G and b is B]
        assert all(turned.count(site) < 5 for site in set(turned)), "five at once would be the brake's business"
