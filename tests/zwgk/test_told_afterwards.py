"""`zwgk check` tells people itself when it has ended: after whole runs, good or bad, and never at the cost of the run."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from zwgk_cases import CONFIG, TODAY, StubCrawl, absent, district

import zwgk.notifying
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.errors import UserError
from zwgk.lease import AUDIT, Leases
from zwgk.notifying import tell
from zwgk.options import Session
from zwgk.sending import Sent
from zwgk.store import Store
from zwgk.telling import Message

NOTIFY = 'notify: {recipients: {主管: {url: "${ZWGK_TEST_WAY}", kind: supervisor}}}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZWGK_TEST_WAY", "json://host/secret")
    district(tmp_path, config=f"{CONFIG}{NOTIFY}")
    merge_and_write(derive(read_tasks(tmp_path / "doc.txt")), tmp_path / "pack.yaml")
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was sent, by its title without place and day."""
    titles: list[str] = []

    def send(address: str, message: Message) -> Sent:
        assert address == "json://host/secret"
        titles.append(message.title.partition("：")[2])
        return Sent(ok=True)

    monkeypatch.setattr(zwgk.notifying, "apprise_sender", lambda: send)
    return titles


def check(folder: Path, crawl: StubCrawl, *units: str) -> int:
    request = CheckRequest(as_of=TODAY, units=units)
    return run_check(Session(), load_config(folder / "config.yaml"), request, search=crawl)


def test_after_a_whole_run_and_not_after_a_part(folder: Path, told: list[str]) -> None:
    faulty = StubCrawl(answers={"减税降费": absent})
    assert check(folder, faulty, "区财政局") == 1
    assert told == []
    assert check(folder, faulty) == 1
    assert told == ["新发现 1，已整改 0，未整改 1"], (
        "what the part found first stood before anybody was told of anything"
    )
    assert check(folder, faulty) == 1
    assert len(told) == 1


@pytest.mark.parametrize(
    ("error", "heard"),
    [
        pytest.param(OSError("no space left"), ["检查失败"], id="failed"),
        pytest.param(KeyboardInterrupt(), [], id="stopped by hand"),
    ],
)
def test_after_a_run_that_did_not_come_to_its_end(
    folder: Path, told: list[str], error: BaseException, heard: list[str]
) -> None:
    with pytest.raises(type(error)):
        check(folder, StubCrawl(error=error, break_after=1))
    assert told == heard


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(UserError("发送通知需要 apprise"), id="not installed"),
        pytest.param(RuntimeError("a defect"), id="a defect of ours"),
    ],
)
def test_a_notice_that_cannot_be_sent_costs_no_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception
) -> None:
    def broken() -> None:
        raise fault

    monkeypatch.setattr(zwgk.notifying, "apprise_sender", broken)
    assert check(folder, StubCrawl(answers={"减税降费": absent})) == 1
    printed = capsys.readouterr()
    assert "通知未能发出" in printed.out + printed.err
    assert "总览：" in printed.out


def test_the_next_audit_need_not_wait_for_a_mail_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile: list[str | None] = []

    def send(address: str, message: Message) -> Sent:
        config = load_config(folder / "config.yaml")
        with closing(Store.open(config.database, config.data)) as store:
            leases = Leases(store.engine, store.errors, config.data / "locks", lambda: datetime.now(UTC))
            meanwhile.append(leases.taken(AUDIT))
        return Sent(ok=True)

    monkeypatch.setattr(zwgk.notifying, "apprise_sender", lambda: send)
    assert check(folder, StubCrawl(answers={"减税降费": absent})) == 1
    assert meanwhile == [None]


def test_a_dead_mail_server_costs_five_attempts_and_those_behind_it_are_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(8):
        monkeypatch.setenv(f"ZWGK_TEST_WAY_{n}", f"json://host/{n}")
    ways = "".join(f'    第{n}人: {{url: "${{ZWGK_TEST_WAY_{n}}}", kind: supervisor}}\n' for n in range(8))
    silent = '    没有变量的: {url: "${ZWGK_NEVER_SET}", kind: supervisor}\n'
    (folder / "config.yaml").write_text(f"{CONFIG}notify:\n  recipients:\n{silent}{ways}", encoding="utf-8")
    asked: list[str] = []

    def send(address: str, message: Message) -> Sent:
        asked.append(address[-1])
        return Sent(ok=False, detail="连接不上")

    monkeypatch.setattr(zwgk.notifying, "apprise_sender", lambda: send)
    assert check(folder, StubCrawl(answers={"减税降费": absent})) == 1
    assert asked == list("01234")
    asked.clear()
    config = load_config(folder / "config.yaml")
    with closing(Store.open(config.database, config.data)) as store:
        tell(config, store, now=datetime.now(UTC))
        assert asked == list("567"), "who was asked in vain waits"
        asked.clear()
        tell(config, store, now=datetime.now(UTC), forced=True)
        assert asked == list("01234567"), "somebody sits and waits for it"
