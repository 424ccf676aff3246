"""A district with two nights behind it, served in this process; and people who sign in to it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient
from zwgk_cases import CONFIG, TODAY, StubCrawl, absent, district, found

from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.accounts import Role
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.options import Session
from zwgk.store import Store
from zwgk.web.app import create_app
from zwgk.web.desk import Desk
from zwgk.web.runner import Runner

PASSWORD = "两岸猿声啼不住轻舟已过"
PEOPLE = {
    "zhuren": (Role.SUPERVISOR, ""),
    "caizheng": (Role.UNIT, "区财政局"),
    "jiaowei": (Role.UNIT, "区教委"),
    "qingshi": (Role.UNIT, "青石镇"),
    "guanli": (Role.ADMIN, ""),
}
CHILD = (sys.executable, "-c", "import sys; print(sys.argv[1:])")
"""Stands in for `zwgk check` where people start one."""


def audited(folder: Path, *, extra: str = "") -> Path:
    """A configuration with its pack and one whole run of which some columns are missing; returns the configuration."""
    path = district(folder, config=f"{CONFIG}{extra}")
    merge_and_write(derive(read_tasks(folder / "doc.txt")), folder / "pack.yaml")
    check(path)
    return path


def check(path: Path, *, answers: Any = None, units: tuple[str, ...] = (), as_of: date = TODAY) -> None:
    """Another run."""
    crawl = StubCrawl(answers={"减税降费": absent, "预算": lambda target: found(target, as_of - timedelta(days=900))})
    if answers is not None:
        crawl = StubCrawl(answers=answers)
    run_check(Session(), load_config(path), CheckRequest(as_of=as_of, units=units), search=crawl)


@dataclass
class Clock:
    """Tells the time that a test sets."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class Service:
    """The service in this process, and its people."""

    desk: Desk
    client: TestClient
    clock: Clock
    tokens: dict[str, str] = field(default_factory=dict)

    def visitor(self, *, headers: dict[str, str] | None = None, peer: str = "198.51.100.7") -> TestClient:
        """A browser of somebody who is not signed in."""
        return TestClient(self.client.app, follow_redirects=False, headers=headers or {}, client=(peer, 50000))

    def signed_in(self, name: str, *, peer: str = "198.51.100.7") -> TestClient:
        """A browser in which somebody has signed in."""
        browser = self.visitor(peer=peer)
        answer = sign_in(browser, name)
        assert answer.status_code == 303, answer.text
        return browser


def sign_in(browser: TestClient, name: str, password: str = PASSWORD) -> httpx.Response:
    """Fill in the form as a person does."""
    token = form_token(browser.get("/signin"))
    return browser.post("/signin", data={"account": name, "password": password, "csrf": token})


def form_token(answer: httpx.Response) -> str:
    """What the page's forms bring along."""
    found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def post(browser: TestClient, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    """Send a form with the session's token."""
    token = form_token(browser.get("/password"))
    return browser.post(address, data={"csrf": token, **(data or {})}, **more)


@contextmanager
def served(config: Config, *, people: bool = True) -> Iterator[Service]:
    """The service of a configuration; its clock stands still."""
    clock = Clock(datetime.now(config.timezone).replace(microsecond=0))
    store = Store.open(config.database, config.data)
    runner = Runner(config.file, config.data, clock, command=CHILD)
    desk = Desk(config=config, store=store, now=clock, runner=runner)
    try:
        if people:
            for name, (role, unit) in PEOPLE.items():
                desk.accounts.add(name, role, unit=unit, password=PASSWORD, now=clock())
        yield Service(desk=desk, client=TestClient(create_app(desk), follow_redirects=False), clock=clock)
    finally:
        desk.close()
        store.close()


def copy(pattern: Path, folder: Path) -> Path:
    """A district of its own for a test that changes it; returns the configuration."""
    shutil.copytree(pattern.parent, folder, dirs_exist_ok=True)
    return folder / pattern.name
