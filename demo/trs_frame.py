"""What stands around every page of the government site: head, clock, menus, breadcrumb, side bars, footer."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from demo.column import Column, Kind
from demo.district import GOV, PLACE
from demo.edition import Edition
from demo.rows import relative, shown

SITE_NAME = f"{PLACE}人民政府网站"
MAP = "/wzdt/"
_LOOKS = (
    "<style>body{width:1100px;margin:auto;font:15px/1.8 sans-serif}ul,dl{list-style:none;padding:0}"
    ".nav ul{display:flex;gap:18px}.left,.side{float:left;width:210px}"
    ".main{float:left;width:640px;margin:0 16px}.footer{clear:both}</style>"
)
_WEEK = "一二三四五六日"
WRITTEN_MENU = ("政务公开", "政府信息公开目录")
"""Below this column the side menu exists only inside a script."""


def head(column: Column | None, title: str, charset: str, extra: str = "", without: Collection[str] = ()) -> str:
    """The head element with the tags of the national guideline; without a column only those of the site."""
    metas = [("SiteName", SITE_NAME), ("SiteDomain", "www.yunshan.example"), ("SiteIDCode", "9900000001")]
    if column is not None:
        names = [f"Column{key}" for key in ("Name", "Description", "Keywords", "Type")]
        metas += [(name, column.name) for name in names if name not in without]
    lines = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in metas)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f"{lines}{extra}\n<title>{escape(title)}</title>\n{_LOOKS}\n"
        '<script type="text/javascript" src="/js/page.js"></script>\n</head>\n'
    )


def link(here: str, column: Column) -> str:
    """The menu entry of a column as seen from the page `here`."""
    target = "javascript:;" if column.kind is Kind.LABEL else relative(here, column.path)
    return f'<a href="{target}">{escape(column.name)}</a>'


def clock(edition: Edition) -> str:
    """Today's date as printed in the page's header."""
    today = edition.as_of
    return f"今天是：{today.year}年{today.month}月{today.day}日 星期{_WEEK[today.weekday()]}"


def top(here: str, edition: Edition) -> str:
    """Clock, site map and first-level menu."""
    items = "".join(f"<li>{link(here, c)}</li>" for c in edition.top(GOV))
    return (
        f'<div class="header"><div class="today">{clock(edition)}</div>'
        f'<a class="map" href="{relative(here, MAP)}">网站地图</a>'
        "</div>\n"
        f'<div class="nav"><ul><li><a href="{relative(here, "/")}">首页</a></li>{items}</ul></div>\n'
    )


def foot(edition: Edition) -> str:
    """Footer with a date of its own, friend links, end of the page."""
    return (
        f'<div class="footer"><p>主办：{PLACE}人民政府办公室　网站标识码：9900000001　'
        f"页面更新：{edition.as_of.isoformat()}</p>"
        '<ul class="friend"><li><a href="http://www.shifan.example/">示范市人民政府</a></li>'
        '<li><a href="http://qx.shifan.example/">清溪县人民政府</a></li></ul></div>\n</body>\n</html>\n'
    )


def crumb(here: str, column: Column, edition: Edition) -> str:
    """The 当前位置 line."""
    levels = [edition.find(GOV, *column.trail[:n]) for n in range(1, len(column.trail) + 1)]
    links = " &gt; ".join(
        f'<a href="{"javascript:;" if c.kind is Kind.LABEL else relative(here, c.path)}" title="{escape(c.name)}" '
        f'class="CurrChnlCls">{escape(c.name)}</a>'
        for c in levels
    )
    home = f'<a href="{relative(here, "/")}" title="首页" class="CurrChnlCls">首页</a>'
    return f'<div class="position">当前位置：{home} &gt; {links}</div>\n'


def _nested_menu(here: str, parent: Column, current: Column, edition: Edition) -> str:
    items = "".join(
        f"<li{' class=cur' if c is current else ''}>{link(here, c)}{_nested_menu(here, c, current, edition)}</li>"
        for c in edition.children(parent)
    )
    return f"<ul>{items}</ul>" if items else ""


def _written_menu(here: str, parent: Column, edition: Edition) -> str:
    script = "".join(
        f"var str{n}='{c.name}';\ndocument.write('<li class=\"li_nav\"><a href=\"{relative(here, c.path)}\">'"
        f"+str{n}+'</a></li>');\n"
        for n, c in enumerate(edition.children(parent))
    )
    return f'<ul class="ul_nav"><script type="text/javascript">\n{script}</script></ul>'


def _side_menu(here: str, column: Column, edition: Edition) -> str:
    if column.unit is not None:
        root = edition.find(GOV, "部门网站", column.unit)
    elif column.trail[:2] == WRITTEN_MENU:
        parent = edition.find(GOV, *WRITTEN_MENU)
        return f'<div class="left"><h3>{parent.name}</h3>{_written_menu(here, parent, edition)}</div>\n'
    else:
        root = edition.find(GOV, column.trail[0])
    if root.path == "/bm/":  # the index of units lists them itself
        return ""
    if root.name == "政府信息公开" or column.unit is not None:
        return f'<div class="left"><h3>{root.name}</h3>{_nested_menu(here, root, column, edition)}</div>\n'
    items = "".join(f"<li{' class=cur' if c is column else ''}>{link(here, c)}</li>" for c in edition.children(root))
    return f'<div class="left"><h3>{root.name}</h3><ul>{items}</ul></div>\n'


def _decoys(here: str, edition: Edition) -> str:
    """Side bar of every list page: fresher than most lists, and none of its business."""
    news = edition.rows(edition.find(GOV, "新闻中心", "云山要闻"))
    latest = "".join(
        f'<li><a href="{relative(here, r.path)}">{shown(r.title, 14)}</a><span>{r.day.isoformat()}</span></li>'
        for r in news[:6]
    )
    hot = "".join(
        f'<li><em>{n}</em><a href="{relative(here, r.path)}">{shown(r.title, 14)}</a><i>{r.day:%m-%d}</i></li>'
        for n, r in enumerate(news[6:11], 1)
    )
    return (
        f'<div class="right side"><h3>最新信息</h3><ul class="zx">{latest}</ul>'
        f'<h3>点击排行</h3><ul class="hot">{hot}</ul></div>\n'
    )


def frame(here: str, column: Column, edition: Edition, main: str, *, decoys: bool = True) -> str:
    """A whole page of a column around `main`."""
    charset = column.declared or column.charset
    opening = head(None, SITE_NAME, charset)
    if not column.nameless:
        opening = head(column, f"{column.name}_{SITE_NAME}", charset, without=column.without)
    said, path = f'<h2 class="lm">{escape(column.name)}</h2>\n', crumb(here, column, edition)
    if column.nameless:
        said = path = ""
    return (
        f"{opening}<body>\n{top(here, edition)}{path}{_side_menu(here, column, edition)}"
        + f'<div class="main">{said}{main}</div>\n'
        + (_decoys(here, edition) if decoys else "")
        + foot(edition)
    )
