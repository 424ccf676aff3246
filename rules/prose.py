"""Documents written as running text: each task ends with its (责任单位:…) group or a 责任单位：… sentence.

Line ends mean nothing here, the whole plan may stand on one line; tasks are what lies between two groups, and headings
are told by their numbers (一、 （一） 1.) at the start of a line, after white space or after a group.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rules.assignment import Assignment, LeadRule, assign, lead_rule, looks_like_units
from rules.flattened import TAIL
from rules.typesetting import CHINESE_NUMERAL, closing_position, unwrap

_LABEL = (
    r"(?:牵头|责任|落实|配合|会办|协办|协同|协助|主办|承办|参与|负责|实施)(?:[/／和及、](?:责任|配合|落实|牵头))?"
    r"(?:单位|部门|科室|处室)(?:及时限|和时限)?"
)
_FIELD = re.compile(rf"(?P<label>{_LABEL}|完成时限|完成时间|时限|工作时限|时间要求)\s*[:：]")
_LABELLED = re.compile(rf"[（(〔\[【]\s*(?={_LABEL}\s*[:：])")
_SENTENCE = re.compile(rf"(?:^|(?<=[。；\n\s）)]))(?={_LABEL}\s*[:：])")
_SPOKEN = re.compile(r"[（(〔【](?=[^。\n]{2,300}?(?:牵头|负责|落实|配合|会办|协办))")
_MAX_SPOKEN = 300
_ANSWERING = re.compile(r"牵头|负责|落实|配合|会办|协办")
# Sections that close a plan: how the work is organised, nobody's task.
_CLOSING_SECTION = re.compile(r"保障|工作要求|有关要求|组织领导|组织实施|组织推进|督促|抓好落实")
_TOKEN = re.compile(
    rf"(?:^|(?<=[\s。；）)]))(?:(?P<section>[{CHINESE_NUMERAL}]{{1,3}})、|[（(](?P<sub>[{CHINESE_NUMERAL}]{{1,3}})[)）]|(?P<number>\d{{1,3}})\s*[.．、](?!\d(?!0\d\d\s*年)))"
)
_MAX_GROUP = 1500
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
class _Group:
    start: int
    end: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class _Token:
    level: int
    start: int
    end: int
    printed: str


def read_prose(text: str) -> tuple[str, tuple[ProseItem, ...]]:
    """The words before the first task and the tasks; no task when the text has no group of units."""
    groups = list(_groups(text))
    if not groups:
        return text, ()
    rule = lead_rule(text[: groups[0].start])
    items: list[ProseItem] = []
    headings = ["", ""]
    position = 0
    front = ""
    for index, group in enumerate(groups):
        tokens = _tokens(text, position, group.start)
        opened = _open_tokens(tokens)
        if index == 0:
            # The last section above the first task is its own; whatever comes before is the letter and the preface.
            front = text[: opened[0].start if opened else group.start]
        else:
            items.extend(_items_without_group(text, tokens, opened, headings))
        inside = "，".join(value for _, value in group.fields)
        stated = lead_rule(inside)
        units, deadline = _read_fields(group.fields, stated if stated is not LeadRule.NONE else rule)
        if stated is not LeadRule.NONE and "下同" in inside:
            rule = stated
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
        if not _CLOSING_SECTION.search(item.section):
            yield item


def units_in_cell(text: str, rule: LeadRule = LeadRule.NONE) -> tuple[str, Assignment, str] | None:
    """A task's cell that says itself who answers: its words without a group at their end, the units, the deadline.

    None when it names nobody.
    """
    groups = list(_groups(text))
    if not groups:
        return None
    fields = tuple(field for group in groups for field in group.fields)
    stated = lead_rule("，".join(value for _, value in fields))
    units, deadline = _read_fields(fields, stated if stated is not LeadRule.NONE else rule)
    alone = len(groups) == 1 and not text[groups[0].end :].strip("。；; \n")
    return text[: groups[0].start].strip() if alone else text, units, deadline


def _groups(text: str) -> Iterator[_Group]:
    """Groups of units in printed order; groups that touch each other are one (牵头单位：A。责任单位：B。).

    （X牵头，Y配合） counts only where its own item has no labelled group: there it says more about a part of the item.
    """
    labelled = sorted(_labelled_groups(text), key=lambda group: group.start)
    starts = [group.start for group in labelled]
    spoken = []
    for group in _spoken_groups(text):
        following = bisect_right(starts, group.start)
        if following == len(starts) or _TOKEN.search(text, group.end, starts[following]):
            spoken.append(group)
    spans = sorted([*labelled, *spoken], key=lambda group: group.start)
    run: list[_Group] = []
    for group in spans:
        if run and group.start < run[-1].end:
            continue
        if run and text[run[-1].end : group.start].strip(" \t\u3000\n，,；;。"):
            yield _joined(run)
            run = []
        run.append(group)
    if run:
        yield _joined(run)


def _joined(run: list[_Group]) -> _Group:
    fields = tuple(field for group in run for field in group.fields)
    return _Group(start=run[0].start, end=run[-1].end, fields=fields)


def _labelled_groups(text: str) -> Iterator[_Group]:
    bracketed: list[tuple[int, int]] = []
    for opening in _LABELLED.finditer(text):
        stop = min(len(text), opening.start() + _MAX_GROUP)
        following = _LABELLED.search(text, opening.end(), stop)
        close = closing_position(text, opening.start(), following.start() if following else stop)
        if close is not None:
            bracketed.append((opening.start(), close))
            yield _Group(start=opening.start(), end=close + 1, fields=_fields(text[opening.end() : close]))
    inside = 0
    for label in _SENTENCE.finditer(text):
        while inside < len(bracketed) and bracketed[inside][1] <= label.start():
            inside += 1
        if inside < len(bracketed) and bracketed[inside][0] <= label.start():
            continue
        end = min((found for mark in "。\n" if (found := text.find(mark, label.end())) >= 0), default=len(text))
        end = min(end, label.end() + _MAX_GROUP)
        yield _Group(start=label.start(), end=min(end + 1, len(text)), fields=_fields(text[label.end() : end]))


def _spoken_groups(text: str) -> Iterator[_Group]:
    """（X牵头，Y配合） and （X负责落实）, where every name is a body."""
    end = 0
    for opening in _SPOKEN.finditer(text):
        if opening.start() < end:
            continue
        close = closing_position(text, opening.start(), min(len(text), opening.start() + _MAX_SPOKEN))
        inside = text[opening.end() : close] if close is not None else ""
        if close is not None and _ANSWERING.search(inside) and "。" not in inside and looks_like_units(inside):
            end = close + 1
            yield _Group(start=opening.start(), end=end, fields=(("", inside),))


def _fields(inside: str) -> tuple[tuple[str, str], ...]:
    labels = list(_FIELD.finditer(inside))
    ends = [label.start() for label in labels[1:]] + [len(inside)]
    return tuple(
        (label["label"], inside[label.end() : end].strip(" \t\n，,；;、"))
        for label, end in zip(labels, ends, strict=True)
    )


def _read_fields(fields: tuple[tuple[str, str], ...], rule: LeadRule) -> tuple[Assignment, str]:
    lead: list[str] = []
    responsible: list[str] = []
    doubts: list[str] = []
    deadline = ""
    labelled_lead = any(re.match("牵头|主办", label) and not re.search("责任|配合", label) for label, _ in fields)
    for label, value in fields:
        if re.search("时限$|时间$|时间要求$", label) and "单位" not in label:
            deadline = value
        elif re.match("牵头|主办", label) and not re.search("责任|配合", label):
            lead.extend(name for name in assign(value).names if name not in lead)
        else:
            assignment = assign(value, LeadRule.NONE if labelled_lead else rule)
            lead.extend(name for name in assignment.lead if name not in lead)
            responsible.extend(name for name in assignment.responsible if name not in responsible)
            doubts.extend(assignment.doubts)
    return Assignment(lead=tuple(lead), responsible=tuple(responsible), doubts=tuple(doubts)), deadline


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        level = next(index for index, name in enumerate(_LEVELS) if match[name])
        printed = match[0].strip().rstrip(".．、") if level != 1 else match[0].strip()
        tokens.append(_Token(level=level, start=match.start(), end=match.end(), printed=printed))
    return tokens


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
        if (closed or above) and token.level > 0 and len(words) > 40:
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
