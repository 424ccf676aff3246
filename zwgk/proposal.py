"""A first config.yaml from a task-division document: what it names, and comments where a person must answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rules.assignment import is_complete
from rules.model import TaskDocument
from rules.paths import GOVERNMENT_SITE
from rules.units import ExpansionKind, Unit, UnitRegistry
from zwgk.placeholders import PLACEHOLDER
from zwgk.sites import is_unit_page

_PLAIN = re.compile(r"[\u4e00-\u9fff（）〇·]{1,60}")
_BRACKETED = re.compile(r"^(?P<name>[^（(〔\[]{2,})[（(〔\[](?P<other>[^（()）〔〕\[\]]{2,})[)）〕\]]$")
_GROUP = re.compile(r"各|等$|(?:部门|单位|机关|企业|学校|科室)$")
_DEPARTMENTS = re.compile(r"政府.{0,2}部门|直.{0,2}(?:部门|单位)|级.{0,2}(?:部门|单位)|^各部门")
_TOWNS = re.compile(r"[乡镇街]")
_GOVERNMENTS = re.compile(r"各[县市区旗（）()、和/]{1,12}(?:人民)?政府")
_GOVERNMENT = re.compile(r"[^省市区县旗]{2,8}[县市区旗](?:人民)?政府$")
_TOWN = re.compile(r"(?:[乡镇]|街道|街道办事处|[乡镇]人民?政府|[乡镇]政府)$")
# 区委宣传部, 区人大常委会, 区法院 are no departments of the government.
_NO_DEPARTMENT = re.compile(
    r"^.?委(?:办|宣|组|统|政法|网信|编|老|史|党|巡)|党校|管委会|人大|政协|法院|检察院|纪委|监委|总工会|妇联|团[区县市]委"
)
_DEPARTMENT = re.compile(r"(?:局|委|委员会|办|办公室|中心|大队|支队|分局)$")


@dataclass(kw_only=True)
class ProposedUnit:
    """A unit as it will be written."""

    name: str
    aliases: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Proposal:
    """Everything a document tells of a configuration."""

    place: str
    sites: tuple[str, ...]
    units: list[ProposedUnit]
    groups: tuple[str, ...]
    unassigned: tuple[str, ...]
    unclear: tuple[str, ...]
    unit_pages: bool
    """The document wants columns on 部门网页: units need their `page`."""


def propose(document: TaskDocument) -> Proposal:
    """What the document names; group members are those its names show."""
    places = [path.site for task in document.rows for path in task.paths]
    printed = dict.fromkeys(
        " ".join(name.split()) for task in document.rows for name in (*task.lead_units, *task.responsible_units)
    )
    nobody = UnitRegistry(())
    unassigned = [name for name in printed if nobody.expand(name).kind is ExpansionKind.UNASSIGNED]
    groups = [name for name in printed if name not in unassigned and _GROUP.search(name)]
    rest = [name for name in printed if name not in unassigned and name not in groups]
    units = _units([name for name in rest if is_complete(name)], document.place)
    merged = _one_of_each(groups)
    for group in merged:
        for unit in units:
            if _belongs(unit.name, group):
                unit.groups.append(group)
    return Proposal(
        place=document.place,
        sites=tuple(dict.fromkeys((GOVERNMENT_SITE, *(site for site in places if not is_unit_page(site))))),
        units=units,
        groups=tuple(merged),
        unassigned=tuple(unassigned),
        unclear=tuple(name for name in rest if not is_complete(name)),
        unit_pages=any(map(is_unit_page, places)),
    )


def _units(names: Sequence[str], place: str) -> list[ProposedUnit]:
    units: list[ProposedUnit] = []
    taken: set[str] = set()
    for name in names:
        known = UnitRegistry((Unit(name=unit.name, aliases=tuple(unit.aliases)) for unit in units), place)
        bracketed = _BRACKETED.match(name)
        plain = bracketed["name"].strip() if bracketed else name
        found = known.find(plain)
        unit = next((one for one in units if found is not None and one.name == found.name), None)
        if unit is None:
            unit = ProposedUnit(name=plain)
            units.append(unit)
            taken.add(plain)
        elif plain not in taken:
            unit.aliases.append(plain)
            taken.add(plain)
            unit.notes.append(f"“{plain}”与“{unit.name}”按同一单位处理，请核对")
            if plain.endswith(unit.name):  # 区政务服务局 says more than 政务服务局
                unit.aliases[-1], unit.name = unit.name, plain
        other = bracketed["other"].strip() if bracketed else ""
        if other and other not in taken and other not in names:
            unit.aliases.append(other)
            taken.add(other)
            unit.notes.append(f"文件写作“{name}”，请核对“{other}”是别名还是另一单位")
    return units


def _one_of_each(groups: Sequence[str]) -> list[str]:
    """The spellings of one group (各乡镇街道, 各镇街) as one name, the first printed."""
    kept: list[str] = []
    for group in groups:
        known = UnitRegistry([Unit(name="\x00", groups=tuple(kept))])
        if known.expand(group).kind is not ExpansionKind.GROUP:
            kept.append(group)
    return kept


def _belongs(name: str, group: str) -> bool:
    if re.search(r"企业|国企|学校|成员单位|平台|公司|等$|管委会|有关|相关|科室", group):
        return False
    if _GOVERNMENTS.search(group):
        return bool(_GOVERNMENT.search(name))
    if _TOWNS.search(group) and not _DEPARTMENTS.search(group):
        return bool(_TOWN.search(name))
    if _DEPARTMENTS.search(group):
        if {name[0], group.lstrip("各")[0]} <= set("省市区县") and name[0] != group.lstrip("各")[0]:
            return name.endswith("分局")  # 市生态环境局云山分局 works in the district, 市财政局 does not
        return bool(_DEPARTMENT.search(name)) and not _NO_DEPARTMENT.search(name) and not _TOWN.search(name)
    return False


def written(proposal: Proposal, document: str) -> str:
    """The proposal as the text of a config.yaml; `document` is the file's name."""
    return "\n".join(_lines(proposal, document)) + "\n"


