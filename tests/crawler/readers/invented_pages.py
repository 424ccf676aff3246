"""Pages of invented sites: one frame, and the row designs of the platforms seen in the field."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import Listing
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing

AS_OF = date(2021, 7, 1)
TITLES = [
    "关于印发云山区年度重点工作任务分解方案的通知",
    "云山区召开老旧小区改造工作推进会",
    "关于做好汛期安全生产工作的通知",
    "区政府常务会议研究部署近期工作",
    "云山区公开招聘事业单位工作人员公告",
    "关于调整部分公交线路运行时间的通告",
    "云山区开展夏季食品安全专项检查行动",
    "关于公布行政许可事项清单的公告",
]
DAYS = ["2020-12-30", "2020-12-28", "2020-11-16", "2020-10-09", "2020-09-24", "2020-08-03", "2020-07-21", "2020-06-01"]

HEADER = """<div class="header"><div class="logo"><a href="/">云山区人民政府</a></div><ul class="nav">
<li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwdt/">政务动态</a></li>
<li><a href="/hdjl/">互动交流</a></li></ul><div class="date">今天是2021年7月1日 星期四</div></div>"""
FOOTER = """<div class="footer"><p>主办：云山区人民政府办公室 电话：0999-2012345</p><p>网站标识码：9900000001
<a href="https://beian.example/">某ICP备20201230号-1</a></p></div>"""


def page(content: str, *, name: str = "通知公告", head: str = "", crumb: bool = True) -> str:
    """A whole page around some content."""
    where = f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <span>{name}</span></div>'
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}-云山区人民政府</title>{head}</head>
<body>{HEADER}{where if crumb else ""}<div class="main">{content}</div>{FOOTER}</body></html>"""


def rows(pattern: str, count: int = 6) -> str:
    """Rows of a pattern with {n}, {title}, {day}, {y}, {m}, {d}."""
    filled = []
    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1):
        y, m, d = day.split("-")
        filled.append(pattern.format(n=n, title=title, day=day, y=y, m=m, d=d, mm=int(m), dd=int(d)))
    return "\n".join(filled[:count])


def read(source: str, url: str = "http://yunshan.example/zwgk/tzgg/index.html", **options: object) -> Listing:
    """The listing of a page given as text."""
    return read_listing(parse_document(source.encode(), url), as_of=AS_OF, **options)  # type: ignore[arg-type]


TABLE = """<table width="100%"><tr><th>序号</th><th>标题</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>{}</table>"""

