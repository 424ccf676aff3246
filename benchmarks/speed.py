"""Pages a second of the whole pipeline beside a bare Scrapy spider on the same pages (design.md section 9: ≥ 0.8).

    python benchmarks/speed.py [--copies 6] [--real-size | --saved DIR] [--sites 1000 --columns 20 --delay 1]

A server that answers from memory with the simulated sites of benchmarks/sites, each site and copy on a port of its own;
then `crawl()` with the real search over all of them, in as many processes as `zwgk check` would take (one for each core
of the machine); then a bare spider that fetches exactly the pages the search fetched and runs
`response.xpath("//a/@href")`, nothing else. Same Scrapy, same concurrency, no delay. Wall time from the first request
on, the clients' own processor time and their peak memory, summed over their processes, are printed; the ratio is given
by wall time, and by processor time, which a busy machine changes less. With --sites that many sites are
served, each simulated site in turn; with --columns so many columns of each are asked for, with --delay so many seconds
lie between two requests to a site, one at a time, for both clients. Simulated pages have 2.7 KB and 60 elements on
average; with --real-size they are dressed to what pages of real sites have (benchmarks/sites/dress.py), with --saved
mirrored sites are served instead, from a folder with pages/NAME/ and labels/NAME.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
AS_OF = date(2021, 7, 1)
CONCURRENCY = 8


def served(real_size: bool, saved: Path | None) -> list[tuple[str, dict[str, bytes], dict[str, Any]]]:
    """Name, pages and truth of each kind of site."""
    from benchmarks.accuracy import load_saved
    from benchmarks.sites import all_sites
    from benchmarks.sites.dress import dressed

    if saved is not None:
        return load_saved(saved)
    built = [site.build() for site in all_sites(AS_OF)]
    return [
        (site.name, dressed(site.pages, site.encoding) if real_size else site.pages, site.labels()) for site in built
    ]


async def serve(
    kinds: list[tuple[str, dict[str, bytes], dict[str, Any]]], copies: int, sites: int | None, columns: int | None
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    loop = asyncio.get_running_loop()
    ports: list[tuple[str, int, list[list[str]]]] = []
    for number in range(sites or copies * len(kinds)):
        name, pages, truth = kinds[number % len(kinds)]
        paths = [case["path"] for group in ("columns", "near", "absent") for case in truth[group]][:columns]
        server = await loop.create_server(partial(Answering, pages), "127.0.0.1", 0)
        ports.append((name, server.sockets[0].getsockname()[1], paths))
    loop.add_signal_handler(signal.SIGUSR1, lambda: print(json.dumps(Answering.asked), flush=True))
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


class Answering(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, files from memory, index.html for folders."""

    asked: ClassVar[list[str]] = []
    """Every address asked for, of all sites, in the order they were asked: what the bare spider is to fetch."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.kept = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.host = "{}:{}".format(*transport.get_extra_info("sockname")).encode()

    def data_received(self, data: bytes) -> None:
        self.kept += data
        while b"\r\n\r\n" in self.kept:
            request, _, rest = self.kept.partition(b"\r\n\r\n")
            posted = re.search(rb"(?i)\r\ncontent-length: *(\d+)", request)
            length = int(posted[1]) if posted else 0
            if len(rest) < length:
                return
            self.kept = rest[length:]
            self.answer(request.split(b" ", 2)[1].decode())

    def answer(self, target: str) -> None:
        self.asked.append(f"http://{self.host.decode()}{target}")
        path = target.partition("?")[0].lstrip("/")
        name = f"{path}index.html" if not path or path.endswith("/") else path
        body = self.pages.get(name)
        status = b"200 OK" if body is not None else b"404 Not Found"
        body = (body or b"<html>404</html>").replace(b"%BASE%", self.host)
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self.transport.write(head + body)


def pipeline(ports: list[tuple[str, int, list[list[str]]]], delay: float, processes: int) -> None:
    import crawler.navigate  # noqa: F401 - what a program does once is no cost of a page
    from crawler.evidence import Politeness, SiteEvidence, SitePlan, Target
    from crawler.run import crawl

    polite = Politeness(delay=delay, concurrency=1 if delay else CONCURRENCY, obey_robots=False, max_seconds=7200)
    plans = []
    for number, (name, port, paths) in enumerate(ports):
        targets = tuple(Target(key=str(n), path=tuple(path)) for n, path in enumerate(paths))
        url = f"http://127.0.0.1:{port}/"
        plans.append(SitePlan(name=f"{name}{number}", url=url, allow_private=True, politeness=polite, targets=targets))
    sites: list[SiteEvidence] = []
    began = now_spent()
    crawl(plans, as_of=AS_OF, now=partial(datetime.now, UTC), on_site=sites.append, processes=processes)
    report(sum(site.requests for site in sites), began)
    found = Counter(column.outcome for site in sites for column in site.columns.values())
    print(sum(len(site.columns) for site in sites), "columns:", dict(found), file=sys.stderr)


def bare(urls: list[str], delay: float) -> None:
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    fetched = 0

    class Bare(Spider):
        name = "bare"

        async def start(self) -> Any:
            for url in urls:
                yield Request(url, dont_filter=True, meta={"download_slot": url.split("/")[2]})

        def parse(self, response: Any) -> None:
            nonlocal fetched
            if response.body:
                response.xpath("//a/@href")
            fetched += 1

    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_DELAY": delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "CONCURRENT_REQUESTS": CONCURRENCY * len({url.split("/")[2] for url in urls}),
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if delay else CONCURRENCY,
            "ROBOTSTXT_OBEY": False,
            "HTTPERROR_ALLOW_ALL": True,
        }
    )
    process.crawl(Bare)
    began = now_spent()
    process.start()
    report(fetched, began)


def now_spent() -> tuple[float, float]:
    """The time on the wall and the processor time spent so far by this process and those it has ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in spent)


