"""A provincial department on UCAP: channel codes, template names as files, the platform's accordion, a nested document."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, links, relative


class UcapDepartment(Site):
    key = "shuiliting"
    name = "南陵省水务厅"
    place = "南陵省"
    style = "UCAP：/site/cNNN/xxgk_list.shtml、日期在前、61号手风琴菜单、头部嵌套文档、重名 ColumnName"
    tree = """
首页 index.html label
厅情概况 - label
  厅领导 site/c200101/ld_list.html single
  内设机构 site/c200102/one.html single
  直属单位 site/c200103/one.html single
水务动态 - label
  厅内要闻 site/c200201/xwzx_list.html list age=2 gap=1 rows=20
  媒体聚焦 site/c200203/xwzx_list.html list age=8 rows=20
政府信息公开 site/c200300/zfxxgk_gknr.html section
  政府信息公开指南 site/c200310/zfxxgk_xxgkzn.html single
  政府信息公开制度 site/c200311/zfxxgk_xxgkzd.html list age=900 rows=3
  法定主动公开内容 - label
    机关简介 site/c200320/zfxxgk_gkjgsz.html single
    规划信息 site/c200321/xxgk_list.html list age=210 rows=11
    统计信息 site/c200322/xxgk_list.html list age=50 rows=14
    行政许可⁄处罚 site/c200323/xxgk_list.html list age=12 rows=20
    预算⁄决算 site/c200324/list_2.html list age=160 rows=9
    收费项目 site/c200325/list_2.html empty
    政府采购 site/c200326/xxgk_list.html list age=6 rows=20
    建议提案 site/c200327/list_2.html list age=240 rows=13
    权责清单 site/c200328/one.html list age=610 rows=2
    人事任免 site/c200329/xxgk_list.html list age=33 rows=16
    政策文件 site/c200330/zfxxgk_gknrz.html list age=71 rows=15
    文件解读 site/c200331/xwzx_list.html list age=90 rows=11
  政府信息公开年报 site/c200312/zfxxgk_xxgknb.html list age=152 rows=12 gap=180
"""
    near = """
政府信息公开>规划信息 = 政府信息公开>法定主动公开内容>规划信息
政务公开>统计信息 = 政府信息公开>法定主动公开内容>统计信息
政府信息公开>法定主动公开内容>预算/决算 = 政府信息公开>法定主动公开内容>预算⁄决算
政府信息公开>法定主动公开内容>财政预决算 = 政府信息公开>法定主动公开内容>预算⁄决算
政府信息公开>政府信息公开年度报告 = 政府信息公开>政府信息公开年报
政府信息公开>法定主动公开内容>政策解读 = 政府信息公开>法定主动公开内容>文件解读
政府信息公开>法定主动公开内容>建议提案办理 = 政府信息公开>法定主动公开内容>建议提案
政府信息公开指南 = 政府信息公开>政府信息公开指南
政府信息公开>法定主动公开内容>行政事业性收费 = 政府信息公开>法定主动公开内容>收费项目
"""
    absent = """
