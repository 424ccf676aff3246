"""Every way in which a page may not come, through the whole of `zwgk check`: the right word, and nobody accused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import pytest

from zwgk.cli import main

Answer: TypeAlias = str | int | tuple[int, str, dict[str, str]]
MENU = "".join(
    f'<li><a href="{url}">{name}</a></li>'
    for name, url in {
        "首页": "/",
        "政务公开": "/zwgk/",
        "走进云山": "/zjys/",
        "办事服务": "/bsfw/",
        "互动交流": "/hdjl/",
        "专题专栏": "/ztzl/",
        "新闻中心": "/xwzx/",
    }.items()
)
SIDE = '<ul><li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/zwgk/rsxx/">人事信息</a></li></ul>'


def page(*crumbs: str, body: str = "", side: str = "", title: str = "") -> str:
    trail = " &gt; ".join(("<a href='/'>首页</a>", *crumbs))
    return (
        f"<html><head><meta charset='utf-8'><title>{title or '_'.join((*crumbs[-1:], '云山区人民政府'))}</title></head>"
        f"<body><div class='nav'><ul>{MENU}</ul></div><div class='crumb'>当前位置：{trail}</div>"
        f"<div class='left'>{side}</div><div class='main'>{body}</div><div class='footer'>主办单位：办公室</div></body></html>"
    )


ROWS = "".join(
    f"<li><a href='/zwgk/tzgg/t202602{day:02}_{day}.html'>云山区第{day}批事项办理结果的通知</a><span>2026-02-{day:02}</span></li>"
    for day in range(20, 5, -1)
)
COLUMN = page("政务公开", "通知公告", body=f"<ul class='list'>{ROWS}</ul>")
HOME = page(title="云山区人民政府门户网站", body=f"<h2>要闻</h2><ul>{ROWS}</ul>")
GOOD: dict[str, Answer | list[Answer]] = {
    "/": HOME,
    "/zwgk/": page("政务公开", side=SIDE),
    "/zwgk/tzgg/": COLUMN,
    "/zwgk/rsxx/": page("政务公开", "人事信息", body=f"<ul class='list'>{ROWS}</ul>"),
    **{
        f"/{name}/": page(label) for name, label in {"zjys": "走进云山", "bsfw": "办事服务", "hdjl": "互动交流"}.items()
    },
    **{f"/{name}/": page(label) for name, label in {"ztzl": "专题专栏", "xwzx": "新闻中心"}.items()},
}
GONE = page("提示", body="<p>对不起，您访问的页面不存在或已被删除！</p>", title="云山区人民政府")
CHALLENGE = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>"
OFTEN = "<html><head><meta charset='utf-8'></head><body>您的访问过于频繁，请稍后再试</body></html>"
WAIT: Answer = (429, "", {"Retry-After": "1"})
LOOP: Answer = (302, "", {"Location": "/zwgk/tzgg/"})

#: What the column's own page answers → code, status.
COLUMNS: dict[str, tuple[Answer | list[Answer], str, str]] = {
    "401": (401, "site-blocked", "unverifiable"),
    "403": (403, "site-blocked", "unverifiable"),
    "404": (404, "broken-column", "fail"),
    "410": (410, "broken-column", "fail"),
    "412": (412, "site-blocked", "unverifiable"),
    "521": ((521, CHALLENGE, {}), "site-blocked", "unverifiable"),
    "429": (WAIT, "site-blocked", "unverifiable"),
    "429 once": ([WAIT, COLUMN], "", "pass"),
    "500": (500, "site-unreachable", "unverifiable"),
    "503 once": ([503, COLUMN], "", "pass"),
    "404 once": ([404, COLUMN], "", "pass"),
    "empty": ("", "site-unreachable", "unverifiable"),
    "empty once": (["", COLUMN], "", "pass"),
    "loop": (LOOP, "site-unreachable", "unverifiable"),
    "soft 404": (GONE, "broken-column", "fail"),
    "home page instead": (HOME, "site-blocked", "unverifiable"),
    "home page instead, once": ([HOME, COLUMN], "", "pass"),
    "sent home": ((302, "", {"Location": "/"}), "broken-column", "fail"),
    "challenge": (CHALLENGE, "site-blocked", "unverifiable"),
    "too often": (OFTEN, "site-blocked", "unverifiable"),
}
#: What everything answers from the third page on → code.
THROTTLES: dict[str, tuple[Answer, str]] = {
    "home page for everything": (HOME, "site-blocked"),
    "403 for everything": (403, "site-blocked"),
    "too often for everything": (OFTEN, "site-blocked"),
    "nothing for everything": ("", "site-unreachable"),
    "503 for everything": (503, "site-unreachable"),
}


class _Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, routes: dict[str, Answer | list[Answer]], *, throttle: Answer | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.routes, self.throttle = routes, throttle
        self.asked: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no event."""


