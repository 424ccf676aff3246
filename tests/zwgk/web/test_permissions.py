"""Role × route: what everybody gets from every route. A route without a line here fails the test."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import fastapi.routing
import httpx
import pytest
from starlette.testclient import TestClient
from web_cases import PASSWORD, Service, form_token, served

from checker.rulings import RulingKind
from zwgk.config import load_config
from zwgk.decisions import RulingRequest, decide
from zwgk.releasing import release
from zwgk.web import drafts
from zwgk.web.packs import configured_packs
from zwgk.web.reading import read
from zwgk.web.runner import CheckState

ROLES = ("nobody", "qingshi", "caizheng", "zhuren", "guanli")
"""Nobody, a unit that has nothing to do with what is asked, the unit that answers for what is asked, a supervisor, an administrator."""
IN = 303
"""Where a page leads elsewhere: whoever is not let in is led to the sign-in instead."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A route, what is sent to it, and the status for each of ROLES in their order."""

    method: str
    route: str
    statuses: tuple[int, int, int, int, int]
    form: dict[str, str] | None = None
    body: Any = None
    query: str = ""
    anybody: bool = False
    """Signing in: needs no session."""


def page(route: str, *statuses: int, query: str = "", method: str = "GET", **form: str) -> Line:
    return Line(method=method, route=route, statuses=statuses, query=query, form=form or None)  # type: ignore[arg-type]


def post(route: str, *statuses: int, **form: str) -> Line:
    return Line(method="POST", route=route, statuses=statuses, form=form)  # type: ignore[arg-type]


def api(method: str, route: str, *statuses: int, body: Any = None, query: str = "") -> Line:
    return Line(method=method, route=f"/api/v1{route}", statuses=statuses, body=body, query=query)  # type: ignore[arg-type]


