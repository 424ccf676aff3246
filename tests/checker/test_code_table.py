"""docs/checks.md names every code there is."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import checker.sitechecks
from checker.engine import load_checks

TABLE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_every_code_is_explained() -> None:
    sites = {module.name.replace("_", "-") for module in pkgutil.iter_modules(checker.sitechecks.__path__)}
    named = set(re.findall(r"`([a-z0-9-]+)`", TABLE.read_text(encoding="utf-8")))
    assert {one.code for one in load_checks()} | sites <= named
