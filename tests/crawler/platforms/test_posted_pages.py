"""Lists whose pages are turned by posting a form."""

from __future__ import annotations

from datetime import date

import pytest
from endpoint_pages import SITE, asked_of, items, shell
from minisite import find, page

from crawler.evidence import Outcome

URL = f"{SITE}/col1/articlecolumn.html"
ROWS = "<table>" + items("<tr><td><a href='articleinfo-{n}.html'>{title}</a></td><td>{day}</td></tr>") + "</table>"
FORM = (
    "<form name='pageForm' method='post' action='articlecolumn.php'><input type='hidden' name='currpage' value='1'>"
    "<input type='hidden' name='colid' value='18'></form>"
)
TURN = "<a href='Javascript:goToPageURL(2)'>下一页</a> 共3页"


def test_the_form_is_posted_with_another_number() -> None:
    found = asked_of(shell(ROWS + FORM + TURN), URL)
    assert len(found) == 1
    question = found[0]
    assert question.endpoint.turns_only
    assert question.further is not None
    second = question.further(question.endpoint, 2)
    assert second is not None
    assert (second.url, second.data) == (f"{SITE}/col1/articlecolumn.php", b"currpage=2&colid=18")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(ROWS + FORM, id="nothing turns the page"),
        pytest.param(ROWS + TURN, id="no form"),
        pytest.param(ROWS + TURN + FORM.replace("colid", "token"), id="a form that names no column"),
        pytest.param(ROWS + TURN + FORM + FORM, id="two forms"),
        pytest.param(ROWS + TURN + "<form><input type=text name=q></form>", id="a search box"),
    ],
)
def test_what_is_no_turning_form(body: str) -> None:
    assert asked_of(shell(body), URL) == ()


def test_the_newest_row_on_a_posted_page() -> None:
    mixed = ROWS.replace("2026-03-12", "2024-01-02", 1).replace("2025-12-18", "2026-03-01")
    other = ROWS.replace("articleinfo-", "articleinfo-9").replace("2026-03-12", "2026-03-30")
    pages = {
        "/": page(links={"政务公开": "/zwgk/"}),
        "/zwgk/": page("政务公开", links={"通知公告": "/col1/articlecolumn.html"}),
        "/col1/articlecolumn.html": page("政务公开", "通知公告", body=mixed + FORM + TURN),
        "/col1/articlecolumn.php POST currpage=2&colid=18": page("政务公开", "通知公告", body=other + FORM + TURN),
    }
    found = find(pages, "政务公开>通知公告")
    assert (found.outcome, found.newest) == (Outcome.FOUND, date(2026, 3, 30))
