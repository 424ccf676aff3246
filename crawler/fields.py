"""What the header fields of an answer say."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from crawler.outcomes import REDIRECTS

_MAX_LOCATION = 4096


def header_of(response: Response, name: str) -> str:
    """A field's first value, empty when there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def headers_of(response: Response) -> list[tuple[str, str]]:
    """All fields, names and values, as an archive keeps them."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def keeps_body(status: int, before: str, after: str) -> bool:
    """Whether what was posted is posted again: 307, 308, and the same address under https or another of its hosts."""
    one, other = urlsplit(before), urlsplit(after)
    return status in (307, 308) or (one.path, one.query) == (other.path, other.query)


def redirect_of(response: Response, address: str) -> str | None:
    """Where an answer sends on; None when it does not."""
    location = response.headers.get("Location") if response.status in REDIRECTS else None
    if not location:
        return None
    try:
        return urljoin(address, location[:_MAX_LOCATION].decode("utf-8"))
    except UnicodeDecodeError:
        return urljoin(address, location[:_MAX_LOCATION].decode("gb18030", errors="replace"))
    except ValueError:
        return location[:_MAX_LOCATION].decode("utf-8", errors="replace")
