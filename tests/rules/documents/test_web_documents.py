"""Web pages: menus around the table, layout tables, encodings, hidden parts, and pages in one file."""

from __future__ import annotations

import base64

import pytest
from drawn_documents import BASICS, BUDGET, HEADER, SCHOOLS, TITLE, Box, Rows, content, html_table, read, to_html, told

ROWS: Rows = [
    HEADER,
    ["1", Box(text="一、决策公开", rows=2), BUDGET, "区财政局", "区教育局"],
    ["2", SCHOOLS, "区教育局", "各镇街"],
]
EXPECTED = [
    ("1", "一、决策公开", BUDGET, ("区财政局",), ("区教育局",), ()),
    ("2", "一、决策公开", SCHOOLS, ("区教育局",), ("各镇街",), ("section",)),
]


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<!DOCTYPE html>\n<html><head>{head}<title>云山区人民政府</title></head><body>{body}</body></html>".encode()


SITE = f"""
<script>document.write("<table><tr><td>工作任务</td><td>责任单位</td></tr></table>")</script>
<style>td {{ color: red }}</style>
<div class="top"><a href="/">首页</a> <a href="/zwgk">政务公开</a> 今天是2019年3月2日</div>
<table width="100%"><tr><td>首页</td><td>工作要点</td><td>政务公开</td><td>互动交流</td></tr></table>
<ul><li>重点任务</li><li>责任单位</li></ul>
<table id="layout"><tr><td><table><tr><td>
<h1>{TITLE}</h1><p>发布时间：2024-05-06　来源：区政府办公室</p>
<form>{html_table(ROWS)}</form>
<p>抄送：区委办公室</p>
</td></tr></table></td><td><ul><li>上一篇</li></ul></td></tr></table>
<table class="foot"><tr><td>版权所有</td><td>云山区人民政府</td><td>备案号</td><td>网站地图</td><td>联系我们</td></tr></table>
"""


def test_the_table_of_a_page_with_menus() -> None:
    found = read(page(SITE))
    assert told(found) == EXPECTED
    assert (found.title, found.place, found.year) == (TITLE, "云山区", 2024)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", "utf-8", id="utf-8"),
        pytest.param("gb18030", "gb2312", id="gb2312 declared, GBK sent"),
        pytest.param("gb18030", "utf-8", id="saved in GBK, still declares utf-8"),
        pytest.param("utf-8", "gb2312", id="saved in utf-8, still declares gb2312"),
        pytest.param("gb18030", "", id="GBK, nothing declared"),
        pytest.param("utf-8-sig", "gb2312", id="byte order mark"),
        pytest.param("utf-16", "utf-16", id="UTF-16 as Word saves it"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    data = to_html(ROWS).decode().replace('charset="utf-8"', f'charset="{declared}"')
    assert told(read(data.encode(encoding))) == EXPECTED


def test_a_broken_byte_loses_a_character_only() -> None:
    data = to_html(ROWS, encoding="gb18030").replace("抄".encode("gb18030"), b"\xff")
    assert told(read(data.replace("监督".encode("gb18030"), b"\xff\xff")))[1] == EXPECTED[1]


def test_traditional_pages_in_big5() -> None:
    body = "<p>雲山區政務公開</p><table><tr><td>工作任務</td></tr></table>"
    data = f'<html><meta charset="big5">{body}</html>'.encode("big5hkscs")
    assert "雲山區政務公開" in content(data).text


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            '<tr style="display: none"><td>9</td><td>九</td><td>不可见</td><td>甲</td><td>乙</td></tr>', id="row"
        ),
        pytest.param("<tr hidden><td>9</td><td>九</td><td>不可见</td><td>甲</td><td>乙</td></tr>", id="attribute"),
    ],
)
def test_hidden_rows(row: str) -> None:
    data = to_html(ROWS).decode().replace("</table>", row + "</table>")
    assert told(read(data.encode())) == EXPECTED


def test_hidden_and_deleted_words() -> None:
    body = html_table(ROWS).replace(
        BUDGET, f'{BUDGET}<span style="visibility:hidden">隐藏</span><del>删去</del><!-- 注释 --><script>脚本</script>'
    )
    assert read(page(body)).rows[0].text == BUDGET


