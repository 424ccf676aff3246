"""A county portal in TRS WCM: folders, tYYYYMMDD_ID.html, createPageHTML, CurrChnlCls breadcrumbs, redirect sections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.sites.kit import Node, Row, Site, cut, links, relative


class TrsCounty(Site):
    key = "heyuanxian"
    name = "鹤原县人民政府"
    place = "鹤原县"
    style = "TRS 集约化：目录式栏目、CurrChnlCls、createPageHTML、Refresh 跳转、置顶、侧栏热点、时钟"
    tree = """
走进鹤原 zjhy/ jump
  县情简介 zjhy/xqjj/ single
  行政区划 zjhy/xzqh/ single
新闻中心 xwzx/ jump
  鹤原要闻 xwzx/hyyw/ list age=1 gap=1 rows=15
  部门动态 xwzx/bmdt/ list age=3 gap=2 rows=15
  乡镇动态 xwzx/xzdt/ list age=9 rows=15
政务公开 zwgk/ section
  通知公告 zwgk/tzgg/ list age=5 rows=15 pinned
  公示公告 zwgk/gsgg/ list age=30 rows=15
  政策文件 zwgk/zcwj_6241/ list age=61 rows=15 pinned
  政策解读 zwgk/zcjd/ list age=75 rows=9
  规划计划 zwgk/ghjh/ list age=420 rows=6
  人事信息 zwgk/rsxx/ list age=22 rows=15
  财政资金 zwgk/czzj/ jump
    财政预算 zwgk/czzj/czys/ list age=130 rows=5
    财政决算 zwgk/czzj/czjs/ list age=270 rows=4
  应急管理 zwgk/yjgl/ list age=200 rows=2
  政府采购 zwgk/zfcg/ empty
  招考录用 zwgk/zkly/ list age=18 rows=15
互动交流 hdjl/ section
  意见征集 hdjl/yjzj/ list age=44 rows=7
  在线访谈 hdjl/zxft/ list age=380 rows=3
专题专栏 ztzl/ section
  优化营商环境 ztzl/yhyshj/ list age=15 rows=15
  安全生产月 ztzl/aqscy/ list age=12 rows=6
"""
    near = """
政府信息公开>规划信息 = 政务公开>规划计划
政务公开>预算公开 = 政务公开>财政资金>财政预算
政务公开>财政决算 = 政务公开>财政资金>财政决算
政务公开>应急管里 = 政务公开>应急管理
专题专栏>营商环境优化 = 专题专栏>优化营商环境
政务公开>意见征集 = 互动交流>意见征集
政务公开>政府信息公开目录>人事信息 = 政务公开>人事信息
招考录用 = 政务公开>招考录用
"""
    absent = """
