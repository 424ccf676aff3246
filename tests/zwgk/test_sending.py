"""Addresses and their secrets, words that do no harm, and messages that really go out, to a service on this machine."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

import zwgk.sending
from checker.ledger import FindingKey, LedgerEntry, LedgerState
from checker.result import Status
from zwgk.config import load_config
from zwgk.errors import ConfigError, UserError
from zwgk.notify_settings import MissingVariableError, filled
from zwgk.sending import _refusal, apprise_sender
from zwgk.telling import Message, News, told

SECRET = "hunter2secret"


def written(folder: Path, notify: str) -> Path:
    file = folder / "config.yaml"
    file.write_text(f'sites:\n  政府网站: {{url: "https://www.example.cn/"}}\nunits: [{{name: 区财政局}}]\n{notify}\n')
    return file


@pytest.mark.parametrize(
    "recipient",
    [
        pytest.param('{url: "${WAY}", kind: supervisor}', id="the whole address"),
        pytest.param('{url: "wecombot://${KEY}/", kind: admin}', id="企业微信"),
        pytest.param('{url: "dingtalk://${SIGN}@${TOKEN}", kind: admin}', id="钉钉"),
        pytest.param(
            '{url: "mailtos://me:${WORD}@smtp.example.cn?to=a@example.cn", kind: unit, unit: 区财政局}', id="邮件"
        ),
        pytest.param('{url: "json://127.0.0.1:8080/${TOKEN}", kind: admin}', id="webhook"),
    ],
)
def test_addresses_whose_secrets_are_variables(tmp_path: Path, recipient: str) -> None:
    config = load_config(written(tmp_path, f"notify: {{recipients: {{甲: {recipient}}}}}"))
    assert list(config.notify.recipients) == ["甲"]


@pytest.mark.parametrize(
    ("notify", "said"),
    [
        pytest.param(f'{{甲: {{url: "wecombot://{SECRET}", kind: admin}}}}', "环境变量", id="a key"),
        pytest.param(f'{{甲: {{url: "dingtalk://{SECRET}@${{T}}", kind: admin}}}}', "环境变量", id="half of it"),
        pytest.param(f'{{甲: {{url: "mailtos://a:{SECRET}@${{HOST}}", kind: admin}}}}', "环境变量", id="a password"),
        pytest.param(f'{{甲: {{url: "json://h/{SECRET}?a=${{T}}", kind: admin}}}}', "环境变量", id="in a path"),
        pytest.param(f'{{甲: {{url: "json://${{H}}/?k={SECRET}", kind: admin}}}}', "环境变量", id="in a query"),
        pytest.param(
            f'{{甲: {{url: "https://qyapi.weixin.qq.com/send?key={SECRET}", kind: admin}}}}', "环境变量", id="native"
        ),
        pytest.param(f"{{甲: {{url: [{SECRET}], kind: admin}}}}", "环境变量", id="a list"),
        pytest.param(f"{{甲: {SECRET}}}", "环境变量", id="no table"),
        pytest.param(f"[{SECRET}]", "recipients", id="no recipients"),
        pytest.param(f'{{甲: {{url: "${{A}}", kind: {SECRET}}}}}', "supervisor", id="no such kind"),
        pytest.param('{甲: {url: "${A}", kind: unit}}', "unit", id="of no unit"),
        pytest.param('{甲: {url: "${A}", kind: admin, unit: 区财政局}}', "unit", id="an admin of a unit"),
        pytest.param('{甲: {url: "${A}", kind: unit, unit: 区教委}}', "区教委", id="a unit nobody knows"),
    ],
)
def test_mistakes_are_told_with_their_line_and_without_the_secret(tmp_path: Path, notify: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, f"notify:\n  recipients: {notify}"))
    assert said in str(error.value)
    assert "第 5 行" in str(error.value) or "第 4 行" in str(error.value)
    assert SECRET not in str(error.value)


def test_variables_are_filled_in_and_parts_escaped() -> None:
    values = {"WAY": " json://host/x?a=b ", "WORD": "p@ss/w:rd"}
    assert filled("${WAY}", values) == "json://host/x?a=b"
    assert filled("mailtos://me:${WORD}@host", values) == "mailtos://me:p%40ss%2Fw%3Ard@host"
    hosts = {"HOST": "127.0.0.1:80", "A": "a:b", "B": "c/d:e"}
    assert filled("json://${A}:${B}@${HOST}/${B}", hosts) == "json://a%3Ab:c%2Fd%3Ae@127.0.0.1:80/c%2Fd%3Ae"
    with pytest.raises(MissingVariableError, match="GONE"):
        filled("wecombot://${GONE}", values)


def entry(number: int, said: str = "栏目") -> LedgerEntry:
    """A finding on a column of that name, all of whose words a site may have written."""
    return LedgerEntry(
        key=FindingKey(rule=f"r{number:04}", code="missing-column"),
        state=LedgerState.NEW,
        status=Status.FAIL,
        message=said,
        site=said,
        path=("公开", said),
        opened=date(2026, 3, 1),
        first_opened=date(2026, 3, 1),
        runs=1,
        seen=date(2026, 3, 1),
        looked=date(2026, 3, 1),
    )


def message_of(*entries: LedgerEntry) -> Message:
    return told(
        News(
            place="云山区",
            as_of=date(2026, 11, 22),
            run="20261122-020000",
            unit="区财政局",
            opened=entries,
            rectified=(),
            standing=entries,
            link=None,
        )
    )


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param('<at user_id="all">所有人</at>', id="飞书 calls everybody"),
        pytest.param("<@all> @所有人 @all", id="企业微信 and 钉钉 call"),
        pytest.param("[点此领取](https://evil.example/)", id="Markdown link"),
        pytest.param("![](//evil.example/x.png) **重要** `x` # 标题 > 引用", id="Markdown"),
        pytest.param("<script>alert(1)</script>&lt;img src=x&gt;", id="HTML"),
        pytest.param("https://evil.example/ www.evil.example", id="bare links"),
        pytest.param("一\r\nBcc: all@example.cn\n二\u2028三\x1b[2J\u202e", id="lines and control characters"),
    ],
)
def test_a_hostile_title_is_words_only(hostile: str) -> None:
    message = message_of(entry(1, hostile))
    text = message.title + message.body
    assert not set(text) & set("<>&@[]*_`#|\\\r\x1b\u202e\u2028")
    assert "://" not in text
    assert "www." not in text
    assert len(message.body.split("\n")) == 3, "a title makes no line of its own"


def test_a_message_is_bounded_and_says_what_it_leaves_out() -> None:
    message = message_of(*(entry(number, "栏" * 500) for number in range(1000)))
    assert len(f"{message.title}\n{message.body}".encode()) < 2048
    assert message.title == "云山区政务公开检查 11-22：新发现 1000，已整改 0，未整改 0"
    shown = message.body.count("【新发现】")
    assert f"……还有 {1000 - shown} 项，见报告" in message.body


class Hook(BaseHTTPRequestHandler):
    """Keeps what is posted."""

    def do_POST(self) -> None:
        self.server.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def hook(status: int = 200) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.got, server.status = [], status  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", server.got  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_gets_the_message_and_no_log_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with hook() as (host, got):
        sent = apprise_sender()(f"json://{host}/{SECRET}", Message(title="云山区：新发现 3", body="一\n二"))
    assert sent.ok
    ((path, body),) = got
    assert path == f"/{SECRET}"
    said = json.loads(body)
    assert (said["title"], said["message"]) == ("云山区：新发现 3", "一\n二")
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param(f"json://127.0.0.1:1/{SECRET}", "连接不上", id="nobody there"),
        pytest.param(f"nonsense{SECRET}", "识别", id="no address"),
        pytest.param(f"wecombot://{SECRET}!!/", "识别", id="a key that cannot be one"),
    ],
)
def test_why_it_was_not_sent_is_said_without_the_address(
    address: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = apprise_sender()(address, Message(title="题", body="文"))
    assert not sent.ok
    assert not sent.unsure
    assert said in sent.detail
    assert SECRET not in sent.detail + caplog.text


def test_a_refusing_webhook_is_told_by_its_status() -> None:
    with hook(status=403) as (host, _):
        sent = apprise_sender()(f"json://{host}/{SECRET}", Message(title="题", body="文"))
    assert (sent.ok, sent.detail) == (False, "没有发出（HTTP 403）")


class Silent(BaseHTTPRequestHandler):
    """Reads what is posted and answers nothing: hangs up, or keeps the line until it is let go."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.released.wait(30)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.parametrize("hangs", [pytest.param(False, id="hangs up"), pytest.param(True, id="says nothing for ever")])
