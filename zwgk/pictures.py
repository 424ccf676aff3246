"""Pictures of the pages of columns that failed, kept under data/screenshots, a folder for each run."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from checker.result import Result, Status
from crawler.browser import Rendering, UndrawnError, find_browser
from crawler.endings import CrawlCancelled
from crawler.evidence import SitePlan
from crawler.pictures import TakePictures, Wish
from crawler.run import crawl
from crawler.spider import TakeTurn
from zwgk.config import Config

logger = logging.getLogger(__name__)

FOLDER: Final = "screenshots"
_MOST_SECONDS: Final = 600.0
"""What the pictures of one site may take."""

Photograph: TypeAlias = Callable[[str, Sequence[SitePlan], Sequence[Result]], None]
"""`photograph(run, plans, results)`: take pictures of what failed in a run; raises nothing, for the audit stands
without them."""


def rendering(config: Config) -> Rendering | None:
    """How pages are drawn; None when the configuration wants no browser."""
    settings = config.render
    if not settings.enabled:
        return None
    browser = settings.browser
    if browser is not None and Path(browser).name != browser:
        browser = str(config.folder / browser)
    return Rendering(browser=browser, max_pages=settings.max_pages, timeout=settings.timeout)


def photographer(
    config: Config, *, as_of: date, now: Callable[[], datetime], take_turn: TakeTurn | None
) -> Photograph | None:
    """What takes pictures in a run; None when none are wanted or there is no browser to take them."""
    drawing = rendering(config)
    if drawing is None or not config.render.screenshots or not config.archive.keep_runs:
        return None
    try:
        find_browser(drawing.browser)
    except UndrawnError:
        return None
    return partial(_photograph, config, drawing, as_of, now, take_turn)


def _photograph(
    config: Config,
    drawing: Rendering,
    as_of: date,
    now: Callable[[], datetime],
    take_turn: TakeTurn | None,
    run: str,
    plans: Sequence[SitePlan],
    results: Sequence[Result],
) -> None:
    wishes: dict[str, dict[Path, Wish]] = {}
    for result in results:
        file = _file(config.data, run, result)
        if file is not None and result.status is Status.FAIL and result.column is not None:
            mine = wishes.setdefault(result.site or "", {})
            if len(mine) < drawing.max_pages:
                mine[file] = Wish(url=result.column.url or "", file=file)
    visited = [_briefly(plan) for plan in plans if plan.name in wishes]
    search = TakePictures({name: tuple(mine.values()) for name, mine in wishes.items()})
    try:
        crawl(
            visited,
            as_of=as_of,
            now=now,
            on_site=lambda site: None,
            search=search,
            take_turn=take_turn,
            rendering=drawing,
        )
    except (KeyboardInterrupt, CrawlCancelled):  # ends the pictures; the audit is done and deserves its report
        logger.info("interrupted while pictures were taken")
    except Exception:
        logger.exception("pictures could not be taken")


def _briefly(plan: SitePlan) -> SitePlan:
    seconds = min(plan.politeness.max_seconds, _MOST_SECONDS)
    return replace(plan, politeness=replace(plan.politeness, max_seconds=seconds))


def with_pictures(data: Path, run: str, results: Sequence[Result]) -> tuple[Result, ...]:
    """The results, each failed one with the path of its picture (relative to the data folder) where there is one."""
    return tuple(_with_picture(data, run, result) for result in results)


def _with_picture(data: Path, run: str, result: Result) -> Result:
    file = _file(data, run, result) if result.status is Status.FAIL else None
    if file is None or not file.is_file():
        return result
    return replace(result, screenshot=file.relative_to(data).as_posix())


def _file(data: Path, run: str, result: Result) -> Path | None:
    """Where the picture of a result's column lies, or would lie: rules that share a page share its picture."""
    if result.column is None or not result.column.url:
        return None
    name = hashlib.sha256(f"{result.site}\n{result.column.url}".encode("utf-8", "replace")).hexdigest()[:16]
    return pictures_of(data, run) / f"{name}.png"


def pictures_of(data: Path, run: str) -> Path:
    """The folder of a run's pictures, which need not exist."""
    return data / FOLDER / run


def remove_pictures(data: Path, run: str) -> None:
    """Remove the pictures of a run; what cannot be removed stays."""
    shutil.rmtree(pictures_of(data, run), ignore_errors=True)
