"""The pages of each run, kept as one WARC file under data/archive; zwgk.retention removes them in time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from crawler.archive import keep_only
from zwgk.config import Config

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
