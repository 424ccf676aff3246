"""pydantic's complaints about config.yaml, said in one Chinese line that names file, line, key and the way out."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zwgk.yaml_lines import Located, Place

_EXPECTED = {
    "string_type": "应是文字",
    "string_too_short": "不能为空",
    "int_type": "应是整数",
    "int_from_float": "应是整数",
    "int_parsing": "应是整数",
    "float_type": "应是数字",
    "float_parsing": "应是数字",
    "finite_number": "应是有限的数字",
    "bool_type": "应是 true 或 false",
    "tuple_type": "应是列表，如 [甲, 乙]",
    "list_type": "应是列表，如 [甲, 乙]",
    "dict_type": "应是“键: 值”",
    "model_type": "应是“键: 值”",
    "model_attributes_type": "应是“键: 值”",
    "too_short": "至少要有一项",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "不能小于"),
    "greater_than": ("gt", "应大于"),
    "less_than_equal": ("le", "不能大于"),
    "less_than": ("lt", "应小于"),
}


def describe(error: ValidationError, path: Path, located: Located, model: type[BaseModel]) -> str:
    """The first fault by line in full, and how many more there are."""
    faults = sorted(error.errors(include_url=False), key=lambda fault: located.line_of(_place(fault, located)))
    fault = faults[0]
    place = _place(fault, located)
    key = _key(place, located.data)
    others = f"（另有 {len(faults) - 1} 处错误）" if len(faults) > 1 else ""
    return f"{path} 第 {located.line_of(place)} 行：{key}{_problem(fault, place, model)}{others}"


def _place(fault: ErrorDetails, located: Located) -> Place:
    """The fault's location without what pydantic adds of its own ([key], union members)."""
    place: Place = ()
    for step in fault["loc"]:
        if (*place, step) in located.lines or fault["type"] == "missing":
            place = (*place, step)
    return place


def _key(place: Place, data: Any) -> str:
    """`politeness.delay`, and list items counted from 1: `units[2].page`."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) and isinstance(data, list) else f".{step}"
        found = (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int))
        data = data[step] if found else None
    return f"{text.lstrip('.')} " if text else ""


def _problem(fault: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return "必须填写，但没有写"
    if kind == "extra_forbidden":
        return _unknown(str(place[-1]) if place else "", place, model)
    if kind == "value_error":
        return f"{context['error']}"
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{words} {context[bound]}，现在是 {_shown(fault['input'])}"
    expected = _EXPECTED.get(kind, "的值不对")
    return expected if fault["input"] in (None, "", {}, []) else f"{expected}，现在是 {_shown(fault['input'])}"


def _unknown(key: str, place: Place, model: type[BaseModel]) -> str:
    known = list(_fields(place[:-1], model))
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    way_out = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(known)}" if known else "请删去"
    return f"不是可用的键，{way_out}"


def _fields(place: Place, model: type[BaseModel]) -> dict[str, Any]:
    """Fields of the model that describes the mapping at `place`."""
    current: type[BaseModel] | None = model
    for step in place:
        if current is not None and step in current.model_fields:
            current = _inner(current.model_fields[str(step)].annotation)
    return dict(current.model_fields) if current is not None else {}


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
