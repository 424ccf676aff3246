"""A prefecture-level city on Hanweb: /col/colN/index.html, art_ links, CDATA records in a datastore, xxgk in a tree."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site, cut, links


class HanwebCity(Site):
    key = "linzhoushi"
    name = "临洲市人民政府门户网站"
    place = "临洲市"
    style = "大汉 jcms：/col/colN/、datastore 记录、当前位置链接、标题带站名、二级菜单在栏目页"
    tree = """
魅力临洲 col/col3100/ section
  临洲概况 col/col3101/ single
  历史沿革 col/col3102/ single
要闻动态 col/col3200/ section
  临洲要闻 col/col3201/ list age=0 gap=1 rows=20
  部门动态 col/col3202/ list age=2 gap=1 rows=20
  县区动态 col/col3203/ list age=4 gap=1 rows=20
政务公开 col/col3300/ section
  通知公告 col/col3301/ list age=6 rows=20
  政策 col/col3310/ section
    市政府文件 col/col3311/ list age=25 rows=20
    市政府办公室文件 col/col3312/ list age=14 rows=20
    部门文件 col/col3313/ list age=9 rows=20
    政策解读 col/col3314/ list age=31 rows=20
  重点领域 col/col3320/ section
    财政预算 col/col3321/ list age=140 rows=8
    财政决算 col/col3322/ list age=300 rows=7
    重大建设项目 col/col3323/ list age=64 rows=20
    公共资源配置 col/col3324/ empty
    生态环境 col/col3325/ list age=20 rows=20
  人事信息 col/col3302/ list age=48 rows=20
  发展规划 col/col3303/ list age=170 rows=6
  统计公报 col/col3304/ list age=95 rows=9
  市政府常务会议 col/col3305/ list age=11 rows=20
政民互动 col/col3400/ section
  意见征集 col/col3401/ list age=16 rows=5
  结果反馈 col/col3402/ list age=58 rows=1
"""
    near = """
政务公开>市政府文件 = 政务公开>政策>市政府文件
政务公开>政策文件解读 = 政务公开>政策>政策解读
政务公开>重点领域信息公开>财政预算 = 政务公开>重点领域>财政预算
政务公开>重大项目 = 政务公开>重点领域>重大建设项目
政务公开>规划信息>发展规划 = 政务公开>发展规划
信息公开>人事信息 = 政务公开>人事信息
常务会议 = 政务公开>市政府常务会议
互动交流>意见征集 = 政民互动>意见征集
政务公开>重点领域>生态坏境 = 政务公开>重点领域>生态环境
"""
    absent = """
