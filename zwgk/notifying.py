"""Telling people: after a run what changed, after its release the units, and that a run failed.

Everything that leads here (the end of `zwgk check`, the schedule, a release in the browser, `zwgk notify`) calls
`tell`, any number of times and at the same time: what was told is not told again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from checker.ledger import STANDING, FindingKey, LedgerEntry
from zwgk.config import Config
from zwgk.database import patiently
from zwgk.errors import UserError
from zwgk.news import (
    Concerns,
    Noted,
    changes,
    concerns,
    digest,
    failure_digest,
    newest_released,
    newest_reported,
    newest_whole,
)
from zwgk.notices import UNTOLD, Notice, NoticeKind, Notices, NoticeState
from zwgk.notify_settings import MissingVariableError, RecipientKind, RecipientSettings, filled
from zwgk.sending import Send, Sent, apprise_sender
from zwgk.store import KeptRun, Store
from zwgk.telling import Message, News, failed, told
from zwgk.terminal import say

logger = logging.getLogger(__name__)

_GOOD: Final = frozenset({0, 1, 3})
"""Exit codes of an audit that came to its end."""
_GIVE_UP: Final = 5
"""Messages in a row that could not be sent, after which the others wait for the next time."""
_SETTLE_SECONDS: Final = 30.0
"""For which a database that is away is waited for, to say that a message went out."""
_HEAR_FAILURES: Final = frozenset({RecipientKind.SUPERVISOR, RecipientKind.ADMIN})


@dataclass(frozen=True, kw_only=True)
class Due:
    """One message that is to be sent now."""

    recipient: str
    message: Message
    digests: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """How things stand with one recipient."""

    recipient: str
    noted: Noted
    due: tuple[Due, ...]
    unreleased: int
    """Changes that wait for the release of their run."""
    later: int
    """Changes that could not be sent, and are tried again later or not at all."""
    unsure: int
    """Changes that may not have arrived: a program died while it sent them."""
    reason: str
    """Chinese: why the last attempt failed."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of one message."""

    recipient: str
    message: Message
    sent: Sent
    tried: bool = True
    """False when there was no address to send it to."""


def tell(
    config: Config,
    store: Store,
    *,
    now: datetime,
    send: Send | None = None,
    run: str | None = None,
    forced: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Told, ...]:
    """Note what changed and send what is due; what could not be sent is among what is returned.

    `run` names the run whose changes are noted, also one of a part; without it that is the newest whole one. `forced`
    tries at once what failed, however often, and everything; otherwise the rest waits after five failures in a row, so
    that a dead mail server costs minutes, not hours. UserError when there is nothing to send with.
    """
    ways = outlooks(config, store, now=now, run=run, forced=forced)
    notices = Notices(store.engine, store.errors)
    for way in ways:
        way.noted.keep(notices, way.recipient, now)
    dues = [due for way in ways for due in way.due]
    if not dues:
        return ()
    sender = send or apprise_sender()
    results, in_vain = [], 0
    for due in dues:
        one = _sent(config, notices, due, sender, now=now, environment=environment)
        if one is None:
            continue
        results.append(one)
        if one.tried:
            in_vain = 0 if one.sent.ok else in_vain + 1
        if in_vain >= _GIVE_UP and not forced:
            break
    return tuple(results)


def _sent(
    config: Config, notices: Notices, due: Due, send: Send, *, now: datetime, environment: Mapping[str, str]
) -> Told | None:
    """None when another program sends it."""
    try:
        address = filled(config.notify.recipients[due.recipient].url, environment)
    except MissingVariableError as error:  # it costs no attempt: it was not one
        why = Sent(ok=False, detail=f"环境变量 {error.name} 没有设置")
        return Told(recipient=due.recipient, message=due.message, sent=why, tried=False)
    if not notices.claim(due.recipient, due.digests, now=now):
        return None
    sent = send(address, due.message)
    if not sent.unsure:
        keep = partial(notices.settle, due.recipient, due.digests, sent=sent.ok, detail=sent.detail, now=now)
        patiently(keep, seconds=_SETTLE_SECONDS)
    return Told(recipient=due.recipient, message=due.message, sent=sent)


