"""A few generated sites through the command itself: floors under what is found, dated, accused and asked for."""

from __future__ import annotations

import pytest

from benchmarks.generator.examine import AS_OF, Paper, examine
from benchmarks.generator.platforms import all_platforms
from benchmarks.generator.questions import Examiner
from benchmarks.generator.report import FALSE, shares, total
from benchmarks.generator.site import Site

#: Seeds of four dialects whose sites answer at once: no slow pages, no 5xx for ever; the floors are the design's targets.
GATE = ((311, "dedecms"), (316, "ucap-search"), (314, "jpaas"), (303, "gkmlpt"))


#: The sites take a minute alone, and many times that beside other work.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    # None of their pages is slow; a busy machine may be.
    return [examine(seed, platform, timeout=60.0) for seed, platform in GATE]


def test_nobody_is_accused_of_what_is_not_so(papers: list[Paper]) -> None:
    counts = total(papers)
    falsely = {f"{run} false {word}" for run in ("first", "second") for word in (*FALSE, "stale")}
    assert {word: counts[word] for word in falsely if counts[word]} == {}, wrong(papers)


def test_columns_are_found_or_rightly_not_found(papers: list[Paper]) -> None:
    assert total(papers)["first asked"] > 100
    assert shares(total(papers))["right"] >= 0.98, wrong(papers)


def test_newest_days_are_exact(papers: list[Paper]) -> None:
    assert total(papers)["first dated"] > 50
    assert shares(total(papers))["exact"] >= 0.98, wrong(papers)


def test_requests_stay_few(papers: list[Paper]) -> None:
    got = shares(total(papers))
    assert got["first cost"] <= 2.0
    assert got["second cost"] <= 1.25


def wrong(papers: list[Paper]) -> str:
    return "\n".join(f"{one.seed} {one.platform} {line}" for one in papers for line in one.wrong)


@pytest.mark.parametrize("platform", sorted(all_platforms()))
def test_a_seed_makes_the_same_site_and_questions(platform: str) -> None:
    one, other = (Site(5, AS_OF, all_platforms()[platform]) for _ in range(2))
    assert one.home_page() == other.home_page()
    assert [question.path for question in Examiner(one).questions()] == [
        question.path for question in Examiner(other).questions()
    ]
    assert 40 <= len(one.columns) <= 130


def test_seeds_and_platforms_differ() -> None:
    kinds = all_platforms()
    names = [{column.name for column in Site(seed, AS_OF, kinds["trs"]).columns} for seed in range(4)]
    assert all(len(one & other) < len(one) * 0.7 for one in names for other in names if one is not other)
