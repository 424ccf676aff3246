"""A pack's file as text in parts, so that what nobody touches stays as it stands and large packs are merged quickly.

The parts are the top-level keys with the comments before them; `rules` and `manual` are cut into their entries. Every
part is YAML by itself; a file that cannot be cut so (flow style, tags, anchors) is rewritten by ruamel.yaml first.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from rules import fastyaml
from rules.packentry import INDENT, Entry, inline, round_trip

LISTS = ("rules", "manual")
_KEY = re.compile(r"([A-Za-z_]+):(?=[ \t]|$)(.*)")
_ENTRY = re.compile(r"( *)-(?: +(?=\S)|$)")
_EMPTY_LIST = re.compile(r"[ \t]*(?:\[ *\]|null|~)?[ \t]*(?:#.*)?$")


class UncutError(ValueError):
    """The text is not laid out in the parts a pack has."""


class PackText:
    """The parts of a pack's file, to be changed and put together again."""

    def __init__(self, header: str = "") -> None:
        self._header = "".join(f"# {line}".rstrip() + "\n" for line in header.splitlines())
        self._parts: dict[str, str] = {}  # key → its text, comments before it included; of a list, up to its entries
        self.entries: dict[str, list[Entry]] = {}
        self._tail = ""

    @classmethod
    def cut(cls, text: str) -> PackText:
        """The parts of a text; `UncutError` when it has others. Lines end with newlines only."""
        pack = cls()
        key, pending, margin = "", "", -1
        for line in re.split(r"(?<=\n)", text if text.endswith("\n") else text + "\n"):
            bare = line.rstrip("\n")
            found = _KEY.match(bare)
            start = _ENTRY.match(bare)
            entries = pack.entries.get(key)
            if found:
                key, margin = found[1], -1
                if key in pack._parts:
                    raise UncutError
                if key in LISTS:
                    if not _EMPTY_LIST.match(found[2]):
                        raise UncutError
                    line = re.sub(r":[ \t]*(?:\[ *\]|null|~)", ":", line, count=1)
                    pack.entries[key] = []
                pack._parts[key], pending = pending + line, ""
            elif entries is not None and start and margin in {-1, len(start[1])} and (start[1] or entries == []):
                margin = len(start[1])
                entries.append(Entry(line, pending))
                pending = ""
            elif not bare.strip() and not pending and key:
                pack._append(key, line)
            elif not bare.strip() or _is_comment_between(bare, sys.maxsize if entries == [] else margin):
                pending += line
            elif bare[0] != " " or not key or pending or (entries == []):
                raise UncutError
            else:
                pack._append(key, line)
        pack._tail = pending
        texts = (entry.text for entries in pack.entries.values() for entry in entries)
        if not all(text.startswith(" " * INDENT + "- ") for text in texts):
            raise UncutError  # another margin than ours: one entry cannot be written beside the others
        return pack

    @classmethod
    def normalised(cls, tree: CommentedMap) -> PackText:
        """The parts of a file ruamel.yaml has read, its lists laid out in the usual way."""
        for name in LISTS:
            entries = tree.get(name)
            if isinstance(entries, CommentedSeq):
                entries.fa.set_block_style()
                for entry in entries:
                    if isinstance(entry, CommentedMap):
                        entry.fa.set_block_style()
        stream = io.StringIO()
        round_trip().dump(tree, stream)
        return cls.cut(stream.getvalue())

    def values(self) -> dict[str, Any]:
        """What stands beside the two lists; `FastYamlError` when that is not YAML."""
        text = "".join(part for key, part in self._parts.items() if key not in LISTS)
        read = fastyaml.load(text) if text.strip() else {}
        return dict(read) if isinstance(read, Mapping) else {}

    def put(self, key: str, value: Any) -> None:
        """Write a key that is none of the lists, when it says something else than before."""
        before = self.values()
        if key in before and _same(before[key], value):
            return
        lead = self._parts[key][: _start(self._parts[key])] if key in self._parts else ""
        self._parts[key] = lead + _shown(key, value)

    def put_entries(self, key: str, entries: Sequence[Entry]) -> None:
        """Write one of the two lists."""
        self._parts.setdefault(key, f"{key}:\n")
        self.entries[key] = list(entries)

    def text(self) -> str:
        """The whole file."""
        written = [self._header]
        for key, part in self._parts.items():
            entries = self.entries.get(key)
            if entries is not None and not entries:
                part = re.sub(rf"^{key}:", f"{key}: []", part, count=1, flags=re.MULTILINE)
            written.append(part)
            for entry in entries or ():
                written += (entry.lead, entry.text)
        return "".join((*written, self._tail))

    def _append(self, key: str, line: str) -> None:
        if self.entries.get(key):
            self.entries[key][-1].text += line
        else:
            self._parts[key] += line


def _is_comment_between(line: str, margin: int) -> bool:
    """A comment no deeper than the entries' dashes stands between entries; a deeper one belongs to its entry."""
    return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= max(margin, 0)


def _start(part: str) -> int:
    """Where the key itself begins, behind the comments before it."""
    found = re.search(r"^[A-Za-z_]+:", part, re.MULTILINE)
    return found.start() if found else 0


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return dict(one) == dict(other)
    return bool((one or None) == (other or None))


def _shown(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{key}:\n" + "".join(f"  {name}: {inline(part)}".rstrip() + "\n" for name, part in value.items())
    if isinstance(value, list | tuple) and value:
        return f"{key}:\n" + "".join(f"  - {inline(part)}\n" for part in value)
    return f"{key}: {inline(list(value) if isinstance(value, tuple) else value)}\n"
