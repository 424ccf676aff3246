"""`zwgk waive`, `unwaive`, `rule`, `unrule`, `reply`: what people decide and answer, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from checker.ledger import FindingKey, LedgerEntry
from checker.rulings import RulingKind
from rules.refused import why
from zwgk.actions import Act, system_user
from zwgk.config import Config
from zwgk.decisions import (
    NAMES,
    STANDING_OR_WAIVED,
    RulingRequest,
    about,
    answer,
    decide,
    described,
    named,
    said,
    standing_rulings,
)
from zwgk.errors import UserError
from zwgk.recording import record
from zwgk.store import Store
from zwgk.terminal import say
from zwgk.units import near

__all__ = ["RulingRequest", "run_reply", "run_revoking", "run_ruling"]


def run_ruling(config: Config, request: RulingRequest) -> int:
    """Keep the ruling; 0. UserError when it names no rule, code or unit, has ended already, or says nothing."""
    now = datetime.now(config.timezone)
    with closing(Store.open(config.database, config.data)) as store:
        decision = decide(config, store, request, now=now)
        told = f"{NAMES[request.kind]} {described(decision.ruling)}"
        record(store, Act.RULING, now=now, subject=decision.ruling.rule, detail=told)
    told = "，代替原来的" if decision.replaced else ""
    say(f"已登记{NAMES[request.kind]}：{described(decision.ruling)}，下一轮检查起生效{told}")
    if request.kind is RulingKind.WAIVER and not decision.needed:
        say("注意：台账中目前没有这项问题，请核对编号和代码")
    return 0


def run_revoking(
    config: Config, kinds: Sequence[RulingKind], word: str, *, code: str | None, unit: str | None, by: str
) -> int:
    """Revoke every such ruling in force on the rule; 0. UserError when there is none."""
    now = datetime.now(config.timezone)
    with closing(Store.open(config.database, config.data)) as store:
        standing = standing_rulings(store, kinds)
        chosen = [
            one
            for one in standing
            if one.rule == word and code in (None, one.code) and (unit is None or one.unit == unit)
        ]
        if not chosen:
            name = "豁免" if RulingKind.WAIVER in kinds else "人工裁定"
            known = sorted({one.rule for one in standing})
            raise UserError(
                f"规则 {word} 没有可撤销的{name}，"
                + (f"有{name}的规则：{'、'.join(known[:10])}" if known else f"目前没有任何{name}")
            )
        store.following.revoke(chosen, day=now.date(), by=by.strip() or system_user())
        for one in chosen:
            told = f"{NAMES[one.kind]} {described(one)}"
            record(store, Act.REVOKED, now=now, subject=one.rule, detail=told)
    for one in chosen:
        say(f"已撤销{NAMES[one.kind]}：{described(one)}")
    return 0


def run_reply(
    config: Config, word: str, *, code: str | None, unit: str | None, text: str | None, file: Path | None, by: str
) -> int:
    """Keep a unit's answer to a finding; 0. UserError when the finding is not in the ledger or not a single one."""
    words = said(_read(file) if file is not None else text or "", "--text")
    who = said(by, "--by")
    now = datetime.now(config.timezone)
    with closing(Store.open(config.database, config.data)) as store:
        known = store.following.ledger()
        entries = [entry for entry in known.values() if about(entry, word, unit, code)]
        standing = [entry for entry in entries if entry.state in STANDING_OR_WAIVED] or entries
        key = _single(standing, word, sorted({named(entry.key) for entry in known.values()}))
        answer(store, key, words, by=who, today=now.date())
        record(store, Act.REPLY, now=now, subject=named(key), detail=f"{key.code} {key.unit}".strip())
    again = f"--rule {key.rule}" if key.rule else f"--site {key.place}"
    say(f"已登记整改反馈：{named(key)} {key.code}；是否整改以复查为准：zwgk check {again}")
    return 0


def _single(entries: Sequence[LedgerEntry], word: str, known: Sequence[str]) -> FindingKey:
    if not entries:
        close = near(word, known)
        raise UserError(f"台账中没有 {word} 的这项问题" + (f"，是不是：{'、'.join(close)}？" if close else ""))
    if len(entries) > 1:
        names = "；".join(
            f"--code {one.key.code}" + (f" --unit {one.key.unit}" if one.key.unit else "") for one in entries[:6]
        )
        raise UserError(f"{word} 有 {len(entries)} 个问题，请写明是哪一个：{names}")
    return entries[0].key


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return file.read_text(encoding="gb18030", errors="replace")
    except OSError as error:
        raise UserError(f"读不了 {file}（{why(error)}）") from error
