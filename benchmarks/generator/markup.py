"""Pieces of pages: rows, menus, breadcrumbs, side lists, frames of pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import escape
from random import Random

from benchmarks.generator.model import Column, Dating, Entry
from benchmarks.generator.style import Style


def row(style: Style, column: Column, entry: Entry, href: str) -> str:
    """One row of a list in the site's handwriting."""
    shown = style.day(entry.printed or entry.day)
    if column.dating is Dating.NO_YEAR:
        shown = style.short(entry.day)
    elif column.dating is not Dating.ROW:
        shown = ""
    title = escape(entry.title)
    cut = title if len(title) < 26 else title[:24] + "…"
    anchor = f'<a href="{href}" title="{title}" target="_blank">{cut}</a>'
    plain = f'<a href="{href}">{title}</a>'
    match style.row:
        case "li-after":
            return f"<li>{anchor}<span>{shown}</span></li>"
        case "li-before":
            return f"<li><span>{shown}</span>{plain}</li>"
        case "table" | "table61":
            made = style.day(entry.day - timedelta(days=12)) if column.dating is Dating.ROW else ""
            more = (
                f"<td>某政办发〔{entry.day.year}〕{entry.number % 90}号</td><td>{made}</td>"
                if style.row == "table61"
                else ""
            )
            return f"<tr><td>{entry.number % 97}</td><td>{anchor}</td>{more}<td>{shown}</td></tr>"
        case "dd":
            return f'<dd><a href="{href}" title="{title}">{cut}<span>\n   {shown}\n</span></a></dd>'
        case "card":
            return f'<div class="item"><a href="{href}"><h3>{title}</h3><p>为进一步做好有关工作，现将事项说明如下</p></a><em>{shown}</em></div>'
        case "p-span":
            return f'<li><a href="{href}"><p>{title}</p><span class="time">{shown}</span></a></li>'
        case "split" if column.dating is Dating.ROW:
            day = entry.printed or entry.day
            return f'<li><div class="t"><b>{day.day:02}</b><i>{day.year}-{day.month:02}</i></div><h4>{plain}</h4></li>'
        case "in-title" if column.dating is Dating.ROW:
            return f'<li><a href="{href}">{title}（{shown.strip("[]（）")}）</a></li>'
        case "div":
            return f'<div class="row"><div class="bt">{anchor}</div><div class="sj">{shown}</div></div>'
        case "bold":
            return f"<li>·{anchor}<b>{shown}</b></li>"
    return f"<li>{plain}<span>{shown}</span></li>"


def rows(style: Style, body: str) -> str:
    """Rows put into the element that holds them."""
    name = style.classes["list"]
    match style.row:
        case "table":
            return f'<table class="{name}"><tr><th>序号</th><th>标题</th><th>发布日期</th></tr>{body}</table>'
        case "table61":
            head = "<tr><th>序号</th><th>标题</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>"
            return f'<table class="{name}" width="100%">{head}{body}</table>'
        case "dd":
            return f'<dl class="{name}">{body}</dl>'
        case "card" | "div":
            return f'<div class="{name}">{body}</div>'
    return f'<ul class="{name}">{body}</ul>'


def link(style: Style, name: str, href: str, how: str) -> str:
    """A menu's link; a label has the address that its site gives to labels."""
    if href and how == "image":
        return f'<a href="{href}"><img src="/images/{len(href)}.png" alt="{name}"></a>'
    if href and how == "onclick":
        return f'<a href="javascript:void(0)" onclick="openUrl(\'{href}\')">{name}</a>'
    return f'<a href="{href or style.label_href}">{name}</a>'


def tree(style: Style, columns: list[Column], href: dict[Column, str], opened: set[Column]) -> str:
    """Nested lists of a menu: labels and opened columns show their children."""
    parts = []
    for one in columns:
        inner = ""
        if one.children and (one in opened or not one.has_page):
            inner = tree(style, one.children, href, opened)
        here = ' class="on"' if one in opened else ""
        parts.append(f"<li{here}>{link(style, one.name, href[one], style.side)}{inner}</li>")
    return f"<ul>{''.join(parts)}</ul>"


def flat(columns: list[Column], opened: set[Column]) -> list[Column]:
    """The columns of a menu in one line."""
    found = []
    for one in columns:
        found.append(one)
        if one.children and (one in opened or not one.has_page):
            found += flat(one.children, opened)
    return found


