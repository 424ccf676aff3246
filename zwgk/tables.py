"""The tables in which runs, evidence, results and learned addresses are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Dialect, Float, ForeignKey, Integer, String, Text, TypeDecorator, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class RunState(StrEnum):
    """Where a run stands: planned → crawling → judged → reported, or failed, or interrupted."""

    PLANNED = "planned"
    CRAWLING = "crawling"
    JUDGED = "judged"
    REPORTED = "reported"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC: SQLite would forget the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Back to aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Root of the tables."""


class RunRow(Base):
    """审核轮次."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date] = mapped_column(Date)
    started: Mapped[datetime] = mapped_column(Moment)
    finished: Mapped[datetime | None] = mapped_column(Moment)
    rules_digest: Mapped[str] = mapped_column(String(64))
    complete: Mapped[bool] = mapped_column(Boolean)
    """False when the run was limited to some units, rules or sites."""
    host: Mapped[str] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(Text, default="")
    """Chinese: why it failed or was interrupted."""
    selection: Mapped[str | None] = mapped_column(Text)
    """JSON of the names the run was limited to; None when it was not limited, or by a version that did not say."""
    pinned: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Kept whatever the retention says."""
    released: Mapped[datetime | None] = mapped_column(Moment)
    """发布: when a supervisor let units see and be told of it."""
    released_by: Mapped[str] = mapped_column(String(255), default="", server_default="")


class SiteEvidenceRow(Base):
    """One finished site of one run: a SiteEvidence as JSON."""

    __tablename__ = "site_evidence"

    run: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    site: Mapped[str] = mapped_column(String(255), primary_key=True)
    saved: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[str] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    """The SitePlan as JSON, without what was remembered of its targets."""


class ResultRow(Base):
    """One result of one run: what is asked for often as columns, the whole Result as JSON."""

    __tablename__ = "results"

    run: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    """The rule's id, with the unit for 部门网页 (checker.question.question_key)."""
    position: Mapped[int] = mapped_column(Integer)
    site: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str] = mapped_column(String(20))
    codes: Mapped[str] = mapped_column(Text)
    """Codes of its findings, separated by spaces."""
    held: Mapped[bool] = mapped_column(Boolean)
    """Held back by the brake: its status is no basis for the next run's comparison."""
    result: Mapped[str] = mapped_column(Text)


class LearnedRow(Base):
    """Where a column was found last, so that the next run asks there first."""

    __tablename__ = "learned"

    site: Mapped[str] = mapped_column(String(255), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Digest of path, literal name and starting page."""
    path: Mapped[str] = mapped_column(Text)
    """For people who look into the table."""
    url: Mapped[str] = mapped_column(Text)
    trail: Mapped[str] = mapped_column(Text)
    """JSON list of names."""
    match: Mapped[str] = mapped_column(String(20))
    similarity: Mapped[float] = mapped_column(Float)
    run: Mapped[str] = mapped_column(String(40))
    """The run that confirmed it last."""


class MemoryRow(Base):
    """What was last seen of a place: a ColumnEvidence as JSON, so that what is unchanged is not read anew."""

    __tablename__ = "memories"

    site: Mapped[str] = mapped_column(String(255), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    as_of: Mapped[date] = mapped_column(Date)
    run: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[str] = mapped_column(Text)


class LedgerRow(Base):
    """One finding over runs: its key, what is asked for often, and the whole LedgerEntry as JSON."""

    __tablename__ = "ledger"

    rule: Mapped[str] = mapped_column(String(255), primary_key=True)
    unit: Mapped[str] = mapped_column(String(255), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(255), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    turned: Mapped[str] = mapped_column(String(40))
    """The run that gave it its state."""
    entry: Mapped[str] = mapped_column(Text)


class LedgerStepRow(Base):
    """What a run changed in the ledger, so that it can be taken back: the entry as it was before."""

    __tablename__ = "ledger_steps"

    run: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(255), primary_key=True)
    unit: Mapped[str] = mapped_column(String(255), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(255), primary_key=True)
    before: Mapped[str | None] = mapped_column(Text)
    """A LedgerEntry as JSON; None when there was none."""


class RulingRow(Base):
    """What a person ruled: a Ruling as JSON. Rows are never deleted; a ruling is revoked."""

    __tablename__ = "rulings"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    made: Mapped[datetime] = mapped_column(Moment)
    rule: Mapped[str] = mapped_column(String(255))
    ruling: Mapped[str] = mapped_column(Text)


class ReplyRow(Base):
    """整改反馈: what a unit answered to a finding."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    rule: Mapped[str] = mapped_column(String(255))
    unit: Mapped[str] = mapped_column(String(255))
    code: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(255))
    on: Mapped[date] = mapped_column(Date)


class ScheduleRow(Base):
    """What the nightly schedule has dealt with, so that a missed night is caught up once."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    cron: Mapped[str] = mapped_column(String(200))
    handled_until: Mapped[datetime] = mapped_column(Moment)
    """Every night planned up to this moment was audited, failed or given up."""
    attempts: Mapped[int] = mapped_column(Integer)
    """Audits started since `handled_until` that did not come to an end."""


class ProbeRow(Base):
    """One attempt to open a site's start page, by an audit or between audits."""

    __tablename__ = "probes"

    site: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    seconds: Mapped[float | None] = mapped_column(Float)
    """From the request to the whole answer; None when none came."""
    ok: Mapped[bool] = mapped_column(Boolean)
    detail: Mapped[str] = mapped_column(Text)
    """Chinese: why it could not be opened."""


class SeenRow(Base):
    """Columns that a search came past and that spoke against a site when it was last looked at as a whole, as JSON."""

    __tablename__ = "seen_columns"

    site: Mapped[str] = mapped_column(String(255), primary_key=True)
    run: Mapped[str] = mapped_column(String(40))
    columns: Mapped[str] = mapped_column(Text)


class LeaseRow(Base):
    """Whose turn something is that only one program of all machines may do at a time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    """Drawn anew by each program that takes it."""
    machine: Mapped[str] = mapped_column(String(64))
    """Whose data folder the holder uses."""
    what: Mapped[str] = mapped_column(String(255))
    """Chinese, for people: what it is used for and where."""
    until: Mapped[datetime] = mapped_column(Moment)
    """When it falls back unless it is renewed."""


class NoticeRow(Base):
    """A message of a change to a recipient; its digest names the change, so that nobody is told of it twice."""

    __tablename__ = "notices"

    recipient: Mapped[str] = mapped_column(String(255), primary_key=True)
    """Name in the configuration, never the address with its secrets."""
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    run: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(Integer)
    detail: Mapped[str] = mapped_column(Text)


class AccountRow(Base):
    """Who may sign in."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(255))
    """The unit whose pages a unit's account sees; empty for the others."""
    password: Mapped[str] = mapped_column(String(255))
    """Argon2 hash; empty when only a reverse proxy signs the account in."""
    active: Mapped[bool] = mapped_column(Boolean)
    created: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """Somebody who is signed in."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what the cookie holds."""
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)


class RefusalRow(Base):
    """A sign-in that was refused: what limits the next ones."""

    __tablename__ = "refusals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class ActionRow(Base):
    """Who did what, when; rows are never changed."""

    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    by: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(255))
    detail: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64))
