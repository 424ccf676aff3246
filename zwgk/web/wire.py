"""The shapes of `/api/v1` as pydantic models: what all of it shares, people, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zwgk.accounts import Account, Role
from zwgk.actions import Action
from zwgk.web.sessions import Identity


class Given(BaseModel):
    """What a program sends: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


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


class AccountTold(BaseModel):
    """An account, never its password."""

    name: str
    role: Role
    unit: str
    active: bool
    has_password: bool

    @classmethod
    def of(cls, account: Account) -> AccountTold:
        """As it is told."""
        return cls.model_validate(account, from_attributes=True)


class ActionTold(BaseModel):
    """Who did what."""

    id: int
    at: datetime
    by: str
    what: str
    subject: str
    detail: str
    address: str

    @classmethod
    def of(cls, action: Action) -> ActionTold:
        """As it is told."""
        return cls.model_validate(action, from_attributes=True)
