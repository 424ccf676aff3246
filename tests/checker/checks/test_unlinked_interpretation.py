"""unlinked-interpretation: when it speaks, and when it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checker_cases import column, entry, listing
from looked_cases import ROOT, article, attached, inspected, look

from checker.checks.unlinked_interpretation import unlinked_interpretation
from checker.facts import Facts
from checker.result import Status
from crawler.evidence import SiteEvidence
from crawler.inspected import Answering, Article

FILE = "https://www.example.gov.cn/wj/7.html"
NAME = "云山区稳岗补贴实施办法"
TITLE = f"《{NAME}》政策解读"
OTHER = "一图读懂云山区人才新政"
TO_FILE = ((f"云山区人民政府关于印发《{NAME}》的通知", FILE),)


def given(
    *pages: Article, file: Article | None = None, known: bool = True, path: str = "政策解读", **changes: Any
) -> Facts:
    case = inspected(*pages, asked={"path": ("政务公开", path)}, **changes)
    assert case.site is not None
    rows = (replace(entry(None, TO_FILE[0][0]), url=FILE),) if known else ()
    files = column(key="wj", listing=listing(*rows), inspection=look(*([file] if file else [])))
    site: SiteEvidence = replace(case.site, columns={**case.site.columns, "wj": files})
    return replace(case, site=site)


def document(related: tuple[tuple[str, str], ...]) -> Article:
    return replace(article(TO_FILE[0][0]), url=FILE, related=related)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(given(article(TITLE)), "1篇解读没有指向政策文件的链接", id="the file is known, no link"),
        pytest.param(
            given(article(TITLE), article(OTHER, number=2), known=False),
            "2篇解读没有指向政策文件的链接",
            id="all of them bare",
        ),
        pytest.param(
            given(article(TITLE, related=((f"图解：《{NAME}》", f"{ROOT}9.html"),))),
            "1篇解读没有指向",
            id="it links another interpretation only",
        ),
        pytest.param(
            given(article(TITLE, related=TO_FILE), file=document(())),
            "1份政策文件没有指向解读的链接",
            id="the file links nothing",
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = unlinked_interpretation(case)
    assert finding.status is Status.WARN
    assert words in finding.message


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(given(article(TITLE, related=TO_FILE)), id="it links the file"),
        pytest.param(given(article(TITLE, related=(("原文链接", f"{ROOT}55.html"),))), id="it links something"),
        pytest.param(
            given(article(TITLE, attachments=(attached("办法.pdf", Answering.FINE),))), id="the file is attached"
        ),
        pytest.param(given(article(TITLE), known=False), id="one alone, and nobody knows its file"),
        pytest.param(
            given(article(TITLE), article(OTHER, number=2, related=TO_FILE), known=False),
            id="others have links, file unknown",
        ),
        pytest.param(given(article(TITLE), path="工作动态"), id="no column of interpretations"),
        pytest.param(
            given(article("区长作报告"), article("局长答记者", number=2), known=False), id="no interpretations"
        ),
        pytest.param(given(article(TITLE, answering=Answering.UNKNOWN)), id="it did not open"),
        pytest.param(given(article(TITLE, answer=attached("解读.mp4", Answering.FINE))), id="a film has no links"),
        pytest.param(
            given(article(TITLE, related=TO_FILE), file=document(((TITLE, f"{ROOT}1.html"),))), id="linked both ways"
        ),
        pytest.param(
            given(article(TITLE, related=TO_FILE), file=document((("政策解读", f"{ROOT}8.html"),))),
            id="it links one of several",
        ),
    ],
)
def test_silent(case: Facts) -> None:
    assert unlinked_interpretation(case) == ()
