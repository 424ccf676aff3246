"""`zwgk demo` in an empty folder: everything by itself, in 20 seconds' work, and a line to try on the served portal."""

from __future__ import annotations

import os
import resource
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zwgk.cli import main

ENV = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(Path(__file__).parents[2])}


def test_demo_serves_audits_reports_and_gives_a_line_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _worked()
    command = [sys.executable, "-m", "zwgk", "demo", "--serve"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if "--unit" in line:
            break
    text = "\n".join(lines)
    reports = [line.split()[-1] for line in lines if line.endswith(".html") and not line.startswith("总览")]
    assert len(reports) >= 12
    assert all((tmp_path / report).is_file() for report in reports)
    assert "总览：var/demo/var/reports/" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["var"]

    monkeypatch.chdir(tmp_path)
    words = shlex.split(lines[-1].partition("zwgk check ")[2])
    assert main(["check", *words]) == 1
    assert "区财政局" in capsys.readouterr().out

    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert "Traceback" not in process.stdout.read()
    assert _worked() - before < 20


def _worked() -> float:
    """Seconds of processor time of programs that were started and have ended; a busy machine does not lengthen them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_demo_again_in_the_same_folder_forgets_addresses_of_the_old_ports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    totals = []
    for _ in range(2):
        assert main(["demo", "--out", str(tmp_path / "示范")]) == 0
        lines = capsys.readouterr().out.splitlines()
        totals.append(next(line for line in lines if line.startswith("审核轮次")).partition("：")[2])
    assert totals[0] == totals[1]


def test_demo_of_two_nights_shows_what_became_of_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "示范"), "--nights", "2"]) == 0
    told = capsys.readouterr().out
    line = next(line for line in told.splitlines() if line.startswith("每个问题都记入台账"))
    folder, _, command = line.partition("：")[2].partition("（")[0].partition(" && ")
    monkeypatch.chdir(shlex.split(folder)[1])
    assert main(["ledger", "--all", *shlex.split(command)[2:]]) == 0
    ledger = capsys.readouterr().out
    assert all(state in ledger for state in ("新发现", "未整改", "已整改"))
    assert main(["diff"]) == 0
    assert "已消除" in capsys.readouterr().out


def test_demo_writes_over_no_configuration_but_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text("sites: {}\n", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 2
    assert "不覆盖" in capsys.readouterr().err
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == "sites: {}\n"


def test_demo_where_nothing_can_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err.startswith("错误：演示不能在")
