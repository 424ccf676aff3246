"""`zwgk tasks` for people: doubts, inherited cells, corrections and what was left out are marked in the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from zwgk.cli import main

UNITS = "、".join(f"区第{number}实验中学" for number in "一二三四五六七")
ROWS = (
    ("序号", "工作任务", "牵头单位", "责任单位"),
    ("1", "公开预算（公开路径：政府网站>信息公开日录>财政预算）。", "区财政局", UNITS),
    ("2", "公布义务教育招生入学政策，做好解读回应，方便群众了解办理，提升服务水平。", "", "区教育局"),
    ("5", "公开机构职能。", "区委编办", "区司法局"),
)


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    path = tmp_path / "分工表.txt"
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in ROWS)
    path.write_text(f"云山区2024年政务公开任务分工表\n\n{text}\n", encoding="utf-8")
    assert main(["tasks", str(path)]) == 0
    return capsys.readouterr().out.split("\n")


def row(printed: list[str], number: int) -> str:
    return next(line for line in printed if line.startswith(f"{number} "))


def test_rows_with_doubts_and_inherited_units_are_marked(printed: list[str]) -> None:
    assert row(printed, 3).startswith("3 疑  5 ")
    assert "疑" not in row(printed, 1)
    assert "区财政局（同上）" in row(printed, 2)
    assert "同上" not in row(printed, 1)
    assert "疑：有疑点，见下；（同上）：该格合并或空白，取自上一行；…：有省略，全文见 --json" in printed


def test_what_is_left_out_can_be_seen(printed: list[str]) -> None:
    assert "区第一实验中学、区第二实验中学、区第三实验中学…等 7 个" in row(printed, 1)
    assert "政府网站>信息公开目录>财政预算" in row(printed, 1)
    assert "做好解读回应，方…" in row(printed, 2)


def test_corrections_are_told(printed: list[str]) -> None:
    assert "  更正：第 1 行：原文“日录”按“目录”理解" in printed


def test_a_column_without_words_is_left_out(printed: list[str]) -> None:
    header = next(line for line in printed if line.startswith("行"))
    assert header.split() == ["行", "序号", "任务", "牵头单位", "责任单位", "公开路径"]
