"""网页标签: what is a fault of a page, and what is a habit of its site."""

from __future__ import annotations

import pytest
from checker_cases import AS_OF, column, located, rule, site
from looked_cases import ARTICLE_TAGS, ROOT, TAGS, article, look

from checker.engine import judge
from checker.question import Question
from checker.result import Status
from checker.tags import COLUMN_TAGS, faults_of, tag_habits
from crawler.evidence import ColumnEvidence, SiteEvidence, SiteStatus

UNNAMED = tuple(one for one in TAGS if one[0] != "SiteName")
UNNAMED_ARTICLE = tuple(one for one in ARTICLE_TAGS if one[0] != "SiteName")


def columns(*tags: tuple[tuple[str, str], ...], articles: tuple[tuple[str, str], ...] = ARTICLE_TAGS) -> SiteEvidence:
    """A site with one column for each set of tags, each with one article."""
    seen: dict[str, ColumnEvidence] = {}
    for number, metas in enumerate(tags):
        entry = article(number=number, metas=articles)
        place = located(url=f"{ROOT}{number}/")
        seen[f"k{number}"] = column(located=place, inspection=look(entry, metas=metas))
    return site(SiteStatus.REACHABLE, columns=seen)


@pytest.mark.parametrize(
    ("seen", "habit"),
    [
        pytest.param(columns(TAGS, TAGS, TAGS), (), id="all as they should be"),
        pytest.param(columns(UNNAMED, UNNAMED, TAGS), ("缺少SiteName",), id="most pages"),
        pytest.param(columns(UNNAMED, TAGS), (), id="half of them is no habit"),
        pytest.param(columns(UNNAMED), ("缺少SiteName",), id="the only page there is"),
        pytest.param(columns((), (), TAGS), (), id="pages without any tag may be drawn by a script"),
    ],
)
def test_habits_of_column_pages(seen: SiteEvidence, habit: tuple[str, ...]) -> None:
    assert tag_habits(seen).of_columns() == habit


def test_habits_of_articles() -> None:
    assert tag_habits(columns(TAGS, TAGS, articles=UNNAMED_ARTICLE)).of_articles() == ("缺少SiteName",)


def test_a_template_s_fault_is_not_said_of_every_column() -> None:
    where = columns(UNNAMED, UNNAMED, UNNAMED, TAGS[:2], articles=UNNAMED_ARTICLE)
    questions = [
        Question(rule=rule(id=key, row=row), document="文件", site="政府网站", key=key)
        for row, key in enumerate(where.columns, 1)
    ]
    results = judge(questions, (), {"政府网站": where}, as_of=AS_OF)
    statuses = [result.status for result in results]
    assert statuses == [Status.PASS, Status.PASS, Status.PASS, Status.WARN]
    assert "缺少SiteIDCode" in results[-1].findings[0].message


def test_faults_name_the_tag() -> None:
    assert faults_of(UNNAMED, COLUMN_TAGS) == ["缺少SiteName"]
