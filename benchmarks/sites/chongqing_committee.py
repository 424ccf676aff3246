"""A municipal committee on an intensive TRS platform: zwgk_229/fdzdgknr/…, dl platform menu, undated rows, tabs."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, links, relative


class ChongqingCommittee(Site):
    key = "jingangwei"
    name = "金岗市住房和城乡建设委员会"
    place = "金岗市"
    style = "重庆集约化：zwgk_229/fdzdgknr、平台独立路径、四项侧菜单、无日期行、文章日期多种写法、附件列表"
    tree = """
要闻动态 zwxx_229/ section
  委内动态 zwxx_229/gzdt/ list age=2 gap=2 rows=15
  公示公告 zwxx_229/gsgg/ list age=6 rows=15
政务公开 zwgk_229/ jump
  政府信息公开指南 zwgk_229/zfxxgkzl/xxgkzn/ single
  政府信息公开制度 zwgk_229/zfxxgkzl/xxgkzd/ list age=800 rows=4 undated=visible
  法定主动公开内容 zwgk_229/fdzdgknr/ section
    机构职能 zwgk_229/fdzdgknr/jgzn/ single
    履职依据 zwgk_229/fdzdgknr/lzyj/ list age=340 rows=8 undated=meta
    规划信息 zwgk_229/fdzdgknr/ghxx/ list age=125 rows=6 undated=source
    行政许可 zwgk_229/fdzdgknr/xzxk/ list age=14 rows=15
    行政处罚 zwgk_229/fdzdgknr/xzcf/ list age=19 rows=15
    政策文件 zwgk_229/fdzdgknr/zcwj2/ section
      行政规范性文件 zwgk_229/fdzdgknr/zcwj2/xzgfxwj/ list age=71 rows=10 two
      其他文件 zwgk_229/fdzdgknr/zcwj2/qtwj/ list age=24 rows=15
    政策解读 zwgk_229/fdzdgknr/zcjd/ list age=80 rows=9
    预算公开 zwgk_229/fdzdgknr/czyjs/ys/ list age=135 rows=5 attach
    决算公开 zwgk_229/fdzdgknr/czyjs/js/ list age=310 rows=4 attach
    重点项目 zwgk_229/fdzdgknr/zdxm/ list age=93 rows=2 undated=source
    招考录用 zwgk_229/fdzdgknr/zkly/ empty
    建议提案 zwgk_229/fdzdgknr/jyta/ list age=255 rows=12
  政府信息公开年报 zwgk_229/zfxxgkzl/zfxxgknb/ list age=155 rows=7 gap=170
互动交流 hdjl_229/ section
  民意征集 hdjl_229/myzj/ list age=9 rows=8
"""
    near = """
政府信息公开>法定主动公开内容>规划信息 = 政务公开>法定主动公开内容>规划信息
政务公开>规划信息 = 政务公开>法定主动公开内容>规划信息
政府信息公开>行政规范性文件 = 政务公开>法定主动公开内容>政策文件>行政规范性文件
政府信息公开>政府信息公开年度报告 = 政务公开>政府信息公开年报
政府信息公开>法定主动公开内容>建议提案办理 = 政务公开>法定主动公开内容>建议提案
政府信息公开>法定主动公开内容>重大项目 = 政务公开>法定主动公开内容>重点项目
互动交流>意见征集 = 互动交流>民意征集
政务公开>通知公告 = 要闻动态>公示公告
"""
    absent = """
