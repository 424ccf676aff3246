"""Lines, bars and heat maps as SVG that stands in the page: drawn by pygal, coloured by the page's own style.

Of what pygal draws only shapes and texts are taken over, by a list of what is allowed: no script, no style, no link, no
comment with the day of drawing. So a picture is the same bytes for the same figures, follows light, dark and paper, and
holds under the page's Content-Security-Policy. The library is loaded when the first picture is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markupsafe import Markup, escape

_NUMBER: Final = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_SHAPES: Final = frozenset({"g", "rect", "path", "circle", "text"})
_ATTRIBUTES: Final = frozenset(
    {"class", "d", "x", "y", "width", "height", "cx", "cy", "r", "transform", "text-anchor", "rx"}
)
_UNSEEN: Final = frozenset({"background", "tooltip"})
#: Classes by which the page's style colours a picture; pygal's others serve its script.
_CLASSES: Final = re.compile(
    r"(?:plot|overlay|axis|x|y|guide|guides|line|series|bar|dot|label|value|major|cell|c\d|h[1-5q]|key-[a-z-]+)\Z"
)
_WIDTH: Final = 960
_ROOMY: Final = 16
"""Rows of a grid that have as much room as bars; more stand closer, so that 40 still go on a sheet."""
_FEW: Final = 5
"""Values that a small line marks one by one, as it does where gaps leave lone ones; else the line costs half."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a picture is for those who do not see it."""

    key: str
    """Of letters a–z and "-"; once on a page."""
    title: str
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A line, or one colour of the bars; `values` are None where there is nothing to draw."""

    key: str
    """CSS class, as of `reports.wording.Label`."""
    name: str
    values: Sequence[float | None]
    labels: Mapping[int, str] = field(default_factory=dict)
    """Place → what is written in its bar."""


def line_picture(words: Words, places: Sequence[str], series: Sequence[Series]) -> Markup:
    """Shares of 0–100 over `places` (an empty name is not written); a place without a value interrupts its line."""
    chart = _charts().Line(
        **_plain(height=260, margin_left=4, margin_right=8, margin_top=12, margin_bottom=6),
        range=(0, 100),
        x_labels=list(places),
        y_labels=[{"value": share, "label": f"{share}%"} for share in (0, 20, 40, 60, 80, 100)],
        allow_interruptions=True,
        dots_size=3.5 if len(places) <= 15 else 2.5,
        style=_style(label=11),
    )
    _fill(chart, series)
    return _drawn(chart, words, series, "lines")


def spark_picture(words: Words, series: Series) -> Markup:
    """A small line of shares of 0–100 without axes, as high as two lines of text."""
    chart = _charts().Line(
        **_plain(width=240, height=48, margin=5),
        range=(0, 100),
        show_x_labels=False,
        show_y_labels=False,
        show_y_guides=False,
        allow_interruptions=True,
        show_dots=len(series.values) < _FEW or None in series.values,
        dots_size=2,
        style=_style(label=1),
    )
    _fill(chart, [series])
    return _drawn(chart, words, [series], "spark")


def bar_picture(words: Words, places: Sequence[str], series: Sequence[Series]) -> Markup:
    """A bar for each place from the top down, made of the series' values."""
    chart = _charts().HorizontalStackedBar(
        **_plain(height=44 + 30 * len(places), margin_left=4, margin_right=12, margin_top=4, margin_bottom=4),
        x_labels=list(reversed(places)),
        print_labels=True,
        spacing=6,
        show_y_guides=False,
        style=_style(label=23),
    )
    count = len(places)
    turned = [
        Series(
            key=one.key,
            name=one.name,
            values=tuple(value or None for value in reversed(one.values)),
            labels={count - 1 - place: label for place, label in one.labels.items()},
        )
        for one in series
    ]
    _fill(chart, turned)
    return _drawn(chart, words, turned, "bars")


def heat_picture(words: Words, places: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], most: int) -> Markup:
    """Numbers as a grid, each cell shaded by its share of `most` and with the number in it."""
    most = max(1, most)
    return grid_picture(
        words,
        places,
        [
            (name, [(f"c{min(4, 1 + int(3.999 * value / most))}" if value else "c0", str(value)) for value in values])
            for name, values in rows
        ],
    )


