"""Fixtures of the fetch tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fetch_server import Servers

from crawler import fetching


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    opened = Servers()
    yield opened
    opened.close()


@pytest.fixture
def quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause before a retry, shortened."""
    monkeypatch.setattr(fetching, "RETRY_PAUSE", 0.05)
