"""Other ways to write the same pages: what must not matter, taken away or written otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Change = Callable[[str], str]


def _without(pattern: str, instead: str = "") -> Change:
    compiled = re.compile(pattern, re.DOTALL | re.IGNORECASE)
    return lambda text: compiled.sub(instead, text)


def _chinese_days(text: str) -> str:
    return re.sub(r"(?<=>)(\d{4})-(\d\d)-(\d\d)(?=<)", lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)


def _all(*changes: Change) -> Change:
    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change


CLASSES = _without(r"\s(?:class|id)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+)(?=[^<]*>)")
METAS = _without(r"<meta name=[^>]*>")
POSITION = _without(r"(?:您|你)?(?:当前的?|现在的|所在的?|的)?位置\s*[:：]?")
TITLES = _without(r"<title>.*?</title>", "<title>政府网站</title>")
MORE = _without(r"(?:查看)?更多(?:&gt;|>)*\+?")
MAP = _without("网站地图", "无障碍浏览")
HEADINGS = _without(r"<(/?)h[1-6]\b", r"<\1div")
WRAPPED = _without(
    r"<body([^>]*)>(.*)</body>",
    r"<body\1><div><table width=1000><tr><td><div class=main>\2</div></td></tr></table></div></body>",
)
SLASHES = _without(r"(?<![\d/_-])(\d{4})-(\d\d)-(\d\d)(?![\d-])", r"\1/\2/\3")

WEARS: Mapping[str, Change] = {
    "no classes and ids": CLASSES,
    "no tags, titles, breadcrumb labels": _all(METAS, TITLES, POSITION),
    "icons for 更多, no site map": _all(MORE, MAP),
    "no headings, all in a table, days with slashes": _all(HEADINGS, WRAPPED, SLASHES),
    "Chinese days": _chinese_days,
}


def worn(pages: Mapping[str, bytes], change: Change, encoding: str) -> dict[str, bytes]:
    """The pages of a site, changed; files that are no pages stay."""
    return {
        name: body if body.startswith(b"%PDF") else change(body.decode(encoding)).encode(encoding, "xmlcharrefreplace")
        for name, body in pages.items()
    }
