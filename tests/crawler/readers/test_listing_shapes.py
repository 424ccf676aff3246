"""What a column without a list of rows is: one text, an empty list, sub-columns, or not known."""

from __future__ import annotations

import pytest
from listing_pages import FRESH, MAIN, MENU, page, read

from crawler.evidence import Shape

TEXT = "<p>" + "云山区发展和改革局承担全区国民经济和社会发展规划的编制与实施工作，负责组织协调。" * 12 + "</p>"

SINGLE = [
    pytest.param(f'<h1>机构简介</h1><div class="text">{TEXT}</div>', id="plain text"),
    pytest.param(
        f'<h1>公开指南</h1><p>发布时间：2021-06-30 10:00 来源：区政府办 <a href="javascript:;">[打印]</a></p><div class="text">{TEXT}</div>',
        id="dated text",
    ),
    pytest.param(
        f'<h1>公开指南</h1><div class="info"><span>2021-06-30</span><a href="/share/">分享到微信朋友圈</a></div><div>{TEXT}</div>',
        id="day beside a link",
    ),
    pytest.param(
        f"<h1>机构职能</h1><div><p>2020年1月1日，区发改局成立。</p><p>2021年6月30日，区发改局搬迁至新址。</p>{TEXT}</div>",
        id="text about days",
    ),
    pytest.param(
        f'<h1>公开指南</h1><div>{TEXT}</div><div class="xg"><h3>相关文章</h3><ul>{FRESH}</ul></div>',
        id="text with related articles",
    ),
    pytest.param(
        f'<h1>规划信息</h1><div>{TEXT * 2}</div><div class="r"><h3>政务动态</h3><ul>{FRESH}</ul></div>',
        id="text beside another column's list",
    ),
    pytest.param(
        "<h1>联系电话</h1><p>办公室：0999-2012345（传真）；监督举报：0999-2012346；地址：云山区人民路20号；邮编：920201；办公时间：周一至周五8:30-12:00</p>",
        id="phone numbers",
    ),
    pytest.param(
        "<h1>收费项目</h1><table><tr><th>序号</th><th>项目</th><th>标准</th><th>依据</th></tr>"
        + "".join(
            f"<tr><td>{n}</td><td>证照工本费</td><td>10元</td><td>价费〔2019〕{n}号</td></tr>" for n in range(1, 5)
        )
        + "</table>",
        id="a table of facts",
    ),
    pytest.param(
        f'<h1>办公室主任</h1><div class="ldl"><ul><li><a href="">张三丰</a></li><li><a href="../lsg/">李四光</a></li></ul></div><div>{TEXT}</div>',
        id="leader page",
    ),
]


@pytest.mark.parametrize("content", SINGLE)
def test_single_texts(content: str) -> None:
    listing = read(page(MENU + f'<div class="m">{content}</div>'))
    assert listing.shape is Shape.SINGLE
    assert listing.entries == ()


EMPTY = [
    pytest.param(
        "<h3>规划信息</h3><ul></ul><div id=\"page_div\"></div><script>createPageHTML('page_div',1,1,'list','shtml',0)</script>",
        id="UCAP total 0",
    ),
    pytest.param(
        '<h3>规划信息</h3><ul class="list"></ul><div class="page"><script>createPageHTML(1,0,"index","html");</script></div>',
        id="TRS empty ul",
    ),
    pytest.param('<h3>规划信息</h3><ul class="list"> </ul>', id="empty ul under the column's name"),
    pytest.param('<h3>规划信息</h3><div class="list"><p>暂无数据</p></div>', id="暂无数据"),
    pytest.param('<h3>规划信息</h3><div class="list">该栏目暂无内容！</div>', id="该栏目暂无内容"),
    pytest.param(
        '<h3>规划信息</h3><ul><li><a href="javascript:;">暂无信息</a></li></ul>',
        id="暂无信息 as a row that leads nowhere",
    ),
    pytest.param(
        f'<h3>规划信息</h3><ul></ul></div><div class="side"><h3>政务动态</h3><ul>{FRESH}</ul>',
        id="empty beside a fresh side bar",
    ),
    pytest.param(
        f'<h3>规划信息</h3><ul></ul></div><div class="r"><h3>最新信息</h3><ul>{FRESH}</ul>',
        id="empty beside the latest news",
    ),
]


@pytest.mark.parametrize("clock", ["2021-07-01", "2021年7月1日 09:30", "今天是：2021年7月1日"])
def test_clocks_without_weekday_are_no_rows(clock: str) -> None:
    source = page(MENU + f'<div class="m"><h1>机构简介</h1><div class="text">{TEXT}</div></div>')
    assert "2021年07月01日 09:30:12 星期四" in source
    assert read(source.replace("2021年07月01日 09:30:12 星期四", clock)).shape is Shape.SINGLE