FINDING = "?rule={rule}&code=missing-column"
KEY = {"rule": "{rule}", "code": "missing-column"}
WAIVER = {"kind": "waiver", "until": "2999-12-31", "reason": "历史原因"}
TABLE = [
    page("/", 303, 200, 200, 200, 200),
    page("/runs/{run}", 303, 200, 200, 200, 200),
    page("/runs/{run}/reports/{name:path}", 303, 404, 200, 200, 200),
    page("/runs/{run}/progress", 303, 403, 403, 200, 200),
    page("/runs/{run}/export/{wanted}", 303, 200, 200, 200, 200),
    page("/ledger", 303, 200, 200, 200, 200),
    page("/ledger/export.csv", 303, 200, 200, 200, 200),
    page("/ledger/finding", 303, 404, 200, 200, 200, query=FINDING),
    page("/history", 303, 404, 200, 200, 200, query="?rule={rule}"),
    page("/checks", 303, 403, 403, 200, 200),
    page("/rules", 303, 403, 403, 200, 200),
    page("/rules/{pack}", 303, 403, 403, 200, 200),
    page("/drafts", 303, 403, 403, 200, 200),
    page("/drafts/{draft}", 303, 403, 403, 200, 200),
    page("/accounts", 303, 403, 403, 403, 200),
    page("/actions", 303, 403, 403, 403, 200),
    page("/password", 303, 200, 200, 200, 200),
    page("/metrics", 403, 403, 403, 403, 200),
    page("/signin", 200, 303, 303, 303, 303),
    page("/static/{name}", 200, 200, 200, 200, 200),
    post("/signout", 303, IN, IN, IN, IN),
    post("/password", 303, 403, 403, 403, 403, old="wrong", new="不是原来的密码也够长", again="不是原来的密码也够长"),
    post("/runs/{run}/release", 303, 403, 403, IN, IN),
    post("/ledger/reply", 303, 404, IN, IN, IN, **KEY, text="已整改"),
    post("/ledger/ruling", 303, 403, 403, IN, IN, **KEY, **WAIVER),
    post("/rulings/revoke", 303, 403, 403, IN, IN, id="{ruling}"),
    post("/checks", 303, 403, 403, IN, IN, unit="区财政局"),
    post("/checks/cancel", 303, 403, 403, 404, 404, check="0123456789abcdef"),
    post("/rules/{pack}/accept", 303, 403, 403, IN, IN),
    post("/drafts", 303, 403, 403, 400, 400),
    post("/drafts/{draft}/accept", 303, 403, 403, IN, IN),
    post("/drafts/{draft}/adopt", 303, 403, 403, IN, IN, target="{pack}"),
    post("/drafts/{draft}/discard", 303, 403, 403, IN, IN),
    post("/accounts", 303, 403, 403, 403, IN, name="xinren", role="supervisor", password=PASSWORD),
    post("/accounts/active", 303, 403, 403, 403, IN, name="jiaowei"),
    post("/accounts/password", 303, 403, 403, 403, IN, name="jiaowei", password="另外的一个密码也够长"),
    Line(method="POST", route="/signin", statuses=(403,) * 5, form={}, anybody=True),
    Line(
        method="POST",
        route="/api/v1/session",
        statuses=(401,) * 5,
        body={"account": "zhuren", "password": "wrong"},
        anybody=True,
    ),
    Line(method="GET", route="/api/openapi.json", statuses=(200,) * 5),
    api("GET", "/session", 401, 200, 200, 200, 200),
    api("DELETE", "/session", 401, 200, 200, 200, 200),
    api("GET", "/runs", 401, 200, 200, 200, 200),
    api("GET", "/runs/{run}", 401, 200, 200, 200, 200),
    api("GET", "/runs/{run}/progress", 401, 403, 403, 200, 200),
    api("GET", "/runs/{run}/export/{wanted}", 401, 200, 200, 200, 200),
    api("POST", "/runs/{run}/release", 401, 403, 403, 200, 200),
    api("GET", "/checks", 401, 403, 403, 200, 200),
    api("POST", "/checks", 401, 403, 403, 202, 202, body={"unit": "区财政局"}),
    api("DELETE", "/checks/{check}", 401, 403, 403, 404, 404),
    api("GET", "/ledger", 401, 200, 200, 200, 200),
    api("POST", "/replies", 401, 404, 200, 200, 200, body={**KEY, "text": "已整改"}),
    api("POST", "/rulings", 401, 403, 403, 200, 200, body={**KEY, **WAIVER}),
    api("DELETE", "/rulings/{ruling}", 401, 403, 403, 200, 200),
    api("GET", "/history", 401, 404, 200, 200, 200, query="?rule={rule}"),
    api("GET", "/rules", 401, 403, 403, 200, 200),
    api("GET", "/rules/{pack}", 401, 403, 403, 200, 200),
    api("POST", "/rules/{pack}/accept", 401, 403, 403, 400, 400, body={"rules": ["made-up"], "accepted": True}),
    api("GET", "/drafts", 401, 403, 403, 200, 200),
    api("POST", "/drafts", 401, 403, 403, 422, 422),
    api("GET", "/drafts/{draft}", 401, 403, 403, 200, 200),
    api("POST", "/drafts/{draft}/accept", 401, 403, 403, 400, 400, body={"rules": ["made-up"], "accepted": True}),
    api("POST", "/drafts/{draft}/adopt", 401, 403, 403, 200, 200, body={"target": "{pack}"}),
    api("DELETE", "/drafts/{draft}", 401, 403, 403, 200, 200),
    api("GET", "/accounts", 401, 403, 403, 403, 200),
    api("GET", "/actions", 401, 403, 403, 403, 200),
]
UNSAFE = [line for line in TABLE if line.method != "GET"]
_NAMES = [f"{line.method} {line.route}" for line in TABLE]


@dataclass
class House:
    """A service with something behind every route; each role has a browser."""

    service: Service
    words: dict[str, str]
    browsers: dict[str, TestClient]
    tokens: dict[str, str]

    def ask(self, role: str, line: Line, *, token: bool = True) -> httpx.Response:
        browser = self.browsers[role]
        address = self._filled(
            line.route.replace("{name:path}", "{report}").replace("/static/{name}", "/static/web.css")
        )
        csrf = self.tokens.get(role, "") if token else ""
        if line.form is not None:
            form = {name: self._filled(word) for name, word in line.form.items()}
            return browser.request(line.method, address, data={**({"csrf": csrf} if csrf else {}), **form})
        body = json.loads(self._filled(json.dumps(line.body, ensure_ascii=False))) if line.body else None
        headers = {"X-CSRF-Token": csrf} if csrf and line.route.startswith("/api/") else {}
        return browser.request(line.method, address + self._filled(line.query), json=body, headers=headers)

    def ready(self, role: str) -> None:
        """Put back what was used up: the draft, the ruling, the session, the place of a check."""
        desk = self.service.desk
        if not any(one.id == self.words["draft"] for one in drafts.drafts(desk)):
            document = (desk.config.folder / "doc.txt").read_bytes()
            self.words["draft"] = drafts.upload(desk, "doc.txt", document, by="zhuren").id
        if not any(one.id == self.words["ruling"] and one.revoked is None for one in desk.store.following.rulings()):
            self.words["ruling"] = self._ruled()
        while any(one.state is not CheckState.ENDED for one in desk.runner.all()):
            time.sleep(0.01)
        if role != "nobody" and not self._signed_in(role):
            self.sign_in(role)

    def _signed_in(self, role: str) -> bool:
        cookie = self.browsers[role].cookies.get("zwgk-session", "")
        return self.service.desk.sessions.find(cookie, now=self.service.clock()) is not None

    def sign_in(self, role: str) -> None:
        self.browsers[role] = self.service.signed_in(role)
        self.tokens[role] = form_token(self.browsers[role].get("/password"))

    def _ruled(self) -> str:
        desk = self.service.desk
        wanted = RulingRequest(
            kind=RulingKind.WAIVER,
            rule=self.words["rule"],
            until=desk.today + timedelta(days=30),
            reason="历史原因",
            by="zhuren",
        )
        return decide(desk.config, desk.store, wanted, now=desk.now()).ruling.id

    def _filled(self, text: str) -> str:
        for name, word in self.words.items():
            text = text.replace(f"{{{name}}}", word)
        return text


