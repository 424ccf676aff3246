"""Lists that only a browser draws, in the system's Chromium."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawn_site import (
    COLUMN,
    DAYS,
    DRAW_ROWS,
    FETCHING,
    ROWS,
    audit,
    data,
    frame,
    html,
    portal_server,
    records,
    the_plan,
)
from fetch_server import AS_OF, Server, Servers, answer, now

from crawler import browser
from crawler.archive import archived_pages
from crawler.browser import Browser, Rendering
from crawler.evidence import ColumnEvidence, Outcome, Shape
from crawler.pictures import TakePictures, Wish
from crawler.replay import read_archive
from crawler.run import crawl

pytestmark = pytest.mark.browser


def replace_times(seen: ColumnEvidence, other: ColumnEvidence) -> ColumnEvidence:
    """What was seen, with the times of another's fetches: they are the same moments, told to another precision."""
    pairs = zip(seen.fetches, other.fetches, strict=True)
    return replace(seen, fetches=tuple(replace(one, fetched_at=two.fetched_at) for one, two in pairs))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(FETCHING, id="fetched as JSON"),
        pytest.param(f"{DRAW_ROWS} draw({json.dumps(records())});", id="written into the page as data"),
        pytest.param(
            f"{DRAW_ROWS} setTimeout(() => fetch('/data/list.json').then(r => r.json()).then(draw), 300);",
            id="a bit later",
        ),
    ],
)
def test_list_drawn_by_a_script_is_read(servers: Servers, script: str) -> None:
    server = portal_server(servers, frame("通知公告", ROWS, script), {"/data/list.json": data(records())})
    _, column = audit(server)
    assert column.outcome is Outcome.FOUND
    assert column.listing is not None
    assert column.listing.shape is Shape.LIST
    assert column.newest == DAYS[0]
    assert [entry.date for entry in column.listing.entries] == list(DAYS)
    assert column.listing.entries[0].url == f"{server.url}/zwgk/tzgg/t1.html"
    assert [fetch.note for fetch in column.fetches] == ["栏目页", "栏目页（经浏览器绘制）"]


MENU = """const menu = {'首页': '/', '政务公开': '/zwgk/', '办事服务': '/bsfw/', '互动交流': '/hdjl/', '走进云山': '/zjys/',
  '网站地图': '/wzdt/', '通知公告': '/zwgk/tzgg/'};
fetch('/data/menu.json').then(r => r.json()).then(extra => {
  document.getElementById('menu').innerHTML =
    Object.entries({...menu, ...extra}).map(([name, url]) => `<li><a href="${url}">${name}</a></li>`).join('');
});"""
DRAWN_HOME = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>云山区人民政府</title></head><body><ul id="menu" class="nav"></ul>'
    '<script src="/js/menu.js"></script></body></html>'
)


def drawn_menu(servers: Servers) -> Server:
    rows = "".join(f'<li><a href="{one["u"]}">{one["t"]}</a><span>{one["d"]}</span></li>' for one in records())
    routes = {
        "/": html(DRAWN_HOME),
        "/js/menu.js": answer(MENU, content_type="application/javascript; charset=utf-8"),
        "/data/menu.json": data({"领导之窗": "/ldzc/"}),
        "/ldzc/": html(
            frame(
                "领导之窗",
                "<p>区长李某，主持区政府全面工作，负责审计方面的工作，分管区审计局，联系区人大常委会、区政协。</p>" * 3,
            )
        ),
    }
    return portal_server(servers, frame("通知公告", f"<ul>{rows}</ul>"), routes)


def test_menu_drawn_by_a_script_is_read(servers: Servers) -> None:
    _, column = audit(drawn_menu(servers))
    assert column.outcome is Outcome.FOUND
    assert column.newest == DAYS[0]
    assert "首页（经浏览器绘制）" in [look.place for look in column.opened]


def test_what_a_drawn_menu_does_not_show_is_not_called_missing(servers: Servers) -> None:
    _, column = audit(drawn_menu(servers), path=("政务公开", "重大决策预公开"))
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert "经浏览器绘制后仍未见该栏目" in column.reason


