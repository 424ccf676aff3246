"""A county bureau on VSB: tzgg.htm beside its folder, pages numbered downwards, table rows with slashed dates."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, links, relative


class VsbBureau(Site):
    key = "qingheju"
    name = "青禾县农业农村局"
    place = "青禾县"
    style = "博达 VSB：xwzx/tzgg.htm、倒数页码、表格行 yyyy/mm/dd、下拉菜单、英文重复菜单、面包屑无链接"
    tree = """
机构概况 jggk.htm jump
  机构简介 jggk/jgjj.htm single
  领导之窗 jggk/ldzc.htm single
  科室设置 jggk/kssz.htm list age=700 rows=6 undatable style=plain
新闻资讯 xwzx.htm jump
  图片新闻 xwzx/tpxw.htm list age=4 rows=10
  工作动态 xwzx/gzdt.htm list age=1 gap=2 rows=18
  乡村快讯 xwzx/xckx.htm list age=13 rows=18
信息公开 xxgk.htm section
  公开指南 xxgk/gkzn.htm single
  公开制度 xxgk/gkzd.htm list age=1100 rows=4
  规划信息 xxgk/ghxx.htm list age=260 rows=3
  规划计划 xxgk/ghjh.htm list age=120 rows=7
  财政信息 xxgk/czxx.htm list age=80 rows=12
  执法监督 xxgk/zfjd.htm list age=36 rows=18
  年度报告 xxgk/ndbg.htm list age=170 rows=8 gap=180
  人事任免 xxgk/rsrm.htm empty
通知公告 tzgg.htm list age=3 rows=18 pinned
政策法规 zcfg.htm section
  上级政策 zcfg/sjzc.htm list age=150 rows=18
  本局文件 zcfg/bjwj.htm list age=29 rows=14
  政策解读 zcfg/zcjd.htm list age=40 rows=6
"""
    near = """
政务公开>规划信息 = 信息公开>规划信息
信息公开>政府信息公开指南 = 信息公开>公开指南
信息公开>政府信息公开年度报告 = 信息公开>年度报告
政策文件>政策解读 = 政策法规>政策解读
信息公开>通知公告 = 通知公告
机构概况>领导介绍 = 机构概况>领导之窗
政府信息公开>法定主动公开内容>人事任免 = 信息公开>人事任免
"""
    absent = """
