"""A district on SiteServer: channels/N.html, contents/N/M.html, dl rows, breadcrumb of images, absolute links with www."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import BASE, Node, Row, Site


class SiteServerDistrict(Site):
    key = "taoyequ"
    name = "陶冶区人民政府"
    place = "陶冶区"
    style = "SiteServer：channels/contents、绝对链接、dd 行、yyyy.mm.dd、hover 菜单 javascript:; 父级、栏目名带数量与全角空格"
    tree = """
政务公开 - label
  公　　告 channels/20110.html list age=4 rows=10
  政府文件 channels/20111.html list age=38 rows=10 two
  政策解读 channels/20112.html list age=55 rows=10
  政策文件解读 channels/20113.html list age=85 rows=4
  预算公开 channels/20114.html list age=150 rows=10 pinned
  决算公开 channels/20115.html list age=290 rows=6
  规划总结 channels/20116.html list age=190 rows=6
  应急管理 channels/20117.html list age=61 rows=10
  政府公报 channels/20118.html empty
信息公开目录 channels/20200.html section
  机构职能(3) channels/20210.html list age=400 rows=3
  行政许可(10) channels/20211.html list age=21 rows=10
  行政处罚(10) channels/20212.html list age=17 rows=10
  扶贫工作(6) channels/20213.html list age=500 rows=6
  社会救助(8) channels/20214.html list age=88 rows=8
  环境保护(2) channels/20215.html list age=32 rows=2
互动交流 - label
  区长信箱 channels/20310.html list age=2 rows=10
  民意征集 channels/20311.html list age=70 rows=3
专题专栏 channels/20400.html section
  减税降费 channels/20410.html list age=130 rows=5
  创文创卫 channels/20411.html list age=7 rows=10
"""
    near = """
政务公开>通知公告 = 政务公开>公　　告
政府信息公开>行政处罚 = 信息公开目录>行政处罚(10)
政务公开>区政府文件 = 政务公开>政府文件
政务公开>财政预算 = 政务公开>预算公开
互动交流>意见征集 = 互动交流>民意征集
专题专栏>创文创卫专栏 = 专题专栏>创文创卫
政务公开>信息公开目录>社会救助 = 信息公开目录>社会救助(8)
"""
    absent = """
政务公开>人事信息
政务公开>统计信息
信息公开目录>教育信息
信息公开目录>食品药品
政务公开>规范性文件
专题专栏>优化营商环境
专题专栏>疫情防控
政府信息公开>政府信息公开年报
信息公开目录>行政强制
"""

    def find(self, path: str) -> Node:
        wanted = path.strip().split(">")
        return next(node for node in self.nodes if [one.name for one in node.trail] == wanted)

    def article_file(self, node: Node, row: Row) -> str:
        return f"contents/{(node.file or '')[9:14]}/{self.serial}.html"

    def page(self, title: str, body: str) -> str:
        menu = "".join(
            f'<div class="item"><a class="t" href="{BASE + top.file if top.file else "javascript:;"}">{top.name}</a><div class="sub">'
            + "".join(f'<a href="{BASE}{child.file}">{child.name}</a>' for child in top.children) + "</div></div>"
            for top in self.top
        )  # fmt: skip
        return f"""<!doctype html><html><head><meta charset="utf-8"/><title>{title}</title></head><body><div class="date">{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日</div>
<div class="menu"><div class="item"><a href="{BASE}index.html">首页</a></div>{menu}</div>{body}<div id="float"><a href="{BASE}channels/20410.html"><img src="/upload/ad.gif"></a></div>
<div class="footer"><a href="{BASE}channels/20900.html">网站地图</a> 陶冶区人民政府办公室主办 标识码 6199000002</div></body></html>"""

    def crumbs(self, node: Node) -> str:
        arrow = '<img src="/images/arrow.gif">'
        return f"<div class='path'><img src='/images/home.gif'>{arrow.join(f'<a href=/{one.file}>{one.name}</a>' if one.file else one.name for one in node.trail)}</div>"

    def dl(self, node: Node) -> str:
        if node.flag("two"):
            rows = "".join(
                f"<tr><td>{n}</td><td><a href='/{row.file}' title='{row.title}'>{row.title}</a></td><td>陶政发〔{row.day.year}〕{n}号</td><td>{row.second:%Y-%m-%d}</td><td>{row.day:%Y-%m-%d}</td></tr>"
                for n, row in enumerate(node.rows, 1)
            )
            return f"<table class='files'><tr><th>序号</th><th>标题</th><th>发文字号</th><th>成文日期</th><th>发布日期</th></tr>{rows}</table>"
        rows = "".join(
            f'<dd>{"<b class=top>置顶</b>" if row.pinned else ""}<em>{row.day:%Y.%m.%d}</em><a href="/{row.file}" target=_blank>{row.title}</a></dd>\n'
            for row in node.rows
        )
        return f"<dl class='news-list'>{rows or '<dd>暂无信息</dd>'}</dl>"

    def home_page(self) -> str:
        out = "".join(
            f"<div class='col'><dl><dt><b>{node.name}</b><a href='/{node.file}'>更多>></a></dt>"
            + "".join(f"<dd><a href='/{row.file}'>{row.title}</a><em>{row.day:%m.%d}</em></dd>" for row in node.rows[:5]) + "</dl></div>"
            for node in map(self.find, ("政务公开>公　　告", "政务公开>政府文件", "专题专栏>创文创卫"))
        )  # fmt: skip
        return self.page(self.name, out)

    def framed(self, node: Node, content: str) -> str:
        side = "".join(
            f"<p class='c'><a href='/{one.file}'>{one.name}</a></p>"
            for one in (node.parent.children if node.parent else node.children)
        )
        latest = self.find("政务公开>公　　告").rows[:4]
        new = "".join(f"<li><a href='/{row.file}'>{row.title}</a> {row.day:%Y-%m-%d}</li>" for row in latest)
        return self.page(
            f"{node.name}_{self.name}",
            f"{self.crumbs(node)}<div class='side'>{side}<h4>最新信息</h4><ul>{new}</ul></div><div class='con'>{content}</div>",
        )

    def list_page(self, node: Node) -> str:
        stem = (node.file or "")[:-5]
        pager = f"<div class='pg'>共 163 条 当前第 1 / 17 页 <a href='/{stem}_2.html'>下一页</a> <a href='/{stem}_17.html'>尾页</a></div>"
        pager = pager if len(node.rows) == 10 else ""
        return self.framed(node, f"<h2>{node.name.split('(')[0]}</h2>{self.dl(node)}{pager}")

    def section_page(self, node: Node) -> str:
        cards = "".join(
            f"<div class='card'><a href='/{one.file}'><img src='/images/i.png' alt=''><p>{one.name}</p></a></div>"
            for one in node.children
        )
        return self.framed(node, cards)

    def single_page(self, node: Node) -> str:
        return self.framed(node, self.text())

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title}_{self.name}",
            f"{self.crumbs(node)}<h1>{row.title}</h1><div class='f'>来源：区政府办公室 时间：{row.day:%Y-%m-%d %H:%M:%S} 【字号：大 中 小】</div><div class='content'>{self.text()}</div>",
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        body = "".join(
            f"<h3>{top.name}</h3>" + "".join(f"<a href='/{one.file}'>{one.name}</a> " for one in top.children)
            for top in self.top
        )
        yield "channels/20900.html", self.page("网站地图", f"<div class='con'>{body}</div>")
