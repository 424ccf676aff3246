"""`zwgk ledger`: every finding over runs, and the rulings that need a person's eye."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import click

from checker.brake import result_key
from checker.engine import load_checks
from checker.ledger import STANDING, LedgerEntry, LedgerState, Reply
from checker.result import Result, Status
from checker.ruled import uses
from checker.rulings import Ruling, RulingKind, RulingUse
from checker.schema import ruling_json
from checker.sites import load_site_checks
from rules.units import ExpansionKind, UnitRegistry
from zwgk.config import Config
from zwgk.decisions import named
from zwgk.packs import read_packs
from zwgk.store import LATEST, Store
from zwgk.terminal import say, shorten, table
from zwgk.units import named_units, place_of, registry

LEDGER: Final = "zwgk.ledger/1"
STATES: Final[Mapping[LedgerState, str]] = {
    LedgerState.NEW: "新发现",
    LedgerState.REOPENED: "反弹",
    LedgerState.OPEN: "未整改",
    LedgerState.WAIVED: "豁免",
    LedgerState.RECTIFIED: "已整改",
    LedgerState.WITHDRAWN: "已撤销",
}
_HEADERS: Final = ("状态", "编号", "单位", "问题", "自", "轮数", "说明")


@dataclass(frozen=True, kw_only=True)
class LedgerRequest:
    """The words of the command line."""

    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    everything: bool = False
    as_json: bool = False


def run_ledger(config: Config, request: LedgerRequest) -> int:
    """Print it; always 0."""
    packs = read_packs(config, ()) if request.units else ()
    units = registry(config, packs)
    wanted = named_units(request.units, packs, units, place_of(config, packs)) if request.units else frozenset()
    today = datetime.now(config.timezone).date()
    with closing(Store.open(config.database, config.data)) as store:
        following = store.following
        rulings = following.rulings()
        run = store.run(LATEST)
        if run is not None:  # an audit for a day to come has looked ahead: what it left is shown as of that day
            today = max(today, run.as_of)
        lines = [shown_today(entry, rulings, today) for entry in following.ledger().values()]
        replies = following.replies()
        results = last_results(store) if rulings else ()
    chosen = sorted(
        (
            entry
            for entry in lines
            if (request.everything or entry.state in STANDING or entry.state is LedgerState.WAIVED)
            and (not request.rules or entry.key.rule in request.rules)
            and (not request.sites or entry.site in request.sites)
            and (not wanted or concerns(entry, wanted, units))
        ),
        key=_order,
    )
    used = uses(results, rulings, today)
    if request.as_json:
        value = _json(chosen, replies, used, today)
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return 0
    if run is None:
        say("还没有完成过检查，台账是空的；请先运行 zwgk check")
        return 0
    _show(chosen, replies, used)
    return 0


def last_results(store: Store) -> tuple[Result, ...]:
    """What is known last of every rule: the newest audit of everything, with what parts looked at since."""
    found: dict[str, Result] = {}
    whole = next((one for one in store.runs(complete=True) if store.judged(one)), None)
    parts = [one for one in store.runs(complete=False) if (whole is None or one > whole) and store.judged(one)]
    for run in (*((whole,) if whole is not None else ()), *reversed(parts)):
        found |= {result_key(result): result for result in store.results(run)}
    return tuple(found.values())


def shown_today(entry: LedgerEntry, rulings: Iterable[Ruling], today: date) -> LedgerEntry:
    """The entry with the state that today's waivers give it, before the next run has seen them."""
    waived = any(_waives(ruling, entry) and ruling.holds(today) for ruling in rulings)
    if waived and entry.state in STANDING:
        return replace(entry, state=LedgerState.WAIVED)
    if not waived and entry.state is LedgerState.WAIVED:
        return replace(entry, state=LedgerState.OPEN)
    return entry


def _waives(ruling: Ruling, entry: LedgerEntry) -> bool:
    key = entry.key
    return (
        ruling.kind is RulingKind.WAIVER
        and ruling.rule == named(key)
        and ruling.unit in (None, key.unit)
        and ruling.code in (None, key.code)
    )


