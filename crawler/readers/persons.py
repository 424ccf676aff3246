"""Names of persons: what may be one, and how it is masked."""

from __future__ import annotations

import re
from importlib import resources

import yaml


def _words(key: str) -> list[str]:
    text = (resources.files("crawler.readers") / "persons.yaml").read_text(encoding="utf-8")
    return str(yaml.safe_load(text)[key]).split()


_SINGLE = frozenset("".join(_words("surnames")))
_DOUBLE = frozenset(_words("surnames_of_two"))
_NO_NAMES = frozenset(_words("words"))
_HAN = "\u3400-\u9fff"
#: A name as a pattern to be built into others; `is_name` has the last word.
NAME = rf"[{_HAN}]{{2,4}}|[{_HAN}]{{2,8}}·[{_HAN}]{{2,8}}"
_TOKEN = re.compile(rf"(?<![{_HAN}])(?:{NAME})(?![{_HAN}·])")
_WHOLE = re.compile(rf"(?:{NAME})\Z")
_SPACED = re.compile(rf"(?<![{_HAN}])([{_HAN}]) +([{_HAN}])(?![{_HAN}])")
_AHEAD = re.compile(
    rf"(?:姓名|户主|人|学生|考生|家长|我叫)[:： ]*([{_HAN}]{{2,4}}?)(?=[^{_HAN}]|男|女|身份|公民|手机|电话|联系|的|\Z)"
    rf"|([{_HAN}]{{2,3}})(?=[,，、（( ]*(?:男|女|身份证|公民身份|手机|电话|联系电话|住址|家住))"
)


def is_name(text: str) -> bool:
    """Whether a text may be the name of a person and nothing but it; words of tables and 张某 are none."""
    text = _SPACED.sub(r"\1\2", text.strip())
    if _WHOLE.match(text) is None or text in _NO_NAMES or "某" in text:
        return False
    if "·" in text:
        return True
    if text[:2] in _DOUBLE:
        return len(text) in (3, 4)
    return (
        text[0] in _SINGLE
        and len(text) <= 3
        and not text.endswith(("县", "区", "市", "镇", "乡", "村", "局", "科", "街"))
    )


def mask_names(text: str) -> str:
    """A text whose names are reduced to the surname, each character in its place: 张**."""
    spots = [found.span() for found in _TOKEN.finditer(text) if is_name(found[0])]
    spots += [found.span(1 if found[1] else 2) for found in _AHEAD.finditer(text) if is_name(found[1] or found[2])]
    spots += [found.span() for found in _SPACED.finditer(text) if is_name(found[0])]
    letters = list(text)
    for start, end in spots:
        kept = 2 if text[start : start + 2] in _DOUBLE else 1
        for place in range(start + kept, end):
            letters[place] = letters[place] if letters[place] == " " else "*"
    return "".join(letters)
