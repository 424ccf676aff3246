"""Pages a second of our fetch layer beside a bare Scrapy spider on the same local pages.

    python benchmarks/fetch_overhead.py [--pages 3000] [--sites 1] [--delay 0]

Three processes: a server (asyncio, answers from memory), then one client after the other. Both clients fetch each page
and run `response.xpath("//a/@href")` over it, nothing else; same Scrapy, same delay and concurrency. With more than one
site each is a port of the server's. The clients' own processor time is printed as well: the server shares the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

PAGE_BYTES = 13_000


def page(number: int) -> bytes:
    links = "".join(
        f'<li><a href="/p/{number}/{n}.html">关于第{n}号事项的公告</a><span>2024-05-{n % 28 + 1:02d}</span></li>'
        for n in range(1000)
    )
    head = f"<html><head><meta charset=utf-8><title>{number}</title></head><body><ul>"
    return (head + links).encode()[: PAGE_BYTES - 20].decode(errors="ignore").encode() + b"</ul></body></html>"


async def serve(sites: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    body = page(1)
    reply = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport: Any = transport

        def data_received(self, data: bytes) -> None:
            for _ in range(data.count(b"\r\n\r\n")):
                self.transport.write(reply)

    loop = asyncio.get_running_loop()
    opened = [await loop.create_server(Answering, "127.0.0.1", 0) for _ in range(sites)]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in opened]), flush=True)
    await asyncio.Event().wait()


def ours(ports: list[int], pages: int, concurrency: int, delay: float) -> None:
    from parsel import Selector

    from crawler.evidence import Politeness, SiteEvidence, SitePlan, SiteStatus
    from crawler.run import crawl

    polite = Politeness(delay=delay, concurrency=concurrency, obey_robots=False, max_pages=10**9)

    async def search(plan: SitePlan, fetch: Any, *, as_of: date, progress: Any) -> SiteEvidence:
        async def some(numbers: range) -> None:
            for number in numbers:
                answer = await fetch(f"{plan.url}/{number}")
                assert Selector(body=answer.body, encoding="utf-8").xpath("//a/@href"), answer.failure

        await asyncio.gather(*(some(range(start, pages, concurrency)) for start in range(concurrency)))
        return SiteEvidence(
            name=plan.name, url=plan.url, status=SiteStatus.REACHABLE, requests=fetch.requests, pages=fetch.pages
        )

    plans = [
        SitePlan(name=str(port), url=f"http://127.0.0.1:{port}", allow_private=True, politeness=polite)
        for port in ports
    ]
    fetched: list[int] = []
    began = time.perf_counter()
    crawl(
        plans,
        as_of=date(2024, 6, 1),
        now=lambda: datetime.now(UTC),
        on_site=lambda site: fetched.append(site.pages),
        search=search,
    )
    report(sum(fetched), time.perf_counter() - began)


def bare(ports: list[int], pages: int, concurrency: int, delay: float) -> None:
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    fetched = 0

    class Bare(Spider):
        name = "bare"

        async def start(self) -> Any:
            for number in range(pages):
                for port in ports:
                    yield Request(f"http://127.0.0.1:{port}/{number}", meta={"download_slot": str(port)})

        def parse(self, response: Any) -> None:
            nonlocal fetched
            assert response.xpath("//a/@href")
            fetched += 1

    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_DELAY_JITTER": 0,
            "CONCURRENT_REQUESTS": concurrency * len(ports),
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "ROBOTSTXT_OBEY": False,
        }
    )
    process.crawl(Bare)
    began = time.perf_counter()
    process.start()
    report(fetched, time.perf_counter() - began)


def report(fetched: int, seconds: float) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([fetched, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3000, help="pages in all")
    parser.add_argument("--sites", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=8, help="per site")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between requests to a site")
    parser.add_argument("--role", choices=["serve", "ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--ports", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.role == "serve":
        asyncio.run(serve(args.sites))
        return
    each = max(1, args.pages // args.sites)
    if args.role:
        {"ours": ours, "bare": bare}[args.role](json.loads(args.ports), each, args.concurrency, args.delay)
        return
    me = [sys.executable, __file__, *sys.argv[1:], "--role"]
    with subprocess.Popen([*me, "serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ports = server.stdout.readline().strip()
            print(f"{'client':<14}{'pages':>8}{'seconds':>10}{'pages/s':>10}{'cpu s':>8}{'pages/cpu s':>13}{'MiB':>7}")
            rates = {}
            for role, name in (("bare", "bare Scrapy"), ("ours", "crawl()")):
                out = subprocess.run(
                    [*me, role, "--ports", ports], stdout=subprocess.PIPE, text=True, check=True
                ).stdout
                fetched, seconds, cpu, memory = json.loads(out.splitlines()[-1])
                rates[role] = fetched / cpu
                speed = f"{fetched / seconds:>10.0f}{cpu:>8.2f}{fetched / cpu:>13.0f}"
                print(f"{name:<14}{fetched:>8}{seconds:>10.2f}{speed}{memory:>7.0f}")
            print(f"crawl() / bare Scrapy, by processor time: {rates['ours'] / rates['bare']:.2f}")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
