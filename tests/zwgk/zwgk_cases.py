"""A small invented district, and a crawl without a network that answers what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.evidence import (
    ColumnEvidence,
    DateSource,
    Entry,
    Fetch,
    Listing,
    Located,
    Look,
    Match,
    Outcome,
    Shape,
    SiteEvidence,
    SitePlan,
    SiteProgress,
    SiteStatus,
    Target,
)

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)

CONFIG = """\
place: 示范市云山区
sites:
  政府网站: {url: "https://www.example.gov.cn/", aliases: [区政府门户网站], hosts: [zfxxgk.example.gov.cn]}
  税务局网站: {url: "https://tax.example.gov.cn/"}
units:
  - {name: 区政府办公室, groups: [区政府各部门], page: "https://www.example.gov.cn/qzfb/"}
  - {name: 区财政局, aliases: [区财政], groups: [区政府各部门], page: "https://zfxxgk.example.gov.cn/czj/"}
  - {name: 区教委, groups: [区政府各部门]}
  - {name: 青石镇, groups: [各乡镇街道], page: "https://qs.example.gov.cn/"}
rules: [pack.yaml]
"""

DOCUMENT = """\
云山区2026年政务公开工作要点任务分工

\t序号
\t工作任务
\t牵头单位
\t责任单位

\t1
\t公开减税降费政策（公开路径：政府网站>专题专栏>减税降费）。
\t区财政局
\t区教委

\t2
\t公开预算决算（公开路径：政府网站>政府信息公开>财政信息>预算/决算）。
\t区财政局
\t区政府各部门

\t3
\t公开办税指南（公开路径：税务局网站>办税>公告）。
\t区税务局
\t区税务局

\t4
\t公开本部门年度计划（公开路径：部门网页>政府信息公开>规划计划）。
\t区政府办公室
\t区政府各部门、各乡镇街道

\t5
\t加强队伍建设，做好业务培训。
\t区政府办公室
\t有关单位

\t6
\t再次公开减税降费政策（公开路径：政府网站>专题专栏>减税降费）。
\t区政府办公室
\t区税务局
"""


def district(folder: Path, *, config: str = CONFIG) -> Path:
    """Write configuration and document; returns the configuration."""
    (folder / "doc.txt").write_text(DOCUMENT, encoding="utf-8")
    path = folder / "config.yaml"
    path.write_text(config, encoding="utf-8")
    return path


def found(target: Target, newest: date = TODAY) -> ColumnEvidence:
    """The column is there and its newest entry has that date."""
    url = target.learned or f"{target.start or 'https://www.example.gov.cn/'}{len(target.path)}/"
    entry = Entry(title="通知", url=f"{url}1.html", date=newest, date_source=DateSource.ROW)
    return ColumnEvidence(
        key=target.key,
        outcome=Outcome.FOUND,
        located=Located(url=url, trail=target.path, match=Match.EXACT, similarity=1.0, via="首页导航"),
        listing=Listing(shape=Shape.LIST, entries=(entry,)),
        newest=newest,
        newest_source=DateSource.ROW,
        fetches=(Fetch(url=url, fetched_at=NOW, status=200, sha256="0" * 64, note="栏目页"),),
        looks=2,
    )


def absent(target: Target) -> ColumnEvidence:
    """No such column, looked for everywhere and twice."""
    return ColumnEvidence(
        key=target.key,
        outcome=Outcome.ABSENT,
        looked=(Look(place="首页", url="https://www.example.gov.cn/"),),
        looks=2,
        reason="各处均未找到该栏目",
    )


Answer = Callable[[Target], ColumnEvidence]


@dataclass(kw_only=True)
class StubCrawl:
    """Stands in for `crawler.run.crawl`: every column is found unless `answers` (by last segment) says otherwise."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    break_after: int | None = None
    """Sites after which `error` is raised."""
    error: BaseException | None = None
    plans: list[SitePlan] = field(default_factory=list)
    """Of the last crawl."""

    def __call__(
        self,
        plans: Sequence[SitePlan],
        *,
        as_of: date,
        now: Callable[[], datetime],
        on_site: Callable[[SiteEvidence], None],
        on_progress: Callable[[SiteProgress], None],
        archive: Path | None,
    ) -> None:
        self.plans = list(plans)
        for number, plan in enumerate(plans):
            if self.error is not None and number == self.break_after:
                raise self.error
            columns = {target.key: self.answers.get(target.path[-1], found)(target) for target in plan.targets}
            done = len(columns)
            on_progress(SiteProgress(site=plan.name, requests=done, targets_done=done, targets=done, finished=True))
            on_site(
                SiteEvidence(
                    name=plan.name,
                    url=plan.url,
                    status=SiteStatus.REACHABLE,
                    requests=done,
                    pages=done,
                    columns=columns,
                )
            )
