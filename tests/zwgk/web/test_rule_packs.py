"""Rules in the browser: suggestions accepted, documents uploaded, drafts put to use; and what must not get in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_cases import Service, post, served

from rules.confined import ConfinedError
from rules.pack import load_pack
from zwgk.config import load_config
from zwgk.web import drafts
from zwgk.web.packs import pack_view
from zwgk.web.reading import read

DOCUMENT = """\
云山区2027年政务公开工作要点任务分工

\t序号
\t工作任务
\t牵头单位
\t责任单位

\t1
\t公开重大项目（公开路径：政府网站>政府信息公开>重大项目）。
\t区财政局
\t区教委

\t2
\t编制并公布政府信息公开工作年度报告。
\t区政府办公室
\t区政府各部门
"""


@pytest.fixture(autouse=True)
def nearby(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading in this process, but for those tests that are about the other one."""
    if request.node.get_closest_marker("usefixtures") is None:
        monkeypatch.setattr(drafts, "read_confined", lambda _, given, **bounds: json.dumps(read(given)).encode())


@pytest.fixture
def apart() -> None:
    """Reading in a process of its own, as it is done."""


@pytest.fixture
def roomy(config_file: Path) -> Iterator[Service]:
    """The configuration takes every pack of a folder."""
    text = config_file.read_text(encoding="utf-8").replace("rules: [pack.yaml]", "rules: [pack.yaml, packs/*.yaml]")
    (config_file.parent / "packs").mkdir()
    (config_file.parent / "packs" / "empty.yaml").write_bytes((config_file.parent / "pack.yaml").read_bytes())
    config_file.write_text(text, encoding="utf-8")
    with served(load_config(config_file)) as running:
        yield running


def uploaded(service: Service, content: bytes | str, name: str = "任务分工.txt") -> tuple[int, str]:
    """Status and place of the draft, or what the page says."""
    data = content.encode() if isinstance(content, str) else content
    answer = post(service.signed_in("zhuren"), "/drafts", files={"document": (name, data)})
    return answer.status_code, answer.headers.get("location", answer.text)


@pytest.mark.usefixtures("apart")
def test_a_document_becomes_a_draft_and_the_draft_a_pack_of_its_own(roomy: Service) -> None:
    status, place = uploaded(roomy, DOCUMENT)
    assert status == 303
    browser = roomy.signed_in("zhuren")
    page = browser.get(place)
    assert "重大项目" in browser.get(f"{place}?show=all").text
    assert "共 2 行" in page.text
    folder = roomy.desk.config.data / place.lstrip("/")
    suggested = next(rule for rule in load_pack(folder / "pack.yaml").rules if rule.suggested)
    assert post(browser, f"{place}/accept", {"rule": [suggested.id], "act": "accept"}).status_code == 303
    assert post(browser, f"{place}/adopt", {"target": "new"}).headers["location"] == "/rules?done=adopted"
    written = list((roomy.desk.config.folder / "packs").glob("*2027*.yaml"))
    assert len(written) == 1
    assert [rule.id for rule in load_pack(written[0]).rules if rule.suggested and rule.accepted] == [suggested.id]
    assert not folder.exists()
    assert "2027" in browser.get("/rules").text


def test_a_draft_is_merged_and_what_people_edited_stays(service: Service) -> None:
    file = service.desk.config.folder / "pack.yaml"
    edited = file.read_text(encoding="utf-8").replace("skip:\n", "skip: 已并入他处\n", 1)
    file.write_text(edited, encoding="utf-8")
    text = (service.desk.config.folder / "doc.txt").read_text(encoding="utf-8")
    status, place = uploaded(
        service,
        text.replace(
            "公开办税指南（公开路径：税务局网站>办税>公告）", "公开办税指南（公开路径：税务局网站>办税>指南）"
        ),
    )
    assert status == 303
    browser = service.signed_in("zhuren")
    refused = post(browser, f"{place}/adopt", {"target": "new"})
    assert refused.status_code == 400
    key = browser.get(place).text.split('<option value="')[1].split('"')[0]
    assert post(browser, f"{place}/adopt", {"target": key}).status_code == 303
    rules = load_pack(file).rules
    assert any(rule.skip == "已并入他处" for rule in rules)
    assert any(rule.path[-1] == "指南" for rule in rules)


def test_suggestions_of_a_pack_in_use(roomy: Service) -> None:
    _, place = uploaded(roomy, DOCUMENT)
    browser = roomy.signed_in("zhuren")
    post(browser, f"{place}/adopt", {"target": "new"})
    file = next((roomy.desk.config.folder / "packs").glob("*2027*.yaml"))
    view = pack_view(file)
    ids = [rule.id for rule in view.suggested]
    assert ids
    for act, accepted in (("accept", True), ("reject", False)):
        assert post(browser, f"/rules/{view.key}/accept", {"rule": ids, "act": act}).status_code == 303
        assert {rule.accepted for rule in pack_view(file).suggested} == {accepted}
    assert post(browser, f"/rules/{view.key}/accept").headers["location"].endswith("done=nothing")
    assert post(browser, f"/rules/{view.key}/accept", {"rule": ["made-up"]}).status_code == 400
    assert browser.get("/rules/0123456789abcdef").status_code == 404
    told = [(one.what, one.by) for one in roomy.desk.actions.newest(20)]
    for what in ("upload", "adopted", "accepted", "rejected"):
        assert (what, "zhuren") in told


