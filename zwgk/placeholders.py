"""Addresses that a person still has to fill in, as `zwgk init` writes them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from zwgk.config import Config
from zwgk.errors import ConfigError

#: The ending .invalid never resolves (RFC 2606): a forgotten placeholder can reach nobody's website.
PLACEHOLDER: Final = "https://请填写首页网址.invalid/"


def demand_addresses(config: Config) -> None:
    """ConfigError that names every site and unit page whose address is still a placeholder."""
    open_sites = [f"sites 的“{name}”" for name, site in config.sites.items() if _is_placeholder(site.url)]
    pages = [f"units 的“{unit.name}”" for unit in config.units if unit.page and _is_placeholder(unit.page)]
    if open_sites or pages:
        raise ConfigError(
            f"{config.file}：{'、'.join((*open_sites, *pages))}还没有填写网址，"
            "请把 .invalid 占位网址改成真实的首页网址；暂不检查的请删去"
        )


def _is_placeholder(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith(".invalid")