def test_without_an_answer_it_may_have_arrived(monkeypatch: pytest.MonkeyPatch, hangs: bool) -> None:
    monkeypatch.setattr(zwgk.sending, "_SECONDS", 0.2)
    released = threading.Event()
    if not hangs:
        released.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.released = released  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        address = f"json://127.0.0.1:{server.server_address[1]}/{SECRET}"
        sent = apprise_sender()(address, Message(title="题", body="文"))
    finally:
        released.set()
        server.shutdown()
        server.server_close()
    assert (sent.ok, sent.unsure) == (False, True)
    assert SECRET not in sent.detail


@pytest.mark.parametrize(
    ("url", "body", "code"),
    [
        pytest.param("https://qyapi.weixin.qq.com/x", b'{"errcode":93000}', 93000, id="企业微信 does not know the key"),
        pytest.param("https://qyapi.weixin.qq.com/x", b'{"errcode":0}', None, id="taken"),
        pytest.param("https://oapi.dingtalk.com/x", b'{"errcode":310000}', 310000, id="钉钉 misses its keyword"),
        pytest.param("https://open.feishu.cn/x", b'{"code":19021}', 19021, id="飞书 refuses the signature"),
        pytest.param("https://hook.example.cn/x", b'{"code":200}', None, id="another service says what it likes"),
        pytest.param("https://open.feishu.cn/x", b"[[[[", None, id="no JSON"),
        pytest.param("https://open.feishu.cn/x", b"[1]", None, id="no object"),
    ],
)
def test_chat_services_refuse_in_the_text_of_their_answer(url: str, body: bytes, code: int | None) -> None:
    assert _refusal(SimpleNamespace(url=url, content=body)) == code


def test_without_apprise_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)
    with pytest.raises(UserError, match=r"zwgk-checker\[notify\]"):
        apprise_sender()
