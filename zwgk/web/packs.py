"""Rule packs in the browser: which there are, what stands in them, and which suggestions are accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.model import Rule, RulePack, RuleParseError
from rules.pack import load_pack, mark_accepted
from zwgk.errors import UserError
from zwgk.packs import pack_files
from zwgk.web.desk import Desk
from zwgk.web.errors import missing


@dataclass(frozen=True, kw_only=True)
class PackView:
    """A pack; `fault` says in Chinese why it cannot be read, and then there is nothing in it."""

    key: str
    """Names it in addresses."""
    file: Path
    pack: RulePack | None
    fault: str = ""

    @property
    def title(self) -> str:
        """The document's, else the file's name."""
        return (self.pack.title if self.pack is not None else "") or self.file.name

    @property
    def suggested(self) -> Sequence[Rule]:
        """The suggestions, accepted or not."""
        return [rule for rule in self.rules if rule.suggested]

    @property
    def waiting(self) -> int:
        """Suggestions that nobody accepted."""
        return sum(rule.waiting for rule in self.rules)

    @property
    def rules(self) -> Sequence[Rule]:
        """All rules."""
        return self.pack.rules if self.pack is not None else ()


def configured_packs(desk: Desk) -> Sequence[PackView]:
    """The packs that checks use."""
    try:
        files = pack_files(desk.config, ())
    except UserError:  # none yet
        return ()
    return [pack_view(file) for file in files]


def pack_view(file: Path) -> PackView:
    """A pack's file as it is now."""
    key = hashlib.sha256(str(file.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
    try:
        return PackView(key=key, file=file, pack=load_pack(file))
    except RuleParseError as error:
        return PackView(key=key, file=file, pack=None, fault=str(error))


def configured_pack(desk: Desk, key: str) -> PackView:
    """One of them; RefusedError (404) when there is none of that key."""
    for one in configured_packs(desk):
        if one.key == key:
            return one
    raise missing("规则集")


def mark(desk: Desk, file: Path, rules: Collection[str], *, accepted: bool) -> tuple[str, ...]:
    """Accept suggestions of a pack, or accept them no more; ids of those that changed. UserError for unknown ids."""
    with desk.editing:
        known = {rule.id for rule in load_pack(file).rules if rule.suggested}
        if unknown := sorted(set(rules) - known):
            raise UserError(f"没有编号为“{unknown[0][:60]}”的建议规则，请返回刷新后再试")
        return mark_accepted(file, set(rules), accepted=accepted)
