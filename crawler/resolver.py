"""Host names to addresses: remembered for a while, looked up without holding up the event loop or the program's end."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import TypeAlias

from crawler.guard import literal_address

Lookup: TypeAlias = Callable[[str], Sequence[str]]
"""Host to addresses."""

_TTL = 600.0
_PARALLEL = 32
_MAX_ADDRESSES = 4


def system_lookup(host: str) -> list[str]:
    """Addresses of a host as the operating system knows them; blocks; raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Answers for a host are shared by all who ask, for ten minutes.

    Threads are daemons (those of concurrent.futures are not): a name server that never answers must not keep the
    program from ending.
    """

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._known: dict[str, tuple[float, asyncio.Task[tuple[str, ...]]]] = {}
        self._gate = asyncio.Semaphore(_PARALLEL)

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Addresses of the host, IPv4 first, at most four; raises socket.gaierror when there are none."""
        if literal := literal_address(host):
            return (str(literal),)
        now = asyncio.get_running_loop().time()
        expires, task = self._known.get(host, (0.0, None))
        if task is None or expires < now or (task.done() and _failed(task)):
            task = asyncio.ensure_future(self._ask(host))
            task.add_done_callback(_failed)
            self._known[host] = (now + _TTL, task)
        return await asyncio.shield(task)

    def close(self) -> None:
        """Give up what is still being looked up."""
        for _, task in self._known.values():
            task.cancel()

    async def _ask(self, host: str) -> tuple[str, ...]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

        def settle(addresses: Sequence[str], error: Exception | None) -> None:
            if answer.done():
                return
            if error is None and addresses:
                answer.set_result(_ordered(addresses))
            else:
                answer.set_exception(socket.gaierror(str(error or "no address")))

        def look_up() -> None:
            addresses: Sequence[str] = ()
            error: Exception | None = None
            try:
                addresses = self._lookup(host)
            except (OSError, UnicodeError) as problem:
                error = problem
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, addresses, error)

        async with self._gate:
            threading.Thread(target=look_up, name=f"zwgk-dns-{host}", daemon=True).start()
            return await answer


def _failed(task: asyncio.Task[tuple[str, ...]]) -> bool:
    return task.cancelled() or task.exception() is not None


def _ordered(addresses: Sequence[str]) -> tuple[str, ...]:
    """IPv4 first: where IPv6 is announced and leads nowhere, each connection would wait for its time-out."""
    return tuple(sorted(addresses, key=lambda a: ipaddress.ip_address(a.partition("%")[0]).version)[:_MAX_ADDRESSES])
