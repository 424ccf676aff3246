"""大汉 dataproxy: the ways a page states its question, and what servers answer."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from endpoint_pages import AS_OF, HANWEB, SITE, asked_of, dumped, items, shell

from crawler.evidence import Listing, Shape
from crawler.readers.endpoints import Question

URL = f"{SITE}/col/col61490/index.html"
RECORDS = items("<record><![CDATA[<li><a href='/art/{n}.html'>{title}</a><span>{day}</span></li>]]></record>")


def store(column: str = "61490", total: str = "88", records: str = RECORDS) -> str:
    return (
        f"<div id='4{column}'><script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/module/web/jpage/dataproxy.jsp?"
        f"page=1&appid=1&appid=1&webid=39&path=/&columnid={column}&unitid=4{column}&webname=y&permissiontype=0'></a>]]>"
        f"</nextgroup><recordset>{records}</recordset><totalrecord>{total}</totalrecord></datastore></script></div>"
    )


def only(body: str, url: str = URL) -> Question:
    found = asked_of(shell(body), url)
    assert len(found) == 1
    return found[0]


def test_stored_rows_are_turned_by_their_own_link() -> None:
    question = only(store())
    assert question.further is not None
    second = question.further(question.endpoint, 2)
    assert second is not None
    assert second.data is None
    fields = parse_qs(urlsplit(second.url).query)
    assert (fields["page"], fields["startrecord"], fields["endrecord"]) == (["2"], ["16"], ["30"])
    assert (fields["columnid"], fields["unitid"]) == (["61490"], ["461490"])


def test_rows_in_the_page_are_not_asked_for_again() -> None:
    assert not only(store()).endpoint.apart


@pytest.mark.parametrize(
    ("body", "url"),
    [
        pytest.param(store(total="0", records=""), URL, id="the page says that it is empty"),
        pytest.param(store(column="555"), URL, id="the rows of another column in a side block"),
        pytest.param(store() + store(column="7"), f"{SITE}/zwgk/tzgg/", id="two columns on a page without a number"),
        pytest.param("<script>var proxyUrl = '/module/jpage/' + name;</script>", URL, id="a computed address"),
        pytest.param(
            "<script>x={proxyUrl:'/module/jpage/dataproxy.jsp',unitid:'4'}</script>", URL, id="without a column"
        ),
    ],
)
def test_what_is_not_asked(body: str, url: str) -> None:
    assert asked_of(shell(body), url) == ()


def test_truecms_answers_the_same_within_jsonp() -> None:
    page = "<ul id='list'></ul><script>load({columnId:'61490', perPage:'20', proxyUrl:'/messageController/getMessage.do'})</script>"
    question = only(page)
    fields = parse_qs(urlsplit(question.endpoint.url).query)
    assert fields["columnId"] == ["61490"]
    assert (fields["startrecord"], fields["endrecord"], fields["perpage"]) == (["1"], ["20"], ["20"])
    xml = f"<datastore><totalrecord>46</totalrecord><recordset>{RECORDS}</recordset></datastore>"
    listing = question.answer(b"cb(" + dumped({"result": xml}) + b");", question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert (len(listing.entries), listing.total, listing.entries[0].date) == (5, 46, date(2026, 3, 12))


def test_records_of_table_rows() -> None:
    rows = items("<record><![CDATA[<tr><td><a href='/art/{n}.html'>{title}</a></td><td>[{day}]</td></tr>]]></record>")
    question = only(store())
    body = f"<datastore><totalrecord>46</totalrecord><recordset>{rows}</recordset></datastore>".encode()
    listing = question.answer(body, question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert (listing.shape, len(listing.entries), listing.pages) == (Shape.LIST, 5, 4)


def test_gbk_answers() -> None:
    question = only(store())
    listing = question.answer(HANWEB.rows.decode().encode("gb18030"), question.endpoint, AS_OF)
    assert isinstance(listing, Listing)
    assert listing.entries[0].title.startswith("云山区财政局")
