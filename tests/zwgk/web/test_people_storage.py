"""Accounts, sessions, attempts and the record of deeds, on each kind of database; `zwgk account`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from zwgk_cases import CONFIG, TODAY, district

from zwgk.accounts import Accounts, Role
from zwgk.actions import Act, Actions
from zwgk.cli import main
from zwgk.errors import UserError
from zwgk.releasing import release
from zwgk.store import Store
from zwgk.tables import RunState
from zwgk.web.sessions import MOST_OF_BOTH, Attempts, Sessions

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PASSWORD = "两岸猿声啼不住轻舟已过"


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(database, tmp_path / "var")
    yield opened
    opened.close()


def test_accounts_and_their_sessions(store: Store) -> None:
    accounts = Accounts(store.engine, store.errors)
    sessions = Sessions(store.engine, store.errors, timedelta(hours=1))
    accounts.add("张三", Role.UNIT, unit="区财政局", password=PASSWORD, now=NOW)
    accounts.add("proxy", Role.ADMIN, password=None, now=NOW)
    assert [(one.name, one.has_password) for one in accounts.all()] == [("proxy", False), ("张三", True)]
    assert accounts.verify("张三", PASSWORD) is not None
    assert accounts.verify("张三", PASSWORD + "x") is None
    assert accounts.verify("proxy", "") is None, "no password is not the empty one"
    cookie = sessions.begin("张三", now=NOW)
    who = sessions.find(cookie, now=NOW + timedelta(minutes=59))
    assert who is not None
    assert (who.name, who.unit, who.sees_all) == ("张三", "区财政局", False)
    assert cookie not in who.token, "the database holds no cookie"
    assert sessions.find(cookie, now=NOW + timedelta(minutes=61)) is None
    accounts.set_password("张三", "千里江陵一日还不见不散")
    assert sessions.find(cookie, now=NOW) is None
    for name in ("", "\0", "\ud800", "x" * 1000):
        assert accounts.find(name) is None
        assert accounts.verify(name, name) is None
    with pytest.raises(UserError, match="已有账号"):
        accounts.add("张三", Role.ADMIN, password=None, now=NOW)


def test_a_hundred_attempts_at_once_count_as_a_hundred(store: Store) -> None:
    attempts = Attempts(store.engine, store.errors)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda _: attempts.begin("zhuren", "198.51.100.7", now=NOW), range(24)))
    assert sum(let_in) <= MOST_OF_BOTH
    assert attempts.begin("zhuren", "198.51.100.8", now=NOW), "from elsewhere"
    attempts.succeeded("zhuren", "198.51.100.7")
    assert attempts.begin("zhuren", "198.51.100.7", now=NOW)
    assert attempts.begin("x\0\ud800" * 100, "198.51.100.9", now=NOW), "whatever was typed"


def test_deeds_are_kept_as_they_were_told(store: Store) -> None:
    actions = Actions(store.engine, store.errors)
    actions.keep(Act.REPLY, by="长" * 100, now=NOW, subject="a\0b" * 500, detail="d" * 5000, address="203.0.113.5")
    actions.keep(Act.RELEASE, by="zhuren", now=NOW)
    newest, oldest = actions.newest(10)
    assert (newest.what, newest.name, newest.at) == ("release", "发布轮次", NOW)
    assert (len(oldest.by), len(oldest.subject), len(oldest.detail)) == (64, 255, 2000)
    assert [one.id for one in actions.newest(10, before=newest.id)] == [oldest.id]


def test_only_a_run_with_reports_is_released_and_only_once(store: Store) -> None:
    run = store.begin(now=NOW, as_of=TODAY, rules_digest="x", complete=True)
    with pytest.raises(UserError, match="还没有报告（准备中）"):
        release(store, run, by="zhuren", now=NOW)
    with pytest.raises(UserError, match="没有轮次 no-such-run，可写 latest"):
        release(store, "no-such-run", by="zhuren", now=NOW)
    store.move(run, RunState.REPORTED, now=NOW)
    assert release(store, run, by="zhuren", now=NOW)
    assert not release(store, run, by="guanli", now=NOW)


# zwgk account


@pytest.fixture
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    district(tmp_path, config=f"{CONFIG}database: {database}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _account(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["account", *arguments])


def test_account_commands(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _account(monkeypatch, "list") == 0
    assert "还没有账号" in capsys.readouterr().out
    assert _account(monkeypatch, "add", "li", "--role", "unit", "--unit", "财政", typed=f"{PASSWORD}\n") == 0
    assert _account(monkeypatch, "add", "wang", "--role", "admin", "--no-password") == 0
    capsys.readouterr()
    assert _account(monkeypatch, "list") == 0
    listed = capsys.readouterr().out
    assert "区财政局" in listed
    assert "仅反向代理" in listed
    assert PASSWORD not in listed
    assert _account(monkeypatch, "disable", "li") == 0
    assert _account(monkeypatch, "password", "wang", typed="千里江陵一日还不见不散\n") == 0
    capsys.readouterr()
    _account(monkeypatch, "list")
    assert "已停用" in capsys.readouterr().out
    assert _account(monkeypatch, "disable", "li", "--undo") == 0


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "li", "--role", "unit"), f"{PASSWORD}\n", "哪个单位"),
        (("add", "li", "--role", "admin", "--unit", "财政"), f"{PASSWORD}\n", "其他账号不写单位"),
        (("add", "li", "--role", "unit", "--unit", "不存在委员会"), f"{PASSWORD}\n", "没有名为"),
        (("add", "li", "--role", "admin"), "short\n", "密码太短"),
        (("add", "li", "--role", "admin"), "", "密码太短"),
        (("add", "a b", "--role", "admin"), f"{PASSWORD}\n", "不合适"),
        (("add", "li", "--role", "king"), "", "king"),
        (("disable", "nobody"), "", "没有账号"),
        (("password", "nobody"), f"{PASSWORD}\n", "没有账号"),
    ],
)
def test_account_commands_that_cannot_be(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    typed: str,
    said: str,
) -> None:
    assert _account(monkeypatch, *arguments, typed=typed) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
