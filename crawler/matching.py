"""Is this the name the document means? Comparison of column names (design.md section 6, point 2).

Names are equal after normalisation of width, spaces, quotes, simplified and traditional forms, and of the suffixes
专栏, 专题, 专区, 栏目. Otherwise they may be known synonyms (synonyms.yaml, reviewed by hand), or near: the same core
under words that carry no meaning of their own (信息, 工作, 情况 …), or one slip of the keyboard or the scanner. What
merely contains the other is never near: 政策文件 is not 政策文件解读.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from opencc import OpenCC
from pypinyin import Style, pinyin
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from ruamel.yaml import YAML


class Kind(IntEnum):
    """How two names agree; higher is better."""

    NONE = 0
    NEAR = 1
    SYNONYM = 2
    EQUAL = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a seen name fits the wanted one; `score` is 0–1 and 1 only for EQUAL."""

    kind: Kind
    score: float


UNLIKE = Likeness(Kind.NONE, 0.0)

#: Words a column's name may end in without becoming another column (design.md section 6).
SUFFIXES = ("专栏", "专题", "专区", "栏目", "频道", "专页")
#: Words without a meaning of their own: names that differ only in them have the same core.
GENERIC_ENDS = (
    *("信息", "公开", "情况", "工作", "介绍", "简介", "概况", "公示", "政策", "办理", "事项", "领域", "服务", "措施"),
    *("专项", "专项斗争"),
    "库",
)
#: Of these, what nobody would publish as a 公示: the two beside each other are two columns.
NO_PUBLICITY = ("政策", "措施", "服务", "办理")
GENERIC_STARTS = (
    *("政府信息公开", "政务公开", "信息公开", "政府", "本级", "本部门", "本单位", "我区", "全区"),
    *("区政府", "县政府", "市政府"),
)
#: What may be put in, left out or exchanged inside a long name without changing what it means.
HARMLESS = frozenset(
    (
        *(
            "行政",
            "公共",
            "财政",
            "工作",
            "政府",
            "信息",
            "公开",
            "情况",
            "相关",
            "有关",
            "专项",
            "建设",
            "管理",
            "事项",
        ),
        *("领域", "服务", "的", "和", "及", "与", "等", "本", "各", "类", "全", "我", "级", "信息公开"),
    )
)
#: Characters that scanners and tired eyes take for each other.
LOOKALIKE = tuple(
    frozenset(pair)
    for pair in (
        *("日目", "己已", "末未", "土士", "人入", "千干", "大太", "曰日", "公分", "末来", "徵征", "申由"),
        *("坏环", "折拆", "冶治", "贷货", "侍待", "晴睛", "拨拔", "戌戍", "栽载", "免兔", "夭天", "王玉", "午牛"),
        *("农衣", "业亚", "厅斤", "住往", "己巳", "巳已", "拆析", "析折", "壮状", "困因", "因囚", "鸟乌"),
        *("哀衰", "宣宜", "真具", "待持", "线浅", "汤扬", "检捡", "村材", "杆秆", "轮抢", "驰弛", "地池"),
        *("旅族", "享亨", "广厂", "床庆", "治洽", "活话", "那邦", "郊效", "支文", "又叉", "义叉", "办为"),
        *("力刀", "刀刁", "几儿", "九丸", "见贝", "田由", "甲申", "甲由", "白自", "自目", "且旦", "旱早"),
        *("各名", "右石", "仓仑", "任仕", "佳住", "休体", "低抵", "项顶", "须顺", "预颂", "食良", "狠很"),
        *("城域", "诚城", "或戒", "成戊", "找我", "净争", "矛予", "予子", "了子", "字宇", "官宫", "室宝"),
        *("容客", "密窗", "态太", "恩思", "念含", "臣巨", "区匹", "匹四", "酉西", "要耍", "栗票", "审宙"),
        *("今令", "间问", "历厉", "科料", "刺剌", "遣遗", "撤撒", "券卷", "崇祟", "赢嬴", "汩汨", "候侯", "冒昌"),
    )
)
#: Put into the middle of a name of four characters or more they say nothing new (财政信息公开 is 财政公开).
HARMLESS_INSIDE = frozenset({"工作", "信息", "公共"})
#: What announces something, under one name or the other.
ANNOUNCEMENTS = ("公告", "公示", "通告")
#: Whose government it is goes without saying on its own site.
_OWN_LEVEL = re.compile(r"^[区县市镇乡省州旗](?=政府|人民政府)")

#: A synonym made of the same characters: 公告通知 is 通知公告 before it is 公示公告.
SAME_CHARACTERS = 0.98

