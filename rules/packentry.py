"""One entry of a pack's file, as text: kept byte for byte while nothing of it changes, with its comments when it does.

Packs are merged entry by entry, because reading and writing a whole file with its comments (ruamel.yaml) takes some ten
milliseconds an entry; only entries that changed *and* hold comments go that way.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import LiteralScalarString

from rules import fastyaml

INDENT = 2  # of the entries below `rules:` and `manual:` as they are written
REMOVED = object()
"""Instead of a value: the key goes."""

_BLOCKS = frozenset({"doubts", "requirements"})  # lists written one part a line
_ALWAYS = frozenset({"section", "text"})  # written also when empty
_ACCEPTED = re.compile(r"^( +accepted:)[ \t]*(?:true|false)?(?=[ \t]*(?:#.*)?$)", re.MULTILINE)
_ODD = r"\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"  # what YAML cannot hold, or reads as a line's end
_PLAIN = re.compile(rf"[^\x00-\x20\xa0{_ODD}!\"#%&'*,:>?@\[\]`{{|}}\-][^\x00-\x1f\xa0{_ODD}]*")
_NOT_PLAIN = re.compile(r": |:$| #| $|[\[\]{},]")
_NOT_QUOTED = re.compile(rf"[\x00-\x08\x0a-\x1f{_ODD}]")
_NO_BLOCK = re.compile(rf"[\x00-\x08\x0b-\x1f{_ODD}]|^[ \t\n]|[ \t\n]$|[ \t]\n")


class Entry:
    """An entry's text from its dash on, and the comment lines before it; both end with a newline."""

    def __init__(self, text: str, lead: str = "") -> None:
        self.text = text
        self.lead = lead
        self._values: dict[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the entry says; `FastYamlError` when its text is not one mapping."""
        if self._values is None:
            read = fastyaml.load(self.text)
            if not (isinstance(read, list) and len(read) == 1 and isinstance(read[0], dict)):
                raise fastyaml.FastYamlError("not one entry")
            self._values = read[0]
        return self._values

    @property
    def commented(self) -> bool:
        """A person wrote a comment in it or before it."""
        if self.lead.strip():
            return True
        return "#" in self.text and _has_comments(_node(self.text))

    def change(self, changes: Mapping[str, Any]) -> None:
        """Set and remove keys; what is empty is left out, as in a new entry. Other text and comments stay."""
        if changes.keys() == {"accepted"} and len(_ACCEPTED.findall(self.text)) == 1:
            self.text = _ACCEPTED.sub(rf"\1 {'true' if changes['accepted'] else 'false'}", self.text)
        elif "#" in self.text:
            self.text = _changed_node(self.text, changes)
        else:
            self.text = rendered(_changed(self.values, changes))
        self._values = None


def rendered(values: Mapping[str, Any]) -> str:
    """An entry in the form packs have it: short lists on one line, long words as a block."""
    lines = []
    for key, value in values.items():
        if key in _BLOCKS and value and isinstance(value, list | tuple):
            parts = "".join(f"{' ' * (INDENT + 4)}- {_block_part(part)}\n" for part in value)
            lines.append(f"{key}:\n{parts}")
        elif isinstance(value, str) and "\n" in value and not _NO_BLOCK.search(value):
            words = "".join(f"{' ' * (INDENT + 4)}{line}\n" if line else "\n" for line in value.split("\n"))
            lines.append(f"{key}: |-\n{words}")
        else:
            lines.append(f"{key}: {shown}\n" if (shown := inline(value)) else f"{key}:\n")
    margin = " " * (INDENT + 2)
    return f"{' ' * INDENT}- " + margin.join(lines)


def inline(value: Any) -> str:
    """A value on one line, as YAML 1.2 and older readers take it alike; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, Mapping):
        parts = (f"{key}: {inline(part)}" for key, part in value.items() if part is not None)
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(part) for part in value) + "]"
    return _scalar(str(value))


def _block_part(part: Any) -> str:
    if not isinstance(part, Mapping):
        return inline(part)
    return f"\n{' ' * (INDENT + 6)}".join(
        f"{key}: {inline(value)}".rstrip() for key, value in part.items() if value is not None
    )


def _scalar(words: str) -> str:
    if _PLAIN.fullmatch(words) and not _NOT_PLAIN.search(words) and fastyaml.is_plain_text(words):
        return words
    if not _NOT_QUOTED.search(words):
        return "'" + words.replace("'", "''") + "'"
    escaped = "".join(
        f"\\U{ord(char):08x}" if _NOT_QUOTED.match(char) else f"\\{char}" if char in '"\\' else char for char in words
    )
    return f'"{escaped}"'


def _changed(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the changes; new keys stand before `derived`, the last."""
    after = {key: value for key, value in values.items() if key not in changes or not _goes(key, changes)}
    derived = {"derived": after.pop("derived")} if "derived" in after else {}
    for key, value in changes.items():
        if _goes(key, changes):
            continue
        (derived if key == "derived" else after)[key] = value
    return {**after, **derived}


def _goes(key: str, changes: Mapping[str, Any]) -> bool:
    value = changes[key]
    return value is REMOVED or (value in (None, [], "") and key not in _ALWAYS)


# --- entries with comments ------------------------------------------------------------------------------------------


class _Representer(RoundTripRepresenter):
    """Writes nothing for "not filled in" everywhere; ruamel's own writes `null` in some places."""

    def represent_nothing(self, data: None) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:null", "")


_Representer.add_representer(type(None), _Representer.represent_nothing)


def round_trip() -> YAML:
    """A reader and writer that keeps comments and quotes."""
    yaml = YAML(typ="rt")
    yaml.Representer = _Representer
    # Two rules that share one deadline must not be written as anchor and alias: packs with those are refused.
    yaml.representer.ignore_aliases = lambda _: True
    yaml.width = 4096
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    return yaml


def _node(text: str) -> CommentedMap:
    tree: CommentedMap = round_trip().load("entries:\n" + text)
    return tree


def _has_comments(tree: Any) -> bool:
    if isinstance(tree, CommentedMap | CommentedSeq):
        parts = tree.values() if isinstance(tree, CommentedMap) else tree
        return bool(tree.ca.items or tree.ca.comment) or any(map(_has_comments, parts))
    return False


def _changed_node(text: str, changes: Mapping[str, Any]) -> str:
    tree = _node(text)
    entry = tree["entries"][0]
    for key, value in changes.items():
        if _goes(key, changes):
            entry.pop(key, None)
        elif key in entry or "derived" not in entry:
            entry[key] = _round_trip_value(key, value)
        else:
            entry.insert(list(entry).index("derived"), key, _round_trip_value(key, value))
    stream = io.StringIO()
    round_trip().dump(tree, stream)
    return stream.getvalue().partition("\n")[2]


def _round_trip_value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        sequence = CommentedSeq(_round_trip_mapping(part) if isinstance(part, dict) else part for part in value)
        if name not in _BLOCKS:
            sequence.fa.set_flow_style()
        return sequence
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value


def _round_trip_mapping(part: dict[str, Any]) -> CommentedMap:
    """A mapping inside a list, its own lists on one line each."""
    mapping = CommentedMap(part)
    for key, value in part.items():
        if isinstance(value, list):
            mapping[key] = CommentedSeq(value)
            mapping[key].fa.set_flow_style()
    return mapping
