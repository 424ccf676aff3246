"""Turns at a host between programs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zwgk.turns import HostTurns


class Clock:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


def test_turns_follow_each_other_over_programs(tmp_path: Path) -> None:
    clock = Clock()
    one, other = HostTurns(tmp_path, clock), HostTurns(tmp_path, clock)
    waits = [one("a.example", 1.0), other("a.example", 1.0), one("a.example", 1.0), other("b.example", 1.0)]
    assert waits == pytest.approx([0.0, 1.0, 2.0, 0.0])
    clock.time += 10
    assert other("a.example", 1.0) == 0.0


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path) -> None:
    clock = Clock()
    turns = HostTurns(tmp_path, clock)
    turns("a.example", 1.0)
    clock.time -= 86_400
    assert turns("a.example", 1.0) == 0.0


@pytest.mark.parametrize("content", [b"", b"x", b"not a moment"], ids=["empty", "short", "long"])
def test_a_broken_file_is_overwritten(tmp_path: Path, content: bytes) -> None:
    turns = HostTurns(tmp_path, Clock())
    turns("a.example", 1.0)
    (file,) = tmp_path.glob("*.turn")
    file.write_bytes(content)
    assert turns("a.example", 1.0) < 600
    assert turns("a.example", 1.0) == pytest.approx(1.0)


def test_no_place_for_the_file_means_the_programs_own_pace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert HostTurns(tmp_path / "file" / "hosts", Clock())("a.example", 1.0) == 0.0


def test_files_of_hosts_long_not_asked_are_removed(tmp_path: Path) -> None:
    HostTurns(tmp_path, time.time)("a.example", 1.0)
    (file,) = tmp_path.glob("*.turn")
    os.utime(file, (time.time() - 100_000,) * 2)
    HostTurns(tmp_path, time.time)
    assert not file.exists()


def test_processes_take_different_turns(tmp_path: Path) -> None:
    words = (
        "import sys, time; from pathlib import Path; from zwgk.turns import HostTurns; "
        "turns = HostTurns(Path(sys.argv[1]), lambda: 5e8); print(*[turns('a.example', 1.0) for _ in range(50)])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", words, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    waits = sorted(float(wait) for process in running for wait in process.communicate(timeout=60)[0].split())
    assert waits == pytest.approx([float(number) for number in range(100)])
