"""The suite's own rule: on the build server a skip that nobody may excuse fails the session."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent / "conftest.py"


@pytest.mark.parametrize(
    ("reason", "ci", "code"),
    [
        pytest.param("no Chromium on this machine", "true", 1, id="browser, on the build server"),
        pytest.param("no Chromium on this machine", "", 0, id="browser, elsewhere"),
        pytest.param("../shared/seeds is not there", "true", 0, id="shared material"),
        pytest.param("LibreOffice is not installed", "true", 0, id="LibreOffice"),
    ],
)
@pytest.mark.parametrize("where", ["test", "module"])
def test_skips(tmp_path: Path, reason: str, ci: str, code: int, where: str) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    module = f"pytest.skip({reason!r}, allow_module_level=True)\n" if where == "module" else ""
    body = f"    pytest.skip({reason!r})\n" if where == "test" else "    pass\n"
    (tmp_path / "test_one.py").write_text(f"import pytest\n{module}def test_one():\n{body}", encoding="utf-8")
    (tmp_path / "test_two.py").write_text("def test_two():\n    pass\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=False,
    )
    assert run.returncode == code, run.stdout
    assert ("nothing may be skipped" in run.stdout) == (code == 1)
