"""What comes back for each kind of answer, broken ones included."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import struct
import time
import zlib

import pytest
from fetch_server import Asked, Reply, Servers, answer, fetch_all, fetch_one, plan_for, polite, redirect

from crawler.evidence import FailureKind

pytestmark = pytest.mark.usefixtures("quick_retry")


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(300):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def drip_head(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(300):
        writer.write(b"X-%d: y\r\n" % number)
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood_head(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(5000):
        writer.write(b"X-Filler: " + b"y" * 1000 + b"\r\n")
        await writer.drain()


async def reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def truncated(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(answer("half a page", length=5000))
    await writer.drain()
    writer.close()


async def no_length(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old server</p>")
    await writer.drain()
    writer.close()


def first_then(first: Reply, then: bytes) -> Reply:
    async def reply(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.count > 1:
            writer.write(then)
        elif callable(first):
            await first(asked, writer)
        else:
            writer.write(first)

    return reply


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("reply", "status", "body"),
    [
        pytest.param(answer("<p>ok</p>"), 200, b"<p>ok</p>", id="page"),
        pytest.param(answer("gone", 404), 404, b"gone", id="404 is an answer"),
        pytest.param(answer("gone", 410), 410, b"gone", id="410 is an answer"),
        pytest.param(answer("", 204), 204, b"", id="no content"),
        pytest.param(answer("", 200), 200, b"", id="empty page"),
        pytest.param(answer("odd", 418), 418, b"odd", id="other 4xx is an answer"),
        pytest.param(answer("nowhere", 302), 302, b"nowhere", id="redirect without a target"),
        pytest.param(CHUNKED, 200, b"abcde", id="chunked"),
        pytest.param(no_length, 200, b"<p>old server</p>", id="HTTP/1.0, ended by closing"),
        pytest.param(
            answer("公开".encode("gbk"), content_type="text/html; charset=utf-8"),
            200,
            "公开".encode("gbk"),
            id="GBK bytes declared utf-8 stay as they are",
        ),
        pytest.param(answer(gzip.compress(b"packed"), content_encoding="gzip"), 200, b"packed", id="gzip"),
        pytest.param(answer(zlib.compress(b"packed"), content_encoding="deflate"), 200, b"packed", id="deflate"),
        pytest.param(
            answer(zlib.compress(b"packed")[2:-4], content_encoding="deflate"), 200, b"packed", id="raw deflate"
        ),
        pytest.param(answer("plain", content_encoding="gzip"), 200, b"plain", id="says gzip, is not"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok", 200, b"ok", id="header line without a colon"
        ),
        pytest.param(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", 200, b"ok", id="status line without a phrase"),
        pytest.param(first_then(answer("", 503), answer("back")), 200, b"back", id="503 once"),
        pytest.param(first_then(reset, answer("back")), 200, b"back", id="reset once"),
        pytest.param(first_then(truncated, answer("back")), 200, b"back", id="truncated once"),
        pytest.param(
            first_then(answer("", 503, retry_after="0"), answer("back")), 200, b"back", id="503 with Retry-After"
        ),
        pytest.param(
            first_then(answer("", 429, retry_after="1"), answer("back")), 200, b"back", id="429 with Retry-After"
        ),
    ],
)
def test_pages(servers: Servers, reply: Reply, status: int, body: bytes) -> None:
    page = fetch_one(plan_for(servers.open({"/": reply})))
    assert (page.failure, page.status, page.body) == (None, status, body)
    assert page.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("reply", "kind", "detail", "requests"),
    [
        pytest.param(answer("", 503), FailureKind.UNREACHABLE, "HTTP 503", 2, id="503 twice"),
        pytest.param(answer("", 500), FailureKind.UNREACHABLE, "HTTP 500", 2, id="500 twice"),
        pytest.param(
            answer("", 503, retry_after="3600"), FailureKind.UNREACHABLE, "HTTP 503", 1, id="Retry-After of an hour"
        ),
        pytest.param(answer("", 401), FailureKind.BLOCKED, "HTTP 401", 1, id="401"),
        pytest.param(answer("", 403), FailureKind.BLOCKED, "HTTP 403", 1, id="403"),
        pytest.param(answer("", 405), FailureKind.BLOCKED, "HTTP 405", 1, id="405"),
        pytest.param(answer("", 412), FailureKind.BLOCKED, "HTTP 412", 1, id="412"),
        pytest.param(answer("", 429), FailureKind.BLOCKED, "HTTP 429", 1, id="429"),
        pytest.param(answer("", 521), FailureKind.BLOCKED, "HTTP 521", 1, id="521"),
        pytest.param(reset, FailureKind.UNREACHABLE, "连接被中断", 2, id="reset"),
        pytest.param(truncated, FailureKind.UNREACHABLE, "页面传输中断", 2, id="truncated body"),
        pytest.param(hang, FailureKind.UNREACHABLE, "连接超时", 2, id="never answers"),
        pytest.param(drip, FailureKind.UNREACHABLE, "页面传输超时", 2, id="drips its body"),
        pytest.param(drip_head, FailureKind.UNREACHABLE, "连接超时", 2, id="drips its headers"),
        pytest.param(flood_head, FailureKind.UNREACHABLE, "连接被中断", 2, id="headers without end"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", FailureKind.UNREACHABLE, "不符合 HTTP", 2, id="another protocol"),
        pytest.param(
            answer(b"\x1f\x8b broken", content_encoding="gzip"), FailureKind.UNREACHABLE, "解压", 2, id="broken gzip"
        ),
        pytest.param(redirect("/"), FailureKind.LOOP, "重定向循环", 1, id="redirect to itself"),
    ],
)
def test_failures(servers: Servers, reply: Reply, kind: FailureKind, detail: str, requests: int) -> None:
    plan = plan_for(servers.open({"/": reply}), politeness=polite(timeout=0.4))
    started = time.monotonic()
    (page,), site = fetch_all(plan, ["/"])
    assert page.failure is not None
    assert (page.failure.kind, page.body, page.url, page.requested) == (kind, b"", plan.url + "/", plan.url + "/")
    assert detail in page.failure.detail
    assert (site.requests, site.pages) == (requests, 0)
    assert time.monotonic() - started < 4


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    page = fetch_one(plan_for(f"http://127.0.0.1:{port}"))
    assert page.failure is not None
    assert page.failure.detail == "连接被拒绝"


def test_unknown_name() -> None:
    page = fetch_one(plan_for("http://no-such-host.invalid"))
    assert page.failure is not None
    assert page.failure.detail == "域名无法解析"


def test_retry_after_is_waited_for(servers: Servers) -> None:
    server = servers.open({"/": first_then(answer("", 503, retry_after="1"), answer("back"))})
    fetch_one(plan_for(server))
    assert server.log[1].at - server.log[0].at >= 0.95


@pytest.mark.parametrize(
    ("content_type", "body", "kept"),
    [
        pytest.param("application/pdf", b"%PDF-1.7" + b"\0" * 9000, 2048, id="pdf"),
        pytest.param("video/mp4", b"\0" * 9000, 2048, id="video"),
        pytest.param("text/html", b"%PDF-1.7" + b"\0" * 9000, 2048, id="pdf that says html"),
        pytest.param("application/octet-stream", b"PK\x03\x04" + b"\0" * 9000, 2048, id="zip of unknown type"),
        pytest.param("application/octet-stream", b"<html>" + b"x" * 9000, 9006, id="page of unknown type"),
        pytest.param("application/json;charset=UTF-8", b"{" + b"x" * 9000, 9001, id="json"),
    ],
)
def test_only_text_is_read_whole(servers: Servers, content_type: str, body: bytes, kept: int) -> None:
    page = fetch_one(plan_for(servers.open({"/": answer(body, content_type=content_type)})))
    assert page.failure is None
    assert (page.status, page.content_type, page.body) == (200, content_type, body[:kept])
