"""A pack's file as text: entries written so that every reader gets the same values back, and comments that stay."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from written_documents import BASICS, BUDGET, flat, read

from rules import fastyaml
from rules.derive import derive
from rules.model import RulePack, RuleParseError
from rules.pack import load_pack, mark_accepted, merge_and_write
from rules.packentry import REMOVED, Entry, rendered
from rules.packtext import PackText, UncutError

WORDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("公开：，“”'\"#:-?{}[]&*!|>%@`~ \n\t1yesno"),
    max_size=20,
)
VALUES = st.dictionaries(
    st.sampled_from(["text", "section", "skip", "row", "path", "deadlines", "requirements", "doubts", "accepted"]),
    WORDS
    | st.integers(-5, 10**6)
    | st.booleans()
    | st.dates(date(1900, 1, 1), date(2100, 1, 1))
    | st.lists(WORDS, min_size=1, max_size=3)
    | st.lists(st.dictionaries(st.sampled_from(["from", "to", "due"]), WORDS, min_size=1), min_size=1, max_size=2),
    min_size=1,
)


@settings(max_examples=200, deadline=None)
@given(values=VALUES)
def test_what_is_written_is_read_back(values: dict[str, Any]) -> None:
    text = rendered(values)
    assert fastyaml.load(text) == [values]
    assert YAML(typ="safe").load(text) == [values]


@pytest.mark.parametrize(
    "words", ["yes", "12:30", "0x1F", "2024-06-30", "~", "=", "1_0", "null", "a: b", "- x", "x #y"]
)
def test_words_that_look_like_something_else_are_quoted(words: str) -> None:
    assert rendered({"text": words}) == f"  - text: '{words}'\n"


def test_a_change_leaves_comments_and_order() -> None:
    entry = Entry("  - skip: 不适用  # 电话确认\n    id: 甲\n    path: [a, b]\n    derived: x\n")
    entry.change({"path": ["c"], "doubts": ["丙"], "id": "乙"})
    assert entry.text == (
        "  - skip: 不适用  # 电话确认\n    id: 乙\n    path: [c]\n    doubts:\n      - 丙\n    derived: x\n"
    )
    entry.change({"doubts": REMOVED})
    assert "丙" not in entry.text
    assert entry.values == {"skip": "不适用", "id": "乙", "path": ["c"], "derived": "x"}


HEADER = ["序号", "工作任务", "牵头单位", "责任单位"]
ROWS = [
    ["1", "公开预算（公开路径：政府网站>信息公开>预算）。", "区财政局", "各镇街"],
    ["2", "公开规划（公开路径：政府网站>信息公开>规划）。", "区发展改革委", "各镇街"],
    ["3", BASICS, "区民政局", "各镇街"],
]


def pack(*rows: list[str]) -> RulePack:
    return derive(read(flat([HEADER, *(rows or ROWS)])))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pack.yaml"
    merge_and_write(pack(), path)
    return path


def test_comments_between_entries_and_at_the_ends_stay(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    second = load_pack(file).rules[1].id
    text = text.replace("rules:\n", "# 以下请逐条核对\nrules:  # 张三负责\n  # 财政\n").replace(
        f"  - id: {second}", f"\n  # 规划类\n  # 李四负责\n  - id: {second}"
    )
    text = text.replace("manual:\n", "# 人工\nmanual:\n") + "# 完\n"
    file.write_text(text, encoding="utf-8")
    assert merge_and_write(pack(), file).none
    assert file.read_text(encoding="utf-8") == text
    new = ["2", BUDGET + "（公开路径：政府网站>信息公开>债务）", "区财政局", "各镇街"]
    merge_and_write(pack(ROWS[0], new, ROWS[1], ROWS[2]), file)
    after = file.read_text(encoding="utf-8")
    assert [rule.path[-1] for rule in load_pack(file).rules] == ["预算", "债务", "规划"]
    assert f"  # 规划类\n  # 李四负责\n  - id: {second}" in after
    assert after.endswith("# 完\n")


def test_new_rules_between_rows_that_changed_places(file: Path) -> None:
    new = [
        [str(number), f"公开第{number}类（公开路径：政府网站>信息公开>第{number}类）。", "区财政局", "各镇街"]
        for number in (4, 5, 6)
    ]
    reordered = pack(new[0], ROWS[1], new[1], ROWS[0], new[2], ROWS[2])
    changes = merge_and_write(reordered, file)
    rules = load_pack(file).rules
    assert {rule.id for rule in rules} == {rule.id for rule in reordered.rules}
    assert len(rules) == 5
    assert len(changes.added) == 3
    assert merge_and_write(reordered, file).none


def test_a_comment_before_an_entry_keeps_it_when_its_task_is_dropped(file: Path) -> None:
    identity = load_pack(file).rules[1].id
    text = file.read_text(encoding="utf-8").replace(f"  - id: {identity}", f"  # 李四负责\n  - id: {identity}")
    file.write_text(text, encoding="utf-8")
    assert merge_and_write(pack(ROWS[0], ROWS[2]), file).orphaned == (identity,)
    assert "  # 李四负责\n" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda text: text.replace("\n    ", "\n        ").replace("\n  - ", "\n    -   "), id="wider margins"
        ),
        pytest.param(
            lambda text: re.sub(r"(?s)(?<=\nrules:).*", lambda rest: rest[0].replace("\n  ", "\n"), text),
            id="no margin",
        ),
        pytest.param(lambda text: "---\n" + text, id="a document's start"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(lambda text: "\ufeff" + text, id="a byte order mark"),
    ],
)
def test_other_layouts_are_read_and_merged(file: Path, change: Any) -> None:
    before = load_pack(file)
    file.write_bytes(
        change(file.read_text(encoding="utf-8").replace("url:\n", "url: https://a.example/\n", 1)).encode()
    )
    rules = load_pack(file).rules
    assert [rule.id for rule in rules] == [rule.id for rule in before.rules]
    assert merge_and_write(pack(), file).none
    assert load_pack(file).rules == rules
    assert rules[0].url == "https://a.example/"


def test_a_file_in_flow_style_is_merged(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = "schema: zwgk.pack/1\nrules: [{id: 自拟, site: 政府网站, path: [专题, 甲]}] # 自己加的\n"
    file.write_text(text, encoding="utf-8")
    merge_and_write(pack(), file)
    assert {rule.id for rule in load_pack(file).rules} == {"自拟", *(rule.id for rule in pack().rules)}


@pytest.mark.parametrize("text", ["甲", "rules:\n  a: 1\n", "rules:\n  - a\nrules:\n  - b\n", "- a\n", "rules: *x\n"])
def test_what_is_no_pack_is_not_cut(text: str) -> None:
    with pytest.raises(UncutError):
        PackText.cut(text)


@given(st.text(alphabet="rules:manual-# \n'\"[]{}|>甲\t", max_size=80))
def test_cutting_loses_no_text(text: str) -> None:
    try:
        cut = PackText.cut(text)
    except UncutError:
        return
    same = text if text.endswith("\n") else text + "\n"
    assert cut.text().replace(" []", "").replace("[]", "").split() == same.replace(" []", "").replace("[]", "").split()


def test_words_with_stars_and_ampersands_are_no_anchors(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("skip:\n", "skip: 见“R&D 专栏” *注 &甲\n", 1)
    file.write_text(text, encoding="utf-8")
    assert load_pack(file).rules[0].skip == "见“R&D 专栏” *注 &甲"


def test_permissions_stay(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o660)
    merge_and_write(pack(ROWS[0]), file)
    assert file.stat().st_mode & 0o777 == 0o660


def test_accepting_in_a_broken_pack_says_where(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("row: 1", "row: 一", 1), encoding="utf-8")
    with pytest.raises(RuleParseError, match=r"第\d+行"):
        mark_accepted(file, {"x"}, accepted=True)


def test_thousands_of_rules_are_merged_in_seconds(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    rule = pack().rules[0]
    rules = tuple(replace(rule, id=f"{rule.id}-{number}", text=f"{rule.text}{number}") for number in range(2000))
    whole = replace(pack(), rules=rules)
    merge_and_write(whole, file)
    file.write_text(
        file.read_text(encoding="utf-8").replace("url:\n", "url: https://a.example/  # 人工\n", 20), "utf-8"
    )
    before = file.read_bytes()
    started = time.process_time()
    assert merge_and_write(whole, file).none
    assert (
        time.process_time() - started < 8
    )  # 0.9 s on two cores; some 30 s when the whole file goes through ruamel.yaml
    assert file.read_bytes() == before
