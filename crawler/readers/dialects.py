"""The platform modules, found by walking crawler.platforms and registered nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def dialects() -> tuple[ModuleType, ...]:
    """Every module of crawler.platforms, in the order of their names."""
    import crawler.platforms as package

    names = (f"{package.__name__}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    return tuple(importlib.import_module(name) for name in names)


@cache
def offering(function: str) -> tuple[ModuleType, ...]:
    """The modules that offer a function of this name."""
    return tuple(module for module in dialects() if hasattr(module, function))
