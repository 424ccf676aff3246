"""missing-meta: when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from looked_cases import ARTICLE_TAGS, TAGS, article, attached, inspected

from checker.checks.missing_meta import missing_meta
from checker.facts import Facts
from checker.result import Status
from crawler.inspected import Answering
from crawler.surveyed import Surveyed

FINE = article()


def without(name: str, tags: tuple[tuple[str, str], ...] = ARTICLE_TAGS) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in tags if one[0] != name)


def with_value(name: str, value: str, tags: tuple[tuple[str, str], ...] = ARTICLE_TAGS) -> tuple[tuple[str, str], ...]:
    return (*without(name, tags), (name, value))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(inspected(FINE, metas=without("ColumnType", TAGS)), "栏目页缺少ColumnType", id="column: absent"),
        pytest.param(inspected(FINE, metas=with_value("ColumnType", " ", TAGS)), "ColumnType为空", id="column: empty"),
        pytest.param(
            inspected(FINE, metas=(("ColumnName", "公共头"), *TAGS)),
            "ColumnName重复且内容不同",
            id="an include brings another",
        ),
        pytest.param(inspected(article(metas=without("PubDate"))), "1篇文章缺少PubDate", id="article: absent"),
        pytest.param(
            inspected(*(article(number=n, metas=without("PubDate")) for n in (1, 2, 3))),
            "3篇文章缺少PubDate",
            id="counted",
        ),
        pytest.param(inspected(article(metas=with_value("PubDate", "2022年10月"))), "PubDate格式不符", id="no day"),
        pytest.param(
            inspected(article(metas=with_value("PubDate", "2022-13-41 09:30"))), "PubDate格式不符", id="no month 13"
        ),
        pytest.param(
            inspected(article(metas=())), "1篇文章缺少SiteName", id="articles without any, the column's page has them"
        ),
        pytest.param(
            inspected(article(metas=without("ContentSource", without("PubDate")))),
            "1篇文章缺少ContentSource",
            id="the source beside another fault",
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = missing_meta(case)
    assert finding.status is Status.WARN
    assert words in finding.message


def test_a_blank_behind_the_code_is_advice() -> None:
    blank = with_value("SiteIDCode", "5001990001 ", TAGS)
    assert missing_meta(inspected(FINE, metas=blank)) == ()
    (finding,) = missing_meta(inspected(article(metas=without("PubDate")), metas=blank))
    assert "首尾的空格" in (finding.advice or "")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(inspected(FINE), id="all there"),
        pytest.param(inspected(FINE, metas=(*TAGS, TAGS[3])), id="twice with one content"),
        pytest.param(
            inspected(FINE, metas=tuple((name.lower(), value) for name, value in TAGS)), id="in small letters"
        ),
        pytest.param(inspected(article(metas=with_value("PubDate", "2022-10-31"))), id="a day without a time"),
        pytest.param(inspected(article(metas=with_value("PubDate", "2022-10-31 09:30:15"))), id="with seconds"),
        pytest.param(inspected(article(metas=with_value("PubDate", "2022/10/31 09:30"))), id="with slashes"),
        pytest.param(inspected(article(metas=with_value("PubDate", "2022年10月31日"))), id="in words"),
        pytest.param(inspected(article(metas=without("ContentSource"))), id="an article without a source"),
        pytest.param(inspected(FINE, metas=()), id="the column's page shows no tag: perhaps drawn by a script"),
        pytest.param(
            inspected(article(metas=()), metas=()), id="no page of the site carries any: a matter of the site"
        ),
        pytest.param(inspected(article(metas=(("keywords", "税"),)), metas=()), id="keywords stand on every page"),
        pytest.param(inspected(article(metas=()), with_metas=False), id="switched off"),
        pytest.param(inspected(article(metas=(), answering=Answering.GONE)), id="an entry that did not open"),
        pytest.param(
            inspected(article(metas=(), answer=attached("a.pdf", Answering.FINE))), id="an entry that is a file"
        ),
    ],
)
def test_silent(case: Facts) -> None:
    assert missing_meta(case) == ()


def surveyed(tagged: int) -> Facts:
    """A column without tags on a site of which so many pages bear some."""
    case = inspected(article(metas=()), metas=())
    assert case.site is not None
    seen = Surveyed(pages=9, tagged=tagged)
    return replace(case, site=replace(case.site, surveyed=seen))


@pytest.mark.parametrize(("tagged", "count"), [pytest.param(0, 0, id="none"), pytest.param(4, 1, id="others do")])
def test_other_pages_of_the_site_count(tagged: int, count: int) -> None:
    assert len(missing_meta(surveyed(tagged))) == count
