from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.naming import ReportError, page_files


def test_ordinary_names_stay_readable() -> None:
    assert page_files(["区财政局", "云山街道办事处", "区政府办公室（区外办）"]) == {
        "区财政局": "区财政局.html",
        "云山街道办事处": "云山街道办事处.html",
        "区政府办公室（区外办）": "区政府办公室（区外办）.html",
    }


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../../etc/passwd", id="climbs out"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("C:\\Windows\\x", id="Windows path"),
        pytest.param("..", id="two dots"),
        pytest.param(".", id="one dot"),
        pytest.param(".hidden", id="hidden"),
        pytest.param("", id="empty"),
        pytest.param("   ", id="blanks"),
        pytest.param("CON", id="device"),
        pytest.param("nul.txt", id="device with an ending"),
        pytest.param("COM¹", id="device with a raised digit"),
        pytest.param("index", id="the overview's own name"),
        pytest.param("INDEX", id="the overview's own name in capitals"),
        pytest.param("局 ", id="blank at the end"),
        pytest.param("局.", id="dot at the end"),
        pytest.param('a<b>:c"d|e?f*g', id="characters Windows forbids"),
        pytest.param("a\x00b\nc", id="control characters"),
        pytest.param("局\u202elmth", id="bidi override"),
        pytest.param("坏\ud800", id="lone surrogate"),
        pytest.param("长" * 400, id="400 characters"),
        pytest.param("?#%", id="characters of addresses"),
    ],
)
def test_hostile_name(name: str) -> None:
    file = page_files([name])[name]
    assert re.fullmatch(r"[^<>:\"/\\|?*%#\s\x00-\x1f]+-[0-9a-f]{10}\.html", file)
    assert not file.startswith((".", "-"))
    assert len(file.encode()) < 200
    assert not re.match(r"(con|nul|com¹|index)(\.|\Z)", file, re.IGNORECASE)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["A局", "a局"], id="case"),
        pytest.param(["A局", "Ａ局"], id="width"),
        pytest.param(["é局", "e\u0301局"], id="composition"),
        pytest.param(["甲/乙", "甲:乙", "甲_乙"], id="forbidden characters"),
        pytest.param(["长" * 100 + "甲", "长" * 100 + "乙"], id="cut at the same place"),
        pytest.param(["..", ".", ""], id="nothing left"),
    ],
)
def test_names_that_collide_stay_apart(names: list[str]) -> None:
    files = page_files(names)
    assert len({unicodedata.normalize("NFKC", file).casefold() for file in files.values()}) == len(names)
    assert page_files(reversed(names)) == files


def test_a_name_cannot_pass_for_a_digested_one() -> None:
    first = page_files(["甲/乙"])["甲/乙"]
    pretender = first.removesuffix(".html")
    files = page_files(["甲/乙", pretender])
    assert len(set(files.values())) == 2


@given(st.lists(st.text(max_size=40), unique=True, max_size=12))
def test_every_unit_has_its_own_file(names: list[str]) -> None:
    files = page_files(names)
    assert set(files) == set(names)
    assert len({unicodedata.normalize("NFKC", file).casefold() for file in files.values()}) == len(names)
    assert "index.html" not in {file.casefold() for file in files.values()}


def test_the_same_name_twice_is_said() -> None:
    with pytest.raises(ReportError, match="区财政局"):
        page_files(["区财政局", "区教育局", "区财政局"])
