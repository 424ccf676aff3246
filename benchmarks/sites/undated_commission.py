"""A commission whose lists print no dates: only articles do, each section in a notation of its own, some only in their URL."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.sites.kit import Node, Row, Site, links, relative


class UndatedCommission(Site):
    key = "fagaiwei"
    name = "澄川市发展和改革委员会"
    place = "澄川市"
    style = "列表无日期：文章里发布时间/日期/来源…时间/仅 PubDate/仅 URL/仅年月日行；表格卡片列表；侧栏日期更新"
    tree = """
本委概况 bwgk/ section
  主要职责 bwgk/zyzz/ single
  领导班子 bwgk/ldbz/ single
工作动态 gzdt/ list age=3 rows=14 way=row
通知公告 tzgg/ list age=9 rows=10 way=visible
公示栏 gsl/ list age=35 rows=4 way=date
发展规划 fzgh/ section
  总体规划 fzgh/ztgh/ list age=160 rows=3 way=source
  专项规划 fzgh/zxgh/ list age=95 rows=8 way=meta
  区域规划 fzgh/qygh/ list age=370 rows=1 way=visible
价格管理 jggl/ section
  收费目录 jggl/sfml/ list age=205 rows=5 way=url
  价格监测 jggl/jgjc/ list age=2 gap=2 rows=12 way=line
  成本监审 jggl/cbjs/ empty
重大项目 zdxm/ list age=18 rows=6 way=url
政策文件 zcwj/ list age=57 rows=12 way=table
政策解读 zcjd/ list age=64 rows=5 way=cards
信息公开年报 ndbg/ list age=155 rows=9 way=title
"""
    near = """
规划信息>专项规划 = 发展规划>专项规划
政务公开>重大项目 = 重大项目
政务公开>政策解读 = 政策解读
价格管理>收费目录清单 = 价格管理>收费目录
政府信息公开年报 = 信息公开年报
政务公开>通知公告 = 通知公告
"""
    absent = """
发展规划>国民经济和社会发展规划
信用建设>双公示
信用建设>信用信息
政务公开>人事信息
政务公开>财政预算
营商环境>优化营商环境
政务公开>建议提案
价格管理>价格认定
"""

    def article_file(self, node: Node, row: Row) -> str:
        folder = (node.file or "").removesuffix("index.html")
        if node.options.get("way") == "url":
            return f"{folder}{row.day:%Y%m}/t{row.day:%Y%m%d}_{self.serial}.html"
        return f"{folder}{self.serial}.html"

    def title(self, node: Node) -> str:
        if node.options.get("way") == "title":
            return f"{self.name}{self.as_of.year - 1 - len(node.rows)}年政府信息公开工作年度报告"
        return super().title(node)

    def page(self, title: str, here: str, body: str, metas: str = "") -> str:
        menu = links(self.top, here, "<a href='{href}'>{name}</a>")
        news = self.find("工作动态").rows[:5]
        fresh = "".join(
            f"<li><a href='{relative(row.file, here)}'>{row.title}</a> {row.day:%Y-%m-%d}</li>" for row in news
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{metas}</head><body><div class="nav"><a href="{relative("index.html", here)}">首页</a>{menu}</div>
{body}<div class="aside"><h3>推荐阅读</h3><ul>{fresh}</ul><p>最后更新：{self.as_of:%Y-%m-%d}</p></div><div class="foot"><span id="clock">{self.as_of} 08:00:00</span> 网站标识码：4499000021</div></body></html>"""

    def home_page(self) -> str:
        out = "".join(
            f"<div class='m'><h2><a href='{relative(node.file or '', 'index.html')}'>{node.name}</a></h2><ul>" + "".join(f"<li><a href='{row.file}'>{row.title}</a></li>" for row in node.rows[:5]) + "</ul></div>"
            for node in self.top if node.rows
        )  # fmt: skip
        return self.page(self.name, "index.html", out)

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        trail = " - ".join(f"<a href='{relative(one.file or '', here)}'>{one.name}</a>" for one in node.trail)
        group = node.parent or node
        side = (
            f"<div class='sub'>{links(group.children, here, '<a href={href!r}>{name}</a>')}</div>"
            if group.children
            else ""
        )
        return self.page(
            f"{node.name}-{self.name}",
            here,
            f"<div class='where'>你所在位置：<a href='{relative('index.html', here)}'>首页</a> - {trail}</div>{side}<div class='main'>{content}</div>",
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        way = node.options.get("way", "")
        if way == "table":
            rows = "".join(
                f"<tr><td>{n}</td><td>澄发改〔{row.day.year}〕{n + 3}号</td><td><a href='{relative(row.file, here)}'>{row.title}</a></td></tr>"
                for n, row in enumerate(node.rows, 1)
            )
            return self.framed(node, f"<table><tr><th>序号</th><th>文号</th><th>名称</th></tr>{rows}</table>")
        if way == "cards":
            rows = "".join(
                f"<div class='card'><a href='{relative(row.file, here)}'><img src='/images/p{n}.jpg'><h4>{row.title}</h4></a><p>按照有关要求，现就文件的背景和主要内容解读如下。</p></div>"
                for n, row in enumerate(node.rows)
            )
            return self.framed(node, f"<div class='cards'>{rows}</div>")
        rows = "".join(
            f"<li><a href='{relative(row.file, here)}' title='{row.title}'>{row.title}</a><span>{f'{row.day:%Y-%m-%d}' if way == 'row' else ''}</span></li>"
            for row in node.rows
        )
        return self.framed(node, f"<ul>{rows}</ul>")

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<h2>{node.name}</h2>{self.text(8)}")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        return self.framed(node, "".join(
            f"<div class='box'><h3>{one.name}</h3><a class='more' href='{relative(one.file or '', here)}'>更多</a><ul>" + "".join(f"<li><a href='{relative(row.file, here)}'>{row.title}</a></li>" for row in one.rows[:5]) + "</ul></div>"
            for one in node.children
        ))  # fmt: skip

    def article_page(self, node: Node, row: Row) -> str:
        way, day = node.options.get("way", ""), row.day
        noise = day - timedelta(days=200)
        line = {
            "visible": f"发布时间：{day:%Y-%m-%d %H:%M} 点击：", "date": f"日期：{day.year}/{day.month}/{day.day}", "source": f"来源：规划科　时间：{day:%Y年%m月%d日}",
            "line": f"{day:%Y-%m-%d} 08:30 &nbsp; 价格科 &nbsp; 【大 中 小】", "table": f"发布日期：{day:%Y-%m-%d}", "cards": f"<time>{day:%Y-%m-%d}</time>",
            "title": f"文章来源：办公室 发表时间：{day:%Y-%m-%d} 08:00", "row": f"发布时间：{day:%Y-%m-%d}",
        }.get(way, "字号：大 中 小")  # fmt: skip
        metas = f"<meta name='PubDate' content='{day:%Y-%m-%d %H:%M:%S}'>" if way == "meta" else ""
        table = (
            f"<table><tr><td>索引号</td><td>0152/{noise:%Y}-0031</td><td>成文日期</td><td>{noise:%Y年%m月%d日}</td></tr></table>"
            if way == "table"
            else ""
        )
        return self.page(
            f"{row.title}-{self.name}",
            row.file,
            f"<div class='where'>你所在位置：首页 - {node.name}</div>{table}<div class='art'><h1>{row.title}</h1><div class='inf'>{line}</div><div class='bd'>{self.text()}<p>{self.name}</p><p>{noise.year}年{noise.month}月{noise.day}日</p></div></div>",
            metas,
        )
