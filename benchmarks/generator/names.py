"""Names of places, columns and articles, composed by rules, so that no list of them can be learned by heart."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from random import Random

from benchmarks.generator.words import ASPECTS, FIELDS, HEADS, LEVELS, OBJECTS, TAILS, THINGS, TOPICS, VERBS


def place(rng: Random) -> str:
    """A district's name: 云溪区."""
    return rng.choice(HEADS) + rng.choice(TAILS) + rng.choice(LEVELS)


def title(rng: Random, place_name: str, subject: str) -> str:
    """An article's title about a subject, 12 to 40 characters."""
    start = rng.choice(
        (place_name, place_name + "人民政府", "", f"{place_name}{rng.choice(FIELDS)[:2]}局", "市政府办公室")
    )
    middle = (
        f"{rng.choice(VERBS)}{rng.choice((2023, 2024, 2025, 2026))}年{rng.choice(('', subject, rng.choice(FIELDS)))}"
    )
    return f"{start}{middle}{rng.choice(OBJECTS)}{rng.choice(('的', '')) + rng.choice(THINGS)}"


def likeness(one: str, other: str) -> float:
    """How alike two names are to the eye, 0.0 to 1.0."""
    return SequenceMatcher(None, one, other).ratio()


@dataclass(kw_only=True)
class Namer:
    """Hands out names of one site; field names are not repeated, except where a decoy wants it."""

    rng: Random
    place: str
    used: set[str] = field(default_factory=set)

    def fresh(self, *pools: tuple[str, ...]) -> str:
        """A name of the pools that this site has not got yet; composed ones when they are used up."""
        for _ in range(40):
            name = self.rng.choice(self.rng.choice(pools)).replace("{p}", self.place[:-1])
            if name not in self.used:
                self.used.add(name)
                return name
        return self.composed()

    def composed(self) -> str:
        """A name of a field and an aspect, or a campaign: 养老服务资金, 聚焦节能降碳."""
        for _ in range(200):
            subject = self.rng.choice(FIELDS)
            kind = self.rng.random()
            if kind < 0.45:
                name = subject + self.rng.choice(ASPECTS)
            elif kind < 0.65:
                name = subject
            else:
                name = self.rng.choice(TOPICS).replace("{f}", subject)
            if name not in self.used:
                self.used.add(name)
                return name
        raise RuntimeError("out of names")