政府信息公开>法定主动公开内容>规划信息>国民经济和社会发展规划
政府信息公开>法定主动公开内容>重大项目
政府信息公开>法定主动公开内容>回应关切
政府信息公开>依申请公开
政府信息公开>法定主动公开内容>招考录用
专题专栏>减税降费
政府信息公开>政府信息公开目录>优化营商环境
政府信息公开>法定主动公开内容>应急管理
"""

    def article_file(self, node: Node, row: Row) -> str:
        folder = (node.file or "").rsplit("/", 1)[0]
        day = row.day
        return f"{folder}/{day.year}/{day.month}/{day.day}/{self.random.getrandbits(128):032x}.html"

    def head(self, title: str, here: str, column: str = "") -> str:
        meta = f'<meta name="ColumnName" content="{column}">' if column else ""
        menus = "".join(
            f'<li class="nav-item"><a href="{relative(top.file, here) if top.file else "javascript:void(0);"}">{top.name}</a>'
            f'<div class="nav-sub">{links(top.children, here, "<a href={href!r}>{name}</a>") if not top.file else ""}</div></li>'
            for top in self.top
        )
        return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>{title}</title>{meta}
<meta name="SiteName" content="{self.name}"/><meta name="SiteIDCode" content="5200000099"/>
<meta name="others" content="页面生成时间 {self.as_of:%Y-%m-%d} 03:45:10"/></head><body>
<!DOCTYPE html><html><head><meta name="ColumnName" content="公共头"/><title>公共头</title></head><body>
<div class="header"><form action="/search"><input name="q"/></form><ul class="nav">{menus}</ul></div></body></html>"""

    def foot(self) -> str:
        return "<div class='foot'><p>版权所有：南陵省水务厅</p><p>网站标识码 5200000099</p></div></body></html>"

    def accordion(self, here: str) -> str:
        platform = self.find("政府信息公开")
        out = []
        for child in platform.children:
            icon = "<i class='icon'></i>"
            if child.children:
                out.append(f'<li><a href="javascript:;" class="arrow">{icon}{child.name}</a><ul style="display:none">{links(child.children, here)}'
                           '<li><a href="">法律法规</a></li></ul></li>')  # fmt: skip
            else:
                out.append(f'<li><a href="{relative(child.file or "", here)}">{icon}{child.name}</a></li>')
        return f'<div class="gk-left"><div class="gk-title">政府信息公开</div><ul class="gk-menu">{"".join(out)}</ul></div>'

    def home_page(self) -> str:
        news = self.find("水务动态>厅内要闻")
        rows = "".join(
            f"<li><span>{row.day:%m-%d}</span><a href='{row.file}'>{row.title}</a></li>" for row in news.rows[:8]
        )
        links_ = links(self.find("政府信息公开").children, "index.html", '<a class="btn" href="{href}">{name}</a>')
        return f"{self.head(self.name, 'index.html')}<div class='a'><h2>厅内要闻</h2><ul>{rows}</ul></div><div class='b'>{links_}</div>{self.foot()}"

    def crumbs(self, node: Node) -> str:
        names = " > ".join(["首页", *(one.name for one in node.trail)])
        return f"<div class='location'>您所在的位置：{names}</div>"

    def frame(self, node: Node, content: str) -> str:
        here = node.file or ""
        platform = "政府信息公开" in node.path[0]
        side = (
            self.accordion(here) if platform else f"<ul class='left'>{links((node.parent or node).children, here)}</ul>"
        )
        return f"{self.head(node.name, here, node.name)}{self.crumbs(node)}<div class='body'>{side}<div class='gk-right'>{content}</div></div>{self.foot()}"

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        if node.file and "xxgk_list" in node.file:
            rows = "".join(
                f'<dd><a href="{relative(row.file, here)}" title="{row.title}"><span>\n   {row.day:%Y-%m-%d}\n</span>{row.title}</a></dd>'
                for row in node.rows
            )
            body = f"<dl class='xxgk'><dt>{node.name}</dt>{rows}</dl>"
        else:
            rows = "".join(
                f'<li><span>{row.day:%Y-%m-%d}</span><a href="{relative(row.file, here)}">{row.title}</a></li>'
                for row in node.rows
            )
            body = f"<h3>{node.name}</h3><ul class='list'>{rows}</ul>"
        total = len(node.rows) * 3 if len(node.rows) == 20 else len(node.rows)
        pages = 3 if len(node.rows) == 20 else 1
        return self.frame(
            node,
            f"{body}<div id='page_div'></div><script>createPageHTML('page_div',{pages},1,'xxgk_list','shtml',{total});</script>",
        )

    def single_page(self, node: Node) -> str:
        return self.frame(node, f"<h3>{node.name}</h3><div id='UCAP-CONTENT'>{self.text(8)}</div>")

    def section_page(self, node: Node) -> str:
        content = self.find("政府信息公开>法定主动公开内容")
        here = node.file or ""
        blocks = "".join(
            f"<div class='box'><h4>{child.name}</h4><ul>"
            + "".join(
                f"<li><a href='{relative(row.file, here)}'>{row.title}</a><span>{row.day:%Y-%m-%d}</span></li>"
                for row in child.rows[:3]
            )
            + "</ul></div>"
            for child in content.children
        )
        return self.frame(node, blocks)

    def article_page(self, node: Node, row: Row) -> str:
        here = row.file
        return f"""{self.head(row.title, here, node.name).replace("<title>", f'<meta name="PubDate" content="{self.as_of:%Y-%m-%d} 03:45"/><title>', 1)}
{self.crumbs(node)}<h1>{row.title}</h1><div>发布时间：{row.day:%Y-%m-%d} 10:20 信息来源：本厅</div><div id="UCAP-CONTENT">{self.text()}</div>{self.foot()}"""
