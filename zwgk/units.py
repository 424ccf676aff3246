"""The configured units as the registry that names are looked up in."""

from __future__ import annotations

from rules.units import Unit, UnitRegistry
from zwgk.config import Config


def registry(config: Config) -> UnitRegistry:
    """Names, aliases, groups and pages of `units`."""
    return UnitRegistry(
        units=tuple(
            Unit(name=unit.name, aliases=unit.aliases, groups=unit.groups, page=unit.page) for unit in config.units
        )
    )
