"""Numbers that belong to one person, told from all other numbers by their own make-up; and how they are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from crawler.inspected import ExposureKind

# Full-width digits and letters stand for the plain ones; one character for one, so that places stay.
_PLAIN = str.maketrans("０１２３４５６７８９Ｘｘ－　\u00a0\u2003\u2002", "0123456789Xx-    ")
_PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54}
    | {61, 62, 63, 64, 65, 71, 81, 82, 83}
)
"""GB/T 2260; 81–83 are those of residents from Hong Kong, Macao and Taiwan."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST = 1900
_EXAMPLES = frozenset({"11010519491231002X", "440524188001010014"})
"""The standard's own, which forms show."""
_BEFORE, _AFTER = r"(?<![\dA-Za-z*.-])", r"(?![\dA-Za-z*-])"
# Groups of digits as people type them, parted by one blank.
_GROUPS = (
    (18,),
    (6, 8, 4),
    (6, 4, 4, 4),
    (6, 4, 2, 2, 4),
    (3, 3, 4, 4, 4),
    (4, 4, 4, 4, 2),
    (6, 12),
    (14, 4),
    (1,) * 18,
)
_CARD_GROUPS = ((16,), (17,), (18,), (19,), (4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3))


def _grouped(groups: tuple[tuple[int, ...], ...], last: str) -> str:
    patterns = []
    for sizes in groups:
        *heads, tail = sizes
        pieces = [rf"\d{{{size}}}" for size in heads] + [(rf"\d{{{tail - 1}}}" if tail > 1 else "") + last]
        patterns.append(" ".join(pieces))
    return "|".join(patterns)


_IDENTITY = re.compile(rf"{_BEFORE}(?:{_grouped(_GROUPS, '[0-9Xx]')}|\d{{6}}-\d{{8}}-\d{{3}}[\dXx]){_AFTER}")
_CARD = re.compile(rf"{_BEFORE}(?=62|4|5)(?:{_grouped(_CARD_GROUPS, '[0-9]')}){_AFTER}")
_MOBILE = re.compile(rf"{_BEFORE}(?:1[3-9]\d{{9}}|1[3-9]\d([ -])\d{{4}}\1\d{{4}})(?![\dA-Za-z*]|-\d)")
_DAY = r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?!\d)"
_MANY = re.compile(r"\d(?:\W?\d){10}")
"""No number of a person is shorter."""
_LONG = 7
_ANY = re.compile(rf"(?<!\d){_DAY}|(\d(?:[ -]?\d){{{_LONG - 1},}}[Xx]?)")
"""Whatever number is left in a quotation, days but not."""

_HEADS = {ExposureKind.IDENTITY_NUMBER: 6, ExposureKind.BANK_CARD: 4, ExposureKind.MOBILE: 3}
"""Digits at the front that stay readable; of the end it is four."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number in a text; `digits` must not leave the readers."""

    kind: ExposureKind
    digits: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text with plain digits and blanks, each character in its place."""
    return text.translate(_PLAIN)


def numbers_in(text: str) -> Iterator[Number]:
    """Numbers of persons by their make-up, in a text made `plain`: identity numbers, cards, mobiles.

    An identity number has a region of GB/T 2260, a day of birth since 1900 and the checksum of GB 11643 (ISO 7064,
    MOD 11-2); a card the prefix of UnionPay (62) or of the international schemes (4, 51–55) and Luhn's checksum.
    """
    taken: set[int] = set()
    for kind, pattern, holds in _KINDS:
        for found in pattern.finditer(text):
            digits = re.sub(r"[ -]", "", found[0]).upper()
            if found.start() not in taken and holds(digits):
                taken.update(range(found.start(), found.end()))
                yield Number(kind=kind, digits=digits, start=found.start(), end=found.end())


def is_identity(digits: str) -> bool:
    """Whether 18 characters are an identity number."""
    if len(digits) != 18 or int(digits[:2]) not in _PROVINCES or digits[14:17] == "000" or digits in _EXAMPLES:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    # No clock here: the year 2100 is far enough, the checksum and the day sort out the rest.
    if not _OLDEST <= born.year < 2100:
        return False
    return (
        _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True)) % 11]
        == digits[17]
    )


def is_card(digits: str) -> bool:
    """Whether digits are the number of a bank card."""
    if len(set(digits)) <= 2 or is_identity(digits):
        return False
    if not digits.startswith("62") and (len(digits) != 16 or (digits[0] == "5" and not "51" <= digits[:2] <= "55")):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_mobile(digits: str) -> bool:
    return len(set(digits[3:])) > 1 and digits[3:] not in ("12345678", "87654321")


_KINDS = (
    (ExposureKind.IDENTITY_NUMBER, _IDENTITY, is_identity),
    (ExposureKind.BANK_CARD, _CARD, is_card),
    (ExposureKind.MOBILE, _MOBILE, _is_mobile),
)


def masked(number: Number) -> str:
    """The number with its middle replaced: 110101********123X, 6222***********1234, 138****1234."""
    letters = list(number.digits)
    _star(letters, 0, len(letters), _HEADS[number.kind], 4)
    return "".join(letters)


def cover(text: str, numbers: Iterable[Number]) -> str:
    """The text with these numbers masked in their way, and every other of seven and more digits but days as well.

    Each character keeps its place.
    """
    letters = list(text)
    own: set[int] = set()
    for number in numbers:
        own.update(range(number.start, number.end))
        _star(letters, number.start, number.end, _HEADS[number.kind], 4)
    for found in _ANY.finditer(text):
        rest = [place for place in range(*found.span(1)) if place not in own and text[place].isalnum()]
        if len(rest) >= _LONG:
            for place in rest[3:-2]:
                letters[place] = "*"
    return "".join(letters)


def hide(text: str) -> str:
    """The text with every number of a person in it masked, and nothing else: for what is kept besides findings.

    Titles, names of files and links, tags, saved pages that are shown. Each character keeps its place.
    """
    if _MANY.search(text) is None:
        return text
    letters = list(text)
    for number in numbers_in(plain(text)):
        _star(letters, number.start, number.end, _HEADS[number.kind], 4)
    return "".join(letters)


def _star(letters: list[str], start: int, end: int, head: int, tail: int) -> None:
    places = [place for place in range(start, end) if letters[place] not in " -"]
    for place in places[head : len(places) - tail]:
        letters[place] = "*"
