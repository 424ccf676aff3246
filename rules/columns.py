"""What a column holds, told by its header's name (task-documents.md section 5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rules.typesetting import compact


class Role(StrEnum):
    """What the cells of a column say."""

    NUMBER = "number"
    TEXT = "text"  # section, sub-section or task, by position among the text columns
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    PATH = "path"
    REMARK = "remark"
    UNKNOWN = "unknown"


UNIT_ROLES = frozenset({Role.LEAD, Role.RESPONSIBLE})

_BODY = r"(?:单位|部门|科室|处室|股室|机构|主体|处|科)"
# The first pattern that fits the whole name decides; a name without white space and brackets' notes is compared.
_NAMES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NUMBER, r"序号?|编号|项次|(?:任务)?序列?号|No\.?|NO\.?|№"),
        (Role.LEAD, rf"(?:牵头|主办|主责|主要负责|首要责任)(?:责任|负责|实施)?{_BODY}?(?:名称)?"),
        (
            Role.RESPONSIBLE,
            rf"(?:(?:责任|落实|配合|协办|协同|协助|参与|参加|会办|承办|实施|负责|执行|公开|发布|完成)[/／、和及或]?)+{_BODY}(?:名称|及责任人)?"
            rf"|任务分工|分工{_BODY}?|{_BODY}",
        ),
        (
            Role.DEADLINE,
            r"(?:任务|工作|公开|更新|办理|整改)?(?:完成|落实)?(?:时限|时间|期限|进度安排|时间节点|时间要求)(?:要求|安排|节点)?|更新(?:频率|周期)|时间进度",
        ),
        (
            Role.PATH,
            r"(?:信息|网站)?(?:公开|发布|公示)(?:路径|渠道|栏目|位置|载体|平台|网址|渠道和载体)|(?:网站|网页)(?:栏目|路径|位置)|栏目路径",
        ),
        (
            Role.REMARK,
            r"备注|说明|联系人|联系电话|联系方式|责任人|分管领导|责任领导|完成情况|进展情况|工作进展|落实情况|完成形式|成果形式|考核分值|分值|公开(?:方式|对象|依据|层级|级别|范围|类别|形式|属性|时长)|适用范围",
        ),
        (
            Role.TEXT,
            r"(?:[一二三四五六1-6]级(?:公开)?(?:指标|事项|目录|任务|栏目|标题|类目|分类|项目)(?:名称)?)"
            r"|(?:年度|主要|重点|具体|目标|公开|贯彻|落实|推进|改革|总体|工作|任务|分解|细化|相关|指标|政务)*"
            r"(?:任务|要点|要求|措施|举措|内容|事项|工作|目标|项目|类别|领域|指标|分类|方面|要素)(?:分解|内容|名称|及要求|和要求|要素)?(?:及要求)?",
        ),
    )
)
_NOTE = re.compile(r"[（(〔【\[].*$")
_HINTS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD, re.compile(r"牵头|主办")),
    (Role.RESPONSIBLE, re.compile(rf"{_BODY}$")),
    (Role.DEADLINE, re.compile(r"时限|期限|时间")),
    (Role.TEXT, re.compile(r"(?:任务|举措|措施|要求|要点|内容)$")),
)


def header_name(text: str) -> str:
    """A header as compared: without white space, marks and a note in brackets (责任单位（第一个为牵头单位）)."""
    return _NOTE.sub("", compact(text[:200])).strip(":：*·")


def role_of(header: str) -> Role:
    """The role a header's whole name stands for; `UNKNOWN` when it is not in the vocabulary."""
    return _role_of(header[:200])


@lru_cache(maxsize=4096)  # hostile files repeat one cell ten thousand times
def _role_of(header: str) -> Role:
    name = header_name(header)
    if not name or len(name) > 16:
        return Role.UNKNOWN
    for role, pattern in _NAMES:
        if pattern.fullmatch(name):
            return role
    return Role.UNKNOWN


def likely_role(header: str) -> Role:
    """`role_of`, else the role a part of the name hints at; only for cells already known to stand in a header."""
    role = role_of(header)
    if role is Role.UNKNOWN:
        name = header_name(header)
        for hinted, pattern in _HINTS:
            if name and len(name) <= 14 and pattern.search(name):
                return hinted
    return role


def heads_tasks_alone(names: Sequence[str]) -> bool:
    """Names that stand in one header say what is to be done, by when or in what order, and not who answers for it."""
    roles = [likely_role(name) for name in names]
    return Role.TEXT in roles and Role.UNKNOWN not in roles and bool({Role.NUMBER, Role.DEADLINE} & set(roles))


def heads_tasks(names: Sequence[str]) -> bool:
    """Names that stand in one header say what is to be done and who answers for it."""
    roles = {likely_role(name) for name in names}
    return Role.TEXT in roles and bool(roles & UNIT_ROLES)
