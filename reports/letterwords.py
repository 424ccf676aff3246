"""The Chinese names by which Word templates call what a letter says; docs/reports.md lists them for offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from reports.bulletin import Bulletin
from reports.cleaning import clean
from reports.item import NAME
from reports.letters import Numbered
from reports.notice import Notice
from reports.problems import Problem

Words: TypeAlias = "str | Sequence[Words] | Mapping[str, Words]"


def bulletin_words(letter: Bulletin) -> dict[str, Words]:
    """What 通报.docx may name."""
    return {
        **_common(letter),
        "标题": "\n".join(letter.title),
        "主送": letter.addressee,
        "引言": letter.opening,
        "总体情况": letter.overall,
        "主要问题说明": letter.faults,
        "主要问题": [
            {
                "序号": unit.ordinal,
                "名称": unit.name,
                "概况": unit.summary,
                "类型": [
                    {
                        "序号": kind.ordinal,
                        "名称": kind.name,
                        "数量": str(kind.count),
                        "问题": _problems(kind.problems, "（{}）"),
                        "从略": kind.left_out,
                    }
                    for kind in unit.kinds
                ],
            }
            for unit in letter.units
        ],
        "整改情况": letter.rectification,
        "整改分组": [{"序号": one.ordinal, "名称": one.name, "内容": one.lines} for one in letter.lists],
        "工作要求": _numbered(letter.requirements),
        "单位数据": [
            {
                "名称": row.unit,
                "任务数": str(row.total),
                "合格": str(row.passed),
                "预警": str(row.warned),
                "不合格": str(row.failed),
                "无法核验": str(row.unverifiable),
                "需人工核查": str(row.manual),
                "合格率": row.pass_rate,
                "覆盖率": row.coverage,
            }
            for row in letter.figures
        ],
        "单位数据说明": letter.figures_note,
        "问题清单": _problems(letter.rows, "{}"),
        "问题清单说明": letter.rows_note,
    }


def notice_words(letter: Notice) -> dict[str, Words]:
    """What 整改通知书.docx may name."""
    return {
        **_common(letter),
        "编号": letter.number,
        "单位": letter.unit,
        "引言": letter.opening,
        "问题": [
            {
                "数字": str(one.number),
                "序号": one.ordinal,
                "栏目": one.title,
                "结论": one.verdict,
                "类型": one.kind,
                "路径": one.path,
                "任务": one.task,
                "情况": one.message,
                "依据": one.basis,
                "状态": one.state,
                "建议": one.advice,
                "取证": one.seen,
            }
            for one in letter.items
        ],
        "工作要求": _numbered(letter.demands),
    }


def _common(letter: Bulletin | Notice) -> dict[str, Words]:
    return {
        "发文机关": letter.issuer,
        "日期": letter.date,
        "地区": letter.place,
        "轮次": letter.run,
        "依据文件": letter.documents,
        "整改期限": letter.deadline,
        "整改天数": str(letter.rectify_days),
    }


def _numbered(lines: Iterable[Numbered]) -> list[Words]:
    return [{"序号": one.ordinal, "内容": one.text} for one in lines]


def _problems(given: Iterable[Problem], ordinal: str) -> list[Words]:
    return [
        {
            "序号": ordinal.format(place),
            "栏目": one.title,
            "路径": one.path,
            "类型": one.kind,
            "结论": one.verdict,
            "情况": one.message,
            "状态": one.standing or "—",
            "状态说明": f"（{one.standing}）" if one.standing else "",
            "责任单位": "、".join(clean(name, NAME) for name in one.all_units) or "—",
        }
        for place, one in enumerate(given, 1)
    ]