专题专栏>减税降费
政务公开>规划计划>国民经济和社会发展规划
政务公开>统计信息
政务公开>行政处罚
政务公开>重大建设项目
政府信息公开>政府信息公开年报
政务公开>公共企事业单位信息公开
专题专栏>疫情防控
政务公开>建议提案办理
"""

    def head(self, title: str, here: str, node: Node | None = None, extra: str = "") -> str:
        column = node.name if node else ""
        metas = (
            f'<meta name="ColumnName" content="{column}"><meta name="ColumnType" content="{column}">' if node else ""
        )
        return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="www.heyuanxian.gov.cn"><meta name="SiteIDCode" content="5299990001 ">
{metas}{extra}<link rel="stylesheet" href="{relative("images/style.css", here)}"><script src="{relative("images/jquery.js", here)}"></script></head><body>
<div class="top"><span id="localtime"></span><script>document.getElementById('localtime').innerHTML=new Date().toLocaleString();</script>
<span>今天是{self.as_of:%Y}年{self.as_of.month}月{self.as_of.day}日 星期四</span><a href="{relative("wzdt/index.html", here)}">网站地图</a> <a href="#">无障碍</a></div>
<div class="nav"><ul class="clearfix"><li><a href="{relative("index.html", here)}">首页</a></li>
{"".join(self.drop(node, here) for node in self.top)}</ul></div>"""

    def drop(self, node: Node, here: str) -> str:
        return f'<li><a href="{relative(node.file or "", here)}">{node.name}</a><ul class="sub">{links(node.children[:4], here)}</ul></li>\n'

    def foot(self, here: str) -> str:
        return f"""<div class="footer"><select onchange="window.open(this.value)"><option>--市级部门--</option>
<option value="http://fgw.lanting.gov.cn">市发展和改革委员会</option><option value="http://czj.lanting.gov.cn">市财政局</option></select>
<p><a href="{relative("index.html", here)}">网站声明</a> | <a href="#">联系我们</a></p>
<p>主办：鹤原县人民政府办公室 ICP备案号：滇ICP备19000001号 网站标识码：5299990001</p><p>更新时间：{self.as_of:%Y-%m-%d}</p></div></body></html>"""

    def crumbs(self, node: Node, here: str) -> str:
        chain = " &gt;&gt; ".join(
            f'<a href="{relative(one.file or "", here)}" title="{one.name}" class="CurrChnlCls">{one.name}</a>'
            for one in node.trail
        )
        return f'<div class="dqwz">当前位置：<a href="{relative("index.html", here)}" title="首页" class="CurrChnlCls">首页</a> &gt;&gt; {chain}</div>'

    def side(self, node: Node, here: str) -> str:
        siblings = node.parent.children if node.parent else node.children
        hot = self.find("新闻中心>鹤原要闻").rows[:6]
        rows = "".join(
            f'<li><a href="{relative(row.file, here)}">{cut(row.title, 10)}</a><span>{row.day:%m-%d}</span></li>'
            for row in hot
        )
        return f"""<div class="left"><h2>{(node.parent or node).name}</h2><ul class="leftnav">{links(siblings, here)}</ul>
<div class="hot"><h3>热点信息</h3><ul>{rows}</ul></div></div>"""

    def rows(self, rows: list[Row], here: str) -> str:
        return "".join(
            f'<li>{"<i>[置顶]</i>" if row.pinned else ""}<a href="./{relative(row.file, here)}" title="{row.title}" target="_blank">{cut(row.title, 30)}</a>'
            f"<span>{row.day:%Y-%m-%d}</span></li>\n"
            for row in rows
        )

    def home_page(self) -> str:
        blocks = []
        for path in ("新闻中心>鹤原要闻", "政务公开>通知公告", "政务公开>政策文件", "政务公开>招考录用"):
            node = self.find(path)
            rows = "".join(
                f'<li><a href="{row.file}" title="{row.title}">{cut(row.title)}</a><span>[{row.day:%m-%d}]</span></li>'
                for row in node.rows[:7]
            )
            file = relative(node.file or "", "index.html")
            blocks.append(
                f'<div class="box"><div class="tit"><h3>{node.name}</h3><a class="more" href="{file}">更多&gt;&gt;</a></div><ul>{rows}</ul></div>'
            )
        return f"{self.head(self.name, 'index.html')}<div class='main'>{''.join(blocks)}</div>{self.foot('index.html')}"

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        count = 0 if not node.rows else (len(node.rows) == 15) * 6 + 1
        return f"""{self.head(f"{node.name}-{self.name}", here, node)}{self.crumbs(node, here)}<div class="wrap">{self.side(node, here)}
<div class="right"><h2>{node.name}</h2><ul class="list">
{self.rows(node.rows, here)}</ul><div class="page"><script>createPageHTML({count}, 0, "index", "html");</script></div></div></div>{self.foot(here)}"""

    def single_page(self, node: Node) -> str:
        here = node.file or ""
        return f"""{self.head(f"{node.name}-{self.name}", here, node)}{self.crumbs(node, here)}<div class="wrap">{self.side(node, here)}
<div class="right"><h2>{node.name}</h2><div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style>{self.text(9)}</div></div></div>{self.foot(here)}"""

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        blocks = "".join(
            f'<div class="block"><div class="bt"><span>{child.name}</span><a href="{relative(child.file or "", here)}">更多</a></div>'
            f"<ul>{self.rows(child.rows[:4], here)}</ul></div>"
            for child in node.children
        )
        return f"{self.head(f'{node.name}-{self.name}', here, node)}{self.crumbs(node, here)}{self.side(node, here)}<div class='right'>{blocks}</div>{self.foot(here)}"

    def article_page(self, node: Node, row: Row) -> str:
        here = row.file
        stamp = row.day + timedelta(days=self.random.choice((0, 0, 0, 400)))
        extra = f'<meta name="ArticleTitle" content="{row.title}"><meta name="PubDate" content="{stamp:%Y-%m-%d} 09:12:00"><meta name="ContentSource" content="县政府办">'
        return f"""{self.head(f"{row.title}-{self.name}", here, node, extra)}{self.crumbs(node, here)}<div class="detail"><h1>{row.title}</h1>
<div class="info">发布时间：{row.day:%Y-%m-%d} 来源：县政府办 浏览次数：<span id="hits"></span> 字体：<a href="javascript:;">大</a></div>
<div class="TRS_Editor">{self.text()}</div><div class="rel"><h3>相关文章</h3><ul></ul></div></div>{self.foot(here)}"""

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        here = "wzdt/index.html"
        pattern = '<a href="{href}">{name}</a>'
        groups = "".join(
            f"<dl><dt>{links([top], here, pattern)}</dt><dd>{links(list(top.walk())[1:], here, pattern)}</dd></dl>"
            for top in self.top
        )
        yield here, f"{self.head('网站地图-' + self.name, here)}<div class='map'>{groups}</div>{self.foot(here)}"
