"""The nouns of a task-division document and of the rules derived from it (design.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RuleParseError(Exception):
    """A document, a rule pack or a unit name that cannot be read; `zwgk` shows the message and ends with exit code 2.

    The message is one Chinese line that names the file, the place in it and the way out.
    """


class PathKind(StrEnum):
    """Why a disclosure path stands in the document."""

    PATH = "path"  # annotated with 公开路径
    SET_UP = "set-up"  # 在…中设置“…”栏目
    SAME_SOURCE = "same-source"  # 与“…”保持数据同源
    MENTION = "mention"  # a column named in the task's sentence without a path


class DeadlineKind(StrEnum):
    """How a deadline runs."""

    DATE = "date"  # 2022年10月底前
    RECURRING = "recurring"  # 每年至少1次
    CONTINUOUS = "continuous"  # 持续推进
    DURATION = "duration"  # 5个工作日内, 公开7个工作日


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An evident slip of the document and what is read instead (日录 → 目录)."""

    original: str
    corrected: str


@dataclass(frozen=True, kw_only=True)
class DisclosurePath:
    """公开路径: a site and ordered segments; a segment may have alternatives (行政法规/市政府规章)."""

    item: int | None
    """Number of the numbered item it belongs to; None when the task has no numbered items."""
    site: str
    """As printed: 政府网站, 部门网页, or the printed name of an external site."""
    segments: tuple[tuple[str, ...], ...]
    """Outermost first, already corrected where `corrections` is not empty."""
    kind: PathKind
    raw: str
    corrections: tuple[Correction, ...] = ()

    def leaves(self) -> tuple[tuple[str, ...], ...]:
        """Every expanded path, one per combination of alternatives, in printed order."""
        paths: list[tuple[str, ...]] = [()]
        for alternatives in self.segments:
            paths = [(*path, name) for path in paths for name in alternatives]
        return tuple(paths)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """时限: the printed words, how it runs, and the day it falls due when it names one."""

    text: str
    kind: DeadlineKind
    due: date | None = None


class RequirementKind(StrEnum):
    """What else than being there and fresh a task's words ask of a column."""

    DOCUMENT = "document"  # 公开《…》: documents of these names stand in the column
    SUBCOLUMNS = "subcolumns"  # 至少设置“视频、图片、文字”3个子栏目
    HOMEPAGE_ENTRY = "homepage-entry"  # 首页设置“…”栏目
    LINK = "link"  # 链接…网站“行政法规库”: the column leads to another site's column of that name
    SAME_SOURCE = "same-source"  # 与“…>…”保持数据同源
    CYCLE = "cycle"  # 每季度更新, 动态更新


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What a task's own words ask of a column, with those words as basis."""

    kind: RequirementKind
    quote: str
    """The document's words that ask for it, as printed."""
    names: tuple[str, ...] = ()
    """The documents, sub-columns, entries or libraries asked for, without 《》 or quotes; all of them are needed."""
    site: str = ""
    """As printed: whose library is linked (`LINK`), where the other column lies (`SAME_SOURCE`)."""
    path: tuple[str, ...] = ()
    """`SAME_SOURCE`: the other column, without the site."""
    at_least: int | None = None
    """`SUBCOLUMNS`: how many there must be; `names` may be fewer or none."""
    days: int | None = None
    """`CYCLE`: the longest time between two updates in days; None when the words give no number (动态更新)."""
    due: date | None = None
    """`DOCUMENT`: the day by which the same sentence wants it published."""


@dataclass(frozen=True, kw_only=True)
class TaskItem:
    """A numbered item inside a task's cell (1．…)."""

    no: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Task:
    """任务: one row of the table, or one prose item."""

    row: int
    """Counts data rows from 1 in document order."""
    seq: str
    """The printed number (of the row, or of the merged cell it lies in); empty when there is none."""
    section: str
    subsection: str
    text: str
    items: tuple[TaskItem, ...] = ()
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    """Names of the fields whose value comes from a cell above (merged, or blank in a flattened table)."""
    paths: tuple[DisclosurePath, ...] = ()
    other_channels: bool = False
    deadlines: tuple[Deadline, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskDocument:
    """任务分工文件: one source document, completely read."""

    file: str
    sha256: str
    layout: str
    """`table` or `prose`."""
    title: str
    place: str
    year: int | None
    rows: tuple[Task, ...]


class RuleKind(StrEnum):
    """What a rule demands of its path."""

    COLUMN = "column"  # the column exists and is fresh
    SUBCOLUMNS = "subcolumns"  # the column at `path` has the named sub-columns
    HOMEPAGE_ENTRY = "homepage-entry"  # the home page shows an entry of that name


@dataclass(frozen=True, kw_only=True)
class Rule:
    """规则: one checkable requirement, and the row it comes from."""

    id: str
    """Stable over runs and re-derivation: units and the order of rows are not in it."""
    document: str
    """Title of the document, or its file name when it has none."""
    row: int
    item: int | None
    section: str
    text: str
    """The task's own words (of the item, when the row has numbered items)."""
    site: str
    """As printed in the document; resolved against `sites` of the configuration when checking."""
    path: tuple[str, ...]
    """Expanded leaf path without the site, outermost first."""
    literal: str | None = None
    """The unsplit last segment (预算/决算): a column of that whole name satisfies the rule."""
    kind: RuleKind = RuleKind.COLUMN
    subcolumns: tuple[str, ...] = ()
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    limit_days: int | None = None
    """A person's own freshness limit for this rule, in days; None takes the configured table."""
    url: str | None = None
    """A person's "this is the column"."""
    skip: str | None = None
    """A person's reason why the rule does not apply; the result is `not_applicable`."""
    suggested: bool = False
    """The document names no path; the column is the topic's usual one. Judged only when `accepted`."""
    accepted: bool = True
    topic: str = ""
    """Id of the topic of a suggested rule (rules/topics)."""
    why: str = ""
    """Chinese: why a suggested rule was suggested, with the words of the task it rests on."""
    corrections: tuple[Correction, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    """What the task's words ask of this very column; those that fit several columns are doubts instead."""
    doubts: tuple[str, ...] = ()

    @property
    def waiting(self) -> bool:
        """A suggestion nobody accepted: it is not judged."""
        return self.suggested and not self.accepted


@dataclass(frozen=True, kw_only=True)
class ManualTask:
    """A row without a path a program could look at: people follow it up."""

    id: str
    document: str
    row: int
    section: str
    text: str
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    reason: str = ""
    """Chinese sentence: why it needs people (仅线下公开, 未写公开路径, …)."""
    skip: str | None = None


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """规则集: the rules of one document, as people review and edit them."""

    title: str
    place: str
    year: int | None
    source: str
    """File name of the document."""
    sha256: str
    rows: int
    rules: tuple[Rule, ...]
    manual: tuple[ManualTask, ...]
    doubts: tuple[str, ...] = field(default=())
