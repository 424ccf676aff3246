"""A development zone on Epoint: ewb-* classes, menus of div without ul, number paths, day and month in parts of their own."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, cut, relative


class EpointNewArea(Site):
    key = "yunfengxinqu"
    name = "云峰新区管理委员会"
    place = "云峰新区"
    style = "新点 ewb-*：002001/moreinfo.html、div 菜单、日与年月分写、卡片列表、侧栏最新信息、链接在 onclick"
    tree = """
新区概览 001/001001/aboutus.html single
新闻中心 002/secondpage.html section
  新区要闻 002/002001/moreinfo.html list age=1 gap=1 rows=10 style=split
  媒体关注 002/002002/moreinfo.html list age=12 rows=10 style=cards
  视频新闻 002/002003/moreinfo.html list age=55 rows=8 style=cards
政务公开 003/secondpage.html section
  通知公告 003/003001/moreinfo.html list age=8 rows=15
  政策法规 003/003002/secondpage.html section
    国家政策 003/003002/003002001/moreinfo.html list age=66 rows=15
    省市政策 003/003002/003002002/moreinfo.html list age=41 rows=15
    新区政策 003/003002/003002003/moreinfo.html list age=23 rows=11
  规划建设 003/003003/moreinfo.html list age=85 rows=15
  招标公告 003/003004/moreinfo.html list age=3 rows=15 style=onclick
  中标公示 003/003005/moreinfo.html list age=5 rows=15 style=onclick
  财政信息 003/003006/moreinfo.html list age=140 rows=9
  人事招聘 003/003007/moreinfo.html list age=27 rows=15
  环评公示 003/003008/moreinfo.html empty
招商引资 004/secondpage.html section
  投资环境 004/004001/aboutus.html single
  产业政策 004/004002/moreinfo.html list age=31 rows=6
  招商项目 004/004003/moreinfo.html list age=99 rows=15 style=split
党群工作 005/secondpage.html section
  党建动态 005/005001/moreinfo.html list age=14 rows=15
  通知公告 005/005002/moreinfo.html list age=210 rows=4
"""
    near = """
信息公开>规划建设 = 政务公开>规划建设
政务公开>政策法规>新区政策文件 = 政务公开>政策法规>新区政策
政务公开>新区政策 = 政务公开>政策法规>新区政策
政务公开>环评公告 = 政务公开>环评公示
招商引资>产业扶持政策 = 招商引资>产业政策
政务公开>财政信息公开 = 政务公开>财政信息
党群工作>党建工作>党建动态 = 党群工作>党建动态
"""
    absent = """
