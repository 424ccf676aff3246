"""Newest entries of an invented column, as the closer look finds them."""

from __future__ import annotations

from typing import Any

from checker_cases import AS_OF, FETCHED, column, facts, rule

from checker.facts import Facts
from crawler.inspected import Answering, Article, Exposure, ExposureKind, Inspection, LinkAnswer, TargetKind

ROOT = "https://www.example.gov.cn/jsjf/"
TAGS = (
    ("SiteName", "示范区人民政府"),
    ("SiteDomain", "www.example.gov.cn"),
    ("SiteIDCode", "5001990001"),
    ("ColumnName", "减税降费"),
    ("ColumnType", "政策文件"),
)
ARTICLE_TAGS = (*TAGS, ("ArticleTitle", "一条信息"), ("PubDate", "2022-10-31 09:30"), ("ContentSource", "区税务局"))


def answer(answering: Answering = Answering.FINE, url: str = f"{ROOT}1.html", **changes: Any) -> LinkAnswer:
    details = {Answering.GONE: "HTTP 404", Answering.EMPTY: "内容为空", Answering.WRONG_TYPE: "应为PDF，实为网页"}
    values: dict[str, Any] = {"name": "一条信息", "looks": 2, "fetched_at": FETCHED, "sha256": "cd"}
    values["detail"] = details.get(answering, "")
    return LinkAnswer(url=url, answering=answering, **(values | changes))


def article(
    title: str = "一条信息", *, number: int = 1, answering: Answering = Answering.FINE, **changes: Any
) -> Article:
    values: dict[str, Any] = {"url": f"{ROOT}{number}.html", "dated": AS_OF, "metas": ARTICLE_TAGS}
    values |= changes
    return Article(
        title=title, answer=changes.get("answer") or answer(answering, values["url"], name=title), **_rest(values)
    )


def _rest(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "answer"}


def attached(name: str, answering: Answering, kind: TargetKind = TargetKind.DOCUMENT, **changes: Any) -> LinkAnswer:
    return answer(answering, f"{ROOT}{name}", name=name, kind=kind, **changes)


def exposure(masked: str, kind: ExposureKind = ExposureKind.IDENTITY_NUMBER, **changes: Any) -> Exposure:
    values: dict[str, Any] = {"url": f"{ROOT}1.html", "place": "正文", "quote": f"张*，{masked}"}
    return Exposure(kind=kind, masked=masked, **(values | changes))


def look(*articles: Article, **changes: Any) -> Inspection:
    return Inspection(**({"wanted": 3, "articles": articles, "metas": TAGS} | changes))


def inspected(*articles: Article, asked: dict[str, Any] | None = None, **changes: Any) -> Facts:
    """Facts of a column whose newest entries are these."""
    names = {key: changes.pop(key) for key in ("metas", "with_metas", "personal_data") if key in changes}
    seen = column(**({"inspection": look(*articles, **names)} | changes))
    return facts(seen, asked=rule(**(asked or {})))
