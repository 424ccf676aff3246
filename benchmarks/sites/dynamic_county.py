"""A county site whose pages are all one script with a query: list.asp?id=12, tables, menus by onclick, lists in frames."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site


class DynamicCounty(Site):
    key = "baishaxian"
    name = "白沙县政府信息网"
    place = "白沙县"
    style = "动态地址：list.jsp?urltype=tree&wbtreeid=N、onclick 菜单、公开平台目录与列表都在 iframe、截止日期在行内"
    servable = False
    tree = """
白沙概况 show.jsp?id=3 single
白沙新闻 list.jsp?urltype=tree&wbtreeid=1010 section
  白沙要闻 list.jsp?urltype=tree&wbtreeid=1011 list age=1 gap=1 rows=20
  部门动态 list.jsp?urltype=tree&wbtreeid=1012 list age=6 rows=20
  视频白沙 list.jsp?urltype=tree&wbtreeid=1013 list age=70 rows=9
公告公示 list.jsp?urltype=tree&wbtreeid=1020 list age=4 rows=20 pinned
政务公开 list.jsp?urltype=tree&wbtreeid=1030 section
  领导信息 list.jsp?urltype=tree&wbtreeid=1031 single
  政策法规 list.jsp?urltype=tree&wbtreeid=1032 list age=50 rows=20
  规划信息 list.jsp?urltype=tree&wbtreeid=1033 list age=330 rows=5
  统计公报 list.jsp?urltype=tree&wbtreeid=1034 list age=102 rows=7 gap=200
  人事信息 list.jsp?urltype=tree&wbtreeid=1035 list age=66 rows=20
  工程招投标 list.jsp?urltype=tree&wbtreeid=1036 list age=2 rows=20 until
  土地出让 list.jsp?urltype=tree&wbtreeid=1037 empty
  信息公开年报 list.jsp?urltype=tree&wbtreeid=1038 list age=158 rows=11 gap=180 framed
  预算决算 list.jsp?urltype=tree&wbtreeid=1039 list age=127 rows=16 framed
政民互动 list.jsp?urltype=tree&wbtreeid=1040 section
  意见征集 list.jsp?urltype=tree&wbtreeid=1041 list age=8 rows=6 until
  信件选登 list.jsp?urltype=tree&wbtreeid=1042 list age=1 rows=20
"""
    near = """
政府信息公开>规划计划 = 政务公开>规划信息
政务公开>预算/决算 = 政务公开>预算决算
通知公告 = 公告公示
政务公开>政府信息公开年报 = 政务公开>信息公开年报
政务公开>人事任免 = 政务公开>人事信息
互动交流>民意征集 = 政民互动>意见征集
"""
    absent = """
政务公开>政策解读
政务公开>应急管理
政务公开>行政许可
专题专栏>减税降费
政务公开>建议提案
政务公开>权责清单
政民互动>在线访谈
政务公开>规划信息>专项规划
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"content.jsp?urltype=news&wbtreeid={(node.file or '')[-4:]}&wbnewsid={self.serial}.html"

    def page(self, title: str, body: str) -> str:
        cells = "".join(
            f"<td onmouseover=\"showsub('{n}')\"><a href='/{top.file}'>{top.name}</a></td>"
            for n, top in enumerate(self.top)
        )
        subs = "".join(
            f"<div id='sub{n}' style='display:none'>"
            + "".join(f"<a href='#' onclick=\"window.location.href='/{one.file}'\">{one.name}</a>" for one in top.children)
            + "</div>"
            for n, top in enumerate(self.top) if top.children
        )  # fmt: skip
        return f"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>{title}</title></head><body>
<table class="topmenu"><tr><td><a href="/">首页</a></td>{cells}</tr></table>{subs}{body}<div class="bq">白沙县人民政府办公室 版权所有 访问量：1020304</div></body></html>"""

    def home_page(self) -> str:
        news = self.find("白沙新闻>白沙要闻")
        rows = "".join(
            f"<tr><td><a href='/{row.file}'>{row.title}</a></td><td>({row.day:%m-%d})</td></tr>"
            for row in news.rows[:8]
        )
        return self.page(
            self.name,
            f"<table><tr><td>白沙要闻</td><td><a href='/{news.file}'>更多&gt;&gt;</a></td></tr>{rows}</table>",
        )

    def framed(self, node: Node, content: str) -> str:
        names = "&nbsp;&gt;&nbsp;".join(f"<a href='/{one.file}'>{one.name}</a>" for one in node.trail)
        side = "".join(
            f"<tr><td><a href='/{one.file}'>{one.name}</a></td></tr>" for one in (node.parent or node).children
        )
        return self.page(
            f"{node.name}-{self.name}",
            f"<table width='980'><tr><td colspan='2'>当前位置：<a href='/'>首页</a>&nbsp;&gt;&nbsp;{names}</td></tr>"
            f"<tr><td width='220' valign='top'><table>{side}</table></td><td valign='top'>{content}</td></tr></table>",
        )

    def table(self, node: Node) -> str:
        rows = ""
        for row in node.rows:
            mark = "<font color='red'>[置顶]</font>" if row.pinned else ""
            until = f"<td>{row.day.replace(year=row.day.year + 1):%Y-%m-%d}</td>" if node.flag("until") else ""
            rows += f"<tr><td>·{mark}<a href='/{row.file}' title='标题：{row.title}'>{row.title}</a></td><td>{row.day:%Y-%m-%d}</td>{until}</tr>"
        head = "<tr><td>标题</td><td>发布日期</td><td>截止日期</td></tr>" if node.flag("until") else ""
        more = len(node.rows) == 20
        pager = f"<tr><td colspan='3'>共{96 if more else len(node.rows)}条 第1/{5 if more else 1}页 <a href='/{node.file}&amp;PAGENUM=2'>下页</a> <a href='/{node.file}&amp;PAGENUM=5'>尾页</a></td></tr>"
        return f"<table width='100%'>{head}{rows}{pager if node.rows else ''}</table>"

    def list_page(self, node: Node) -> str:
        if node.flag("framed"):
            return self.framed(
                node,
                f"<iframe src='/frame.jsp?wbtreeid={(node.file or '')[-4:]}' width='100%' height='800' frameborder='0'></iframe>",
            )
        if node.kind == "empty":
            return self.framed(node, "<table width='100%'><tr><td>暂无信息！</td></tr></table>")
        return self.framed(node, self.table(node))

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div id='vsb_content'>{self.text(8)}</div>")

    def section_page(self, node: Node) -> str:
        out = ""
        for one in node.children:
            rows = "".join(
                f"<tr><td><a href='/{row.file}'>{row.title}</a></td><td>{row.day:%Y-%m-%d}</td></tr>"
                for row in one.rows[:4]
            )
            out += f"<table><tr><td class='t'>{one.name}</td><td><a href='/{one.file}'>更多</a></td></tr>{rows}</table>"
        return self.framed(node, out)

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            row.title,
            f"<table><tr><td align='center'><b>{row.title}</b></td></tr><tr><td>发布时间：{row.day:%Y-%m-%d}</td></tr><tr><td>{self.text()}</td></tr></table>",
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        for node in self.nodes:
            if node.flag("framed"):
                yield f"frame.jsp?wbtreeid={(node.file or '')[-4:]}", f"<html><body>{self.table(node)}</body></html>"
