"""How far a running audit has got: a live line on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Final, Self

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from crawler.evidence import SitePlan, SiteProgress
from zwgk.terminal import clean

_PLAIN_SECONDS: Final = 5.0


class Progress:
    """Sites, pages and columns done, on standard error; a context manager around the crawl.

    `monotonic` tells seconds for the pace of plain lines.
    """

    def __init__(self, plans: Sequence[SitePlan], monotonic: Callable[[], float]) -> None:
        self._latest: dict[str, SiteProgress] = {}
        self._sites = len(plans)
        self._targets = sum(len(plan.targets) for plan in plans)
        self._monotonic = monotonic
        self._said = monotonic()
        console = Console(stderr=True)
        self._live = Live(console=console, refresh_per_second=4, transient=True) if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if kind is None and self._sites:
            click.echo(self.line(), err=True)

    def take(self, progress: SiteProgress) -> None:
        """One site's news."""
        self._latest[progress.site] = progress
        if self._live is not None:
            self._live.update(Text(f"{self.line()}  {shown}" if (shown := self._busy()) else self.line()))
        elif self._monotonic() - self._said >= _PLAIN_SECONDS:
            self._said = self._monotonic()
            click.echo(self.line(), err=True)

    def line(self) -> str:
        """The figures in one Chinese line."""
        news = self._latest.values()
        finished = sum(one.finished for one in news)
        pages = sum(one.requests for one in news)
        done = sum(one.targets_done for one in news)
        return f"进度：站点 {finished}/{self._sites}，已访问 {pages} 页，栏目 {done}/{self._targets}"

    def _busy(self) -> str:
        busy = [clean(one.site) for one in self._latest.values() if not one.finished]
        return "、".join(busy[:3]) + ("…" if len(busy) > 3 else "")
