"""Personal data: what is one, what must never be taken for one, and that nothing of it leaves unmasked."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from personal_cases import CARD, ID, LOUD, PHONE, PHONE_2, SILENT

from crawler.inspected import Exposure
from crawler.readers.document import parse_document
from crawler.readers.numbers import hide
from crawler.readers.personal import MOST, article_text, read_exposures

URL = "https://www.example.gov.cn/a.html"


def read(text: str, **more: object) -> tuple[Exposure, ...]:
    return read_exposures(text, url=URL, place="正文", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "kinds"), LOUD)
def test_is_one(text: str, kinds: set[str]) -> None:
    found = read(text)
    assert {one.kind.value for one in found} == kinds
    for one in found:
        _bears_nothing(one)


@pytest.mark.parametrize("text", SILENT)
def test_is_none(text: str) -> None:
    assert read(text) == ()


def _bears_nothing(one: Exposure) -> None:
    assert "*" in one.masked
    assert len(one.quote) <= 60
    for words in (one.masked, one.quote):
        assert not re.search(r"\d{7}", words)
        for secret in (ID, PHONE, PHONE_2, CARD):
            assert secret not in re.sub(r"[ -]", "", words)


def test_the_masked_form_keeps_both_ends() -> None:
    masked = [one.masked for one in read(f"姓名：张强，身份证号{ID}，手机{PHONE}，银行卡号{CARD}")]
    assert masked == ["500199********" + ID[-4:], "6217***********" + CARD[-4:], "136****6501"]


def test_the_quote_masks_everything_in_it() -> None:
    (one,) = read(f"序号\t姓名\t身份证号\t学籍号\n1\t李娜\t{ID}\t202250010012345678")
    assert one.quote == f"1 李* 500199********{ID[-4:]} 202*************78"


def test_titles_and_names_of_files_are_masked_in_their_place() -> None:
    assert hide(f"关于{ID}的公告（{PHONE}）") == f"关于500199********{ID[-4:]}的公告（136****6501）"
    assert hide("云府发〔2022〕3号，2022-10-31 09:30，共123456789012345678901项") == (
        "云府发〔2022〕3号，2022-10-31 09:30，共123456789012345678901项"
    )


def test_each_datum_once() -> None:
    assert len(read(f"身份证号{ID}\n身份证号{ID}")) == 1


def test_known_telephones_are_no_findings() -> None:
    text = f"申请人：张强，联系电话：{PHONE}"
    assert read(text, known_telephones=("023-48881234", f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}")) == ()
    assert len(read(text, known_telephones=(PHONE_2,))) == 1


def test_a_long_list_is_bounded() -> None:
    from personal_cases import identity

    rows = [f"李娜\t{identity(f'5001991987061{number:04}')}" for number in range(1, 400)]
    assert len(read("姓名\t身份证号\n" + "\n".join(rows))) == MOST


def test_the_text_of_a_page() -> None:
    page = f"""<html><head><title>公示</title><script>var a="{ID}"</script></head><body>
    <div class="nav"><a href="/">首页</a></div>
    <div class="TRS_Editor"><p>低保对象公示</p><table><tr><th>姓名</th><th>身份证号</th></tr>
    <tr><td><p>李 娜</p></td><td><p>{ID}</p></td></tr></table><p>特此公示，<span>公示期</span>7天。</p></div>
    <div class="footer">电话 {PHONE}</div></body></html>"""
    text = article_text(parse_document(page.encode(), URL))
    assert text.split("\n") == ["低保对象公示", "姓名\t身份证号", f"李 娜\t{ID}", "特此公示，公示期7天。"]


def test_a_table_in_a_cell_stays_in_its_row() -> None:
    page = "<div id='zoom'><table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table></td><td>丁</td></tr></table></div>"
    assert article_text(parse_document(page.encode(), URL)).split("\t")[-1] == "丁"


_PIECES = st.sampled_from(
    [
        ID,
        PHONE,
        CARD,
        "张强",
        "姓名：",
        "身份证号",
        "\t",
        "\n",
        " ",
        "手机",
        "，",
        "联系人：",
        "*",
        "12",
        "卡号",
        "1",
        "-",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=200))
@example(f"{ID}{ID}")
@example(f"{PHONE} {PHONE} {PHONE}")
def test_nothing_leaves_unmasked(text: str) -> None:
    for one in read(text):
        _bears_nothing(one)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1 " * 200_000, id="digits and blanks"),
        pytest.param("62" * 200_000, id="digits"),
        pytest.param("姓名：" * 130_000, id="labels"),
        pytest.param("户名：" + "甲" * 400_000, id="a name without end"),
        pytest.param("\t" * 400_000, id="cells"),
        pytest.param("\n" * 400_000, id="lines"),
        pytest.param("张 " * 200_000, id="names"),
    ],
)
@pytest.mark.timeout(20)
def test_hostile_texts_end(text: str) -> None:
    assert read(text) == ()