class _Visit(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        site, path = self.server, self.path.partition("?")[0]
        given = site.routes.get(path, 404)
        if isinstance(given, list):
            given = given[min(site.asked.count(path), len(given) - 1)]
        if path != "/robots.txt":
            site.asked.append(path)
            if site.throttle is not None and len(site.asked) > 2:
                given = site.throttle
        status, body, headers = given if isinstance(given, tuple) else (200, given, {})
        if isinstance(body, int):
            status, body = body, "<html><body>错误</body></html>"
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    sites = {name: _Site({**GOOD, "/zwgk/tzgg/": answer}) for name, (answer, _, _) in COLUMNS.items()}
    sites |= {name: _Site(GOOD, throttle=answer) for name, (answer, _) in THROTTLES.items()}
    for site in sites.values():
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    folder = tmp_path_factory.mktemp("outcomes")
    named = {
        name: {"url": f"http://127.0.0.1:{one.server_port}/", "allow_private": True} for name, one in sites.items()
    }
    config = {"place": "云山区", "sites": named, "rules": ["pack.yaml"], "politeness": {"delay": 0, "timeout": 5}}
    (folder / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    asked = [(name, path) for name in sites for path in ("通知公告", "重大民生信息")]
    rules = [
        {"id": f"{name} {path}", "row": row, "site": name, "path": ["政务公开", path], "url": None}
        for row, (name, path) in enumerate(asked, 1)
    ]
    about = {"title": "文件", "place": "", "year": 2026, "source": "a.txt", "sha256": "0" * 64, "rows": len(rules)}
    pack = {"schema": "zwgk.pack/1", "document": about, "rules": rules, "manual": [], "doubts": []}
    (folder / "pack.yaml").write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    out = folder / "out.json"
    main(["check", "--config", str(folder / "config.yaml"), "--as-of", "2026-03-01", "--json", str(out)])
    yield {result["rule"]: result for result in json.loads(out.read_text(encoding="utf-8"))["results"]}
    for site in sites.values():
        site.shutdown()
        site.server_close()


def codes(result: dict[str, Any]) -> str:
    return " ".join(finding["code"] for finding in result["findings"])


@pytest.mark.parametrize("name", COLUMNS)
def test_what_the_columns_page_answers(results: dict[str, Any], name: str) -> None:
    result = results[f"{name} 通知公告"]
    assert (codes(result), result["status"]) == COLUMNS[name][1:]


@pytest.mark.parametrize("name", COLUMNS)
def test_another_columns_page_makes_no_missing_column_less_certain(results: dict[str, Any], name: str) -> None:
    result = results[f"{name} 重大民生信息"]
    assert (codes(result), result["status"]) == ("missing-column", "fail")


@pytest.mark.parametrize("name", THROTTLES)
@pytest.mark.parametrize("column", ["通知公告", "重大民生信息"])
def test_a_site_that_shuts_in_the_middle_accuses_nobody(results: dict[str, Any], name: str, column: str) -> None:
    result = results[f"{name} {column}"]
    assert (codes(result), result["status"]) == (THROTTLES[name][1], "unverifiable")
