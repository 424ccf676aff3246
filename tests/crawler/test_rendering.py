"""Lists that only a browser draws, in the system's Chromium."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from drawn_site import DAYS, DRAW_ROWS, FETCHING, ROWS, audit, data, frame, portal_server, records
from fetch_server import Servers

from crawler.evidence import Outcome, Shape

pytestmark = pytest.mark.browser


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
    assert column.listing is not None and column.listing.shape is Shape.LIST
    assert column.newest == DAYS[0]
    assert [entry.date for entry in column.listing.entries] == list(DAYS)
    assert column.listing.entries[0].url == f"{server.url}/zwgk/tzgg/t1.html"
    assert [fetch.note for fetch in column.fetches] == ["栏目页", "栏目页（经浏览器绘制）"]
