"""File names of unit pages: readable where they can be, safe on every system, one per unit."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from reports.cleaning import clean


class ReportError(Exception):
    """A report that cannot be written; `zwgk` shows the message, one Chinese line, and ends with exit code 2."""


OVERVIEW_FILE = "index.html"

_FORBIDDEN = re.compile(r"""[<>:"/\\|?*%#&'`$;\s\x00-\x1f]+""")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|index)(\..*)?\Z", re.IGNORECASE)
_DIGESTED = re.compile(r"-[0-9a-f]{10}\Z", re.IGNORECASE)
_MAX_BYTES = 120
"""UTF-8 bytes of the readable part: file systems take 255, Windows 260 characters for the whole path."""


def readable_stem(name: str) -> str:
    """`name` as a file name without its ending; may equal another unit's, or be empty."""
    stem = unicodedata.normalize("NFC", clean(name, 1000))
    stem = _FORBIDDEN.sub("_", stem.replace("\ufffd", "_")).strip("._- ")
    while len(stem.encode()) > _MAX_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip("._- ")
    return f"_{stem}" if _DEVICES.match(stem) else stem


def possible_files(name: str) -> tuple[str, str]:
    """The two file names a unit's page may have: by its name alone, and with a digest of the name."""
    stem = readable_stem(name)
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:10]
    return f"{stem}.html", f"{stem or 'unit'}-{digest}.html"


def page_files(names: Iterable[str]) -> Mapping[str, str]:
    """Unit name → file name, the same for the same set of names in any order.

    A name carries a digest of itself when it had to be changed, when it looks as if it carried one already, or when it
    differs from another only in what some file system does not see (case, width, composition).
    Raises ReportError for a name that stands twice.
    """
    listed = tuple(names)
    folded = Counter(_folded(readable_stem(name)) for name in listed)
    files: dict[str, str] = {}
    for name in listed:
        if name in files:
            raise ReportError(f"单位名称重复：“{clean(name, 60)}”，无法分别生成报告，请在配置的 units 中改为不同名称。")
        stem = readable_stem(name)
        plain, with_digest = possible_files(name)
        clear = stem == name != "" and folded[_folded(stem)] == 1 and _DIGESTED.search(stem) is None
        files[name] = plain if clear else with_digest
    return files


def _folded(stem: str) -> str:
    return unicodedata.normalize("NFKC", stem).casefold()