PLATFORMS = [
    pytest.param(
        '<div class="list"><ul>'
        + rows('<li><a href="./202012/t20201230_10{n}.html">{title}</a><span>{day}</span></li>')
        + "</ul></div>",
        id="TRS: date behind the link",
    ),
    pytest.param(
        "<ul>"
        + rows(
            '<li><span class="fr">[{day}]</span><a href="2020/{mm}/{dd}/{n}.shtml" title="{title}">{title:.9}...</a></li>'
        )
        + "</ul>",
        id="UCAP: date before the link, title cut",
    ),
    pytest.param(
        '<div class="default_pgContainer">'
        + rows(
            "<li><a href='/art/2020/{mm}/{dd}/art_12_{n}.html' title='{title}' target='_blank'>{title}</a><span>{day}</span></li>"
        )
        + "</div>",
        id="Hanweb: li without ul",
    ),
    pytest.param(
        '<table cellpadding="0" width="100%">'
        + rows(
            '<tr><td width="20">·</td><td><a href="/art/2020/{mm}/{dd}/art_1_{n}.html">{title}</a></td><td width="90">[{day}]</td></tr>'
        )
        + "</table>",
        id="old Hanweb: table rows",
    ),
    pytest.param(
        rows(
            '<table width="100%"><tr><td><img src="/i/dot.gif"></td><td><a href="/art/2020/{mm}/{dd}/art_1_{n}.html">{title}</a></td>'
            '<td align="right">{y}/{m}/{d}</td></tr></table>'
        ),
        id="old Hanweb: a table for each row",
    ),
    pytest.param(
        '<ul class="e2">'
        + rows(
            '<li><a href="/list_1.html" class="category">[通知]</a> <a href="/plus/view.php?aid={n}" class="title">{title}</a>'
            '<span class="info"><small>日期：</small>{day} <small>点击：</small>{n}2</span></li>'
        )
        + "</ul>",
        id="DedeCMS: category link and click count",
    ),
    pytest.param(
        '<table class="winstyle1">'
        + rows(
            '<tr id="line_{n}" height="20"><td><a class="c1" href="../info/1029/{n}23.htm" title="{title}">{title}</a></td>'
            '<td width="1%" nowrap><span class="timestyle1">{y}年{m}月{d}日&nbsp;</span></td></tr><tr><td colspan="2"><hr></td></tr>'
        )
        + "</table>",
        id="VSB: table with rules between the rows",
    ),
    pytest.param(
        '<ul class="news">'
        + rows(
            '<li><a href="../contents/18155/{n}44.html"><h3>{title}</h3><p>摘要：区政府近日召开会议，研究有关事项。</p></a><i>{y}.{m}.{d}</i></li>'
        )
        + "</ul>",
        id="SiteServer: heading and excerpt in the link",
    ),
    pytest.param(
        rows(
            '<div class="item clearfix"><div class="time"><div class="day">{d}</div><div class="ym">{y}-{m}</div></div>'
            '<div class="txt"><a href="/a/{n}.html">{title}</a><p>区政府近日召开专题会议，听取情况汇报并部署下一步工作。</p></div></div>'
        ),
        id="cards: day and month apart",
    ),
    pytest.param(
        "<ul>"
        + rows(
            '<li><a href="/a/{n}.html"><div class="date"><b>{d}</b><i>{y}.{m}</i></div><div class="tit">{title}</div></a></li>'
        )
        + "</ul>",
        id="cards: all in the link, 2020.12",
    ),
    pytest.param(
        "<ul>" + rows('<li><span>{d}</span><em>{y}-{m}</em><a href="/a/{n}.html">{title}</a></li>') + "</ul>",
        id="span day, em month",
    ),
    pytest.param(
        "<ul>"
        + rows('<li><div class="d"><p>{m}-{d}</p><p>{y}</p></div><a href="/a/{n}.html">{title}</a></li>')
        + "</ul>",
        id="month-day above the year",
    ),
    pytest.param(
        TABLE.format(
            rows(
                '<tr><td>{n}</td><td><a href="/a/{n}.html">{title}</a></td><td>云政发〔2021〕{n}号</td><td>2021-06-0{n}</td><td>{day}</td></tr>'
            )
        ),
        id="61号 table: 发布日期, not 成文日期",
    ),
    pytest.param(
        "<dl>" + rows('<dd><a href="/a/{n}.html" title="{title}">{title}<span>\n  {day}\n </span></a></dd>') + "</dl>",
        id="61号 list: dd with the date in the link",
    ),
    pytest.param(
        "<dl>" + rows('<dt><a href="/a/{n}.html">{title}</a></dt><dd>{day}</dd>') + "</dl>",
        id="definition list: dt title, dd date",
    ),
    pytest.param(
        '<div class="box">' + rows('<a href="/a/{n}.html">{title}</a> <span>{day}</span><br>') + "</div>",
        id="links and dates flat, date behind",
    ),
    pytest.param(
        '<div class="box">' + rows('<span>{day}</span> <a href="/a/{n}.html">{title}</a><br/>') + "</div>",
        id="links and dates flat, date before",
    ),
    pytest.param(
        rows('<p>· <a href="/a/{n}.html">{title}</a>　　（{y}年{mm}月{dd}日）</p>'),
        id="paragraphs with dates in brackets",
    ),
    pytest.param(
        "<ul>"
        + rows('<li><a href="/a/{n}.html"><h3>{title}({day})</h3><p>区政府近日召开会议。</p></a></li>')
        + "</ul>",
        id="date in brackets at the end of the title",
    ),
    pytest.param(
        "<ul>" + rows('<li><span>{day}</span><a href="/a/{n}.html"><a href="/a/{n}.html">{title}</a></li>') + "</ul>",
        id="nested links, the outer one empty",
    ),
    pytest.param(
        "<ul>"
        + rows('<li><a href="javascript:void(0)" onclick="openUrl(\'/a/{n}.html\')">{title}</a><span>{day}</span></li>')
        + "</ul>",
        id="target in onclick",
    ),
    pytest.param(
        "<ul>" + rows('<li><a href="/a/{n}.html">{title}</a><span title="{day}">{m}-{d}</span></li>') + "</ul>",
        id="full date in an attribute",
    ),
    pytest.param(
        "<ul>"
        + rows('<li><a href="/a/{n}.html">{title}</a><time datetime="{day}T08:00:00+08:00">上午8点</time></li>')
        + "</ul>",
        id="time element",
    ),
    pytest.param(
        "<ul>"
        + rows(
            '<li><a href="/a/{n}.html">{title}</a><span><script>document.write("{day} 08:11:00".substr(0,10))</script></span></li>'
        )
        + "</ul>",
        id="constant date written by a script in the row",
    ),
    pytest.param(
        "<ul>"
        + rows(
            '<li><a href="/a/{n}.html"><img src="/i/{n}.jpg"></a><a href="/a/{n}.html">{title}</a><span>{day}</span></li>'
        )
        + "</ul>",
        id="picture link beside the title link",
    ),
    pytest.param(
        rows(
            '<div class="wz"><h3><a href="/a/{n}.html">{title}</a></h3><div class="info"><span>来源：区政府办</span><span>发布时间：</span>'
            "<span>{day} 08:11</span><span>浏览：{n}12次</span></div></div>"
        ),
        id="label and date in elements of their own",
    ),
    pytest.param(
        '<div ms-visible="$showStatic(1)"><ul>'
        + rows(
            '<li><a href="/a/{n}.html" title="{title}">{title}</a><em id="rel_{n}"></em><span class="bf-pass">{day}</span></li>',
            3,
        )
        + '</ul></div><div ms-visible="$showStatic(2)"><ul>'
        + "\n".join(
            rows(
                '<li><a href="/a/{n}.html" title="{title}">{title}</a><em></em><span class="bf-pass">{day}</span></li>'
            ).split("\n")[3:]
        )
        + "</ul></div>",
        id="福建: blocks of rows, all in the page",
    ),
    pytest.param(
        "<ul>" + rows("<li>{title}<span>{day}</span></li>") + "</ul>",
        id="rows without links",
    ),
    pytest.param(
        "<ul>"
        + rows('<li><a href="/a/{n}.pdf">{title}.pdf</a><a href="/a/{n}.pdf">下载</a><span>{day}</span></li>')
        + "</ul>",
        id="attachments only",
    ),
    pytest.param(
        '<div class="lists">'
        + rows(
            '<div class="row"><div class="col-9"><a href="/a/{n}.html">{title}</a></div><div class="col-3">{day}</div></div>'
        )
        + "</div>",
        id="grid of divs",
    ),
    pytest.param(
        "<ul>" + rows("<li><a href='/a/{n}.html'><p>{title}</p></a><span>{day} 17:0{n}</span></li>") + "</ul>",
        id="date with time, paragraph in the link",
    ),
    pytest.param(
        "<ul>"
        + rows("<li><a href='/a/{n}.html' title='标题：{title}\n发布时间：{day}'>{title:.10}…</a></li>")
        + "</ul>",
        id="date only in the link's title attribute",
    ),
]
