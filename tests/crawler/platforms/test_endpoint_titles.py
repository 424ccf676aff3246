"""Lists from an endpoint are read back for named documents by asking it for its further pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from endpoint_pages import GKMLPT, SITE, one_of
from minisite import Answer, MiniSite, page, search

from crawler.evidence import ColumnEvidence, FailureKind, Target
from crawler.further import missing

GUIDE = "2024年度惠企政策指南"
TARGET = Target(key="k", path=("政策文件", "规范性文件"), documents=(GUIDE,), back_to=date(2010, 1, 1))


def rows(number: int, total: int, title: str = "") -> str:
    answer: dict[str, Any] = json.loads(GKMLPT.rows)
    answer["total"] = answer["classify"]["post_count"] = total
    for article in answer["articles"]:
        article["id"] += number * 100
        article["title"] = f"{article['title']}（{number}）"
        article["url"] = article["url"].replace("post_", f"post_{number}")
        article["display_publish_time"] -= number * 900 * 86_400
    if title:
        answer["articles"][2]["title"] = title
    return json.dumps(answer, ensure_ascii=False)


def look(*answers: Answer) -> tuple[ColumnEvidence, MiniSite]:
    question = one_of(GKMLPT)
    assert question.further is not None
    pages: dict[str, Answer] = {
        "/": page(links={"信息公开目录": "/czj/gkmlpt/index"}),
        "/czj/gkmlpt/index": GKMLPT.page,
    }
    for number, answer in enumerate(answers, 1):
        endpoint = question.endpoint if number == 1 else question.further(question.endpoint, number)
        assert endpoint is not None
        pages[endpoint.url.removeprefix(SITE)] = answer
    site = MiniSite(pages)
    return search(site, replace(TARGET)).columns["k"], site


def test_the_document_stands_on_the_second_answer() -> None:
    found, _ = look(rows(1, 15), rows(2, 15, f"关于印发《{GUIDE}》的通知"), rows(3, 15))
    assert (missing((GUIDE,), found.further), found.title_looks) == ((), 1)


def test_all_answers_are_the_whole_column() -> None:
    found, site = look(rows(1, 15), rows(2, 15), rows(3, 15))
    assert missing((GUIDE,), found.further) == (GUIDE,)
    assert (found.whole, found.title_looks, len(found.further)) == (True, 2, 10)
    assert len([path for path in site.asked if "page=3" in path]) == 2


def test_an_answer_that_fails_leaves_it_open() -> None:
    found, _ = look(rows(1, 15), FailureKind.UNREACHABLE)
    assert (found.whole, found.back_to, found.title_looks) == (False, None, 0)
