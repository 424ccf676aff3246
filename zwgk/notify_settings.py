"""The section `notify` of config.yaml: who is told of what, and by which address; secrets never stand in the file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Self
from urllib.parse import parse_qsl, quote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from zwgk.settings import Address, Model, Text

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_STAND_IN: Final = "\x01"
"""Stands for a variable while an address is looked at; no address has it."""
_HOST_SAYS_NOTHING: Final = frozenset({"mailto", "mailtos", "json", "jsons", "form", "forms", "xml", "xmls"})
_HARMLESS: Final = frozenset({"to", "cc", "bcc", "from", "name", "reply", "smtp", "mode", "format", "port"})
_WAY_OUT: Final = '请把整条网址（或其中的密钥、密码）放进环境变量，这里写变量名，如 url: "${ZWGK_WECOM_URL}"'


class RecipientKind(StrEnum):
    """What somebody is told."""

    SUPERVISOR = "supervisor"  # every change at once, and failed runs
    UNIT = "unit"  # the unit's own changes, when the run is released
    ADMIN = "admin"  # failed runs


class MissingVariableError(Exception):
    """An environment variable that an address names is not set; `name` is its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def variables(address: str) -> tuple[str, ...]:
    """Names of the environment variables an address is made of."""
    return tuple(dict.fromkeys(_VARIABLE.findall(address)))


def filled(address: str, environment: Mapping[str, str] = os.environ) -> str:
    """The address with its variables' values; MissingVariableError for one that is not set.

    A value that is only a part of the address is escaped: a password may hold any character. Of a host the port stays.
    """
    whole = _VARIABLE.fullmatch(address) is not None

    def value(found: re.Match[str]) -> str:
        said = environment.get(found[1], "").strip()
        if not said:
            raise MissingVariableError(found[1])
        before, after = address[: found.start()], address[found.end() :]
        is_host = "/" not in before.partition("://")[2] and "@" not in after.partition("/")[0]
        return said if whole else quote(said, safe=":" if is_host else "")

    return _VARIABLE.sub(value, address)


def _address(value: object) -> object:
    """Nothing here repeats what was written: it may be a secret, and errors end up in logs and mails."""
    if not isinstance(value, str):
        raise ValueError(f"应是文字，{_WAY_OUT}")
    if not variables(value) or _secret(_VARIABLE.sub(_STAND_IN, value)):
        raise ValueError(f"不能把密钥直接写在配置文件里，{_WAY_OUT}")
    return value


def _secret(address: str) -> bool:
    """Whether anything is written out in a place where secrets stand."""
    if not address.strip(f"{_STAND_IN} "):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    if "://" not in address or parts.scheme in ("http", "https"):
        return True
    account, at, host = parts.netloc.rpartition("@")
    said = account.rpartition(":")[2] if at and ":" in account else ""
    words = [said, parts.path, parts.fragment]
    words += [value for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _HARMLESS]
    if parts.scheme not in _HOST_SAYS_NOTHING:
        words += [account, host]
    return any(word.strip(f"{_STAND_IN}/: ") for word in words)


def _kind(value: object) -> object:
    if isinstance(value, str) and value in tuple(RecipientKind):
        return RecipientKind(value)
    raise ValueError("应是 supervisor（主管）、unit（单位）或 admin（系统管理员）")


def _table(value: Any, said: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(said)
    return value


class RecipientSettings(Model):
    """One who is told."""

    url: Annotated[str, BeforeValidator(_address), StringConstraints(strip_whitespace=True)] = Field(repr=False)
    """An address of apprise with `${VARIABLE}` in place of secrets."""
    kind: Annotated[RecipientKind, BeforeValidator(_kind)]
    unit: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_table(cls, value: Any) -> Any:
        return _table(value, '应写成 {url: "${环境变量}", kind: supervisor、unit 或 admin}')

    @model_validator(mode="after")
    def _of_unit(self) -> Self:
        if (self.kind is RecipientKind.UNIT) != (self.unit is not None):
            raise ValueError("kind: unit 要写明 unit（哪个单位），其他 kind 不写 unit")
        return self


def _name(value: str) -> str:
    if len(value) > 60 or not value.isprintable():
        raise ValueError("收件人的名称应在 60 个字以内")
    return value


class NotifySettings(Model):
    """Who is told by which way; nobody by default."""

    recipients: dict[Annotated[Text, AfterValidator(_name)], RecipientSettings] = Field(default={})
    link: Address | None = None
    """Where the reports can be read; ends each message."""

    @model_validator(mode="before")
    @classmethod
    def _is_table(cls, value: Any) -> Any:
        said = '应写成 recipients: {名称: {url: "${环境变量}", kind: supervisor}}'
        if isinstance(value, NotifySettings):
            return value
        if _table(value, said).get("recipients") is None:  # all of them commented out
            return {name: one for name, one in value.items() if name != "recipients"}
        _table(value["recipients"], said)
        return value