def report(pages: int, began: tuple[float, float]) -> None:
    seconds, cpu = (after - before for after, before in zip(now_spent(), began, strict=True))
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([pages, seconds, cpu, sum(peaks)]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=6, help="copies of each simulated site")
    dress = parser.add_mutually_exclusive_group()
    dress.add_argument("--real-size", action="store_true", help="dress simulated pages to the size of real ones")
    dress.add_argument("--saved", type=Path, help="folder with pages/ and labels/ of mirrored sites, served instead")
    parser.add_argument("--sites", type=int, help="sites in all, instead of copies of each")
    parser.add_argument("--columns", type=int, help="columns asked for of each site at most")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between two requests to a site")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)), help="of the pipeline, at most")
    parser.add_argument("--role", choices=["serve", "pipeline", "bare"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.role == "serve":
        asyncio.run(serve(served(args.real_size, args.saved), args.copies, args.sites, args.columns))
        return
    if args.role:
        given = json.loads(sys.stdin.read())
        pipeline(given, args.delay, args.processes) if args.role == "pipeline" else bare(given, args.delay)
        return
    me = [sys.executable, __file__, *sys.argv[1:], "--role"]
    with subprocess.Popen([*me, "serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ports = server.stdout.readline()
            print(f"{'client':<14}{'pages':>8}{'seconds':>10}{'pages/s':>10}{'cpu s':>8}{'ms/page':>9}{'MiB':>7}")
            given, rates, costs = ports, {}, {}
            for role, name in (("pipeline", "pipeline"), ("bare", "bare Scrapy")):
                out = subprocess.run([*me, role], input=given, stdout=subprocess.PIPE, text=True, check=True).stdout
                pages, seconds, cpu, memory = json.loads(out.splitlines()[-1])
                if role == "pipeline":
                    server.send_signal(signal.SIGUSR1)
                    given = server.stdout.readline()
                rates[role], costs[role] = pages / seconds, 1000 * cpu / pages
                print(f"{name:<14}{pages:>8}{seconds:>10.2f}{pages / seconds:>10.0f}", end="")
                print(f"{cpu:>8.2f}{costs[role]:>9.2f}{memory:>7.0f}")
            if args.delay:
                most = max(Counter(url.split("/")[2] for url in json.loads(given)).values())
                print(f"politeness bound: {args.delay * (most - 1):.0f} s, for the {most} requests of one site")
            print(f"pipeline / bare Scrapy: {rates['pipeline'] / rates['bare']:.2f}", end=" ")
            print(f"(by processor time {costs['bare'] / costs['pipeline']:.2f})")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
