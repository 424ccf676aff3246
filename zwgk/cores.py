"""How many processor cores this program may use."""

from __future__ import annotations

import os
import sys


def cores() -> int:
    """Those the system grants on Linux; one elsewhere, where processes do not share an archive (crawler.archive)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
