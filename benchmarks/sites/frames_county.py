"""An old county site in GBK: a frameset, nested tables, menus of images, DedeCMS paging, unclosed tags."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.sites.kit import Node, Row, Site, relative


class FramesCounty(Site):
    key = "shiqiaoxian"
    name = "石桥县人民政府网"
    place = "石桥县"
    style = "旧站：GBK、frameset、嵌套表格、图片菜单（alt/title）、DedeCMS list_21_2.html、无闭合标签"
    encoding = "gbk"
    tree = """
石桥概况 sqgk/index.htm single
县内新闻 news/list_11_1.html list age=2 gap=2 rows=20
公示公告 gsgg/list_12_1.html list age=10 rows=20 shuffled
政府信息公开 xxgk/index.htm section
  公开目录 xxgk/ml/index.htm label
  公开指南 xxgk/zn/index.htm single
  公开年报 xxgk/nb/list_31_1.html list age=120 rows=9 gap=180
  规范性文件 xxgk/gfx/list_32_1.html list age=230 rows=13
  发展规划 xxgk/fzgh/list_33_1.html list age=650 rows=5
  统计信息 xxgk/tj/list_34_1.html list age=75 rows=20
  财政预决算 xxgk/yjs/list_35_1.html list age=110 rows=18
  人事任免 xxgk/rs/list_36_1.html list age=41 rows=20 shuffled
  行政执法 xxgk/zf/list_37_1.html list age=28 rows=1
  政府采购 xxgk/cg/list_38_1.html empty
县长信箱 mail/index.htm list age=1 gap=2 rows=15
办事服务 bsfw/index.htm section
  下载中心 bsfw/xz/list_51_1.html list age=500 rows=7
  办事指南 bsfw/zn/list_52_1.html list age=320 rows=14
"""
    near = """
政务公开>发展规划 = 政府信息公开>发展规划
政府信息公开>预算/决算 = 政府信息公开>财政预决算
政府信息公开>政府信息公开指南 = 政府信息公开>公开指南
政府信息公开>政府信息公开年报 = 政府信息公开>公开年报
政府信息公开>行政规范性文件 = 政府信息公开>规范性文件
政府信息公开>人事仁免 = 政府信息公开>人事任免
首页>公示公告 = 公示公告
"""
    absent = """
政府信息公开>政策解读
政府信息公开>重大项目
专题专栏>减税降费
政府信息公开>应急管理
政府信息公开>国有土地上房屋征收
政府信息公开>权责清单
互动交流>民意征集
政府信息公开>招考录用
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"{(node.file or '').rsplit('/', 1)[0]}/{row.day.year}/{row.day:%m%d}/{self.serial}.html"

    def page(self, title: str, body: str) -> str:
        return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{title}</TITLE></HEAD>
<BODY bgcolor=#ffffff topMargin=0><CENTER>{body}<TABLE width=778><TR><TD align=center>石桥县信息中心承办<BR>建议使用1024*768分辨率<BR>备案序号：鄂ICP备05000001号</TABLE></CENTER></BODY></HTML>"""

    def home_page(self) -> str:
        return """<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>石桥县人民政府网</TITLE></HEAD>
<FRAMESET rows="120,*" frameborder=0><FRAME src="top.htm" name=top scrolling=no><FRAME src="main.htm" name=main><NOFRAMES><BODY>您的浏览器不支持框架</BODY></NOFRAMES></FRAMESET></HTML>"""

    def images(self, nodes: list[Node], here: str) -> str:
        cells = []
        for number, node in enumerate(nodes):
            attribute = "alt" if number % 2 else "title"
            cells.append(
                f'<TD><A href="{relative(node.file or "", here)}" target=main><IMG src="/images/m{number}.gif" border=0 {attribute}="{node.name}"></A>'
            )
        return f"<TABLE><TR>{''.join(cells)}</TABLE>"

    def rows(self, node: Node, here: str, length: int = 99, brief: bool = False) -> str:
        return "".join(
            f"<TR><TD width=12><IMG src=/images/dot.gif><TD align=left><A href='{relative(row.file, here)}' target=_blank><FONT color=#333333>{row.title[:length]}</FONT></A>"
            f"&nbsp;<FONT color=#999999>{f'[{row.day:%m-%d}]' if brief else f'({row.day:%Y-%m-%d})'}</FONT></TR>\n"
            for row in node.rows[: 8 if brief else None]
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        siblings = node.parent.children if node.parent else list(self.top)
        side = "".join(
            f"<TR><TD height=24><A href='{relative(one.file or '', here)}'>{one.name}</A>" for one in siblings
        )
        pager = ""
        stem = here.rsplit("/", 1)[-1].removesuffix("1.html")
        if len(node.rows) == 20:
            pager = f"<li>首页</li><li><a href='{stem}2.html'>下一页</a></li><li><a href='{stem}9.html'>末页</a></li><select name='sldd' onchange='location.href=this.options[this.selectedIndex].value;'><option value='{stem}1.html' selected>1</option><option value='{stem}2.html'>2</option></select><li>共 <strong>9</strong>页<strong>176</strong>条</li>"
        inner = f"<TABLE width=100%>{self.rows(node, here)}</TABLE>{pager}"
        names = " - ".join(one.name for one in node.trail)
        return self.page(
            f"{node.name}--{self.name}",
            f"<TABLE width=778><TR><TD width=180 valign=top><TABLE>{side}</TABLE><TD valign=top><TABLE width=100%><TR><TD>您的位置：首页 - {names}<TR><TD>{inner}</TABLE></TABLE>",
        )

    def single_page(self, node: Node) -> str:
        names = " - ".join(one.name for one in node.trail)
        return self.page(
            f"{node.name}--{self.name}",
            f"<TABLE width=778><TR><TD>您的位置：首页 - {names}<TR><TD class=content>{self.text(8)}</TABLE>",
        )

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        cells = "".join(
            f"<TR><TD bgcolor=#e0ecff><B>{one.name}</B><TD align=right><A href='{relative(one.file or '', here)}'><IMG src=/images/more.gif alt=更多 border=0></A><TR><TD colspan=2><TABLE>{self.rows(one, here, 20, True)}</TABLE>"
            for one in node.children if one.kind != "label"
        )  # fmt: skip
        return self.page(
            f"{node.name}--{self.name}",
            f"<TABLE width=778><TR><TD valign=top>{self.images([one for one in node.children if one.kind != 'label'], here)}<TD><TABLE>{cells}</TABLE></TABLE>",
        )

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title}--{self.name}",
            f"<TABLE width=778><TR><TD align=center><B>{row.title}</B><TR><TD align=center>发布日期：{row.day.year}年{row.day.month}月{row.day.day}日 点击数：<SCRIPT src=/count.js></SCRIPT><TR><TD>{self.text()}</TABLE>",
        )

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        yield (
            "top.htm",
            self.page(
                "top",
                f"<TABLE width=778 background=/images/banner.jpg><TR><TD height=90></TABLE>{self.images(self.top, 'top.htm')}",
            ),
        )
        news, notices = self.find("县内新闻"), self.find("公示公告")
        blocks = "".join(
            f"<TD valign=top><TABLE><TR><TD>{node.name}<TD><A href='{node.file}'>more</A>{self.rows(node, 'main.htm', 16, True)}</TABLE>"
            for node in (news, notices)
        )
        yield "main.htm", self.page("main", f"<TABLE width=778><TR>{blocks}</TABLE>")