def outlooks(
    config: Config, store: Store, *, now: datetime, run: str | None = None, forced: bool = False
) -> tuple[Outlook, ...]:
    """How things stand with every recipient, in the order of the configuration; writes nothing."""
    if not config.notify.recipients:
        return ()
    seen = newest_reported(store) if run is None else store.run(run)
    released = newest_released(config, store)
    ended = newest_whole(store)
    situation = _Situation(
        config=config,
        ledger=store.following.ledger() if seen is not None else {},
        what=concerns(config, store, seen) if seen is not None else None,
        released=released,
        failure=()
        if ended is None or not ended.failure
        else (ended.run.id, f"轮次 {ended.run.id} 没有做完：{ended.failure}"),
        now=now,
        forced=forced,
    )
    notices = Notices(store.engine, store.errors)
    return tuple(situation.of(name, one, notices.of(name)) for name, one in config.notify.recipients.items())


@dataclass(frozen=True, kw_only=True)
class _Situation:
    config: Config
    ledger: Mapping[FindingKey, LedgerEntry]
    what: Concerns | None
    """Of the run whose changes are told."""
    released: KeptRun | None
    failure: tuple[str, str] | tuple[()]
    """Run and reason."""
    now: datetime
    forced: bool

    def of(self, name: str, recipient: RecipientSettings, known: Mapping[str, Notice]) -> Outlook:
        noted = self._noted(name, recipient, known)
        become = noted.applied(known)
        ready = [one for one in become.values() if one.state in UNTOLD and self._allowed(recipient, one)]
        now = [one for one in ready if self.forced or one.due(self.now)]
        return Outlook(
            recipient=name,
            noted=noted,
            due=(*self._failures(name, now), *self._news(name, recipient, now, become)),
            unreleased=sum(one.state in UNTOLD for one in become.values()) - len(ready),
            later=len(ready) - len(now),
            unsure=sum(one.state is NoticeState.SENDING for one in become.values()),
            reason=next((one.detail for one in ready if one.state is NoticeState.FAILED and one.detail), ""),
        )

    def _noted(self, name: str, recipient: RecipientSettings, known: Mapping[str, Notice]) -> Noted:
        noted = Noted(fresh=(), moot=frozenset(), anew=frozenset())
        if self.what is not None and recipient.kind is not RecipientKind.ADMIN:
            noted = changes(name, recipient, known, self.ledger, self.what, self.now)
        if self.failure and recipient.kind in _HEAR_FAILURES:
            noted = _with_failure(noted, name, known, *self.failure, failure_digest(*self.failure), self.now)
        return noted

    def _allowed(self, recipient: RecipientSettings, notice: Notice) -> bool:
        """Units hear of a run when it, or a later one, is released. Ids of runs sort by their start."""
        if recipient.kind is not RecipientKind.UNIT:
            return True
        return self.released is not None and notice.run <= self.released.id

    def _failures(self, name: str, due: Sequence[Notice]) -> Iterator[Due]:
        for one in due:
            if one.kind is NoticeKind.FAILURE:
                message = failed(self.config.place, one.run[4:6] + "-" + one.run[6:8], one.detail)
                yield Due(recipient=name, message=message, digests=frozenset({one.digest}))

    def _news(
        self, name: str, recipient: RecipientSettings, due: Sequence[Notice], become: Mapping[str, Notice]
    ) -> Iterator[Due]:
        chosen = {one.digest for one in due if one.kind is not NoticeKind.FAILURE}
        if not chosen or self.what is None:
            return
        run = self.what.run
        if recipient.kind is RecipientKind.UNIT and self.released is not None:
            run = self.released
        mine = [entry for entry in self.ledger.values() if self.what.of(recipient, entry)]
        opened = [entry for entry in mine if entry.state in STANDING and digest(entry, NoticeKind.OPENED) in chosen]
        rectified = [entry for entry in mine if digest(entry, NoticeKind.RECTIFIED) in chosen]
        worse = [entry for entry in mine if entry.state in STANDING and digest(entry, NoticeKind.WORSE) in chosen]
        hidden = {one.digest for one in become.values() if one.state in UNTOLD} - chosen
        standing = [one for one in mine if one.state in STANDING and digest(one, NoticeKind.OPENED) not in hidden]
        if not opened and not rectified and not worse:
            return
        news = News(
            place=self.config.place,
            as_of=run.as_of,
            run=run.id,
            unit=recipient.unit,
            opened=opened,
            rectified=rectified,
            worse=worse,
            standing=standing,
            link=self.config.notify.link,
        )
        digests = [digest(one, NoticeKind.OPENED) for one in opened]
        digests += [digest(one, NoticeKind.RECTIFIED) for one in rectified]
        digests += [digest(one, NoticeKind.WORSE) for one in worse]
        yield Due(recipient=name, message=told(news), digests=frozenset(digests))


