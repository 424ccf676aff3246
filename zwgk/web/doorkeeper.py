"""Before and after every request: whose it is, how large it may be, and the headers that keep browsers strict."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zwgk.accounts import Account
from zwgk.database import StoreError
from zwgk.web.answers import refusal
from zwgk.web.desk import Desk
from zwgk.web.errors import RefusedError
from zwgk.web.sessions import Identity

COOKIE: Final = "zwgk-session"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_BYTES: Final = 65_536
"""What a form or a call without a file may bring."""
UPLOADS: Final = ("/drafts", "/api/v1/drafts")
_AROUND_FILE: Final = 16_384
"""Bytes around the file in an upload."""
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Doorkeeper:
    """ASGI middleware around the whole application.

    Puts `who`, `address`, `secure` and `fresh` into the request's state; `fresh` is what a response
    has to set as session cookie: a string, "" to remove it, None to leave it.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._proxies = tuple(ipaddress.ip_network(one) for one in desk.config.serve.proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        believed = self._is_proxy(peer)
        state = scope.setdefault("state", {})
        state["who"], state["fresh"] = None, None
        state["address"] = self._client(peer, headers) if believed else peer
        state["secure"] = (
            headers.get("x-forwarded-proto", scope["scheme"]) == "https" if believed else scope["scheme"] == "https"
        )

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._finish(MutableHeaders(scope=message), state)
            await send(message)

        try:
            self._refuse_foreign(scope, headers)
            bounded = _bounded(receive, headers, self._room(scope))
            state["who"], state["fresh"] = await run_in_threadpool(self._identity, headers, believed)
        except RefusedError as refused:
            await refusal(scope["path"], refused)(scope, receive, answer)
            return
        except StoreError as error:
            await refusal(scope["path"], RefusedError(503, str(error)))(scope, receive, answer)
            return
        await self._app(scope, bounded, answer)

    def _identity(self, headers: Headers, believed: bool) -> tuple[Identity | None, str | None]:
        """Who the request is from, and the cookie to set."""
        desk = self._desk
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        who = desk.sessions.find(cookie, now=desk.now()) if cookie else None
        header = desk.config.serve.user_header
        if header is None:
            return who, None
        name = _utf8(headers.get(header, "")).strip() if believed else ""
        if not name:
            return who, None
        if who is not None and who.name == name:
            return who, None
        account: Account | None = desk.accounts.find(name)
        if account is None or not account.active:
            return None, None
        fresh = desk.sessions.begin(account.name, now=desk.now())
        return desk.sessions.find(fresh, now=desk.now()), fresh

    def _refuse_foreign(self, scope: Scope, headers: Headers) -> None:
        """Another site's page must not make a browser send anything but a look (beside the token of each form)."""
        if scope["method"] in SAFE:
            return
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        named = headers.get("host", "")
        if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != named):
            raise RefusedError(403, "请求来自别的网站，已拒绝")

    def _room(self, scope: Scope) -> int:
        if scope["method"] == "POST" and scope["path"] in UPLOADS:
            return self._desk.config.serve.upload_bytes + _AROUND_FILE
        return FORM_BYTES

    def _is_proxy(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._proxies)

    def _client(self, peer: str, headers: Headers) -> str:
        """The last address that a believed proxy saw and that is no proxy itself."""
        named = [part.strip() for line in headers.getlist("x-forwarded-for") for part in line.split(",")]
        for address in reversed(named):
            try:
                ipaddress.ip_address(address)
            except ValueError:
                return peer
            if not self._is_proxy(address):
                return address
        return peer

    def _finish(self, headers: MutableHeaders, state: Mapping[str, object]) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if state["secure"]:
            headers["strict-transport-security"] = "max-age=31536000"
        fresh = state["fresh"]
        if isinstance(fresh, str):
            seconds = self._desk.config.serve.session_hours * 3600 if fresh else 0
            words = [f"{COOKIE}={fresh}", "Path=/", "HttpOnly", "SameSite=Lax", f"Max-Age={seconds}"]
            headers.append("set-cookie", "; ".join([*words, "Secure"] if state["secure"] else words))


def _bounded(receive: Receive, headers: Headers, room: int) -> Receive:
    """The same request, as far as there is room for it; RefusedError for one that says or turns out to be longer."""
    said = headers.get("content-length", "")
    if said.isdigit() and int(said) > room:
        raise _too_large(room)
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > room:
            raise _too_large(room)
        return message

    return bounded


def _too_large(room: int) -> RefusedError:
    return RefusedError(413, f"内容太大，最多 {room:,} 字节")


def _utf8(value: str) -> str:
    """A header's value: servers hand it on as Latin-1, proxies write names in UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
