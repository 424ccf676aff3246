"""Merging derived rules into a pack people have edited: their words stay, the rest follows the document.

Every entry carries in `derived` a digest of each field as it was last derived. A field that no longer has that digest
was edited by a person and is kept; a field that still has it follows the document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rules.packentry import REMOVED, Entry, rendered

_GONE = "新生成的文件中已没有这一项（保留了人工修改）"


@dataclass(frozen=True, kw_only=True)
class PackChanges:
    """What writing a pack changed: ids, and the edits that were kept."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    """Entries removed, because the document no longer has them and nobody had edited them."""
    changed: tuple[str, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Edited entries and their edited fields."""
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Edited fields whose value in the document changed too; the edit was kept."""
    orphaned: tuple[str, ...] = ()
    """Edited entries the document no longer has; they are kept and marked `dropped`."""
    carried: Mapping[str, str] = field(default_factory=dict)
    """Entries of last year's edition by the new ids they go on under; see `looks` for those to check."""
    looks: Mapping[str, str] = field(default_factory=dict)
    """New id → Chinese: what a person should look at in an entry whose edits were carried over."""
    unclear: tuple[str, ...] = ()
    """Edited entries that could go on in several new ones; nothing was carried."""

    @property
    def none(self) -> bool:
        """Nothing was added, dropped or changed."""
        return not (self.added or self.dropped or self.changed or self.conflicts or self.orphaned)


class Merge:
    """Gathers what merging the two lists of entries changes."""

    def __init__(self) -> None:
        self._added: list[str] = []
        self._dropped: list[str] = []
        self._changed: list[str] = []
        self._orphaned: list[str] = []
        self._kept: dict[str, tuple[str, ...]] = {}
        self._conflicts: dict[str, tuple[str, ...]] = {}

    def changes(self) -> PackChanges:
        """What merging changed so far."""
        return PackChanges(
            added=tuple(self._added),
            dropped=tuple(self._dropped),
            changed=tuple(self._changed),
            kept=self._kept,
            conflicts=self._conflicts,
            orphaned=tuple(self._orphaned),
        )

    def entries(
        self,
        existing: Sequence[Entry],
        derived: Sequence[tuple[str, dict[str, Any]]],
        fields: Sequence[str],
        own: Sequence[str],
        renamed: Mapping[str, str],
    ) -> list[Entry]:
        """The merged list, in the file's order; new entries stand behind the one they follow in the document.

        `renamed` are the new ids of entries that go on under another one.
        """
        wanted = dict(derived)
        fresh = {identity: _new_entry(identity, values, fields, own) for identity, values in derived}
        untouched = {text: identity for identity, text in fresh.items()}
        kept: list[Entry] = []
        known: dict[str, int] = {}
        for entry in existing:
            identity = untouched.get(entry.text, "")
            if not identity:
                identity = renamed.get(entry.values["id"], entry.values["id"])
                values = wanted.get(identity)
                if values is not None:
                    self._update(entry, identity, values, fields, own)
                elif not self._stays(entry, fields, own):
                    self._dropped.append(identity)
                    continue
            known[identity] = len(kept)
            kept.append(entry)
        position = 0
        new: list[tuple[int, Entry]] = []
        for identity, _ in derived:
            if identity in known:
                position = known[identity] + 1
            else:
                new.append((position, Entry(fresh[identity])))
                self._added.append(identity)
        return _inserted(kept, new)

    def _stays(self, entry: Entry, fields: Sequence[str], own: Sequence[str]) -> bool:
        """An entry the document does not have: people's own, or edited by them."""
        values = entry.values
        identity = values["id"]
        if values.get("derived") is None:
            self._kept[identity] = ("id",)
            return True
        edits = tuple(_edited(values, fields) + _filled(values, own))
        if not (edits or "dropped" in values or entry.commented):
            return False
        if "dropped" not in values:
            self._orphaned.append(identity)
            entry.change({"dropped": _GONE})
        self._kept[identity] = edits
        return True

    def _update(
        self, entry: Entry, identity: str, values: dict[str, Any], fields: Sequence[str], own: Sequence[str]
    ) -> None:
        old = entry.values
        before = _digests(old)
        edited = _edited(old, fields)
        changes: dict[str, Any] = {"id": identity} if old["id"] != identity else {}
        digests = []
        conflicts = []
        for position, name in enumerate(fields):
            digest = _digest(values[name])
            digests.append(digest)
            if name in edited:
                if position < len(before) and before[position] != digest:
                    conflicts.append(name)
            elif _digest(old.get(name)) != digest:
                changes[name] = values[name]
                if identity not in self._changed:
                    self._changed.append(identity)
        if ".".join(digests) != str(old.get("derived")):
            changes["derived"] = ".".join(digests)
        if "dropped" in old:
            changes["dropped"] = REMOVED
        kept = tuple(edited + _filled(old, own))
        if kept:
            self._kept[identity] = kept
        if conflicts:
            self._conflicts[identity] = tuple(conflicts)
        if changes:
            entry.change(changes)


def _inserted(entries: Sequence[Entry], new: Sequence[tuple[int, Entry]]) -> list[Entry]:
    """The entries with each new one before the entry of its place, those of one place in their own order."""
    merged: list[Entry] = []
    done = 0
    for place, entry in sorted(new, key=lambda pair: pair[0]):
        merged.extend(entries[done:place])
        merged.append(entry)
        done = place
    return [*merged, *entries[done:]]


def _new_entry(identity: str, values: dict[str, Any], fields: Sequence[str], own: Sequence[str]) -> str:
    entry: dict[str, Any] = {"id": identity}
    entry |= {
        name: values[name] for name in fields if values[name] not in (None, [], "") or name in {"section", "text"}
    }
    entry |= {name: values.get(name) if name != "accepted" else not values["suggested"] for name in own}
    entry["derived"] = ".".join(_digest(values[name]) for name in fields)
    return rendered(entry)


def _edited(entry: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    digests = _digests(entry)
    return [name for name, digest in zip(fields, digests, strict=False) if _digest(entry.get(name)) != digest]


def _digests(entry: Mapping[str, Any]) -> list[str]:
    return str(entry.get("derived") or "").split(".")


def _filled(entry: Mapping[str, Any], own: Sequence[str]) -> list[str]:
    """The own fields a person has filled; a suggestion comes unaccepted, with the limit its topic has."""
    waiting = entry.get("suggested") is True and not entry.get("accepted")
    unfilled: dict[str, tuple[object, ...]] = {"accepted": (None, not entry.get("suggested", False))}
    ignored = {"limit_days"} if waiting else set()
    return [name for name in own if name not in ignored and entry.get(name) not in unfilled.get(name, (None, ""))]


def _digest(value: Any) -> str:
    """Six hex digits of a field's value; what is empty, however written, has one digest."""
    if value in (None, [], "", False):
        return "0"
    words = json.dumps(
        value.strip("\n") if isinstance(value, str) else _plain(value), ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return value.strip("\n")
    return value
