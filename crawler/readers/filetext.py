"""The text of an attachment, bounded in pages, cells, bytes, memory and seconds.

Files may unpack to anything, so a process of its own (`crawler.readers.extracting`) reads them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from crawler.readers.kinds import OFFICE, PACKED, PDF, seen_in

TIMEOUT = 15
"""Seconds for one file; the list of a county's 3,000 households takes two."""
MAX_MEMORY = 1 << 30
"""Bytes of address space."""
_ROOT = str(Path(__file__).parents[2])


def attachment_text(body: bytes, content_type: str, url: str) -> str | None:
    """The text of a docx, xlsx, pdf, xls or doc file, a line for each paragraph and row, cells parted by tabs.

    None for other files, for scans, and for what could not be read within its bounds. Waits for a process for at most
    15 seconds.
    """
    if seen_in(body, content_type) not in (PDF, OFFICE, PACKED):
        return None
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.readers.extracting"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, sys.path)]), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with suppress(ImportError, AttributeError, OSError, ValueError):  # where the system can
        import resource

        resource.prlimit(process.pid, resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        output, _ = process.communicate(body, TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    text = output.decode("utf-8", "replace").strip() if process.returncode == 0 else ""
    return text or None
