"""Automatic numbers of Word paragraphs, as people read them: 一、 （二） 3．

A number is no text in the file but a reference to a list, counted while reading; without it items run together and a
column of numbers is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_STYLES = 40  # styles based on each other


@dataclass(frozen=True, kw_only=True)
class Level:
    """How a list level prints its number."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    """The pattern: %1 stands for the number of the first level."""
    legal: bool = False
    """Numbers of outer levels are printed in digits."""
    spaced: bool = False


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    """List number → level → how it prints, overrides applied."""
    abstract: Mapping[str, str] = field(default_factory=dict)
    """List number → the definition it shares its counting with."""
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Paragraph style → list number and level."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def next(self, paragraph: etree._Element) -> str:
        """The number printed before the paragraph, empty when it has none; counts it."""
        reference = self._reference(paragraph)
        if reference is None:
            return ""
        number, level = reference
        levels = self.levels[number]
        counts = self._counts.setdefault(self.abstract[number], {})
        if number not in self._begun:
            self._begun.add(number)
            for place, start in self.restarts.get(number, {}).items():
                counts[place] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        return _printed(levels, level, counts)

    def _reference(self, paragraph: etree._Element) -> tuple[str, int] | None:
        number = _value(paragraph.find(f"{W}pPr/{W}numPr/{W}numId"))
        level = _value(paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl"))
        if number is None:
            styled = self.styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")) or "")
            if styled is None:
                return None
            number, level = styled[0], level or styled[1]
        place = int(level) if level and level.isdecimal() else 0
        return (number, place) if place in self.levels.get(number, {}) else None


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists that `word/numbering.xml` and `word/styles.xml` define; either may be missing."""
    if numbering is None:
        return Numbering()
    definitions = {
        element.get(f"{W}abstractNumId") or "": _levels(element) for element in numbering.iter(f"{W}abstractNum")
    }
    levels: dict[str, Mapping[int, Level]] = {}
    abstract: dict[str, str] = {}
    restarts: dict[str, dict[int, int]] = {}
    for element in numbering.iter(f"{W}num"):
        number = element.get(f"{W}numId") or ""
        base = _value(element.find(f"{W}abstractNumId")) or ""
        abstract[number] = base
        levels[number] = dict(definitions.get(base, {}))
        for override in element.iter(f"{W}lvlOverride"):
            place = override.get(f"{W}ilvl") or "0"
            start = _value(override.find(f"{W}startOverride"))
            levels[number] = {**levels[number], **_levels(override)}
            if start is not None and start.isdecimal() and place.isdecimal():
                restarts.setdefault(number, {})[int(place)] = int(start)
    return Numbering(levels=levels, abstract=abstract, restarts=restarts, styles=_styles(styles))


def _levels(definition: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in definition.iter(f"{W}lvl"):
        place = element.get(f"{W}ilvl") or "0"
        start = _value(element.find(f"{W}start")) or "1"
        if place.isdecimal() and int(place) < _LEVELS:
            levels[int(place)] = Level(
                start=int(start) if start.isdecimal() else 1,
                form=_value(element.find(f"{W}numFmt")) or "decimal",
                text=_value(element.find(f"{W}lvlText")) or "",
                legal=element.find(f"{W}isLgl") is not None,
                spaced=_value(element.find(f"{W}suff")) != "nothing",
            )
    return levels


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, str]]:
    if styles is None:
        return {}
    based: dict[str, str] = {}
    own: dict[str, tuple[str, str]] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        based[name] = _value(style.find(f"{W}basedOn")) or ""
        number = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        if number is not None:
            own[name] = (number, _value(style.find(f"{W}pPr/{W}numPr/{W}ilvl")) or "0")
    found: dict[str, tuple[str, str]] = {}
    for name in based:
        ancestor = name
        for _ in range(_MAX_STYLES):
            if ancestor in own or not ancestor:
                break
            ancestor = based.get(ancestor, "")
        if ancestor in own:
            found[name] = own[ancestor]
    return found


def _printed(levels: Mapping[int, Level], level: int, counts: Mapping[int, int]) -> str:
    shape = levels[level]
    if shape.form == "bullet":
        return ""
    text = shape.text
    for place in range(_LEVELS):
        if f"%{place + 1}" in text:
            outer = levels.get(place, shape)
            form = "decimal" if shape.legal else outer.form
            text = text.replace(f"%{place + 1}", numeral(counts.get(place, outer.start), form))
    return text + " " if text and shape.spaced and text[-1].isalnum() else text


def numeral(number: int, form: str) -> str:
    """A count in one of Word's number formats; digits for the rare ones."""
    if form == "none":
        return ""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese(number)
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "taiwaneseCounting"):
        return chinese(number) if form == "taiwaneseCounting" else "".join(_DIGITS[int(char)] for char in str(number))
    if form == "decimalFullWidth":
        return "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((ord("A") if form == "upperLetter" else ord("a")) + number - 1)
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 40:
        roman, rest = "", number
        for value, sign in _ROMAN:
            roman, rest = roman + sign * (rest // value), rest % value
        return roman.upper() if form == "upperRoman" else roman
    if form == "ideographTraditional" and 1 <= number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    return str(number)


def chinese(number: int) -> str:
    """十二 for 12, up to 999; digits beyond."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")