def grid_picture(words: Words, places: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Markup:
    """A heat map: rows from the top down, each cell a CSS class (c0–c4, h1–h5, hq; empty: no cell) and its text."""
    high = 30 if len(rows) <= _ROOMY else 23
    chart = _charts().Heat(
        **_plain(height=46 + high * len(rows), margin_left=4, margin_right=4, margin_top=4, margin_bottom=4),
        x_labels=list(places),
        show_y_guides=False,
        style=_style(label=23),
    )
    chart.cells = [cells for _, cells in rows]
    for name, cells in rows:
        chart.add(name, [1] * len(cells))
    return _drawn(chart, words, (), "heat")


def _plain(*, width: int = _WIDTH, **more: int) -> dict[str, object]:
    """What every chart is drawn with: bare shapes."""
    return {
        "width": width,
        "no_prefix": True,
        "js": (),
        "css": (),
        "show_legend": False,
        "explicit_size": False,
        "pretty_print": False,
        "include_x_axis": False,
        "truncate_label": -1,
        **more,
    }


@dataclass(frozen=True)
class _Charts:
    """The library's classes, and one of our own on top of them."""

    Line: Any
    HorizontalStackedBar: Any
    Heat: Any


@cache
def _charts() -> _Charts:
    import pygal

    class Heat(pygal.Dot):  # type: ignore[misc]
        """Squares that touch in place of dots that grow: a number is read in them, and printed in grey they differ."""

        def dot(self, serie: Any, r_max: float) -> None:
            """Draw one row."""
            plot, text = (self.svg.serie(serie)[name] for name in ("plot", "text_overlay"))
            width = self.view.x(1) - self.view.x(0)
            height = (self.view.y(0) or 0) - self.view.y(1)
            for (shade, words), point in zip(self.cells[serie.index], serie.points, strict=True):
                if not shade:
                    continue
                x, y = self.view(point)
                left, top = x - width / 2, y - height / 2
                self.svg.node(
                    plot, "rect", x=left + 1, y=top + 1, width=width - 2, height=height - 2, class_=f"cell {shade}"
                )
                node = self.svg.node(text, "text", x=x, y=y + 5, class_=f"value {shade}")
                node.text = words

    return _Charts(Line=pygal.Line, HorizontalStackedBar=pygal.HorizontalStackedBar, Heat=Heat)


@cache
def _style(*, label: int) -> Any:
    """Colours come from the page; `label` only reserves room: pygal reckons 0.6 of it for a character."""
    from pygal.style import Style

    return Style(font_family="inherit", label_font_size=label, major_label_font_size=label, value_label_font_size=12)


def _fill(chart: Any, series: Iterable[Series]) -> None:
    for one in series:
        chart.add(
            one.name,
            [
                {"value": value, "label": one.labels[place]} if place in one.labels and value is not None else value
                for place, value in enumerate(one.values)
            ],
        )


def _drawn(chart: Any, words: Words, series: Sequence[Series], kind: str) -> Markup:
    """The chart as markup; colours' numbers become the keys of their series."""
    root = chart.render_tree()
    keys = {f"color-{number}": f"key-{one.key}" for number, one in enumerate(series)}
    body = "".join(_markup(node, keys) for node in root)
    title, description = f"{words.key}-title", f"{words.key}-desc"
    return Markup(  # every part is escaped here or in _markup
        f'<svg class="chart {kind}" viewBox="{escape(root.get("viewBox"))}" role="img" '
        f'aria-labelledby="{escape(title)} {escape(description)}">'
        f'<title id="{escape(title)}">{escape(words.title)}</title>'
        f'<desc id="{escape(description)}">{escape(words.description)}</desc>{body}</svg>'
    )


def _markup(node: Any, keys: Mapping[str, str]) -> str:
    """An element with what is allowed of it, without what is empty."""
    if node.tag not in _SHAPES or not _UNSEEN.isdisjoint((node.get("class") or "").split()):
        return ""
    inner = "".join(_markup(child, keys) for child in node)
    text = (node.text or "").strip()
    if node.tag in ("g", "text") and not inner and not text:
        return ""
    return _element(node, keys, str(escape(text)) + inner)


def _element(node: Any, keys: Mapping[str, str], inner: str) -> str:
    attributes = []
    for name, value in node.attrib.items():
        if name == "class":
            kept = [keys.get(one, one) for one in value.split()]
            value = " ".join(one for one in kept if _CLASSES.match(one))
        if name in _ATTRIBUTES and value:
            shown = value if name == "class" else _NUMBER.sub(_rounded, value)
            attributes.append(f' {name}="{escape(shown)}"')
    start = f"<{node.tag}{''.join(attributes)}"
    return f"{start}>{inner}</{node.tag}>" if inner else f"{start}/>"


def _rounded(number: re.Match[str]) -> str:
    """To a tenth of a point: more is not seen, and makes the picture three times as long."""
    return f"{float(number[0]):.1f}".removesuffix(".0")
