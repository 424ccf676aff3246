"""规则集: reading a pack of rules with errors that name the line, and writing it again as a whole.

What people edited is kept by `rules.packmerge`; comments stay where they are.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from rules import fastyaml
from rules.carry import Continuation, continuation, is_next_edition, keeping_ids
from rules.model import RulePack, RuleParseError
from rules.packentry import round_trip
from rules.packfile import (
    MANUAL_FIELDS,
    MANUAL_OWN,
    RULE_FIELDS,
    RULE_OWN,
    SCHEMA,
    PackFile,
    manual_values,
    rule_values,
)
from rules.packmerge import Merge, PackChanges
from rules.packtext import LISTS, PackText
from rules.refused import why

__all__ = ["PackChanges", "load_pack", "mark_accepted", "merge_and_write"]

MAX_BYTES = 100_000_000
_HEADER = """\
规则集：由任务分工文件生成，请核对后使用。每条规则对应文件中的一个栏目，row 是它在文件中的任务序号。
可以直接修改任何一项，重新生成时会保留修改，并提示文件本身的变化。常用的几项：
  url         栏目地址：人工确认“就是这个栏目”后填写
  limit_days  更新期限（天）：只对本条规则有效，不填则按配置文件
  skip        不核查的理由：填写后本条不再判定，报告中会列出理由
  accepted    建议规则（suggested: true）改为 true 后才检查，也可用 zwgk accept；why 是建议的理由
也可以增加规则（至少写 id、site、path）。删除的规则重新生成时会再出现，不需要的请填写 skip。
derived 是程序用来识别人工修改的标记，请勿改动。
"""


def load_pack(path: Path) -> RulePack:
    """Read a pack; `RuleParseError` names file, line and key."""
    text = _read(path)
    try:
        return _said(PackText.cut(text))
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # Laid out in another way, or wrong: read again slowly, to say where.
        return _validate(path, _tree(path, text)).pack()


def merge_and_write(pack: RulePack, path: Path) -> PackChanges:
    """Write `pack` to `path`, merged into what stands there; atomic. `RuleParseError` when the file there is broken."""
    if path.exists():
        file, before = _opened(path)
    else:
        file, before = PackText(_HEADER), None
        file.put("schema", SCHEMA)
    carried = Continuation()
    if before is not None:
        derived_before = _derived(file, before)
        pack = keeping_ids(derived_before, pack)
        if is_next_edition(before, pack):
            carried = continuation(derived_before, pack)
    document = {"title": pack.title, "place": pack.place, "year": pack.year}
    file.put("document", {**document, "source": pack.source, "sha256": pack.sha256, "rows": pack.rows})
    merge = Merge()
    rules = [(rule.id, rule_values(rule)) for rule in pack.rules]
    manual = [(task.id, manual_values(task)) for task in pack.manual]
    for name, derived, fields, own, renamed in (
        ("rules", rules, RULE_FIELDS, RULE_OWN, carried.rules),
        ("manual", manual, MANUAL_FIELDS, MANUAL_OWN, carried.manual),
    ):
        file.put_entries(name, merge.entries(file.entries.get(name, ()), derived, fields, own, renamed))
    file.put("doubts", list(pack.doubts))
    _write(file.text(), path)
    changes = merge.changes()
    edited = {*changes.kept, *changes.orphaned}
    return replace(
        changes,
        carried={old: new for old, new in {**carried.rules, **carried.manual}.items() if new in edited},
        looks={new: why for new, why in carried.looks.items() if new in edited},
        unclear=tuple(old for old in carried.unclear if old in edited),
    )


def mark_accepted(path: Path, ids: Collection[str], *, accepted: bool) -> tuple[str, ...]:
    """Accept (or stop accepting) suggested rules of a pack; returns the ids that changed. Comments and the rest stay.

    `RuleParseError` when the pack cannot be read. Ids of rules that are no suggestions are left alone.
    """
    file, before = _opened(path)
    changed: list[str] = []
    for entry, rule in zip(file.entries.get("rules", ()), before.rules, strict=True):
        if rule.id in ids and rule.suggested and rule.accepted is not accepted:
            entry.change({"accepted": accepted})
            changed.append(rule.id)
    if changed:
        _write(file.text(), path)
    return tuple(changed)


def _opened(path: Path) -> tuple[PackText, RulePack]:
    """A pack's file in parts and what it says; `RuleParseError` names file, line and key."""
    text = _read(path)
    try:
        file = PackText.cut(text)
        return file, _said(file)
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        tree = _tree(path, text)  # slowly, to say where it is wrong, or to lay it out in the usual way
        _validate(path, tree)
        try:
            file = PackText.normalised(tree)
            return file, _said(file)
        except ValueError:
            raise RuleParseError(f"{path}：规则集的写法无法保留着修改。请按 zwgk derive 生成的格式排列") from None


