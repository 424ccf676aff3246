"""The numbered items inside one task (1．… 2．…), and where each begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.model import TaskItem
from rules.typesetting import within

_LINE_NUMBER = re.compile(
    r"(?:^|(?<=\n))(?:(?P<dot>\d{1,3})\s*[.．、](?!\d(?!0\d\d\s*年))|[（(](?P<bracket>\d{1,2})[)）]|(?P<circle>[①-⑳]))\s*"
)
_INLINE_NUMBER = re.compile(r"(?<=[。；;])\s*(?P<dot>\d{1,2})\s*[.．、](?!\d(?!0\d\d\s*年))\s*")


@dataclass(frozen=True, kw_only=True)
class NumberedItem:
    """An item and the offset of its number in the task's text."""

    item: TaskItem
    start: int


def numbered_items(text: str, closed: Sequence[tuple[int, int]]) -> tuple[tuple[NumberedItem, ...], tuple[str, ...]]:
    """Items in printed order and doubts about lost numbers.

    `closed` are spans whose numbers count something else (the channels of a 公开路径 annotation). The outermost of the
    notations 1． / （1） / ① that the text uses makes the items.
    """
    marks = [mark for mark in _LINE_NUMBER.finditer(text) if not within(mark.start(), closed)]
    for style in ("dot", "bracket", "circle"):
        chosen = [(mark, _value(mark[style])) for mark in marks if mark[style]]
        if chosen:
            break
    else:
        return (), ()
    if style == "dot" and chosen[0][0].start() == 0:
        inline = [mark for mark in _INLINE_NUMBER.finditer(text) if not within(mark.start("dot"), closed)]
        chosen = sorted(chosen + [(mark, int(mark["dot"])) for mark in inline], key=lambda pair: pair[0].end())
    elif style != "dot" and (chosen[0][1] != 1 or len(chosen) < 2):
        return (), ()
    accepted: list[tuple[re.Match[str], int]] = []
    for mark, number in chosen:
        following = not accepted or number == accepted[-1][1] + 1
        if following or (mark.re is _LINE_NUMBER and number > accepted[-1][1]):
            accepted.append((mark, number))
    doubts = []
    numbers = [number for _, number in accepted]
    lost = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers))
    if accepted[0][0].start() > 0 and 1 < numbers[0] <= 9:
        lost = [*range(1, numbers[0]), *lost]
    if lost:
        doubts.append(f"编号 {'、'.join(map(str, lost))} 缺失，其内容未能分项")
    ends = [mark.start() for mark, _ in accepted[1:]] + [len(text)]
    items = tuple(
        NumberedItem(item=TaskItem(no=number, text=text[mark.end() : end].strip()), start=mark.start())
        for (mark, number), end in zip(accepted, ends, strict=True)
    )
    return items, tuple(doubts)


def item_at(items: Sequence[NumberedItem], position: int) -> int | None:
    """Number of the item that holds the text at `position`."""
    number = None
    for numbered in items:
        if numbered.start <= position:
            number = numbered.item.no
    return number


def _value(printed: str) -> int:
    return ord(printed) - ord("①") + 1 if "①" <= printed <= "⑳" else int(printed)
