"""Simulated government sites with known truth, one module each; found by walking, registered nowhere."""

from __future__ import annotations

import pkgutil
from datetime import date
from importlib import import_module

from benchmarks.sites.kit import Site


def all_sites(as_of: date, seed: int = 0) -> list[Site]:
    """Every simulated site, built, in the order of their folders' names."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return [kind(as_of, seed).build() for kind in sorted(_leaves(Site), key=lambda kind: kind.key)]


def _leaves(kind: type[Site]) -> list[type[Site]]:
    below = [leaf for child in kind.__subclasses__() for leaf in _leaves(child)]
    return below or [kind]
