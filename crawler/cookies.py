"""Cookies of one site in one run: some portals answer only to those who bring back what they were given."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

_MAX_COOKIES = 50
_MAX_BYTES = 4096


class Cookies:
    """Kept per host and never sent to another one; lifetimes do not matter within a run."""

    def __init__(self) -> None:
        self._by_host: dict[str, dict[str, str]] = {}
        self.version = 0
        """Rises when a cookie is set or changed, so that a redirect to the same address is known to be no loop."""

    def header(self, url: str) -> str | None:
        """Value of the Cookie header for a request; None when there is none to send."""
        if not self._by_host:
            return None
        jar = self._by_host.get(urlsplit(url).hostname or "")
        return "; ".join(f"{name}={value}" for name, value in jar.items()) if jar else None

    def remember(self, url: str, values: Sequence[bytes]) -> None:
        """Keep the cookies of an answer's Set-Cookie headers."""
        for value in values[:_MAX_COOKIES]:
            if len(value) > _MAX_BYTES:
                continue
            first = value.decode("latin-1").partition(";")[0]
            name, equals, content = first.partition("=")
            name, content = name.strip(), content.strip()
            jar = self._by_host.setdefault(urlsplit(url).hostname or "", {})
            if not equals or not name or not (first.isascii() and first.isprintable()):
                continue
            if jar.get(name) != content and (name in jar or len(jar) < _MAX_COOKIES):
                jar[name] = content
                self.version += 1
