"""The API against its own description: schemathesis asks it all kinds of things, in this process."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_cases import PASSWORD, Service, copy, form_token, served

from checker.schema import audit_schema
from zwgk.config import load_config
from zwgk.releasing import release
from zwgk.web import drafts
from zwgk.web.packs import configured_packs
from zwgk.web.reading import read

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def shared(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    config = copy(pattern, tmp_path_factory.mktemp("schema") / "district")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "read_confined", lambda _, given, **bounds: json.dumps(read(given)).encode())
        with served(load_config(config)) as service:
            run = service.desk.store.runs(complete=True)[0]
            release(service.desk.store, run, by="zhuren", now=service.clock())
            yield service


@pytest.fixture(scope="module")
def known(shared: Service) -> dict[str, str]:
    """What really is there: addresses drawn at random hardly ever lead to something."""
    document = (shared.desk.config.folder / "doc.txt").read_bytes()
    return {
        "run": shared.desk.store.runs(complete=True)[0],
        "pack": configured_packs(shared.desk)[0].key,
        "draft": drafts.upload(shared.desk, "doc.txt", document, by="zhuren").id,
        "wanted": "json",
    }


@pytest.fixture(scope="module")
def signed_in(shared: Service) -> tuple[str, str]:
    """An administrator's cookie and token."""
    browser = shared.signed_in("guanli")
    return browser.cookies["zwgk-session"], form_token(browser.get("/password"))


STEADY = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_answers_are_as_described(shared: Service, known: dict[str, str], signed_in: tuple[str, str]) -> None:
    cookie, token = signed_in
    asked = []

    def ask(case: Any) -> None:
        drawn = dict(case.path_parameters or {})
        if zlib.crc32(repr((drawn, case.body)).encode(errors="replace")) % 2:
            case.path_parameters = {name: known.get(name, word) for name, word in drawn.items()}
        if "/session" not in case.path:
            case.headers = {**(case.headers or {}), "X-CSRF-Token": token}
            case.cookies = {**(case.cookies or {}), "zwgk-session": cookie}
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        asked.append((case.method, case.path, answer.status_code))

    for found in schemathesis.openapi.from_asgi("/api/openapi.json", shared.client.app).get_all_operations():
        operation = found.ok()
        STEADY(given(operation.as_strategy())(lambda case: ask(case)))()
    assert len({(method, path) for method, path, _ in asked}) > 25
    assert {200, 400, 404} <= {status for *_, status in asked}


def test_results_are_those_of_the_command_line(shared: Service, known: dict[str, str]) -> None:
    answer = shared.signed_in("caizheng").get(f"/api/v1/runs/{known['run']}/export/json")
    jsonschema.validate(answer.json(), audit_schema())


def test_the_description_is_there_and_loads_nothing_from_elsewhere(shared: Service) -> None:
    browser = shared.visitor()
    described = browser.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    assert "http" not in json.dumps(described["info"])
    assert browser.get("/docs").status_code == 404
    assert browser.get("/redoc").status_code == 404


def test_a_program_signs_in_works_and_signs_out(shared: Service) -> None:
    browser = shared.visitor()
    who = browser.post("/api/v1/session", json={"account": "caizheng", "password": PASSWORD}).json()
    assert (who["role"], who["unit"]) == ("unit", "区财政局")
    entries = browser.get("/api/v1/ledger").json()
    assert entries
    words = {name: entries[0][name] for name in ("rule", "unit", "code", "place")}
    refused = browser.post("/api/v1/replies", json={**words, "text": "已整改"})
    assert refused.status_code == 403
    told = {"X-CSRF-Token": who["csrf"]}
    kept = browser.post("/api/v1/replies", json={**words, "text": "已整改"}, headers=told)
    assert kept.json()["replies"][-1]["by"] == "区财政局（caizheng）"
    assert browser.delete("/api/v1/session", headers=told).json() == {"done": True}
    assert browser.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_signing_in_takes_json_only(shared: Service, kind: str) -> None:
    """What a form of another site can send is never taken for a sign-in."""
    body = json.dumps({"account": "zhuren", "password": PASSWORD})
    answer = shared.visitor().post("/api/v1/session", content=body, headers={"content-type": kind})
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
