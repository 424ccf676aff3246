"""Sites that misbehave, through the whole of `zwgk check`: a status each, nothing lost, no traceback."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from zwgk.cli import main

AS_OF = date(2026, 3, 1)
HOME = """<html><head><meta charset="utf-8"><title>云山区人民政府</title></head><body>
<ul class="nav"><li><a href="/good/">通知公告</a></li></ul></body></html>"""
GOOD = """<html><head><meta charset="utf-8"><title>通知公告</title><meta name="ColumnName" content="通知公告"></head><body>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/good/">通知公告</a></div><ul class="list">{rows}</ul></body></html>"""
ROWS = "".join(
    f'<li><a href="/good/{n}.html">关于第{n}批事项的通知</a><span>2026-02-{n:02}</span></li>' for n in range(10, 25)
)


class _Site(BaseHTTPRequestHandler):
    """Declares utf-8 and sends GBK; misbehaves under some addresses."""

    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/hang/" or self.server.silent:
            self.server.stopping.wait(30)
        elif path == "/huge/":
            self._huge()
        elif path in ("/loop/", "/loop2/"):
            self._redirect("/loop2/" if path == "/loop/" else "/loop/")
        elif path == "/metadata/":
            self._redirect("http://169.254.169.254/latest/meta-data/")
        elif path in ("/", "/good/"):
            self._send(200, (HOME if path == "/" else GOOD.format(rows=ROWS)).encode("gbk"))
        else:
            self._send(404, b"<html><title>404</title><body>not found</body></html>")

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        try:
            for _ in range(50):
                self.wfile.write(b"x" * 1024 * 1024)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *, silent: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Site)
        self.silent = silent
        self.stopping = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no event."""


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    servers = [_Server(silent=False), _Server(silent=True)]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # never listening: connections are refused
    ports = [server.server_port for server in servers] + [closed.getsockname()[1]]
    yield dict(zip(("政府网站", "不响应", "打不开"), (f"http://127.0.0.1:{port}/" for port in ports), strict=True))
    closed.close()
    for server in servers:
        server.stopping.set()
        server.shutdown()
        server.server_close()


#: Rule id, site, column, page a person ruled to be the column.
RULES = [
    ("正常", "政府网站", "通知公告", None),
    ("超大", "政府网站", "超大", "huge/"),
    ("循环", "政府网站", "循环", "loop/"),
    ("内网", "政府网站", "内网", "metadata/"),
    ("挂起", "政府网站", "挂起", "hang/"),
    ("不响应", "不响应", "通知公告", None),
    ("打不开", "打不开", "通知公告", None),
    ("未配置", "某某局网站", "通知公告", None),
]


@pytest.fixture(scope="module")
def results(addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("bad")
    sites = {name: {"url": url, "allow_private": True} for name, url in addresses.items()}
    config = {"place": "云山区", "sites": sites, "rules": ["pack.yaml"], "politeness": {"delay": 0, "timeout": 1}}
    (folder / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    rules = [
        {"id": name, "row": row, "site": site, "path": [column], "url": addresses[site] + page if page else None}
        for row, (name, site, column, page) in enumerate(RULES, 1)
    ]
    pack = {
        "schema": "zwgk.pack/1",
        "document": {
            "title": "文件",
            "place": "",
            "year": 2026,
            "source": "a.txt",
            "sha256": "0" * 64,
            "rows": len(rules),
        },
        "rules": rules,
        "manual": [],
        "doubts": [],
    }
    (folder / "pack.yaml").write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    out = folder / "out.json"
    code = main(["check", "--config", str(folder / "config.yaml"), "--as-of", AS_OF.isoformat(), "--json", str(out)])
    assert code == 3
    audit = json.loads(out.read_text(encoding="utf-8"))
    return {
        "results": {result["rule"]: result for result in audit["results"]},
        "sites": {site["name"]: site for site in audit["sites"]},
    }


def test_gbk_bytes_that_are_declared_utf_8_are_read(results: dict[str, Any]) -> None:
    result = results["results"]["正常"]
    assert (result["status"], result["newest"], result["entries"]) == ("pass", "2026-02-24", 15)
    assert result["column"]["trail"][-1] == "通知公告"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param("超大", "过大|超过|MB", id="a 50 MB page"),
        pytest.param("循环", "循环|重定向|跳转", id="a redirect loop"),
        pytest.param("内网", "169.254.169.254|未配置|拒绝", id="a redirect to the cloud's metadata"),
        pytest.param("挂起", "超时", id="a page that never answers"),
        pytest.param("不响应", "超时", id="a site that never answers"),
        pytest.param("打不开", "拒绝", id="a site that refuses connections"),
        pytest.param("未配置", "未在配置中", id="a site that is not configured"),
    ],
)
def test_what_cannot_be_looked_at_is_unverifiable_with_its_reason(
    results: dict[str, Any], rule: str, words: str
) -> None:

    result = results["results"][rule]
    assert result["status"] == "unverifiable"
    assert re.search(words, result["reason"]), result["reason"]


def test_each_site_says_how_it_was(results: dict[str, Any]) -> None:
    assert {name: site["status"] for name, site in results["sites"].items()} == {
        "政府网站": "reachable",
        "不响应": "unreachable",
        "打不开": "unreachable",
    }
