"""The unit for systemd and the container file are what they say: read, and verified where systemd is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from zwgk.children import STOP_SECONDS
from zwgk.cli import zwgk

ROOT = Path(__file__).parents[1]
FILES = ROOT / "docs" / "operations"
UNIT = FILES / "zwgk.service"


def unit() -> dict[str, dict[str, list[str]]]:
    """Sections, keys and values; a key may stand more than once."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if head := re.fullmatch(r"\[(\w+)\]", line):
            section = head[1]
            continue
        key, equals, value = line.partition("=")
        assert equals, line
        found[section][key].append(value)
    return found


def _options(words: list[str]) -> set[str]:
    command = zwgk.commands[words[0]]
    known = {option for parameter in command.params for option in parameter.opts}
    used = {word for word in words[1:] if word.startswith("--")}
    assert used <= known, f"zwgk {words[0]} knows no {used - known}"
    return used


def test_the_unit_starts_the_schedule_and_stops_it_in_order() -> None:
    service = unit()["Service"]
    (start,) = service["ExecStart"]
    program, *words = shlex.split(start)
    assert program.endswith("/bin/zwgk")
    assert words[0] == "schedule"
    assert _options(words) == {"--config"}
    assert service["KillMode"] == ["mixed"], "the audit is stopped by the schedule, not beside it"
    assert int(service["TimeoutStopSec"][0]) > STOP_SECONDS + 10
    assert service["Restart"] == ["on-failure"]
    assert unit()["Install"]["WantedBy"] == ["multi-user.target"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8").replace("/srv/zwgk/app/.venv/bin/zwgk", "/bin/true")
    (tmp_path / "zwgk.service").write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "zwgk.service")], capture_output=True, text=True, timeout=60
    )
    assert (told.returncode, "zwgk.service:" in told.stderr) == (0, False), told.stderr


def test_the_container_copies_what_is_there_and_runs_the_schedule() -> None:
    text = (FILES / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for kind, rest in steps:
        if kind == "COPY":
            *sources, _ = rest.split()
            assert all((ROOT / source).exists() for source in sources), rest
    copied = {source for kind, rest in steps if kind == "COPY" for source in rest.split()[:-1]}
    assert {"rules", "crawler", "checker", "reports", "zwgk", "demo", "setup.cfg", "requirements.lock"} <= copied
    (start,) = (rest for kind, rest in steps if kind == "CMD")
    words = re.findall(r'"([^"]*)"', start)
    assert words[:2] == ["zwgk", "schedule"]
    assert _options(words[1:]) == {"--config"}
    extras = re.search(r"'\.\[([a-z,]+)\]'", text)
    assert extras is not None
    known = (ROOT / "setup.cfg").read_text(encoding="utf-8").partition("[options.extras_require]")[2]
    assert all(f"\n{extra} =" in known for extra in extras[1].split(","))
    order = [kind for kind, _ in steps]
    assert order.index("USER") < order.index("CMD"), "not as root"
    assert ["STOPSIGNAL", "SIGTERM"] in steps


def test_the_documents_name_them() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for file in FILES.iterdir():
        assert f"operations/{file.name}" in text
