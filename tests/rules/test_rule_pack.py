"""Rule packs: what people edit stays, what the document changes is told, what is wrong is named with its line."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from written_documents import BASICS, BUDGET, flat, read

from rules import fastyaml
from rules.derive import derive
from rules.model import RuleKind, RulePack, RuleParseError
from rules.pack import load_pack, merge_and_write

HEADER = ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]
ROWS = [
    ["1", "公开预算（公开路径：政府网站>信息公开>预算/决算）。", "区财政局", "各镇街", "年底前"],
    ["2", "公开规划（公开路径：政府网站>信息公日录>规划）。", "区发展改革委", "各镇街", "—"],
    ["3", BASICS, "区民政局", "各镇街", "—"],
]


def pack(*rows: list[str]) -> RulePack:
    return derive(read(flat([HEADER, *(rows or ROWS)])))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "packs" / "云山.yaml"
    merge_and_write(pack(), path)
    return path


def edit(path: Path, change: Callable[[str], str]) -> str:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return changed


def test_a_pack_comes_back_as_it_was_written(file: Path) -> None:
    assert load_pack(file) == pack()


def test_a_new_pack_tells_what_it_adds_and_how_to_edit_it(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    changes = merge_and_write(pack(), path)
    assert set(changes.added) == {rule.id for rule in pack().rules} | {task.id for task in pack().manual}
    assert path.read_text(encoding="utf-8").startswith("# 规则集")


def test_writing_the_same_again_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert merge_and_write(pack(), file).none
    assert file.read_bytes() == before


def test_edits_and_comments_survive(file: Path) -> None:
    def change(text: str) -> str:
        text = text.replace("    url:\n", "    url: https://www.example.invalid/ys/  # 电话确认\n", 1)
        text = text.replace("    limit_days:\n", "    limit_days: 30\n", 1)
        return text.replace("lead_units: [区财政局]", "lead_units: [区财政局, 区税务局]", 1)

    edited = edit(file, change)
    changes = merge_and_write(pack(), file)
    assert file.read_text(encoding="utf-8") == edited
    first = load_pack(file).rules[0]
    assert (first.url, first.limit_days) == ("https://www.example.invalid/ys/", 30)
    assert first.lead_units == ("区财政局", "区税务局")
    assert set(changes.kept[first.id]) == {"url", "limit_days", "lead_units"}


def test_what_was_not_edited_follows_the_document(file: Path) -> None:
    edit(file, lambda text: text.replace("    skip:\n", "    skip: 本年度不适用\n", 1))
    changed = [["1", ROWS[0][1], "区审计局", "各镇街", "10月底前"], *ROWS[1:]]
    changes = merge_and_write(pack(*changed), file)
    first = load_pack(file).rules[0]
    assert first.skip == "本年度不适用"
    assert first.lead_units == ("区审计局",)
    assert [str(deadline.due) for deadline in first.deadlines] == ["2024-10-31"]
    assert first.id in changes.changed
    assert not changes.conflicts


def test_an_edit_wins_over_the_document_and_the_conflict_is_told(file: Path) -> None:
    edit(file, lambda text: text.replace("lead_units: [区财政局]", "lead_units: [区国资委]", 1))
    changes = merge_and_write(pack(["1", ROWS[0][1], "区审计局", "各镇街", "年底前"], *ROWS[1:]), file)
    first = load_pack(file).rules[0]
    assert first.lead_units == ("区国资委",)
    assert changes.conflicts == {first.id: ("lead_units",)}
    # told once, not every night
    again = merge_and_write(pack(["1", ROWS[0][1], "区审计局", "各镇街", "年底前"], *ROWS[1:]), file)
    assert again.conflicts == {}
    assert load_pack(file).rules[0].lead_units == ("区国资委",)


def test_a_dropped_rule_goes_unless_somebody_edited_it(file: Path) -> None:
    budget, accounts, plan = (rule.id for rule in load_pack(file).rules)
    edit(file, lambda text: text.replace("    url:\n", "    url: https://www.example.invalid/ys/\n", 1))
    changes = merge_and_write(pack(ROWS[1], ROWS[2]), file)
    assert changes.orphaned == (budget,)
    assert changes.dropped == (accounts,)
    left = {rule.id: rule for rule in load_pack(file).rules}
    assert set(left) == {budget, plan}
    assert left[budget].skip  # kept, marked, and not judged
    merge_and_write(pack(), file)
    back = {rule.id: rule for rule in load_pack(file).rules}
    assert back[budget].skip is None
    assert back[budget].url


def test_a_comment_alone_keeps_a_dropped_rule(file: Path) -> None:
    edit(file, lambda text: text.replace("    accepted: true\n", "    accepted: true  # 与办公室商定\n", 1))
    changes = merge_and_write(pack(ROWS[1], ROWS[2]), file)
    assert len(changes.orphaned) == 1
    assert "与办公室商定" in file.read_text(encoding="utf-8")


def test_a_rule_people_added_stays(file: Path) -> None:
    own = "rules:\n  - {id: 自拟-1, site: 政府网站, path: [专题, 乡村振兴], limit_days: 60}\n"
    edit(file, lambda text: text.replace("rules:\n", own, 1))
    merge_and_write(pack(), file)
    added = next(rule for rule in load_pack(file).rules if rule.id == "自拟-1")
    assert (added.path, added.kind, added.limit_days) == (("专题", "乡村振兴"), RuleKind.COLUMN, 60)


def test_a_removed_rule_comes_back(file: Path) -> None:
    yaml = YAML()
    tree = yaml.load(file.read_text(encoding="utf-8"))
    gone = tree["rules"].pop(0)["id"]
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(tree, stream)
    assert merge_and_write(pack(), file).added == (gone,)
    assert {rule.id for rule in load_pack(file).rules} == {rule.id for rule in pack().rules}


def test_new_rules_stand_where_the_document_has_them(file: Path) -> None:
    between = ["2", "公开人事（公开路径：政府网站>信息公开>人事信息/招考信息）。", "区人力社保局", "各镇街", "—"]
    merge_and_write(pack(ROWS[0], between, ROWS[1], ROWS[2]), file)
    assert [rule.path[-1] for rule in load_pack(file).rules] == ["预算", "决算", "人事信息", "招考信息", "规划"]


def test_rejecting_a_rule_is_kept(file: Path) -> None:
    edit(file, lambda text: text.replace("    accepted: true\n", "    accepted: false\n", 1))
    merge_and_write(pack(), file)
    assert [rule.accepted for rule in load_pack(file).rules] == [False, True, True]


WRONG = [
    pytest.param(lambda t: t.replace("    row: 1\n", "    row: 一\n", 1), r"第\d+行.*rules\.0\.row.*整数", id="not a number"),
    pytest.param(lambda t: t.replace("    url:\n", "    urll:\n", 1), r"第\d+行.*urll.*没有这一项", id="unknown key"),
    pytest.param(lambda t: t.replace("    site: 政府网站\n", "", 1), r"第\d+行.*site.*缺少", id="key missing"),
    pytest.param(lambda t: t.replace("    url:\n", "    url: www.example.invalid\n", 1), r"第\d+行.*url", id="not an address"),
    pytest.param(lambda t: t.replace("limit_days:\n", "limit_days: -3\n", 1), r"第\d+行.*limit_days.*不能小于", id="negative"),
    pytest.param(lambda t: t.replace("kind: column", "kind: columm", 1), r"第\d+行.*kind.*只能是", id="unknown kind"),
    pytest.param(lambda t: t.replace("accepted: true", "accepted: 也许", 1), r"第\d+行.*accepted.*true 或 false", id="no boolean"),
    pytest.param(lambda t: t.replace("path: [信息公开, 预算]", "path: []", 1), r"第\d+行.*path.*不能为空", id="empty path"),
    pytest.param(lambda t: t.replace("path: [信息公开, 预算]", "path: 预算", 1), r"第\d+行.*path.*列表", id="path is no list"),
    pytest.param(lambda t: t.replace("path: [信息公开, 预算]", "path: [信息公开, 预算", 1), r"第\d+行.*YAML", id="broken bracket"),
    pytest.param(lambda t: t.replace("    row: 1\n", "\trow: 1\n", 1), r"第\d+行.*YAML", id="a tab"),
    pytest.param(lambda t: "- 甲\n- 乙\n", "第1行.*不是规则集", id="a list"),
    pytest.param(lambda t: "甲", "第1行.*不是规则集", id="a word"),
    pytest.param(lambda t: t.replace("zwgk.pack/1", "zwgk.pack/9", 1), r"第\d+行.*schema", id="another version"),
    pytest.param(lambda t: t.replace("rules:\n", "rules: &甲\n", 1) + "more: *甲\n", "锚点|more", id="anchors"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_is_wrong_is_named_with_line_and_key(file: Path, change: Callable[[str], str], message: str) -> None:
    text = edit(file, change)
    for use in (lambda: load_pack(file), lambda: merge_and_write(pack(), file)):
        with pytest.raises(RuleParseError, match=message) as caught:
            use()
        assert str(file) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert file.read_text(encoding="utf-8") == text


def test_the_line_is_the_right_one(file: Path) -> None:
    text = edit(file, lambda text: text.replace("    url:\n", "    urll:\n", 1))
    line = next(number for number, words in enumerate(text.split("\n"), 1) if "urll" in words)
    with pytest.raises(RuleParseError, match=f"第{line}行"):
        load_pack(file)


def test_two_rules_of_one_id(file: Path) -> None:
    first = load_pack(file).rules[0].id
    edit(file, lambda text: text.replace("rules:\n", f"rules:\n  - {{id: {first}, site: 政府网站, path: [甲]}}\n", 1))
    with pytest.raises(RuleParseError, match=r"第\d+行.*重复"):
        load_pack(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [pytest.param(b"", "不是规则集", id="empty"), pytest.param(b"\xff\xfe\x00\x81", "UTF-8", id="bytes"), pytest.param(None, "不存在", id="missing")],
)  # fmt: skip
def test_files_that_are_no_packs(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "x.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RuleParseError, match=message):
        load_pack(path)


def test_a_stop_while_writing_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        merge_and_write(pack(["1", BUDGET, "区财政局", "各镇街", "—"]), file)
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == [file.name]  # noqa: PTH208 - only names are wanted


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    skips=st.lists(
        st.none() | st.text(alphabet="不适用：#'\"- {}[]&*!%@`|>?a1", min_size=1, max_size=12), min_size=3, max_size=3
    ),
    keep=st.lists(st.booleans(), min_size=3, max_size=3).filter(any),
)
def test_no_edit_is_ever_lost(tmp_path: Path, skips: list[str | None], keep: list[bool]) -> None:
    path = tmp_path / "edited.yaml"
    path.unlink(missing_ok=True)
    merge_and_write(pack(), path)
    yaml = YAML()
    tree = yaml.load(path.read_text(encoding="utf-8"))
    reasons = {}
    for entry, skip in zip(tree["rules"], skips, strict=True):
        if skip and skip.strip():
            entry["skip"] = skip
            reasons[entry["id"]] = skip
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(tree, stream)
    whole = pack()
    rules = tuple(rule for rule, kept in zip(whole.rules, keep, strict=True) if kept)
    merge_and_write(replace(whole, rules=rules), path)
    merge_and_write(whole, path)
    assert {rule.id: rule.skip for rule in load_pack(path).rules if rule.skip} == reasons


@pytest.mark.parametrize(
    "value",
    [
        "12:30", "yes", "on", "0123", "0o17", "1_000", "1e3", ".5", "~", "null", "TRUE", "2024-06-30", "2024-6-3",
        "'5'", "区财政局", "甲: 乙", "[甲, 乙]", "-", "", "https://www.example.gov.cn/?a=1&b=*2",
    ],
)  # fmt: skip
def test_plain_values_are_read_as_yaml_1_2_has_them(value: str) -> None:
    text = f"a: {value}\nb: [x]\n" if ": " not in value else f"a:\n  {value}\n"
    try:
        expected = YAML(typ="safe").load(text)
    except YAMLError:
        with pytest.raises(fastyaml.FastYamlError):
            fastyaml.load(text)
        return
    assert fastyaml.load(text) == expected
    assert type(fastyaml.load(text)["a"]) is type(expected["a"])


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: 1\na: 2\n", "a: [1\n", "a: \x01\n", "!!python/name:os.system a"]
)
def test_what_the_fast_reader_refuses(text: str) -> None:
    with pytest.raises(fastyaml.FastYamlError):
        fastyaml.load(text)
