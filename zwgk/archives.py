"""The pages of each run, kept as one WARC file under data/archive: where they lie, and which are removed in time.

The pictures of a run (zwgk.pictures) go with its pages.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from crawler.archive import keep_only
from crawler.exhibits import LIST
from zwgk.config import Config
from zwgk.pictures import pictures_of, remove_pictures
from zwgk.store import Store

logger = logging.getLogger(__name__)

_SUFFIX: Final = ".warc.gz"


def archive_file(config: Config, run: str) -> Path:
    """Where the pages of a run lie, or lay."""
    return config.data / "archive" / f"{run}{_SUFFIX}"


def archive_to(config: Config, run: str) -> Path | None:
    """Where a run's pages are to be written; None when none are kept."""
    return archive_file(config, run) if config.archive.keep_runs else None


def keep_archive(file: Path, sites: AbstractSet[str]) -> None:
    """Make a resumed run's archive ready to be added to; one that cannot be read is begun anew."""
    try:
        keep_only(file, sites)
    except OSError as error:
        logger.warning("archive %s is begun anew: %s", file, error)
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


def remove_old(config: Config, store: Store) -> tuple[str, ...]:
    """Remove the files of closed runs beyond those that are kept; returns the runs' ids.

    Runs of everything and runs of a part are counted apart, so that looking at single units all day does not remove the
    nights. A file that cannot be removed stays; files that are no run's are never touched.
    """
    removed = []
    for complete in (True, False):
        kept = 0
        for run in store.runs(complete=complete):
            file = archive_file(config, run)
            if not file.exists() and not pictures_of(config.data, run).exists():
                continue
            kept += 1
            if kept > config.archive.keep_runs:
                remove_pictures(config.data, run)
                with contextlib.suppress(OSError):
                    file.with_name(file.name + LIST).unlink(missing_ok=True)
                    file.unlink(missing_ok=True)
                    removed.append(run)
    return tuple(removed)
