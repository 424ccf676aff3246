"""A district of the grass-roots standards: a grid of fields, each a small site of its own, the same names in all of them."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.sites.kit import Node, Row, Site, cut, links, relative


class StandardFields(Site):
    key = "shuangjingqu"
    name = "双井区人民政府"
    place = "双井区"
    style = "基层标准化：领域网格、各领域同名子栏目、父栏目页即首个子栏目、行前类别链接、年份筛选、ColumnName 错、标签页更多、截止日期"
    tree = """
政务动态 zwdt/ section firstchild
  双井要闻 zwdt/sjyw/ list age=1 gap=1 rows=12 kind=prefix
  镇街动态 zwdt/zjdt/ list age=3 rows=12
政务公开 zwgk/ section
  政府信息公开 zwgk/zfxxgk/ section gate
    政府信息公开指南 zwgk/zfxxgk/zfxxgkzn/ single
    政府信息公开制度 zwgk/zfxxgk/zfxxgkzd/ list age=700 rows=5
    法定主动公开内容 zwgk/zfxxgk/fdzdgknr/ section firstchild
      机构职能 zwgk/zfxxgk/fdzdgknr/jgzn/ single
      行政规范性文件 zwgk/zfxxgk/fdzdgknr/gfxwj/ list age=66 rows=12 kind=file
      规划信息 zwgk/zfxxgk/fdzdgknr/ghxx/ list age=205 rows=8 kind=years
      财政预决算 zwgk/zfxxgk/fdzdgknr/yjs/ section
        政府预算 zwgk/zfxxgk/fdzdgknr/yjs/zfys/ list age=133 rows=4
        政府决算 zwgk/zfxxgk/fdzdgknr/yjs/zfjs/ list age=280 rows=4
      行政执法 zwgk/zfxxgk/fdzdgknr/xzzf/ list age=13 rows=12 kind=summary
      政府采购 zwgk/zfxxgk/fdzdgknr/zfcg/ list age=5 rows=12 kind=until
    政府信息公开年报 zwgk/zfxxgk/nb/ list age=150 rows=12 kind=years
  政策文件 zwgk/zcwj/ list age=21 rows=12 kind=prefix
  政策解读 zwgk/zcjd/ list age=27 rows=12 kind=summary
基层政务公开 jczwgk/ section grid
  义务教育 jczwgk/ywjy/ section
    政策文件 jczwgk/ywjy/zcwj/ list age=90 rows=5
    教育概况 jczwgk/ywjy/jygk/ list age=140 rows=3
    招生管理 jczwgk/ywjy/zsgl/ list age=31 rows=8
  养老服务 jczwgk/ylfw/ section
    政策文件 jczwgk/ylfw/zcwj/ list age=160 rows=4
    业务办理 jczwgk/ylfw/ywbl/ empty
  社会救助 jczwgk/shjz/ section
    政策文件 jczwgk/shjz/zcwj/ list age=77 rows=6
    最低生活保障 jczwgk/shjz/zdshbz/ list age=24 rows=12
    临时救助 jczwgk/shjz/lsjz/ list age=40 rows=12
  城乡规划 jczwgk/cxgh/ list age=55 rows=2
专题专栏 ztzl/ section
  乡村振兴 ztzl/xczx/ section
    工作部署 ztzl/xczx/gzbs/ list age=37 rows=7
    典型案例 ztzl/xczx/dxal/ list age=19 rows=9
  文明创建 ztzl/wmcj/ list age=10 rows=12
"""
    near = """
政务公开>政府信息公开>法定主动公开内容>规范性文件 = 政务公开>政府信息公开>法定主动公开内容>行政规范性文件
政府信息公开>法定主动公开内容>规划计划 = 政务公开>政府信息公开>法定主动公开内容>规划信息
政务公开>基层政务公开标准化规范化>义务教育>招生管理 = 基层政务公开>义务教育>招生管理
基层政务公开>最低生活保障 = 基层政务公开>社会救助>最低生活保障
政务公开>重点领域信息公开>养老服务 = 基层政务公开>养老服务
政务公开>政府信息公开>政府采购信息 = 政务公开>政府信息公开>法定主动公开内容>政府采购
专题专栏>乡村振兴专题>典型案例 = 专题专栏>乡村振兴>典型案例
政务公开>政府信息公开>政府信息公开年度报告 = 政务公开>政府信息公开>政府信息公开年报
"""
    absent = """
