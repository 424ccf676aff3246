"""What the golden audit shows beyond columns that are there and fresh: one question for each check of content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from checker_cases import FETCHED, column, entries, listing, located, rule
from golden_documents import add_documents
from golden_entries import add_entries

from checker.question import Question
from crawler.evidence import ColumnEvidence, Outcome
from crawler.inspected import HomeFacts, Lead
from rules.model import Requirement, RequirementKind, RuleKind

HOME = HomeFacts(
    url="https://www.example.gov.cn/",
    names=(("政务公开", "https://www.example.gov.cn/zwgk/"), ("新闻", "https://www.example.gov.cn/xw/")),
    looks=2,
    fetched_at=FETCHED,
    sha256="aa",
)


@dataclass(kw_only=True)
class Content:
    """Questions and what was seen for them."""

    questions: list[Question] = field(default_factory=list)
    seen: dict[str, ColumnEvidence] = field(default_factory=dict)

    def add(self, name: str, evidence: ColumnEvidence, *, question: dict[str, Any] | None = None, **asked: Any) -> None:
        """One rule with its column."""
        wanted = rule(id=name, row=40 + len(self.questions), lead_units=("区政府办公室",), **asked)
        more = question or {}
        self.questions.append(Question(rule=wanted, document=wanted.document, site="政府网站", key=name, **more))
        self.seen[name] = evidence


def content() -> Content:
    """Every case, in a fixed order."""
    found = Content()
    found.add(
        "首页入口",
        column(located=located(url="https://www.example.gov.cn/ssjj/")),
        kind=RuleKind.HOMEPAGE_ENTRY,
        path=("组合式税费支持",),
    )
    found.seen["政策解读视频"] = column(Outcome.ABSENT)
    found.add(
        "政策解读",
        column(leads=(Lead(asked="视频", name="", looks=2), Lead(asked="图片", name="图片解读", looks=2))),
        question={"parts": (("视频", "政策解读视频"), ("图片", "政策解读图片"))},
        kind=RuleKind.SUBCOLUMNS,
        subcolumns=("视频", "图片"),
    )
    same = Requirement(
        kind=RequirementKind.SAME_SOURCE, quote="与“专题>重大项目”保持数据同源", path=("专题", "重大项目")
    )
    found.seen["另一重大项目"] = column(listing=listing(*entries(20)))
    found.add(
        "重大项目",
        column(listing=listing(*(replace(one, url=f"{HOME.url}{one.title}") for one in entries(20, 40)))),
        question={"twin": ("政府网站", "另一重大项目")},
        requirements=(same,),
    )
    link = Requirement(kind=RequirementKind.LINK, quote="链接“行政法规库”", names=("行政法规库",), site="中国政府网")
    found.add("行政法规", column(leads=(Lead(asked="行政法规库", name="", looks=2),)), requirements=(link,))
    add_entries(found)
    add_documents(found)
    return found
