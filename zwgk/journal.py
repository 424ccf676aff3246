"""The log of years: data/logs/zwgk.log, JSON lines, one for each site and one for each run; turned over when full.

For programs that collect logs. It holds figures and names, no page's words; a disk that is full costs the line only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from checker.followed import Turn
from checker.result import Audit, Result
from crawler.endings import CrawlCancelled
from crawler.evidence import SiteEvidence, SiteProgress
from zwgk.lock import try_lock
from zwgk.terminal import clean

FILE: Final = "zwgk.log"
_MOST_BYTES: Final = 5_000_000
_KEPT: Final = 5
"""Full files kept beside the current one, zwgk.log.1 being the newest."""
_SAID: Final = 300


class Journal:
    """Of one run. `now` is aware; times are written in its zone."""

    def __init__(self, data: Path, now: Callable[[], datetime]) -> None:
        self._file = data / "logs" / FILE
        self._lock = data / "locks" / "journal.lock"
        self._now = now
        self._began = now()
        self._first: dict[str, datetime] = {}
        self._run: dict[str, Any] = {"run": None}

    def began(self, run: str, *, complete: bool, resumed: bool) -> None:
        """The run has a name."""
        self._run |= {"run": run, "complete": complete, "resumed": resumed}

    def progress(self, news: SiteProgress) -> None:
        """A site is being asked: its time runs from here."""
        self._first.setdefault(news.site, self._now())

    def site(self, site: SiteEvidence, results: Iterable[Result]) -> None:
        """A site is finished; its results so far."""
        self.write(
            "site",
            run=self._run["run"],
            site=site.name,
            status=site.status.value,
            reason=site.reason,
            requests=site.requests,
            pages=site.pages,
            seconds=self._seconds(self._first.get(site.name, self._began)),
            results=_by_status(results),
        )

    def judged(self, audit: Audit, turns: dict[Turn, int]) -> None:
        """The run came to results, and to these changes of the ledger."""
        self._run |= {
            "run": audit.run.id,
            "as_of": audit.run.as_of.isoformat(),
            "sites": len(audit.sites),
            "requests": sum(site.requests for site in audit.sites),
            "pages": sum(site.pages for site in audit.sites),
            "results": _by_status(audit.results),
            "findings": {turn.value: number for turn, number in turns.items()},
        }

    @contextmanager
    def kept(self) -> Iterator[None]:
        """One line when the run has ended, however."""
        state, error = "reported", ""
        try:
            yield
        except (KeyboardInterrupt, CrawlCancelled):
            state = "interrupted"
            raise
        except BaseException as failure:
            state, error = "failed", f"{type(failure).__name__}: {failure}"
            raise
        finally:
            more = {"error": error} if error else {}
            self.write("run", state=state, seconds=self._seconds(self._began), **self._run, **more)

    def write(self, event: str, **fields: Any) -> None:
        """One line; nothing when it cannot be written."""
        words = {name: _bounded(value) for name, value in fields.items()}
        at = self._now().isoformat(timespec="seconds")
        line = json.dumps({"at": at, "event": event, **words}, ensure_ascii=False)
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._turn_over()
            with self._file.open("ab") as file:
                file.write(f"{line}\n".encode("utf-8", "replace"))  # whole lines, also of several programs

    def _turn_over(self) -> None:
        if not self._file.exists() or self._file.stat().st_size < _MOST_BYTES:
            return
        lock = try_lock(self._lock)
        if lock is None:  # another program does it
            return
        try:
            if self._file.stat().st_size < _MOST_BYTES:
                return
            for number in range(_KEPT, 0, -1):
                older = self._file.with_name(f"{FILE}.{number - 1}") if number > 1 else self._file
                if older.exists():
                    older.replace(self._file.with_name(f"{FILE}.{number}"))
        finally:
            lock.release()

    def _seconds(self, since: datetime) -> float:
        return round(max((self._now() - since).total_seconds(), 0.0), 1)


def _by_status(results: Iterable[Result]) -> dict[str, int]:
    return dict(sorted(Counter(result.status.value for result in results).items()))


def _bounded(value: Any) -> Any:
    return clean(" ".join(value.split()))[:_SAID] if isinstance(value, str) else value
