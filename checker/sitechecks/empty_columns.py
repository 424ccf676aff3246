"""空白栏目: so many of the site's columns hold nothing that the site fails as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS
from checker.registry import Fault
from checker.result import Status
from checker.sitecheck import SiteFacts, site_check
from crawler.neglect import Neglect


@site_check(
    "empty-columns",
    title="空白栏目较多",
    advice="请组织责任单位补充内容；没有内容的栏目不得开通，应予撤并。",
    status=Status.FAIL,
    veto=True,
    order=40,
    able=lambda facts: facts.settled(Neglect.EMPTY, facts.figures.empty_columns),
)
def empty_columns(facts: SiteFacts) -> Iterator[Fault]:
    """Only lists that say they are empty, at two looks, count."""
    columns = facts.sure(Neglect.EMPTY)
    if len(columns) < facts.figures.empty_columns:
        return
    yield Fault(
        message=(
            f"网站有空白栏目{len(columns)}个（达{facts.figures.empty_columns}个即否决），如{facts.names(columns)}"
            f"{facts.counted(columns)}。"
        ),
        basis=f"{INDICATORS}：空白栏目数量超过（含）5个，单项否决",
        evidence=facts.refs(columns),
    )
