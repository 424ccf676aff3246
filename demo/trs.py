"""The government site: TRS habits (directories, ./YYYYMM/tYYYYMMDD_ID.html, 0-based createPageHTML, relative links).

Traps that real sites set are set here too: a home page with a nested </html>, a side menu written by document.write, an
accordion parent without a page, U+2044 in a label, fresh side bars beside old lists, a clock, a dated footer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from demo.answer import Answer, page
from demo.articles import articles
from demo.column import PAGE_ROWS, Column, Dates, Kind
from demo.district import DISTRICT, GOV
from demo.edition import Edition
from demo.rows import Row, prose, relative, shown
from demo.trs_frame import MAP, SITE_NAME, WRITTEN_MENU, clock, foot, frame, head, link, top

ROBOTS = "User-agent: *\nDisallow: /hdjl/ldxx/\n"
SCRIPT = """\
function createPageHTML(pages, current, name, ext) {
  for (var n = 0; pages > 1 && n < pages; n++)
    document.write('<a href="' + name + (n ? '_' + n : '') + '.' + ext + '">' + (n + 1) + '</a> ');
}
"""


def _row(here: str, row: Row, column: Column, number: int) -> str:
    target, title, printed = relative(here, row.path), escape(row.title), row.day.isoformat()
    mark = '<span class="zd">[置顶]</span>' if row.pinned else ""
    if column.dates is not Dates.ROW:
        return f'<li><a href="{target}" title="{title}">{shown(row.title)}</a></li>'
    if column.style == "dl":
        return f'<dd><a href="{target}" title="{title}">{shown(row.title)}<span>\n  {printed}\n</span></a></dd>'
    if column.style == "table":
        drawn = date.fromordinal(row.day.toordinal() - 5)
        return (
            f'<tr><td>{number}</td><td><a href="{target}" title="{title}">{shown(row.title)}</a></td>'
            f"<td>云府规〔{row.day.year}〕{number}号</td><td>{drawn.isoformat()}</td><td>{printed}</td></tr>"
        )
    if column.style == "picture":
        return (
            f'<li><a href="{target}"><img src="/images/p{number}.jpg" alt=""><h3>{title}</h3>'
            f"<p>{row.day.year}年{row.day.month}月{row.day.day}日</p></a></li>"
        )
    return f'<li>{mark}<a href="{target}" title="{title}">{shown(row.title)}</a><span>{printed}</span></li>'


def _rows(here: str, rows: tuple[Row, ...], column: Column, first: int) -> str:
    body = "\n".join(_row(here, row, column, n) for n, row in enumerate(rows, first))
    if column.style == "dl":
        return f'<dl class="zfxxgk_list">\n{body}\n</dl>'
    if column.style == "table":
        names = "<tr><th>序号</th><th>标题</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>"
        return f'<table class="wjk">\n{names}\n{body}\n</table>'
    return f'<ul class="list">\n{body}\n</ul>'


def _list_pages(column: Column, edition: Edition) -> Iterator[tuple[str, Answer]]:
    rows = edition.rows(column)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    for n in range(pages):
        here = column.path + (f"index_{n}.html" if n else "")
        part = rows[n * PAGE_ROWS : (n + 1) * PAGE_ROWS]
        pager = f'<script type="text/javascript">createPageHTML({pages}, {n}, "index", "html");</script>\n'
        main = f"{_rows(here, part, column, n * PAGE_ROWS + 1)}\n<div class='page'>{pager}</div>{_libraries(column)}"
        answer = page(frame(here, column, edition, main), column.charset)
        yield here, answer
        if n == 0:
            yield f"{column.path}index.html", answer
    yield from articles(column, edition)


def _libraries(column: Column) -> str:
    links = "".join(f'<li><a href="http://k{n}.example/">{name}</a></li>' for n, name in enumerate(column.libraries))
    return f'<div class="libraries"><h4>相关链接</h4><ul>{links}</ul></div>' if links else ""


def _blocks(here: str, parent: Column, edition: Edition) -> str:
    """Excerpts of the sub-columns, or bare entries where those have no rows to show."""
    blocks = ""
    for child in edition.children(parent):
        rows = edition.rows(child)[:4] if child.kind is Kind.LIST and child.dates is Dates.ROW else ()
        body = "".join(
            f'<li><a href="{relative(here, r.path)}">{shown(r.title, 18)}</a><span>{r.day.isoformat()}</span></li>'
            for r in rows
        )
        more = (
            "" if child.kind is Kind.LABEL else f'<a class="more" href="{relative(here, child.path)}">更多&gt;&gt;</a>'
        )
        if child.kind is Kind.LABEL:
            body = "".join(f"<li>{link(here, c)}</li>" for c in edition.children(child))
        blocks += f'<div class="box"><h3>{link(here, child)}</h3>{more}<ul>{body}</ul></div>\n'
    return blocks


def _section(column: Column, edition: Edition) -> Answer:
    here = column.path
    if column.trail[:2] == WRITTEN_MENU:
        main = "<p>请从左侧目录选择要查看的信息类别。</p>"
    elif here == "/bm/":
        main = f'<ul class="bmlist">{"".join(f"<li>{link(here, c)}</li>" for c in edition.children(column))}</ul>'
    else:
        main = _blocks(here, column, edition)
    return page(frame(here, column, edition, main, decoys=False), column.charset)


def _single(column: Column, edition: Edition) -> Answer:
    main = f'<div class="TRS_Editor">{prose(DISTRICT + column.name)}</div>'
    return page(frame(column.path, column, edition, main), column.charset)


def _refresh(column: Column, edition: Edition) -> Answer:
    target = relative(column.path, edition.children(column)[0].path)
    return page(f'<html><head><meta http-equiv="Refresh" content="0;URL={target}"></head><body></body></html>\n')


def not_found(status: int = 404) -> Answer:
    """The site's error page; with status 200 it is a soft 404."""
    text = "<div class='error'><h1>404</h1><p>抱歉，您访问的页面不存在或已删除！</p><a href='/'>返回首页</a></div>"
    return page(head(None, "页面不存在", "utf-8") + f"<body>{text}</body></html>", status=status)


