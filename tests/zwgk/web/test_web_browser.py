"""The service in a real Chromium: people work through it, nothing is loaded from elsewhere, nothing is blocked."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files as resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from test_rule_packs import DOCUMENT
from web_cases import PASSWORD, Service, served

from rules.derive import derive
from rules.pack import load_pack, merge_and_write
from rules.tasks import read_tasks
from zwgk.config import load_config
from zwgk.releasing import release
from zwgk.web.packs import configured_packs
from zwgk.web.pages.ledger import address_of

pytestmark = pytest.mark.browser


@dataclass
class House:
    """A service that listens, a browser, and what its pages said and asked for."""

    service: Service
    address: str
    browser: Browser
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, name: str, **options: Any) -> Page:
        """A page of somebody who has signed in."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{self.address}/")
        page.get_by_label("账号").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("button", name="退出").wait_for()
        return page


def _written(file: Path) -> Path:
    file.write_text(DOCUMENT.replace("2027", "2025"), encoding="utf-8")
    return file


@pytest.fixture
def house(config_file: Path, chromium: Browser) -> Iterator[House]:
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(text.replace("[pack.yaml]", "[pack.yaml, 'packs/*.yaml']"), encoding="utf-8")
    (config_file.parent / "packs").mkdir()
    earlier = derive(read_tasks(_written(config_file.parent / "earlier.txt")))
    merge_and_write(earlier, config_file.parent / "packs" / "earlier.yaml")
    with socket.socket() as listening, served(load_config(config_file)) as service:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(service.client.app, lifespan="off", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        house = House(service=service, address=f"http://127.0.0.1:{listening.getsockname()[1]}", browser=chromium)
        try:
            yield house
        finally:
            for context in house.contexts:
                context.close()
            server.should_exit = True
            thread.join(30)


def test_a_supervisor_waives_a_finding_of_the_ledger(house: House) -> None:
    page = house.page("zhuren")
    page.get_by_role("link", name="问题台账").click()
    page.get_by_role("link", name="栏目缺失").first.click()
    page.get_by_label("最后一天").fill("2999-12-31")
    page.locator("#waive").get_by_label("理由").fill("机构改革过渡期")
    page.get_by_role("button", name="登记豁免").click()
    assert "已登记，下一轮检查起生效" in page.get_by_role("status").inner_text()
    assert page.locator(".state").first.inner_text() == "豁免"
    page.get_by_role("button", name="退出").click()
    assert "已退出" in page.get_by_role("status").inner_text()
    page.goto(f"{house.address}/ledger")
    assert page.url.endswith("/signin")
    assert house.said == []
    assert all(url.startswith(house.address) for url in house.asked)
    assert [one.what for one in house.service.desk.actions.newest(10)][::-1] == ["sign-in", "ruling", "sign-out"]


def test_a_document_is_uploaded_reviewed_and_put_to_use(house: House, tmp_path: Path) -> None:
    document = tmp_path / "任务分工.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    page = house.page("zhuren")
    page.get_by_role("link", name="导入文件").click()
    page.get_by_label("任务分工文件").set_input_files(document)
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("heading", name="2027年政务公开工作要点任务分工").wait_for()
    page.get_by_label("全选").check()
    page.get_by_role("button", name="采纳所选", exact=True).click()
    assert "已采纳" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="启用").click()
    assert "规则集已启用" in page.get_by_role("status").inner_text()
    assert house.said == []
    (file,) = (house.service.desk.config.folder / "packs").glob("*2027*.yaml")
    assert all(rule.accepted for rule in load_pack(file).rules)


def test_a_unit_opens_its_report_in_a_sandbox(house: House) -> None:
    run = house.service.desk.store.runs(complete=True)[0]
    release(house.service.desk.store, run, by="zhuren", now=house.service.clock())
    page = house.page("caizheng")
    page.get_by_role("link", name=run).click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="打开本单位的报告").click()
    report = opened.value
    report.get_by_role("heading", name="区财政局政务公开核查报告").wait_for()
    assert report.evaluate("self.origin") == "null"
    assert report.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1040px", (
        "its style is there"
    )
    assert house.said == []


def test_a_check_that_goes_on_is_followed(house: House) -> None:
    page = house.page("zhuren")
    page.get_by_role("link", name="立即检查").click()
    page.get_by_label("单位").select_option("区财政局")
    page.get_by_role("button", name="开始检查").click()
    assert "已开始检查" in page.get_by_role("status").inner_text()
    asked = page.get_by_role("region", name="提交的检查")
    assert "区财政局" in asked.inner_text()
    asked.get_by_text("全部合格").wait_for(timeout=90_000)
    assert house.said == []


PAGES = (
    "/runs/{run}",
    "/checks",
    "/ledger",
    "{finding}",
    "{history}",
    "/rules/{pack}",
    "/drafts",
    "/accounts",
    "/actions",
)
"""Between them they have every part that pages are made of."""


@pytest.mark.parametrize(("scheme", "pages"), [("light", PAGES), ("dark", ("/runs/{run}", "{finding}"))])
def test_axe_finds_nothing_serious_and_every_page_fits_a_telephone(
    house: House, scheme: Any, pages: tuple[str, ...]
) -> None:
    script = resources("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    desk = house.service.desk
    key = next(one for one in desk.store.following.ledger() if one.code == "missing-column")
    words = {
        "run": desk.store.runs(complete=True)[0],
        "finding": address_of(key),
        "history": f"/history?rule={quote(key.rule)}",
        "pack": configured_packs(desk)[0].key,
    }
    desk.runner.ask("区财政局", by="guanli")
    page = house.page("guanli", color_scheme=scheme)
    told = {}
    for address in pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(house.address + address.format(**words))
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        page.evaluate(script)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
        faults = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        told[address] = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in faults]
        page.set_viewport_size({"width": 390, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            told[address].append("wider than a telephone")
        if folder := os.environ.get("ZWGK_SCREENS"):
            page.set_viewport_size({"width": 1280, "height": 900})
            name = address.strip("/{}").replace("/", "-").replace("{", "").replace("}", "") or "home"
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
    assert {address: faults for address, faults in told.items() if faults} == {}
