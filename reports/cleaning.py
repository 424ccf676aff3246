"""What a site or a document wrote, made safe to show: bounded, on one line, without characters that deceive the eye.

Escaping is the template's business; this is about what escaping leaves alone. A bidi override can make a title read
backwards, a lone surrogate cannot be written as UTF-8, and a title of 10,000 characters buries the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

MAX_HREF = 2000
"""Longer addresses are shown shortened and not linked: old browsers and mail gateways cut them."""

_BLANK = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u3164\uffa0\u115f\u1160\u2800]+")
# Bidi controls, zero-width and other invisible formatting characters, tag characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
# The same without the marks of lines and columns.
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u3164\uffa0\u115f\u1160\u2800]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# More than three marks on one character run over the lines above and below. The range holds the combining blocks and
# the variation selectors; Chinese needs at most one of them.
_PILED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef]+"
)
_PLAIN = re.compile(r"[ -~一-鿿，。、；：？！（）《》“”〔〕·—…]*\Z")
_PLAIN_LINES = re.compile(r"[ -~\n\t一-鿿，。、；：？！（）《》“”〔〕·—…]*\Z")

# Most addresses: in these characters nothing deceives, and the host is spelt out.
_USUAL_HREF = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*\.)*[a-z0-9-]+(?::\d{1,4})?(?:/[A-Za-z0-9._~/%?#&=+,;:!$()*@-]*)?\Z"
)
_HREF = re.compile(r"https?://[^\s\\\"'<>`\x00-\x20\x7f]+\Z", re.IGNORECASE)


def clean(text: str, limit: int) -> str:
    """`text` on one line, without control, bidi and invisible characters, at most `limit` characters and a count."""
    if not text:  # of 20,000 items most fields are empty
        return text
    if len(text) <= limit and _PLAIN.match(text) is not None and "  " not in text:
        return text.strip()
    shown = text if len(text) <= limit * 4 else text[: limit * 4]
    if _PLAIN.match(shown) is None or "  " in shown:
        shown = _UNWRITABLE.sub("\ufffd", shown)
        shown = _BLANK.sub(" ", _INVISIBLE.sub("", shown))
        shown = _PILED_MARKS.sub(r"\1", shown)
    shown = shown.strip()
    if len(shown) <= limit and len(text) <= limit * 4:
        return shown
    return f"{shown[:limit].rstrip()}…（共{len(text)}字）"


def clean_lines(text: str) -> str:
    """`text` without control, bidi and invisible characters; its lines, blanks and length stay."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    if _PLAIN_LINES.match(shown) is not None:
        return shown
    shown = _CONTROL.sub(" ", _INVISIBLE.sub("", _UNWRITABLE.sub("\ufffd", shown)))
    return _PILED_MARKS.sub(r"\1", shown)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Something that may be followed: `href` is None when the address is not a plain http(s) one."""

    text: str
    href: str | None


def safe_href(url: str | None) -> str | None:
    """`url` when it is an http or https address that a reader may be led to, else None.

    Refused: every other scheme, spaces, quotes, control characters and backslashes, a user name in front of the host
    (it passes for the host), no host at all, and more than `MAX_HREF` characters.
    """
    if url is None or len(url) > MAX_HREF:
        return None
    if _USUAL_HREF.match(url) is not None:
        return url
    if _HREF.match(url) is None or clean(url, MAX_HREF) != url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    return url


def link(url: str | None, text: str | None = None, *, limit: int = 120) -> Link:
    """A link that shows `text`, or else the address with its middle left out when it is long."""
    if text is None or not (shown := clean(text, limit)):
        whole = clean(url or "", MAX_HREF)
        head = limit * 2 // 3
        shown = whole if len(whole) <= limit else f"{whole[:head]}…{whole[head - limit :]}"
    return Link(text=shown or "—", href=safe_href(url))


def moment(when: datetime | None) -> str:
    """Time of a fetch in Beijing time, to the second; a time without a zone is read as UTC; empty for None."""
    if when is None:
        return ""
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return aware.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def long_date(day: date) -> str:
    """2022年9月30日, as official letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def percent(share: float | None) -> str:
    """A share of 0–1 as per cent with one digit, rounded; what is not the whole is never shown as 100 %."""
    if share is None:
        return "—"
    tenths = int(max(0.0, min(1.0, share)) * 1000 + 0.5)
    if share < 1:
        tenths = min(tenths, 999)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"