def _lines(proposal: Proposal, document: str) -> Iterator[str]:
    yield f"# zwgk 的配置文件，由 zwgk init 根据“{_comment(document)}”起草。"
    yield "# 带“请填写”“请核对”的地方需要人工确认；各项的完整说明见示例 config.yaml。"
    yield ""
    if not proposal.place:
        yield "# 请填写：文件没有写明地区，如 示范市云山区"
    yield f"place: {_scalar(proposal.place) if proposal.place else chr(34) * 2}"
    yield "timezone: Asia/Shanghai"
    yield ""
    yield "# 文件点名的网站。请填写：把 .invalid 占位网址改成真实的首页网址，暂不检查的网站整行删去。"
    yield "# 同一网站的其他叫法写进 aliases，其他主机写进 hosts。"
    yield "sites:"
    for site in proposal.sites:
        yield f"  {_scalar(site)}: {{url: {json.dumps(PLACEHOLDER, ensure_ascii=False)}, aliases: []}}"
    yield ""
    yield from _unit_lines(proposal)
    yield "# 规则集：先运行 zwgk derive 任务分工文件 -o rules.yaml"
    yield "rules: [rules.yaml]"


def _unit_lines(proposal: Proposal) -> Iterator[str]:
    yield "# 文件点名的单位。请核对：名称、简称（aliases）和所属的单位组（groups）。"
    if proposal.unit_pages:
        yield "# 请填写：文件要求在部门网页公开，请为各单位加上 page: 部门网页的网址，如"
        yield "#   - {name: 区财政局, page: https://www.example.gov.cn/czj/}"
    yield "units:" if proposal.units else "units: []"
    for unit in proposal.units:
        parts = [f"name: {_scalar(unit.name)}"]
        parts += [f"aliases: [{', '.join(map(_scalar, unit.aliases))}]"] if unit.aliases else []
        parts += [f"groups: [{', '.join(map(_scalar, unit.groups))}]"] if unit.groups else []
        note = f"  # {_comment('；'.join(unit.notes))}" if unit.notes else ""
        yield f"  - {{{', '.join(parts)}}}{note}"
    yield ""
    if proposal.groups:
        yield "# 文件点名的单位组。文件没有点名的成员请填写到 units，并在其 groups 中写上组名："
        for group in proposal.groups:
            members = [unit.name for unit in proposal.units if group in unit.groups]
            said = f"{len(members)} 个成员取自文件，请核对是否齐全" if members else "文件没有点名成员，请填写"
            yield f"#   {_comment(group)}：{said}"
        yield ""
    if proposal.unassigned:
        yield f"# 这些写法没有固定成员，不用配置：{_comment('、'.join(proposal.unassigned))}"
        yield ""
    if proposal.unclear:
        yield f"# 请核对：这些写法未能认作单位名称，没有列入：{_comment('、'.join(proposal.unclear))}"
        yield ""


def _scalar(name: str) -> str:
    """A name as YAML: plain when nothing in it could mean something else."""
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _comment(text: str) -> str:
    """Words of a document inside a comment: on one line, without control characters."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
