"""Pages that are another page's: the home page at a column's address, a first sub-column at its parent's, a menu."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import AS_OF, find, page, rows

from crawler.evidence import Outcome, Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing
from crawler.readers.script_links import target_in

HOME_PAGE = page(
    title="云山区人民政府",
    links={f"专栏之{number}": f"/zl/{number}/" for number in range(12)},
    body=rows(date(2026, 3, 30), date(2026, 3, 29), date(2026, 3, 28)),
)
BLOCKS = {"社区矫正": {".": "/jz/", "矫正动态": "/jz/", "矫正公示": "/jz/gs/"}}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(HOME_PAGE, id="the very page"),
        pytest.param(HOME_PAGE.replace("<body>", "<body><span>在线 17 人</span>"), id="with another counter"),
    ],
)
def test_the_home_page_at_a_columns_address_is_neither_the_column_nor_its_absence(answer: str) -> None:
    got = find({"/": HOME_PAGE, "/zl/3/": answer}, "专栏之3")
    assert got.outcome is Outcome.BLOCKED
    assert "首页的内容" in got.reason


def test_a_page_like_the_home_page_is_read_as_what_it_is() -> None:
    got = find({"/": HOME_PAGE, "/zl/3/": page("专栏之3", body=rows(date(2026, 3, 1), date(2026, 2, 1)))}, "专栏之3")
    assert (got.outcome, got.newest) == (Outcome.FOUND, date(2026, 3, 1))


def test_a_parent_whose_page_is_its_first_childs_is_judged_by_all_children() -> None:
    site = {
        "/": page(title="云山区人民政府", links=BLOCKS),
        "/jz/": page("社区矫正", "矫正动态", links=BLOCKS, body=rows(date(2021, 8, 30), date(2021, 7, 1))),
        "/jz/gs/": page("社区矫正", "矫正公示", links=BLOCKS, body=rows(date(2026, 3, 11), date(2026, 1, 1))),
    }
    moved = dict(BLOCKS["社区矫正"]) | {".": "/jz/first/"}
    site["/"] = page(title="云山区人民政府", links={"社区矫正": moved})
    site["/jz/first/"] = '<html><head><meta http-equiv="Refresh" content="0;URL=/jz/"></head></html>'
    assert find(site, "社区矫正").newest == date(2026, 3, 11)
    assert find(site, "社区矫正>矫正动态").newest == date(2021, 8, 30)


def listing(body: str) -> Shape:
    text = f"<html><head><title>养老服务项目</title></head><body>{body}</body></html>"
    document = parse_document(
        text.encode(), "https://www.yunshan.example/content/column/1058", "text/html; charset=utf-8"
    )
    return read_listing(document, as_of=AS_OF, names=("养老服务项目",)).shape


def test_a_menu_of_columns_in_a_table_is_no_list_without_dates() -> None:
    names = ("公共服务", "政务公开", "政务动态", "专题集锦", "走进云山")
    cells = "".join(f'<td><a href="/content/column/{n}">{name}</a></td>' for n, name in enumerate(names, 900))
    table = "<table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr></table>"
    assert (
        listing(f"<table class='x1'><tr>{cells}</tr></table><div><h2>养老服务项目</h2>{table}</div>") is not Shape.LIST
    )


@pytest.mark.parametrize(
    ("script", "shape"),
    [
        pytest.param('<script src="/js/moreinfo.js"></script>', Shape.SHELL, id="a script of its own may fill it"),
        pytest.param('<script src="/js/jquery.min.js"></script>', Shape.EMPTY_LIST, id="a library fills nothing"),
    ],
)
def test_a_named_list_without_rows(script: str, shape: Shape) -> None:
    assert listing(f'<div class="main"><h2>养老服务项目</h2><ul id="infolist"></ul></div>{script}') is shape


HEADER = "<tr><th>序号</th><th>名称</th><th>文号</th><th>发布日期</th></tr>"


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        pytest.param(f"<table>{HEADER}</table>", Shape.EMPTY_LIST, id="a table of its header row"),
        pytest.param(
            "<table><tr><th>联系人</th><th>王某</th></tr></table>", Shape.UNKNOWN, id="a table that says something"
        ),
        pytest.param('<div class="x7"></div>', Shape.EMPTY_LIST, id="nothing at all under the heading"),
        pytest.param('<div class="x7"></div><script>go()</script>', Shape.UNKNOWN, id="a script may fill it"),
        pytest.param(
            '<ul class="x7"><script>document.write(rows())</script></ul>', Shape.UNKNOWN, id="a script writes the rows"
        ),
        pytest.param(
            '<ul id="m"></ul><script src="/js/my.js"></script>',
            Shape.SHELL,
            id="a list with a short name may be filled",
        ),
        pytest.param('<div class="x7" id="dt"></div>', Shape.SHELL, id="a box with a name may be filled"),
        pytest.param("<ul></ul><p class='x2'>共 <b>1</b>页 <b>0</b>条</p>", Shape.EMPTY_LIST, id="a count in pieces"),
        pytest.param(
            '<iframe src="/menu/7.html" width="180"></iframe><ul></ul>',
            Shape.SHELL,
            id="a page inside that nobody read",
        ),
    ],
)
def test_a_page_without_rows(body: str, shape: Shape) -> None:
    assert listing(f'<div class="x9"><h2>养老服务项目</h2>{body}</div>') is shape


def test_a_menu_written_by_a_script_makes_no_list_without_days_empty() -> None:
    menu = "".join(f"document.write('<li><a href=\"/jz/{n}/\">矫正事项{n}</a></li>');" for n in range(4))
    items = "".join(
        f'<li><a href="/a/{n}.html"><p>关于印发社区矫正年度任务第{n}号的批复</p><span></span></a></li>'
        for n in (1, 2, 3)
    )
    body = f"<div class='x1'><ul><script>{menu}</script></ul></div><div class='x2'><h2>养老服务项目</h2><ul class='x3'>{items}</ul></div>"
    assert listing(body) is Shape.LIST


def test_a_frame_that_holds_the_menu_hides_no_rows() -> None:
    menu = '<iframe src="/menu/7.html" width="180" height="500"></iframe>'
    inside = '<ul><li><a href="/jz/dt/">矫正动态</a></li><li><a href="/jz/gs/">矫正公示</a></li></ul>'
    site = {
        "/": page(title="云山区人民政府", links={"社区矫正": {"矫正动态": "/jz/dt/", "矫正公示": "/jz/gs/"}}),
        "/jz/dt/": page("社区矫正", "矫正动态", body=f"{menu}<h2>矫正动态</h2><ul></ul>"),
        "/menu/7.html": f"<html><head><title>menu</title></head><body>{inside}</body></html>",
    }
    got = find(site, "社区矫正>矫正动态")
    assert got.listing is not None
    assert got.listing.shape is Shape.EMPTY_LIST
    del site["/menu/7.html"]
    got = find(site, "社区矫正>矫正动态")
    assert (got.outcome, got.listing and got.listing.shape) == (Outcome.NEEDS_RENDERING, Shape.SHELL)


def test_a_sub_columns_block_whose_name_holds_the_columns_is_one_of_several() -> None:
    def block(name: str, address: str, day: str) -> str:
        items = "".join(
            f'<li><a href="{address}{n}.html">{name}第{n}期有关事项公告</a><span>{day}</span></li>' for n in (1, 2)
        )
        return f'<div class="k"><h3><a href="{address}">{name}</a></h3><ul>{items}</ul></div>'

    blocks = block("社区矫正项目", "/jz/xm/", "2025-12-09") + block("指引", "/jz/zy/", "2026-03-14")
    site = {
        "/": page(title="云山区人民政府", links={"社区矫正": "/jz/"}),
        "/jz/": page("社区矫正", body=f"<h2>社区矫正</h2>{blocks}"),
    }
    assert find(site, "社区矫正").newest == date(2026, 3, 14)


def test_the_links_of_a_pager_are_no_sub_columns() -> None:
    turn = "".join(f'<a href="./">{word}</a> ' for word in ("首页", "上一页", "下一页", "尾页"))
    menu = {"专题": {".": "/zt/", "助残": "/zt/zc/", "养老": "/zt/yl/"}}
    site = {
        "/": page(title="云山区人民政府", links=menu),
        "/zt/zc/": page(
            "专题", "助残", links=menu, body=f"<h2>助残</h2><ul></ul><div>共 0 条 当前第 1 / 1 页 {turn}</div>"
        ),
        "/zt/yl/": page("专题", "养老", links=menu, body=rows(date(2026, 3, 1), date(2026, 2, 1))),
    }
    got = find(site, "专题>助残")
    assert got.listing is not None
    assert (got.listing.shape, got.newest) == (Shape.EMPTY_LIST, None)


def test_a_menus_word_without_a_page_is_judged_by_what_stands_below_it() -> None:
    menu = {"社区矫正": {"矫正动态": "/jz/dt/", "矫正公示": "/jz/gs/"}}
    site = {
        "/": page(title="云山区人民政府", links=menu),
        "/jz/dt/": page("社区矫正", "矫正动态", links=menu, body=rows(date(2025, 8, 30), date(2025, 7, 1))),
        "/jz/gs/": page("社区矫正", "矫正公示", links=menu, body=rows(date(2026, 3, 11), date(2026, 1, 1))),
    }
    got = find(site, "社区矫正")
    assert (got.outcome, got.newest) == (Outcome.FOUND, date(2026, 3, 11))
    assert got.located is not None
    assert got.located.url is None


@pytest.mark.parametrize(
    ("code", "address"),
    [
        pytest.param("openUrl('zwgk/tzgg/')", "zwgk/tzgg/", id="a folder beside this page"),
        pytest.param("setTab('one')", None, id="a word is no address"),
        pytest.param("go('zwgk/' + name)", None, id="put together"),
    ],
)
def test_a_click_that_opens_a_folder(code: str, address: str | None) -> None:
    assert target_in(code) == address
