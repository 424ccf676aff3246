"""Reading YAML 1.2 by libyaml: the same values ruamel.yaml gives, some twenty times faster, without lines or comments.

PyYAML itself reads YAML 1.1, where 12:30 is a number and yes and no are truth values; so the plain values are told by
ruamel's own table for 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers

_ANCHOR = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\]}]", re.MULTILINE)


class FastYamlError(ValueError):
    """Not YAML this reader takes; read the file with ruamel.yaml, which says what is wrong and where."""


class _Loader(yaml.CSafeLoader):  # type: ignore[misc,unused-ignore]  # the stubs lack the C classes' bases
    """The safe loader with the plain values of YAML 1.2; a key said twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
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


def may_have_anchors(text: str) -> bool:
    """Something in the text looks like a YAML anchor or alias; words with * or & inside do not."""
    return bool(_ANCHOR.search(text))


def load(text: str) -> Any:
    """The values of a document without anchors, aliases and repeated keys; `FastYamlError` for anything else."""
    if may_have_anchors(text):
        raise FastYamlError("anchors or aliases")
    try:
        return yaml.load(text, Loader=_Loader)  # a safe loader
    except (yaml.YAMLError, ValueError, RecursionError, UnicodeError, OverflowError) as error:
        raise FastYamlError(str(error)) from error
