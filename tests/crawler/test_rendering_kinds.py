"""Ways in which sites leave their lists to a script, all of them in one crawl: each is read like any other list."""

from __future__ import annotations

import json

import pytest
from drawn_site import COLUMN, DAYS, DRAW_ROWS, FETCHING, ROWS, audit_servers, data, frame, html, portal, records
from fetch_server import Reply, Servers, answer

from crawler.browser import Rendering
from crawler.evidence import ColumnEvidence

pytestmark = pytest.mark.browser

LIST: dict[str, Reply] = {"/data/list.json": data(records())}

APP = """
const names = {'#/': [], '#/zwgk': ['政务公开'], '#/zwgk/tzgg': ['政务公开', '通知公告']};
const menu = {'#/': '首页', '#/zwgk': '政务公开', '#/bsfw': '办事服务', '#/hdjl': '互动交流', '#/zjys': '走进云山', '#/gy': '关于'};
const link = ([url, name]) => `<li><a href="${url}">${name}</a></li>`;
async function draw() {
  const at = location.hash || '#/', trail = names[at] || [];
  let text = `<ul class="nav">${Object.entries(menu).map(link).join('')}</ul>`;
  text += `<div class="crumb">当前位置：<a href="#/">首页</a> ${trail.map(name => '&gt; ' + name).join(' ')}</div><div class="main">`;
  text += `<h2>${trail.at(-1) || ''}</h2>`;
  if (at === '#/zwgk') text += `<ul class="side">${link(['#/zwgk/tzgg', '通知公告'])}</ul>`;
  if (at === '#/zwgk/tzgg') {
    const asked = {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Token': 'a1'}, body: '{"page":1}'};
    const rows = await (await fetch('/api/list', asked)).json();
    text += `<ul>${rows.map(r => `<li><a href="${r.u}">${r.t}</a><span>${r.d}</span></li>`).join('')}</ul>`;
  }
  document.getElementById('app').innerHTML = text + '</div>';
}
addEventListener('hashchange', draw); draw();
"""
SHELL = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>云山区人民政府</title></head>'
    '<body><div id="app"></div><script src="/app.js"></script></body></html>'
)
OLD_WAY = """
var asking = new XMLHttpRequest();
asking.open('POST', '/servlet/list');
asking.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
asking.onload = function () {
  document.getElementById('listbox').innerHTML = JSON.parse(asking.responseText).map(function (row) {
    return '<li><a href="' + row.u + '">关于' + row.t + '</a><span>' + row.d + '</span></li>';
  }).join('');
};
asking.send('page=1');
"""


def old_way() -> dict[str, Reply]:
    page = frame("通知公告", '<ul id="listbox"></ul>').replace("utf-8", "gb2312")
    page = page.replace("<script></script>", '<script src="/js/list.js"></script>')
    return {
        **portal(""),
        COLUMN: answer(page.encode("gb18030")),
        "/js/list.js": answer(OLD_WAY.encode("gb18030"), content_type="application/x-javascript"),
        "/servlet/list": data(records()),
    }


def module() -> dict[str, Reply]:
    script = 'import {draw} from "/js/m.mjs"; draw(await (await fetch("/data/list.json")).json());'
    page = frame("通知公告", ROWS).replace("<script></script>", f'<script type="module">{script}</script>')
    return portal(page, {**LIST, "/js/m.mjs": answer(f"export {DRAW_ROWS}", content_type="text/javascript")})


def undated() -> dict[str, Reply]:
    rows = "rows.map(r => `<tr><td><a href='${r.u}'>${r.t}</a></td></tr>`).join('')"
    script = (
        "fetch('/data/list.json').then(r => r.json()).then(rows => {"
        f"document.getElementById('table').innerHTML = '<table>' + {rows} + '</table>'; }});"
    )
    articles = {
        f"/zwgk/tzgg/t{number}.html": html(
            frame(
                f"云山区第{number}次公布事项的通告",
                f"<p>发布时间：{day} 来源：区政府办</p><p>{'通告的正文。' * 40}</p>",
            )
        )
        for number, day in enumerate(DAYS, 1)
    }
    return portal(frame("通知公告", '<div id="table"></div>', script), {**LIST, **articles})


KINDS: dict[str, dict[str, Reply]] = {
    "one page for all columns, told apart by the fragment": {
        "/": html(SHELL),
        "/app.js": answer(APP, content_type="application/javascript; charset=utf-8"),
        "/api/list": data(records()),
    },
    "a script of 2008 in GBK that posts a form": old_way(),
    "a module": module(),
    "a shell inside a frame": portal(
        frame("通知公告", '<iframe src="/list.html"></iframe>'),
        {**LIST, "/list.html": html(f"<html><body>{ROWS}<script>{FETCHING}</script></body></html>")},
    ),
    "a placeholder first, and the list a while later": portal(
        frame(
            "通知公告", '<ul id="rows"><li>正在加载，请稍候……</li></ul>', f"setTimeout(() => {{ {FETCHING} }}, 1500);"
        ),
        LIST,
    ),
    "rows without dates, dated by their articles": undated(),
    "a foreign counter that does not come": portal(
        frame("通知公告", ROWS, f"{DRAW_ROWS} draw({json.dumps(records())});").replace(
            "</body>", '<script src="https://counter.example/hm.js"></script></body>'
        )
    ),
}


@pytest.fixture(scope="module")
def seen(servers: Servers) -> dict[str, ColumnEvidence]:
    return audit_servers({name: servers.open(routes) for name, routes in KINDS.items()}, Rendering(timeout=30))


@pytest.mark.parametrize("kind", KINDS)
def test_kind(seen: dict[str, ColumnEvidence], kind: str) -> None:
    column = seen[kind]
    assert (column.newest, column.reason) == (DAYS[0], "")
    assert column.listing is not None
    assert len(column.listing.entries) == len(DAYS)


def test_a_fragment_is_part_of_the_address(seen: dict[str, ColumnEvidence]) -> None:
    located = seen["one page for all columns, told apart by the fragment"].located
    assert located is not None
    assert (located.url or "").endswith("/#/zwgk/tzgg")
