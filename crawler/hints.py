"""What an address suggests of a column's name: folders are called by pinyin. A hint, never proof."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.matching import bare

#: Shorter initials (tz, gg) stand for too many names.
FEWEST_LETTERS = 3
_MOST_READINGS = 24
_LONGEST_NAME = 20
_INDEX = re.compile(r"(?:index|default|list|common_list|zwgklist|xwzx_list)\Z", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|jspx?|aspx?|php|do)\Z", re.IGNORECASE)
_COUNTER = re.compile(r"[_-]?\d{1,9}\Z")


def folder_name(url: str) -> str:
    """The last word of an address that may stand for a column: ghjh of /zwgk/ghjh_62459/index.html; may be empty."""
    parts = [part for part in unquote(urlsplit(url).path).lower().split("/") if part]
    while parts:
        word = _COUNTER.sub("", _EXTENSION.sub("", parts.pop()))
        if word and not _INDEX.match(word):
            return word
    return ""


@lru_cache(maxsize=512)
def spellings(name: str) -> frozenset[str]:
    """How a folder for a column of this name may be called: pinyin in full and its initials, every reading of each."""
    from pypinyin import Style, pinyin  # only where a column is missing: it takes 20 MB

    found: set[str] = set()
    for words in {name[:_LONGEST_NAME], bare(name)[:_LONGEST_NAME]}:
        for style in (Style.FIRST_LETTER, Style.NORMAL):
            readings = pinyin(words, style=style, heteronym=True, errors="ignore")
            spelt = itertools.islice(itertools.product(*readings), _MOST_READINGS)
            found.update("".join(one).replace("ü", "v") for one in spelt)
    return frozenset(one for one in found if len(one) >= FEWEST_LETTERS)


def suggests(url: str, name: str) -> bool:
    """Whether an address looks as if it were made for a column of this name."""
    return folder_name(url) in spellings(name)
