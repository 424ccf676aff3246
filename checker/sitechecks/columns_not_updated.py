"""栏目不更新: so many of the site's columns are not updated that the site fails as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check
from crawler.neglect import Neglect


def _able(facts: SiteFacts) -> bool:
    figures = facts.figures
    news = facts.settled(Neglect.NEWS, figures.news_columns)
    return news and facts.settled(Neglect.OTHER, figures.other_columns)


@site_check(
    "columns-not-updated",
    title="栏目长期不更新",
    advice="请组织各栏目责任单位限期更新；不再维护的栏目按规定归档或撤并。",
    status=Status.FAIL,
    veto=True,
    order=30,
    able=_able,
)
def columns_not_updated(facts: SiteFacts) -> Iterator[Fault]:
    """Either threshold is enough; only columns that were looked at twice count."""
    figures = facts.figures
    news, others = facts.sure(Neglect.NEWS), facts.sure(Neglect.OTHER)
    parts = []
    if len(news) >= figures.news_columns:
        parts.append(
            f"动态要闻类栏目和通知公告、政策文件类一级栏目{len(news)}个未按期更新"
            f"（达{figures.news_columns}个即否决，如{facts.names(news)}）"
        )
    if len(others) >= figures.other_columns:
        parts.append(
            f"其他应更新的栏目{len(others)}个超过{figures.other_days}天未更新"
            f"（达{figures.other_columns}个即否决，如{facts.names(others)}）"
        )
    if not parts:
        return
    columns = (*(news if len(news) >= figures.news_columns else ()), *others)
    yield Fault(
        message="；".join(parts) + facts.counted(columns) + "。",
        basis=(
            f"{INDICATORS}：前2周内动态、要闻类栏目和前6个月内通知公告、政策文件类一级栏目累计超过（含）5个未更新，"
            "或应更新但长期未更新的栏目超过（含）10个，单项否决"
        ),
        evidence=facts.refs(columns),
    )
