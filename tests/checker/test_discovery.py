"""Checks are found by their files alone; a folder that is not as it must be is refused."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from checker.discovery import checks_in


@dataclass(frozen=True, kw_only=True)
class Stub:
    """A check as far as finding it goes."""

    code: str
    order: int


Package = Callable[[dict[str, str]], ModuleType]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Make a package of modules, each given by its name and its lines."""
    name = "package_of_stub_checks"

    def make(modules: dict[str, str]) -> ModuleType:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("", encoding="utf-8")
        for module, lines in modules.items():
            (folder / f"{module}.py").write_text(f"from {__name__} import Stub\n{lines}\n", encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(name)

    monkeypatch.syspath_prepend(str(tmp_path))
    yield make
    for loaded in [one for one in sys.modules if one.split(".")[0] == name]:
        del sys.modules[loaded]


def test_a_file_is_all_it_takes(package: Package) -> None:
    modules = {"late_one": "late = Stub(code='late-one', order=2)", "early": "early = Stub(code='early', order=1)"}
    assert [one.code for one in checks_in(package(modules), Stub)] == ["early", "late-one"]


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        pytest.param({"early": "early = Stub(code='other', order=1)"}, "early", id="named otherwise than its file"),
        pytest.param({"early": ""}, "early", id="a module without a check"),
        pytest.param(
            {"early": "a = Stub(code='early', order=1)\nb = Stub(code='early', order=2)"}, "early", id="two in one file"
        ),
        pytest.param(
            {"early": "a = Stub(code='early', order=1)", "late": "b = Stub(code='late', order=1)"},
            "same order",
            id="two with one order",
        ),
    ],
)
def test_a_folder_that_is_not_so_is_refused(package: Package, modules: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checks_in(package(modules), Stub)
