"""What a reader in a process of its own gives back, and that its bounds are kept."""

from __future__ import annotations

import base64

import pytest

from rules.confined import ConfinedError, read_confined


def test_what_it_writes_comes_back() -> None:
    data = "公开".encode() * 100_000
    assert b"".join(read_confined("base64", data, seconds=60).split()) == base64.b64encode(data)


@pytest.mark.parametrize(
    "module", [pytest.param("rules.no_such_reader", id="no module"), pytest.param("rules.model.Rule", id="no program")]
)
def test_a_reader_that_fails_is_an_error(module: str) -> None:
    with pytest.raises(ConfinedError, match=module):
        read_confined(module, b"", seconds=60)


def test_its_seconds_are_bounded() -> None:
    with pytest.raises(TimeoutError):
        read_confined("base64", b"x", seconds=0.0001)
