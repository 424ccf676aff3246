"""Commands that change what others see are on record, like what is done in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from zwgk_cases import CONFIG, TODAY, StubCrawl, absent, district

from rules.derive import derive
from rules.pack import load_pack, merge_and_write
from rules.tasks import read_tasks
from zwgk.actions import Act, Actions
from zwgk.check_command import CheckRequest, run_check
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.options import Session
from zwgk.store import LATEST, Store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path, config=CONFIG)
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recorded(folder: Path) -> list[tuple[str, str]]:
    """What was done to what, oldest first."""
    config = load_config(folder / "config.yaml")
    with closing(Store.open(config.database, config.data)) as store:
        done = Actions(store.engine, store.errors).newest(99)
    assert all(one.by and not one.address for one in done)
    return [(one.what, one.subject) for one in reversed(done)]


def run(words: Sequence[str]) -> None:
    assert main(list(words)) == 0, words


def test_what_commands_change_is_on_record(folder: Path) -> None:
    config = load_config(folder / "config.yaml")
    run_check(Session(), config, CheckRequest(as_of=TODAY), search=StubCrawl(answers={"公告": absent}))
    with closing(Store.open(config.database, config.data)) as store:
        known = store.run(LATEST)
        (finding, *_) = store.following.ledger()
    assert known is not None
    rule = finding.rule
    whose = ["--reason", "理由", "--by", "主任"]
    run(["waive", rule, "--until", "2099-01-01", *whose])
    run(["unwaive", rule])
    run(["rule", rule, "--not-applicable", *whose])
    run(["unrule", rule])
    run(["reply", rule, "--text", "已补发", "--by", "张三"])
    run(["release", known.id])
    run(["pin", known.id])
    run(["unpin", known.id])
    (folder / "doc.txt").write_text(
        (folder / "doc.txt").read_text(encoding="utf-8").replace("年度计划", "年度总结"), encoding="utf-8"
    )
    run(["derive", "doc.txt", "-o", "pack.yaml"])
    run(["db", "backup", "copy.zip", "--portable"])
    run(["db", "void", known.id, "--reason", "网络不通"])
    assert recorded(folder) == [
        (Act.RULING, rule),
        (Act.REVOKED, rule),
        (Act.RULING, rule),
        (Act.REVOKED, rule),
        (Act.REPLY, rule),
        (Act.RELEASE, known.id),
        (Act.PINNED, known.id),
        (Act.UNPINNED, known.id),
        (Act.DERIVED, "pack.yaml"),
        (Act.VOIDED, known.id),
    ]
    run(["db", "restore", "copy.zip", "--force"])
    assert recorded(folder)[-1] == (Act.RESTORED, "copy.zip")


def test_accepted_suggestions(folder: Path) -> None:
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    rule = load_pack(folder / "pack.yaml").rules[0].id
    config = load_config(folder / "config.yaml")
    Store.open(config.database, config.data).close()
    suggested = text.replace("suggested: false", "suggested: true", 1)
    assert suggested != text
    (folder / "pack.yaml").write_text(suggested, encoding="utf-8")
    run(["accept", rule, "--reject"])
    run(["accept", rule, "--reject"])
    run(["accept", rule])
    assert recorded(folder) == [(Act.REJECTED, "pack.yaml"), (Act.ACCEPTED, "pack.yaml")], "nothing changed in between"


def test_a_pack_that_is_nobodys_yet_and_a_place_where_nothing_was_checked(folder: Path) -> None:
    run(["derive", "doc.txt", "-o", "pack.yaml"])
    assert not (folder / "var").exists(), "no database is made for it"
    config = load_config(folder / "config.yaml")
    Store.open(config.database, config.data).close()
    run(["derive", "doc.txt", "-o", "draft.yaml"])
    assert recorded(folder) == []
