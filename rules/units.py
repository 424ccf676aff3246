"""单位与单位组: printed names against the configured units, by exact name, alias, safe abbreviation, or group.

A wrong unit is a wrong accusation, so printed names resolve only when they can mean one unit; near names serve people
who type (`match`, `suggest`), never documents (`find`, `expand`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from rules.typesetting import compact

_LEVELS = "省市区县州旗盟镇乡"
# What names of departments are shortened to; both sides mean one body. Order matters: longer forms first.
_SHORT_FORMS: tuple[tuple[str, str], ...] = (
    ("发展和改革委员会", "发改委"),
    ("发展改革委员会", "发改委"),
    ("发展和改革局", "发改局"),
    ("发展改革局", "发改局"),
    ("发展改革委", "发改委"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("人力社会保障", "人社"),
    ("人力社保", "人社"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("住房城乡建委", "住建委"),
    ("住房城市建委", "住建委"),
    ("市场监督管理", "市场监管"),
    ("卫生健康", "卫健"),
    ("经济和信息化", "经信"),
    ("经济信息化", "经信"),
    ("经济信息", "经信"),
    ("工业和信息化", "工信"),
    ("工业信息化", "工信"),
    ("规划和自然资源", "规自"),
    ("规划自然资源", "规自"),
    ("自然资源和规划", "资规"),
    ("自然资源规划", "资规"),
    ("资源规划", "资规"),
    ("文化广电和旅游", "文广旅"),
    ("文化广电旅游", "文广旅"),
    ("文化和旅游", "文旅"),
    ("文化旅游", "文旅"),
    ("教育委员会", "教委"),
    ("城市管理", "城管"),
    ("应急管理", "应急"),
    ("退役军人事务", "退役军人"),
    ("医疗保障", "医保"),
    ("交通运输", "交通"),
    ("农业和农村", "农业农村"),
    ("国有资产监督管理", "国资"),
    ("国有资产监管", "国资"),
    ("民族宗教事务", "民宗"),
    ("民族宗教", "民宗"),
    ("政务服务和数字化管理", "政数"),
    ("政务服务数据管理", "政数"),
    ("行政审批服务", "行政审批"),
    ("金融工作办公室", "金融办"),
    ("互联网信息办公室", "网信办"),
    ("新闻办公室", "新闻办"),
    ("政府办公厅", "政府办"),
    ("政府办公室", "政府办"),
    ("府办公室", "府办"),
    ("街道办事处", "街道"),
    ("人民政府", "政府"),
    ("管理委员会", "管委会"),
    ("委员会", "委"),
)
_UNASSIGNED = re.compile(
    r"^(?:各|省|市|区|县|州|旗|镇|乡|级|直|属|中央|驻|政府|其他|其它|等)*(?:有关|相关|其他|其它)[\u4e00-\u9fff]{0,10}?(?:单位|部门|机构|企业|科室|处室|方面|地区|乡镇|街道|机关|组织)$"
    r"|^(?:其他|其它|其余)|牵头(?:单位|部门)$|^(?:责任|涉事|主办|承办|制定|起草)[\u4e00-\u9fff]{0,8}(?:单位|部门)$"
    r"|^(?!各).{2,16}的(?:[省市区县]直|各|所属|有关)*(?:单位|部门|机关)$"  # 具有行政职能的市直各单位: whoever it fits
)
# Names whose first sign only looks like a level: 市场监管局, 乡村振兴局.
_LEVEL_IN_WORD = re.compile(r"市场|市容|市政(?![府务协法研])|乡村|镇村|区域|县域")
_BRACKETS = re.compile(r"[(〔\[【][^()〔〕\[\]【】]*[)〕\]】]?")
_INHERENT_PLURAL = re.compile(r"(?:部门|单位|乡镇街|镇街|乡街|乡镇|学校|科室|机构|企业)$")
_NEAR = 80  # rapidfuzz score from which a typed name counts as near; below it different offices look alike
_SHORTEST, _LONGEST_PIECE, _LONGEST = 3, 24, 60  # characters of a unit's name, and of several printed side by side
_NEAR_GROUP = 60  # rapidfuzz score of two groups' keys from which a person is asked
_NEAR_LONG, _LONG = 83, 6  # of long names one sign may be a slip
_BODY = re.compile(r"(?:委员会|委|局|办公室|办公厅|办|厅|部|处|中心|街道|街办|街|镇|乡|人民政府|政府|办事处|管委会)+$")
_CLEAR = 6  # how much better the best near name must be than the second


@dataclass(frozen=True, kw_only=True)
class Unit:
    """单位: a body that answers, the groups it belongs to, and the address of its 部门网页."""

    name: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    page: str | None = None


class ExpansionKind(StrEnum):
    """What a printed name turned out to be."""

    UNIT = "unit"
    GROUP = "group"
    UNASSIGNED = "unassigned"  # 有关单位: nobody in particular
    UNKNOWN = "unknown"  # not in the configuration


@dataclass(frozen=True, kw_only=True)
class Expansion:
    """The units a printed name stands for; `group` is the configured group's name when it is one."""

    kind: ExpansionKind
    units: tuple[Unit, ...] = ()
    group: str | None = None


