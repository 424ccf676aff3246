"""A district portal with sub-sites of units: the same names in many branches, tabs, counts, links to documents of others."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site, cut, links, relative


class PortalUnits(Site):
    key = "linjiangqu"
    name = "临江区人民政府"
    place = "临江区"
    style = "门户带部门子站：同名栏目多处、公开平台在独立路径、重点领域加一级、行链到别栏、空 ul"
    tree = """
看临江 klj/ section
  区情概况 klj/qqgk/ single
  地图临江 klj/dtlj/ single
要闻动态 ywdt/ section
  临江要闻 ywdt/ljyw/ list age=1 gap=1 rows=20
  街镇动态 ywdt/jzdt/ list age=2 rows=20
  通知公告 ywdt/tzgg/ list age=6 rows=20
政务公开 zwgk/ section
  政府信息公开 zwgk/zfxxgk/ section
    政府信息公开指南 zwgk/zfxxgk/zn/ single
    政府信息公开制度 zwgk/zfxxgk/zd/ list age=500 rows=6
    法定主动公开内容 zwgk/zfxxgk/fdzdgknr/ section
      政策文件 zwgk/zfxxgk/fdzdgknr/zcwj/ section
        区政府文件 zwgk/zfxxgk/fdzdgknr/zcwj/qzf/ list age=40 rows=20
        区政府办文件 zwgk/zfxxgk/fdzdgknr/zcwj/qzfb/ list age=21 rows=20
      规划信息 zwgk/zfxxgk/fdzdgknr/ghxx/ section
        国民经济和社会发展规划 zwgk/zfxxgk/fdzdgknr/ghxx/gmjj/ list age=140 rows=3
        专项规划 zwgk/zfxxgk/fdzdgknr/ghxx/zxgh/ list age=86 rows=7
      统计信息 zwgk/zfxxgk/fdzdgknr/tjxx/ list age=37 rows=20
      财政信息 zwgk/zfxxgk/fdzdgknr/czxx/ section
        政府预算 zwgk/zfxxgk/fdzdgknr/czxx/zfys/ list age=150 rows=6
        政府决算 zwgk/zfxxgk/fdzdgknr/czxx/zfjs/ list age=280 rows=5
        部门预算 zwgk/zfxxgk/fdzdgknr/czxx/bmys/ list age=130 rows=20
      人事信息 zwgk/zfxxgk/fdzdgknr/rsxx/ list age=19 rows=20
      行政执法公示 zwgk/zfxxgk/fdzdgknr/xzzfgs/ empty
    政府信息公开年报 zwgk/zfxxgk/nb/ list age=160 rows=20
  重点领域信息公开 zwgk/zdly/ section
    义务教育 zwgk/zdly/ywjy/ list age=30 rows=20
    就业创业 zwgk/zdly/jycy/ list age=24 rows=20
    社会救助 zwgk/zdly/shjz/ list age=29 rows=20
  政策解读 zwgk/zcjd/ list age=44 rows=20
专题专栏 ztzl/ section
  减税降费 ztzl/jsjf/ section
    政策文件 ztzl/jsjf/zcwj/ list age=66 rows=11
    政策解读 ztzl/jsjf/zcjd/ list age=72 rows=9
  疫情防控 ztzl/yqfk/ section
    通知公告 ztzl/yqfk/tzgg/ list age=12 rows=20
    防控知识 ztzl/yqfk/fkzs/ list age=105 rows=20
部门子站 bmzz/ section nolabel
  区财政局 bmzz/czj/ section nolabel
    财政要闻 bmzz/czj/czyw/ list age=9 rows=15 nolabel
    通知公告 bmzz/czj/tzgg/ list age=50 rows=15 nolabel
    政策文件 bmzz/czj/zcwj/ list age=99 rows=15 nolabel
    预算公开 bmzz/czj/ysgk/ list age=170 rows=2 nolabel
  区教育局 bmzz/jyj/ section nolabel
    通知公告 bmzz/jyj/tzgg/ list age=33 rows=15 nolabel
    政策文件 bmzz/jyj/zcwj/ list age=260 rows=15 nolabel
"""
    near = """
政府信息公开>法定主动公开内容>规划信息>国民经济和社会发展规划 = 政务公开>政府信息公开>法定主动公开内容>规划信息>国民经济和社会发展规划
政府信息公开>规划信息>专项规划 = 政务公开>政府信息公开>法定主动公开内容>规划信息>专项规划
政务公开>财政预算 = 政务公开>政府信息公开>法定主动公开内容>财政信息>政府预算 | 政务公开>政府信息公开>法定主动公开内容>财政信息>部门预算
政务公开>政府信息公开>政府信息公开年度报告 = 政务公开>政府信息公开>政府信息公开年报
专题专栏>减税降费专栏>政策解读 = 专题专栏>减税降费>政策解读
专题专栏>新冠肺炎疫情防控>通知公告 = 专题专栏>疫情防控>通知公告
政务公开>义务教育 = 政务公开>重点领域信息公开>义务教育
政务公开>法定主动公开内容>统计信息 = 政务公开>政府信息公开>法定主动公开内容>统计信息
政务公开>通知公告 = 要闻动态>通知公告
"""
    absent = """
