"""Which columns stand below which: siblings are no children, and a breadcrumb's bare words are places too."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import Answer, find, page, rows

from crawler.evidence import Outcome, Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing
from crawler.readers.records import listing_of_markup

NEW = rows(date(2026, 3, 20), date(2026, 3, 2))
OLD = rows(date(2021, 3, 20), date(2021, 3, 2))
AS_OF = date(2026, 3, 31)
FLAT = {"防震演练": "/yj/fz/", "消防宣传": "/yj/xf/", "应急避难": "/yj/bn/"}


def test_the_columns_beside_an_overview_are_not_its_sub_columns() -> None:
    """The page is opened first, so that its menu is seen there first; it shows the page itself among the others."""
    site: dict[str, Answer] = {
        "/": page(title="云山区人民政府", links={"应急管理": {".": "/yj/", "防震演练": "/yj/fz/"}}),
        "/yj/": page("应急管理", links=FLAT),
        "/yj/fz/": page("应急管理", "防震演练", links=FLAT, body="<div></div>"),
        "/yj/xf/": page("应急管理", "消防宣传", links=FLAT, body=NEW),
        "/yj/bn/": page("应急管理", "应急避难", links=FLAT, body=OLD),
    }
    got = find(site, "应急管理>防震演练")
    assert got.newest is None
    assert got.children == ()


def test_a_block_without_rows_is_no_level_above_the_next_block() -> None:
    blocks = (
        '<div class="k"><h3><a href="/yj/kong/">物资储备</a></h3></div>'
        f'<div class="k"><h3><a href="/yj/xf/">消防宣传</a></h3>{OLD}</div>'
    )
    site: dict[str, Answer] = {
        "/": page(title="云山区人民政府", links={"应急管理": "/yj/"}),
        "/yj/": page("应急管理", body=blocks),
        "/yj/kong/": page("应急管理", "物资储备", body='<div class="rows"></div>'),
        "/yj/xf/": page("应急管理", "消防宣传", body=OLD),
    }
    got = find(site, "应急管理>物资储备")
    assert (got.newest, got.children) == (None, ())


def test_a_level_that_only_breadcrumbs_name_is_not_missing() -> None:
    site: dict[str, Answer] = {
        "/": page(title="云山区人民政府", links={"政务公开": "/zwgk/", "示范创建": "/zwgk/yj/sf/"}),
        "/zwgk/": page("政务公开", links={"示范创建": "/zwgk/yj/sf/"}),
        "/zwgk/yj/sf/": page('<a href="/zwgk/">政务公开</a>', "重点民生", "高标准厂房", "示范创建", body=NEW),
    }
    got = find(site, "政务公开>重点民生>高标准厂房")
    assert got.outcome is Outcome.NEEDS_RENDERING
    assert "没有可直接打开的地址" in got.reason


def test_everybodys_name_right_below_the_topics_is_that_column_not_its_namesake_elsewhere() -> None:
    menus = {"专题集锦": {".": "/zt/", "公示": "/zt/gs/"}, "重点领域": {".": "/zd/", "公示": "/zd/gs/"}}
    site: dict[str, Answer] = {
        "/": page(title="云山区人民政府", links=menus),
        "/zt/": page("专题集锦", links=menus),
        "/zt/gs/": page("专题集锦", "公示", links=menus, body=NEW),
        "/zd/": page("重点领域", links=menus),
        "/zd/gs/": page("重点领域", "公示", links=menus, body=OLD),
    }
    assert find(site, "专题集锦>公示").newest == date(2026, 3, 20)


TITLE = "云山区关于开展农机检修的通知"
LINK = f'<a href="/art/2026/3/9/art_7_81.html">{TITLE}</a>'


@pytest.mark.parametrize(
    ("markup", "total", "days"),
    [
        pytest.param(f'<div class="it">{LINK}<em>2026-03-09</em></div>', 1, [date(2026, 3, 9)], id="a card"),
        pytest.param(f"<ul><li>{LINK}<span></span></li></ul>", 1, [None], id="without a day"),
        pytest.param(f"<ul><li>{LINK}<span></span></li></ul>", 7, None, id="six more are missing"),
        pytest.param(f"<ul><li>{LINK}<span></span></li></ul>", None, None, id="nobody counts"),
        pytest.param('<p><a href="/login">登录</a></p>', 1, None, id="no title"),
    ],
)
def test_a_platforms_answer_with_one_row_is_a_list_where_it_counts_one(
    markup: str, total: int | None, days: list[date | None] | None
) -> None:
    got = listing_of_markup(markup, base="https://www.yunshan.example/a/", as_of=AS_OF, total=total)
    assert (got and [entry.date for entry in got.entries]) == days


HOT = "".join(
    f'<li><a href="/x/{n}.html">街道走访慰问困难群众第{n}期</a><span>2026-03-1{n}</span></li>' for n in range(5)
)
RANK = f'<div class="rank"><h3>点击排行</h3><ul>{HOT}</ul></div>'


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        pytest.param(
            f'<h2>农机检修</h2><div class="x"></div><form><input name="p"></form>共0条记录 共1页<script>turn()</script>{RANK}',
            Shape.EMPTY_LIST,
            id="nothing, counted beside the pager's form",
        ),
        pytest.param(f"<h2>农机检修</h2><ul><li>{LINK}</li></ul>{RANK}", Shape.LIST, id="one row under the name"),
    ],
)
def test_a_hot_list_beside_hardly_anything_is_not_the_list(body: str, shape: Shape) -> None:
    text = f'<html><head><title>农机检修</title></head><body><div class="main">{body}</div></body></html>'
    document = parse_document(text.encode(), "https://www.yunshan.example/nj/jx/", "text/html; charset=utf-8")
    got = read_listing(document, as_of=AS_OF, names=("农机检修",))
    assert got.shape is shape
    assert [entry.title for entry in got.entries] == ([TITLE] if shape is Shape.LIST else [])
