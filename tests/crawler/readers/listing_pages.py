"""A column's page as offices build it, with what a case puts beside its list."""

from __future__ import annotations

from datetime import date

from crawler.evidence import DateSource, Listing
from crawler.readers.document import parse_document
from crawler.readers.listing import read_listing

AS_OF = date(2021, 7, 1)
TOP = """<div id="top"><div class="logo">云山区人民政府</div><div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>
<p id="clock">2021年07月01日 09:30:12 星期四</p></div>"""
CRUMB = (
    '<div class="wz">您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/zwgk/">政务公开</a> &gt;&gt; 规划信息</div>'
)
MENU = """<div class="l"><h2>政务公开</h2><ul><li><a href="../zcwj/">政策文件</a></li><li><a href="./">规划信息</a></li>
<li><a href="../tjxx/">统计信息</a></li><li><a href="../ndbg/">年度报告</a></li></ul></div>"""
FOOT = '<div class="foot"><p>版权所有：云山区人民政府 2018-06-01 上线 <a href="/about/">关于我们</a></p></div>'
MAIN = "".join(
    f'<li><a href="./202003/t202003{day}_{n}.html">云山区第{n}号专项规划编制情况说明</a><span>2020-03-{day}</span></li>'
    for n, day in enumerate([27, 20, 11, 10], 1)
)
FRESH = "".join(
    f'<li><a href="/zwdt/202106/t202106{day}_{n}.html">云山区领导调研第{n}季度重点工作推进情况</a><span>2021-06-{day}</span></li>'
    for n, day in enumerate([30, 29, 28, 27, 26, 25, 24, 23], 1)
)
WANTED = (date(2020, 3, 27), DateSource.ROW)


def page(content: str, *, title: str = "规划信息-云山区人民政府", head: str = "", crumb: str = CRUMB) -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{TOP}{crumb}"
        f'<div class="con">{content}</div>{FOOT}</body></html>'
    )


def read(source: str, url: str = "http://yunshan.example/zwgk/ghxx/index.html", names: tuple[str, ...] = ()) -> Listing:
    return read_listing(parse_document(source.encode(), url), as_of=AS_OF, names=names)


def beside(block: str, *, main: str = MAIN, heading: str = "<h3>规划信息</h3>") -> str:
    return page(f'{MENU}<div class="m">{heading}<ul class="list">{main}</ul></div>{block}')