政府信息公开>法定主动公开内容>统计信息
政府信息公开>法定主动公开内容>规划信息>国民经济和社会发展规划
政府信息公开>法定主动公开内容>行政强制
政府信息公开>法定主动公开内容>应急管理
政府信息公开>依申请公开
专题专栏>优化营商环境
政府信息公开>法定主动公开内容>收费项目
政府信息公开>法定主动公开内容>权责清单
"""

    def article_file(self, node: Node, row: Row) -> str:
        if node.flag("attach"):
            return (node.file or "").replace("index.html", f"{row.day:%Y%m}/P020{row.day:%Y%m%d}{self.serial}.pdf")
        return super().article_file(node, row)

    def page(self, title: str, here: str, body: str, column: str = "", extra: str = "") -> str:
        drop = "".join(
            f"<li class='n'><a href='{relative(top.file or '', here)}'>{top.name}</a></li>" for top in self.top
        )
        meta = (
            f'<meta name="ColumnName" content="{column}"><meta name="ColumnDescription" content="{self.name}{column}">'
            if column
            else ""
        )
        return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title><meta name="SiteName" content="{self.name}">{meta}{extra}</head><body>
<div class="header"><h1 class="logo"><a href="{relative("index.html", here)}" title="{self.name}"></a></h1><ul class="nav">
<li><a href="{relative("index.html", here)}">首页</a></li>{drop}</ul></div>{body}<div class="footer">金岗市住房和城乡建设委员会版权所有 网站标识码：5599000045 <!-- 页面生成时间 {self.as_of} --></div></body></html>"""

    def home_page(self) -> str:
        names = ("委内动态", "公示公告")
        heads = "".join(f"<span class='tab-tit'>{name}</span>" for name in names)
        panes = "".join(
            "<div class='tab-con'><ul>" + "".join(f"<li><a href='{row.file}' title='{row.title}'>{row.title}</a><i>{row.day:%m-%d}</i></li>" for row in self.find(f"要闻动态>{name}").rows[:6])
            + f"</ul><a class='more' href='{relative(self.find(f'要闻动态>{name}').file or '', 'index.html')}'>查看更多</a></div>"
            for name in names
        )  # fmt: skip
        gate = self.find("政务公开>法定主动公开内容")
        return self.page(
            self.name,
            "index.html",
            f"<div class='tabs'>{heads}{panes}</div><div class='gk'>{links(gate.children[:6], 'index.html', '<a href={href!r}><em></em>{name}</a>')}</div>",
        )

    def side(self, here: str) -> str:
        out = []
        for child in self.find("政务公开").children:
            out.append(f"<dt><a href='{relative(child.file or '', here)}'>{child.name}</a></dt>")
            out += [f"<dd><a href='{relative(one.file or '', here)}'>{one.name}</a></dd>" for one in child.children]
        return f"<div class='zfxxgk-left'><h2>政府信息公开</h2><dl>{''.join(out)}</dl></div>"

    def framed(self, node: Node, content: str, extra: str = "") -> str:
        here = node.file or ""
        trail = "".join(
            f" &gt; <a href='{relative(one.file or '', here)}' class='CurrChnlCls'>{one.name}</a>" for one in node.trail
        )
        side = (
            self.side(here)
            if node.trail[0].name == "政务公开"
            else f"<ul class='left'>{links((node.parent or node).children, here)}</ul>"
        )
        return self.page(
            f"{node.name}_{self.name}",
            here,
            f"<div class='crumb'>您当前的位置：<a href='{relative('index.html', here)}'>首页</a>{trail}</div><div class='w'>{side}<div class='r'>{content}</div></div>",
            node.name,
            extra,
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        if node.flag("two"):
            rows = "".join(
                f"<tr><td>{n}</td><td><a href='{relative(row.file, here)}'>{row.title}</a><p>金建发〔{row.day.year}〕{n}号</p></td><td>{row.second:%Y年%m月%d日}</td><td>{row.day:%Y年%m月%d日}</td></tr>"
                for n, row in enumerate(node.rows, 1)
            )
            body = f"<table class='zcwjk'><thead><tr><td>序号</td><td>标题</td><td>成文日期</td><td>发布日期</td></tr></thead><tbody>{rows}</tbody></table>"
        elif node.flag("undated"):
            body = (
                "<ul class='tab-item'>"
                + "".join(
                    f"<li class='clearfix'><a href='./{relative(row.file, here)}' target='_blank'>{row.title}</a></li>"
                    for row in node.rows
                )
                + "</ul>"
            )
        else:
            body = "<ul class='tab-item'>" + "".join(
                f"<li class='clearfix'><a href='{relative(row.file, here)}' target='_blank'>{row.title}{'.pdf' if node.flag('attach') else ''}</a><span>{row.day:%Y-%m-%d}</span></li>"
                for row in node.rows
            ) + "</ul>"  # fmt: skip
        count = 6 if len(node.rows) == 15 else bool(node.rows)
        return self.framed(
            node, f"<h3>{node.name}</h3>{body}<script>createPage({int(count)}, 0, 'index', 'html')</script>"
        )

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<h3>{node.name}</h3><div class='view TRS_UEDITOR'>{self.text(12)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        if node.name == "法定主动公开内容":
            return self.framed(node, f"<ul class='gk-list'>{links(node.children, here)}</ul>")
        boxes = "".join(
            f"<div class='title'><a href='{relative(one.file or '', here)}'>{one.name}</a></div><ul>"
            + "".join(f"<li><a href='{relative(row.file, here)}'>{row.title}</a><span>{row.day:%Y-%m-%d}</span></li>" for row in one.rows[:6]) + "</ul>"
            for one in node.children
        )  # fmt: skip
        return self.framed(node, boxes)

    def article_page(self, node: Node, row: Row) -> str:
        way = node.options.get("undated", "visible")
        stamp = f"{row.day:%Y-%m-%d %H:%M}"
        meta = f"<meta name='PubDate' content='{stamp}'>"
        line = {
            "visible": f"<div class='p'>日期：{row.day:%Y-%m-%d} 字号：大 中 小</div>", "meta": "<div class='p'>字号：大 中 小</div>",
            "source": f"<div class='p'><span>来源：市住房城乡建委</span><span>时间：{row.day:%Y.%m.%d}</span></div>",
        }[way]  # fmt: skip
        here = row.file
        return self.page(
            f"{row.title}_{self.name}",
            here,
            f"<div class='zwxl'><p class='tit'>{row.title}</p>{line}<div class='view TRS_UEDITOR'>{self.text()}<p style='text-align:right'>{self.name}</p><p style='text-align:right'>2019年3月5日</p></div></div>",
            node.name,
            meta,
        )
