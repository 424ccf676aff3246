"""A newly built city portal: cards, article and aside elements, tabs, aria labels, lists in script shells, odd date notations."""

from __future__ import annotations

from benchmarks.sites.kit import Node, Row, Site, relative


class ModernCity(Site):
    key = "qingyunshi"
    name = "青云市人民政府"
    place = "青云市"
    style = "新版门户：section/article/time 标签、aria-label、日与年月分写、2026年3月5日、脚本填充空壳、图标菜单、近名兄弟栏目"
    tree = """
领导之窗 ld/index.html single
新闻 xw/index.html section
  青云新闻 xw/qyxw/index.html list age=0 gap=1 rows=12 style=card
  专题报道 xw/ztbd/index.html list age=40 rows=12 style=card
  新闻发布会 xw/xwfbh/index.html list age=20 rows=6 style=time
政策 zc/index.html section
  政策文件 zc/wj/index.html list age=15 rows=12 style=split
  政策解读 zc/jd/index.html list age=18 rows=12 style=split
  政策问答 zc/wd/index.html list age=90 rows=6 style=time
  政策文件库 zc/wjk/index.html shell
  规章库 zc/gzk/index.html list age=500 rows=12 style=time
  公报 zc/gb/index.html list age=33 rows=8 style=card
公开 gk/index.html section
  公示公告 gk/gsgg/index.html list age=4 rows=12 style=time shuffled
  通知公告 gk/tzgg/index.html list age=11 rows=12 style=time
  规划信息 gk/gh/index.html list age=240 rows=4 style=text
  财政公开 gk/cz/index.html section
    预算公开 gk/cz/ys/index.html list age=135 rows=12 style=text
    决算公开 gk/cz/js/index.html list age=290 rows=12 style=text
    三公经费 gk/cz/sg/index.html list age=141 rows=2 style=text
  审计结果 gk/sj/index.html list age=77 rows=3 style=time
  数据发布 gk/sjfb/index.html shell
互动 hd/index.html section
  市长信箱 hd/szxx/index.html list age=1 rows=12 style=time
  民意征集 hd/myzj/index.html list age=26 rows=5 style=state
  调查结果 hd/dcjg/index.html empty
"""
    near = """
政策>政策文件解读 = 政策>政策解读
政务公开>政策文件 = 政策>政策文件
公开>规划计划 = 公开>规划信息
政务公开>财政预算 = 公开>财政公开>预算公开
公开>财政公开>三公经费公开 = 公开>财政公开>三公经费
政府公报 = 政策>公报
互动交流>意见征集 = 互动>民意征集
公开>审计结果公告 = 公开>审计结果
"""
    absent = """
公开>人事信息
公开>财政公开>政府债务
公开>建议提案
政策>规范性文件
互动>在线访谈
公开>应急管理
专题专栏>优化营商环境
公开>规划信息>专项规划
公开>行政执法公示
"""

    def article_file(self, node: Node, row: Row) -> str:
        return f"{(node.file or '').removesuffix('index.html')}{row.day:%Y%m}/{self.random.getrandbits(96):024x}.html"

    def page(self, title: str, here: str, body: str) -> str:
        menu = "".join(
            f'<div role="menuitem" class="g-item"><a href="{relative(top.file or "", here)}" aria-label="{top.name}"><svg></svg>{top.name if number % 2 else ""}</a><div class="g-panel" hidden>'
            + "".join(f'<a href="{relative(one.file or "", here)}"><span>{one.name}</span></a>' for one in top.children) + "</div></div>"
            for number, top in enumerate(self.top)
        )  # fmt: skip
        return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<header><a class="brand" href="{relative("index.html", here)}" aria-label="返回首页"></a><nav aria-label="主导航">{menu}</nav><p class="today">{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日 多云 22℃~31℃</p></header>
{body}<footer><p>主办：青云市人民政府办公室</p><p>标识码：3799000001 | 鲁ICP备20000000号</p></footer></body></html>"""

    def item(self, row: Row, here: str, style: str) -> str:
        href, day = relative(row.file, here), row.day
        match style:
            case "card":
                return f"<article class='card'><a href='{href}' aria-label='{row.title}'><figure><img src='{href}.jpg' alt=''></figure><h3>{row.title}</h3><footer>{day.year}年{day.month}月{day.day}日　青云发布</footer></a></article>"
            case "split":
                return f"<li><a href='{href}'><div class='date'><strong>{day:%d}</strong><em>{day:%Y-%m}</em></div><div class='txt'><h4>{row.title}</h4><p>各有关单位要结合实际认真抓好落实。</p></div></a></li>"
            case "state":
                return f"<li><a href='{href}'>{row.title}</a><p>征集时间：{day:%Y-%m-%d} 至 {day.replace(year=day.year + 1):%Y-%m-%d}</p><span class='s'>{day:%Y-%m-%d}</span><i>进行中</i></li>"
            case "text":
                return f"<div class='line'><a href='{href}'>{row.title}</a> <small>发布日期：{day.year}年{day.month}月{day.day}日</small></div>"
            case _:
                return f"<li><time datetime='{day:%Y-%m-%d}'>{day:%Y.%m.%d}</time><a href='{href}'>{row.title}</a></li>"

    def items(self, node: Node, here: str, count: int = 99) -> str:
        style = node.options.get("style", "time")
        rows = "".join(self.item(row, here, style) for row in node.rows[:count])
        return f"<div class='list'>{rows}</div>" if style in ("card", "text") else f"<ul class='list'>{rows}</ul>"

    def home_page(self) -> str:
        blocks = "".join(
            f"<section><header><h2>{node.name}</h2><a href='{relative(node.file or '', 'index.html')}' aria-label='{node.name}更多'>+</a></header>{self.items(node, 'index.html', 5)}</section>"
            for node in map(self.find, ("新闻>青云新闻", "公开>通知公告", "公开>公示公告"))
        )
        return self.page(self.name, "index.html", f"<main>{blocks}</main>")

    def framed(self, node: Node, content: str) -> str:
        here = node.file or ""
        crumbs = "".join(f'<li><a href="{relative(one.file or "", here)}">{one.name}</a></li>' for one in node.trail)
        group = (node.parent or node).children
        side = "".join(
            f'<a href="{relative(one.file or "", here)}" class="{"on" if one is node else ""}">{one.name}</a>'
            for one in group
        )
        hot = "".join(
            f"<li><a href='{relative(row.file, here)}'>{row.title}</a><time>{row.day:%Y.%m.%d}</time></li>"
            for row in self.find("新闻>青云新闻").rows[:6]
        )
        return self.page(
            f"{node.name} - {self.name}",
            here,
            f"<ol class='breadcrumb'><li><a href='{relative('index.html', here)}'>首页</a></li>{crumbs}</ol><div class='layout'><aside><div class='side-nav'>{side}</div></aside><main><h1>{node.name}</h1>{content}</main><aside><h3>热门点击</h3><ul>{hot}</ul></aside></div>",
        )

    def list_page(self, node: Node) -> str:
        if node.kind == "shell":
            return self.framed(
                node,
                "<div id='app' class='list' v-cloak><ul><li v-for='item in list'><a :href='item.url'>{{ item.title }}</a><time>{{ item.date }}</time></li></ul></div><script src='/js/vue.min.js'></script><script>new Vue({el:'#app',data:{list:[]},mounted(){axios.post('/api/list',{channel:'88',page:1}).then(r=>this.list=r.data.rows)}})</script>",
            )
        here = node.file or ""
        if node.kind == "empty":
            return self.framed(node, "<ul class='list'></ul><p class='none'>暂无数据</p>")
        pager = (
            "<nav class='pages'><span>1</span><a href='index_1.html'>2</a><a href='index_1.html'>下一页</a> 共 9 页</nav>"
            if len(node.rows) == 12
            else ""
        )
        return self.framed(node, self.items(node, here) + pager)

    def single_page(self, node: Node) -> str:
        return self.framed(node, f"<section>{self.text(9)}</section>")

    def section_page(self, node: Node) -> str:
        here = node.file or ""
        return self.framed(
            node,
            "".join(
                f"<section><h2><a href='{relative(one.file or '', here)}'>{one.name}</a></h2>{self.items(one, here, 4)}</section>"
                for one in node.children
            ),
        )

    def article_page(self, node: Node, row: Row) -> str:
        return self.page(
            f"{row.title} - {self.name}",
            row.file,
            f"<main><h1>{row.title}</h1><p class='meta'><span>发布时间：{row.day:%Y-%m-%d}</span><span>来源：青云发布</span></p><section>{self.text()}</section></main>",
        )
