"""Menus in script files of a page's host."""

from __future__ import annotations

from datetime import date

import pytest
from minisite import HOME, Answer, MiniSite, find, page, rows, search

from crawler.evidence import Outcome, Target
from crawler.menu_files import menu_scripts
from crawler.readers.document import parse_document

BARE = "<html><head><title>云山区人民政府</title>{scripts}</head><body><p>欢迎访问</p></body></html>"
WRITTEN = """document.write('<ul class="nav"><li><a href="/zwgk/">政务公开</a><ul>');
document.write('<li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/zwgk/ghxx/">规划信息</a></li></ul></li></ul>');"""
TREE = """var nodes = [{id:1, pId:0, name:'政务公开', url:'/zwgk/'}, {id:2, pId:1, name:'通知公告', url:'/zwgk/tzgg/'},
{id:3, pId:1, name:'规划信息', url:'/zwgk/ghxx/'}];"""


def scripts(*sources: str) -> str:
    return "".join(f"<script src='{source}'></script>" for source in sources)


@pytest.mark.parametrize("source", [WRITTEN, TREE], ids=["written", "a tree"])
def test_the_menu_is_read_from_its_file(source: str) -> None:
    pages = {
        "/": BARE.format(scripts=scripts("/js/menu.js", "/js/jquery.min.js")),
        "/js/menu.js": source,
        "/zwgk/tzgg/": page("政务公开", "通知公告", body=rows(date(2026, 3, 1), date(2026, 2, 1))),
    }
    found = find(pages, "政务公开>通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 1))


def test_a_page_with_a_menu_needs_no_file() -> None:
    site = MiniSite({"/": page(body=scripts("/js/menu.js")), "/js/menu.js": WRITTEN})
    search(site, Target(key="k", path=("政务公开", "没有的栏目")))
    assert "/js/menu.js" not in site.asked


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        pytest.param(("/js/menu.js", "/js/nav.js", "/js/tree.js"), ("js/menu.js", "js/nav.js"), id="at most two"),
        pytest.param(("/js/jquery.ztree.js", "/js/bootstrap-nav.min.js"), (), id="libraries"),
        pytest.param(("https://cdn.example/menu.js",), (), id="another host"),
        pytest.param(("/js/app.js", "/js/index.css?menu.js"), (), id="other names"),
        pytest.param(("http://[bad/menu.js",), (), id="a broken address"),
    ],
)
def test_which_files_are_asked_for(sources: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    document = parse_document(BARE.format(scripts=scripts(*sources)).encode(), HOME)
    assert menu_scripts(document) == tuple(HOME + one for one in wanted)


def test_a_file_that_fails_or_says_nothing_is_no_harm() -> None:
    pages: dict[str, Answer] = {
        "/": BARE.format(scripts=scripts("/js/menu.js", "/js/nav.js")),
        "/js/menu.js": 404,
        "/js/nav.js": "var a=1;",
    }
    assert find(pages, "政务公开>通知公告").outcome is Outcome.NEEDS_RENDERING


def test_an_end_tag_inside_a_string_does_not_end_the_script() -> None:
    source = "var a = '</script><b>x</b>';\n" + WRITTEN
    pages = {
        "/": BARE.format(scripts=scripts("/js/menu.js")),
        "/js/menu.js": source,
        "/zwgk/tzgg/": page("政务公开", "通知公告", body=rows(date(2026, 3, 1))),
    }
    assert find(pages, "政务公开>通知公告").outcome is Outcome.FOUND
