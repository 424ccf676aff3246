"""Bodies without measure: they end at the limit, and memory stays flat."""

from __future__ import annotations

import asyncio
import gzip
import io
from pathlib import Path

import pytest
from fetch_server import Asked, Servers, answer, fetch_all, fetch_one, plan_for, polite

from crawler.evidence import FailureKind

BLOCK = b"<p>" + b"x" * 65_533
FIFTY_MB = 50 * 1024 * 1024


async def declared(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(length=FIFTY_MB))
    await endless(asked, writer)


async def undeclared(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    await endless(asked, writer)


async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    for _ in range(FIFTY_MB // len(BLOCK)):
        writer.write(BLOCK)
        await writer.drain()


def bomb() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(FIFTY_MB // len(BLOCK)):
            file.write(b"\0" * len(BLOCK))
    return packed.getvalue()


def forget_peak() -> int:
    """Start the kernel's high-water mark anew; memory in use now, in KiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_kib()


def peak_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(declared, id="50 MB declared"),
        pytest.param(undeclared, id="50 MB without a length"),
        pytest.param(answer(bomb(), content_encoding="gzip"), id="50 MB packed into 50 kB"),
    ],
)
def test_too_large(servers: Servers, reply: bytes) -> None:
    server = servers.open({"*": reply, "/small": answer("small")})
    plan = plan_for(server)
    fetch_all(plan, ["/small", "/first"])
    before = forget_peak()
    pages, site = fetch_all(plan, [*(f"/{n}" for n in range(4)), "/small"])
    assert [page.failure and page.failure.kind for page in pages] == [FailureKind.TOO_LARGE] * 4 + [None]
    assert [len(page.body) for page in pages] == [0, 0, 0, 0, 5]
    assert pages[0].failure is not None
    assert pages[0].failure.detail == "页面超过5 MB"
    assert pages[0].status == 200
    assert site.requests == 5
    assert peak_kib() - before < 24 * 1024


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)], ids=["on the limit", "one byte more"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_limit_is_exact(servers: Servers, size: int, fits: bool, packed: bool) -> None:
    body = b"x" * size
    reply = answer(gzip.compress(body), content_encoding="gzip") if packed else answer(body)
    page = fetch_one(plan_for(servers.open({"/": reply}), politeness=polite(max_page_bytes=1000)))
    assert (page.failure is None, len(page.body)) == (fits, size if fits else 0)