MIN_CORE = 3
MIN_SLIP = 4
MIN_HARMLESS = 6

_TO_SIMPLIFIED = OpenCC("t2s")
_COUNT = re.compile(r"[(\[]\s*\d{1,6}\s*[条件篇个]?\s*[)\]]\s*$")
_MORE = re.compile(r"(?<=..)(?:更多|查看更多|more|进入专题|点击进入)\s*[>»]*\s*$", re.IGNORECASE)
_MARKS = re.compile(r"[^\w]|_")
_ALTERNATIVES = re.compile(r"[/、|]")


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """The name reduced to the characters that count: half width, simplified, without spaces, quotes and marks."""
    text = unicodedata.normalize("NFKC", name[:200]).replace("\u2044", "/")
    text = _MORE.sub("", _COUNT.sub("", text.strip()))
    text = _MARKS.sub("", text).casefold()
    return simplified(text)


def simplified(text: str) -> str:
    """The text in simplified characters; nothing else of it is changed."""
    return text if text.isascii() else str(_TO_SIMPLIFIED.convert(text))


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """The plain name without 专栏, 专题, 专区, 栏目 at its end, as long as two characters remain."""
    text = plain(name)
    shortened = True
    while shortened:
        shortened = False
        for suffix in SUFFIXES:
            if text.endswith(suffix) and len(text) - len(suffix) >= 2:
                text, shortened = text[: -len(suffix)], True
    return text


@lru_cache(maxsize=65536)
def equal(wanted: str, seen: str) -> bool:
    """Whether the names are the same after normalisation and suffixes."""
    return bool(plain(wanted)) and (plain(wanted) == plain(seen) or bare(wanted) == bare(seen))


@cache
def _written() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The groups of each section of synonyms.yaml, with their `names` and `source`."""
    text = resources.files("crawler").joinpath("synonyms.yaml").read_text(encoding="utf-8")
    sections: Mapping[str, Sequence[Mapping[str, Any]]] = YAML(typ="safe", pure=True).load(text)
    return sections


@cache
def _groups() -> Mapping[str, Mapping[str, frozenset[int]]]:
    """From section and bare name to the numbers of the synonym groups it stands in."""
    tables: dict[str, Mapping[str, frozenset[int]]] = {}
    for section, groups in _written().items():
        table: dict[str, set[int]] = {}
        for number, group in enumerate(groups):
            for name in group["names"]:
                table.setdefault(bare(name), set()).add(number)
        tables[section] = {name: frozenset(numbers) for name, numbers in table.items()}
    return tables


def synonym_source(wanted: str, seen: str) -> str:
    """Why two columns' names count as synonyms, as synonyms.yaml has it; empty where they are none."""
    table = _groups()["columns"]
    shared = table.get(bare(wanted), frozenset()) & table.get(bare(seen), frozenset())
    return str(_written()["columns"][min(shared)]["source"]) if shared else ""


def _same_group(section: str, one: str, other: str) -> bool:
    table = _groups()[section]
    groups = table.get(bare(one))
    return groups is not None and not groups.isdisjoint(table.get(bare(other), ()))


@lru_cache(maxsize=65536)
def same_level(wanted: str, seen: str) -> bool:
    """Whether a level above the column opens the same branch: 政务公开 for 信息公开, or a column's other name."""
    return _same_group("levels", wanted, seen) or likeness(wanted, seen).kind is not Kind.NONE


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """The name without words that carry no meaning of their own, as long as enough of it remains."""
    text = bare(name)
    shortened = True
    while shortened:
        shortened = False
        for start in GENERIC_STARTS:
            if text.startswith(start) and len(text) - len(start) > MIN_CORE:
                text, shortened = text[len(start) :], True
        for end in GENERIC_ENDS:
            least = MIN_CORE if end in ("信息", "公开", "情况", "工作") else MIN_CORE + 1
            if text.endswith(end) and len(text) - len(end) >= least:
                text, shortened = text[: -len(end)], True
    return text


def _sounds(char: str) -> frozenset[str]:
    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def _is_slip(wanted: str, seen: str) -> bool:
    """One character typed or scanned wrongly, or two that changed places."""
    if len(wanted) != len(seen) or len(wanted) < MIN_SLIP:
        return False
    wrong = [(a, b) for a, b in zip(wanted, seen, strict=True) if a != b]
    if len(wrong) == 1:
        a, b = wrong[0]
        if a.isdigit() or b.isdigit() or a.isascii() or b.isascii():
            return False
        return frozenset((a, b)) in LOOKALIKE or bool(_sounds(a) & _sounds(b))
    return len(wrong) == 2 and Counter(wanted) == Counter(seen)


