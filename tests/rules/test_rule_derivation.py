"""Rules from tasks: leaves, literals, ids that stay, and a manual task for every row without a path."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from written_documents import BASICS, BUDGET, SCHOOLS, flat, read

from rules.derive import coverage, derive
from rules.model import RuleKind, TaskDocument

ROWS = [
    ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"],
    ["1", "公开预算（公开路径：政府网站>政府信息公开>预算/决算）。", "区财政局", "各镇街", "年底前"],
    ["2", "在政府网站“目录>解读”中设置“图片、视频”2个子栏目。", "区政府办公室", "", ""],
    ["3", "在政府网站首页设置“减税”栏目（公开路径：政府网站>专题>减税）。", "区税务局", "—", ""],
    ["4", "1．公开甲，6月底前完成（公开路径：部门网页>信息公开日录>甲栏）。\n2．公开乙，9月底前完成。", "区教育局", "各镇街", "—"],
    ["5", BASICS, "区民政局", "各镇街", "—"],
    ["6", "通过新闻发布会发布信息，回应关切。", "区新闻办", "各镇街", "—"],
]  # fmt: skip


def document() -> TaskDocument:
    return read(flat(ROWS))


def test_one_rule_for_each_leaf() -> None:
    rules = [rule for rule in derive(document()).rules if not rule.suggested]
    assert [(rule.row, rule.item, rule.kind, rule.site, rule.path) for rule in rules] == [
        (1, None, RuleKind.COLUMN, "政府网站", ("政府信息公开", "预算")),
        (1, None, RuleKind.COLUMN, "政府网站", ("政府信息公开", "决算")),
        (2, None, RuleKind.SUBCOLUMNS, "政府网站", ("目录", "解读")),
        (3, None, RuleKind.HOMEPAGE_ENTRY, "政府网站", ("减税",)),
        (3, None, RuleKind.COLUMN, "政府网站", ("专题", "减税")),
        (4, 1, RuleKind.COLUMN, "部门网页", ("信息公开目录", "甲栏")),
    ]
    assert [rule.literal for rule in rules] == ["预算/决算", "预算/决算", None, None, None, None]
    assert rules[2].subcolumns == ("图片", "视频")
    assert [(one.original, one.corrected) for one in rules[5].corrections] == [("日录", "目录")]
    assert all(rule.document == document().title for rule in rules)


def test_a_rule_speaks_its_items_words_and_has_its_items_deadlines() -> None:
    rule = derive(document()).rules[5]
    assert rule.text.startswith("公开甲")
    assert [deadline.text for deadline in rule.deadlines] == ["6月底前"]


def test_a_deadline_of_the_rows_own_column_is_every_rules() -> None:
    assert [str(deadline.due) for deadline in derive(document()).rules[0].deadlines] == ["2024-12-31"]


def test_rows_without_a_path_are_left_to_people_with_a_reason() -> None:
    manual = derive(document()).manual
    assert [task.row for task in manual] == [5, 6]
    assert "未写公开路径" in manual[0].reason
    assert "网站以外" in manual[1].reason


def test_coverage_counts_every_row_once() -> None:
    read_document = document()
    pack = derive(read_document)
    report = coverage(read_document, pack)
    assert (report.rows, report.rows_with_path, report.rules, report.manual_rows) == (6, 4, 6, 2)
    assert report.uncovered == ()
    assert coverage(read_document, replace(pack, manual=())).uncovered == (5, 6)


def test_ids_are_readable_and_unique() -> None:
    pack = derive(document())
    identities = [rule.id for rule in pack.rules] + [task.id for task in pack.manual]
    assert len(set(identities)) == len(identities)
    assert pack.rules[0].id.startswith("2024-云山-预算-")


def test_the_same_words_and_path_twice_get_two_ids() -> None:
    row = ["公开甲（公开路径：政府网站>甲栏）。", "区财政局"]
    rules = derive(read(flat([["工作任务", "责任单位"], row, row, [BUDGET, "各镇街"]]))).rules
    assert len({rule.id for rule in rules if not rule.suggested}) == 2


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_units_or_order(chance: random.Random) -> None:
    rows = [row for row in ROWS[1:] if row[0] not in {"2"}]
    units = [row[2] for row in rows]
    chance.shuffle(rows)
    chance.shuffle(units)
    changed = [
        [str(number), row[1], unit, "各镇街", row[4]]
        for number, (row, unit) in enumerate(zip(rows, units, strict=True), 1)
    ]
    before = {rule.id: (rule.path, rule.text) for rule in derive(read(flat([ROWS[0], *ROWS[1:2], *ROWS[3:]]))).rules}
    after = {rule.id: (rule.path, rule.text) for rule in derive(read(flat([ROWS[0], *changed]))).rules}
    assert after == before


def test_derivation_is_the_same_each_time() -> None:
    assert derive(document()) == derive(document())


def test_two_documents_do_not_share_ids() -> None:
    other = read(flat(ROWS, front="云山区2025年政务公开重点工作任务分工表"))
    assert not {rule.id for rule in derive(document()).rules} & {rule.id for rule in derive(other).rules}


def test_doubts_go_with_their_rules() -> None:
    text = "公开甲（公开路径：政府网站>“甲”“乙”）。"
    pack = derive(read(flat([["工作任务", "责任单位"], [text, "区财政局"], [SCHOOLS, "区教委"]])))
    assert any("引号连写" in doubt for doubt in pack.rules[0].doubts)
    assert any(doubt.startswith("第1行") for doubt in pack.doubts)
