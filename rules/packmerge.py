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

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

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
        existing: CommentedSeq | None,
        derived: Sequence[tuple[str, dict[str, Any]]],
        fields: Sequence[str],
        own: Sequence[str],
    ) -> CommentedSeq:
        """The merged list, in the file's order; new entries stand behind the one they follow in the document."""
        entries = existing if existing is not None else CommentedSeq()
        wanted = dict(derived)
        for index in range(len(entries) - 1, -1, -1):
            entry = entries[index]
            values = wanted.get(entry["id"])
            if values is not None:
                self._update(entry, values, fields, own)
            elif entry.get("derived") is None:
                self._kept[entry["id"]] = ("id",)  # a rule of their own
            elif _edited(entry, fields) or _filled(entry, own) or _commented(entry) or "dropped" in entry:
                if "dropped" not in entry:
                    self._orphaned.append(entry["id"])
                    entry["dropped"] = _GONE
                self._kept[entry["id"]] = tuple(_edited(entry, fields) + _filled(entry, own))
            else:
                self._dropped.append(entry["id"])
                del entries[index]
        known = {entry["id"]: index for index, entry in enumerate(entries)}
        position = 0
        new: list[tuple[int, CommentedMap]] = []
        for identity, values in derived:
            if identity in known:
                position = known[identity] + 1
            else:
                new.append((position, _new_entry(identity, values, fields, own)))
                self._added.append(identity)
        if not known:
            entries.extend(entry for _, entry in new)
            return entries
        for place, entry in reversed(new):
            entries.insert(place, entry)
        return entries

    def _update(self, entry: CommentedMap, values: dict[str, Any], fields: Sequence[str], own: Sequence[str]) -> None:
        identity = entry["id"]
        before = _digests(entry)
        edited = _edited(entry, fields)
        entry.pop("dropped", None)
        digests = []
        conflicts = []
        for position, name in enumerate(fields):
            digest = _digest(values[name])
            digests.append(digest)
            if name in edited:
                if position < len(before) and before[position] != digest:
                    conflicts.append(name)
            elif _digest(_plain(entry.get(name))) != digest:
                _set(entry, name, values[name])
                if identity not in self._changed:
                    self._changed.append(identity)
        entry["derived"] = ".".join(digests)
        if edited or _filled(entry, own):
            self._kept[identity] = tuple(edited + _filled(entry, own))
        if conflicts:
            self._conflicts[identity] = tuple(conflicts)


def _new_entry(identity: str, values: dict[str, Any], fields: Sequence[str], own: Sequence[str]) -> CommentedMap:
    entry = CommentedMap(id=identity)
    for name in fields:
        _set(entry, name, values[name])
    for name in own:
        entry[name] = values.get(name) if name != "accepted" else not values["suggested"]
    entry["derived"] = ".".join(_digest(values[name]) for name in fields)
    return entry


def _set(entry: CommentedMap, name: str, value: Any) -> None:
    """Write a value in its readable form: names on one line, long words as a block; what is empty is left out."""
    if value in (None, [], "") and name not in {"section", "text"}:
        entry.pop(name, None)
        return
    if isinstance(value, list):
        sequence = CommentedSeq(_mapping(part) if isinstance(part, dict) else part for part in value)
        if name not in {"doubts", "requirements"}:
            sequence.fa.set_flow_style()
        value = sequence
    elif isinstance(value, str) and "\n" in value:
        value = LiteralScalarString(value)
    if name in entry or "derived" not in entry:
        entry[name] = value
    else:
        entry.insert(list(entry).index("derived"), name, value)


def _mapping(part: dict[str, Any]) -> CommentedMap:
    """A mapping inside a list, its own lists on one line each."""
    mapping = CommentedMap(part)
    for key, value in part.items():
        if isinstance(value, list):
            mapping[key] = CommentedSeq(value)
            mapping[key].fa.set_flow_style()
    return mapping


def _edited(entry: CommentedMap, fields: Sequence[str]) -> list[str]:
    digests = _digests(entry)
    return [name for name, digest in zip(fields, digests, strict=False) if _digest(_plain(entry.get(name))) != digest]


def _digests(entry: CommentedMap) -> list[str]:
    return str(entry.get("derived") or "").split(".")


def _filled(entry: CommentedMap, own: Sequence[str]) -> list[str]:
    """The own fields a person has filled; a suggestion comes unaccepted, with the limit its topic has."""
    waiting = entry.get("suggested") is True and not entry.get("accepted")
    unfilled: dict[str, tuple[object, ...]] = {"accepted": (None, not entry.get("suggested", False))}
    ignored = {"limit_days"} if waiting else set()
    return [name for name in own if name not in ignored and entry.get(name) not in unfilled.get(name, (None, ""))]


def _commented(entry: CommentedMap) -> bool:
    return bool(entry.ca.items or entry.ca.comment)


def _digest(value: Any) -> str:
    """Six hex digits of a field's value; what is empty, however written, has one digest."""
    if value in (None, [], "", False):
        return "0"
    words = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return value.strip("\n")
    return value