def _is_turned(wanted: str, seen: str) -> bool:
    """The same words begun elsewhere: 创建卫生县城 is 卫生县城创建."""
    return len(wanted) == len(seen) >= MIN_SLIP and seen in wanted + wanted


def _is_same_kind(wanted: str, seen: str) -> bool:
    """Names apart in one word that changes nothing: the kind of announcement, 文件 after 政策, one's own level."""
    short, long = (wanted, seen) if len(wanted) <= len(seen) else (seen, wanted)
    if len(long) > len(short) + 2:
        return False
    if len(short) == len(long):
        ends = (wanted[-2:], seen[-2:])
        return len(wanted) >= 4 and wanted[:-2] == seen[:-2] and all(end in ANNOUNCEMENTS for end in ends)
    if long == f"{short}文件":
        return short.endswith("政策") and len(short) >= 4
    if len(long) == len(short) + 1:
        return bool(_OWN_LEVEL.match(long)) and long[1:] == short
    places = range(2, len(short) - 1) if len(long) == len(short) + 2 else ()
    return any(long[n : n + 2] in HARMLESS_INSIDE and long[:n] + long[n + 2 :] == short for n in places)


def _is_other_text(wanted: str, seen: str) -> bool:
    """Whether one name asks for what is made known for objections, the other for rules or services of that subject."""
    return wanted.endswith("公示") != seen.endswith("公示") and (
        wanted.endswith(NO_PUBLICITY) or seen.endswith(NO_PUBLICITY)
    )


def _is_harmless_change(wanted: str, seen: str) -> bool:
    """Long names that differ only by words without weight."""
    if min(len(wanted), len(seen)) < MIN_HARMLESS or fuzz.ratio(wanted, seen) < 80:
        return False
    changed = [op for op in Levenshtein.opcodes(wanted, seen) if op.tag != "equal"]
    if len(changed) > 2:
        return False
    pieces = [wanted[op.src_start : op.src_end] for op in changed] + [
        seen[op.dest_start : op.dest_end] for op in changed
    ]
    return all(not piece or piece in HARMLESS for piece in pieces)


@lru_cache(maxsize=262144)
def likeness(wanted: str, seen: str) -> Likeness:
    """How well the name seen on a site fits the wanted column name."""
    a, b = plain(wanted), plain(seen)
    if not a or not b or len(b) > 40:
        return UNLIKE
    if a == b or bare(wanted) == bare(seen):
        return Likeness(Kind.EQUAL, 1.0)
    if _share_nothing(a, b, wanted, seen):
        return UNLIKE
    ratio = fuzz.ratio(a, b) / 100
    if _same_group("columns", wanted, seen):
        if Counter(bare(wanted)) == Counter(bare(seen)):
            return Likeness(Kind.SYNONYM, SAME_CHARACTERS)
        return Likeness(Kind.SYNONYM, round(min(0.97, max(0.85, ratio)), 2))
    near = (
        (len(core(wanted)) >= MIN_CORE and core(wanted) == core(seen) and not _is_other_text(bare(wanted), bare(seen)))
        or _is_same_kind(bare(wanted), bare(seen))
        or _is_slip(bare(wanted), bare(seen))
        or _is_turned(bare(wanted), bare(seen))
        or _is_harmless_change(a, b)
        or _is_one_of(wanted, seen)
    )
    return Likeness(Kind.NEAR, round(min(0.95, max(0.8, ratio)), 2)) if near else UNLIKE


def _share_nothing(a: str, b: str, wanted: str, seen: str) -> bool:
    """Whether two names have no character and no synonyms in common: most pairs, told without comparing them."""
    if not _characters(a).isdisjoint(b):
        return False
    columns = _groups()["columns"]
    return (bare(wanted) not in columns or bare(seen) not in columns) and not _alternatives(seen)


@lru_cache(maxsize=65536)
def _characters(name: str) -> frozenset[str]:
    return frozenset(name)


@lru_cache(maxsize=65536)
def _alternatives(name: str) -> tuple[str, ...]:
    """What a label names that names several things (行政许可/处罚); empty for any other."""
    parts = _ALTERNATIVES.split(unicodedata.normalize("NFKC", name).replace("\u2044", "/"))
    return tuple(parts) if len(parts) > 1 else ()


def _is_one_of(wanted: str, seen: str) -> bool:
    """A label that names several things is the column of each of them that it names in full."""
    return any(len(bare(part)) >= 2 and equal(wanted, part) for part in _alternatives(seen))
