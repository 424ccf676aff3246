"""大汉 信息公开: only a page that names one infotypeId is asked about."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from endpoint_pages import SITE, asked_of, shell

URL = f"{SITE}/col/col9/index.html"
SEARCH = "/module/xxgk/search.jsp"


@pytest.mark.parametrize(
    ("body", "url"),
    [
        pytest.param(
            f"<iframe src='{SEARCH}?infotypeId=B01&amp;jdid=7&amp;area=0024&amp;divid=div4'></iframe>",
            URL,
            id="a frame",
        ),
        pytest.param(
            f"<form action='{SEARCH}'><input type=hidden name=infotypeId value=B01><input type=hidden name=jdid value=7>"
            "<input type=hidden name=area value=0024><input type=hidden name=divid value=div4></form>",
            URL,
            id="hidden fields",
        ),
        pytest.param("<p></p>", f"{SITE}{SEARCH}?infotypeId=B01&jdid=7&area=0024&divid=div4", id="its own address"),
    ],
)
def test_where_the_question_stands(body: str, url: str) -> None:
    found = asked_of(shell(body), url)
    assert len(found) == 1
    data = found[0].endpoint.data
    assert data is not None
    fields = parse_qs(data.decode())
    assert (fields["infotypeId"], fields["jdid"], fields["area"], fields["divid"]) == (
        ["B01"],
        ["7"],
        ["0024"],
        ["div4"],
    )
    assert fields["currpage"] == ["1"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<iframe src='/module/xxgk/tree.jsp?area=0024&divid=div4'></iframe>", id="no infotypeId: the whole site"
        ),
        pytest.param(f"<iframe src='{SEARCH}?infotypeId=&area=0024'></iframe>", id="an empty one"),
        pytest.param(f"<iframe src='{SEARCH}?infotypeId=0&area=0024'></iframe>", id="nought: all of them"),
        pytest.param(
            f"<iframe src='{SEARCH}?infotypeId=B01'></iframe><iframe src='{SEARCH}?infotypeId=B02'></iframe>",
            id="two columns",
        ),
        pytest.param(f"<iframe src='{SEARCH}?infotypeId=B01%27--'></iframe>", id="no code"),
    ],
)
def test_what_is_not_asked(body: str) -> None:
    assert asked_of(shell(body), URL) == ()
