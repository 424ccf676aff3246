"""What stayed the same from one year's document to the next: words compared without years, pairs that belong together.

A pair needs likeness and must be the best of both its sides. Where a wrong pair would carry a person's ruling to a task
it was never meant for, two equally good partners are no pair.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from rules.paths import read_annotations
from rules.typesetting import compact

_YEAR = re.compile(r"(?:20\d{2}|二[〇○零0]二[〇○零一二三四五六七八九])(?=年|[—\-~至]\d|\W|$)年?度?")
_MAX_WORDS = 600  # characters compared; longer tasks differ or agree long before
_CANDIDATES = 5
_CUTOFF = 35.0
_CLEAR = 3.0  # how much better than the second best partner a pair must be

Item = TypeVar("Item")


def timeless(text: str) -> str:
    """The words without years, white space and 公开路径 annotations: what a task says every year."""
    for annotation in reversed(read_annotations(text)):
        text = text[: annotation.start] + text[annotation.end :]
    return _YEAR.sub("", compact(text))[:_MAX_WORDS]


def alike(one: str, other: str) -> float:
    """0.0 to 1.0, of texts already `timeless`."""
    return fuzz.ratio(one, other) / 100


@dataclass(frozen=True, kw_only=True)
class Pair(Generic[Item]):
    """An old entry and the new one it became; `likeness` of their words, 0.0 to 1.0."""

    old: Item
    new: Item
    likeness: float


def pairs(
    old: Sequence[Item],
    new: Sequence[Item],
    words: Callable[[Item], str],
    score: Callable[[Item, Item, float], float],
    *,
    certain: bool,
) -> tuple[tuple[Pair[Item], ...], tuple[Item, ...]]:
    """Pairs in the order of `new`, and the old entries that have several partners of the same worth.

    `score(old, new, likeness)` says what a pair is worth, 0 or less when it is none. Without `certain`, partners of
    the same worth are paired in their order.
    """
    olds, news = [words(entry) for entry in old], [words(entry) for entry in new]
    offers: list[tuple[float, float, int, int]] = []
    by_words: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(news):
        by_words[text].append(index)
    for number, text in enumerate(olds):
        same = by_words.get(text, [])
        near = (
            [(index, 100.0) for index in same]
            if same
            else [
                (index, likeness)
                for found, likeness, _ in process.extract(
                    text, list(by_words), scorer=fuzz.ratio, limit=_CANDIDATES, score_cutoff=_CUTOFF
                )
                for index in by_words[found]
            ]
        )
        for index, likeness in near:
            worth = score(old[number], new[index], likeness / 100)
            if worth > 0:
                offers.append((worth, likeness / 100, number, index))
    return _chosen(old, new, offers, certain=certain)


def _chosen(
    old: Sequence[Item], new: Sequence[Item], offers: Iterable[tuple[float, float, int, int]], *, certain: bool
) -> tuple[tuple[Pair[Item], ...], tuple[Item, ...]]:
    ranked = sorted(offers, key=lambda offer: (-offer[0], offer[2], offer[3]))
    of_old: dict[int, list[tuple[float, float, int, int]]] = defaultdict(list)
    of_new: dict[int, list[tuple[float, float, int, int]]] = defaultdict(list)
    for offer in ranked:
        of_old[offer[2]].append(offer)
        of_new[offer[3]].append(offer)
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found: dict[int, Pair[Item]] = {}
    unclear: list[int] = []
    for worth, likeness, number, index in ranked:
        if number in taken_old or index in taken_new:
            continue
        rivals = certain and [
            offer
            for offer in (*of_old[number], *of_new[index])
            if offer[0] > worth - _CLEAR / 100
            and (likeness < 1 or offer[1] == 1)  # the same words outweigh nearly the same
            and (offer[2] == number) != (offer[3] == index)
            and offer[2] not in taken_old
            and offer[3] not in taken_new
        ]
        taken_old.add(number)
        if rivals:
            unclear.append(number)
            continue
        taken_new.add(index)
        found[index] = Pair(old=old[number], new=new[index], likeness=likeness)
    return tuple(found[index] for index in sorted(found)), tuple(old[number] for number in sorted(unclear))
