"""A comprehensive zone on Fujian's template: lists in blocks of five for avalon.js, a platform below the unit's path."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site, cut, links, relative


class IslandDistrict(Site):
    key = "lanyudao"
    name = "岚屿综合实验区管委会"
    place = "岚屿"
    style = "福建模板：ms-visible $showStatic 每5行一块、breadcrumb role=navigation、平台路径深、图标菜单、附件行、行链他栏、时间倒挂、目录树 data-url"
    tree = """
走进岚屿 jjly/ section
  区域概况 jjly/qygk/ single
  旅游岚屿 jjly/lyly/ list age=64 rows=20
新闻动态 xwdt/ section
  岚屿要闻 xwdt/lyyw/ list age=0 gap=1 rows=20
  图片新闻 xwdt/tpxw/ list age=7 rows=12 photos
政务公开 zwgk/ section
  政府信息公开指南 zwgk/zfxxgkzn/ single
  政府信息公开制度 zwgk/zfxxgkzd/ list age=850 rows=6
  法定主动公开内容 zwgk/fdzdgknr/ jump
    机构设置 zwgk/fdzdgknr/jgsz/ section
      领导简介 zwgk/fdzdgknr/jgsz/ldjj/ single
      内设机构 zwgk/fdzdgknr/jgsz/nsjg/ single
    规划信息 zwgk/fdzdgknr/ghjh_106/ section
      中长期发展规划 zwgk/fdzdgknr/ghjh_106/ztgh/ list age=410 rows=4
      专项规划 zwgk/fdzdgknr/ghjh_106/zxgh/ list age=97 rows=11
      年度计划 zwgk/fdzdgknr/ghjh_106/ndjh/ list age=125 rows=9
    统计信息 zwgk/fdzdgknr/tjxx/ list age=15 rows=20
    财政信息 zwgk/fdzdgknr/czxx/ list age=43 rows=20
    重大项目 zwgk/fdzdgknr/zdxm/ section
      批准服务信息 zwgk/fdzdgknr/zdxm/pzfw/ list age=6 rows=20
      批准结果信息 zwgk/fdzdgknr/zdxm/pzjg/ list age=5 rows=20
      工作进展情况 zwgk/fdzdgknr/zdxm/gzjz/ list age=120 rows=7 mixed
    行政权力 zwgk/fdzdgknr/xzql/ list age=180 rows=3 attach
    应急管理 zwgk/fdzdgknr/yjgl/ empty
  政府信息公开年度报告 zwgk/ndbg/ list age=155 rows=10 gap=170
通知公告 tzgg/ list age=3 rows=20
"""
    near = """
政府信息公开>法定主动公开内容>规划信息>国民经济和社会发展规划 = 政务公开>法定主动公开内容>规划信息>中长期发展规划
政务公开>规划信息>专项规划 = 政务公开>法定主动公开内容>规划信息>专项规划
政务公开>政府信息公开年报 = 政务公开>政府信息公开年度报告
政务公开>重大建设项目>批准服务信息 = 政务公开>法定主动公开内容>重大项目>批准服务信息
政务公开>通知公告 = 通知公告
政府信息公开>统计数据 = 政务公开>法定主动公开内容>统计信息
政务公开>机构设置>内设机构 = 政务公开>法定主动公开内容>机构设置>内设机构
"""
    absent = """
