"""Reading YAML 1.2 by libyaml: the same values ruamel.yaml gives, some twenty times faster, without lines or comments.

PyYAML itself reads YAML 1.1, where 12:30 is a number and yes and no are truth values; so the plain values are told by
ruamel's own table for 1.2.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers

_ANCHOR = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\]}]", re.MULTILINE)


_TEXT, _SEQUENCE, _MAPPING = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


class FastYamlError(ValueError):
    """Not YAML this reader takes; read the file with ruamel.yaml, which says what is wrong and where."""


class _Loader(yaml.CSafeLoader):  # type: ignore[misc,unused-ignore]  # the stubs lack the C classes' bases
    """The safe loader with the plain values of YAML 1.2; a key said twice is an error."""

    def read(self) -> Any:
        """The values of the only document."""
        node = self.get_single_node()
        return None if node is None else self._value(node)

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool] | bool | None) -> str:
        """PyYAML's own without the paths that nobody uses here: it is asked for every scalar of a pack."""
        if kind is yaml.ScalarNode:
            if value is not None and isinstance(implicit, tuple) and implicit[0]:
                for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                    if pattern.match(value):
                        return str(tag)
            return _TEXT
        return _SEQUENCE if kind is yaml.SequenceNode else _MAPPING

    def _value(self, node: yaml.Node) -> Any:
        """Plain recursion: PyYAML's own goes by generators, for the sake of anchors, and takes twice as long."""
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _TEXT else self.construct_object(node)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQUENCE:
            return [self._value(part) for part in node.value]
        if not isinstance(node, yaml.MappingNode) or node.tag != _MAPPING:
            raise FastYamlError(f"tag {node.tag}")
        mapping = {self._value(key): self._value(value) for key, value in node.value}
        if len(mapping) != len(node.value):
            raise FastYamlError("duplicate key")
        return mapping


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    digits = str(loader.construct_scalar(node)).replace("_", "")
    return int(digits, 0 if re.match(r"[-+]?0[xo]", digits) else 10)


_Loader.yaml_implicit_resolvers = {}  # of its own: the inherited table is that of YAML 1.1
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions and not _tag.endswith((":merge", ":value")):
        _Loader.add_implicit_resolver(_tag, _pattern, _first)


def is_plain_text(words: str) -> bool:
    """Written without quotes the words are these words, in YAML 1.2 and for people's older tools alike."""
    tables = (_Loader.yaml_implicit_resolvers, yaml.SafeLoader.yaml_implicit_resolvers)
    return not any(pattern.match(words) for table in tables for _, pattern in table.get(words[:1], ()))


def may_have_anchors(text: str) -> bool:
    """Something in the text looks like a YAML anchor or alias; words with * or & inside mostly do not."""
    return bool(_ANCHOR.search(text))


def load(text: str) -> Any:
    """The values of a document without anchors, aliases and repeated keys; `FastYamlError` for anything else."""
    try:
        if may_have_anchors(text) and any(
            getattr(event, "anchor", None) is not None for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        ):
            raise FastYamlError("anchors or aliases")
        loader = _Loader(text)  # a safe loader
        try:
            return loader.read()
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, UnicodeError, OverflowError) as error:
        raise FastYamlError(str(error)) from error
