"""Documents written as running text: each task ends with its (责任单位:…) group or a 责任单位：… sentence.

Line ends mean nothing here, the whole plan may stand on one line; tasks are what lies between two groups, and headings
are told by their numbers (一、 （一） 1.) at the start of a line, after white space or after a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rules.assignment import Assignment, LeadRule, lead_rule
from rules.flattened import TAIL
from rules.typesetting import unwrap
from rules.unitgroups import BARE_DOUBT, CLOSING_SECTION, ITEM_START, read_fields, unit_groups

_LEVELS = ("section", "sub", "number")


@dataclass(frozen=True, kw_only=True)
class ProseItem:
    """One task of a prose document."""

    seq: str
    section: str
    subsection: str
    text: str
    units: Assignment
    deadline: str = ""


@dataclass(frozen=True, kw_only=True)
class _Token:
    level: int
    start: int
    end: int
    printed: str


def read_prose(text: str) -> tuple[str, tuple[ProseItem, ...]]:
    """The words before the first task and the tasks; no task when the text has no group of units."""
    groups = list(unit_groups(text))
    if not groups:
        return text, ()
    rule = lead_rule(text[: groups[0].start])
    items: list[ProseItem] = []
    headings = ["", ""]
    position = 0
    front = ""
    for index, group in enumerate(groups):
        tokens = _without_items(text, _tokens(text, position, group.start), group.start)
        opened = _open_tokens(tokens)
        if index == 0:
            # The last section above the first task is its own; whatever comes before is the letter and the preface.
            front = text[: opened[0].start if opened else group.start]
        else:
            items.extend(_items_without_group(text, tokens, opened, headings))
        inside = "，".join(value for _, value in group.fields)
        stated = lead_rule(inside)
        units, deadline = read_fields(group.fields, stated if stated is not LeadRule.NONE else rule)
        if stated is not LeadRule.NONE and "下同" in inside:
            rule = stated
        if group.bare:
            units = replace(units, doubts=(*units.doubts, BARE_DOUBT))
        items.append(_item(text, position, group.start, opened, headings, units, deadline))
        position = group.end
    items.extend(_items_after_the_last_group(text, position, headings))
    return front, tuple(item for item in items if item.text)


def _items_after_the_last_group(text: str, position: int, headings: list[str]) -> Iterator[ProseItem]:
    """Numbered tasks behind the last group, which name nobody; not the sections that close a plan, nor its tail."""
    lines = re.finditer(r"^[^\n]+", text[position:], re.MULTILINE)
    tail = next((line.start() for line in lines if TAIL.match(line[0])), None)
    end = len(text) if tail is None else position + tail
    tokens = [*_tokens(text, position, end), _Token(level=0, start=end, end=end, printed="")]
    for item in _items_without_group(text, tokens, [], headings):
        if not CLOSING_SECTION.search(item.section):
            yield item


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens = []
    for match in ITEM_START.finditer(text, start, end):
        level = next(index for index, name in enumerate(_LEVELS) if match[name])
        printed = match[0].strip().rstrip(".．、") if level != 1 else match[0].strip()
        tokens.append(_Token(level=level, start=match.start(), end=match.end(), printed=printed))
    return tokens


def _without_items(text: str, tokens: list[_Token], end: int) -> list[_Token]:
    """The tokens without 1．…2．… in the line of the last heading: parts of one task whose units stand at its end."""
    above = max((place for place, token in enumerate(tokens) if token.level < 2), default=-1)
    numbers = [token.printed for token in tokens[above + 1 :]]
    if above < 0 or len(numbers) < 2 or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return tokens
    begins = not text[text.rfind("\n", 0, tokens[above].start) + 1 : tokens[above].start].strip()
    return tokens[: above + 1] if begins and "\n" not in text[tokens[above].start : end] else tokens


def _open_tokens(tokens: list[_Token]) -> list[_Token]:
    """The chain of headings the end of the span lies in, outermost first."""
    chain: list[_Token] = []
    for token in tokens:
        chain = [above for above in chain if above.level < token.level] + [token]
    return chain


def _items_without_group(
    text: str, tokens: list[_Token], opened: list[_Token], headings: list[str]
) -> Iterator[ProseItem]:
    """Numbered tasks between two groups that name nobody: kept, so that no task is lost."""
    for token, following in pairwise(tokens):
        closed = token not in opened and following.level <= token.level
        words = unwrap(text[token.start : following.start])
        if token.level == 0:
            headings[:] = [_heading(text, token, following.start), ""]
        # A paragraph between a heading and the numbers below it is a task of its own, too.
        above = token in opened and len(words) - len(_heading(text, token, following.start)) > 40
        said = token.level == 2 and len(words) > 12 and words.endswith("。")
        if (closed or above) and token.level > 0 and (len(words) > 40 or said):
            subsection = _heading(text, token, following.start) if token.level == 1 else headings[1]
            yield ProseItem(
                seq=token.printed,
                section=headings[0],
                subsection=subsection,
                text=words,
                units=Assignment(doubts=("原文未写责任单位",)),
            )


def _item(
    text: str, start: int, end: int, opened: list[_Token], headings: list[str], units: Assignment, deadline: str
) -> ProseItem:
    for index, token in enumerate(opened):
        stop = opened[index + 1].start if index + 1 < len(opened) else end
        if token.level == 0:
            headings[:] = [_heading(text, token, stop), ""]
        elif token.level == 1:
            headings[1] = _heading(text, token, stop)
    begin = opened[-1].start if opened else start
    words = unwrap(text[begin:end]).lstrip("，,；;。 ")
    return ProseItem(
        seq=opened[-1].printed if opened else "",
        section=headings[0],
        subsection=headings[1],
        text=words,
        units=units,
        deadline=deadline,
    )


def _heading(text: str, token: _Token, stop: int) -> str:
    """The heading's own words: to its full stop, line end or the next heading; nothing when it is a paragraph."""
    words = text[token.start : stop].strip()
    found = re.search(r"[。\n]", words)
    if found:
        words = words[: found.end()].strip()
    return re.sub(r"\s+", "", words) if len(words) <= 80 else ""
