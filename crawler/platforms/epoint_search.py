"""新点 Epoint full text search: POST JSON `…/rest/esinteligentsearch/getFullTextDataNew`, the words in `wd`.

Pages from the same workshop are known by `/js/webBuilderCommon.js`. The answer holds `result.records[]` with `title`
and `linkurl`, at times as text inside `content`. Public knowledge of readers, not seen on a site of ours: what it
answers only names pages to look at.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

from crawler.readers.document import Document
from crawler.readers.searchforms import SiteSearch

_ADDRESS = re.compile(
    r"""["']([^"'\s<>]{0,200}/rest/\w{0,2}inteligentsearch/getFullTextData\w{0,8})["']""", re.IGNORECASE
)
_USUAL = "/inteligentsearch/rest/esinteligentsearch/getFullTextDataNew"
_SIGNS = ("webBuilderCommon.js", "inteligentsearch")
_RECORD = {
    "token": "",
    "pn": 0,
    "rn": 10,
    "sdt": "",
    "edt": "",
    "inc_wd": "",
    "exc_wd": "",
    "fields": "title",
    "cnum": "",
    "sort": '{"webdate":"0"}',
    "ssort": "title",
    "cl": 200,
    "terminal": "",
    "condition": None,
    "time": None,
    "highlights": "",
    "statistics": None,
    "unionCondition": None,
    "accuracy": "",
    "noParticiple": "1",
    "searchRange": None,
}


def search(document: Document) -> SiteSearch | None:
    """The full text search of a page built by Epoint's workshop."""
    if not any(sign in document.text for sign in _SIGNS):
        return None
    named = _ADDRESS.search(document.text)
    url = urljoin(document.base, named[1] if named else _USUAL)
    return SiteSearch(url=url, words="wd", posted=True, by_script=True, record=json.dumps(_RECORD))
