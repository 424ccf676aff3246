"""A sub-district office behind a splash page, with <base href>, text breadcrumbs, and columns only its site map names."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site, relative


class SplashTown(Site):
    key = "meixijiedao"
    name = "梅溪街道办事处"
    place = "梅溪街道"
    style = "欢迎页进入网站、<base href>、只在网站地图出现的栏目、文字面包屑、p 行、日期在标题括号里、[mm-dd] 无年份"
    tree = """
街道概况 www/jdgk/ single
街道动态 www/jddt/ list age=1 gap=2 rows=16 style=bracket
社区之窗 www/sqzc/ list age=17 rows=16 style=p
党务公开 www/dwgk/ list age=34 rows=16 style=inside
政务公开 www/zwgk/ section
  公开指南 www/zwgk/zn/ single
  工作计划 www/zwgk/gzjh/ list age=150 rows=3 style=p
  财务公开 www/zwgk/cwgk/ list age=62 rows=9 style=inside
  通知公告 www/zwgk/tzgg/ list age=8 rows=16 style=bracket
  文件下载 www/zwgk/wjxz/ list age=205 rows=6 style=p attach
  民生救助 www/zwgk/msjz/ list age=46 rows=16 style=inside maponly
  安全生产 www/zwgk/aqsc/ list age=25 rows=11 style=p maponly
  征地拆迁 www/zwgk/zdcq/ empty maponly
便民服务 www/bmfw/ section
  办事指南 www/bmfw/bszn/ list age=260 rows=16 style=p
  常用电话 www/bmfw/cydh/ single
  文明创建 www/bmfw/wmcj/ list age=59 rows=7 style=inside maponly
"""
    near = """
信息公开>财务公开 = 政务公开>财务公开
政务公开>公示公告 = 政务公开>通知公告
政务公开>政务公开指南 = 政务公开>公开指南
街道概况简介 = 街道概况
政务公开>安全生产专栏 = 政务公开>安全生产
政务公开>社会救助>民生救助 = 政务公开>民生救助
"""
    absent = """
政务公开>政策解读
政务公开>人事信息
政务公开>公开年报
专题专栏>文明城市
政务公开>行政执法
政务公开>应急管理
政务公开>规划信息
便民服务>网上办事
"""

    def article_file(self, node: Node, row: Row) -> str:
        ending = "doc" if node.flag("attach") else "html"
        return f"www/upload/{row.day:%Y%m}/{self.serial}.{ending}"

    def page(self, title: str, body: str) -> str:
        menu = "".join(f'<a href="{(top.file or "").removeprefix("www/")}">{top.name}</a> | ' for top in self.top)
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><base href="/www/"><title>{title}</title></head><body>
<div id="head"><img src="images/banner.jpg" alt="{self.name}"></div><div id="menu"><a href="index.html">首页</a> | {menu}<a href="map.html">网站地图</a></div>{body}
<div id="foot">梅溪街道办事处 地址：青梅路18号</div></body></html>"""

    def home_page(self) -> str:
        return """<!DOCTYPE html><html><head><meta charset="utf-8"><title>欢迎访问梅溪街道办事处网站</title></head><body style="text-align:center">
<img src="/images/welcome.jpg" alt=""><h1>梅溪街道欢迎您</h1><p><a href="www/index.html">进入网站</a></p><p><a href="http://www.gov.cn/">中国政府网</a></p></body></html>"""

    def rows(self, node: Node) -> str:
        out = []
        for row in node.rows:
            href, day = row.file.removeprefix("www/"), row.day
            match node.options.get("style"):
                case "bracket":
                    out.append(f"<li>·<a href='{href}'>{row.title}</a>[{day:%m-%d}]</li>")
                case "inside":
                    out.append(f"<li><a href='{href}'>{row.title}（{day.year}.{day.month}.{day.day}）</a></li>")
                case _:
                    out.append(f"<p>{day:%Y-%m-%d}　<a href='{href}'>{row.title}</a></p>")
        text = "\n".join(out)
        return text if text.startswith("<p>") else f"<ul>{text}</ul>"

    def framed(self, node: Node, content: str) -> str:
        shown = [one for one in (node.parent or node).children if not one.flag("maponly")]
        side = "".join(f"<p><a href='{(one.file or '').removeprefix('www/')}'>{one.name}</a></p>" for one in shown)
        names = " → ".join(one.name for one in node.trail)
        return self.page(
            f"{node.name} {self.name}",
            f"<div id='pos'>当前位置：首页 → {names}</div><div id='left'>{side}</div><div id='right'><h3>{node.name}</h3>{content}</div>",
        )

    def list_page(self, node: Node) -> str:
        if not node.rows:
            return self.framed(node, "<div class='list'>该栏目暂无内容</div><div>共 0 条记录</div>")
        return self.framed(node, f"<div class='list'>{self.rows(node)}</div><div>共 {len(node.rows)} 条记录</div>")

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='text'>{self.text(9)}</div>")

    def section_page(self, node: Node) -> str:
        shown = [one for one in node.children if not one.flag("maponly")]
        return self.framed(
            node,
            "".join(
                f"<h4>{one.name} <a href='{(one.file or '').removeprefix('www/')}'>更多&gt;&gt;</a></h4>{self.text(1)}"
                for one in shown
            ),
        )

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            row.title,
            f"<h2>{row.title}</h2><p>发布人：办公室　发布时间：{row.day.year}-{row.day.month}-{row.day.day}</p><div>{self.text()}</div>",
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        blocks = ""
        for path in ("街道动态", "政务公开>通知公告"):
            rows = [(row.file.removeprefix("www/"), row.title, row.day) for row in self.find(path).rows[:6]]
            blocks += (
                "<ul class='tab'>"
                + "".join(f"<li><a href={href}>{title}</a>[{day:%m-%d}]</li>" for href, title, day in rows)
                + "</ul>"
            )
        yield "www/index.html", self.page(self.name, blocks)
        rows = "".join(
            f"<li><a href='{relative(one.file or '', 'www/map.html')}'>{one.name}</a></li>" for one in self.nodes
        )
        yield "www/map.html", self.page("网站地图", f"<ul class='map'>{rows}</ul>")
