"""广东 gkmlpt: the shell, its numbers, and the days of its answers."""

from __future__ import annotations

import json
from datetime import date

import pytest
from endpoint_pages import AS_OF, GKMLPT, SITE, asked_of, one_of

from crawler.evidence import Listing
from crawler.readers.document import parse_document
from crawler.readers.endpoints import trail_of

SHELL = GKMLPT.page


@pytest.mark.parametrize(
    ("page", "url", "asked"),
    [
        pytest.param(
            SHELL, f"{SITE}/gkmlpt/index#5", f"{SITE}/gkmlpt/api/all/5?page=1&sid=755031", id="of the whole site"
        ),
        pytest.param(
            SHELL,
            f"{SITE}/a/czj/gkmlpt/index.html#153",
            f"{SITE}/a/czj/gkmlpt/api/all/153?page=1&sid=755031",
            id="two levels down",
        ),
        pytest.param(
            SHELL.replace("SID: '755031'", '"SID": 2'),
            f"{SITE}/gkmlpt/index#5",
            f"{SITE}/gkmlpt/api/all/5?page=1&sid=2",
            id="a number",
        ),
        pytest.param(SHELL, f"{SITE}/gkmlpt/index", None, id="no column"),
        pytest.param(SHELL, f"{SITE}/gkmlpt/index#top", None, id="an anchor"),
        pytest.param(SHELL, f"{SITE}/zwgk/index#5", None, id="another system"),
        pytest.param(SHELL.replace("SID", "PID"), f"{SITE}/gkmlpt/index#5", None, id="without a site number"),
    ],
)
def test_what_is_asked(page: str, url: str, asked: str | None) -> None:
    assert [question.endpoint.url for question in asked_of(page, url)] == ([asked] if asked else [])


@pytest.mark.parametrize(
    ("days", "day"),
    [
        pytest.param({"display_publish_time": 1773244800, "date": 1546272000}, "2026-03-12", id="shown before signed"),
        pytest.param(
            {"first_publish_time": "1773244800", "created_at": "2019-01-01 08:00:00"}, "2026-03-12", id="digits"
        ),
        pytest.param({"display_publish_time": 0, "created_at": "2026-03-12 08:00:00"}, "2026-03-12", id="printed"),
        pytest.param({"date": 1773244799}, "2026-03-11", id="the last second of a day in China"),
        pytest.param({"date": 1773244800000}, "2026-03-12", id="milliseconds"),
    ],
)
def test_days(days: dict[str, object], day: str) -> None:
    row = {"title": "云山区财政局通知", "url": f"{SITE}/gkmlpt/content/1/post_1.html", **days}
    question = one_of(GKMLPT)
    listing = question.answer(json.dumps({"articles": [row], "total": 1}).encode(), question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert listing.entries[0].date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("url", "names"),
    [
        (f"{SITE}/czj/gkmlpt/index#2811", ("政策文件", "规范性文件")),
        (f"{SITE}/czj/gkmlpt/index#2800", ("政策文件",)),
        (f"{SITE}/czj/gkmlpt/index#99", ()),
        (f"{SITE}/czj/gkmlpt/index", ()),
    ],
)
def test_the_tree_names_the_column(url: str, names: tuple[str, ...]) -> None:
    assert trail_of(parse_document(SHELL.encode(), url.partition("#")[0]), url) == names
