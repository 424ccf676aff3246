"""One line of `zwgk doctor`: what was looked at, how it stands, and the way out when it does not stand well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How something stands."""

    GOOD = "ok"
    CARE = "warning"
    BAD = "error"


LEVELS = {Level.GOOD: "正常", Level.CARE: "注意", Level.BAD: "有误"}


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """One line; all words are Chinese."""

    name: str
    level: Level
    said: str
    way_out: str = ""


def good(name: str, said: str) -> Checkup:
    """In order."""
    return Checkup(name=name, level=Level.GOOD, said=said)


def care(name: str, said: str, way_out: str) -> Checkup:
    """Works, but not as well as it could, or not for long."""
    return Checkup(name=name, level=Level.CARE, said=said, way_out=way_out)


def bad(name: str, said: str, way_out: str) -> Checkup:
    """Audits fail or say the wrong thing."""
    return Checkup(name=name, level=Level.BAD, said=said, way_out=way_out)