def concerns(entry: LedgerEntry, wanted: frozenset[str], units: UnitRegistry) -> bool:
    """Whether one of the units answers for the finding."""
    if entry.key.unit:
        return entry.key.unit in wanted
    for name, expansion in zip(
        (*entry.lead_units, *entry.responsible_units),
        (*units.expand_all(entry.lead_units), *units.expand_all(entry.responsible_units)),
        strict=True,
    ):
        if expansion.kind is not ExpansionKind.UNASSIGNED and (
            name in wanted or any(unit.name in wanted for unit in expansion.units)
        ):
            return True
    return False


def _order(entry: LedgerEntry) -> tuple[int, int, str, int, str, str]:
    states = list(STATES)
    weight = 0 if entry.status is Status.FAIL else 1
    return (states.index(entry.state), weight, entry.document, entry.row, entry.key.rule, entry.key.code)


def _show(entries: Sequence[LedgerEntry], replies: Mapping[Any, Sequence[Reply]], used: Sequence[RulingUse]) -> None:
    if entries:
        titles = {check.code: check.title for check in load_checks()}
        titles |= {check.code: check.title for check in load_site_checks()}
        table(_HEADERS, [_row(entry, titles) for entry in entries])
        say()
    figures = {state: sum(entry.state is state for entry in entries) for state in STATES}
    say(
        "台账："
        + ("；".join(f"{STATES[state]} {number} 项" for state, number in figures.items() if number) or "没有问题")
    )
    for entry in entries:
        for reply in replies.get(entry.key, ())[-1:]:
            say(f"{entry.key.rule} 整改反馈（{reply.by}，{reply.on}）：{shorten(reply.text, 80)}")
    for use in used:
        ruling = use.ruling
        if ruling.kind is RulingKind.WAIVER and use.expired:
            say(f"豁免已到期：{_named(ruling)}，{ruling.until} 止（{ruling.by}：{shorten(ruling.reason, 60)}）")
        elif ruling.kind is RulingKind.WAIVER and not use.needed:
            say(f"豁免不再需要：{_named(ruling)} 已没有这项问题，可用 zwgk unwaive 撤销")


def _named(ruling: Ruling) -> str:
    return " ".join(word for word in (ruling.rule, ruling.unit or "", ruling.code or "（任何问题）") if word)


def _row(entry: LedgerEntry, titles: Mapping[str, str]) -> tuple[str, ...]:
    units = entry.key.unit or "、".join(entry.lead_units or entry.responsible_units) or entry.site or ""
    return (
        STATES[entry.state],
        entry.key.rule or f"站点 {entry.key.place}",
        shorten(units, 24),
        f"{titles.get(entry.key.code, '')} {entry.key.code}".strip(),
        entry.opened.isoformat() + (f"（第{entry.openings}次）" if entry.openings > 1 else ""),
        str(entry.runs),
        shorten(entry.message, 70),
    )


def _json(
    entries: Sequence[LedgerEntry], replies: Mapping[Any, Sequence[Reply]], used: Sequence[RulingUse], today: date
) -> dict[str, Any]:
    return {
        "schema": LEDGER,
        "as_of": today.isoformat(),
        "entries": [
            {
                "rule": entry.key.rule or None,
                "unit": entry.key.unit or None,
                "code": entry.key.code,
                "site": entry.site,
                "state": entry.state.value,
                "status": entry.status.value,
                "document": entry.document,
                "row": entry.row,
                "item": entry.item,
                "path": list(entry.path),
                "lead_units": list(entry.lead_units),
                "responsible_units": list(entry.responsible_units),
                "message": entry.message,
                "opened": entry.opened.isoformat(),
                "first_opened": entry.first_opened.isoformat(),
                "runs": entry.runs,
                "openings": entry.openings,
                "seen": entry.seen.isoformat(),
                "closed": entry.closed.isoformat() if entry.closed else None,
                "turned_by": entry.turned,
                "replies": [
                    {"text": reply.text, "by": reply.by, "on": reply.on.isoformat()}
                    for reply in replies.get(entry.key, ())
                ],
            }
            for entry in entries
        ],
        "rulings": [{**ruling_json(use.ruling), "expired": use.expired, "needed": use.needed} for use in used],
    }
