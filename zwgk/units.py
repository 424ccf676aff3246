"""The configured units, and which of them somebody means who types a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from rules.model import ManualTask, Rule, RulePack
from rules.units import ExpansionKind, Unit, UnitRegistry
from zwgk.config import Config
from zwgk.errors import UserError


def registry(config: Config, packs: Sequence[RulePack] = ()) -> UnitRegistry:
    """Names, aliases, groups and pages of `units`; found as this place's documents print them."""
    return UnitRegistry(
        (Unit(name=unit.name, aliases=unit.aliases, groups=unit.groups, page=unit.page) for unit in config.units),
        place_of(config, packs),
    )


def place_of(config: Config, packs: Iterable[RulePack]) -> str:
    """The district: the configuration's word, else the documents' when they are all of one."""
    places = {pack.place for pack in packs}
    return config.place or (places.pop() if len(places) == 1 else "")


def named_units(words: Iterable[str], packs: Sequence[RulePack], known: UnitRegistry, place: str) -> frozenset[str]:
    """Names of the units meant by `words`; UserError with suggestions when one means nobody.

    Units the configuration does not know can be named as the documents print them.
    """
    unknown = [name for name in printed_units(packs) if known.expand(name).kind is ExpansionKind.UNKNOWN]
    everybody = UnitRegistry((*known.units, *(Unit(name=name) for name in unknown)), place)
    return frozenset(name for word in words for name in _meant(word, everybody))


def printed_units(packs: Iterable[RulePack]) -> tuple[str, ...]:
    """Every unit or group printed in the packs, once, in their order."""
    names: dict[str, None] = {}
    for pack in packs:
        entries: tuple[Rule | ManualTask, ...] = (*pack.rules, *pack.manual)
        for entry in entries:
            names.update(dict.fromkeys((*entry.lead_units, *entry.responsible_units)))
    return tuple(names)


def near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to five names that look like the typed one, best first."""
    return tuple(
        name for name, _, _ in process.extract(word, list(names), scorer=fuzz.WRatio, limit=5, score_cutoff=60)
    )


def _meant(word: str, everybody: UnitRegistry) -> Iterator[str]:
    found = everybody.match(word)
    if not found:
        close = everybody.suggest(word)
        names = [unit.name for unit in everybody.units]
        listed = f"是不是：{'、'.join(close)}？" if close else f"已知单位：{'、'.join(names[:10]) or '（无）'}"
        raise UserError(f"没有名为“{word}”的单位，{listed}")
    yield from (unit.name for unit in found)