政务公开>重点领域>教育
政务公开>重点领域>食品药品监管
政务公开>政策>规范性文件
政务公开>建议提案办理
专题专栏>乡村振兴
政务公开>行政执法公示
政务公开>双随机一公开
政务公开>政府信息公开年报
政民互动>在线访谈
"""

    def article_file(self, node: Node, row: Row) -> str:
        number = (node.file or "").split("/")[1].removeprefix("col")
        return f"art/{row.day.year}/{row.day.month}/{row.day.day}/art_{number}_{self.serial}.html"

    def page(self, title: str, here: str, body: str, column: str = "") -> str:
        top = links(self.top, here, '<td><a href="{href}" target="_self">{name}</a></td>')
        meta = f'<meta name="ColumnName" content="{column}">' if column else ""
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta charset="UTF-8">
<title>{title}</title><meta name="Maketime" content="{self.as_of:%Y-%m-%d} 02:11:00"><meta name="SiteName" content="{self.name}">
<meta name="SiteDomain" content="www.linzhou.gov.cn"><meta name="SiteIDCode" content="">{meta}
<script src="/script/jquery.js"></script></head><body><div id="barrierfree_container">
<table class="menu"><tr><td><a href="/">首页</a></td>{top}</tr></table>{body}
<div class="map"><a href="/col/col3999/index.html">网站地图</a><a href="#">隐私声明</a></div>
<div class="bottom">主办单位：临洲市人民政府办公室 政府网站标识码：3399000001 浙公网安备 33990002000001号</div></div></body></html>"""

    def crumbs(self, node: Node) -> str:
        parts = "".join(
            f'<td>&nbsp;&gt;&nbsp;<a href="/{one.file}" class="bt_link">{one.name}</a></td>' for one in node.trail
        )
        return f'<table class="position"><tr><td>当前位置：</td><td><a href="/index.html">首页</a></td>{parts}</tr></table>'

    def home_page(self) -> str:
        tabs = []
        for path in ("要闻动态>临洲要闻", "政务公开>通知公告", "政务公开>政策>政策解读"):
            node = self.find(path)
            rows = "".join(
                f"<tr><td><a href='/{row.file}' title='{row.title}'>{cut(row.title)}</a></td><td>{row.day:%m/%d}</td></tr>"
                for row in node.rows[:6]
            )
            tabs.append(
                f'<div class="tab"><div class="hd"><a href="/{node.file}">{node.name}</a></div><table>{rows}</table></div>'
            )
        return self.page(self.name, "index.html", "".join(tabs))

    def rows(self, node: Node) -> list[str]:
        return [
            f"<li><a href='/{row.file}' target='_blank' title='{row.title}'>{cut(row.title, 28)}</a><span>{row.day:%Y-%m-%d}</span></li>"
            for row in node.rows
        ]

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        number = here.split("/")[1].removeprefix("col")
        records = "".join(f"<record><![CDATA[\n{row}]]></record>" for row in self.rows(node))
        total = len(node.rows) * 4 if len(node.rows) == 20 else len(node.rows)
        store = f"""<div id="4{number}" class="default_pgContainer"></div><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=3&path=/&columnid={number}&unitid=4{number}&webname=x&permissiontype=0"></a>]]></nextgroup>
<recordset>{records}</recordset></datastore></script>
<script>var jp={{perPage:20,unitid:'4{number}',totalRecord:{total},columnid:'{number}'}};</script>"""
        static = f"<ul class='list'>{''.join(self.rows(node))}</ul><div class='pages'>共{total}条记录 第1/{(total + 19) // 20}页</div>"
        content = static if int(number) % 2 or not node.rows else store
        return self.framed(node, content)

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        side = links((node.parent or node).children, here, '<div class="lm"><a href="{href}">{name}</a></div>')
        body = f"{self.crumbs(node)}<table><tr><td class='l' valign='top'>{side}</td><td class='r'>{content}</td></tr></table>"
        return self.page(f"{self.name} {node.name}", here, body, node.name)

    def single_page(self, node: Node) -> str:
        text = f"<!--ZJEG_RSS.content.begin--><div id='zoom'>{self.text(10)}</div><!--ZJEG_RSS.content.end-->"
        return self.framed(node, text)

    def section_page(self, node: Node) -> str:
        boxes = "".join(
            f"<div class='box'><div class='bt'><span>{child.name}</span><a class='more' href='/{child.file}'>更多</a></div>"
            f"<ul>{''.join(self.rows(child)[:5])}</ul></div>"
            for child in node.children
        )
        return self.framed(node, boxes)

    def article_page(self, node: Node, row: Row) -> str:
        body = f"""{self.crumbs(node)}<div class="art"><h1>{row.title}</h1><p>发布日期：{row.day:%Y-%m-%d} 访问次数：<script src="/hits.jsp"></script></p>
<meta name="ContentStart"><div id="zoom">{self.text()}</div><meta name="ContentEnd"></div>"""
        return self.page(f"{row.title} - {self.name}", row.file, body, node.name)

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        rows = "".join(
            f"<tr><td><b><a href='/{top.file}'>{top.name}</a></b></td><td>{links(list(top.walk())[1:], 'col/col3999/index.html', '<a href={href!r}>{name}</a>|')}</td></tr>"
            for top in self.top
        )
        yield (
            "col/col3999/index.html",
            self.page("网站地图", "col/col3999/index.html", f"<table class='sitemap'>{rows}</table>"),
        )