def _said(file: PackText) -> RulePack:
    lists = {name: [entry.values for entry in file.entries.get(name, ())] for name in LISTS}
    data = {**file.values(), **lists}
    if not _unique(data):
        raise ValueError("repeated id")
    return PackFile.model_validate(data).pack()


def _derived(file: PackText, before: RulePack) -> RulePack:
    """The pack without the entries that people wrote themselves: these continue nothing and nothing continues them."""
    own = {
        entry.values["id"] for name in LISTS for entry in file.entries.get(name, ()) if not entry.values.get("derived")
    }
    return replace(
        before,
        rules=tuple(rule for rule in before.rules if rule.id not in own),
        manual=tuple(task for task in before.manual if task.id not in own),
    )


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RuleParseError(f"{path}：规则集超过 {MAX_BYTES:,} 字节。请确认文件")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RuleParseError(f"{path}：规则集不存在。请先用 zwgk derive 生成") from None
    except UnicodeDecodeError as error:
        raise RuleParseError(f"{path}：第 {error.start} 字节处不是 UTF-8。请另存为 UTF-8") from None
    except (OSError, ValueError) as error:
        raise RuleParseError(f"{path}：无法读取（{why(error)}）。请检查权限") from None


def _tree(path: Path, text: str) -> CommentedMap:
    """The file as it stands, comments included; `RuleParseError` with the line when it is not YAML."""
    try:
        events = round_trip().parse(text) if fastyaml.may_have_anchors(text) else ()
        if any(isinstance(event, AliasEvent) for event in events):
            raise RuleParseError(f"{path}：规则集不支持 YAML 锚点和引用（&、*）。请展开后再试")
        tree = round_trip().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise RuleParseError(
            f"{path} 第{line}行：不是有效的 YAML（{error.problem or '语法错误'}）。请检查缩进、冒号和引号"
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise RuleParseError(f"{path}：不是有效的 YAML（{str(error).splitlines()[0][:80]}）。请检查内容") from None
    if not isinstance(tree, CommentedMap):
        raise RuleParseError(f"{path} 第1行：不是规则集（应以 schema: {SCHEMA} 开头）。请用 zwgk derive 生成")
    return tree


def _validate(path: Path, tree: CommentedMap) -> PackFile:
    for name in ("rules", "manual"):
        seen: dict[str, int] = {}
        entries = tree.get(name)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            identity = entry.get("id") if isinstance(entry, Mapping) else None
            if not isinstance(identity, str):
                continue  # the model says what is wrong with it
            if identity in seen:
                line = _line(tree, (name, index, "id"))
                raise RuleParseError(f"{path} 第{line}行：{name} 的 id “{identity}”重复。请改成不同的 id")
            seen[identity] = index
    try:
        return PackFile.model_validate(_plain_tree(tree))
    except ValidationError as error:
        first = error.errors()[0]
        place = tuple(first["loc"])
        key = ".".join(str(part) for part in place) or "文件"
        raise RuleParseError(f"{path} 第{_line(tree, place)}行：{key}：{_message(first)}。请改正后再试") from None


def _plain_tree(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain_tree(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain_tree(part) for part in value]
    return value


_MESSAGES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda error: "缺少这一项",
    "extra_forbidden": lambda error: "没有这一项，可能写错了名称",
    "string_type": lambda error: "应为文字",
    "int_type": lambda error: "应为整数",
    "int_parsing": lambda error: "应为整数",
    "bool_type": lambda error: "应为 true 或 false",
    "bool_parsing": lambda error: "应为 true 或 false",
    "tuple_type": lambda error: "应为列表",
    "too_short": lambda error: "不能为空",
    "string_too_short": lambda error: "不能为空",
    "string_too_long": lambda error: "太长",
    "greater_than_equal": lambda error: f"不能小于 {error['ctx']['ge']}",
    "less_than_equal": lambda error: f"不能大于 {error['ctx']['le']}",
    "enum": lambda error: f"只能是 {error['ctx']['expected'].replace(' or ', ' 或 ')}",
    "string_pattern_mismatch": lambda error: f"“{str(error['input'])[:60]}”格式不对",
    "value_error": lambda error: str(error["ctx"]["error"]),
}


def _message(error: Mapping[str, Any]) -> str:
    make = _MESSAGES.get(error["type"])
    return make(error) if make else f"值“{str(error['input'])[:60]}”无效"


def _line(tree: CommentedMap, place: Sequence[int | str]) -> int:
    """Line of the innermost known part of a place, counted from 1."""
    node: Any = tree
    line = 1
    for part in place:
        try:
            position = node.lc.key(part) if isinstance(node, CommentedMap) else node.lc.item(part)
            line = position[0] + 1
            node = node[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _unique(data: Any) -> bool:
    for name in ("rules", "manual"):
        identities = [entry["id"] for entry in data.get(name) or ()]
        if len(set(identities)) != len(identities):
            return False
    return True


def _write(text: str, path: Path) -> None:
    """Replace the file as a whole, so that a stop in between leaves the old one; its permissions stay."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
