"""主题: what tasks without a path usually mean, and the standard column where it has to appear (topics.yaml).

The columns are those of the 2019 disclosure platform (国办公开办函〔2019〕61号, government-sites.md section 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from ruamel.yaml import YAML

from rules.model import RuleKind
from rules.typesetting import compact

_SENTENCE = re.compile(r"[。；;！!？?\n]")
_BOOK = re.compile(r"《[^《》]{0,200}》")
_MAX_SENTENCE = 2000  # characters looked at; the longest sentence of the samples has 260


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One subject of disclosure and its standard column on the government's site."""

    id: str
    name: str
    path: tuple[str, ...]
    """Segments, outermost first; a slash separates alternatives, as in documents."""
    kind: RuleKind
    limit_days: int | None
    """How old the newest entry may be; None leaves it to the configured table."""
    basis: str
    explain: str
    words: re.Pattern[str]
    without: re.Pattern[str] | None
    publish: re.Pattern[str]
    titles: bool
    """The words count inside 《…》 too."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A sentence that speaks of a topic, and the words in it that say so."""

    topic: Topic
    sentence: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All topics, in the order in which they are suggested."""

    topics: tuple[Topic, ...]
    management: re.Pattern[str]

    def matches(self, text: str) -> Iterator[Match]:
        """The topics a text speaks of publishing, each once, in the order of the text."""
        seen: set[str] = set()
        for printed in _SENTENCE.split(text):
            sentence = compact(printed[:_MAX_SENTENCE])
            masked = _BOOK.sub("《》", sentence)
            if not sentence or self.management.search(masked):
                continue
            for topic in self.topics:
                words = sentence if topic.titles else masked
                found = None if topic.id in seen else topic.words.search(words)
                if found is None or not topic.publish.search(words):
                    continue
                if topic.without is not None and topic.without.search(words):
                    continue
                seen.add(topic.id)
                yield Match(topic=topic, sentence=printed.strip(), words=found[0])

    def named(self, word: str) -> tuple[Topic, ...]:
        """The topics of this id, name or column; else all that have the word in their name or column."""
        plain = compact(word)
        exact = [topic for topic in self.topics if plain in {topic.id, compact(topic.name), compact(topic.path[-1])}]
        part = [topic for topic in self.topics if plain and plain in compact(f"{topic.name}\n{topic.path[-1]}")]
        return tuple(exact or part)


def _as_compared(value: object) -> object:
    """A pattern in the form of the sentences it is searched in: half-width marks, no white space."""
    return compact(value) if isinstance(value, str) else value


Pattern = Annotated[str, BeforeValidator(_as_compared), Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z]+(?:-[a-z]+)*$")
    name: str = Field(min_length=1)
    words: tuple[Pattern, ...] = Field(min_length=1)
    without: tuple[Pattern, ...] = ()
    publish: Pattern | None = None
    titles: bool = False
    kind: Literal[RuleKind.COLUMN, RuleKind.HOMEPAGE_ENTRY] = RuleKind.COLUMN
    path: str = Field(min_length=1)
    limit_days: int | None = Field(default=None, ge=1)
    basis: str = Field(min_length=1)
    explain: str = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    publish: Pattern
    management: Pattern
    topics: tuple[_Entry, ...]


@cache
def catalogue() -> Catalogue:
    """The topics of topics.yaml."""
    text = (files("rules.topics") / "topics.yaml").read_text(encoding="utf-8")
    read = _File.model_validate(YAML(typ="safe").load(text))
    return Catalogue(
        topics=tuple(_topic(entry, read.publish) for entry in read.topics), management=re.compile(read.management)
    )


def _topic(entry: _Entry, publish: str) -> Topic:
    return Topic(
        id=entry.id,
        name=entry.name,
        path=tuple(entry.path.split(">")),
        kind=entry.kind,
        limit_days=entry.limit_days,
        basis=entry.basis,
        explain=entry.explain,
        words=re.compile("|".join(entry.words)),
        without=re.compile("|".join(entry.without)) if entry.without else None,
        publish=re.compile(entry.publish or publish),
        titles=entry.titles,
    )