def side(style: Style, columns: list[Column], href: dict[Column, str], opened: set[Column], frame: str) -> str:
    """The menu of an interior page."""
    name = style.classes["side"]
    shown = flat(columns, opened)
    links = [(one, link(style, one.name, href[one], "")) for one in shown]
    match style.side:
        case "dl":
            body = "<dl>" + "".join(f"<dt>{text}</dt>" for _, text in links) + "</dl>"
        case "table":
            body = "<table>" + "".join(f"<tr><td>{text}</td></tr>" for _, text in links) + "</table>"
        case "div":
            body = "".join(f"<div>{text}</div>" for _, text in links)
        case "write":
            lines = [f"document.write('<li>{text}</li>');" for _, text in links]
            body = f"<ul><script>\nvar lmjs=1;\n{chr(10).join(lines)}\n</script></ul>"
        case "json":
            body = f'<ul id="menuTree"></ul><script>var menuData = {json.dumps(nodes(columns, href), ensure_ascii=False)};initMenu(menuData);</script>'
        case "iframe":
            body = f'<iframe src="{frame}" width="200" height="600" frameborder="0"></iframe>'
        case _:
            body = tree(style, columns, href, opened)
    return f'<div class="{name}">{body}</div>'


def nodes(columns: list[Column], href: dict[Column, str]) -> list[dict[str, object]]:
    """A menu as data."""
    return [
        {"id": one.key, "name": one.name, "url": href[one], "children": nodes(one.children, href)} for one in columns
    ]


def nav(style: Style, tops: list[Column], href: dict[Column, str], home: str) -> str:
    """The first level, with or without what is below it."""
    name = style.classes["nav"]
    if style.nav in ("mega", "hover"):
        parts = []
        for top in tops:
            below = "".join(f'<a href="{href[one] or style.label_href}">{one.name}</a>' for one in top.children[:12])
            if style.nav == "hover":
                below = (
                    "<ul>"
                    + "".join(f"<li>{link(style, one.name, href[one], '')}</li>" for one in top.children)
                    + "</ul>"
                )
            parts.append(f'<li><a href="{href[top]}">{top.name}</a><div class="sub">{below}</div></li>')
        return f'<div class="{name}"><ul><li><a href="{home}">首页</a></li>{"".join(parts)}</ul></div>'
    links = [link(style, one.name, href[one], style.nav) for one in tops]
    if style.nav == "table":
        return f'<table class="{name}"><tr><td><a href="{home}">首页</a></td><td>{"</td><td>".join(links)}</td></tr></table>'
    return f'<div class="{name}"><ul><li><a href="{home}">首页</a></li><li>{"</li><li>".join(links)}</li></ul></div>'


def crumb(style: Style, trail: list[Column], href: dict[Column, str], home: str) -> str:
    """当前位置 with or without links and the page's own name."""
    shown = trail if style.crumb_last else trail[:-1]
    words = [("首页", home), *((one.name, href[one]) for one in shown)]
    parts = [f'<a href="{to}">{word}</a>' if style.crumb_links and to else word for word, to in words]
    return f'<div class="{style.classes["crumb"]}">{style.crumb}{style.separator.join(parts)}</div>'


def metas(style: Style, site: str, code: str, column: Column | None, article: tuple[str, str] | None) -> str:
    """The tags of the 2017 guidelines, as many as the site bothers with."""
    if style.metas == "none":
        return ""
    found = [("SiteName", site), ("SiteDomain", "www.test.gov.cn"), ("SiteIDCode", code)]
    if column:
        named = column.parent if style.metas == "parent" and column.parent else column
        found += [("ColumnName", named.name), ("ColumnType", named.name)]
    if article:
        found += [("ArticleTitle", article[0]), ("PubDate", article[1]), ("ContentSource", site)]
    if style.metas == "column" and not article:
        found = [one for one in found if one[0].startswith("Column")]
    return "".join(f'<meta name="{key}" content="{escape(value)}">\n' for key, value in found)


def hot(style: Style, links: list[tuple[str, str, str]], heading: str) -> str:
    """A side list of other columns' articles with fresh days."""
    lines = "".join(f'<li><a href="{to}">{escape(text)}</a><span>{day}</span></li>' for text, to, day in links)
    return f'<div class="{style.classes["hot"]}"><h3>{heading}</h3><ul>{lines}</ul></div>'


def foot(rng: Random, site: str, code: str, as_of: date) -> str:
    """Friend links and the site's imprint."""
    friends = "".join(f'<a href="http://www.{word}.test/">{word}</a> ' for word in ("alpha", "beta", "gamma"))
    stamp = f"<p>网站更新时间：{as_of:%Y-%m-%d}</p>" if rng.random() < 0.4 else ""
    return f"<p>友情链接：{friends}</p><p>主办单位：{site} 网站标识码：{code} 备案序号：某ICP备{rng.randint(10000, 99999)}号</p>{stamp}"


def menu_page(columns: list[Column], href: dict[Column, str]) -> str:
    """A menu in a frame of its own."""

    def lines(some: list[Column]) -> str:
        return "".join(
            f'<li><a href="{href[one] or "javascript:;"}" target="_parent">{one.name}</a>'
            + (f"<ul>{lines(one.children)}</ul>" if one.children else "")
            + "</li>"
            for one in some
        )

    return f"<html><head><title>menu</title></head><body><ul>{lines(columns)}</ul></body></html>"
