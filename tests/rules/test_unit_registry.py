"""Printed names against configured units: exact, alias, abbreviation, place, group; near names only for people."""

from __future__ import annotations

import pytest

from rules.units import ExpansionKind, Unit, UnitRegistry

UNITS = (
    Unit(name="区财政局", aliases=("区财政",), groups=("区政府各部门",)),
    Unit(name="区发展改革委", groups=("区政府各部门",)),
    Unit(name="区人力社保局", groups=("区政府各部门",)),
    Unit(name="区卫生健康委", groups=("区政府各部门",)),
    Unit(name="区市场监管局", groups=("区政府各部门",)),
    Unit(name="区文化旅游委", groups=("区政府各部门",), page="https://example.invalid/whly/"),
    Unit(name="区政府办公室", groups=("区政府各部门",)),
    Unit(name="区税务局"),
    Unit(name="云山高新区管委会"),
    Unit(name="东湖镇", groups=("各镇街", "各乡镇")),
    Unit(name="西岭街道", groups=("各镇街", "各街道")),
    Unit(name="市司法局"),
)
REGISTRY = UnitRegistry(UNITS, place="示范市云山区")

FOUND = [
    pytest.param("区财政局", "区财政局", id="exact"),
    pytest.param("区财政", "区财政局", id="alias"),
    pytest.param(" 区 财政局 ", "区财政局", id="spaces"),
    pytest.param("区发改委", "区发展改革委", id="abbreviation"),
    pytest.param("区发展和改革委员会", "区发展改革委", id="full name"),
    pytest.param("区人力资源和社会保障局", "区人力社保局", id="full name shortened"),
    pytest.param("区人社局", "区人力社保局", id="shorter still"),
    pytest.param("区卫健委", "区卫生健康委", id="another abbreviation"),
    pytest.param("区市场监督管理局", "区市场监管局", id="a name that begins like a level"),
    pytest.param("市场监管局", "区市场监管局", id="without its level"),
    pytest.param("财政局", "区财政局", id="prefix carried by the first name only"),
    pytest.param("云山区财政局", "区财政局", id="with the place"),
    pytest.param("示范市云山区财政局", "区财政局", id="with the whole place"),
    pytest.param("国家税务总局示范市云山区税务局", "区税务局", id="the state's office of the place"),
    pytest.param("区文化旅游委（区图书馆）", "区文化旅游委", id="outside the bracket"),
    pytest.param("区府办公室", None, id="an abbreviation that is not safe"),
    pytest.param("市财政局", None, id="another level"),
    pytest.param("江北区财政局", None, id="another place"),
    pytest.param("区财正局", None, id="a near name is not enough in a document"),
    pytest.param("区司法局", None, id="the level above is not meant"),
    pytest.param("", None, id="nothing"),
]


@pytest.mark.parametrize(("printed", "name"), FOUND)
def test_find(printed: str, name: str | None) -> None:
    unit = REGISTRY.find(printed)
    assert (unit.name if unit else None) == name


def test_a_name_two_units_share_is_not_found() -> None:
    registry = UnitRegistry([Unit(name="市财政局"), Unit(name="区财政局")])
    assert registry.find("财政局") is None
    assert registry.find("区财政局") == Unit(name="区财政局")


def test_levels_inside_words() -> None:
    registry = UnitRegistry([Unit(name="区乡村振兴局"), Unit(name="区教委"), Unit(name="水利局")], place="示范市云山区")
    assert registry.find("乡村振兴局") == Unit(name="区乡村振兴局")
    assert registry.find("教委") == Unit(name="区教委")
    assert registry.find("区水利局") == Unit(name="水利局")
    assert registry.find("市水利局") is None


def test_without_a_place_no_place_is_tolerated() -> None:
    assert UnitRegistry(UNITS).find("云山区财政局") is None


