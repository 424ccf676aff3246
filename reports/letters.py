"""What an office decides of its letters (通报, 整改通知书), and how they count and name things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from reports.cleaning import clean, long_date
from reports.item import NAME, SENTENCE
from reports.told import RECTIFY_DAYS

REQUIREMENTS: Final = (
    "限期整改。各责任单位要对照问题清单逐项核实，于{期限}前整改到位；确需延期的，书面说明理由并明确完成时限。",
    "举一反三。各单位要对本单位负责的全部公开栏目开展自查，同类问题一并整改，防止边改边犯、改后反弹。",
    "及时反馈。各责任单位要于{期限}前将加盖公章的整改反馈表报送我单位；对核查结果有异议的，附佐证材料一并反馈。",
    "持续巩固。下一轮核查将对本次通报的问题逐项复查，逾期未整改、整改后反弹的，将再次通报。",
)
"""工作要求 of the 通报 where the configuration has none; {期限} and {天数} stand for the deadline and its days."""

DEMANDS: Final = (
    "请于{期限}前（自核查基准日起{天数}日内）完成整改，并将填写完整、加盖公章的整改反馈表报送我单位。",
    "因客观原因不能按期完成的，请在整改反馈表中说明理由、进度和预计完成日期。",
    "对核查结果有异议的，请附网页截图、网址等佐证材料一并反馈，我单位将予以复核。",
    "整改情况以下一轮核查结果为准；整改期间请保持原有栏目和信息可以正常访问。",
)
"""整改要求 of the 整改通知书."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """What the configuration says of letters."""

    rectify_days: int = RECTIFY_DAYS
    """Days from the run's day to the deadline for rectification."""
    requirements: tuple[str, ...] = REQUIREMENTS
    issuer: str = ""
    """发文机关; empty leaves a mark to fill in by hand."""
    templates: Path | None = None
    """Folder with the office's own 通报.docx and 整改通知书.docx; what is not there is taken from ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """A paragraph with its number."""

    ordinal: str
    text: str


def deadline(letters: Letters, as_of: date) -> str:
    """The last day for rectification, in words."""
    return long_date(as_of + timedelta(days=letters.rectify_days))


def demands(lines: Sequence[str], letters: Letters, as_of: date) -> tuple[Numbered, ...]:
    """The lines with the deadline put in, numbered （一）（二）."""
    last = deadline(letters, as_of)
    return tuple(
        Numbered(
            ordinal=f"（{numeral(place)}）",
            text=clean(line.replace("{期限}", last).replace("{天数}", str(letters.rectify_days)), SENTENCE),
        )
        for place, line in enumerate(lines, 1)
    )


def numeral(number: int) -> str:
    """1–9999 in Chinese: 十, 十二, 二十, 一百零三."""
    digits = "零一二三四五六七八九"
    said = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += digits[digit] + name
        elif said and number and not said.endswith("零"):
            said += "零"
    return said.removeprefix("一") if said.startswith("一十") else said


def few(names: Sequence[str], most: int = 4) -> str:
    """Names for a heading, at most `most`."""
    shown = "、".join(clean(name, NAME) for name in names[:most])
    return f"{shown}等{len(names)}个单位" if len(names) > most else shown


def listed(counts: Sequence[tuple[str, int]], unit: str = "个") -> str:
    """新发现3个、反弹1个: what there is none of is left out."""
    return "、".join(f"{name}{count}{unit}" for name, count in counts if count)
