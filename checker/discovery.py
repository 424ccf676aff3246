"""Which checks there are: one in each module of a folder, under the module's own name; no list names them."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Coded(Protocol):
    """What every kind of check has."""

    @property
    def code(self) -> str:
        """The name of its file with hyphens."""

    @property
    def order(self) -> int:
        """Its place among the others."""


Kind = TypeVar("Kind", bound=Coded)


def checks_in(package: ModuleType, kind: type[Kind]) -> tuple[Kind, ...]:
    """The check that each module of `package` defines, by `order`.

    A module that holds no check of its own name, or two checks with one order, is a mistake of ours: ValueError.
    """
    found: list[Kind] = []
    for module in pkgutil.iter_modules(package.__path__):
        code = module.name.replace("_", "-")
        holder = importlib.import_module(f"{package.__name__}.{module.name}")
        own = [value for value in vars(holder).values() if isinstance(value, kind) and value.code == code]
        if len(own) != 1:
            raise ValueError(f"{holder.__name__} must define exactly one check with the code {code}")
        found.append(own[0])
    if len({one.order for one in found}) != len(found):
        raise ValueError(f"two checks of {package.__name__} have the same order")
    return tuple(sorted(found, key=lambda one: one.order))