@pytest.mark.parametrize("content", EMPTY)
def test_empty_lists(content: str) -> None:
    listing = read(page(MENU + f'<div class="m">{content}</div>'))
    assert (listing.shape, listing.entries, listing.total) == (Shape.EMPTY_LIST, (), 0)


NOT_EMPTY = [
    pytest.param(
        '<h3>规划信息</h3><ul id="list"></ul><script>$("#list").html(rows)</script>', Shape.SHELL, id="filled by id"
    ),
    pytest.param(
        '<h3>规划信息</h3><ul id="newsList"></ul><script>$.ajax({url:"/api/list",success:show})</script>',
        Shape.SHELL,
        id="ajax",
    ),
    pytest.param('<h3>规划信息</h3><div id="listbox"></div>', Shape.SHELL, id="a named empty box"),
    pytest.param(
        '<h3>规划信息</h3><ul><li v-for="row in rows"><a :href="row.url">{{row.title}}</a></li></ul>',
        Shape.SHELL,
        id="Vue template",
    ),
    pytest.param(
        '<h3>规划信息</h3><script type="text/template">{{#each items}}<li><a href="{{url}}">{{title}}</a></li>{{/each}}</script>',
        Shape.SHELL,
        id="handlebars",
    ),
    pytest.param("<h3>规划信息</h3><ul></ul><!--<ul>" + MAIN + "</ul>-->", Shape.SHELL, id="list in a comment"),
    pytest.param(
        '<h3>规划信息</h3><iframe src="list.jsp?id=3" width="700" height="900"></iframe>',
        Shape.SHELL,
        id="list in a frame",
    ),
    pytest.param(
        '<h3>规划信息</h3><div><script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{}"></script></div>',
        Shape.SHELL,
        id="jpaas",
    ),
    pytest.param(
        '<h3>规划信息</h3><ul id="list"></ul><p style="display:none">暂无数据</p><script>load("list")</script>',
        Shape.SHELL,
        id="hidden 暂无数据 of a script",
    ),
    pytest.param(
        '<h3>组织机构</h3><ul></ul><div class="content"><img src="/upload/zzjg.png" width="800"></div>',
        Shape.SINGLE,
        id="a picture",
    ),
    pytest.param('<ul></ul><div class="x">欢迎</div>', Shape.UNKNOWN, id="an empty ul that belongs to nothing"),
    pytest.param(
        '<form action="/s"><input name="q"><input type="submit" value="搜索"></form>', Shape.UNKNOWN, id="search form"
    ),
    pytest.param(
        "<table>" + "<tr><td>信息标题</td><td>精确查找<input></td></tr>" * 8 + "</table>",
        Shape.UNKNOWN,
        id="search form in a table",
    ),
]


@pytest.mark.parametrize(("content", "shape"), NOT_EMPTY)
def test_what_may_be_filled_is_not_empty(content: str, shape: Shape) -> None:
    assert read(page(MENU + f'<div class="m">{content}</div>')).shape is shape


def test_a_menu_alone_is_no_list() -> None:
    assert read(page(MENU)).shape in (Shape.UNKNOWN, Shape.SECTION)


def test_picture_links_to_sub_columns_are_a_section() -> None:
    pictures = "".join(
        f'<li><a href="./zt{n}/"><img src="/i/{n}.jpg"><p>第{n}个专题专栏</p></a></li>' for n in range(1, 6)
    )
    listing = read(page(f'<div class="m"><ul class="pics">{pictures}</ul></div>'))
    assert listing.shape is Shape.SECTION


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        pytest.param(
            "".join(f'<li><a href="/channels/2021{n}.html">栏目{n}</a></li>' for n in range(6)),
            Shape.SECTION,
            id="numbered columns",
        ),
        pytest.param(
            "".join(f'<li><a href="t{n}.html">关于开展第{n}季度农产品抽检的通知</a></li>' for n in range(6)),
            Shape.LIST,
            id="titles without days",
        ),
        pytest.param(
            '<li><a href="12.html">关于印发农村道路养护办法的通知</a></li>',
            Shape.LIST,
            id="one title in the column's folder",
        ),
        pytest.param(
            '<li><a href="/other/12.html">关于印发农村道路养护办法的通知</a></li>',
            Shape.UNKNOWN,
            id="one title from elsewhere",
        ),
    ],
)
def test_undated_links(content: str, shape: Shape) -> None:
    assert read(page(f"<ul>{content}</ul>")).shape is shape


def test_rolling_news_are_no_list() -> None:
    rolling = "".join(f'<a href="n{n}.html">关于开展第{n}季度农产品抽检的通知</a>' for n in range(4))
    assert (
        read(page(f"<marquee>{rolling}</marquee><h3>规划信息</h3><ul></ul><p>暂无内容</p>")).shape is Shape.EMPTY_LIST
    )