基层政务公开>养老服务>养老机构
基层政务公开>公共文化服务
基层政务公开>户籍管理
专题专栏>乡村振兴>政策文件
基层政务公开>义务教育>通知公告
政务公开>政府信息公开>依申请公开
政务公开>政府信息公开>法定主动公开内容>统计信息
政务公开>政府信息公开>法定主动公开内容>建议提案办理
专题专栏>优化营商环境
政务公开>政府公报
"""

    def page(self, title: str, here: str, body: str, column: str = "") -> str:
        # The same wrong name on every page of a section, as sites that copied one template have it.
        meta = f"<meta name='ColumnName' content='{column}'>" if column else ""
        menu = "".join(
            f"<div class='nav-li'><a href='{relative(top.file or '', here)}'>{top.name}</a></div>" for top in self.top
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>
<div class="header"><div class="logo"><a href="{relative("index.html", here)}"><img src="/l.png"></a></div><div class="nav-box"><div class="nav-li"><a href="{relative("index.html", here)}">首页</a></div>{menu}</div></div>
{body}<div class="footer">双井区人民政府办公室主办 标识码：1101990008 最后更新：{self.as_of}</div></body></html>"""

    def home_page(self) -> str:
        names = ("政务动态>双井要闻", "政务公开>政策文件", "政务公开>政策解读")
        nodes = [self.find(name) for name in names]
        heads = "".join(f"<li data-i='{n}'>{node.name}</li>" for n, node in enumerate(nodes))
        panes = "".join(
            f"<div class='pane'><ul>{self.rows(node, 'index.html', 6)}</ul><a href='{relative(node.file or '', 'index.html')}'>更多+</a></div>"
            for node in nodes
        )
        return self.page(
            self.name, "index.html", f"<div class='tabs'><ul class='hd'>{heads}</ul><div class='bd'>{panes}</div></div>"
        )

    def rows(self, node: Node, here: str, count: int = 99) -> str:
        out = []
        kind = node.options.get("kind", "")
        for number, row in enumerate(node.rows[:count]):
            href, day = relative(row.file, here), f"{row.day:%Y-%m-%d}"
            if kind == "prefix":
                out.append(
                    f"<li><a class='cat' href='{relative(node.file or '', here)}'>[{node.name}]</a><a href='{href}' title='{row.title}'>{cut(row.title, 20)}</a><span>{day}</span></li>"
                )
            elif kind == "summary":
                other = row.day - timedelta(days=30)
                out.append(
                    f"<li><h4><a href='{href}'>{row.title}</a></h4><p>自{other.year}年{other.month}月{other.day}日起，有关单位按照要求开展工作，成效明显……<a href='{href}'>[详细]</a></p><span class='t'>{day}</span></li>"
                )
            elif kind == "until":
                late = row.day + timedelta(days=60)
                out.append(
                    f"<li><a href='{href}'>{row.title}</a><span>发布时间：{day}</span><span>截止时间：{late:%Y-%m-%d}</span></li>"
                )
            elif kind == "file":
                made = row.day - timedelta(days=9)
                out.append(
                    f"<li><a href='{href}'>{row.title}</a><div><span>发文字号：双政规〔{row.day.year}〕{number + 1}号</span><span>成文日期：{made:%Y-%m-%d}</span><span>发布日期：{day}</span></div></li>"
                )
            else:
                out.append(f"<li><a href='{href}'>{row.title}</a><span>{day}</span></li>")
        return "".join(out)

    def framed(self, node: Node, content: str, shown: Node | None = None) -> str:
        here = node.file or ""
        trail = (shown or node).trail
        crumbs = "".join(f" / <a href='{relative(one.file or '', here)}'>{one.name}</a>" for one in trail)
        if node.path[:2] == ("政务公开", "政府信息公开"):
            gate = self.find("政务公开>政府信息公开")
            legal = self.find("政务公开>政府信息公开>法定主动公开内容")
            side = f"<div class='gate'>{links(gate.children, here, '<a class=g href={href!r}>{name}</a>')}</div><ul class='tree'>{links(legal.children, here)}</ul>"
        else:
            side = f"<ul class='side'>{links((node.parent or node).children, here)}</ul>"
        return self.page(
            f"{node.name}_{self.name}",
            here,
            f"<div class='crumb'>您的位置：<a href='{relative('index.html', here)}'>首页</a>{crumbs}</div>{side}<div class='con'>{content}</div>",
            trail[0].name,
        )

    def list_page(self, node: Node) -> str:
        return self.framed(node, self.list_of(node, node.file or ""))

    def list_of(self, node: Node, here: str) -> str:
        years = ""
        if node.options.get("kind") == "years":
            years = (
                "<div class='years'>"
                + "".join(
                    f"<a href='javascript:;' data-y='{year}'>{year}年</a>"
                    for year in range(self.as_of.year, self.as_of.year - 6, -1)
                )
                + "</div>"
            )
        body = (
            f"<ul class='lst'>{self.rows(node, here)}</ul>"
            if node.rows
            else "<div class='nodata'><img src='/no.png'><p>暂无相关信息</p></div>"
        )
        return f"<div class='tit'><h2>{node.name}</h2></div>{years}{body}<div class='pg'><script>createPageHTML({3 if len(node.rows) == 12 else 1},0,'index','html');</script></div>"

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<h2>{node.name}</h2><div class='trs_paper_default'>{self.text(8)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        if node.flag("grid"):
            cells = "".join(
                f"<div class='cell'><a href='{relative(one.file or '', here)}'><i class='ic{n}'></i><em>{one.name}</em></a></div>"
                for n, one in enumerate(node.children)
            )
            return self.framed(node, f"<div class='grid'>{cells}</div>")
        if node.flag("firstchild"):
            first = node.children[0]
            content = (
                self.list_of(first, here)
                if first.rows
                else f"<h2>{first.name}</h2><div class='trs_paper_default'>{self.text(8)}</div>"
            )
            return self.framed(node, content, first)
        # Sibling boxes below one heading of the whole page.
        boxes = "".join(
            f"<div class='b'><p class='bt'>{one.name}<a href='{relative(one.file or '', here)}'>更多&gt;</a></p><ul>{self.rows(next((sub for sub in one.walk() if sub.rows), one), here, 4)}</ul></div>"
            for one in node.children
        )
        return self.framed(node, f"<h2>{node.name}</h2>{boxes}")

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title}_{self.name}",
            row.file,
            f"<h1>{row.title}</h1><p class='xx'>来源：区政府办 发布时间：{row.day:%Y-%m-%d %H:%M}</p><div class='trs_paper_default'>{self.text()}</div>",
            node.trail[0].name,
        )
