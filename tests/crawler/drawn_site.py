"""Small sites whose lists and menus only a browser draws, and a crawl of them with the system's Chromium."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from fetch_server import AS_OF, Reply, Server, Servers, answer, now, plan_for, polite

from crawler.browser import Rendering
from crawler.evidence import ColumnEvidence, SiteEvidence, SitePlan, Target
from crawler.run import crawl

COLUMN = "/zwgk/tzgg/"
DAYS = (date(2024, 5, 28), date(2024, 5, 20), date(2024, 4, 30))
NAV = {"首页": "/", "政务公开": "/zwgk/", "办事服务": "/bsfw/", "互动交流": "/hdjl/", "走进云山": "/zjys/"}
NAV |= {"网站地图": "/wzdt/", "联系我们": "/lxwm/"}


def frame(title: str, body: str, script: str = "") -> str:
    """A page of the site with its menu and breadcrumb; `script` stands at its end."""
    menu = "".join(f'<li><a href="{href}">{name}</a></li>' for name, href in NAV.items())
    crumbs = f'<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; {title}'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><ul class="nav">{menu}</ul>'
        f'<div class="crumb">当前位置：{crumbs}</div><div class="main"><h2>{title}</h2>{body}</div>'
        f"<script>{script}</script></body></html>"
    )


def html(text: str, status: int = 200) -> bytes:
    return answer(text, status, content_type="text/html; charset=utf-8")


def data(value: Any) -> bytes:
    return answer(json.dumps(value), content_type="application/json")


def records(days: tuple[date, ...] = DAYS) -> list[dict[str, str]]:
    return [
        {"t": f"云山区第{number}次公布事项的通告", "u": f"/zwgk/tzgg/t{number}.html", "d": day.isoformat()}
        for number, day in enumerate(days, 1)
    ]


DRAW_ROWS = """function draw(rows) {
  document.getElementById('rows').innerHTML =
    rows.map(r => '<li><a href="' + r.u + '">' + r.t + '</a><span>' + r.d + '</span></li>').join('');
}"""
ROWS = '<ul id="rows"></ul>'
FETCHING = f"{DRAW_ROWS} fetch('/data/list.json').then(r => r.json()).then(draw);"


def portal(column: str, more: Mapping[str, Reply] | None = None) -> dict[str, Reply]:
    """A portal whose menus lead to one column with this page."""
    level = (
        '<ul class="side"><li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/zwgk/jggk/">机构概况</a></li></ul>'
    )
    return {
        "/": html(frame("云山区人民政府", "<p>云山区人民政府门户网站</p>")),
        "/zwgk/": html(frame("政务公开", level)),
        COLUMN: html(column),
        **(more or {}),
    }


def the_plan(server: Server, path: tuple[str, ...] = ("政务公开", "通知公告"), **changes: Any) -> SitePlan:
    """A plan that asks for one column."""
    target = Target(key="k", path=path, stale_before=date(2024, 1, 1))
    return plan_for(server, targets=(target,), **{"politeness": polite(max_pages=200), **changes})


def audit(
    server: Server,
    *,
    path: tuple[str, ...] = ("政务公开", "通知公告"),
    rendering: Rendering | None = None,
    archive: Path | None = None,
    **changes: Any,
) -> tuple[SiteEvidence, ColumnEvidence]:
    """Search a site for one column with a browser at hand."""
    seen: list[SiteEvidence] = []
    crawl(
        [the_plan(server, path, **changes)],
        as_of=AS_OF,
        now=now,
        on_site=seen.append,
        archive=archive,
        rendering=rendering or Rendering(timeout=20),
    )
    return seen[0], seen[0].columns["k"]


def audit_all(servers: Servers, columns: Mapping[str, str], rendering: Rendering) -> dict[str, ColumnEvidence]:
    """Search several sites at once, each with this page as its column; evidence by name."""
    return audit_servers({name: portal_server(servers, column) for name, column in columns.items()}, rendering)


def audit_servers(opened: Mapping[str, Server], rendering: Rendering) -> dict[str, ColumnEvidence]:
    """Search several sites at once; evidence by name."""
    seen: dict[str, ColumnEvidence] = {}
    crawl(
        [replace(the_plan(server), name=name) for name, server in opened.items()],
        as_of=AS_OF,
        now=now,
        on_site=lambda site: seen.update({site.name: site.columns["k"]}),
        rendering=rendering,
    )
    return seen


def portal_server(servers: Servers, column: str, more: Mapping[str, Reply] | None = None) -> Server:
    return servers.open(portal(column, more))
