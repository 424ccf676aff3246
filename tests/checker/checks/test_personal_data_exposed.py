"""personal-data-exposed: when it speaks, and when it must not."""

from __future__ import annotations

import pytest
from looked_cases import ROOT, article, attached, exposure, inspected

from checker.checks.personal_data_exposed import personal_data_exposed
from checker.facts import Facts
from checker.result import Status
from crawler.inspected import Answering, Exposure, ExposureKind

ID = "500199********1234"


def showing(*exposures: Exposure) -> Facts:
    return inspected(article("低保对象公示", exposures=exposures))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(showing(exposure(ID)), f"未作处理的身份证号1个（如{ID}）", id="an identity number"),
        pytest.param(
            showing(
                exposure(ID), exposure("138****9876", ExposureKind.MOBILE), exposure("139****1111", ExposureKind.MOBILE)
            ),
            f"身份证号1个、个人手机号2个（如{ID}、138****9876）",
            id="by kind",
        ),
        pytest.param(showing(exposure(ID), exposure(ID, url=f"{ROOT}x.xls")), "身份证号1个", id="each once"),
        pytest.param(
            showing(exposure("6222***********4569", ExposureKind.BANK_CARD)), "银行卡号1个", id="one look is enough"
        ),
    ],
)
def test_fires(case: Facts, words: str) -> None:
    (finding,) = personal_data_exposed(case)
    assert finding.status is Status.FAIL
    assert words in finding.message


def test_the_file_is_the_evidence() -> None:
    file = attached("名单.xls", Answering.FINE)
    shown = exposure(ID, url=file.url, place="名单.xls")
    (finding,) = personal_data_exposed(inspected(article("低保公示", attachments=(file,), exposures=(shown,))))
    assert finding.evidence[-1].url == file.url
    assert finding.evidence[-1].quote == f"低保公示（附件“名单.xls”）：张*，{ID}"


def test_the_same_words_are_shown_once() -> None:
    both = (exposure(ID, quote="李* 1"), exposure("138****9876", ExposureKind.MOBILE, quote="李* 1"))
    (finding,) = personal_data_exposed(showing(*both))
    assert [ref.quote for ref in finding.evidence] == ["", "低保对象公示（正文）：李* 1"]


@pytest.mark.parametrize(
    "case", [pytest.param(showing(), id="nothing was seen"), pytest.param(inspected(), id="nothing was opened")]
)
def test_silent(case: Facts) -> None:
    assert personal_data_exposed(case) == ()


@pytest.mark.parametrize(
    ("case", "able"),
    [
        pytest.param(showing(), True, id="read, and nothing there"),
        pytest.param(inspected(article(), personal_data=False), False, id="switched off"),
        pytest.param(
            inspected(article(attachments=(attached("a.pdf", Answering.UNKNOWN),))), False, id="a file failed"
        ),
    ],
)
def test_able(case: Facts, able: bool) -> None:
    assert personal_data_exposed.able(case) is able
