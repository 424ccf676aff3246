"""What a page calls itself."""

import json
from pathlib import Path

import pytest

from crawler.readers.document import parse_document
from crawler.readers.identity import Identity, read_identity

SHARED = Path(__file__).parents[4] / "shared"
URL = "http://www.qingxi.example/zwgk/ghjh/index.html"


def identity(body: str, head: str = "") -> Identity:
    return read_identity(parse_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL))


SITE = "<meta name=SiteName content=青溪区人民政府>"
CRUMBS = [
    pytest.param(
        "<div>当前位置：<a href=/>首页</a> &gt; <a href=../>政务公开</a> &gt; 规划计划</div>", id="links and text"
    ),
    pytest.param("<div class=dz>\n 当前位置：首页&gt;政务公开&gt;规划计划\n</div>", id="text only"),
    pytest.param(
        "<p><span>您现在的位置：</span><a href=/>网站首页</a>»<a href=../>政务公开</a>»<span>规划计划</span></p>",
        id="»",
    ),
    pytest.param(
        "<div class=w><b>您所在的位置</b><a href=/>首页</a><img src=a.gif><a href=../>政务公开</a><img src=a.gif><a href=''>规划计划</a></div>",
        id="pictures between",
    ),
    pytest.param(
        "<div>当前位置：首页<img src=a.gif>政务公开<img src=a.gif>规划计划</div>", id="pictures between texts"
    ),
    pytest.param(
        "<div>您的位置：首页<i class=r></i>政务公开<i class=r></i>规划计划</div>", id="empty elements between texts"
    ),
    pytest.param(
        "<ul class=breadcrumb><li><a href=/>首页</a></li><li><a href=../>政务公开</a></li><li>规划计划</li></ul>",
        id="class only",
    ),
    pytest.param(
        "<div class=x1><a href=/>首 页</a> / <a href=../>政务公开</a> / <a href=./>规划计划</a></div>", id="首页 and /"
    ),
    pytest.param(
        "<div class=dqwz><a href=/index.html>[青溪区人民政府]</a>&nbsp;&gt;&gt;&nbsp;<a href=../>政务公开</a>&nbsp;&gt;&gt;&nbsp;"
        "<span>规划计划</span></div>",
        id="the site's name instead of 首页",
    ),
    pytest.param(
        "<div>你的位置: <a href=/>首页</a> - <a href=../>政务公开</a> - <a href=./>规划计划</a> - 正文</div>", id="正文"
    ),
    pytest.param("<div>位置：<a href=/>首页</a> | <a href=../>政务公开</a> | 规划计划 | 列表</div>", id="| and 列表"),
    pytest.param(
        "<table><tr><td>当前位置：</td><td><a href=/>首页</a>→<a href=../>政务公开</a>→规划计划</td></tr></table>",
        id="cells",
    ),
]


@pytest.mark.parametrize("body", CRUMBS)
def test_breadcrumb(body: str) -> None:
    menu = "<div class=nav><ul><li><a href=/>首页</a></li><li><a href=/a/>新闻</a></li><li><a href=/b/>互动</a></li></ul></div>"
    list_ = "<div><ul><li><a href=t1.html>关于印发规划的通知</a><span>2022-01-01</span></li></ul></div>"
    found = identity(f"{menu}<div class=main>{body}{list_}</div>", SITE).crumbs
    assert [label for label, _ in found] == ["政务公开", "规划计划"]
    assert found[0][1] in (None, "http://www.qingxi.example/zwgk/")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p>本次会议明确了下一步的工作位置和职责。</p>", id="the word in running text"),
        pytest.param(
            "<ul class=nav><li><a href=/>首页</a></li><li><a href=/a/>新闻</a></li></ul>",
            id="a menu that begins with 首页",
        ),
        pytest.param("<p><a href=/>首页</a> | <a href=/a/>新闻</a> | <a href=/b/>公开</a></p>", id="a menu of text"),
        pytest.param("<div class=position-box><p>招聘职位</p></div>", id="class of something else"),
        pytest.param("<p>位置优越，交通便利，欢迎投资</p>", id="a sentence that begins with it"),
        pytest.param("<p>当前栏目内容正在整理</p>", id="当前栏目 in a sentence"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_breadcrumb(body: str) -> None:
    assert identity(body).crumbs == ()


def test_a_level_that_links_to_the_root_by_mistake_is_a_level() -> None:
    found = identity("<div>当前位置：<a href=/>首页</a> &gt; <a href=/>要闻</a> &gt; 动态</div>")
    assert [label for label, _ in found.crumbs] == ["要闻", "动态"]


def test_names_with_slashes_are_not_split_beside_angle_brackets() -> None:
    found = identity("<div>当前位置：首页 &gt; 公开内容 &gt; 行政许可/处罚</div>")
    assert [label for label, _ in found.crumbs] == ["公开内容", "行政许可/处罚"]


def test_the_first_column_name_counts() -> None:
    found = identity(
        "",
        "<META NAME='columnname' CONTENT='规划计划'><meta name=ColumnName content=公共头><meta name=SiteName content=青溪>",
    )
    assert (found.column_name, found.site_name) == ("规划计划", "青溪")


def test_article_title_makes_an_article_unless_it_is_the_columns_name() -> None:
    assert identity("", "<meta name=ArticleTitle content=关于印发办法的通知>").is_article
    assert not identity(
        "", "<meta name=ColumnName content=机构简介><meta name=ArticleTitle content=机构简介>"
    ).is_article
    assert not identity("", "<meta name=ArticleTitle content=''>").is_article


def test_headings_behind_the_breadcrumb_come_first() -> None:
    found = identity(
        "<h1>青溪区政府信息公开</h1><div>当前位置：<a href=/>首页</a> &gt; 规划计划</div>"
        "<div class=list_title><span>规划计划</span><a href=m/>更多</a></div><ul><li><a href=a/>关于规划的通知</a></li></ul>"
    )
    assert found.headings == ("规划计划", "青溪区政府信息公开")


def test_current_menu_entries_with_and_without_link() -> None:
    menu = "<ul><li><a href=a/>通知公告</a></li><li class=cur><span>规划计划</span></li><li><a href=c/>人事信息</a></li></ul>"
    assert identity(menu).current == ("规划计划",)
    linked = "<ul><li><a href=a/>通知公告</a></li><li class=on><a href=b/>统计信息</a></li><li><a href=c/>人事信息</a></li></ul>"
    assert identity(linked).current == ("统计信息",)


def labelled() -> list[tuple[str, str, str]]:
    rows = []
    for site in ("scest", "atxlyj"):
        file = SHARED / "labels" / f"{site}.json"
        if file.exists():
            columns = json.loads(file.read_text(encoding="utf-8"))["columns"]
            rows += [(f"{site}/{c['file']}", c["breadcrumb"] or "", c["column_name_meta"] or "") for c in columns]
    return rows


@pytest.mark.skipif(not labelled(), reason="needs the saved sites in ../shared/pages and ../shared/labels")
def test_saved_columns_say_what_people_read_on_them() -> None:
    wrong = []
    for file, breadcrumb, column in labelled():
        found = read_identity(parse_document((SHARED / "pages" / file).read_bytes(), f"http://site.example/{file}"))
        expected = [part.strip() for part in breadcrumb.replace(">>", ">").split(">")][1:] if breadcrumb else []
        if [label for label, _ in found.crumbs] != expected or found.column_name != column:
            wrong.append((file, found.crumbs, found.column_name))
    assert wrong == []
