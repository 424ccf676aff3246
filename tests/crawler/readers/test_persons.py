"""Names of persons: what may be one, and how texts lose them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.persons import is_name, mask_names


@pytest.mark.parametrize("name", ["张强", "李 娜", "欧阳娜娜", "诸葛亮", "阿依古丽·买买提", "王小明"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("方法", id="a word that begins like a name"),
        pytest.param("金额", id="a head of a table"),
        pytest.param("汉族", id="a people"),
        pytest.param("云阳县", id="a county"),
        pytest.param("石河村", id="a village"),
        pytest.param("张某", id="made unknown"),
        pytest.param("张*", id="masked"),
        pytest.param("张", id="a surname alone"),
        pytest.param("张强李娜", id="two names"),
        pytest.param("重庆云山公司", id="a company"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_names(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申请人张小强，身份证号", "申请人张**，身份证号"),
        ("1 李娜 女 低保", "1 李* 女 低保"),
        ("李 娜\t300", "李 *\t300"),
        ("姓名：欧阳娜娜，金额300", "姓名：欧阳**，金额300"),
        ("关于做好服务的通知", "关于做好服务的通知"),
    ],
)
def test_masking(text: str, expected: str) -> None:
    assert mask_names(text) == expected


@given(st.text(alphabet="张强李娜 ，：姓名1\t欧阳", max_size=60))
def test_each_character_keeps_its_place(text: str) -> None:
    hidden = mask_names(text)
    assert len(hidden) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, hidden, strict=True))