def _blocked() -> Answer:
    return page("<html><head><script>var _0x1=document.cookie;location.reload();</script></head></html>", status=412)


def _shell(column: Column, edition: Edition) -> Answer:
    main = (
        '<div id="app"><ul class="list"></ul></div>\n<script id="tpl" type="text/x-handlebars-template">'
        '{{#each list}}<li><a href="{{url}}">{{title}}</a><span>{{formatDate pubDate}}</span></li>{{/each}}</script>\n'
        '<script src="/js/list-app.js"></script>\n'
        '<script>loadPageData({channelCode:["col7731"],perPage:15});</script>\n'
    )
    return page(frame(column.path, column, edition, main), column.charset)


def _submenu(here: str, parent: Column, edition: Edition, outer: str, inner: str) -> str:
    items = "".join(f"<{inner}>{link(here, c)}</{inner}>" for c in edition.children(parent))
    return f"<{outer}>{items}</{outer}>"


def _home(edition: Edition) -> Answer:
    news, notices = edition.find(GOV, "新闻中心", "云山要闻"), edition.find(GOV, "政务公开", "通知公告")
    weather = "<!DOCTYPE html><html><head><title>天气</title></head><body><p>多云 12℃</p></body></html>"
    menu = "".join(
        f"<li>{link('/', c)}{_submenu('/', c, edition, 'dl', 'dd')}</li>" for c in edition.top(GOV) if c.path != "/bm/"
    )
    boxes = "".join(
        f'<div class="box"><h3>{link("/", c)}</h3>{_rows("/", edition.rows(c)[:6], c, 1)}</div>\n'
        for c in (news, notices)
    )
    return page(
        head(None, SITE_NAME, "utf-8")
        + f'<body>\n<div class="weather">{weather}</div>\n<div class="header"><div class="today">{clock(edition)}</div>'
        + f'<a href=".{MAP}">网站地图</a></div>\n<div class="nav"><ul><li><a href="./">首页</a></li>{menu}'
        + f'<li><a href="./bm/">部门网站</a></li></ul></div>\n{boxes}'
        + foot(edition)
    )


def _site_map(edition: Edition) -> Answer:
    """As on real sites it ends at the second level."""
    groups = "".join(
        f"<div><h4>{link(MAP, c)}</h4>{_submenu(MAP, c, edition, 'ul', 'li')}</div>\n" for c in edition.top(GOV)
    )
    html = (
        head(None, f"网站地图_{SITE_NAME}", "utf-8")
        + f"<body>\n{top(MAP, edition)}"
        + '<div class="position">当前位置：<a href="../">首页</a> &gt; 网站地图</div>\n'
        + f'<div class="map">{groups}</div>\n'
        + foot(edition)
    )
    return page(html)


def _pages_of(column: Column, edition: Edition) -> Iterator[tuple[str, Answer]]:
    match column.kind:
        case Kind.LIST:
            yield from _list_pages(column, edition)
        case Kind.SINGLE:
            yield column.path, _single(column, edition)
        case Kind.SECTION:
            yield column.path, _section(column, edition)
        case Kind.REDIRECT:
            yield column.path, _refresh(column, edition)
        case Kind.SOFT_GONE:
            yield column.path, not_found(200)
        case Kind.BLOCKED:
            yield column.path, _blocked()
        case Kind.SHELL:
            yield column.path, _shell(column, edition)
        case _:  # a label has no page, what is gone answers 404
            return


def build(edition: Edition) -> dict[str, Answer]:
    """Every page of the government site and of the units' own pages, by path."""
    pages = {"/": _home(edition), MAP: _site_map(edition), "/robots.txt": page(ROBOTS, content_type="text/plain")}
    pages["/js/page.js"] = page(SCRIPT, content_type="application/javascript")
    pages["/index.html"] = pages["/"]
    for column in edition.of(GOV):
        pages.update(_pages_of(column, edition))
    return pages
