"""`zwgk waive`, `unwaive`, `rule`, `unrule`, `reply`: what people decide and answer, with who, when and why."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checker.engine import load_checks
from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState, Reply
from checker.rulings import Ruling, RulingKind
from crawler.evidence import SitePlan
from crawler.guard import Territory
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.packs import read_packs
from zwgk.plan import ask
from zwgk.sites import SiteDirectory
from zwgk.store import Store
from zwgk.terminal import say
from zwgk.units import named_units, near, place_of, registry

_LONGEST = 2000
_STANDING = STANDING | {LedgerState.WAIVED}
_NAMES = {RulingKind.WAIVER: "豁免", RulingKind.COLUMN: "栏目裁定", RulingKind.NOT_APPLICABLE: "不适用裁定"}


@dataclass(frozen=True, kw_only=True)
class RulingRequest:
    """The words of the command line."""

    kind: RulingKind
    rule: str
    reason: str
    by: str
    unit: str | None = None
    code: str | None = None
    url: str | None = None
    until: date | None = None


def run_ruling(config: Config, request: RulingRequest) -> int:
    """Keep the ruling; 0. UserError when it names no rule, code or unit, has ended already, or says nothing."""
    now = datetime.now(config.timezone)
    reason, by = _said(request.reason, "--reason"), _said(request.by, "--by")
    if request.until is not None and request.until < now.date():
        raise UserError(f"--until {request.until} 已经过去，请写今天（{now.date()}）或以后的日期")
    rule, unit, units = _meant(config, request.rule, request.unit)
    if request.kind is RulingKind.WAIVER and request.unit and unit not in units:
        raise UserError(f"规则 {rule} 不按单位查，豁免不能只对一个单位，请去掉 --unit")
    if request.code is not None:
        _known_code(request.code)
    if request.url is not None:
        _ours(config, request.url)
    ruling = Ruling(
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        kind=request.kind,
        rule=rule,
        unit=unit,
        code=request.code,
        url=request.url,
        reason=reason,
        by=by,
        on=now.date(),
        until=request.until,
    )
    with closing(Store.open(config.database, config.data)) as store:
        following = store.following
        same = [one for one in following.rulings() if _same(one, ruling) and one.holds(now.date())]
        following.revoke(same, day=now.date(), by=by)
        following.rule(ruling, now=now)
        found = [entry for entry in following.ledger().values() if _about(entry, rule, unit, request.code)]
    say(f"已登记{_NAMES[ruling.kind]}：{_described(ruling)}，下一轮检查起生效" + ("，代替原来的" if same else ""))
    if request.kind is RulingKind.WAIVER and not any(entry.state in _STANDING for entry in found):
        say("注意：台账中目前没有这项问题，请核对编号和代码")
    return 0


def run_revoking(
    config: Config, kinds: Sequence[RulingKind], word: str, *, code: str | None, unit: str | None, by: str
) -> int:
    """Revoke every such ruling in force on the rule; 0. UserError when there is none."""
    today = datetime.now(config.timezone).date()
    with closing(Store.open(config.database, config.data)) as store:
        following = store.following
        standing = [one for one in following.rulings() if one.kind in kinds and one.revoked is None]
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
        following.revoke(chosen, day=today, by=by.strip() or getpass.getuser())
    for one in chosen:
        say(f"已撤销{_NAMES[one.kind]}：{_described(one)}")
    return 0


def run_reply(
    config: Config, word: str, *, code: str | None, unit: str | None, text: str | None, file: Path | None, by: str
) -> int:
    """Keep a unit's answer to a finding; 0. UserError when the finding is not in the ledger or not a single one."""
    said = _said(_read(file) if file is not None else text or "", "--text")
    who = _said(by, "--by")
    today = datetime.now(config.timezone).date()
    with closing(Store.open(config.database, config.data)) as store:
        following = store.following
        known = following.ledger()
        entries = [entry for entry in known.values() if _about(entry, word, unit, code)]
        standing = [entry for entry in entries if entry.state in _STANDING] or entries
        key = _single(standing, word, sorted({_named(entry.key) for entry in known.values()}))
        following.reply(Reply(key=key, text=said, by=who, on=today))
    again = f"--rule {key.rule}" if key.rule else f"--site {key.place}"
    say(f"已登记整改反馈：{_named(key)} {key.code}；是否整改以复查为准：zwgk check {again}")
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


def _meant(config: Config, word: str, unit: str | None) -> tuple[str, str | None, frozenset[str]]:
    """The rule's id, the unit's full name, and the units whose own pages the rule is asked of."""
    packs = read_packs(config, ())
    units = registry(config, packs)
    asked = ask(packs, SiteDirectory(sites=config.sites, place=config.place), units, place=config.place)
    ids = {question.rule.id for question in asked.questions}
    if word not in ids:
        close = near(word, sorted(ids))
        raise UserError(f"规则集中没有编号为“{word}”的规则" + (f"，是不是：{'、'.join(close)}？" if close else ""))
    pages = frozenset(one.unit for one in asked.questions if one.rule.id == word and one.unit)
    if unit is None:
        return word, None, pages
    (name, *others) = sorted(named_units((unit,), packs, units, place_of(config, packs)))
    if others:
        raise UserError(f"“{unit}”指多个单位：{'、'.join((name, *others))}，请写全称")
    return word, name, pages


def _known_code(code: str) -> None:
    codes = [check.code for check in load_checks()]
    if code not in codes:
        close = near(code, codes)
        raise UserError(
            f"没有问题代码“{code}”，" + (f"是不是：{'、'.join(close)}？" if close else f"可用的有：{'、'.join(codes)}")
        )


def _ours(config: Config, url: str) -> None:
    """A person's column must lie where we may go, or it could never be looked at."""
    plans = [SitePlan(name=name, url=site.url, hosts=site.hosts) for name, site in config.sites.items()]
    plans += [SitePlan(name=unit.name, url=unit.page) for unit in config.units if unit.page]
    if not url.startswith(("http://", "https://")):
        raise UserError(f"“{url}”不是完整网址，应以 http:// 或 https:// 开头")
    if not any(Territory(plan).covers(url) for plan in plans):
        raise UserError(f"{url} 不在配置的站点范围内，请先在 config.yaml 的 sites 或其 hosts 中登记")


def _same(one: Ruling, other: Ruling) -> bool:
    return (one.kind, one.rule, one.unit, one.code) == (other.kind, other.rule, other.unit, other.code)


def _about(entry: LedgerEntry, rule: str, unit: str | None, code: str | None) -> bool:
    key = entry.key
    return _named(key) == rule and unit in (None, key.unit) and code in (None, key.code)


def _named(key: FindingKey) -> str:
    """Whose finding it is: the rule's id, or the site's name."""
    return key.rule or key.place


def _described(ruling: Ruling) -> str:
    parts = [ruling.rule, ruling.unit or "", ruling.code or "", ruling.url or ""]
    until = f"，到 {ruling.until} 止" if ruling.until else ""
    return " ".join(part for part in parts if part) + until


def _said(text: str, option: str) -> str:
    line = text.strip()
    if not line:
        raise UserError(f"{option} 不能是空的")
    if len(line) > _LONGEST:
        raise UserError(f"{option} 太长（{len(line)} 字），请不超过 {_LONGEST} 字")
    return line


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return file.read_text(encoding="gb18030", errors="replace")
    except OSError as error:
        raise UserError(f"读不了 {file}（{error.strerror or error}）") from error
