"""Who is told of what after which run: once, in time, and only of what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from zwgk_cases import CONFIG, TODAY

from checker.ledger import advance
from checker.result import Finding, Result, Status
from zwgk.config import Config, load_config
from zwgk.notices import MOST_TRIES
from zwgk.notify_run import run_notify, run_release
from zwgk.notifying import Told, outlooks, tell, tell_after_night
from zwgk.releasing import release
from zwgk.sending import Sent
from zwgk.store import Store
from zwgk.tables import RunState
from zwgk.telling import Message

#: Rule → path, lead, responsible.
RULES = {
    "减税": (("专题专栏", "减税降费"), "区财政局", "区教委"),
    "财税": (("专题专栏", "财税"), "区政府办公室", "区税务局"),
    "办税": (("办税", "公告"), "区税务局", "区税务局"),
    "预算": (("财政信息", "预算/决算"), "区财政局", "区政府各部门"),
}
MISSING = Finding(code="missing-column", status=Status.FAIL, message="没有找到该栏目", advice="请公开", basis="文件")
NOTIFY = """\
notify:
  recipients:
    主管: {url: "${SUPERVISOR}", kind: supervisor}
    财政联络员: {url: "${FINANCE}", kind: unit, unit: 区财政局}
    教委联络员: {url: "${SCHOOLS}", kind: unit, unit: 区教委}
    机房: {url: "${ADMIN}", kind: admin}
  link: https://zwgk.example.gov.cn/
"""
ENVIRONMENT = {"SUPERVISOR": "s", "FINANCE": "f", "SCHOOLS": "e", "ADMIN": "a"}


@dataclass(kw_only=True)
class Post:
    """Stands in for apprise: what was sent to whom; refuses while `down`."""

    down: bool = False
    dies: bool = False
    sent: list[tuple[str, Message]] = field(default_factory=list)

    def __call__(self, address: str, message: Message) -> Sent:
        if self.dies:
            raise KeyboardInterrupt
        if self.down:
            return Sent(ok=False, detail="没有发出")
        self.sent.append((address, message))
        return Sent(ok=True)

    def titles(self) -> dict[str, str]:
        """Since the last time, by address, without the day."""
        found = {address: message.title.partition("：")[2] for address, message in self.sent}
        assert len(found) == len(self.sent), "nobody gets two messages at once"
        self.sent.clear()
        return found


@dataclass(kw_only=True)
class Office:
    """A district that is checked and told of it."""

    config: Config
    store: Store
    post: Post = field(default_factory=Post)
    now: datetime

    def check(self, day: int, *faults: str, rules: tuple[str, ...] = tuple(RULES), extent: int = 0) -> str:
        """A day's run of these rules, in which these are at fault, so far; its id. Tells nobody."""
        self.now += timedelta(hours=1)
        whole = rules == tuple(RULES)
        as_of = TODAY + timedelta(days=day)
        run = self.store.begin(now=self.now, as_of=as_of, rules_digest="0", complete=whole)
        results = [_result(rule, faulty=rule in faults, extent=extent) for rule in rules]
        before = self.store.following.ledger()
        changed = advance(before, results, run=run, as_of=as_of, complete=whole)
        self.store.conclude(run, results, frozenset(), ledger=before, changed=changed, now=self.now)
        self.store.move(run, RunState.REPORTED, now=self.now)
        return run

    def tell(self, **words: object) -> tuple[Told, ...]:
        return tell(
            self.config,
            self.store,
            now=self.now,
            send=self.post,
            environment=ENVIRONMENT,
            **words,  # type: ignore[arg-type]
        )

    def titles(self, **words: object) -> dict[str, str]:
        self.tell(**words)
        return self.post.titles()

    def release(self, run: str) -> None:
        assert release(self.store, run, by="主任", now=self.now)


