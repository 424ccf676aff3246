"""The search a page offers: forms sent by GET and addresses that scripts complete."""

from __future__ import annotations

import pytest

from crawler.readers.document import parse_document
from crawler.readers.searchforms import searches_of

URL = "https://www.yunshan.example/"


def asked(html: str, words: str = "减税") -> str | None:
    found = searches_of(parse_document(html.encode(), URL))
    return found[0].address(words) if found else None


@pytest.mark.parametrize(
    ("html", "address"),
    [
        pytest.param("<form action='/so'><input name='q'></form>", "so?q=%E5%87%8F%E7%A8%8E", id="no method, no type"),
        pytest.param(
            "<form action='/was5/web/search?x=1' method='GET'><input type=hidden name=channelid value=25>"
            "<input type=text name=searchword></form>",
            "was5/web/search?channelid=25&searchword=%E5%87%8F%E7%A8%8E",
            id="the query of the address is replaced",
        ),
        pytest.param(
            "<form action='s'><select name=t><option value=a><option value=b selected></select><input name=keyword></form>",
            "s?t=b&keyword=%E5%87%8F%E7%A8%8E",
            id="the chosen option is sent",
        ),
        pytest.param(
            "<meta charset=gb2312><form action='/s'><input name=q></form>", "s?q=%BC%F5%CB%B0", id="asked in GBK"
        ),
        pytest.param(
            "<script>function s(){window.open('/search4/s?siteCode=1&searchWord='+v)}</script>",
            "search4/s?siteCode=1&searchWord=%E5%87%8F%E7%A8%8E",
            id="an address completed by a script",
        ),
    ],
)
def test_searches(html: str, address: str) -> None:
    assert asked(html) == URL + address


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>", id="none"),
        pytest.param("<form action='/s' method=post><input name=q></form>", id="posted"),
        pytest.param("<form action='javascript:go()'><input name=q></form>", id="sent by a script"),
        pytest.param("<form><input name=q></form>", id="without an address"),
        pytest.param("<form action='/login'><input name=user><input type=password name=p></form>", id="a login"),
        pytest.param("<form action='/in'><input name=key><input type=password name=p></form>", id="a login with a key"),
        pytest.param("<form action='/mail'><input name=email></form>", id="a subscription"),
        pytest.param("<script>var u='/counter?key='+id</script>", id="a script that does not search"),
    ],
)
def test_no_search(html: str) -> None:
    assert asked(html) is None
