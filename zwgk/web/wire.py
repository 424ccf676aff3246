"""The shapes of `/api/v1` as pydantic models: what all of it shares, people, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from zwgk.accounts import Role
from zwgk.web.sessions import Identity


class Given(BaseModel):
    """What a program sends: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """Something of the program as the interface tells it: its attributes of the same names."""

    @classmethod
    def of(cls, what: object) -> Self:
        """As it is told."""
        return cls.model_validate(what, from_attributes=True)


class Problem(BaseModel):
    """Why something was not done."""

    detail: str


class Done(BaseModel):
    """It was done."""

    done: bool = True


class SignIn(Given):
    """Name and password."""

    account: Annotated[str, Field(max_length=64)]
    password: Annotated[str, Field(max_length=256)]


class Who(BaseModel):
    """Who is signed in; `csrf` goes into the header X-CSRF-Token of every call that changes something."""

    account: str
    role: Role
    unit: str
    csrf: str

    @classmethod
    def of(cls, who: Identity) -> Who:
        """As it is told."""
        return cls(account=who.name, role=who.role, unit=who.unit, csrf=who.csrf)


class AccountTold(Told):
    """An account, never its password."""

    name: str
    role: Role
    unit: str
    active: bool
    has_password: bool


class ActionTold(Told):
    """Who did what."""

    id: int
    at: datetime
    by: str
    what: str
    subject: str
    detail: str
    address: str
