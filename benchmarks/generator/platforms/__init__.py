"""Dresses of a generated site, one module each; found by walking, registered nowhere."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from benchmarks.generator.platforms.base import Platform


def all_platforms() -> dict[str, type[Platform]]:
    """Every platform by name."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return {kind.name: kind for kind in sorted(_all(Platform), key=lambda kind: kind.name)}


def _all(kind: type[Platform]) -> list[type[Platform]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all(child))]
