"""Suggested rules in packs: beside their manual task, explained, waiting until accepted, kept when derived again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from written_documents import BASICS, flat, read

from rules.derive import coverage, derive
from rules.model import Rule, TaskDocument
from rules.pack import load_pack, mark_accepted, merge_and_write

HEADER = ["工作任务", "牵头单位", "责任单位"]
REPORT = "规范发布政府信息公开工作年度报告。"


def document(*texts: str, header: list[str] = HEADER) -> TaskDocument:
    return read(flat([header, *([text, "区政府办公室", "各镇街"] for text in texts)]))


def pack_of(tmp_path: Path, *texts: str) -> Path:
    file = tmp_path / "pack.yaml"
    merge_and_write(derive(document(*texts)), file)
    return file


def suggested(file: Path) -> list[Rule]:
    return [rule for rule in load_pack(file).rules if rule.suggested]


def test_a_suggestion_waits_and_says_why() -> None:
    (rule,) = derive(document(REPORT, BASICS)).rules
    assert rule.suggested
    assert rule.waiting
    assert not rule.accepted
    assert (rule.site, rule.path, rule.limit_days) == ("政府网站", ("政府信息公开", "政府信息公开年报"), 400)
    assert rule.topic == "annual-report"
    assert "规范发布政府信息公开工作年度报告" in rule.why
    assert "第四十九条" in rule.why
    assert "建议" in rule.id
    assert rule.lead_units == ("区政府办公室",)


def test_the_row_stays_with_people_and_coverage_does_not_count_it() -> None:
    read_document = document(REPORT, BASICS)
    pack = derive(read_document)
    assert [task.row for task in pack.manual] == [1, 2]
    figures = coverage(read_document, pack)
    assert (figures.rules, figures.rows_with_rules, figures.manual_rows, figures.uncovered) == (0, 0, 2, ())


def test_rows_with_a_path_get_none() -> None:
    pack = derive(document("公开预决算（公开路径：政府网站>政府信息公开>预算）。", BASICS))
    assert [rule.suggested for rule in pack.rules] == [False]


def test_a_numbered_item_keeps_its_own_words_and_the_topic_comes_once() -> None:
    pack = derive(document("1．做好培训工作。\n2．公开减税降费政策。\n3．继续公开减税降费政策。", BASICS))
    assert [(rule.item, rule.topic) for rule in pack.rules] == [(2, "tax-relief")]


def test_alternatives_carry_the_whole_name() -> None:
    pack = derive(document("按时公开部门预决算。", BASICS))
    assert [(rule.path[-1], rule.literal) for rule in pack.rules] == [("预算", "预算/决算"), ("决算", "预算/决算")]


def test_ids_do_not_depend_on_rows_above() -> None:
    before = {rule.id for rule in derive(document(REPORT, BASICS)).rules}
    after = {rule.id for rule in derive(document(BASICS, "公开统计数据。", REPORT)).rules}
    assert before < after


def test_accepting_is_written_and_taken_back(tmp_path: Path) -> None:
    file = pack_of(tmp_path, REPORT, BASICS)
    (rule,) = suggested(file)
    untouched = file.read_text(encoding="utf-8")
    assert mark_accepted(file, {rule.id, "另一条"}, accepted=True) == (rule.id,)
    assert file.read_text(encoding="utf-8") == untouched.replace("accepted: false", "accepted: true")
    assert mark_accepted(file, {rule.id}, accepted=True) == ()
    assert mark_accepted(file, {rule.id}, accepted=False) == (rule.id,)
    assert file.read_text(encoding="utf-8") == untouched


def test_rules_of_the_document_cannot_be_taken_back(tmp_path: Path) -> None:
    file = pack_of(tmp_path, "公开预算（公开路径：政府网站>政府信息公开>预算）。", BASICS)
    (rule,) = load_pack(file).rules
    assert mark_accepted(file, {rule.id}, accepted=False) == ()
    assert load_pack(file).rules[0].accepted


def test_comments_survive_accepting(tmp_path: Path) -> None:
    file = pack_of(tmp_path, REPORT, BASICS)
    file.write_text(file.read_text(encoding="utf-8").replace("accepted: false", "accepted: false  # 待商定"), "utf-8")
    mark_accepted(file, {suggested(file)[0].id}, accepted=True)
    assert re.search("accepted: true +# 待商定", file.read_text(encoding="utf-8"))


def test_deriving_again_keeps_what_was_accepted(tmp_path: Path) -> None:
    file = pack_of(tmp_path, REPORT, BASICS)
    mark_accepted(file, {suggested(file)[0].id}, accepted=True)
    changes = merge_and_write(derive(document(REPORT, BASICS, "公开统计数据。")), file)
    assert [(rule.topic, rule.accepted) for rule in suggested(file)] == [("annual-report", True), ("statistics", False)]
    assert any("accepted" in fields for fields in changes.kept.values())


def test_an_unaccepted_suggestion_goes_with_its_task(tmp_path: Path) -> None:
    file = pack_of(tmp_path, REPORT, BASICS)
    changes = merge_and_write(derive(document(BASICS, "开展志愿服务活动，提升群众满意程度。")), file)
    assert suggested(file) == []
    assert not changes.orphaned


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        pytest.param("", False, id="removed line"),
        pytest.param("    accepted:\n", False, id="emptied line"),
        pytest.param("    accepted: true\n", True, id="edited by hand"),
    ],
)
def test_acceptance_is_never_assumed(tmp_path: Path, line: str, accepted: bool) -> None:
    file = pack_of(tmp_path, REPORT, BASICS)
    file.write_text(file.read_text(encoding="utf-8").replace("    accepted: false\n", line), encoding="utf-8")
    assert suggested(file)[0].accepted is accepted
