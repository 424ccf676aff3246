"""Work shared out over processes: all of it done, errors told, nobody left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import sharing
from reports.sharing import LEAST, beside, share_out

forks = pytest.mark.skipif(sys.platform != "linux", reason="pages are shared out on Linux only")


@forks
def test_every_piece_is_done_once_and_some_elsewhere(tmp_path: Path) -> None:
    def work(place: int) -> None:
        with (tmp_path / str(place)).open("x") as file:
            file.write(str(os.getpid()))

    share_out([1.0] * 30, work, processes=2)
    written = {int(path.name): path.read_text() for path in tmp_path.iterdir()}
    assert written.keys() == set(range(30))
    assert len(set(written.values())) == 2


def test_one_process_goes_by_the_order() -> None:
    done: list[int] = []
    share_out([1.0, 9.0, 5.0], done.append, processes=1)
    assert done == [0, 1, 2]


@forks
def test_an_error_of_a_helper_is_raised_here() -> None:
    def work(place: int) -> None:
        if place == 1:
            raise PermissionError(13, "no")

    with pytest.raises(PermissionError, match="no"):
        share_out([1.0, 1.0], work, processes=2)


@forks
def test_the_share_of_a_killed_helper_is_done_here(tmp_path: Path) -> None:
    first = os.getpid()

    def work(place: int) -> None:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / str(place)).touch()

    share_out([1.0] * 6, work, processes=3)
    assert len(list(tmp_path.iterdir())) == 6


@forks
def test_an_interrupt_leaves_no_helper_and_no_half_file_behind(tmp_path: Path) -> None:
    first, draft = os.getpid(), tmp_path / "draft"

    def work(place: int) -> None:
        if os.getpid() == first:
            while not draft.exists():
                time.sleep(0.01)
            raise KeyboardInterrupt
        try:
            draft.touch()
            time.sleep(60)
        finally:
            draft.unlink()

    with pytest.raises(KeyboardInterrupt):
        share_out([1.0, 1.0], work, processes=2)
    assert not multiprocessing.active_children()
    assert not draft.exists()


@pytest.mark.parametrize("processes", [1, 2], ids=["here", "in a helper"])
def test_work_beside_is_done_when_the_body_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr(sharing, "_usable", lambda pieces: processes)
    with beside(lambda: (tmp_path / "done").touch()):
        pass
    assert (tmp_path / "done").exists()


@forks
def test_an_error_of_work_beside_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(sharing, "_usable", lambda pieces: 2)
    with pytest.raises(PermissionError, match="no"), beside(work):
        pass


def test_a_process_with_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    ran: list[int] = []
    share_out([1.0] * LEAST * 2, lambda place: ran.append(threading.get_ident()))
    assert ran == [threading.get_ident()] * LEAST * 2


@given(st.lists(st.integers(min_value=0, max_value=1000), max_size=200), st.integers(min_value=1, max_value=4))
def test_shares_hold_every_place_once_and_weigh_alike(weights: list[int], count: int) -> None:
    shares = sharing._shares([float(weight) for weight in weights], count)
    assert [place for share in shares for place in share] == list(range(len(weights)))
    loads = [sum(weights[place] for place in share) for share in shares]
    assert max(loads) <= sum(weights) / count + max(weights, default=0)
