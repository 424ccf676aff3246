"""What a page shows of the sub-columns and libraries that are asked of it: a name in other words accuses nobody."""

from __future__ import annotations

import pytest

from crawler.pagenames import leads_of


@pytest.mark.parametrize(
    ("asked", "shown", "there"),
    [
        pytest.param("视频", "视频", True, id="the very name"),
        pytest.param("视频", "视频解读", True, id="with the word of its column"),
        pytest.param("视频", "政策视频", True, id="the word before it"),
        pytest.param("图片", "政策图解", True, id="a picture by another name"),
        pytest.param("文字", "文件解读", True, id="a text by another name"),
        pytest.param("视频", "视频会议系统", False, id="something longer"),
        pytest.param("视频", "图片解读", False, id="another form"),
        pytest.param("临时救助", "医疗救助", False, id="another kind of the same"),
        pytest.param("行政法规库", "国家行政法规库", True, id="whose it is, printed on the page"),
        pytest.param("国家行政法规库", "行政法规库", True, id="whose it is, printed in the document"),
        pytest.param("市政府规章库", "行政法规库", False, id="another library"),
    ],
)
def test_a_name_counts_in_the_words_of_its_page(asked: str, shown: str, there: bool) -> None:
    (lead,) = leads_of(((shown, "/a/"),), (asked,), looks=2)
    assert (lead.name, lead.url) == ((shown, "/a/") if there else ("", None))
