"""A coastal bureau built like Guangdong's: content/post_N.html, p and span inside the link, a mega menu of dl, the menu twice."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, relative


class DeltaBureau(Site):
    key = "haichaoju"
    name = "海潮市市场监督管理局"
    place = "海潮市"
    style = "粤式：content/post_N.html、a>p+span 行、dl 大菜单、手机重复菜单、隐藏菜单、公开平台自成一站"
    tree = """
政务动态 zwdt/ section
  工作动态 zwdt/gzdt/ list age=0 gap=1 rows=20
  通知公告 zwdt/tzgg/ list age=7 rows=20
  媒体报道 zwdt/mtbd/ list age=15 rows=20
政务公开 zwgk/ section
  政策文件 zwgk/zcwj/ list age=33 rows=20
  政策解读 zwgk/zcjd/ list age=36 rows=20
  规划计划 zwgk/ghjh/ list age=390 rows=5
  资金信息 zwgk/zjxx/ section
    预决算公开 zwgk/zjxx/yjsgk/ list age=150 rows=12
    专项资金 zwgk/zjxx/zxzj/ list age=47 rows=20
    政府采购 zwgk/zjxx/zfcg/ list age=22 rows=20
  执法信息 zwgk/zfxx/ section
    双随机一公开 zwgk/zfxx/sjyj/ list age=19 rows=20
    行政处罚 zwgk/zfxx/xzcf/ list age=3 rows=20
    产品质量抽查 zwgk/zfxx/cpzl/ list age=26 rows=20
    食品安全抽检 zwgk/zfxx/spcj/ list age=5 rows=20
  人事信息 zwgk/rsxx/ list age=78 rows=20
  统计数据 zwgk/tjsj/ list age=101 rows=9
  建议提案 zwgk/jyta/ list age=271 rows=20
政民互动 hdjl/ section
  意见征集 hdjl/yjzj/ list age=28 rows=6
  热点回应 hdjl/rdhy/ empty
专题专栏 ztzl/ section
  放心消费 ztzl/fxxf/ list age=20 rows=11
  知识产权保护 ztzl/zscqbh/ list age=66 rows=8
"""
    near = """
政府信息公开>双随机、一公开 = 政务公开>执法信息>双随机一公开
政务公开>双随机、一公开监管 = 政务公开>执法信息>双随机一公开
政务公开>预算/决算 = 政务公开>资金信息>预决算公开
政务公开>规划信息 = 政务公开>规划计划
政务公开>统计信息 = 政务公开>统计数据
政务公开>执法信息>食品抽检 = 政务公开>执法信息>食品安全抽检
政务公开>人大建议和政协提案办理 = 政务公开>建议提案
互动交流>热点回应 = 政民互动>热点回应
"""
    absent = """
政务公开>机构职能
政务公开>重大决策预公开
政务公开>执法信息>行政许可
政务公开>执法信息>行政强制
专题专栏>减税降费
政府信息公开>政府信息公开年报
政务公开>资金信息>三公经费
政务公开>招考录用
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"{(node.file or '').removesuffix('index.html')}content/post_{4000000 + self.serial}.html"

    def mega(self, here: str) -> str:
        out = []
        for top in self.top:
            cols = "".join(
                f"<dl><dt><a href='{relative(one.file or '', here)}'>{one.name}</a></dt>"
                + "".join(f"<dd><a href='{relative(sub.file or '', here)}'>{sub.name}</a></dd>" for sub in one.children)
                + "</dl>"
                for one in top.children
            )
            out.append(
                f"<div class='mega-item'><a class='mega-t' href='{relative(top.file or '', here)}'><span>{top.name}</span></a><div class='mega-panel' style='display:none'>{cols}</div></div>"
            )
        return "".join(out)

    def page(self, title: str, here: str, body: str, metas: str = "") -> str:
        phone = "".join(f"<a href='{relative(top.file or '', here)}'>{top.name}</a>" for top in self.top)
        return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><title>{title}</title>{metas}<meta name="SiteName" content="{self.name}"></head><body>
<div class="m-header visible-xs">{phone}</div><header><a href="{relative("index.html", here)}" class="logo">{self.name}</a><nav class="mega">{self.mega(here)}</nav></header>{body}
<footer><div class="links"><select><option value="">广东省政府部门</option></select></div><p>海潮市市场监督管理局主办 网站标识码：4499000033</p></footer></body></html>"""

    def row(self, row: Row, here: str, form: str = "%Y-%m-%d") -> str:
        return f"<li><a href='{relative(row.file, here)}' title='{row.title}' target='_blank'><p>{row.title}</p><span>{row.day.strftime(form)}</span></a></li>"

    def home_page(self) -> str:
        blocks = ""
        for path in ("政务动态>工作动态", "政务动态>通知公告", "政务公开>政策文件"):
            node = self.find(path)
            blocks += f"<section><h2><a href='{relative(node.file or '', 'index.html')}'>{node.name}</a></h2><ul>{''.join(self.row(row, 'index.html', '%m-%d') for row in node.rows[:6])}</ul></section>"
        return self.page(self.name, "index.html", blocks)

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        metas = f"<meta name='ColumnName' content='{node.name}'><meta name='ColumnDescription' content=''>"
        trail = "".join(f"<i> &gt; </i><a href='{relative(one.file or '', here)}'>{one.name}</a>" for one in node.trail)
        return self.page(
            f"{node.name} - {self.name}",
            here,
            f"<div class='position'><b>当前位置 : </b><a href='{relative('index.html', here)}'>首页</a>{trail}</div><main>{content}</main>",
            metas,
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        rows = "".join(self.row(row, here) for row in node.rows)
        pager = (
            "<div class='pagination'><a class='current'>1</a><a href='index_2.html'>2</a><a class='next' href='index_2.html'>下一页</a><a class='last' href='index_31.html'>末页</a></div>"
            if len(node.rows) == 20
            else ""
        )
        return self.framed(node, f"<div class='list_title'>{node.name}</div><ul class='news_list'>{rows}</ul>{pager}")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        blocks = "".join(
            f"<div class='panel'><div class='panel-heading'><a href='{relative(one.file or '', here)}'>{one.name}</a></div><ul>{''.join(self.row(row, here) for row in one.rows[:5])}</ul></div>"
            for one in node.children
        )
        return self.framed(node, blocks)

    def article_page(self, node: Node, row: Row) -> str:
        metas = f"<meta name='ArticleTitle' content='{row.title}'><meta name='PubDate' content='{row.day:%Y-%m-%d} 17:03:11'>"
        return self.page(
            f"{row.title} - {self.name}",
            row.file,
            f"<article><h3>{row.title}</h3><div class='laiyuan'>来源：本网 &nbsp; 发布时间：{row.day:%Y-%m-%d} 17:03:11 &nbsp; 浏览量：-</div><div class='article-content'>{self.text()}</div></article>",
            metas,
        )