def _result(rule: str, *, faulty: bool, extent: int) -> Result:
    path, lead, responsible = RULES[rule]
    return Result(
        rule=rule,
        document="任务分工",
        row=1,
        item=None,
        section="",
        text="公开",
        site="政府网站",
        path=path,
        lead_units=(lead,),
        responsible_units=(responsible,),
        status=Status.FAIL if faulty else Status.PASS,
        findings=(replace(MISSING, extent=extent),) if faulty else (),
    )


@contextmanager
def _office(folder: Path, database: str, more: str = "") -> Iterator[Office]:
    file = folder / "config.yaml"
    file.write_text(f"{CONFIG}{NOTIFY}{more}database: {database}\n", encoding="utf-8")
    config = load_config(file)
    with closing(Store.open(config.database, config.data)) as store:
        yield Office(config=config, store=store, now=datetime.now(config.timezone) - timedelta(days=1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with _office(tmp_path, "sqlite:///var/zwgk.db") as office:
        yield office


@pytest.fixture
def anywhere(database: str, tmp_path: Path) -> Iterator[Office]:
    """On SQLite and on PostgreSQL."""
    with _office(tmp_path, database) as office:
        yield office


def test_supervisors_are_told_at_once_of_changes_and_of_nothing_else(office: Office) -> None:
    office.check(0, "减税", "财税")
    assert office.titles() == {"s": "新发现 2，已整改 0，未整改 0"}
    assert office.titles() == {}, "nobody is told twice"
    office.check(1, "减税", "财税")
    assert office.titles() == {}, "nothing changed"
    office.check(2, "减税", "财税", "办税")
    assert office.titles() == {"s": "新发现 1，已整改 0，未整改 2"}
    office.check(3, "办税")
    assert office.titles() == {"s": "新发现 0，已整改 2，未整改 1"}
    office.check(4, "减税", "财税", "办税")
    assert office.titles() == {"s": "新发现 0，反弹 2，已整改 0，未整改 1"}


def test_a_message_says_place_day_columns_and_run(office: Office) -> None:
    run = office.check(0, "减税", "财税")
    (told,) = office.tell()
    assert told.message.title == "示范市云山区政务公开检查 03-01：新发现 2，已整改 0，未整改 0"
    lines = told.message.body.split("\n")
    assert lines[0] == "【新发现】政府网站〉专题专栏〉减税降费：栏目缺失"
    assert lines[-2:] == [f"轮次 {run}，以 2026-03-01 为准", "报告：https://zwgk.example.gov.cn/"]


def test_units_are_told_of_their_own_when_the_run_is_released(anywhere: Office) -> None:
    run = anywhere.check(0, "减税", "财税", "办税")
    assert anywhere.titles() == {"s": "新发现 3，已整改 0，未整改 0"}
    assert {way.recipient: way.unreleased for way in outlooks(anywhere.config, anywhere.store, now=anywhere.now)} == {
        "主管": 0,
        "财政联络员": 1,
        "教委联络员": 1,
        "机房": 0,
    }
    anywhere.release(run)
    anywhere.tell()
    assert {address for address, _ in anywhere.post.sent} == {"f", "e"}
    for _, message in anywhere.post.sent:
        assert "减税降费" in message.body
        assert "公告" not in message.body, "that finding is the tax office's"
    assert set(anywhere.post.titles().values()) == {"新发现 1，已整改 0，未整改 0"}
    assert anywhere.titles() == {}


def test_a_release_tells_what_runs_before_it_brought_up_and_nothing_of_later_ones(office: Office) -> None:
    office.check(0, "减税", "财税")
    office.tell()
    second = office.check(1, "减税", "财税")
    office.tell()
    third = office.check(2, "减税", "财税", "预算")
    office.tell()
    office.post.sent.clear()
    office.release(second)
    assert office.titles() == {"f": "新发现 1，已整改 0，未整改 0", "e": "新发现 1，已整改 0，未整改 0"}
    office.release(third)
    assert office.titles() == {"f": "新发现 1，已整改 0，未整改 1"}


def test_what_is_gone_before_the_release_is_not_told(anywhere: Office) -> None:
    anywhere.check(0, "减税", "财税")
    anywhere.tell()
    second = anywhere.check(1)
    anywhere.tell()
    anywhere.post.sent.clear()
    anywhere.release(second)
    assert anywhere.titles() == {}
    third = anywhere.check(2, "减税", "财税")
    anywhere.release(third)
    assert anywhere.titles() == {
        "s": "新发现 0，反弹 2，已整改 0，未整改 0",
        "f": "新发现 0，反弹 1，已整改 0，未整改 0",
        "e": "新发现 0，反弹 1，已整改 0，未整改 0",
    }


def test_without_review_units_are_told_at_once(tmp_path: Path) -> None:
    with _office(tmp_path, "sqlite:///var/zwgk.db", "release: {required: false}\n") as office:
        office.check(0, "减税", "财税")
        assert set(office.titles()) == {"s", "f", "e"}


def test_a_part_of_the_sites_tells_nobody_unless_it_is_named(office: Office) -> None:
    office.check(0)
    office.tell()
    run = office.check(1, "减税", "财税", rules=("减税", "预算"))
    assert office.titles() == {}
    assert office.titles(run=run) == {"s": "新发现 1，已整改 0，未整改 0"}


def test_what_a_program_did_not_live_to_note_is_told_after_the_next_run(office: Office) -> None:
    office.check(0, "办税")
    office.tell()
    office.post.sent.clear()
    office.check(1, "办税", "减税")
    office.check(2, "办税", "减税")
    assert office.titles() == {"s": "新发现 1，已整改 0，未整改 1"}


def test_what_a_check_of_a_part_finds_first_is_told_after_the_next_whole_run(office: Office) -> None:
    office.check(0)
    office.tell()
    office.check(1, "减税", rules=("减税",))
    assert office.titles() == {}
    last = office.check(2, "减税")
    assert office.titles() == {"s": "新发现 1，已整改 0，未整改 0"}
    office.release(last)
    assert set(office.titles()) == {"f", "e"}


def test_a_recipient_of_today_is_not_told_of_what_stood_before(office: Office) -> None:
    office.check(0, "减税")
    office.check(1, "减税")
    assert office.titles() == {}
    office.check(2, "减税", "办税")
    assert office.titles() == {"s": "新发现 1，已整改 0，未整改 1"}
    office.check(3)
    assert office.titles() == {"s": "新发现 0，已整改 2，未整改 0"}


def test_what_failed_is_tried_again_later_and_not_for_ever(anywhere: Office) -> None:
    anywhere.check(0, "减税", "财税")
    anywhere.post.down = True
    assert [one.sent.ok for one in anywhere.tell()] == [False]
    assert anywhere.tell() == (), "not at once"
    for _ in range(MOST_TRIES - 1):
        anywhere.now += timedelta(hours=7)
        assert [one.sent.ok for one in anywhere.tell()] == [False]
    anywhere.now += timedelta(days=30)
    assert anywhere.tell() == ()
    (way, *_) = outlooks(anywhere.config, anywhere.store, now=anywhere.now)
    assert (way.later, way.reason) == (2, "没有发出")
    anywhere.post.down = False
    assert anywhere.titles(forced=True) == {"s": "新发现 2，已整改 0，未整改 0"}
    assert anywhere.titles(forced=True) == {}


def test_a_crash_while_sending_sends_nothing_twice(office: Office) -> None:
    office.check(0, "减税", "财税")
    office.post.dies = True
    with pytest.raises(KeyboardInterrupt):
        office.tell()
    office.post.dies = False
    assert office.titles(forced=True) == {}
    assert outlooks(office.config, office.store, now=office.now)[0].unsure == 2
    office.check(1)
    assert office.titles() == {"s": "新发现 0，已整改 2，未整改 0"}


def test_what_may_have_arrived_is_not_sent_again(office: Office) -> None:
    office.check(0, "减税", "财税")
    silent = Sent(ok=False, detail="没有回音", unsure=True)
    tell(office.config, office.store, now=office.now, send=lambda *_: silent, environment=ENVIRONMENT)
    assert office.titles(forced=True) == {}
    assert outlooks(office.config, office.store, now=office.now)[0].unsure == 2


def test_two_programs_at_once_send_one_message(anywhere: Office) -> None:
    anywhere.check(0, "减税", "财税")

    def meanwhile(address: str, message: Message) -> Sent:
        assert anywhere.tell() == (), "what one sends the other leaves"
        return anywhere.post(address, message)

    tell(anywhere.config, anywhere.store, now=anywhere.now, send=meanwhile, environment=ENVIRONMENT)
    assert len(anywhere.post.sent) == 1


def test_a_variable_that_is_not_set_costs_nothing_but_the_message(office: Office) -> None:
    office.check(0, "减税", "财税")
    (told,) = tell(office.config, office.store, now=office.now, send=office.post, environment={})
    assert (told.sent.ok, told.sent.detail) == (False, "环境变量 SUPERVISOR 没有设置")
    assert office.titles() == {"s": "新发现 2，已整改 0，未整改 0"}


@pytest.mark.parametrize(
    ("state", "note", "heard"),
    [
        pytest.param(RunState.FAILED, "OSError: 磁盘已满", {"s", "a"}, id="failed"),
        pytest.param(RunState.INTERRUPTED, "程序被强行终止", {"s", "a"}, id="killed"),
        pytest.param(RunState.JUDGED, "报告未写成：磁盘已满", {"s", "a"}, id="no reports"),
        pytest.param(RunState.INTERRUPTED, "人工中断", set(), id="stopped by hand"),
    ],
)
def test_a_run_that_fails_is_told_to_those_who_see_to_it(
    office: Office, state: RunState, note: str, heard: set[str]
) -> None:
    run = office.store.begin(now=office.now, as_of=TODAY, rules_digest="0", complete=True)
    office.store.move(run, state, now=office.now, note=note)
    office.tell()
    assert {address for address, _ in office.post.sent} == heard
    for _, message in office.post.sent:
        assert message.title.endswith("：检查失败")
        assert note in message.body
    office.post.sent.clear()
    assert office.titles() == {}


@pytest.mark.parametrize(
    ("code", "heard"),
    [
        pytest.param(1, set(), id="faults were found"),
        pytest.param(2, {"s", "a"}, id="could not begin"),
        pytest.param(-9, {"s", "a"}, id="killed"),
    ],
)
def test_a_night_that_left_no_run_is_told_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, code: int, heard: set[str]
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for _ in range(2):
        tell_after_night(office.config, office.store, code=code, now=office.now, send=office.post)
    assert sorted(address for address, _ in office.post.sent) == sorted(heard)


def test_the_commands_say_what_becomes_of_messages(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.check(0, "减税", "财税")
    capsys.readouterr()
    words = {"send": office.post, "environment": ENVIRONMENT}
    assert run_notify(office.config, None, dry_run=True, test=None, **words) == 0  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert "将通知 主管" in said
    assert "财政联络员：1 项变化等待发布" in said
    assert office.post.sent == []
    assert run_notify(office.config, None, dry_run=False, test=None, **words) == 0  # type: ignore[arg-type]
    assert "已发送" in capsys.readouterr().out
    assert run_release(office.config, "latest", by=None, send=office.post) == 0
    said = capsys.readouterr().out
    assert "已发布轮次" in said
    assert "环境变量 FINANCE 没有设置" in said
    office.post.down = True
    assert run_notify(office.config, None, dry_run=False, test=None, **words) == 1  # type: ignore[arg-type]
    assert "没有发成：没有发出" in capsys.readouterr().out
    assert run_notify(office.config, None, dry_run=False, test="机房", **words) == 1  # type: ignore[arg-type]