def _with_failure(
    noted: Noted, name: str, known: Mapping[str, Notice], run: str, reason: str, named: str, now: datetime
) -> Noted:
    if named in known:
        return noted
    failure = Notice(
        recipient=name,
        digest=named,
        run=run,
        kind=NoticeKind.FAILURE,
        state=NoticeState.WAITING,
        at=now,
        detail=reason,
    )
    return Noted(fresh=(*noted.fresh, failure), moot=noted.moot, anew=noted.anew)


def tell_softly(config: Config, store: Store, *, now: datetime, err: bool = True, send: Send | None = None) -> None:
    """As `tell`, and what goes wrong is only said: an audit stands without its notices."""
    if not config.notify.recipients:
        return
    try:
        ways = tell(config, store, now=now, send=send)
    except UserError as error:
        say(f"通知未能发出：{error}", err=err)
        return
    except Exception as error:
        logger.exception("telling failed")
        say(f"通知未能发出：程序出现意外错误（{type(error).__name__}）", err=err)
        return
    for one in ways:
        if one.sent.ok:
            say(f"已通知 {one.recipient}：{one.message.title}", err=err)
        else:
            later = "" if one.sent.unsure else "；以后再试，或运行 zwgk notify"
            say(f"通知 {one.recipient} 未成功：{one.sent.detail}{later}", err=err)


@contextmanager
def told_afterwards(config: Config, store: Store, now: Callable[[], datetime], *, err: bool) -> Iterator[None]:
    """Tell people when what is done inside has ended, well or not; who stopped it by hand knows."""
    try:
        yield
    except Exception:
        tell_softly(config, store, now=now(), err=True)
        raise
    tell_softly(config, store, now=now(), err=err)


def tell_after_night(config: Config, store: Store, *, code: int, now: datetime, send: Send | None = None) -> None:
    """For the schedule, when an audit's process has ended with `code`: tell what changed, and in any case a failure.

    A process that was killed has left its run open; one that could not begin has left none, and is told of once a day.
    """
    if not config.notify.recipients:
        return
    store.close_abandoned(now=now)
    if code not in _GOOD:
        ended = newest_whole(store)
        if ended is None or not ended.failure:
            notices = Notices(store.engine, store.errors)
            day = f"{now:%Y%m%d}"
            for name, one in config.notify.recipients.items():
                if one.kind in _HEAR_FAILURES:
                    noted = Noted(fresh=(), moot=frozenset(), anew=frozenset())
                    reason = f"夜间检查没有做完（退出码 {code}），原因见日志"
                    named = failure_digest("night", day)
                    _with_failure(noted, name, notices.of(name), day, reason, named, now).keep(notices, name, now)
    tell_softly(config, store, now=now, err=False, send=send)
