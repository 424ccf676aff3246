"""broken-attachment: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from looked_cases import article, attached, inspected

from checker.checks.broken_attachment import broken_attachment
from checker.facts import Facts
from checker.result import Status
from crawler.inspected import Answering, LinkAnswer, TargetKind


def holding(*files: LinkAnswer) -> Facts:
    return inspected(article(attachments=files))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(
            holding(attached("清单.pdf", Answering.GONE)), "1个附件不能使用：“清单.pdf”（HTTP 404）", id="gone"
        ),
        pytest.param(holding(attached("清单.xls", Answering.EMPTY)), "（内容为空）", id="no byte in it"),
        pytest.param(holding(attached("清单.pdf", Answering.WRONG_TYPE)), "应为PDF，实为网页", id="a page instead"),
        pytest.param(
            holding(
                attached("解读.mp4", Answering.WRONG_TYPE, TargetKind.MEDIA),
                attached("图.png", Answering.GONE, TargetKind.IMAGE),
                attached("表.doc", Answering.FINE),
            ),
            "1个图片、1个音视频不能使用",
            id="a film that cannot be played, a picture that is gone",
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = broken_attachment(case)
    assert finding.status is Status.FAIL
    assert words in finding.message


def test_a_file_of_two_entries_counts_once() -> None:
    file = attached("清单.pdf", Answering.GONE)
    (finding,) = broken_attachment(inspected(article(attachments=(file,)), article(number=2, attachments=(file,))))
    assert "有1个附件" in finding.message
    assert finding.evidence[1].url == file.url


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(holding(), id="no attachment"),
        pytest.param(holding(attached("清单.pdf", Answering.FINE)), id="it opens"),
        pytest.param(holding(attached("清单.pdf", Answering.UNKNOWN)), id="refused or failed"),
        pytest.param(holding(attached("清单.pdf", Answering.GONE, looks=1)), id="seen once"),
        pytest.param(inspected(article(answering=Answering.GONE)), id="the entry itself is gone: another finding"),
    ],
)
def test_silent(case: Facts) -> None:
    assert broken_attachment(case) == ()


@pytest.mark.parametrize(
    ("case", "able"),
    [
        pytest.param(holding(), True, id="entries without attachments"),
        pytest.param(holding(attached("清单.pdf", Answering.FINE)), True, id="it opens"),
        pytest.param(holding(attached("清单.pdf", Answering.UNKNOWN)), False, id="it failed"),
        pytest.param(inspected(article(answering=Answering.UNKNOWN)), False, id="the entry failed"),
        pytest.param(inspected(), False, id="nothing was opened"),
    ],
)
def test_able(case: Facts, able: bool) -> None:
    assert broken_attachment.able(case) is able