MATCHED = [
    pytest.param("区财政局", ["区财政局"], id="exact"),
    pytest.param("财政局", ["区财政局"], id="short"),
    pytest.param("区文化旅游局", ["区文化旅游委"], id="one sign wrong in a long name"),
    pytest.param("区人力社保", ["区人力社保局"], id="the end is missing"),
    pytest.param("区民政局", [], id="one sign of a short name is another office"),
    pytest.param("市文化旅游局", [], id="another level's office"),
    pytest.param("各街道", ["西岭街道"], id="a group gives its members"),
    pytest.param("各乡镇（街道）", ["东湖镇", "西岭街道"], id="a group in another spelling"),
    pytest.param("区水利局", [], id="nobody"),
    pytest.param("局", [], id="too little to say"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("typed", "names"), MATCHED)
def test_match_what_people_type(typed: str, names: list[str]) -> None:
    assert [unit.name for unit in REGISTRY.match(typed)] == names


def test_suggestions_for_an_unknown_unit() -> None:
    assert "区财政局" in REGISTRY.suggest("区才政局")
    assert len(REGISTRY.suggest("区局")) <= 5


GROUPS = [
    pytest.param("各乡镇街道", "各镇街", id="towns and streets"),
    pytest.param("各乡镇（街道）", "各镇街", id="in brackets"),
    pytest.param("各镇(街道)", "各镇街", id="half-width brackets"),
    pytest.param("各乡镇、街道", "各镇街", id="with a mark"),
    pytest.param("各乡镇人民政府（街道办事处）", "各镇街", id="in full"),
    pytest.param("区政府部门", "区政府各部门", id="without 各"),
    pytest.param("各街道", "各街道", id="streets only"),
    pytest.param("街道办事处", "各街道", id="offices, 各 carried over"),
    pytest.param("各乡镇", "各乡镇", id="towns only"),
]


@pytest.mark.parametrize(("printed", "group"), GROUPS)
def test_spellings_of_a_group(printed: str, group: str) -> None:
    expansion = REGISTRY.expand(printed)
    assert (expansion.kind, expansion.group) == (ExpansionKind.GROUP, group)
    assert expansion.units == tuple(unit for unit in UNITS if group in unit.groups)


UNASSIGNED = [
    "有关单位",
    "各有关单位",
    "区政府有关部门",
    "市直各有关部门",
    "相关单位",
    "区级相关部门",
    "其他整改牵头单位",
    "其他单位",
]


@pytest.mark.parametrize("printed", UNASSIGNED)
def test_nobody_in_particular_is_never_expanded(printed: str) -> None:
    registry = UnitRegistry([*UNITS, Unit(name="区水利局", groups=(printed,))])
    expansion = registry.expand(printed)
    assert (expansion.kind, expansion.units) == (ExpansionKind.UNASSIGNED, ())


EXPANDED = [
    pytest.param("区财政局", ExpansionKind.UNIT, id="a unit"),
    pytest.param("区发改委", ExpansionKind.UNIT, id="a unit abbreviated"),
    pytest.param("云山高新区管委会", ExpansionKind.UNIT, id="a unit that ends like a group"),
    pytest.param("区政府", ExpansionKind.UNKNOWN, id="the government is not its departments"),
    pytest.param("区水利局", ExpansionKind.UNKNOWN, id="not configured"),
    pytest.param("区直各单位", ExpansionKind.UNKNOWN, id="a group that is not configured"),
    pytest.param("管委会", ExpansionKind.UNKNOWN, id="no group of that name"),
]


@pytest.mark.parametrize(("printed", "kind"), EXPANDED)
def test_expand(printed: str, kind: ExpansionKind) -> None:
    assert REGISTRY.expand(printed).kind is kind


def test_a_level_printed_once_is_carried_on() -> None:
    names = ["省工信厅", "省财政厅", "市财政局", "区财政局", "省教育厅"]
    known = UnitRegistry([Unit(name=name) for name in names])
    assert [one.units[0].name for one in known.expand_all(["省工信厅", "财政厅", "教育厅"])] == [
        "省工信厅", "省财政厅", "省教育厅",
    ]  # fmt: skip
    # two bodies are called 财政局: the level of the list decides
    assert [one.units[0].name for one in known.expand_all(["市财政局", "财政局"])] == ["市财政局", "市财政局"]
    assert known.expand("财政局").kind is ExpansionKind.UNKNOWN
    assert [one.kind for one in known.expand_all(["财政局", "区财政局"])] == [ExpansionKind.UNKNOWN, ExpansionKind.UNIT]


@pytest.mark.parametrize(
    "name",
    ["制定规范性文件的部门", "相关审批部门", "具有行政职能的市直各单位", "其他问题整改牵头单位", "政府有关部门"],
)
def test_phrases_that_name_nobody_in_particular(name: str) -> None:
    assert UnitRegistry([Unit(name="区财政局", groups=("市直各单位",))]).expand(name).kind is ExpansionKind.UNASSIGNED


def test_near_names_are_suggested_never_taken() -> None:
    known = UnitRegistry([Unit(name="区文化旅游局")])
    assert known.expand("区文化旅游委").kind is ExpansionKind.UNKNOWN
    assert known.suggest("区文化旅游委") == ("区文化旅游局",)


SIDE_BY_SIDE = [
    pytest.param("区财政局区税务局", ["区财政局", "区税务局"], id="each with its level"),
    pytest.param("区发展改革委财政局卫生健康委", ["区发展改革委", "区财政局", "区卫生健康委"], id="the level once"),
    pytest.param("东湖镇西岭街道", ["东湖镇", "西岭街道"], id="towns"),
    pytest.param("区财政局预算科", [], id="must not take a part of a body for another body"),
    pytest.param("区财政局民政局", [], id="must not leave anybody out"),
]


@pytest.mark.parametrize(("printed", "names"), SIDE_BY_SIDE)
def test_units_printed_without_anything_between_them(printed: str, names: list[str]) -> None:
    assert [unit.name for unit in REGISTRY.expand(printed).units] == names


ALIKE = [
    pytest.param("区文旅委", "区文化旅游委", True, id="an abbreviation"),
    pytest.param("区文旅委", "区文化旅游局", True, id="another kind of body"),
    pytest.param("区文化和旅游发展委员会", "区文化旅游委", True, id="a longer name"),
    pytest.param("区发改局", "区发展和改革委员会", True, id="abbreviated, another kind of body"),
    pytest.param("云山区财政局", "区财政局", True, id="with the place"),
    pytest.param("区民政", "区民政局", True, id="the end is missing"),
    pytest.param("青石街办", "青石街道办事处", True, id="a street's office"),
    pytest.param("各镇人民政府", "各镇街", True, id="groups that overlap"),
    pytest.param("区级各部门", "区政府各部门", True, id="groups in other words"),
    pytest.param("区公共资源交易中心", "区公共资原交易中心", True, id="one wrong sign in a long name"),
    pytest.param("区民政局", "区财政局", False, id="one sign makes another office"),
    pytest.param("市财政局", "区财政局", False, id="another level"),
    pytest.param("区财政局", "区财政各部门", False, id="a unit and a group"),
    pytest.param("区教委", "区体育局", False, id="different offices"),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_names_a_person_is_asked_about(one: str, other: str, alike: bool) -> None:
    assert bool(REGISTRY.resemblance(one, other)) is alike
    assert bool(REGISTRY.resemblance(other, one)) is alike