class UnitRegistry:
    """The configured units. `place` (示范市云山区) lets 云山区财政局 and 示范市云山区财政局 mean 区财政局."""

    def __init__(self, units: Iterable[Unit], place: str = "") -> None:
        self.units = tuple(units)
        self._place = compact(place)
        self._exact: dict[str, list[Unit]] = defaultdict(list)
        self._short: dict[str, list[Unit]] = defaultdict(list)
        self._bare: dict[str, list[Unit]] = defaultdict(list)
        self._groups: dict[str, str] = {}
        self._members: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for name in (unit.name, *unit.aliases):
                _add(self._exact[_plain(name)], unit)
                _add(self._short[self._key(name)], unit)
                _add(self._bare[_without_level(self._key(name))], unit)
            for group in unit.groups:
                self._groups.setdefault(_group_key(group), group)
                _add(self._members[self._groups[_group_key(group)]], unit)

    def find(self, name: str) -> Unit | None:
        """The one unit a printed name means: exact, alias, abbreviation, with the place's name or without 区."""
        for candidate in _readings(name):
            plain = _plain(candidate)
            key = self._key(candidate)
            found = self._exact.get(plain) or self._short.get(key)
            if not found and key and not _level(key):
                found = self._bare.get(key)  # 财政局 for 区财政局, when only one unit is called so
            elif not found and self._place.endswith(_level(key)):
                found = self._short.get(_without_level(key))  # 区财政局 for 财政局 as the configuration has it
            if found and len(found) == 1:
                return found[0]
        return None

    def match(self, name: str) -> tuple[Unit, ...]:
        """Units a person means by a typed name: the unit, the members of a group, or the one clear near name."""
        if (unit := self.find(name)) is not None:
            return (unit,)
        group = self._groups.get(_group_key(name))
        if group is not None:
            return tuple(self._members[group])
        near = self._near(name)
        if not near or near[0][1] < _NEAR or (len(near) > 1 and near[0][1] - near[1][1] < _CLEAR):
            return ()
        return (near[0][0],)

    def suggest(self, name: str) -> tuple[str, ...]:
        """Up to five configured names that look like the typed one, best first."""
        return tuple(unit.name for unit, score in self._near(name)[:5] if score >= 40)

    def expand(self, printed: str) -> Expansion:
        """What a name printed in a document stands for; groups come from the configuration, 有关单位 from nowhere."""
        exact = self._exact.get(_plain(printed), [])
        if len(exact) == 1:
            return Expansion(kind=ExpansionKind.UNIT, units=(exact[0],))
        if _UNASSIGNED.search(_plain(printed)):
            return Expansion(kind=ExpansionKind.UNASSIGNED)
        group = self._groups.get(_group_key(printed))
        if group is not None:
            return Expansion(kind=ExpansionKind.GROUP, units=tuple(self._members[group]), group=group)
        unit = self.find(printed)
        units = (unit,) if unit is not None else self._side_by_side(compact(printed))
        return Expansion(kind=ExpansionKind.UNIT if units else ExpansionKind.UNKNOWN, units=units)

    def expand_all(self, printed: Sequence[str]) -> tuple[Expansion, ...]:
        """`expand` for the names of one list, where a level is often printed once (省工信厅、财政厅、生态环境厅).

        A name without a level that means nobody, or several, by itself is read with the level of the last name before
        it that has one. What is printed alone (财政厅) never takes a level from nowhere.
        """
        found: list[Expansion] = []
        level = ""
        for name in printed:
            expansion = self.expand(name)
            own = _level(self._key(name))
            if expansion.kind is ExpansionKind.UNKNOWN and level and not own:
                carried = self.expand(level + name)
                expansion = carried if carried.kind is ExpansionKind.UNIT else expansion
            level = own or level
            found.append(expansion)
        return tuple(found)

    def resemblance(self, one: str, other: str) -> int:
        """How much two printed names look like one body's, 0 to 100; for a person to judge, never to decide by.

        Names of different levels, and a group and a unit, never do. 区文旅委 and 区文化旅游局 do: one word shortens the
        other. Of names as short as 区财政局 and 区民政局 one different sign makes another office.
        """
        levels = {_level(self._key(name)) for name in (one, other)} - {""}
        keys = _group_key(one), _group_key(other)
        plurals = {key.startswith("各:") for key in keys}
        if len(levels) > 1 or len(plurals) > 1:
            return 0
        if plurals == {True}:
            alike = fuzz.ratio(*(key.removeprefix("各:") for key in keys))
            return round(alike) if alike >= _NEAR_GROUP else 0
        readings = [{_stem(self._key(name)) for name in _readings(each)} - {""} for each in (one, other)]
        if readings[0] & readings[1]:
            return 100
        if any(_abbreviates(left, right) or _abbreviates(right, left) for left in readings[0] for right in readings[1]):
            return 90
        alike = fuzz.ratio(_plain(one), _plain(other))
        return round(alike) if alike >= _NEAR_LONG and min(len(one), len(other)) >= _LONG else 0

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the configured groups, in order of first appearance."""
        return tuple(self._groups.values())

    def _side_by_side(self, printed: str) -> tuple[Unit, ...]:
        """Units printed without anything between them (区教委财政局), when there is only one way to take them apart."""
        if not 2 * _SHORTEST <= len(printed) <= _LONGEST:
            return ()
        # For each place: the ways to write what stands before it as configured units, at most two of them.
        ways: list[list[tuple[Unit, ...]]] = [[()]]
        for end in range(1, len(printed) + 1):
            here: list[tuple[Unit, ...]] = []
            for start in range(max(0, end - _LONGEST_PIECE), end - _SHORTEST + 1):
                unit = self.find(printed[start:end]) if ways[start] else None
                if unit is not None:
                    here += [(*way, unit) for way in ways[start]]
            ways.append(here[:2])
        return ways[-1][0] if len(ways[-1]) == 1 else ()

    def _key(self, name: str) -> str:
        """Name in its short form, with the place's own name reduced to its level (云山区财政局 → 区财政局)."""
        return _shortened(self._without_place(_plain(name)))

    def _without_place(self, name: str) -> str:
        if not self._place:
            return name
        for start in range(len(self._place)):
            prefix = self._place[start:]
            if len(prefix) >= 2 and name.startswith(prefix) and len(name) > len(prefix):
                return prefix[-1] + name[len(prefix) :] if prefix[-1] in _LEVELS else name[len(prefix) :]
        # 国家税务总局重庆市南川区税务局: the level's office under a name of its own
        found = re.search(re.escape(self._place) + r"(?=[\u4e00-\u9fff]{2,}(?:局|委|办|中心)$)", name)
        if found and found.start() and self._place[-1] in _LEVELS:
            return self._place[-1] + name[found.end() :]
        return name

    def _near(self, name: str) -> list[tuple[Unit, float]]:
        """Units by likeness of their full or short names, best first; another level's office is never near."""
        best: dict[str, tuple[Unit, float]] = {}
        level = _level(_plain(name))
        for typed, index in ((_plain(name), self._exact), (self._key(name), self._short)):
            names = {key: found[0] for key, found in index.items() if len(found) == 1}
            for key, score, _ in process.extract(typed, list(names), scorer=fuzz.ratio, limit=12):
                unit = names[key]
                if level and _level(key) not in {"", level}:
                    continue
                if unit.name not in best or score > best[unit.name][1]:
                    best[unit.name] = (unit, score)
        return sorted(best.values(), key=lambda pair: -pair[1])


