"""What people decide and answer, checked and kept: 豁免, 人工裁定, 整改反馈. For commands and for the web service."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from checker.engine import load_checks
from checker.ledger import STANDING, FindingKey, LedgerEntry, LedgerState, Reply
from checker.registry import Check
from checker.rulings import Ruling, RulingKind
from checker.sitecheck import SiteCheck
from checker.sites import load_site_checks
from crawler.evidence import SitePlan
from crawler.guard import BadUrlError, Territory, tidy
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.packs import read_packs
from zwgk.plan import ask
from zwgk.sites import SiteDirectory
from zwgk.store import Store
from zwgk.units import named_units, near, place_of, registry

NAMES: Final[Mapping[RulingKind, str]] = {
    RulingKind.WAIVER: "豁免",
    RulingKind.COLUMN: "栏目裁定",
    RulingKind.NOT_APPLICABLE: "不适用裁定",
}
STANDING_OR_WAIVED: Final = STANDING | {LedgerState.WAIVED}
_LONGEST: Final = 2000


@dataclass(frozen=True, kw_only=True)
class RulingRequest:
    """What somebody wants to rule, in their words."""

    kind: RulingKind
    rule: str
    reason: str
    by: str
    unit: str | None = None
    code: str | None = None
    url: str | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Fields:
    """What the places are called where somebody wrote the words."""

    reason: str = "--reason"
    by: str = "--by"
    until: str = "--until"
    unit: str = "--unit"
    text: str = "--text"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A ruling that was kept."""

    ruling: Ruling
    replaced: bool
    """Whether others on the same were revoked for it."""
    needed: bool
    """Whether the ledger holds something that it is about."""


def decide(
    config: Config, store: Store, request: RulingRequest, *, now: datetime, fields: Fields | None = None
) -> Decision:
    """Keep a ruling; UserError when it names no rule, code or unit, has ended already, or says nothing."""
    at = fields or Fields()
    reason, by = said(request.reason, at.reason), said(request.by, at.by)
    if request.until is not None and request.until < now.date():
        raise UserError(f"{at.until} {request.until} 已经过去，请写今天（{now.date()}）或以后的日期")
    on_site = request.kind is RulingKind.WAIVER and request.rule in config.sites
    if on_site and request.unit:
        raise UserError(f"“{request.rule}”是网站，豁免不能只对一个单位，请去掉 {at.unit}")
    rule, unit, units = (request.rule, None, frozenset()) if on_site else _meant(config, request.rule, request.unit)
    if request.kind is RulingKind.WAIVER and request.unit and unit not in units:
        raise UserError(f"规则 {rule} 不按单位查，豁免不能只对一个单位，请去掉 {at.unit}")
    if request.code is not None:
        _known_code(request.code, load_site_checks() if on_site else load_checks())
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
    following = store.following
    same = [one for one in following.rulings() if _same(one, ruling) and one.holds(now.date())]
    following.revoke(same, day=now.date(), by=by)
    following.rule(ruling, now=now)
    found = [entry for entry in following.ledger().values() if about(entry, rule, unit, request.code)]
    return Decision(
        ruling=ruling,
        replaced=bool(same),
        needed=any(entry.state in STANDING_OR_WAIVED for entry in found),
    )


def standing_rulings(store: Store, kinds: Collection[RulingKind]) -> tuple[Ruling, ...]:
    """The rulings of these kinds that were not revoked."""
    return tuple(one for one in store.following.rulings() if one.kind in kinds and one.revoked is None)


def answer(store: Store, key: FindingKey, text: str, *, by: str, today: date, fields: Fields | None = None) -> None:
    """Keep a unit's answer to a finding that is in the ledger; UserError when it says nothing or too much."""
    at = fields or Fields()
    store.following.reply(Reply(key=key, text=said(text, at.text), by=said(by, at.by), on=today))


def about(entry: LedgerEntry, rule: str, unit: str | None, code: str | None) -> bool:
    """Whether a finding is on this rule (or site), and of this unit and code where they are named."""
    key = entry.key
    return named(key) == rule and unit in (None, key.unit) and code in (None, key.code)


def named(key: FindingKey) -> str:
    """Whose finding it is: the rule's id, or the site's name."""
    return key.rule or key.place


def described(ruling: Ruling) -> str:
    """What it is about, in a few words."""
    parts = [ruling.rule, ruling.unit or "", ruling.code or "", ruling.url or ""]
    until = f"，到 {ruling.until} 止" if ruling.until else ""
    return " ".join(part for part in parts if part) + until


def said(text: str, field: str) -> str:
    """The words without blanks around them; UserError when there are none or too many."""
    line = text.strip()
    if not line:
        raise UserError(f"{field} 不能是空的")
    if len(line) > _LONGEST:
        raise UserError(f"{field} 太长（{len(line)} 字），请不超过 {_LONGEST} 字")
    return line


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


def _known_code(code: str, checks: Iterable[Check | SiteCheck]) -> None:
    codes = [check.code for check in checks]
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
    try:
        tidied = tidy(url)
    except BadUrlError as error:
        raise UserError(f"“{url[:200]}”：{error}") from None
    if not any(Territory(plan).covers(tidied) for plan in plans):
        raise UserError(f"{url} 不在配置的站点范围内，请先在 config.yaml 的 sites 或其 hosts 中登记")


def _same(one: Ruling, other: Ruling) -> bool:
    return (one.kind, one.rule, one.unit, one.code) == (other.kind, other.rule, other.unit, other.code)
