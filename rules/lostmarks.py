"""Paths whose ">" a scanner lost (政府网站政府信息公开目录减税降费), split again where there is only one way to.

Every piece must be a name known as a column: from other paths of the document, or from `column_names.yaml`. Anything
else, and anything that can be split in two ways, stays as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from ruamel.yaml import YAML

_MAX_LENGTH = 120
_ROOT = re.compile(
    r"^(?P<site>(?:[\u4e00-\u9fff]{0,8}(?:政府(?:门户)?网站|门户网站|部门网页|部门网站)))(?P<rest>.{4,})$"
)


# A longer column may begin with these (政府信息公开 → 政府信息公开年报), so that only another level tells them apart.
_BEGINS_NAMES = frozenset({"政府信息公开", "政务公开", "信息公开", "政务服务", "基层政务公开"})


@cache
def _groups() -> dict[str, frozenset[str]]:
    text = (files("rules") / "column_names.yaml").read_text(encoding="utf-8")
    groups: dict[str, list[str]] = YAML(typ="safe", pure=True).load(text)
    return {group: frozenset(names) for group, names in groups.items()}


@cache
def standard_names() -> frozenset[str]:
    """Names of columns every government site has."""
    return frozenset().union(*_groups().values())


def mend(names: Sequence[str], known: Collection[str]) -> list[str] | None:
    """Levels of a path some of whose separators are lost (政府网站政务公开>A>B), split again; None when none is.

    Only a level that is no known name itself and begins with one that other columns lie under is split.
    """
    mended: list[str] = []
    for place, name in enumerate(names):
        words = re.sub(r"\s+", "", name)
        root = _ROOT.match(words) if place == 0 and len(words) <= _MAX_LENGTH else None
        if root is not None and (root["rest"] in standard_names() or root["rest"] in known):
            mended += [root["site"], root["rest"]]
        elif root is not None and (pieces := _levels(root["rest"], known)):
            mended += [root["site"], *pieces]
        else:
            mended += _levels(words, known) or [name]
    return mended if len(mended) > len(names) else None


def _levels(name: str, known: Collection[str]) -> list[str]:
    """The levels a printed name consists of; empty when it may be one name."""
    names = _names(frozenset(known))
    if name in names or not 4 <= len(name) <= _MAX_LENGTH:
        return []
    pieces = list(_only_split(name, names) or ())
    above = _groups()["roots"] | _groups()["levels"]
    if len(pieces) < 2 or not all(piece in above for piece in pieces[:-1]):
        return []
    return [] if pieces[-2] in _BEGINS_NAMES and pieces[-1] not in above else pieces


@lru_cache(maxsize=4)
def _names(known: frozenset[str]) -> frozenset[str]:
    """All names of columns; of one document, asked for each of its paths."""
    return standard_names() | {one for one in known if len(one) > 1}


def split_lost(printed: str, known: Iterable[str] = ()) -> tuple[str, ...] | None:
    """The site and the segments of a path printed without separators; None when it is none or can be read two ways.

    `known` are column names of the document's other paths. Of two known names that begin alike the reading with the
    fewer pieces counts (政府信息公开目录 before 政府信息公开 and 目录), if only one has so few.
    """
    words = re.sub(r"\s+", "", printed)
    found = _ROOT.match(words) if len(words) <= _MAX_LENGTH else None
    if found is None:
        return None
    pieces = _only_split(found["rest"], _names(frozenset(known)))
    return (found["site"], *pieces) if pieces and len(pieces) > 1 else None


def looks_lost(printed: str) -> bool:
    """It begins with a site and goes on without a mark, as a path that lost its separators does."""
    words = re.sub(r"\s+", "", printed)
    found = _ROOT.match(words) if len(words) <= _MAX_LENGTH else None
    return found is not None and bool(
        re.match(r"(?:政府信息公开|政务公开|信息公开|专题专栏|法定主动公开)(?!专区|栏$|大厅)", found["rest"])
    )


def _only_split(text: str, names: frozenset[str]) -> tuple[str, ...] | None:
    """The one way to write `text` as known names in the fewest pieces."""
    longest = max(map(len, names), default=0)
    # For each place: fewest pieces up to it, how many ways, and the last of the ways' last piece.
    best: list[tuple[int, int, int]] = [(0, 1, 0)]
    for end in range(1, len(text) + 1):
        fewest, ways, begin = len(text) + 1, 0, 0
        for start in range(max(0, end - longest), end):
            count, before, _ = best[start]
            if not before or text[start:end] not in names:
                continue
            if count + 1 < fewest:
                fewest, ways, begin = count + 1, before, start
            elif count + 1 == fewest:
                ways += before
        best.append((fewest, ways, begin))
    if best[-1][1] != 1:
        return None
    pieces: list[str] = []
    end = len(text)
    while end:
        start = best[end][2]
        pieces.append(text[start:end])
        end = start
    return tuple(reversed(pieces))
