"""人工核查要点: what a person looks at for a task no program can judge, distilled from the task's own words.

Named documents, columns in quotation marks, channels and deadlines where the words have them; else the clauses that ask
for something to be done, without what they are founded on. Nothing is added that the task does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rules.channels import named_channels
from rules.model import Deadline, RequirementKind
from rules.requirements import asked_in
from rules.typesetting import unwrap

_MOST = 5
_LONGEST = 70
"""Characters of the clauses that are quoted."""
_READ = 6000
_COLUMNS = re.compile(
    r"[“「](?P<name>[^“”「」\n]{2,30})[”」](?:\s*[、和及与]?\s*[“「][^“”「」\n]{2,30}[”」]){0,4}"
    r"\s*等?(?:栏目|专栏|专区|专题|板块|子栏目)"
)
_QUOTED = re.compile(r"[“「]([^“”「」\n]{2,30})[”」]")
_CLAUSES = re.compile(r"[。；;！\n]+")
_NUMBER = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[)）.．、]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、是要]|[①-⑳])\s*"
)
_GROUND = re.compile(
    r"^(?:认真|全面|深入|切实|严格|继续)?(?:按照?|根据|依据|依照|参照|依托|贯彻|围绕|结合|针对|为(?!.{0,6}(?:提供|开展))|以[^，,]{1,30}为|对照|坚持|聚焦|紧扣|紧紧)"
    r"[^，,]{0,80}[，,]"
)
_ACT = re.compile(
    r"开展|组织|召开|举办|编制|制定|修订|公开|公布|公示|发布|建立|健全|完善|设置|设立|推进|加强|更新|报送|备案|培训"
    r"|考核|检查|评估|清理|解读|答复|办理|回应|征求|落实|做好|配备|明确|整改|规范"
)
_COUNTED = re.compile(
    r"不少于|不低于|至少|每[年月季周半]|\d+\s*(?:次|个|%|％|篇|件)|[一两二三四]次|[底月日年]前|以内|内(?:答复|办结|公开)"
)


def to_look_at(text: str, deadlines: Sequence[Deadline] = ()) -> str:
    """One short Chinese sentence; empty for a task without words."""
    words = unwrap(text[:_READ])
    parts = [part for part in (_documents(words), _columns(words), _channels(words)) if part]
    if not parts:
        clauses = _asked(words)
        if not clauses:
            return ""
        parts = [f"落实情况（{clauses}）"]
    times = "、".join(dict.fromkeys(re.sub(r"\s+", "", one.text) for one in deadlines[:_MOST]))
    return f"请核查：{'；'.join(parts)}。" + (f"时限：{times}。" if times else "")


def _documents(text: str) -> str:
    asked = (one.requirement for one in asked_in(text, (), None))
    names = dict.fromkeys(
        re.sub(r"\s+", "", name) for one in asked if one.kind is RequirementKind.DOCUMENT for name in one.names
    )
    return f"{_joined(f'《{name}》' for name in names)}是否已公开" if names else ""


def _columns(text: str) -> str:
    names = dict.fromkeys(name for match in islice(_COLUMNS.finditer(text), 40) for name in _QUOTED.findall(match[0]))
    return f"{_joined(f'“{name}”' for name in names)}栏目是否已设置并有内容" if names else ""


def _channels(text: str) -> str:
    names = named_channels(text)
    return f"是否已通过{_joined(names)}公开或发布" if names else ""


def _joined(names: Iterator[str] | Sequence[str]) -> str:
    given = list(names)
    return "、".join(given[:_MOST]) + (f"等{len(given)}项" if len(given) > _MOST else "")


def _asked(text: str) -> str:
    """The clauses that ask for something, those that can be counted or dated first; at most two, in printed order."""
    clauses = [clause for part in _CLAUSES.split(text)[:60] if (clause := _bare(part))]
    acting = [clause for clause in clauses if _ACT.search(clause)] or clauses
    counted = [clause for clause in acting if _COUNTED.search(clause)]
    first, *others = [*counted, *(clause for clause in acting if clause not in counted)][:2] or [""]
    shown = first
    if others and len(first) + len(others[0]) < _LONGEST:
        shown = "；".join(sorted((first, others[0]), key=clauses.index))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip('，、；')}…"


def _bare(clause: str) -> str:
    """A clause without its number and without what it is founded on."""
    words = _NUMBER.sub("", re.sub(r"\s+", "", clause)).strip("，,：: ")
    for _ in range(3):
        shorter = _GROUND.sub("", words)
        if shorter == words or not _ACT.search(shorter):
            break
        words = shorter
    return words.strip("，,：: ")
