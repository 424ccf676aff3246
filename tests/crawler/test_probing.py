"""What one look at a start page says of whether visitors can open the site: by a probe, and by an audit in passing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.evidence import Failure, FailureKind, Page
from crawler.probing import probe_beside, probe_of

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
HOME = "https://www.example.gov.cn/"


def answered(status: int = 200, seconds: float | None = 0.4) -> Page:
    return Page(requested=HOME, url=HOME, status=status, fetched_at=AT, seconds=seconds)


def failed(detail: str, status: int | None = None) -> Page:
    failure = Failure(kind=FailureKind.UNREACHABLE, detail=detail)
    return Page(requested=HOME, url=HOME, status=status, fetched_at=AT, failure=failure)


@pytest.mark.parametrize(
    ("page", "given", "alone", "beside"),
    [
        pytest.param(answered(), 15, True, True, id="open"),
        pytest.param(answered(seconds=14.9), 60, True, True, id="open just in time"),
        pytest.param(answered(seconds=15.0), 60, True, None, id="late in an audit, which may be what was slow"),
        pytest.param(answered(404), 5, False, False, id="an answer that is none, whatever it was given"),
        pytest.param(failed("HTTP 502", 502), 5, False, False, id="an error of the server"),
        pytest.param(failed("连接超时"), 15, False, False, id="silent for as long as the indicators wait"),
        pytest.param(failed("连接超时"), 30, False, False, id="silent for longer"),
        pytest.param(failed("连接超时"), 5, False, None, id="given up before the indicators would"),
        pytest.param(failed("连接被拒绝"), 5, False, None, id="not asked as the indicators ask"),
    ],
)
def test_an_audit_counts_what_the_indicators_would_count(
    page: Page, given: float, alone: bool, beside: bool | None
) -> None:
    whole = probe_of(page)
    assert whole is not None
    assert whole.ok is alone
    probe = probe_beside(page, given=given, wanted=15.0)
    assert (probe.ok if probe else None) is beside
