"""A unit's site that says nothing of itself: flat file names, one title for all pages, no breadcrumb, no ColumnName."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site


class FlatOffice(Site):
    key = "ludixian"
    name = "芦荻县自然资源局"
    place = "芦荻县"
    style = "页面不自报名称：平铺文件名、所有页同一标题、无面包屑、栏目名只在图片或当前菜单项；嵌套锚点、悬浮窗、跑马灯、多条日期链接"
    tree = """
局概况 about.html single
工作动态 list1.html list age=2 gap=2 rows=15
通知公告 list2.html list age=6 rows=15 pinned
政策法规 list3.html list age=83 rows=15
政务公开 list40.html section
  规划信息 list4.html list age=145 rows=9
  土地供应 list5.html list age=12 rows=15
  矿业权 list6.html list age=190 rows=5
  征地信息 list7.html list age=28 rows=15
  不动产登记 list8.html list age=3 rows=15
  财政预决算 list9.html list age=136 rows=7
  行政处罚 list10.html list age=24 rows=12
  测绘管理 list11.html empty
  权责清单 list12.html list age=480 rows=1
业务工作 list50.html section
  地质灾害防治 list13.html list age=16 rows=11
  耕地保护 list14.html list age=49 rows=15
  矿产管理 list15.html list age=88 rows=8
办事指南 list16.html list age=420 rows=15
"""
    near = """
信息公开>规划计划 = 政务公开>规划信息
政务公开>预算/决算 = 政务公开>财政预决算
公示公告 = 通知公告
政务公开>征地信息公开 = 政务公开>征地信息
政务公开>责权清单 = 政务公开>权责清单
业务工作>地质灾害防冶 = 业务工作>地质灾害防治
政务公开>法定主动公开内容>行政处罚 = 政务公开>行政处罚
"""
    absent = """
政务公开>行政许可
政务公开>人事信息
政务公开>政策解读
政务公开>统计信息
专题专栏>国土空间规划
业务工作>测绘地理信息
政务公开>建议提案
互动交流>意见征集
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"news{self.serial}.html"

    def page(self, body: str, here: str) -> str:
        menu = ""
        for top in self.top:
            subs = "".join(f"<dd><a href={one.file}>{one.name}</a></dd>" for one in top.children)
            menu += (
                f"<dl><dt{' class=cur' if here == top.file else ''}><a href={top.file}>{top.name}</a></dt>{subs}</dl>"
            )
        roll = "".join(f"<a href={row.file}>{row.title}</a>　" for row in self.find("工作动态").rows[:3])
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{self.name}</title></head><body>
<div id="h"><img src="i/top.jpg"></div><div id="m"><dl><dt><a href=index.html>首页</a></dt></dl>{menu}</div><marquee>{roll}</marquee>
{body}<div id="ad1" style="position:absolute"><a href="list3.html"><img src="i/pf.jpg" alt="政策法规宣传月"></a></div><div id="f">芦荻县自然资源局　地址：青石路6号　邮编：420000<br>您是第 2021630 位访问者</div></body></html>"""

    def home_page(self) -> str:
        blocks = ""
        for path in ("工作动态", "通知公告", "政务公开>规划信息"):
            node = self.find(path)
            rows = "".join(
                f"<li><a href={row.file}><a href={row.file}>{row.title}</a></a><span>{row.day:%Y-%m-%d}</span></li>"
                for row in node.rows[:5]
            )
            blocks += f"<div class=bk><div class=bt><img src=i/{node.file}.png><a href={node.file}><img src=i/more.gif></a></div><ul>{rows}</ul></div>"
        return self.page(blocks, "index.html")

    def list_page(self, node: Node) -> str:
        group = node.parent.children if node.parent else [node]
        side = "".join(
            f"<li{' class=on' if one is node else ''}><a href={one.file}>{one.name}</a></li>" for one in group
        )
        hot = "".join(
            f"<li><a href={row.file}>{row.title[:12]}...</a> [{row.day:%m-%d}]</li>"
            for row in self.find("政务公开>不动产登记").rows[:6]
        )
        rows = "".join(
            f"<li>{'<img src=i/top.gif alt=置顶>' if row.pinned else ''}<a href={row.file}><a href={row.file} title='{row.title}'>{row.title}</a></a><span>{row.day:%Y-%m-%d}</span></li>"
            for row in node.rows
        )
        rows = rows or "<li>暂无内容</li>"
        return self.page(
            f"<div id=l><ul>{side}</ul><div class=rd>热门点击<ul>{hot}</ul></div></div><div id=r><img src=i/t_{node.file}.png><ul class=nl>{rows}</ul></div>",
            node.file or "",
        )

    def single_page(self, node: Node) -> str:
        return self.page(f"<div id=r>{self.text(9)}</div>", node.file or "")

    def section_page(self, node: Node) -> str:
        return self.page(
            "<div id=r>"
            + "".join(
                f"<div class=g><a href={one.file}><img src=i/g{one.file}.png alt='{one.name}'></a></div>"
                for one in node.children
            )
            + "</div>",
            node.file or "",
        )

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"<div id=r><h4>{row.title}</h4><h6>时间：{row.day:%Y-%m-%d} 浏览：1次</h6>{self.text()}</div>", row.file
        )
