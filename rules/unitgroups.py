"""Groups of units in running text: （责任单位：…）, 责任单位：…。, （X牵头，Y配合）, （X、Y） at a task's end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rules.assignment import (
    Assignment,
    LeadRule,
    assign,
    is_complete,
    lead_rule,
    looks_like_units,
    names_a_level,
    names_role,
)
from rules.deadlines import looks_like_deadline
from rules.typesetting import CHINESE_NUMERAL, closing_position, means_none

_ROLE = r"(?:牵头|责任|落实|配合|会办|协办|协同|协助|主办|承办|参与|负责|实施)"
_LABEL = (
    rf"(?:{_ROLE}(?:[/／和及、](?:责任|配合|落实|牵头))?(?:单位|部门|科室|处室)(?:及时限|和时限)?"
    r"|(?:牵头|主办|协办|会办|配合|责任)(?=\s*[:：]))"
)
_LIMIT = r"(?:完成|工作|办理|落实)?(?:时限|时间)(?:要求)?"
_FIELD = re.compile(rf"(?P<label>{_LABEL}|{_LIMIT})\s*[:：]")
_LABELLED = re.compile(rf"[（(〔\[【]\s*(?=(?:{_LABEL}|{_LIMIT})\s*[:：])")
_SENTENCE = re.compile(rf"(?:^|(?<=[。；\n\s）)]))(?=(?:{_LABEL}|{_LIMIT})\s*[:：])")
_SPOKEN = re.compile(r"[（(〔【](?=[^。\n]{2,300}?(?:牵头|负责|落实|配合|会办|协办))")
_ANSWERING = re.compile(r"牵头|负责|落实|配合|会办|协办")
_BARE = re.compile(r"[（(](?=[\u4e00-\u9fff])[^（(）)。：:\n]{3,200}[)）][。；]?[ \t\u3000]*(?=\n|$)")
_LAST_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?[ \t\u3000]*(?=\n|$)")
_BY = re.compile(r"(?:^|[，,])\s*(?=由)")
# Sections that close a plan: how the work is organised, nobody's task.
CLOSING_SECTION = re.compile(r"保障|工作要求|有关要求|组织领导|组织实施|组织推进|督促|抓好落实")
_MAX_SPOKEN = 300
_MAX_GROUP = 1500
BARE_DOUBT = "单位写在句末括号内而未写“责任单位”，按责任单位理解，请核对"
ITEM_START = re.compile(
    rf"(?:^|(?<=[\s。；）)]))(?:(?P<section>[{CHINESE_NUMERAL}]{{1,3}})、|[（(](?P<sub>[{CHINESE_NUMERAL}]{{1,3}})[)）]|(?P<number>\d{{1,3}})\s*[.．、](?!\d(?!0\d\d\s*年)))"
)
"""The number of a section, a sub-section or a task at the start of a line, after white space or after a group."""


@dataclass(frozen=True, kw_only=True)
class UnitGroup:
    """A group's span in the text and its fields as (label, value); the label is empty where none is printed."""

    start: int
    end: int
    fields: tuple[tuple[str, str], ...]
    bare: bool = False
    """Nothing but names in a bracket at the end of a task."""

    @property
    def names_units(self) -> bool:
        """One of the fields is of units, not a deadline."""
        return any(not _is_limit(label) for label, _ in self.fields)


def unit_groups(text: str) -> Iterator[UnitGroup]:
    """Groups of units in printed order; groups that touch each other are one (牵头单位：A。责任单位：B。).

    （X牵头，Y配合） counts only where its own item has no labelled group: there it says more about a part of the item.
    So does 由X牵头，Y配合。 without a bracket, at the end of a task.
    （X、Y） counts only where it is a habit of the text, and where its item has neither.
    """
    groups = sorted(_labelled_groups(text), key=lambda group: group.start)
    groups = _with(text, groups, list(_spoken_groups(text)))
    groups = _with(text, groups, list(_plain_groups(text)))
    known = {group.start for group in groups}
    bare = [group for group in _bare_groups(text) if group.start not in known]
    if len(bare) > 1 and 2 * len(bare) >= len(groups):
        groups = _with(text, groups, bare)
    run: list[UnitGroup] = []
    for group in groups:
        if run and group.start < run[-1].end:
            continue
        if run and text[run[-1].end : group.start].strip(" \t\u3000\n，,；;。"):
            yield from _joined(run)
            run = []
        run.append(group)
    yield from _joined(run)


