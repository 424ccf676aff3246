"""The publish date of an article: what it shows first, what its tags say second, its address last."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.evidence import DateSource
from crawler.readers.article import article_title, read_article_date
from crawler.readers.document import parse_document

AS_OF = date(2021, 7, 1)
TRS = "http://yunshan.example/xxgk/ghjh/201708/t20170804_633612.html"
UCAP = "http://yunshan.example/site/c100529/2014/3/17/f2d616091b9a4e5fbde0bc83c1e5c2c6.shtml"
PLAIN = "http://yunshan.example/info/1029/123.htm"
BODY = "<p>云山区人民政府办公室关于2016年3月2日会议议定事项的说明，自2018年1月1日起施行。</p>" * 5


def article(line: str, *, head: str = "", after: str = "") -> bytes:
    return (
        f"<html><head><title>云山区发展规划-云山区人民政府</title>{head}</head><body><div class='header'>今天是2021年7月1日 星期四</div>"
        f"<h1>云山区发展规划</h1>{line}<div class='TRS_Editor'>{BODY}</div>{after}"
        "<div class='footer'>网站更新时间：2021-06-30 备案2020-02-02</div></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("source", "url", "wanted"),
    [
        pytest.param(
            article(
                f"<p>{'各单位要认真落实有关要求。' * 8}</p><p>2013年1月5日</p>",
                head='<meta name="PubDate" content="2014-03-17 09:00">',
            ),
            PLAIN,
            (date(2014, 3, 17), DateSource.META),
            id="signed earlier, published later",
        ),
        pytest.param(
            article("<p>发布时间：2014-03-17&nbsp;&nbsp;浏览次数：<span></span></p>"),
            PLAIN,
            (date(2014, 3, 17), DateSource.VISIBLE),
            id="发布时间",
        ),
        pytest.param(
            article("<div>来源：区发改局 时间：2017-07-03 11:18</div>"),
            TRS,
            (date(2017, 7, 3), DateSource.VISIBLE),
            id="时间, older than the address",
        ),
        pytest.param(
            article("<span>发布日期：</span><span>2017年07月03日</span>"),
            PLAIN,
            (date(2017, 7, 3), DateSource.VISIBLE),
            id="label apart",
        ),
        pytest.param(
            article(
                "<table><tr><td>成文日期：</td><td>2017-01-01</td><td>发布日期：</td><td>2017-07-03</td></tr></table>"
            ),
            PLAIN,
            (date(2017, 7, 3), DateSource.VISIBLE),
            id="发布日期 beside 成文日期",
        ),
        pytest.param(
            article("<i>时间：</i>2019-09-18 06:23", head='<meta name="PubDate" content="2019-09-20">'),
            PLAIN,
            (date(2019, 9, 18), DateSource.VISIBLE),
            id="what is shown counts before PubDate",
        ),
        pytest.param(
            article("", head='<meta name="PubDate" content="2017-07-03 11:18">'),
            TRS,
            (date(2017, 7, 3), DateSource.META),
            id="PubDate before the address",
        ),
        pytest.param(
            article("", head='<meta name="pubdate" content="2017/07/03 11:18">'),
            PLAIN,
            (date(2017, 7, 3), DateSource.META),
            id="pubdate with slashes",
        ),
        pytest.param(
            article(
                "",
                head='<meta name="PubDate" content="2020-09-26 02:44:47"><meta name="others" content="页面生成时间 2020-09-26 02:44:47">',
            ),
            UCAP,
            (date(2014, 3, 17), DateSource.URL),
            id="PubDate is the stamp of generation",
        ),
        pytest.param(
            article(
                "",
                head='<meta name="PubDate" content="2020-09-26 02:44:47"><meta name="others" content="页面生成时间 2020-09-26 02:44:47">',
            ),
            PLAIN,
            (date(2020, 9, 26), DateSource.META),
            id="stamp of generation, nothing better",
        ),
        pytest.param(article(""), TRS, (date(2017, 8, 4), DateSource.URL), id="only the address"),
        pytest.param(
            article("<p>2017-07-03</p>"), PLAIN, (date(2017, 7, 3), DateSource.VISIBLE), id="a bare day under the title"
        ),
        pytest.param(article("<p>成文日期：2017-07-03</p>"), PLAIN, None, id="only 成文日期"),
        pytest.param(
            article("<p>2021-07-01</p>", head='<meta name="PubDate" content="2017-07-03">'),
            PLAIN,
            (date(2017, 7, 3), DateSource.META),
            id="a bare clock of today yields to PubDate",
        ),
        pytest.param(article("<p>更新时间：2021-06-30</p>"), PLAIN, None, id="only 更新时间"),
        pytest.param(article("<p>发布时间：2031-01-01</p>"), PLAIN, None, id="a day after as-of"),
        pytest.param(article(""), PLAIN, None, id="no day at all"),
        pytest.param(
            article(
                "",
                after="<div class='related'><ul><li><a href='a.html'>云山区另一条相关信息</a><span>2021-06-29</span></li></ul></div>",
            ),
            PLAIN,
            None,
            id="days of related articles",
        ),
        pytest.param(
            article(
                "<p>发布时间：2014-03-17</p>", after="<ul><li><span>留言时间：</span><span>2021-06-29</span></li></ul>"
            ),
            PLAIN,
            (date(2014, 3, 17), DateSource.VISIBLE),
            id="comments below",
        ),
    ],
)
def test_publish_date(source: bytes, url: str, wanted: tuple[date, DateSource] | None) -> None:
    assert read_article_date(parse_document(source, url), url, as_of=AS_OF) == wanted


@pytest.mark.parametrize(
    ("source", "title"),
    [
        pytest.param(
            article("", head='<meta name="ArticleTitle" content="云山区“十三五”规划">'),
            "云山区“十三五”规划",
            id="ArticleTitle",
        ),
        pytest.param(
            article("", head="<meta name='ArticleTitle' content=\"<font color='red'>[公告]</font>云山区规划\">"),
            "[公告]云山区规划",
            id="markup in the tag",
        ),
        pytest.param(article(""), "云山区发展规划", id="heading"),
        pytest.param(
            "<title>云山区预算公开说明-云山区人民政府</title><p>正文</p>".encode(),
            "云山区预算公开说明",
            id="page title",
        ),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_title(source: bytes, title: str) -> None:
    assert article_title(parse_document(source, PLAIN)) == title
