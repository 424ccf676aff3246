"""One audited district for all tests of the web, copied for each; argon2 made cheap, as nothing here rests on its cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from web_cases import Service, audited, copy, served

from zwgk import accounts
from zwgk.config import load_config


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: hasher)
    accounts._nobody.cache_clear()


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("district"))


@pytest.fixture
def config_file(pattern: Path, tmp_path: Path) -> Path:
    return copy(pattern, tmp_path / "district")


@pytest.fixture
def service(config_file: Path) -> Iterator[Service]:
    with served(load_config(config_file)) as running:
        yield running