def units_in_cell(text: str, rule: LeadRule = LeadRule.NONE) -> tuple[str, Assignment, str] | None:
    """A task's cell that says itself who answers: its words without a group at their end, the units, the deadline.

    None when it names nobody.
    """
    groups = list(unit_groups(text)) or [group for group in _bare_groups(text) if not text[group.end :].strip()]
    if not groups:
        return None
    fields = tuple(field for group in groups for field in group.fields)
    stated = lead_rule("，".join(value for _, value in fields))
    units, deadline = read_fields(fields, stated if stated is not LeadRule.NONE else rule)
    if groups[-1].bare:
        units = Assignment(lead=units.lead, responsible=units.responsible, doubts=(*units.doubts, BARE_DOUBT))
    alone = len(groups) == 1 and not text[groups[0].end :].strip("。；; \n")
    return text[: groups[0].start].strip().rstrip("，,") if alone else text, units, deadline


def read_fields(fields: tuple[tuple[str, str], ...], rule: LeadRule) -> tuple[Assignment, str]:
    """Who leads and who answers by the labels, and the deadline printed among them."""
    lead: list[str] = []
    responsible: list[str] = []
    doubts: list[str] = []
    deadline = ""
    labelled_lead = any(_is_lead(label) for label, _ in fields)
    for label, value in fields:
        if _is_limit(label):
            deadline = value
            continue
        names, limit = _without_limit(value)
        deadline = deadline or limit
        if _is_lead(label):
            lead.extend(name for name in assign(names).names if name not in lead)
        else:
            assignment = assign(names, LeadRule.NONE if labelled_lead else rule)
            lead.extend(name for name in assignment.lead if name not in lead)
            responsible.extend(name for name in assignment.responsible if name not in responsible)
            doubts.extend(assignment.doubts)
    return Assignment(lead=tuple(lead), responsible=tuple(responsible), doubts=tuple(doubts)), deadline


def _is_lead(label: str) -> bool:
    return bool(re.match("牵头|主办", label)) and not re.search("责任|配合", label)


def _is_limit(label: str) -> bool:
    return bool(re.fullmatch(_LIMIT, label))


def _without_limit(value: str) -> tuple[str, str]:
    """区财政局，10月底前完成: the names, and a clause at their end that says by when."""
    names, mark, last = "", "", ""
    for found in re.finditer(r"[，,；;。\n]", value):
        names, mark, last = value[: found.start()], found[0], value[found.end() :]
        if last.strip():
            continue
    last = last.strip(" 。")
    if mark and last and not means_none(last) and not is_complete(last) and looks_like_deadline(last):
        return names, last
    return value, ""


def _with(text: str, groups: list[UnitGroup], more: list[UnitGroup]) -> list[UnitGroup]:
    """The groups, and those of `more` whose own item ends without one."""
    starts = [group.start for group in groups]
    added = []
    for group in more:
        following = bisect_right(starts, group.start)
        if following == len(starts) or ITEM_START.search(text, group.end, starts[following]):
            added.append(group)
    return sorted([*groups, *added], key=lambda group: group.start)


def _joined(run: list[UnitGroup]) -> Iterator[UnitGroup]:
    """One group of those that touch; none when only a deadline is printed there."""
    fields = tuple(field for group in run for field in group.fields)
    if run:
        joined = UnitGroup(start=run[0].start, end=run[-1].end, fields=fields, bare=all(group.bare for group in run))
        if joined.names_units:
            yield joined


