"""How one site's pages are written: tags, classes, dates, metas; drawn once a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

ROLES = {
    "nav": ("nav", "menu", "mainNav", "daohang", "topmenu", "navbar", "dh", "head-nav"),
    "side": ("left", "sidebar", "leftNav", "lm_list", "zcd", "col-menu", "subnav", "menuL"),
    "main": ("right", "content", "con-r", "listBox", "rightCon", "main-list", "wrap_r", "gl-right"),
    "list": ("list", "newslist", "lb", "ul-list", "textList", "news_ul", "xxlist", "list-con"),
    "crumb": ("crumb", "position", "dqwz", "location", "bread", "wz", "curPos", "path"),
    "block": ("box", "mod", "panel", "tab-con", "kuai", "itemBox", "idx", "floor"),
    "hot": ("hot", "rank", "djph", "tuijian", "recommend", "phb"),
    "more": ("more", "gd", "btn-more", "mr"),
    "foot": ("footer", "foot", "bottom", "dibu", "copyright"),
}
ROWS = ("li-after", "li-before", "table", "table61", "dd", "card", "p-span", "split", "in-title", "div", "bold")
CRUMBS = ("当前位置：", "您现在的位置：", "您所在的位置：", "你的位置：", "当前位置:", "所在位置：", "")
SEPARATORS = (" &gt; ", "&gt;&gt;", " » ", " - ", " / ", "&nbsp;&gt;&nbsp;", '<i class="sep"></i>', "<em>&gt;</em>")


@dataclass(frozen=True, kw_only=True)
class Style:
    """One site's handwriting."""

    classes: dict[str, str]
    row: str
    days: str
    crumb: str
    crumb_links: bool
    crumb_last: bool
    separator: str
    nav: str  # how first-level links are written
    side: str  # how the menu of the interior pages is written
    titles: str
    metas: str
    charset: str
    hot_first: bool
    clock: bool
    links_absolute: bool
    label_href: str
    extension: str

    def day(self, day: date) -> str:
        """A day as this site prints it."""
        return self.days.format(y=day.year, m=day.month, d=day.day)

    def short(self, day: date) -> str:
        """A day without its year."""
        return f"[{day.month:02}-{day.day:02}]" if "[" in self.days else f"{day.month:02}-{day.day:02}"


def draw(rng: Random) -> Style:
    """A random handwriting."""
    noise = rng.choice(("", "", "x", "g-", "jx_", "m2"))
    classes = {role: noise + rng.choice(pool) + rng.choice(("", "", "1", "_n", "Box")) for role, pool in ROLES.items()}
    if rng.random() < 0.2:  # generated class names say nothing at all
        classes = {role: f"{rng.choice('abcdefgh')}{rng.randint(100, 99999)}" for role in ROLES}
    padded = "{y}{s}{m:02}{s}{d:02}"
    days = rng.choice(
        [padded.replace("{s}", "-")] * 5
        + [padded.replace("{s}", one) for one in "/."]
        + [
            "{y}年{m:02}月{d:02}日",
            "{y}年{m}月{d}日",
            "[{y}-{m:02}-{d:02}]",
            "（{y}-{m:02}-{d:02}）",
            "{y}/{m}/{d}",
            "{y}-{m}-{d}",
        ]
        + ["{y}-{m:02}-{d:02} 09:26", "{y}-{m:02}-{d:02} 16:05:41"]
    )
    return Style(
        classes=classes,
        row=rng.choice(ROWS),
        days=days,
        crumb=rng.choice(CRUMBS),
        crumb_links=rng.random() < 0.8,
        crumb_last=rng.random() < 0.8,
        separator=rng.choice(SEPARATORS),
        nav=rng.choice(("flat", "flat", "mega", "mega", "hover", "table", "image", "onclick")),
        side=rng.choice(("ul", "ul", "ul", "dl", "table", "div", "tree", "write", "json", "iframe", "onclick")),
        titles=rng.choice(("{c}-{s}", "{c}_{s}", "{s}-{c}", "{c} - {p} - {s}", "{s}", "{c}")),
        metas=rng.choice(("full", "full", "full", "column", "none", "none", "parent")),
        charset=rng.choice(("utf-8",) * 6 + ("gb2312", "gbk")),
        hot_first=rng.random() < 0.4,
        clock=rng.random() < 0.4,
        links_absolute=rng.random() < 0.3,
        label_href=rng.choice(("javascript:;", "javascript:void(0)", "#", "")),
        extension=rng.choice(("html", "html", "shtml", "htm")),
    )
