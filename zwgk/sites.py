"""Which configured site a printed name means, and which site a unit's page belongs to (design.md section 7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.guard import host_key, tidy
from zwgk.settings import SiteSettings

UNIT_PAGES = "部门网页"

_UNIT_PAGES = re.compile(
    r"(?:各?(?:部门|单位|部门单位|责任单位|牵头单位)(?:\((?:单位|部门)\))?)(?:子?网[页站]|网络?主页|子站|主页|网上主页)"
)
_PORTAL = re.compile(r"(?:人民)?政府(?:门户|官方)?(?:网站?|网页|官网)|门户网站|官方网站|官网")
_OWN = ("本级", "本", "我", "")


def is_unit_page(printed: str) -> bool:
    """Whether the printed name means each unit's own page (部门网页) and not one site."""
    return _UNIT_PAGES.fullmatch(_plain(printed)) is not None


@dataclass(frozen=True, kw_only=True)
class SiteDirectory:
    """The configured sites, found by printed name or by address.

    A general name (政府网站, 区人民政府门户网站) means the one site that carries such a name, or the only site there
    is; a name with another level or place (市政府网站 in a district's document) means another site, never guessed.
    """

    sites: Mapping[str, SiteSettings]
    place: str = ""
    _names: Mapping[str, str] = field(init=False)
    _portals: tuple[str, ...] = field(init=False)
    _hosts: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        hosts: dict[str, str] = {}
        for name, site in self.sites.items():
            for word in (name, *site.aliases):
                names.setdefault(_plain(word), name)
            hosts.setdefault(_identity(site.url), name)
        for name, site in self.sites.items():
            for host in site.hosts:
                hosts.setdefault(_identity(f"http://{host}/"), name)
        portals = {name: None for word, name in names.items() if self._general(word)}
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_portals", tuple(portals))
        object.__setattr__(self, "_hosts", hosts)

    def named(self, printed: str) -> str | None:
        """Key of the site the printed name means; None when no configured site is meant for certain."""
        word = _plain(printed)
        if word in self._names:
            return self._names[word]
        if not self._general(word):
            return None
        if len(self._portals) == 1:
            return self._portals[0]
        return next(iter(self.sites)) if len(self.sites) == 1 else None

    def at(self, url: str) -> str | None:
        """Key of the site with the address's host and port."""
        return self._hosts.get(_identity(url))

    def _general(self, word: str) -> bool:
        return any(_PORTAL.fullmatch(word[len(prefix) :]) for prefix in self._prefixes() if word.startswith(prefix))

    def _prefixes(self) -> tuple[str, ...]:
        place = _plain(self.place)
        levels = place[-1:] if place else "区县"
        own = [f"{word}{level}" for word in _OWN for level in levels]
        parts = [place[start:] for start in range(len(place) - 1)]  # 示范市云山区 → …, 云山区
        short = [part[:-1] for part in parts if len(part) > 2]  # 云山政府网
        return ("", *own, *parts, *short)


def _identity(url: str) -> str:
    return host_key(tidy(url))


def _plain(name: str) -> str:
    """The name without what printing adds: width, spaces, quotes."""
    text = unicodedata.normalize("NFKC", name)
    return re.sub(r"[\s\"'“”‘’《》「」]", "", text)
