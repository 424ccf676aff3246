"""A county whose navigation exists only in scripts: document.write lines, and a JSON tree for the disclosure catalogue."""

from __future__ import annotations

import json

from benchmarks.sites.kit import Node, Row, Site, relative


class ScriptMenus(Site):
    key = "wulingzhen"
    name = "武岭县人民政府"
    place = "武岭县"
    style = "脚本菜单：document.write 导航、行内 JSON 树（zTree）目录、侧栏 document.write 变量拼接、Pager()"
    tree = """
武岭概览 wlgl/ single
武岭资讯 wlzx/ jump
  政务要闻 wlzx/zwyw/ list age=1 gap=1 rows=15
  乡镇快讯 wlzx/xzkx/ list age=5 rows=15
  部门信息 wlzx/bmxx/ list age=4 rows=15
信息公开 xxgk/ section
  公开指南 xxgk/gkzn/ single
  公开制度 xxgk/gkzd/ list age=600 rows=5
  政府文件 xxgk/zfwj/ list age=45 rows=15
  政策解读 xxgk/zcjd/ list age=52 rows=15
  规划计划 xxgk/ghjh/ list age=310 rows=9
  重大项目 xxgk/zdxm/ list age=87 rows=15
  财政信息 xxgk/czxx/ section
    部门预算 xxgk/czxx/bmys/ list age=140 rows=15
    部门决算 xxgk/czxx/bmjs/ list age=295 rows=15
    政府债务 xxgk/czxx/zfzw/ list age=120 rows=3
  应急管理 xxgk/yjgl/ list age=63 rows=8
  人事任免 xxgk/rsrm/ list age=30 rows=15
  审计公告 xxgk/sjgg/ empty
  公开年报 xxgk/gknb/ list age=160 rows=8 gap=180
公众参与 gzcy/ jump
  县长信箱 gzcy/xzxx/ list age=1 rows=15
  网上调查 gzcy/wsdc/ list age=410 rows=2
"""
    near = """
政务公开>规划信息 = 信息公开>规划计划
信息公开>地方政府债务 = 信息公开>财政信息>政府债务
信息公开>部门预算 = 信息公开>财政信息>部门预算
政府信息公开>审计公告 = 信息公开>审计公告
信息公开>政府信息公开年报 = 信息公开>公开年报
公众参与>县长信箱专栏 = 公众参与>县长信箱
信息公开>重大建设项目 = 信息公开>重大项目
"""
    absent = """
信息公开>规范性文件
信息公开>统计信息
信息公开>建议提案
专题专栏>脱贫攻坚
信息公开>行政权力
信息公开>财政信息>三公经费
公众参与>在线访谈
信息公开>双公示
"""

    def menu(self, here: str) -> str:
        lines = ["document.write('<ul class=\"nav\">');"]
        for top in self.top:
            lines.append(f"document.write('<li><a href=\"{relative(top.file or '', here)}\">{top.name}</a></li>');")
        return "<script type='text/javascript'>\n" + "\n".join([*lines, "document.write('</ul>');"]) + "\n</script>"

    def side(self, node: Node, here: str) -> str:
        if node.trail[0].name == "信息公开":
            catalogue = [
                {"id": number, "pId": self.nodes.index(one.parent) if one.parent else 0, "name": one.name, "url": "/" + (one.file or "").removesuffix("index.html"), "target": "_self"}
                for number, one in enumerate(self.nodes) if one.trail[0].name == "信息公开"
            ]  # fmt: skip
            return f"<ul id='tree' class='ztree'></ul><script>var zNodes = {json.dumps(catalogue, ensure_ascii=False)};\n$.fn.zTree.init($('#tree'), {{}}, zNodes);</script>"
        parts = []
        for number, one in enumerate(node.parent.children if node.parent else node.children):
            parts.append(
                f"var str{number}='{one.name}';var url{number}='{relative(one.file or '', here)}';\ndocument.write('<li class=\"li_nav\"><a href=\"'+url{number}+'\">'+str{number}+'</a></li>');"
            )
        return f"<ul class='left'><script>{''.join(parts)}</script></ul>"

    def page(self, title: str, here: str, body: str, column: str = "") -> str:
        meta = f"<meta name='ColumnName' content='{column}'>" if column else ""
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body><div class="banner">{self.menu(here)}</div>{body}
<div class="bottom"><a href="#">关于我们</a> 网站标识码：5299000071 更新日期：{self.as_of}</div></body></html>"""

    def home_page(self) -> str:
        news = self.find("武岭资讯>政务要闻")
        rows = "".join(
            f"<li><a href='{row.file}'>{row.title}</a><span>{row.day:%m-%d}</span></li>" for row in news.rows[:9]
        )
        return self.page(self.name, "index.html", f"<div class='news'><h3>政务要闻</h3><ul>{rows}</ul></div>")

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        return self.page(
            f"{node.name}_{self.name}",
            here,
            f"<div class='dz'>你的位置：首页&gt;&gt;{'&gt;&gt;'.join(one.name for one in node.trail)}</div><div class='l'>{self.side(node, here)}</div><div class='r'>{content}</div>",
            node.name,
        )

    def list_page(self, node: Node) -> str:
        here = node.file or ""
        rows = "".join(
            f"<li><b>{row.day:%Y-%m-%d}</b><a href='{relative(row.file, here)}'>{row.title}</a></li>"
            for row in node.rows
        )
        return self.framed(
            node,
            f"<ul class='gl_list'>{rows}</ul><div id='pages'></div><script>Pager({{size:{5 if len(node.rows) == 15 else int(bool(node.rows))},current:0,prefix:'index',suffix:'html'}});</script>",
        )

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<div class='content'>{self.text(8)}</div>")

    def section_page(self, node: Node) -> str:
        latest = sorted((row for one in node.walk() for row in one.rows), key=lambda row: row.day, reverse=True)[:10]
        rows = "".join(
            f"<li><b>{row.day:%Y-%m-%d}</b><a href='{relative(row.file, node.file or '')}'>{row.title}</a></li>"
            for row in latest
        )
        return self.framed(node, f"<h3>最新公开</h3><ul>{rows}</ul>")

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            row.title,
            row.file,
            f"<h1>{row.title}</h1><h5>{row.day.year}年{row.day.month:02d}月{row.day.day:02d}日 来源：县政府办</h5><div class='content'>{self.text()}</div>",
        )