信息公开>统计信息
信息公开>权责清单
专题专栏>乡村振兴
信息公开>行政许可
信息公开>建议提案办理
互动交流>意见征集
信息公开>政府采购
政务公开>重大决策预公开
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"info/{1000 + self.nodes.index(node)}/{self.serial}.htm"

    def menu(self, here: str, names: dict[str, str] | None = None) -> str:
        items = "".join(
            f'<li class="l1"><a href="{relative(top.file or "", here)}" title="{top.name}">{(names or {}).get(top.name, top.name)}</a>'
            + (f"<ul class='l2'>{links(top.children, here)}</ul>" if top.children and names is None else "")
            + "</li>"
            for top in self.top
        )
        return (
            f'<ul><li><a href="{relative("index.html", here)}">{"Home" if names else "网站首页"}</a></li>{items}</ul>'
        )

    def page(self, title: str, here: str, body: str) -> str:
        english = {
            "机构概况": "About",
            "新闻资讯": "News",
            "信息公开": "Disclosure",
            "通知公告": "Notices",
            "政策法规": "Policies",
        }
        return f"""<!DOCTYPE html><HTML><HEAD><TITLE>{title}</TITLE><META Name="keywords" Content="{self.name}" /><META content="text/html; charset=UTF-8" http-equiv="Content-Type">
<!--Announced by Visual SiteBuilder 9--><link rel="stylesheet" href="{relative("_sitegray/_sitegray.css", here)}"></HEAD><BODY>
<div class="head"><img src="{relative("images/logo.png", here)}" alt="{self.name}"></div><div class="nav" id="nav">{self.menu(here)}</div>
<div class="mobile-nav" style="display:none">{self.menu(here)}</div><div class="en-nav">{self.menu(here, english)}</div>{body}
<div class="foot"><select><option>友情链接</option><option value="http://www.moa.gov.cn/">农业农村部</option></select>
<p>青禾县农业农村局版权所有 网站标识码4399000017</p></div></BODY></HTML>"""

    def crumbs(self, node: Node) -> str:
        return f"<div class='winstyle1'>您当前的位置： 首页&nbsp;/&nbsp;{'&nbsp;/&nbsp;'.join(one.name for one in node.trail)}</div>"

    def home_page(self) -> str:
        out = []
        for path in ("新闻资讯>工作动态", "通知公告", "政策法规>本局文件"):
            node = self.find(path)
            rows = "".join(
                f"<tr><td><a href='{row.file}' title='{row.title}'>{row.title[:14]}…</a></td><td>{row.day:%m/%d}</td></tr>"
                for row in node.rows[:6]
            )
            out.append(f"<table><tr><th>{node.name}</th><th><a href='{node.file}'>MORE+</a></th></tr>{rows}</table>")
        return self.page(self.name, "index.html", "".join(out))

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        rows = "".join(
            f'<tr id="line_u9_{number}" height="20"><td width="1%"><span class="leaderfont9">·</span></td><td><a class="c9" href="{relative(row.file, here)}" target="_blank" title="{row.title}">{row.title}</a></td>'
            f'<td width="1%" nowrap><span class="timestyle9">{row.day:%Y/%m/%d}&nbsp;</span></td></tr>'
            for number, row in enumerate(node.rows)
        )
        if node.options.get("style") == "plain":
            rows = "".join(
                f'<tr><td><a href="{relative(row.file, here)}">{name}</a></td></tr>'
                for name, row in zip(
                    ("办公室", "人事科", "种植业科", "农经站", "农机科", "畜牧站"), node.rows, strict=False
                )
            )
        more = len(node.rows) == 18
        stem = (node.file or "").removesuffix(".htm").rsplit("/", 1)[-1]
        pager = f"<td id='fanye9'>共{87 if more else len(node.rows)}条&nbsp;&nbsp;1/{5 if more else 1}&nbsp;</td>" + (
            f"<td><a href='{stem}/4.htm' class='Next'>下页</a><a href='{stem}/1.htm'>尾页</a></td>"
            if more
            else "<td>首页 上页 下页 尾页</td>"
        )
        return self.framed(
            node, f"<table class='winstyle9'>{rows}<tr><td colspan=3><table><tr>{pager}</tr></table></td></tr></table>"
        )

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        side = "".join(
            f"<div class='m'><a href='{relative(one.file or '', here)}'>{one.name}</a></div>"
            for one in (node.parent.children if node.parent else node.children)
        )
        return self.page(
            f"{node.name}-{self.name}",
            here,
            f"{self.crumbs(node)}<div class='lm'>{side}</div><div class='rm'>{content}</div>",
        )

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='v_news_content'>{self.text(7)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        out = "".join(
            f"<div class='blk'><h3><a href='{relative(one.file or '', here)}'>{one.name}</a></h3><ul>"
            + "".join(f"<li><a href='{relative(row.file, here)}'>{row.title}</a><em>{row.day:%m-%d}</em></li>" for row in one.rows[:5]) + "</ul></div>"
            for one in node.children
        )  # fmt: skip
        return self.framed(node, out)

    def article_page(self, node: Node, row: Row) -> str:
        here = row.file
        if node.options.get("style") == "plain":
            return self.page(row.title, here, f"<h1>{row.title}</h1><div class='v_news_content'>{self.text(3)}</div>")
        return self.page(
            f"{row.title}-{self.name}",
            here,
            f"""<form name="_newscontent_fromname"><h1>{row.title}</h1>
<div>发布日期：{row.day:%Y-%m-%d}&nbsp;&nbsp;作者：办公室&nbsp;&nbsp;点击：[<script>_showDynClicks("wbnews", 1, 2)</script>]</div><div id="vsb_content">{self.text()}</div></form>""",
        )
