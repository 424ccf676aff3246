"""Files that cannot be read: one Chinese line with the file, the reason and the way out; and the published schema."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from written_documents import BUDGET, SCHOOLS, flat, read

from rules import documents
from rules.documents import read_document, readers
from rules.model import RuleParseError
from rules.schema import tasks_json, tasks_schema
from rules.tasks import read_tasks

GOOD = flat([["序号", "工作任务", "责任单位"], ["1", BUDGET, "区财政局"], ["2", SCHOOLS, "区教育局"]])

BAD = [
    pytest.param(b"", "空", id="empty"),
    pytest.param(b" \r\n\t\n", "空", id="blank"),
    pytest.param(b"\xef\xbb\xbf", "空", id="only a mark"),
    pytest.param(b"PK\x03\x04" + bytes(40), "Word", id="zip"),
    pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "WPS", id="doc"),
    pytest.param(b"%PDF-1.7\n%\xe2\xe3", "PDF", id="pdf"),
    pytest.param(bytes(range(256)) * 8, "文本文件", id="binary"),
    pytest.param("今天天气很好。".encode(), "版式无法识别", id="some text"),
    pytest.param("今天天气很好。".encode("gbk"), "版式无法识别", id="some GBK text"),
]


@pytest.mark.parametrize(("data", "message"), BAD)
def test_bad_files(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "坏文件.txt"
    path.write_bytes(data)
    with pytest.raises(RuleParseError, match=message) as caught:
        read_tasks(path)
    assert "坏文件.txt" in str(caught.value)
    assert "请" in str(caught.value)  # the way out
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RuleParseError, match=r"没有\.txt：文件不存在"):
        read_tasks(tmp_path / "没有.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RuleParseError, match="不是文件"):
        read_tasks(tmp_path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大文件.txt"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(documents, "MAX_BYTES", 100)
    with pytest.raises(RuleParseError, match="超过上限"):
        read_tasks(path)


def test_the_name_says_nothing_about_the_format(tmp_path: Path) -> None:
    path = tmp_path / "分工表.docx"
    path.write_text(GOOD, encoding="utf-8")
    assert len(read_tasks(path).rows) == 2


def test_the_digest_is_the_files(tmp_path: Path) -> None:
    path = tmp_path / "分工表.txt"
    path.write_bytes(GOOD.encode("gbk"))
    source = read_document(path)
    assert source.file == "分工表.txt"
    assert read_tasks(path).sha256 == source.sha256
    assert len(source.sha256) == 64


def test_readers_are_found_and_complete() -> None:
    assert "纯文本" in [reader.FORMAT for reader in readers()]


def test_json_follows_the_published_schema() -> None:
    text = "1．公开甲，6月底前完成（公开路径：政府网站>信息公开日录>“甲”“乙”>丙/丁）。\n2．通过微信发布乙。"
    data = tasks_json(read(flat([["工作任务", "责任单位"], [text, "区财政局"], [SCHOOLS, ""]])))
    jsonschema.Draft202012Validator.check_schema(tasks_schema())
    jsonschema.Draft202012Validator(tasks_schema()).validate(data)
    row = data["rows"][0]
    assert row["items"][0]["no"] == 1
    assert row["paths"][0]["corrections"] == [{"from": "日录", "to": "目录"}]
    assert row["paths"][0]["segments"] == [["信息公开目录"], ["“甲”“乙”"], ["丙", "丁"]]
    assert row["deadlines"] == [{"text": "6月底前", "kind": "date", "due": "2024-06-30"}]
    assert row["other_channels"] is True
    assert data["rows"][1]["inherited"] == ["responsible_units"]


def test_the_schema_refuses_what_it_should() -> None:
    data = tasks_json(read(GOOD))
    data["rows"][0]["inherited"] = ["somewhere"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, tasks_schema())


def _repeated(words: str, length: int = 100_000) -> str:
    return (words * (length // len(words) + 1))[:length]


HOSTILE = [
    pytest.param("\t工作任务\n\t责任单位\n\n\t{}\n\t区财政局\n", "公开路径：甲>乙", id="annotations without end"),
    pytest.param("\t工作任务\n\t责任单位\n\n\t{}\n\t区财政局\n", "（公开路径：", id="brackets never closed"),
    pytest.param("\t工作任务\n\t责任单位\n\n\t{}\n\t区财政局\n", "政府网站设置“甲”栏目", id="set-ups without end"),
    pytest.param("\t工作任务\n\t责任单位\n\n\t{}\n\t区财政局\n", "通过微信每年至", id="channels and cycles"),
    pytest.param("\t工作任务\n\t责任单位\n\n\t公开预算\n\t{}\n", "区财政局、", id="a unit cell without end"),
    pytest.param("{}", "（责任单位：区财政局）", id="groups without end"),
    pytest.param("{}", "（责任单位：", id="groups never closed"),
    pytest.param("{}（责任单位：区财政局）", "一、甲 ", id="headings without end"),
    pytest.param("{}", "\t工作任务\n", id="headers without end"),
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(("frame", "words"), HOSTILE)
def test_a_document_made_to_hang_the_reader_does_not(frame: str, words: str) -> None:
    try:
        read(frame.format(_repeated(words)))
    except RuleParseError as error:
        assert len(str(error)) < 400  # noqa: PT017 - a refusal is as good as an answer
