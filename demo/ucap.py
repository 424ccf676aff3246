"""The tax bureau's site: UCAP habits (/site/cNNN/xwzx_list.shtml, 1-based createPageHTML, the date before the link).

Its traps: a jump page that a script leaves, a header include that is a whole document with a ColumnName of its own
(公共头), and PubDate that is the day the page was built.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html import escape

from demo.answer import Answer, page
from demo.column import Column, Dates, Kind
from demo.district import TAX, TAX_PRINTED
from demo.edition import Edition
from demo.rows import Row, prose, relative, shown

PAGE_ROWS = 20
SCRIPT = """\
function createPageHTML(id, pages, current, name, ext, total) {
  var links = '';
  for (var n = 1; pages > 1 && n <= pages; n++)
    links += '<a href="' + name + (n > 1 ? '_' + n : '') + '.' + ext + '">' + n + '</a> ';
  document.getElementById(id).innerHTML = links;
}
"""
_TYPE = "text/html; charset=utf-8"


def _head(name: str, edition: Edition, title: str, extra: str = "") -> str:
    """The head element; without a name it has no tags of a column."""
    names = [f"Column{key}" for key in ("Name", "Description", "Type") if name]
    metas = "".join(f'<meta name="{key}" content="{escape(name)}">\n' for key in names)
    return (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="SiteName" content="{TAX_PRINTED}">\n'
        f'<meta name="SiteDomain" content="tax.yunshan.example">\n<meta name="SiteIDCode" content="9900000002 ">\n'
        f"{metas}{extra}"
        f'<meta name="others" content="页面生成时间 {edition.as_of.isoformat()} 03:45:00">\n'
        f'<title>{escape(title)}</title>\n<script src="/js/page.js"></script>\n</head>\n'
    )


def _link(here: str, column: Column) -> str:
    target = "javascript:;" if column.kind is Kind.LABEL else relative(here, column.path)
    return f'<a href="{target}" title="{escape(column.name)}">{escape(column.name)}</a>'


def _header(here: str, edition: Edition, name: str = "") -> str:
    items = "".join(
        f"<li>{_link(here, c)}<dl>{''.join(f'<dd>{_link(here, k)}</dd>' for k in edition.children(c))}</dl></li>"
        for c in edition.top(TAX)
    )
    menu = f'<div class="menu"><ul><li><a href="{relative(here, "/")}">首页</a></li>{items}</ul></div>'
    return f"{_head(name, edition, 'Document')}<body>{menu}</body>\n</html>\n"


def _frame(here: str, column: Column, edition: Edition, main: str, title: str = "", extra: str = "") -> Answer:
    levels = [edition.find(TAX, *column.trail[:n]) for n in range(1, len(column.trail) + 1)]
    crumb = "&nbsp;&gt;&gt;&nbsp;".join(_link(here, c) for c in levels)
    root, today = levels[0], edition.as_of
    side = "".join(f"<li{' class=on' if c is column else ''}>{_link(here, c)}</li>" for c in edition.children(root))
    code = posixpath.basename(posixpath.dirname(column.path))
    channel = f'<meta name="channel" codename="{code}" channelname="{escape(column.name)}">\n'
    html = (
        _head(column.name, edition, title or f"{column.name}_{TAX_PRINTED}", channel + extra)
        + f"<body>\n{_header(here, edition, '公共头' if column.doubled else '')}"
        + f'<div class="dqwz">您现在的位置：<a href="{relative(here, "/")}">首页</a>&nbsp;&gt;&gt;&nbsp;{crumb}</div>\n'
        + f'<div class="leftBox"><p class="per">{root.name}</p><ul>{side}</ul></div>\n'
        + f'<div class="rightBox">{main}</div>\n'
        + f'<div class="foot">{TAX_PRINTED}　{today.year}年{today.month}月{today.day}日</div>\n</body>\n</html>\n'
    )
    return page(html, content_type=_TYPE)


def _list_pages(column: Column, edition: Edition) -> Iterator[tuple[str, Answer]]:
    rows = edition.rows(column)
    base, extension = posixpath.splitext(column.path)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    for n in range(1, pages + 1):
        here = column.path if n == 1 else f"{base}_{n}{extension}"
        items = "\n".join(_row(here, row, column) for row in rows[(n - 1) * PAGE_ROWS : n * PAGE_ROWS])
        pager = f"createPageHTML('page_div',{pages}, {n},'{posixpath.basename(base)}','{extension[1:]}',{len(rows)});"
        main = f'<ul class="list">\n{items}\n</ul>\n<div id="page_div"></div>\n<script>{pager}</script>'
        yield here, _frame(here, column, edition, main)
    for row in rows:
        yield row.path, _article(column, row, edition)


def _row(here: str, row: Row, column: Column) -> str:
    dated = f"<span>{row.day.isoformat()}</span>" if column.dates is Dates.ROW else ""
    return f'<li>{dated}<a href="{relative(here, row.path)}" title="{escape(row.title)}">{shown(row.title)}</a></li>'


def _article(column: Column, row: Row, edition: Edition) -> Answer:
    rebuilt = column.dates is Dates.REBUILT
    stamp = f"{edition.as_of.isoformat()} 03:45" if rebuilt else f"{row.day.isoformat()} 09:00"
    metas = f'<meta name="ArticleTitle" content="{escape(row.title)}">\n<meta name="PubDate" content="{stamp}">\n'
    metas += f'<meta name="ContentSource" content="{TAX_PRINTED}">\n'
    main = (
        f'<h1>{escape(row.title)}</h1><p class="time">发布时间：{row.day.isoformat()} 09:00　来源：{TAX_PRINTED}</p>'
        f'<div id="UCAP-CONTENT"><p>{escape(row.title)}。纳税人、缴费人可据此办理有关业务。</p></div>'
    )
    return _frame(row.path, column, edition, main, row.title, metas)


def _jump(column: Column, edition: Edition) -> Answer:
    target = edition.children(column)[0].path
    html = (
        _head(column.name, edition, column.name)
        + f'<body><div style="display:none"><p>{column.name}</p><p id="url">{target}</p></div>\n'
        + '<script>(function(){var url=document.getElementById("url").innerText;if(url){window.open(url,"_self");}})();'
        + "</script></body></html>\n"
    )
    return page(html, content_type=_TYPE)


def _single(column: Column, edition: Edition) -> Answer:
    return _frame(column.path, column, edition, f'<div id="UCAP-CONTENT">{prose(column.name)}</div>')


def _home(edition: Edition) -> Answer:
    news = edition.find(TAX, "新闻动态")
    rows = "".join(_row("/", row, news) for row in edition.rows(news)[:8])
    main = f'<div class="box"><h2>{_link("/", news)}</h2><ul>{rows}</ul></div>'
    html = _head("首页", edition, TAX_PRINTED) + f"<body>\n{_header('/', edition)}{main}\n</body>\n</html>\n"
    return page(html, content_type=_TYPE)


def not_found() -> Answer:
    """The platform's own short error page."""
    return page("<html><head><title>404 Not Found</title></head><body>404</body></html>", status=404)


def build(edition: Edition) -> dict[str, Answer]:
    """Every page of the bureau's site, by path."""
    pages = {"/": _home(edition), "/js/page.js": page(SCRIPT, content_type="application/javascript")}
    for column in edition.of(TAX):
        match column.kind:
            case Kind.LIST:
                pages.update(_list_pages(column, edition))
            case Kind.SINGLE:
                pages[column.path] = _single(column, edition)
            case Kind.JUMP:
                pages[column.path] = _jump(column, edition)
            case _:  # a label has no page
                pass
    return pages
