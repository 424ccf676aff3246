"""Lists as the platforms write them, in pages of invented sites; the traps around them are in test_listing_traps.py."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import DateSource, Listing, Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import newest_of, read_listing

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


@pytest.mark.parametrize("content", PLATFORMS)
@pytest.mark.parametrize("headed", [True, False], ids=["headed", "bare"])
def test_reads_the_list(content: str, headed: bool) -> None:
    heading = '<div class="title"><span>通知公告</span></div>' if headed else ""
    listing = read(page(f'<div class="box">{heading}{content}</div>', crumb=headed))
    assert listing.shape is Shape.LIST
    assert len(listing.entries) == 6
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)
    assert [str(entry.date) for entry in listing.entries] == DAYS[:6]


def test_full_titles_and_addresses() -> None:
    listing = read(
        page(
            "<ul>" + rows('<li><a href="./{n}.html" title="{title}">{title:.8}...</a><span>{day}</span></li>') + "</ul>"
        )
    )
    assert [entry.title for entry in listing.entries] == TITLES[:6]
    assert listing.entries[0].url == "http://yunshan.example/zwgk/tzgg/1.html"


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param('<li><a href="./{n}.html">{title}</a><span>{day}</span></li>', id="li"),
        pytest.param('<tr><td><a href="./{n}.html">{title}</a></td><td>{day}</td></tr>', id="tr"),
        pytest.param('<div class="item"><a href="./{n}.html">{title}</a><span>{day}</span></div>', id="div"),
    ],
)
def test_short_lists(pattern: str, count: int) -> None:
    opening, closing = (
        ("<table>", "</table>")
        if pattern.startswith("<tr")
        else ("<ul>", "</ul>")
        if "<li" in pattern
        else ("<div>", "</div>")
    )
    listing = read(page(f'<div class="box"><h2>通知公告</h2>{opening}{rows(pattern, count)}{closing}</div>'))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, count)
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_years_not_printed_are_the_latest_possible() -> None:
    listing = read(page("<ul>" + rows('<li><a href="./{n}.html">{title}</a><span>[{m}-{d}]</span></li>') + "</ul>"))
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)
    assert all(entry.inferred for entry in listing.entries)


def test_letters_take_the_newest_of_both_times() -> None:
    listing = read(
        page(
            "<table><tr><th>来信标题</th><th>提交时间</th><th>回复时间</th></tr>"
            + rows('<tr><td><a href="./{n}.html">{title}</a></td><td>2020-01-0{n}</td><td>{day}</td></tr>')
            + "</table>"
        )
    )
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_labelled_times_in_one_row() -> None:
    listing = read(
        page(
            "<ul>"
            + rows('<li><a href="./{n}.html">{title}</a><p>提交时间：2020-01-0{n} 回复时间：{day}</p></li>')
            + "</ul>"
        )
    )
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_undated_offices_with_a_pager() -> None:
    offices = ["办公室", "人事科", "规划科", "财务科"]
    listing = read(
        page(
            '<div class="left"><p>机构设置</p><ul><li><a href="../zn/">机构职能</a></li><li><a href="./">内设机构</a></li></ul></div>'
            '<div class="right"><div class="title">内设机构</div><ul>'
            + "".join(f'<li><a href="./202001/t20200103_{n}.html">{name}</a></li>' for n, name in enumerate(offices))
            + '</ul><script>createPageHTML(1, 0, "index", "html");</script></div>',
            name="内设机构",
        )
    )
    assert (listing.shape, [entry.title for entry in listing.entries]) == (Shape.LIST, offices)
    assert newest_of(listing) is None


def test_leaders_with_pictures() -> None:
    leaders = "".join(
        f'<li><div class="img"><a href="javascript:;"><img src="/i/{n}.jpg"></a></div><div class="z"><a href="javascript:;">{name}</a></div></li>'
        for n, name in enumerate(["张三丰", "李四光", "王五一"])
    )
    listing = read(page(f'<div class="t">领导信息</div><div class="d"><ul>{leaders}</ul></div>', name="领导信息"))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 3)


def test_overview_of_blocks_without_pages() -> None:
    blocks = "".join(
        f'<div class="gk"><dl><dt><span>{name}</span></dt>'
        + "\n".join(rows('<dd><a href="javascript:;">{title}</a><span>{day}</span></dd>', 6).split("\n")[n : n + 3])
        + '<div><a href="javascript:;" class="m">更多</a></div></dl></div>'
        for n, name in enumerate(["就业工程", "助学工程", "安居工程"])
    )
    listing = read(page(f'<div class="right">{blocks}</div>', name="重大民生信息"))
    assert (listing.shape, len(listing.entries)) == (Shape.LIST, 9)
    assert listing.blocks == ("就业工程", "助学工程", "安居工程")
    assert newest_of(listing) == (date(2020, 12, 30), DateSource.ROW)


def test_overview_of_sub_columns() -> None:
    blocks = "".join(
        f'<div class="bk b{n}"><h3>{name}<a href="./{code}/">更多&gt;&gt;</a></h3><ul>'
        + rows('<li><a href="./x/{n}.html">{title}</a><span>{day}</span></li>', 4)
        + "</ul></div>"
        for n, (name, code) in enumerate([("部门动态", "bmdt"), ("乡镇动态", "xzdt"), ("要闻转载", "ywzz")])
    )
    listing = read(page(f'<div class="right">{blocks}</div>', name="政务动态"))
    assert listing.shape is Shape.SECTION
    assert set(listing.blocks) == {"部门动态", "乡镇动态", "要闻转载"}
