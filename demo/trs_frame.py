"""What stands around every page of the government site: head, clock, menus, breadcrumb, side bars, footer."""

from __future__ import annotations

from datetime import date
from html import escape

from demo.columns import GOV_COLUMNS, Column, Kind, children, find
from demo.district import GOV, PLACE
from demo.rows import relative, rows_of, shown

SITE_NAME = f"{PLACE}人民政府网站"
MAP = "/wzdt/"
_LOOKS = (
    "<style>body{width:1100px;margin:auto;font:15px/1.8 sans-serif}ul,dl{list-style:none;padding:0}"
    ".nav ul{display:flex;gap:18px}.left,.side{float:left;width:210px}"
    ".main{float:left;width:640px;margin:0 16px}.footer{clear:both}</style>"
)
_WEEK = "一二三四五六日"
TOP = tuple(c for c in GOV_COLUMNS if len(c.trail) == 1)
WRITTEN_MENU = ("政务公开", "政府信息公开目录")
"""Below this column the side menu exists only inside a script."""


def head(column: Column | None, title: str, charset: str, extra: str = "") -> str:
    """The head element with its 47号 metas; without a column only those of the site."""
    metas = [("SiteName", SITE_NAME), ("SiteDomain", "www.yunshan.example"), ("SiteIDCode", "9900000001")]
    if column is not None:
        metas += [(f"Column{key}", column.name) for key in ("Name", "Description", "Keywords", "Type")]
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


def clock(as_of: date) -> str:
    """Today's date as printed in the page's header."""
    return f"今天是：{as_of.year}年{as_of.month}月{as_of.day}日 星期{_WEEK[as_of.weekday()]}"


def top(here: str, as_of: date) -> str:
    """Clock, site map and first-level menu."""
    items = "".join(f"<li>{link(here, c)}</li>" for c in TOP)
    return (
        f'<div class="header"><div class="today">{clock(as_of)}</div>'
        f'<a class="map" href="{relative(here, MAP)}">网站地图</a>'
        "</div>\n"
        f'<div class="nav"><ul><li><a href="{relative(here, "/")}">首页</a></li>{items}</ul></div>\n'
    )


def foot(as_of: date) -> str:
    """Footer with a date of its own, friend links, end of the page."""
    return (
        f'<div class="footer"><p>主办：{PLACE}人民政府办公室　网站标识码：9900000001　页面更新：{as_of.isoformat()}</p>'
        '<ul class="friend"><li><a href="http://www.shifan.example/">示范市人民政府</a></li>'
        '<li><a href="http://qx.shifan.example/">清溪县人民政府</a></li></ul></div>\n</body>\n</html>\n'
    )


def crumb(here: str, column: Column) -> str:
    """The 当前位置 line."""
    levels = [find(GOV, *column.trail[:n]) for n in range(1, len(column.trail) + 1)]
    links = " &gt; ".join(
        f'<a href="{"javascript:;" if c.kind is Kind.LABEL else relative(here, c.path)}" title="{escape(c.name)}" '
        f'class="CurrChnlCls">{escape(c.name)}</a>'
        for c in levels
    )
    home = f'<a href="{relative(here, "/")}" title="首页" class="CurrChnlCls">首页</a>'
    return f'<div class="position">当前位置：{home} &gt; {links}</div>\n'


def _nested_menu(here: str, parent: Column, current: Column) -> str:
    items = "".join(
        f"<li{' class=cur' if c is current else ''}>{link(here, c)}{_nested_menu(here, c, current)}</li>"
        for c in children(parent)
    )
    return f"<ul>{items}</ul>" if items else ""


def _written_menu(here: str, parent: Column) -> str:
    script = "".join(
        f"var str{n}='{c.name}';\ndocument.write('<li class=\"li_nav\"><a href=\"{relative(here, c.path)}\">'"
        f"+str{n}+'</a></li>');\n"
        for n, c in enumerate(children(parent))
    )
    return f'<ul class="ul_nav"><script type="text/javascript">\n{script}</script></ul>'


def _side_menu(here: str, column: Column) -> str:
    if column.unit is not None:
        root = find(GOV, "部门网站", column.unit)
    elif column.trail[:2] == WRITTEN_MENU:
        parent = find(GOV, *WRITTEN_MENU)
        return f'<div class="left"><h3>{parent.name}</h3>{_written_menu(here, parent)}</div>\n'
    else:
        root = find(GOV, column.trail[0])
    if root.path == "/bm/":  # the index of units lists them itself
        return ""
    if root.name == "政府信息公开" or column.unit is not None:
        return f'<div class="left"><h3>{root.name}</h3>{_nested_menu(here, root, column)}</div>\n'
    items = "".join(f"<li{' class=cur' if c is column else ''}>{link(here, c)}</li>" for c in children(root))
    return f'<div class="left"><h3>{root.name}</h3><ul>{items}</ul></div>\n'


def _decoys(here: str, as_of: date) -> str:
    """Side bar of every list page: fresher than most lists, and none of its business."""
    news = rows_of(find(GOV, "新闻中心", "云山要闻"), as_of)
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


def frame(here: str, column: Column, as_of: date, main: str, *, decoys: bool = True) -> str:
    """A whole page of a column around `main`."""
    charset = column.declared or column.charset
    opening = head(None, SITE_NAME, charset)
    if not column.nameless:
        opening = head(column, f"{column.name}_{SITE_NAME}", charset)
    said = f'<h2 class="lm">{escape(column.name)}</h2>\n'
    return (
        f"{opening}<body>\n{top(here, as_of)}{'' if column.nameless else crumb(here, column)}{_side_menu(here, column)}"
        + f'<div class="main">{"" if column.nameless else said}{main}</div>\n'
        + (_decoys(here, as_of) if decoys else "")
        + foot(as_of)
    )
