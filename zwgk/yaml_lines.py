"""YAML (and so JSON) read together with the line of every key, so that an error can name its place."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from rules.refused import why
from zwgk.errors import ConfigError

_MAX_BYTES = 5 * 1024 * 1024
_MAX_DEPTH = 20
"""Deeper nesting is a mistake, or an alias that contains itself."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Located:
    """A file's content as plain Python values, and the line (from 1) of each key and list item."""

    data: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Line of the place, or of the nearest level above that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def load(path: Path) -> Located:
    """Read one file; ConfigError when it is missing, unreadable, not UTF-8 or not YAML."""
    text = _text(path)
    try:
        tree = YAML(typ="rt").load(io.StringIO(text))
    except DuplicateKeyError as error:
        raise ConfigError(f"{_at(path, error)}：{_duplicate(error)}") from error
    except MarkedYAMLError as error:
        raise ConfigError(f"{_at(path, error)}：{_syntax(error, text)}") from error
    except Exception as error:  # on odd input (a list as a key) ruamel also raises TypeError and others of its inside
        raise ConfigError(f"{path}：不是有效的 YAML 文件（{_one_line(error)}），请检查内容") from error
    lines: dict[Place, int] = {}
    return Located(data=_plain(tree, (), lines, path), lines=lines)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError(f"{path}：文件超过 5 MB，不像是配置文件，请检查 --config 所指的文件")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"找不到配置文件 {path}，请用 --config 指定配置文件，或先运行 zwgk demo 试用") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} 是文件夹，--config 需要一个配置文件（如 config.yaml）") from None
    except OSError as error:
        raise ConfigError(f"读不了配置文件 {path}（{why(error)}），请检查文件权限") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path} 第 {line} 行：不是 UTF-8 编码，请用 UTF-8 编码另存该文件") from None


def _at(path: Path, error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"{path} 第 {mark.line + 1} 行" if mark is not None else str(path)


def _duplicate(error: MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    key = problem.split('"')[1] if problem.count('"') >= 2 else ""
    first = error.context_mark.line + 1 if error.context_mark is not None else None
    where = f"（所在的段落从第 {first} 行开始）" if first else ""
    return f"键 “{key}” 重复出现{where}，请只保留一处"


def _syntax(error: MarkedYAMLError, text: str) -> str:
    problem = str(error.problem or "")
    if "\\t" in problem or "'\t'" in problem or _tab_indented(error, text):
        return "行首用了制表符（Tab）缩进，YAML 只能用空格缩进，请把 Tab 改为空格"
    if "mapping values are not allowed" in problem:
        return "冒号的位置不对：值中含有冒号时请加引号，并检查缩进是否对齐、上一行是否漏了冒号"
    if "could not find expected ':'" in problem:
        return "缺少冒号：键和值之间要写英文冒号加空格，如 place: 某某区"
    if "found unexpected end of stream" in problem:
        return "引号没有成对，请补上结尾的引号"
    if "expected <block end>" in problem:
        return "缩进没有对齐，请检查这一行及其上一行"
    if "expected ',' or" in problem:
        return "方括号或花括号没有成对，或缺少逗号"
    if "another document" in problem:
        return "一个文件只能写一份配置，请删去多余的 --- 及其后的内容"
    if "undefined alias" in problem:
        return "引用了没有定义的锚点（*名称）"
    return f"YAML 语法有误（{_one_line(problem)}），请检查这一行及其上一行"


def _tab_indented(error: MarkedYAMLError, text: str) -> bool:
    mark = error.problem_mark
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines):
        return False
    line = lines[mark.line]
    return "\t" in line[: len(line) - len(line.lstrip())]


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:120]


def _plain(node: Any, place: Place, lines: dict[Place, int], path: Path) -> Any:
    if len(place) > _MAX_DEPTH:
        raise ConfigError(f"{path} 第 {lines.get(place[:1], 1)} 行：嵌套超过 {_MAX_DEPTH} 层，请检查锚点和别名")
    if isinstance(node, CommentedMap):
        result = {}
        for key, value in node.items():
            if not isinstance(key, str | int | float | bool) and key is not None:
                raise ConfigError(f"{path} 第 {node.lc.line + 1} 行：键只能是文字")
            here = (*place, key if isinstance(key, str | int) else str(key))
            lines[here] = _key_line(node, key)
            result[key] = _plain(value, here, lines, path)
        return result
    if isinstance(node, CommentedSeq):
        items = []
        for index, value in enumerate(node):
            here = (*place, index)
            lines[here] = node.lc.item(index)[0] + 1
            items.append(_plain(value, here, lines, path))
        return items
    return _scalar(node)


def _key_line(node: CommentedMap, key: Any) -> int:
    try:
        return int(node.lc.key(key)[0]) + 1
    except (KeyError, TypeError):  # a key that came in through a merge (<<) has no place of its own
        return int(node.lc.line) + 1


def _scalar(node: Any) -> Any:
    # ruamel's round-trip scalars are subclasses that remember their spelling; strict validation wants the plain types.
    if isinstance(node, bool) or node is None:
        return node
    if type(node).__name__ == "ScalarBoolean":
        return bool(node)
    for plain in (int, float, str):
        if isinstance(node, plain):
            return plain(node)
    return node