政务公开>政策解读
政务公开>统计信息
政务公开>行政处罚
党群工作>纪检监察
政务公开>重大决策预公开
政务公开>财政信息>预算公开
互动交流>领导信箱
专题专栏>优化营商环境
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"{(node.file or '').rsplit('/', 1)[0]}/{row.day:%Y%m%d}/{self.random.getrandbits(64):016x}.html"

    def page(self, title: str, here: str, body: str, guid: str = "") -> str:
        items = "".join(
            f'<div class="ewb-nav-items"><div class="ewb-nav-item"><a href="{relative(top.file or "", here)}" class="ewb-nav-name">{top.name}</a></div><div class="ewb-nav-bd">'
            + "".join(
                f'<span><a href="{relative(child.file or "", here)}">{child.name}</a></span>' for child in top.children
            )
            + "</div></div>"
            for top in self.top
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><script src="/js/webBuilderCommon.js"></script></head>
<body><span id="viewGuid" value="cms_{guid}" style="display:none"></span><div class="ewb-head"><div class="ewb-logo"><a href="/"><img src="/images/logo.png"></a></div><div class="ewb-top-r"><span class="ewb-date"></span></div>
<div class="ewb-nav clearfix"><div class="ewb-nav-items"><a href="/index.html">首 页</a></div>{items}</div></div>{body}
<div class="ewb-foot"><p>主办单位：云峰新区管理委员会 技术支持：某公司</p><p>您是第 <span id="cnt">20210630</span> 位访客</p></div></body></html>"""

    def home_page(self) -> str:
        news = self.find("新闻中心>新区要闻")
        out = "".join(
            f"<li class='wb-data-item'><a href='{row.file}'>{cut(row.title)}</a><span class='r'>{row.day:%m-%d}</span></li>"
            for row in news.rows
        )
        return self.page(
            self.name,
            "index.html",
            f"<div class='ewb-tab'><div class='ewb-tab-hd' data-target='a'>新区要闻</div><ul class='wb-data-list'>{out}</ul></div>",
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        style = node.options.get("style", "")
        out = []
        for row in node.rows:
            href = relative(row.file, here)
            if style == "split":
                out.append(
                    f"<div class='ewb-list-node clearfix'><div class='ewb-date-box'><div class='d'>{row.day:%d}</div><div class='ym'>{row.day:%Y-%m}</div></div><div class='ewb-info'><a href='{href}' class='tt'>{row.title}</a><p>现将有关事项通知如下，请结合实际认真执行……</p></div></div>"
                )
            elif style == "cards":
                out.append(
                    f"<div class='ewb-card'><a href='{href}'><img src='{href}.jpg' alt='{row.title}'><h4>{row.title}</h4><p class='time'>{row.day.year}年{row.day.month}月{row.day.day}日</p></a></div>"
                )
            elif style == "onclick":
                out.append(
                    f"<li class='wb-data-list'><a href='javascript:void(0)' onclick=\"openInfo('{href}')\" title='{row.title}'>{cut(row.title, 24)}</a><span class='ewb-list-date'>{row.day:%Y-%m-%d}</span></li>"
                )
            else:
                out.append(
                    f"<li class='wb-data-list'><div class='wb-data-infor'><a href='{href}' title='{row.title}' target='_blank'>{cut(row.title, 24)}</a></div><span class='wb-data-date'>{row.day:%Y-%m-%d}</span></li>"
                )
        body = (
            f"<ul class='wb-data-item'>{''.join(out)}</ul>"
            if style in ("", "onclick")
            else f"<div class='ewb-list'>{''.join(out)}</div>"
        )
        pages = 4 if len(node.rows) in (10, 15) else 1
        pager = f"<div id='paging' class='ewb-page'><ul class='m-pagination-page'><li><a href='javascript:;'>1</a></li></ul><span id='index'>1/{pages if node.rows else 0}</span></div>"
        return self.framed(node, body + pager)

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        crumbs = "".join(f"&gt;<a href='{relative(one.file or '', here)}'>{one.name}</a>" for one in node.trail)
        group = node.parent.children if node.parent else node.children
        side = "".join(
            f'<li class="wb-tree-items haschild {"current" if one is node else ""}"><h3 class="wb-tree-node"><i class="wb-tree-icon"></i><a href="{relative(one.file or "", here)}" class="wb-tree-tt">{one.name}</a></h3></li>'
            for one in group
        )
        fresh = "".join(
            f"<li><a href='{relative(row.file, here)}'>{row.title}</a><span>{row.day:%Y-%m-%d}</span></li>"
            for row in self.find("新闻中心>新区要闻").rows[:5]
        )
        return self.page(
            f"{node.name}",
            here,
            f"""<div class="ewb-bread">您现在的位置：<a href="/index.html">首页</a>{crumbs}</div><div class="ewb-main"><div class="ewb-left"><h2>{(node.parent or node).name}</h2><ul class="wb-tree">{side}</ul>
<div class="ewb-new"><h3>最新信息</h3><ul>{fresh}</ul></div></div><div class="ewb-right"><div class="ewb-hd"><span>{node.name}</span></div>{content}</div></div>""",
            (node.file or "").split("/")[-2],
        )

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='ewb-article-content'>{self.text(8)}</div>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        boxes = "".join(
            f"<div class='ewb-box'><div class='ewb-box-hd'><h4>{one.name}</h4><a class='more' href='{relative(one.file or '', here)}'>更多&gt;&gt;</a></div><ul>"
            + "".join(f"<li><a href='{relative(row.file, here)}'>{cut(row.title)}</a><span>{row.day:%m-%d}</span></li>" for row in one.rows[:4]) + "</ul></div>"
            for one in node.children
        )  # fmt: skip
        return self.framed(node, boxes)

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            row.title,
            row.file,
            f"<div class='ewb-article'><h3>{row.title}</h3><div class='ewb-article-sources'><p>【 信息时间： {row.day.year}/{row.day.month}/{row.day.day} &nbsp;&nbsp; 阅读次数：<span id='infoViewCount'></span> 】</p></div><div class='ewb-article-info'>{self.text()}</div></div>",
        )