def test_rows_that_may_be_incomplete_accuse_nobody(servers: Servers) -> None:
    old = json.dumps(records((date(2022, 1, 1), date(2021, 1, 1))))
    script = f"{DRAW_ROWS} draw({old}); fetch('/data/newer.json').then(r => r.json()).then(draw);"
    server = portal_server(servers, frame("通知公告", ROWS, script), {"/data/newer.json": answer("busy", 503)})
    _, column = audit(server)
    assert column.outcome is Outcome.INCOMPLETE
    assert "未能取得全部数据" in column.reason


def test_old_rows_are_old_when_all_data_came_at_both_looks(servers: Servers) -> None:
    server = portal_server(
        servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records((date(2022, 1, 1),) * 2))}
    )
    _, column = audit(server)
    assert (column.outcome, column.newest, column.looks) == (Outcome.FOUND, date(2022, 1, 1), 2)
    assert server.paths().count("/data/list.json") == 2


def test_nothing_drawn_is_not_called_empty(servers: Servers) -> None:
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data([])})
    _, column = audit(server)
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert "经浏览器绘制后仍未见信息列表" in column.reason


def test_a_column_that_needs_no_browser_gets_none(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Browser, "_start", lambda self: pytest.fail("a browser was started"))
    rows = "".join(f'<li><a href="{one["u"]}">{one["t"]}</a><span>{one["d"]}</span></li>' for one in records())
    _, column = audit(portal_server(servers, frame("通知公告", f"<ul>{rows}</ul>")))
    assert column.outcome is Outcome.FOUND


def test_reading_anew_gives_the_same_without_browser_or_network(servers: Servers, tmp_path: Path) -> None:
    file = tmp_path / "run.warc.gz"
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records())})
    site, column = audit(server, archive=file)
    sent = len(server.log)
    kept = [one.page for one in archived_pages(file) if one.page.drawn is not None]
    assert [page.sha256 for page in kept] == [column.fetches[1].sha256]
    assert b"<script" not in kept[0].body
    again = read_archive([the_plan(server)], file, as_of=AS_OF, now=now)[site.name]
    assert again.columns["k"] == replace_times(column, again.columns["k"])
    assert len(server.log) == sent


@pytest.mark.parametrize(
    ("hide", "words"),
    [
        pytest.param("extra", "pip install 'zwgk-checker[render]'", id="the extra is missing"),
        pytest.param("browser", "apt install chromium", id="the browser is missing"),
    ],
)
def test_without_a_browser_the_reason_says_what_to_install(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hide: str, words: str
) -> None:
    if hide == "extra":
        monkeypatch.setattr(browser.importlib.util, "find_spec", lambda name: None)
    else:
        monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    file = tmp_path / "run.warc.gz"
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records())})
    site, column = audit(server, archive=file)
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert words in column.reason
    monkeypatch.undo()
    again = read_archive([the_plan(server)], file, as_of=AS_OF, now=now)[site.name].columns["k"]
    assert (again.outcome, again.reason) == (column.outcome, column.reason)
    _, column = audit(servers.open({**server.routes, "/": html(DRAWN_HOME)}), path=("政务公开", "领导之窗"))
    assert column.outcome is Outcome.NEEDS_RENDERING


def test_a_picture_is_taken_through_the_guard(servers: Servers, tmp_path: Path) -> None:
    foreign = servers.open({})
    style = f"body {{ background: url('{foreign.url}/x.png'); }}"
    page = frame("通知公告", ROWS, FETCHING).replace("</head>", '<link rel="stylesheet" href="/style.css"></head>')
    routes = {"/data/list.json": data(records()), "/style.css": answer(style, content_type="text/css")}
    server = portal_server(servers, page, routes)
    file = tmp_path / "pictures" / "one.png"
    plan = the_plan(server)
    search = TakePictures({plan.name: [Wish(url=server.url + COLUMN, file=file)]})
    crawl([plan], as_of=AS_OF, now=now, on_site=lambda site: None, search=search, rendering=Rendering(timeout=20))
    assert file.read_bytes().startswith(b"\x89PNG")
    assert [one.name for one in file.parent.iterdir()] == ["one.png"]
    assert {"/style.css", "/data/list.json", COLUMN} <= set(server.paths())
    assert foreign.paths() == []
