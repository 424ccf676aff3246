"""Addresses as pages write them: made absolute, and compared for being the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_HOSTED = re.compile(r"https?://(?:[^/?#@]*@)?(?:\[[0-9a-f:.]+\]|[^/?#@:\[\]]+)(?::\d{0,5})?(?:[/?]|\Z)", re.I)
_WITH_PATH = re.compile(r"https?://[^/?#\s]+/[^?#;]*\Z")
_LONGEST_KEPT = 300
"""Characters of a link that is remembered; a hostile page must not fill the memory."""
_BREAKS = re.compile(r"[\t\r\n\x00]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
# gkmlpt (政府信息公开目录平台) and single-page sites name the column only in the fragment: index#123, #/list/5.
_COLUMN_FRAGMENT = re.compile(r"(?:\d{1,12}|!?/.+)\Z")
_ROUTE = re.compile(r"!?/[^/#].*\Z")
_INDEX_FILE = re.compile(r"(?:index|default)\.(?:s?html?|jsp|jspx|aspx?|php|do)\Z", re.I)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_SESSION_KEYS = frozenset({"jsessionid", "phpsessid", "sessionid", "timestamp", "random", "rnd", "_t", "_", "spm"})
_ARTICLE = re.compile(
    r"/(?:t?\d{6,8}/|t(?:\d{6,8}_\d|\d{5,}\.)|art[/_]|content[_/]|post_\d|info/\d+/\d|\d{4}[/-]\d{1,2}([/-]\d{1,2})?/|\d{5,}\.s?html?)"
    r"|[0-9a-f]{32}|_\d{5,}\.s?html?|(?:article|info|news)id=|[?&]id=\d{4,}"
    r"|\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd)\Z",
    re.I,
)


def names_column(fragment: str) -> bool:
    """Whether a fragment (without its #) may name a column, as gkmlpt and single-page sites have it."""
    return _COLUMN_FRAGMENT.match(fragment) is not None


def resolve(base: str, href: str | None) -> str | None:
    """The absolute http(s) address of a link, or None where it opens no page (empty, `#`, javascript:, mailto:).

    A fragment is kept only where it names a column.
    """
    if not href or href == "#":
        return None
    if len(href) > _LONGEST_KEPT:
        return _resolve(base, href)
    # A site's pages share their menus: what leads to the same place from all pages of a folder is worked out once.
    if href.startswith(("http://", "https://")):
        return _resolved("", href)
    if (href[0] == "." or href[0].isalnum()) and ":" not in href:
        return _resolved(_folder(base), href)
    return _resolved(base, href)


@lru_cache(maxsize=256)
def _folder(base: str) -> str:
    """As much of a base address as relative links depend on."""
    return base[: base.rfind("/") + 1] if _WITH_PATH.match(base) else base


def _resolve(base: str, href: str) -> str | None:
    href = _BREAKS.sub("", href).strip()
    if not href or href == "#":
        return None
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return None
    if href[0] == "#" and not (_ROUTE.match(href[1:]) or ("/gkmlpt" in base and _COLUMN_FRAGMENT.match(href[1:]))):
        return None  # an anchor or a tab of this page
    try:
        url, _, fragment = _join(base, href.replace("\\", "/").replace(" ", "%20")).partition("#")
        if _HOSTED.match(url) is None:
            return None
    except ValueError:
        return None
    return f"{url}#{fragment}" if _COLUMN_FRAGMENT.match(fragment) else url


_resolved = lru_cache(maxsize=16_384)(_resolve)


@lru_cache(maxsize=256)
def _place(base: str) -> tuple[str, list[str]]:
    """The origin of a base address and the folders its path names."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}", parts.path.split("/")[1:-1]


def _join(base: str, href: str) -> str:
    """`urljoin` for the common forms of links at a fifth of its cost, which is most of the cost of reading links."""
    if href[:7].lower() == "http://" or href[:8].lower() == "https://":
        return href
    if href[0] in "?#;" or href[:2] == "//" or ":" in href or ";" in href:
        return urljoin(base, href)
    origin, folders = _place(base)
    path, mark, rest = href.partition("?")
    if not mark:
        path, mark, rest = href.partition("#")
    segments = path.split("/")
    kept = folders[:] if segments[0] or len(segments) == 1 else []
    for segment in segments[:-1] if segments[0] else segments[1:-1]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    last = segments[-1]
    if last in (".", ".."):
        if last == "..":
            del kept[-1:]
        last = ""
    return f"{origin}/{'/'.join([*kept, last])}{mark}{rest}"


@lru_cache(maxsize=16_384)
def page_key(url: str) -> str:
    """Equal for two addresses exactly when they open the same page, as far as the addresses can tell.

    Scheme, default port, index file, trailing slash, session parameters and the order of parameters do not count; a
    fragment counts where it names a column.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = _PATH_SESSION.sub("", unquote(parts.path))
    folder, _, name = path.rpartition("/")
    path = re.sub(r"/{2,}", "/", folder if _INDEX_FILE.match(name) else path).rstrip("/")
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _SESSION_KEYS)
    fragment = parts.fragment if _COLUMN_FRAGMENT.match(parts.fragment) else ""
    return f"{host}{path}?{query}#{fragment}" if query or fragment else f"{host}{path}"


def same_page(one: str, other: str) -> bool:
    """Whether two addresses open the same page, as far as the addresses can tell."""
    return page_key(one) == page_key(other)


def same_address(one: str, other: str) -> bool:
    """Whether two addresses ask for the very same page: `/` may be sent on to `/index.html`, and http to https."""
    return one == other or (same_page(one, other) and one.partition("?")[0] == other.partition("?")[0])


def is_home(url: str, home: str) -> bool:
    """Whether an address is the home page of the site whose home page is `home` (www. does not count)."""
    return page_key(url).removeprefix("www.") == page_key(home).removeprefix("www.")


@lru_cache(maxsize=16_384)
def looks_like_article(url: str) -> bool:
    """Whether an address is built like those of articles and files; a hint, never proof.

    The forms are those of TRS, Hanweb, UCAP, gkmlpt and VSB, and dated folders.
    """
    return _ARTICLE.search(url, len("https://")) is not None