政务公开>法定主动公开内容>规划信息>区域规划
政务公开>法定主动公开内容>重大项目>招标投标信息
政务公开>法定主动公开内容>政策解读
政务公开>法定主动公开内容>人事信息
政务公开>依申请公开
专题专栏>减税降费
政务公开>法定主动公开内容>建议提案办理
新闻动态>媒体聚焦
"""

    def article_file(self, node: Node, row: Row) -> str:
        folder = (node.file or "").removesuffix("index.html")
        if node.flag("attach"):
            return f"{folder}{row.day:%Y%m}/P0{row.day:%Y%m%d}{self.serial}.xlsx"
        # The day in the address is that of a migration, later than the publication.
        return f"{folder}202106/t20210620_{self.serial}.html"

    def page(self, title: str, here: str, body: str, node: Node | None = None) -> str:
        items = "".join(
            f"<li class='nav-item'><a href='{relative(top.file or '', here)}'><span class='icon'></span><span>{top.name}</span></a></li>"
            for top in self.top
        )
        metas = (
            f"<meta name='ColumnName' content='{node.name}'><meta name='ChnlId' content='{self.nodes.index(node)}'><meta name='SiteId' content='21'>"
            if node
            else ""
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{metas}</head><body ms-controller="root">
<div class="head"><a class="logo" href="{relative("index.html", here)}"></a><span>网站支持IPV6</span><ul class="nav">{items}</ul></div>{body}
<div class="foot"><ul class="links"><li><a href="http://www.fujian.gov.cn/">省政府</a></li></ul>岚屿综合实验区管委会主办</div></body></html>"""

    def crumbs(self, node: Node, here: str) -> str:
        items = "".join(
            f"<li><a href='{relative(one.file or '', here)}' class='active'>{one.name}</a></li>" for one in node.trail
        )
        return f"<div class='breadcrumb' role='navigation' des='当前位置'><ul><li><a href='{relative('index.html', here)}' class='active'>首页</a></li>{items}</ul></div>"

    def side(self, node: Node, here: str) -> str:
        if node.trail[0].name != "政务公开":
            return f"<div class='zuo'><ul>{links((node.parent or node).children, here)}</ul></div>"
        out = []
        for one in self.find("政务公开").children:
            inner = "".join(
                f"<li><a href='{relative(sub.file or '', here)}'>{sub.name}</a>"
                + (f"<ul class='lv3'>{links(sub.children, here)}</ul>" if sub.children else "")
                + "</li>"
                for sub in one.children
            )
            out.append(
                f"<li class='lv1'><a href='{relative(one.file or '', here)}'>{one.name}</a>{f'<ul class=lv2>{inner}</ul>' if inner else ''}</li>"
            )
        return f"<div class='zuo'><h2>政府信息公开</h2><ul>{''.join(out)}</ul></div>"

    def home_page(self) -> str:
        out = ""
        for path in ("新闻动态>岚屿要闻", "通知公告"):
            node = self.find(path)
            out += (
                f"<div class='mod'><h3><a href='{relative(node.file or '', 'index.html')}'>{node.name}</a></h3><ul>"
                + "".join(
                    f"<li><a href='{row.file}' title='{row.title}'>{cut(row.title)}</a><i>{row.day:%m-%d}</i></li>"
                    for row in node.rows[:7]
                )
                + "</ul></div>"
            )
        return self.page(self.name, "index.html", out)

    def blocks(self, rows: list[Row], here: str) -> str:
        out = ""
        for start in range(0, len(rows), 5):
            items = "".join(
                f"<li><a href='{relative(row.file, here)}' title='{row.title}' target='_blank'>{cut(row.title, 24)}</a><em id='rel_{start}'></em><span class='bf-pass'>{row.day:%Y-%m-%d}</span></li>"
                for row in rows[start : start + 5]
            )
            out += f"<div ms-visible='$showStatic({start // 5 + 1})'><ul class='list'>{items}</ul></div>"
        return out

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        rows = list(node.rows)
        if node.flag("mixed"):
            for n, other in enumerate(self.find("政务公开>法定主动公开内容>财政信息").rows[5:8]):
                rows[n + 1] = Row(title=other.title, day=rows[n + 1].day, file=other.file)
        if node.flag("photos"):
            body = (
                "<ul class='pics'>"
                + "".join(
                    f"<li><a href='{relative(row.file, here)}'><img src='p.jpg'><p>{row.title}</p></a><p class='rq'>{row.day:%Y-%m-%d}</p></li>"
                    for row in rows
                )
                + "</ul>"
            )
        else:
            body = self.blocks(rows, here) or "<div ms-visible='$showStatic(1)'><ul class='list'></ul></div>"
        return self.framed(
            node,
            f"<div class='tit'>{node.name}</div>{body}<div class='bf-page' ms-widget='pager'>共 {len(rows)} 条</div>",
        )

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        return self.page(
            f"{node.name}_{self.name}",
            here,
            f"{self.crumbs(node, here)}{self.side(node, here)}<div class='you'>{content}</div>",
            node,
        )

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='tit'>{node.name}</div><div class='TRS_Editor'>{self.text(10)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        out = ""
        for one in node.children:
            rows = next((sub.rows for sub in one.walk() if sub.rows), [])[:4]
            out += f"<div class='mod'><h3><a href='{relative(one.file or '', here)}'>{one.name}</a></h3>{self.blocks(rows, here)}</div>"
        return self.framed(node, out)

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title}_{self.name}",
            row.file,
            f"{self.crumbs(node, row.file)}<h1>{row.title}</h1><div class='fl'>来源：管委会　发布时间：{row.day:%Y-%m-%d %H:%M}</div><div class='TRS_Editor'>{self.text()}</div>",
            node,
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        yield "robots.txt", "User-agent: *\nDisallow: /wasapi/\n"