def test_source_lines_are_no_lines_of_the_text() -> None:
    body = (
        html_table(ROWS)
        .replace("方便群众", "方便\n   群众")
        .replace("区教育局", "<p>区人力资源和\n社会保障局</p><p>区教育局</p>")
    )
    rows = read(page(body)).rows
    assert rows[0].text == BUDGET
    assert rows[0].responsible_units == ("区人力资源和社会保障局", "区教育局")


def test_ordered_lists_carry_their_numbers() -> None:
    body = html_table(ROWS).replace(BUDGET, "<ol><li>编制公开目录。</li><li><p>开展政策解读。</p></li></ol>")
    assert [item.text for item in read(page(body)).rows[0].items] == ["编制公开目录。", "开展政策解读。"]


def test_a_foot_written_before_the_body_comes_last() -> None:
    body = (
        "<table><thead><tr><th>工作任务</th><th>责任单位</th></tr></thead>"
        "<tfoot><tr><td colspan=2>抄送：区委办公室</td></tr></tfoot>"
        f"<tbody><tr><td>{BUDGET}</td><td>区财政局</td></tr></tbody></table>"
    )
    assert [row.text for row in read(page(body)).rows] == [BUDGET]


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        pytest.param('rowspan="65534"', "一、决策公开", id="too tall"),
        pytest.param('rowspan="0"', "一、决策公开", id="to the end"),
        pytest.param('rowspan="-2" colspan="x"', "一、决策公开", id="nonsense"),
    ],
)
def test_odd_spans(attributes: str, text: str) -> None:
    body = (
        f"<table><tr><td>重点任务</td><td>工作任务</td><td>责任单位</td></tr>"
        f"<tr><td {attributes}>{text}</td><td>{BUDGET}</td><td>区财政局</td></tr></table>"
    )
    assert [(row.section, row.text) for row in read(page(body)).rows] == [(text, BUDGET)]


def test_a_title_wider_than_the_table() -> None:
    body = f'<table><tr><td colspan="99">{TITLE}</td></tr>' + html_table(ROWS).removeprefix("<table>")
    found = read(page(body))
    assert (found.title, told(found)) == (TITLE, EXPECTED)


def test_a_prose_page() -> None:
    body = (
        "<div>首页 > 政务公开</div><h1>云山区2024年政务公开工作要点</h1><p>一、深化决策公开</p>"
        f"<p>（一）{BUDGET}（责任单位：区财政局）</p><p>（二）{SCHOOLS}（责任单位：区教育局）</p><div>版权所有</div>"
    )
    found = read(page(body))
    assert found.layout == "prose"
    assert [row.responsible_units for row in found.rows] == [("区财政局",), ("区教育局",)]


@pytest.mark.parametrize("charset", ["", "; charset=gb2312"], ids=["declared nowhere", "declared in the part"])
def test_a_page_in_one_file(charset: str) -> None:
    body = base64.encodebytes(html_table([[TITLE], *ROWS]).encode("gb18030")).decode()
    data = (
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="----x"; type="text/html"\r\n\r\n'
        f"------x\r\nContent-Type: text/html{charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        "------x\r\nContent-Type: text/css\r\n\r\ntd { color: red }\r\n------x--\r\n"
    )
    assert told(read(data.encode(), "分工表.mht")) == EXPECTED


def test_a_file_of_parts_without_a_page() -> None:
    data = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\ntd {}\n--x--\n"
    with pytest.raises(Exception, match=r"分工表.mht：文件中没有网页正文。请"):
        read(data.encode(), "分工表.mht")


def test_a_page_by_its_content_whatever_its_name() -> None:
    assert told(read(to_html(ROWS), "分工表.doc")) == EXPECTED


def test_an_export_of_a_spreadsheet_program() -> None:
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gbk><!--[if gte mso 9]><xml/><![endif]-->'
    data = f"{head}</head><body>{html_table(ROWS)}</body></html>".encode("gb18030")
    assert told(read(data, "分工表.xls")) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"工作任务\n1 < 2，<b>不是网页</b>\n{BASICS}", id="text with a tag"),
        pytest.param("<公开路径>：政府网站", id="text that begins with a bracket"),
    ],
)
def test_text_is_no_page(text: str) -> None:
    from rules.documents import html

    assert not html.recognises(text.encode())
