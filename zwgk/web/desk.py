"""What every request works with: configuration, database, clock, and what is cheap to keep between requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from threading import Lock

from starlette.requests import Request

from rules.model import RulePack, RuleParseError
from rules.units import UnitRegistry
from zwgk.accounts import Accounts
from zwgk.actions import Act, Actions
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.packs import read_packs
from zwgk.store import Store
from zwgk.units import registry
from zwgk.web.runner import Runner
from zwgk.web.sessions import Attempts, Identity, Sessions


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One running service."""

    config: Config
    store: Store
    now: Callable[[], datetime]
    """Aware, in the configuration's timezone."""
    runner: Runner
    """Checks that people start."""
    editing: Lock = field(default_factory=Lock)
    """Held while rule packs are changed: two people may press at the same time."""

    @property
    def today(self) -> date:
        """In the configuration's timezone."""
        return self.now().date()

    @cached_property
    def accounts(self) -> Accounts:
        """Who may sign in."""
        return Accounts(self.store.engine, self.store.errors)

    @cached_property
    def actions(self) -> Actions:
        """Who did what."""
        return Actions(self.store.engine, self.store.errors)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        lasts = timedelta(hours=self.config.serve.session_hours)
        return Sessions(self.store.engine, self.store.errors, lasts)

    @cached_property
    def attempts(self) -> Attempts:
        """How often signing in was tried."""
        return Attempts(self.store.engine, self.store.errors)

    def close(self) -> None:
        """End what was started."""
        self.runner.stop()

    def packs(self) -> tuple[RulePack, ...]:
        """The configured packs as they are now; none where there are none yet, or one cannot be read."""
        try:
            return read_packs(self.config, ())
        except (UserError, RuleParseError):
            return ()

    def units(self) -> UnitRegistry:
        """The configured units, by the names that this place's documents use."""
        return registry(self.config, () if self.config.place else self.packs())

    def note(self, request: Request, what: Act, *, by: str = "", subject: str = "", detail: str = "") -> None:
        """Put on record what the request's account (or `by`) did."""
        who: Identity | None = request.state.who
        name = by or (who.name if who is not None else "")
        self.actions.keep(
            what, by=name, now=self.now(), subject=subject, detail=detail, address=str(request.state.address)
        )


def desk_of(request: Request) -> Desk:
    """The service that a request came to."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk
