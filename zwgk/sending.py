"""Sending a message through apprise: mail, 企业微信, 钉钉, 飞书, webhooks. No address is ever logged or repeated."""

from __future__ import annotations

import json
import logging
import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from zwgk.errors import UserError
from zwgk.telling import Message

_SECONDS: Final = 15
_STATUS: Final = re.compile(r"error=(\d{3})\b")
_ALONE: Final = Lock()
_END: Final = b"\r\n.\r\n"
_MAIL: Final = "mail"
#: 企业微信, 钉钉 and 飞书 answer a refusal with status 200; this number of the answer says so when it is not 0.
_REFUSALS: Final = {
    "qyapi.weixin.qq.com": "errcode",
    "oapi.dingtalk.com": "errcode",
    "open.feishu.cn": "code",
    "open.larksuite.com": "code",
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a message; `detail` says in Chinese why it was not sent, and holds no secret."""

    ok: bool
    detail: str = ""
    unsure: bool = False
    """The message went out and no answer came: it may have arrived, so it is not sent again."""


Send: TypeAlias = Callable[[str, Message], Sent]
"""`send(address, message)`: raises nothing."""


def apprise_sender() -> Send:
    """What sends; UserError when apprise is not installed."""
    try:
        import apprise
    except ImportError as error:
        raise UserError("发送通知需要 apprise，请运行 pip install 'zwgk-checker[notify]'") from error
    return lambda address, message: _send(apprise, address, message)


def _send(apprise: Any, address: str, message: Message) -> Sent:
    with _ALONE, _overheard() as heard:
        try:
            way = apprise.Apprise.instantiate(address, asset=apprise.AppriseAsset(app_id="zwgk-checker"))
            if way is None:
                return Sent(ok=False, detail="网址不是 apprise 能识别的写法，请检查环境变量的值")
            way.socket_connect_timeout = way.socket_read_timeout = _SECONDS
            done = way.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:  # an error's own words may hold the address
            return Sent(ok=False, detail=f"发送时出错（{type(error).__name__}）")
    if done and heard.refused is None:
        return Sent(ok=True)
    if heard.silent:
        return Sent(ok=False, detail="发出后对方没有回音，可能没有送达，不会再发，请与对方核对", unsure=True)
    if heard.partly:
        return Sent(ok=False, detail="有的地址已收到，有的没有，不会再发，请与对方核对", unsure=True)
    if heard.refused is not None:
        return Sent(ok=False, detail=f"对方拒绝了通知（错误码 {heard.refused}），请检查密钥和机器人的设置")
    status = f"（HTTP {heard.status}）" if heard.status else "，连接不上或对方没有接受"
    return Sent(ok=False, detail=f"没有发出{status}")


@dataclass(kw_only=True)
class _Heard:
    status: str = ""
    refused: int | None = None
    silent: bool = False
    """Something went out and was not answered."""
    taken: set[str] = field(default_factory=set)
    """Where something was taken; signing in is done elsewhere than sending."""
    failed: set[str] = field(default_factory=set)

    @property
    def partly(self) -> bool:
        """Whether of several messages to one place some arrived."""
        return not self.taken.isdisjoint(self.failed)


class _Listener(logging.Handler):
    def __init__(self, heard: _Heard) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Only the number of a status is taken from apprise's own words: these may hold the address."""
        found = _STATUS.search(record.getMessage())
        if found:
            self._heard.status = found[1]


@contextmanager
def _overheard() -> Iterator[_Heard]:
    """What apprise logs and what services answer meanwhile; nothing of it reaches any log.

    apprise looks at the status of an answer only, and a chat robot that refuses a message says so in its text.
    """
    import requests

    heard = _Heard()
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3", "requests")]
    before = [(one, one.propagate, one.level, list(one.handlers)) for one in loggers]
    send = requests.Session.send

    def listen(self: requests.Session, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        try:
            response = send(self, request, **kwargs)
        except requests.RequestException as error:
            heard.silent = heard.silent or _went_out(error)
            heard.failed.add(_place(request.url))
            raise
        refused = _refusal(response)
        if refused is not None:
            heard.refused = refused
        (heard.taken if response.ok and refused is None else heard.failed).add(_place(request.url))
        return response

    for one in loggers:
        one.propagate, one.handlers = False, [logging.NullHandler()]
    loggers[0].setLevel(logging.WARNING)
    loggers[0].addHandler(_Listener(heard))
    requests.Session.send = listen  # type: ignore[method-assign]
    try:
        with _mail_overheard(heard):
            yield heard
    finally:
        requests.Session.send = send  # type: ignore[method-assign]
        for one, propagate, level, handlers in before:
            one.propagate, one.handlers = propagate, handlers
            one.setLevel(level)


@contextmanager
def _mail_overheard(heard: _Heard) -> Iterator[None]:
    """The same for mail: a server that has the whole of it and says nothing may have taken it."""
    send, data = smtplib.SMTP.send, smtplib.SMTP.data
    whole = False

    def sending(self: smtplib.SMTP, s: Any) -> None:
        nonlocal whole
        send(self, s)
        whole = isinstance(s, bytes) and s.endswith(_END)

    def telling(self: smtplib.SMTP, msg: Any) -> tuple[int, bytes]:
        nonlocal whole
        whole = False
        try:
            code, said = data(self, msg)
        except Exception:
            heard.silent = heard.silent or whole
            heard.failed.add(_MAIL)
            raise
        (heard.taken if code == 250 else heard.failed).add(_MAIL)
        return code, said

    smtplib.SMTP.send, smtplib.SMTP.data = sending, telling  # type: ignore[method-assign]
    try:
        yield
    finally:
        smtplib.SMTP.send, smtplib.SMTP.data = send, data  # type: ignore[method-assign]


def _place(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.netloc}{parts.path}"


def _went_out(error: Exception) -> bool:
    """Whether a request failed only after it may have been read."""
    import requests

    if isinstance(error, requests.exceptions.ReadTimeout | requests.exceptions.ChunkedEncodingError):
        return True
    # A connection that was cut; where none could be made urllib3 has another reason.
    from urllib3.exceptions import ProtocolError

    return any(isinstance(reason, ProtocolError) for reason in error.args)


def _refusal(response: Any) -> int | None:
    """The error code in a chat service's answer; None when it took the message, and for every other service."""
    name = _REFUSALS.get(urlsplit(response.url or "").hostname or "")
    if name is None:
        return None
    try:
        said = json.loads(response.content[:10_000])
    except (ValueError, RecursionError):
        return None
    code = said.get(name) if isinstance(said, dict) else None
    return code if type(code) is int and code != 0 else None
