"""发布日期存疑: the places where an entry bears its day disagree, or a row is dated after the day of the check."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import INDICATORS, join
from checker.facts import Facts
from checker.registry import Fault, check
from checker.result import Status
from crawler.evidence import ArticleDates

#: Days by which two places of one article may differ before they are said to disagree: drafts wait, pages are moved.
TOLERANCE = 30
_MOST_EXAMPLES = 2


@check(
    "suspicious-date",
    title="发布日期存疑",
    advice="请核对所列信息的真实发布时间，更正栏目列表、文章页面或网页标签（PubDate）中不一致的日期；系统迁移或重新生成页面所致的，请恢复原发布时间。",
    status=Status.WARN,
    order=330,
    ends=False,
    negative=False,
)
def suspicious_date(facts: Facts) -> Iterator[Fault]:
    """One finding for all: only what the pages themselves contradict, never a mere accumulation on one day."""
    if not (facts.found and facts.whole_column) or facts.column is None:
        return
    told: list[str] = []
    quote = ""
    if facts.future:
        first = facts.future[0]
        told.append(f"{len(facts.future)}条信息的日期晚于检查日{facts.as_of}（如“{first.title}”标为{first.date}）")
        quote = f"{first.title} {first.date}"
    articles = facts.column.dates
    redated = [one for one in articles if _redated(one)]
    if redated:
        same_day = {entry.date for entry in facts.dated} | {one.row for one in redated}
        lead = "栏目列表中的信息均为同一日期，" if len(same_day) == 1 and len(facts.dated) > 1 else ""
        told.append(f"{lead}列表日期晚于文章页面：{_examples(redated)}")
        quote = quote or f"{redated[0].title} {redated[0].row}"
    rebuilt = [one for one in articles if not _redated(one) and _rebuilt(one)]
    if rebuilt and len(rebuilt) * 2 >= sum(one.meta is not None for one in articles):
        told.append(f"网页标签PubDate与文章发布时间不一致：{_examples(rebuilt)}")
        quote = quote or rebuilt[0].title
    if told:
        yield Fault(
            message=f"栏目“{facts.expected}”的发布日期存疑：{'；'.join(told)}。",
            basis=join(f"{INDICATORS}：不得弄虚作假（如伪造发稿日期）", facts.row_basis),
            evidence=facts.refs(quote),
        )


def _redated(one: ArticleDates) -> bool:
    """Whether the row bears a much later day than the article itself."""
    said = one.visible or one.meta
    return one.row is not None and said is not None and (one.row - said).days > TOLERANCE


def _rebuilt(one: ArticleDates) -> bool:
    """Whether PubDate is much later than the day shown, or than the address's when it is a build stamp."""
    shown = one.visible or one.row or (one.address if one.built else None)
    return one.meta is not None and shown is not None and (one.meta - shown).days > TOLERANCE


def _examples(articles: list[ArticleDates]) -> str:
    return "、".join(f"“{one.title}”（{_places(one)}）" for one in articles[:_MOST_EXAMPLES])


def _places(one: ArticleDates) -> str:
    days = {"列表": one.row, "页面": one.visible, "PubDate": one.meta, "网址": one.address}
    told = [f"{place}{day}" for place, day in days.items() if day is not None]
    return "，".join([*told, "PubDate为页面生成时间"] if one.built and one.meta else told)
