"""A site on which hardly anything opens accuses no single column; a site on which most opens does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from checker_cases import AS_OF, column, located, rule, site
from golden_content import HOME
from looked_cases import ROOT, article, attached, look

from checker.engine import judge
from checker.habits import Answers, habits_of
from checker.question import Question
from checker.result import Result
from checker.sites import judge_sites
from crawler.evidence import SiteEvidence, SiteStatus
from crawler.inspected import Answering, Article
from crawler.surveyed import Surveyed

FINE, GONE, UNKNOWN = Answering.FINE, Answering.GONE, Answering.UNKNOWN


def where(*answers: Answering, files: Sequence[Answering] = ()) -> SiteEvidence:
    """One column for each entry that answers so; the first entry has the files."""
    seen = {}
    for number, answering in enumerate(answers):
        carried = tuple(attached(f"{n}.pdf", one) for n, one in enumerate(files)) if number == 0 else ()
        entry: Article = article(number=number, answering=answering, attachments=carried)
        seen[f"k{number}"] = column(located=located(url=f"{ROOT}{number}/"), inspection=look(entry))
    return site(SiteStatus.REACHABLE, columns=seen)


def results(seen: SiteEvidence) -> tuple[Result, ...]:
    asked = [
        Question(rule=rule(id=key, row=row), document="文件", site="政府网站", key=key)
        for row, key in enumerate(seen.columns, 1)
    ]
    return judge(asked, (), {"政府网站": seen}, as_of=AS_OF)


def codes(seen: SiteEvidence) -> list[str]:
    return [finding.code for result in results(seen) for finding in result.findings]


@pytest.mark.parametrize(
    ("seen", "accused"),
    [
        pytest.param(where(GONE, FINE, FINE), 1, id="one of three"),
        pytest.param(where(GONE, FINE), 1, id="one of two"),
        pytest.param(where(GONE, GONE, FINE), 2, id="two of three"),
        pytest.param(where(GONE, GONE, GONE, FINE), 0, id="three of four: the site, not its columns"),
        pytest.param(where(GONE), 0, id="nothing on the site opened"),
        pytest.param(where(GONE, UNKNOWN, UNKNOWN), 0, id="nothing else could be looked at"),
    ],
)
def test_broken_entries(seen: SiteEvidence, accused: int) -> None:
    assert codes(seen).count("broken-link") == accused
    told = [result for result in results(seen) if "broken-link" in result.unexamined]
    assert bool(told) == (accused == 0), "what nobody could tell closes nothing"


@pytest.mark.parametrize(
    ("files", "accused"),
    [
        pytest.param((GONE, FINE), 1, id="one of two"),
        pytest.param((GONE, GONE, GONE), 0, id="no file of the site opens"),
    ],
)
def test_broken_files(files: Sequence[Answering], accused: int) -> None:
    assert codes(where(FINE, FINE, files=files)).count("broken-attachment") == accused


def test_an_address_counts_once() -> None:
    twice = where(GONE, FINE)
    both = site(SiteStatus.REACHABLE, columns={**twice.columns, "again": twice.columns["k0"]})
    assert habits_of(both).entries == Answers(fine=1, bad=1)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param(where(GONE, GONE, GONE), True, id="nothing opens"),
        pytest.param(where(GONE, GONE, FINE), False, id="told with their columns"),
        pytest.param(where(GONE, GONE), False, id="too few to tell"),
    ],
)
def test_the_site_is_told(seen: SiteEvidence, said: bool) -> None:
    looked = replace(seen, surveyed=Surveyed(pages=9, tagged=9), homes={"": HOME})
    (one,) = judge_sites({"政府网站": looked}, as_of=AS_OF)
    assert ("broken-entries" in {finding.code for finding in one.findings}) is said
