"""Contrast of the colours, read from the style sheet itself (WCAG 2.1 AA: 4.5 to 1 for text)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reports

CSS = (Path(reports.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize("ground", ["paper", "ground", "panel"])
@pytest.mark.parametrize(
    "ink", ["ink", "soft", "accent", "link", "fail", "warn", "unverifiable", "manual", "pass", "other"]
)
def test_contrast(theme: dict[str, str], ground: str, ink: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


def test_style_asks_for_nothing_outside() -> None:
    assert not re.search(r"url\(|@import|@font-face|expression\(|</", CSS)