@pytest.fixture
def house(config_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(drafts, "read_confined", lambda _, given, **bounds: json.dumps(read(given)).encode())
    with served(load_config(config_file)) as service:
        store = service.desk.store
        run = store.runs(complete=True)[0]
        release(store, run, by="zhuren", now=service.clock())
        rule = next(key.rule for key in store.following.ledger() if key.code == "missing-column")
        words = {
            "run": run,
            "rule": rule,
            "report": "区财政局.html",
            "wanted": "json",
            "pack": configured_packs(service.desk)[0].key,
            "draft": "",
            "ruling": "",
        }
        made = House(service=service, words=words, browsers={"nobody": service.visitor()}, tokens={})
        for name in ROLES[1:]:
            made.sign_in(name)
        yield made


def test_every_route_has_its_line(house: House) -> None:
    app: Any = house.service.client.app
    there = {
        (method, route.path)
        for route in _routes(app)
        for method in route.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    listed = {(line.method, line.route) for line in TABLE}
    assert there - listed == set(), "routes that nobody decided on"
    assert listed - there == set(), "lines of routes that are no more"


def _routes(app: Any) -> Iterator[Any]:
    """Every route with its whole path; newer releases of FastAPI keep included routers apart."""
    nested = getattr(fastapi.routing, "iter_route_contexts", None)
    for route in app.routes if nested is None else nested(app.routes):
        assert hasattr(route, "methods"), f"{route} is no route that this test understands"
        yield route


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_gets(house: House, role: str) -> None:
    place, got = ROLES.index(role), {}
    for line in TABLE:
        house.ready(role)
        got[f"{line.method} {line.route}"] = house.ask(role, line).status_code
    wanted = {f"{line.method} {line.route}": line.statuses[place] for line in TABLE}
    assert {name: (got[name], status) for name, status in wanted.items() if got[name] != status} == {}, "got, wanted"


def test_nothing_is_changed_without_the_session_s_token(house: House) -> None:
    """An administrator's browser, made to send something by a page that cannot know the token."""
    got = {}
    house.ready("guanli")
    before = _kept(house)
    for line in UNSAFE:
        if not line.anybody:
            house.ready("guanli")
            got[f"{line.method} {line.route}"] = house.ask("guanli", line, token=False).status_code
    assert {name: status for name, status in got.items() if status != 403} == {}
    assert _kept(house) == before


def test_another_site_s_page_is_refused_even_with_the_token(house: House) -> None:
    browser = house.browsers["guanli"]
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        browser.headers = httpx.Headers(headers)
        for line in UNSAFE:
            house.words |= {"draft": "20260301-020000-01234567", "ruling": "x"}
            assert house.ask("guanli", line).status_code == 403, (headers, line.route)
    browser.headers = httpx.Headers({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"})
    assert house.ask("guanli", next(line for line in TABLE if line.route == "/runs/{run}/release")).status_code == 303


def test_a_token_of_somebody_else_s_session_is_no_token(house: House) -> None:
    house.tokens["guanli"] = house.tokens["zhuren"]
    house.ready("guanli")
    line = next(line for line in TABLE if line.route == "/accounts" and line.method == "POST")
    assert house.ask("guanli", line).status_code == 403


def _kept(house: House) -> object:
    desk = house.service.desk
    following = desk.store.following
    return (following.rulings(), following.replies(), desk.accounts.all(), desk.runner.all())