def _labelled_groups(text: str) -> Iterator[UnitGroup]:
    bracketed: list[tuple[int, int]] = []
    for opening in _LABELLED.finditer(text):
        stop = min(len(text), opening.start() + _MAX_GROUP)
        following = _LABELLED.search(text, opening.end(), stop)
        close = closing_position(text, opening.start(), following.start() if following else stop)
        if close is not None:
            bracketed.append((opening.start(), close))
            yield UnitGroup(start=opening.start(), end=close + 1, fields=_fields(text[opening.end() : close]))
    inside = 0
    for label in _SENTENCE.finditer(text):
        while inside < len(bracketed) and bracketed[inside][1] <= label.start():
            inside += 1
        if inside < len(bracketed) and bracketed[inside][0] <= label.start():
            continue
        end = min((found for mark in "。\n" if (found := text.find(mark, label.end())) >= 0), default=len(text))
        end = min(end, label.end() + _MAX_GROUP)
        yield UnitGroup(start=label.start(), end=min(end + 1, len(text)), fields=_fields(text[label.end() : end]))


def _spoken_groups(text: str) -> Iterator[UnitGroup]:
    """（X牵头，Y配合） and （X负责落实，10月底前）, where every name is a body."""
    end = 0
    for opening in _SPOKEN.finditer(text):
        if opening.start() < end:
            continue
        close = closing_position(text, opening.start(), min(len(text), opening.start() + _MAX_SPOKEN))
        inside = text[opening.end() : close] if close is not None else ""
        names = _without_limit(inside)[0]
        if close is not None and _ANSWERING.search(names) and "。" not in inside and looks_like_units(names):
            end = close + 1
            yield UnitGroup(start=opening.start(), end=end, fields=(("", inside),))


def _plain_groups(text: str) -> Iterator[UnitGroup]:
    """由X牵头，Y配合。 as the last words of a line, where every name is a body that shows its level."""
    sections: list[tuple[int, bool]] | None = None
    for sentence in _LAST_SENTENCE.finditer(text):
        if sentence.end() - sentence.start() > _MAX_GROUP or not _ANSWERING.search(sentence[0]):
            continue
        by = _BY.search(sentence[0])
        if by is None and "牵头" not in sentence[0]:
            continue
        inside = sentence[0][by.end() if by else 0 :].strip(" \t\u3000。；;")
        spoken = _without_limit(inside)[0]
        names = assign(spoken).names
        said = len(inside) <= _MAX_SPOKEN and _ANSWERING.search(spoken) and looks_like_units(spoken)
        if said and names and all(map(names_a_level, names)):
            sections = _sections(text) if sections is None else sections
            above = bisect_right(sections, (sentence.start(), True)) - 1
            if above >= 0 and sections[above][1]:
                continue
            start = sentence.start() + (by.start() if by else 0)
            yield UnitGroup(start=start, end=sentence.end(), fields=(("", inside),))


def _sections(text: str) -> list[tuple[int, bool]]:
    """Where each section begins, and whether it says how the work is organised."""
    return [
        (token.start(), bool(CLOSING_SECTION.search(text, token.end(), token.end() + 30)))
        for token in ITEM_START.finditer(text)
        if token["section"]
    ]


def says_who(text: str) -> bool:
    """Somewhere in the text units are named as answering for it: （责任单位：…）, （X牵头，Y配合）, 由X牵头。"""
    return names_role(text) or any(True for _ in _spoken_groups(text)) or any(True for _ in _plain_groups(text))


def _bare_groups(text: str) -> Iterator[UnitGroup]:
    """（区财政局、各镇街） at the end of a line, where every name is a body that shows its level."""
    for bracket in _BARE.finditer(text):
        inside = bracket[0].strip("。； \t\u3000")[1:-1]
        names = assign(inside).names
        if names and looks_like_units(inside) and all(map(names_a_level, names)):
            yield UnitGroup(start=bracket.start(), end=bracket.end(), fields=(("", inside),), bare=True)


def _fields(inside: str) -> tuple[tuple[str, str], ...]:
    labels = list(_FIELD.finditer(inside))
    ends = [label.start() for label in labels[1:]] + [len(inside)]
    return tuple(
        (label["label"], inside[label.end() : end].strip(" \t\n，,；;、"))
        for label, end in zip(labels, ends, strict=True)
    )