专题专栏>乡村振兴
专题专栏>减税降费>通知公告
政务公开>政府信息公开>法定主动公开内容>重大项目
政务公开>重点领域信息公开>医疗卫生
政务公开>政府信息公开>法定主动公开内容>规划信息>区域规划
政务公开>政府信息公开>依申请公开
政务公开>政府信息公开>法定主动公开内容>行政规范性文件
政务公开>政府信息公开>法定主动公开内容>建议提案办理
专题专栏>疫情防控>复工复产
政务公开>政府公报
"""

    def page(self, title: str, here: str, body: str, column: str = "") -> str:
        meta = f"<meta name='ColumnName' content='{column}'>" if column else ""
        menu = "".join(
            f"<li><h3><a href='{relative(top.file or '', here)}'>{top.name}</a></h3><div class='drop'>{links([one for one in top.children if not one.flag('nolabel')][:3], here, chr(60) + 'a href={href!r}>{name}</a>')}</div></li>"
            for top in self.top if top.name != "部门子站"
        )  # fmt: skip
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>
<div class="topbar"><a href="{relative("bmzz/index.html", here)}">部门子站</a> <a href="{relative("sitemap/index.html", here)}">网站地图</a> <a href="#">长者模式</a></div>
<div class="menu"><ul><li><h3><a href="{relative("index.html", here)}">首页</a></h3></li>{menu}</ul></div>{body}<div class="foot">临江区人民政府办公室 网站标识码：4201990001</div></body></html>"""

    def unit_page(self, node: Node, here: str, title: str, body: str) -> str:
        unit = node.trail[1]
        menu = links(unit.children, here, "<li><a href='{href}'>{name}</a></li>")
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{unit.name}</title></head><body><div class="unit"><h1>{unit.name}</h1><a href="{relative("index.html", here)}">返回门户</a></div>
<ul class="umenu"><li><a href="{relative(unit.file or "", here)}">本站首页</a></li>{menu}</ul>{body}<div class="foot">{unit.name}主办</div></body></html>"""

    def rows(self, rows: list[Row], here: str, brief: bool = False) -> str:
        return "".join(
            f"<li><a href='{relative(row.file, here)}' title='{row.title}'>{cut(row.title, 18) if brief else row.title}</a><span>{row.day.strftime('%m-%d' if brief else '%Y-%m-%d')}</span></li>"
            for row in rows
        )

    def home_page(self) -> str:
        out = ""
        for path in ("要闻动态>临江要闻", "要闻动态>通知公告", "政务公开>政策解读"):
            node = self.find(path)
            out += f"<div class='blk'><div class='h'><b>{node.name}</b><a href='{relative(node.file or '', 'index.html')}'>更多&gt;&gt;</a></div><ul>{self.rows(node.rows[:7], 'index.html', True)}</ul></div>"
        topics = links(
            self.find("专题专栏").children, "index.html", "<a href='{href}'><img src='/i.jpg' alt='{name}'></a>"
        )
        return self.page(self.name, "index.html", f"{out}<div class='zt'>{topics}</div>")

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        if node.path[0] == "部门子站" and len(node.path) > 1:
            return self.unit_page(node, here, node.name, content)
        crumbs = "".join(
            f"<span>&gt;</span><a href='{relative(one.file or '', here)}'>{one.name}</a>" for one in node.trail
        )
        if node.path[:2] == ("政务公开", "政府信息公开") and len(node.path) > 1:
            side = "".join(
                f"<div class='p1'><a href='{relative(one.file or '', here)}'>{one.name}</a></div>"
                + "".join(
                    f"<div class='p2'><a href='{relative(sub.file or '', here)}'>{sub.name}</a></div>"
                    for sub in one.children
                )
                for one in self.find("政务公开>政府信息公开").children
            )
        else:
            side = links((node.parent or node).children, here, "<div class='p1'><a href='{href}'>{name}</a></div>")
        return self.page(
            f"{node.name}_{self.name}",
            here,
            f"<div class='bread'><span>当前位置：</span><a href='{relative('index.html', here)}'>首页</a>{crumbs}</div><div class='side'>{side}</div><div class='main'><div class='mh'>{node.name}</div>{content}</div>",
            node.name,
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        rows = list(node.rows)
        if node.name == "统计信息":
            other = self.find("要闻动态>临江要闻").rows[-1]
            rows[5] = Row(title=other.title, day=rows[5].day, file=other.file)
        many = len(node.rows) == 20
        pager = f"<div class='pager'><script>createPageHTML({13 if many else 1}, 0, 'index', 'html', 'black2', {251 if many else len(rows)});</script></div>"
        return self.framed(node, f"<ul class='newslist'>{self.rows(rows, here)}</ul>{pager}")

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='txt'>{self.text(9)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        if node.name == "部门子站":
            return self.framed(node, f"<ul class='units'>{links(node.children, here)}</ul>")
        blocks = "".join(
            f"<div class='sec'><div class='sh'><a href='{relative(one.file or '', here)}'>{one.name}</a></div><ul>{self.rows(next((sub.rows for sub in one.walk() if sub.rows), [])[:5], here)}</ul></div>"
            for one in node.children
        )
        return self.framed(node, blocks)

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title}_{self.name}",
            row.file,
            f"<h1>{row.title}</h1><div class='i'><span>发布机构：区政府办</span><span>发布时间：{row.day:%Y-%m-%d %H:%M}</span></div><div class='txt'>{self.text()}</div>",
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        here = "sitemap/index.html"
        out = "".join(
            f"<div class='g'><h4><a href='{relative(top.file or '', here)}'>{top.name}</a></h4><ul>{links(top.children, here)}</ul></div>"
            for top in self.top
        )
        yield here, self.page("网站地图", here, out)
