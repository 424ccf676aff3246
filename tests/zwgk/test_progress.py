"""The progress of a running audit: sites, pages and columns, not too often, on standard error."""

from __future__ import annotations

import pytest

from crawler.evidence import SitePlan, SiteProgress, Target
from zwgk.progress import Progress

PLANS = [
    SitePlan(name="甲", url="http://a/", targets=(Target(key="1", path=("一",)), Target(key="2", path=("二",)))),
    SitePlan(name="乙", url="http://b/", targets=(Target(key="3", path=("三",)),)),
]


def news(site: str, requests: int, done: int, *, finished: bool = False) -> SiteProgress:
    return SiteProgress(site=site, requests=requests, targets_done=done, targets=2, finished=finished)


def test_figures_are_over_all_sites_and_lines_come_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = [0.0]
    with Progress(PLANS, lambda: clock[0]) as progress:
        progress.take(news("甲", 3, 0))
        clock[0] = 5.0
        progress.take(news("乙", 4, 1, finished=True))
        clock[0] = 5.1
        progress.take(news("甲", 5, 1))
        clock[0] = 11.0
        progress.take(news("甲", 7, 2, finished=True))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "进度：站点 1/2，已访问 7 页，栏目 1/3",
        "进度：站点 2/2，已访问 11 页，栏目 3/3",
        "进度：站点 2/2，已访问 11 页，栏目 3/3",
    ]


def test_an_audit_that_breaks_claims_no_end(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), Progress(PLANS, lambda: 0.0):
        raise RuntimeError
    assert capsys.readouterr().err == ""


def test_without_sites_there_is_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress([], lambda: 0.0):
        pass
    assert capsys.readouterr().err == ""
