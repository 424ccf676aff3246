"""The sections `serve` and `release` of config.yaml: where the web service listens, and what units get to see when."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from zwgk.settings import Flag, Model, Text, Whole


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        raise ValueError(f"“{value}”不是 IP 地址或网段，如 127.0.0.1 或 10.1.0.0/16") from None


def _header(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", value):
        raise ValueError(f"“{value}”不是请求头的名称，如 X-Remote-User")
    return value


class ReleaseSettings(Model):
    """复核 → 发布: whether units see a run, and are told of it, only after a supervisor let them."""

    required: Flag = True


class ServeSettings(Model):
    """`zwgk serve`: where it listens, how long a sign-in lasts, what may be uploaded, which proxies are believed."""

    host: Text = "127.0.0.1"
    port: Annotated[Whole, Field(ge=0, le=65535)] = 8000
    session_hours: Annotated[Whole, Field(ge=1, le=168)] = 8
    upload_bytes: Annotated[Whole, Field(ge=1024, le=20_000_000)] = 20_000_000
    proxies: tuple[Annotated[Text, AfterValidator(_network)], ...] = ()
    """Networks of reverse proxies: only their word on the client's address and on https is taken."""
    metrics_from: tuple[Annotated[Text, AfterValidator(_network)], ...] = ()
    """Networks from which /metrics may be read without signing in."""
    user_header: Annotated[Text, AfterValidator(_header)] | None = None
    """Request header in which these proxies name the account they have signed in."""

    @field_validator("user_header")
    @classmethod
    def _believed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not info.data.get("proxies"):
            raise ValueError("写了 user_header，就要在 proxies 里写反向代理的地址，否则谁都可以冒充")
        return value