def _add(units: list[Unit], unit: Unit) -> None:
    if unit not in units:
        units.append(unit)


def _plain(name: str) -> str:
    return re.sub(r"[“”\"'「」·]", "", compact(name))


def _readings(name: str) -> tuple[str, ...]:
    """The name as it is, and what stands outside its brackets (区文化旅游委（区图书馆）)."""
    outside = _BRACKETS.sub("", compact(name))
    return (name,) if outside == compact(name) or len(outside) < 2 else (name, outside)


def _shortened(name: str) -> str:
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    return re.sub(r"(?<=.{2})办公室$", "办", name)


def _stem(key: str) -> str:
    """What the body is about: a name in short form without its level and the kind of body."""
    return _BODY.sub("", _without_level(key))


def _abbreviates(short: str, long: str) -> bool:
    """发改 for 发展改革: begins alike, and every sign stands in the longer name in that order."""
    signs = iter(long)
    return 2 <= len(short) < len(long) and short[0] == long[0] and all(sign in signs for sign in short)


def _level(name: str) -> str:
    return name[0] if name != _without_level(name) else ""


def _without_level(key: str) -> str:
    if key[:1] in _LEVELS and len(key) > 2 and not _LEVEL_IN_WORD.match(key):
        return key[1:]
    return key


def _group_key(name: str) -> str:
    """One key for the spellings of a group: 各乡镇（街道）, 各乡镇街道, 各镇街; 区政府各部门, 区政府部门."""
    plain = re.sub(r"[()〔〕\[\]【】、,/和]", "", _plain(name))
    plural = "各" in plain
    plain = plain.replace("各", "").replace("人民政府", "政府").replace("办事处", "").replace("街道办", "街道")
    plain = re.sub(r"(?<=[乡镇])(?:政府|人民政府)", "", plain)
    plain = plain.replace("街道", "街")
    if re.fullmatch(r"乡?镇乡?街|乡镇街|镇街|街镇|街乡镇", plain):
        plain = "镇街"
    if re.fullmatch(r"(?:[省市区县])?街|管委会", plain) and not plural:
        plural = True  # 管委会、街道办事处 under 各 of the name before
    plural = plural or bool(_INHERENT_PLURAL.search(plain))
    return ("各:" if plural else "") + plain
