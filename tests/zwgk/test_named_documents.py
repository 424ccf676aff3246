"""Documents that a task names, from the document to the verdict: `zwgk derive`, `check` and `recheck` on a served site."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from zwgk.cli import main

AS_OF = date(2026, 9, 20)
#: Column → the task's words, the document's title as the site lists it with its day, and pages of the list.
TASKS: dict[str, tuple[str, str, str, date | None, int]] = {
    "惠企政策": ("2026年6月底前公开2026年度惠企政策指南", "hqzc", "区发改委关于印发《2026年惠企政策指南》的通知", date(2026, 5, 20), 4),
    "收费目录": ("2026年5月底前公开2026年度收费项目目录", "sfml", "《2026年度收费项目目录》解读", date(2026, 4, 2), 3),
    "重大决策": ("2026年3月底前公开《云山区2026年度重大行政决策事项目录》", "zdjc", "云山区2026年重大行政决策事项目录", date(2026, 4, 20), 1),
    "就业创业": ("2026年9月底前公开2026年度就业服务手册", "jycy", "就业服务专员名单", date(2026, 8, 1), 1),
    "养老服务": ("2026年12月底前公开2026年度养老服务清单", "ylfw", "养老机构巡访记录", date(2026, 8, 1), 1),
    "公共文化": ("2026年6月底前公开2026年度文化活动指南", "ggwh", "文化活动指南", date(2026, 5, 1), 1),
}  # fmt: skip
MENU = {
    "政务公开": "zwgk",
    "走进云山": "zjys",
    "办事服务": "bsfw",
    "互动交流": "hdjl",
    "专题专栏": "ztzl",
    "新闻中心": "xwzx",
}


def html(*crumbs: str, body: str, side: str = "") -> str:
    menu = "".join(f'<li><a href="/{folder}/">{name}</a></li>' for name, folder in MENU.items())
    trail = " &gt; ".join(("<a href='/'>首页</a>", *crumbs))
    return (
        f"<html><head><meta charset='utf-8'><title>{'_'.join((*crumbs[-1:], '云山区人民政府'))}</title></head><body>"
        f"<div class='nav'><ul><li><a href='/'>首页</a></li>{menu}</ul></div><div class='crumb'>当前位置：{trail}</div>"
        f"<div class='left'>{side}</div><div class='main'>{body}</div><div class='footer'>主办：办公室</div></body></html>"
    )


def write_site(root: Path) -> None:
    side = "".join(f'<li><a href="/zwgk/{task[1]}/">{name}</a></li>' for name, task in TASKS.items())
    for name, folder in MENU.items():
        (root / folder).mkdir()
        (root / folder / "index.html").write_text(html(name, body="<p>栏目</p>", side=f"<ul>{side}</ul>"), "utf-8")
    (root / "index.html").write_text(html(body="<h2>要闻</h2>"), "utf-8")
    for name, (_, folder, title, day, pages) in TASKS.items():
        (root / "zwgk" / folder).mkdir()
        rows = [(AS_OF - timedelta(days=4 + 11 * row), f"{name}工作动态第{row}期") for row in range(8 * pages)]
        rows = sorted([*rows, (day, title)], reverse=True) if day else rows
        for number in range(pages):
            part = rows[number * 9 : (number + 1) * 9]
            items = "".join(
                f"<li><a href='./t{abs((AS_OF - at).days)}.html' title='{one}'>{one}</a><span>{at}</span></li>"
                for at, one in part
            )
            pager = f"<script>createPageHTML({pages}, {number}, 'index', 'html')</script>" if pages > 1 else ""
            file = root / "zwgk" / folder / (f"index_{number}.html" if number else "index.html")
            file.write_text(html("政务公开", name, body=f"<ul class='list'>{items}</ul>{pager}"), "utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    work = tmp_path_factory.mktemp("documents")
    root = work / "site"
    root.mkdir()
    write_site(root)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    text = "云山区2026年政务公开工作要点任务分工\n\n\t序号\n\t工作任务\n\t牵头单位\n\t责任单位\n"
    for number, (name, task) in enumerate(TASKS.items(), 1):
        text += f"\n\t{number}\n\t{task[0]}（公开路径：政府网站>政务公开>{name}）。\n\t区财政局\n\t区财政局\n"
    (work / "doc.txt").write_text(text, encoding="utf-8")
    address = f"http://127.0.0.1:{server.server_port}/"
    config = {
        "place": "云山区",
        "sites": {"政府网站": {"url": address, "allow_private": True}},
        "rules": ["pack.yaml"],
        "politeness": {"delay": 0, "timeout": 5},
        "inspect": {"entries": 0, "ceiling": "none"},
    }
    (work / "config.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    assert main(["derive", str(work / "doc.txt"), "-o", str(work / "pack.yaml")]) == 0
    yield work
    server.shutdown()
    server.server_close()


def run(folder: Path, *words: str) -> dict[str, Any]:
    out = folder / "out.json"
    main([*words, "--config", str(folder / "config.yaml"), "--json", str(out)])
    audit = json.loads(out.read_text(encoding="utf-8"))
    assert audit["run"]["as_of"] == words[-1]
    folder.joinpath("requests").write_text(str(audit["sites"][0]["requests"]), encoding="utf-8")
    return {result["path"][-1]: result for result in audit["results"]}


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Any]:
    return run(folder, "check", "--as-of", AS_OF.isoformat())


def said(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding["code"], finding["status"]) for finding in result["findings"]]


@pytest.mark.parametrize(
    ("column", "status", "findings"),
    [
        pytest.param("惠企政策", "pass", [], id="on the third page, in time"),
        pytest.param("收费目录", "fail", [("missing-document", "fail")], id="only its interpretation"),
        pytest.param("重大决策", "fail", [("late-document", "fail")], id="three weeks late"),
        pytest.param("就业创业", "warn", [("deadline-soon", "warn")], id="due in ten days"),
        pytest.param("养老服务", "pass", [("missing-document", "not_applicable")], id="due in December"),
        pytest.param("公共文化", "unverifiable", [("missing-document", "unverifiable")], id="a title without its year"),
    ],
)
def test_each_document_is_judged(results: dict[str, Any], column: str, status: str, findings: list[Any]) -> None:
    assert (results[column]["status"], said(results[column])) == (status, findings)


def test_a_finding_names_document_day_and_row(results: dict[str, Any]) -> None:
    (finding,) = results["收费目录"]["findings"]
    assert (
        "未见“2026年度收费项目目录”（时限2026-05-31，2026-05-31为休息日，顺延至2026-06-01，已过111天）"
        in finding["message"]
    )
    assert "第2行" in finding["basis"]


def test_the_same_evidence_is_judged_for_another_day(folder: Path, results: dict[str, Any]) -> None:
    later = run(folder, "recheck", "latest", "--as-of", "2026-10-09")
    assert said(later["就业创业"]) == [("missing-document", "fail")]
    assert said(later["养老服务"]) == said(results["养老服务"])


def test_the_next_night_reads_no_further_page(folder: Path, results: dict[str, Any]) -> None:
    night = run(folder, "check", "--as-of", (AS_OF + timedelta(days=1)).isoformat())
    assert {name: said(one) for name, one in night.items()} == {name: said(one) for name, one in results.items()}
    requests = int((folder / "requests").read_text(encoding="utf-8"))
    assert requests <= len(TASKS) + 3, "the columns, the home page and robots.txt"


def test_kept_pages_of_the_night_after_say_the_same(folder: Path, results: dict[str, Any]) -> None:
    day = (AS_OF + timedelta(days=1)).isoformat()
    again = run(folder, "recheck", "latest", "--reread", "--as-of", day)
    assert {name: said(one) for name, one in again.items()} == {name: said(one) for name, one in results.items()}
