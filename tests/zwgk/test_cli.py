"""The command line from outside: help in Chinese, one line for each mistake, exit codes, JSON that stands alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from zwgk_cases import CONFIG, district

from zwgk import cli
from zwgk.cli import main

ENGLISH = re.compile(
    r"\b(usage|options|commands|error|missing|invalid|show this|no such|got unexpected)\b", re.IGNORECASE
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words", [[], *([name] for name in cli.zwgk.commands)], ids=lambda words: "".join(words) or "zwgk"
)
def test_help_is_chinese_throughout(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("用法：zwgk")
    assert "显示本说明" in text
    assert not ENGLISH.search(text)


def test_every_command_of_the_contract() -> None:
    contract = [
        "demo", "init", "tasks", "derive", "units", "accept", "compare", "check", "recheck", "explain", "schedule",
        "report", "templates", "ledger", "diff", "waive", "unwaive", "rule", "unrule", "reply",
    ]  # fmt: skip
    assert set(contract) <= set(cli.zwgk.commands)
    options = {option for param in cli.zwgk.commands["check"].params for option in param.opts}
    assert {"--unit", "--rule", "--site", "--rules", "--as-of", "--json", "--reports", "--config"} <= options


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["chekc"], "没有这样的命令：chekc", id="unknown command"),
        pytest.param(["check", "--unti", "x"], "没有这样的选项：--unti，是不是 --unit？", id="unknown option"),
        pytest.param(["check", "--zzz"], "没有这样的选项：--zzz", id="option like no other"),
        pytest.param(["check", "extra"], "多余的参数：extra", id="extra argument"),
        pytest.param(["check", "--unit"], "选项 --unit 的用法不对", id="option without value"),
        pytest.param(["check", "--as-of", "2026-13-01"], "“2026-13-01”不是日期", id="no such day"),
        pytest.param(["check", "--as-of", "昨天"], "“昨天”不是日期，应写成 2022-10-31 这样", id="not a date"),
        pytest.param(["tasks"], "缺少参数 文件", id="missing argument"),
        pytest.param(["derive", "doc.txt"], "缺少选项 -o / --output", id="missing option"),
        pytest.param(["check"], "找不到配置文件 config.yaml", id="no configuration here"),
        pytest.param(["check", "--config", "none.yaml"], "找不到配置文件 none.yaml", id="no such configuration"),
        pytest.param(["schedule", "--config", "none.yaml"], "找不到配置文件 none.yaml", id="schedule without one"),
        pytest.param(["tasks", "none.docx"], "none.docx", id="no such document"),
        pytest.param(["tasks", "."], ".", id="document is a folder"),
        pytest.param(["tasks", "doc.txt", "--config", "none.yaml"], "none.yaml", id="named configuration is not there"),
    ],
)
def test_a_mistake_is_one_chinese_line_and_exit_2(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "doc.txt" in words:
        district(folder)
        (folder / "config.yaml").unlink()
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("错误：")
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert not ENGLISH.search(printed.err.replace(message, ""))


def broken_config(folder: Path) -> None:
    (folder / "config.yaml").write_text("sites:\n\t政府网站: 1\n", encoding="utf-8")


def broken_pack(folder: Path) -> None:
    (folder / "pack.yaml").write_text("rules:\n  - id: [\n", encoding="utf-8")


def foreign_pack(folder: Path) -> None:
    (folder / "pack.yaml").write_text("随便写的文字\n", encoding="utf-8")


def binary_document(folder: Path) -> None:
    (folder / "doc.txt").write_bytes(bytes(range(256)) * 20)


def empty_document(folder: Path) -> None:
    (folder / "doc.txt").write_bytes(b"")


def false_docx(folder: Path) -> None:
    (folder / "doc.docx").write_bytes(b"PK\x03\x04 not really")


@pytest.mark.parametrize(
    ("spoil", "words", "place"),
    [
        pytest.param(broken_config, ["check"], "config.yaml 第 2 行", id="broken configuration"),
        pytest.param(broken_config, ["schedule"], "config.yaml 第 2 行", id="broken configuration, schedule"),
        pytest.param(broken_pack, ["check"], "pack.yaml", id="broken rule pack"),
        pytest.param(foreign_pack, ["check"], "pack.yaml", id="not a rule pack"),
        pytest.param(
            broken_pack, ["derive", "doc.txt", "-o", "pack.yaml"], "pack.yaml", id="derive into a broken pack"
        ),
        pytest.param(lambda _: None, ["check", "--rules", "none.yaml"], "none.yaml", id="no such rule pack"),
        pytest.param(lambda _: None, ["check"], "config.yaml 第", id="rules without a match"),
        pytest.param(binary_document, ["tasks", "doc.txt"], "doc.txt", id="binary document"),
        pytest.param(empty_document, ["tasks", "doc.txt"], "doc.txt", id="empty document"),
        pytest.param(false_docx, ["derive", "doc.docx", "-o", "p.yaml"], "doc.docx", id="a docx that is none"),
    ],
)
def test_bad_input_is_one_chinese_line_with_its_place(
    folder: Path, spoil: Any, words: list[str], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    district(folder)
    spoil(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"错误：.*[\u4e00-\u9fff].*\n", printed.err)
    assert place in printed.err
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before, "nothing is lost"


def test_a_database_that_fails_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(folder, config=CONFIG + "database: sqlite:////proc/none/zwgk.db\n")
    assert main(["derive", "doc.txt", "-o", "pack.yaml"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 2
    assert re.fullmatch(r"错误：数据库 sqlite:\S+ 无法使用：.*\n", capsys.readouterr().err)


def test_tasks_as_json_stands_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(folder)
    assert main(["tasks", "doc.txt", "--json"]) == 0
    printed = capsys.readouterr()
    read = json.loads(printed.out)
    assert (read["schema"], len(read["rows"])) == ("zwgk.tasks/1", 6)


def test_tasks_for_people_end_with_the_coverage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(folder)
    assert main(["tasks", "doc.txt"]) == 0
    text = capsys.readouterr().out
    assert "共 6 行，其中 5 行写有公开路径，1 行没有；公开路径 5 条，展开为 6 个栏目" in text


def test_derive_says_coverage_changes_and_unknown_units(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(folder)
    assert main(["derive", "doc.txt", "-o", "new/pack.yaml"]) == 0
    first = capsys.readouterr().out
    assert "文件共 6 行，其中 5 行写有公开路径；规则 6 条，覆盖 5 行；1 行由人工跟进" in first
    assert "配置的 units 中没有这些单位或单位组：区税务局" in first
    assert "有关单位" not in first
    text = (folder / "doc.txt").read_text(encoding="utf-8").replace("办税>公告", "办税>办税指南")
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    assert main(["derive", "doc.txt", "-o", "new/pack.yaml"]) == 0
    second = capsys.readouterr().out
    assert re.search(r"新增 \S*办税指南", second)
    assert re.search(r"删去 \S*公告", second)
    assert main(["derive", "doc.txt", "-o", "new/pack.yaml"]) == 0
    assert "没有变化" in capsys.readouterr().out


def test_two_rules_that_share_a_deadline_are_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(folder)
    text = (folder / "doc.txt").read_text(encoding="utf-8").replace("公开预算决算（", "2026年10月底前公开预算决算（")
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    for _ in range(2):
        assert main(["derive", "doc.txt", "-o", "pack.yaml"]) == 0


def test_an_unexpected_fault_leaves_a_log_and_no_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    district(folder)

    def burst(*_: object, **__: object) -> int:
        raise ZeroDivisionError("kaputt")

    monkeypatch.setattr("zwgk.check_command.run_check", burst)
    assert main(["check"]) == 2
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err + printed.out
    assert printed.err.count("\n") == 1
    log = next((folder / "var" / "logs").glob("*.log"))
    assert str(log.name) in printed.err
    assert "ZeroDivisionError: kaputt" in log.read_text(encoding="utf-8")


def test_an_interruption_says_what_remains(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    district(folder)

    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("zwgk.check_command.run_check", interrupted)
    assert main(["check"]) == 130
    assert "已中断" in capsys.readouterr().err


def test_text_of_a_site_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from zwgk.terminal import say, table

    say("标题\x1b[2J\x07\u202e倒")
    table(("列",), [("\x1b]0;x\x07格",)])
    assert capsys.readouterr().out.splitlines() == ["标题[2J倒", "列", "]0;x格"]