def test_a_draft_can_be_thrown_away(service: Service) -> None:
    _, place = uploaded(service, DOCUMENT)
    browser = service.signed_in("zhuren")
    assert post(browser, f"{place}/discard").status_code == 303
    assert browser.get(place).status_code == 404
    assert not list((service.desk.config.data / "drafts").iterdir())


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 80_000_000)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return content.getvalue()


HOSTILE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"MZ\x90\x00" + bytes(5000), id="a program"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(100), id="a picture"),
    pytest.param(b"PK\x03\x04" + b"\xff" * 5000, id="a broken archive"),
    pytest.param(b"<html><script>alert(1)</script></html>", id="a page without tasks"),
    pytest.param("\n".join(["标题"] * 30).encode(), id="words without tasks"),
    pytest.param(b"%PDF-1.7\n" + b"\x00" * 3000, id="a broken PDF"),
    pytest.param(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', id="XXE"),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_such_document_leaves_nothing_behind(service: Service, content: bytes) -> None:
    status, said = uploaded(service, content, "任务分工.docx")
    assert status == 400, said
    assert "root:" not in said
    assert "Traceback" not in said
    folder = service.desk.config.data / "drafts"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.usefixtures("apart")
def test_a_bomb_is_stopped_by_its_bounds(service: Service) -> None:
    assert uploaded(service, _bomb(), "bomb.docx")[0] == 400


NAMES = (
    "../../../../tmp/evil.txt",
    "..\\..\\evil.txt",
    "<img src=x onerror=alert(1)>.txt",
    "\u202egpj.txt",
    "长" * 300 + ".txt",
    "a\nb.txt",
    "pack.yaml",
)


def test_a_file_s_name_is_only_ever_words(service: Service) -> None:
    browser = service.signed_in("zhuren")
    for name in NAMES:
        answer = post(browser, "/drafts", files={"document": (name, DOCUMENT.encode())})
        assert answer.status_code == 303, name
        place = answer.headers["location"]
        kept = {path.name for path in (service.desk.config.data / place.lstrip("/")).iterdir()}
        assert kept == {"document", "pack.yaml", "draft.json"}, name
        shown = browser.get(place).text
        assert "<img" not in shown, name
        assert "\u202e" not in shown, name


def test_what_a_document_says_is_escaped(service: Service) -> None:
    _, place = uploaded(service, DOCUMENT.replace("公开重大项目", "公开<script>alert(1)</script>重大项目"))
    assert "<script>alert" not in service.signed_in("zhuren").get(f"{place}?show=all").text


def test_more_than_there_is_room_for(config_file: Path) -> None:
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(f"{text}serve: {{upload_bytes: 2048}}\n", encoding="utf-8")
    with served(load_config(config_file)) as small:
        assert uploaded(small, DOCUMENT)[0] == 303
        assert uploaded(small, DOCUMENT + "长" * 1000)[0] == 413
        assert uploaded(small, DOCUMENT + "长" * 100_000)[0] == 413
        browser = small.signed_in("zhuren")
        assert post(browser, "/ledger/reply", {"text": "长" * 100_000}).status_code == 413


def test_a_body_that_does_not_say_how_long_it_is(service: Service) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    browser = service.signed_in("zhuren")
    answer = browser.post(
        "/ledger/reply", content=endless(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_drafts_are_not_kept_without_end(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 1)
    assert uploaded(service, DOCUMENT)[0] == 303
    assert uploaded(service, DOCUMENT)[0] == 409


@pytest.mark.parametrize("error", [TimeoutError("x"), ConfinedError("x")], ids=["too long", "out of memory or crashed"])
def test_a_reader_that_comes_to_no_end(service: Service, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(drafts, "read_confined", fail)
    status, said = uploaded(service, DOCUMENT)
    assert status == 400
    assert "任务分工.txt" in said


def test_one_document_is_read_at_a_time(service: Service) -> None:
    with drafts._READING:
        assert uploaded(service, DOCUMENT)[0] == 409
    assert uploaded(service, DOCUMENT)[0] == 303


@pytest.mark.parametrize("draft", ["%2e%2e", "20260301-020000-0123456z", "20260301-020000-01234567", "a/b"])
def test_a_draft_is_named_by_its_id_alone(service: Service, draft: str) -> None:
    browser = service.signed_in("zhuren")
    assert browser.get(f"/drafts/{draft}").status_code == 404
    assert post(browser, f"/drafts/{draft}/discard").status_code == 404
