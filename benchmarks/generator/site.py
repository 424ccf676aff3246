"""A generated site: its tree in one platform's dress, and the answers it gives."""

from __future__ import annotations

import posixpath
from datetime import date
from html import escape
from random import Random
from typing import TYPE_CHECKING

from benchmarks.generator import markup, names, style, tree
from benchmarks.generator.model import NOT_FOUND, Answer, Column, Dating, Entry, Fault, Kind, Request

if TYPE_CHECKING:
    from benchmarks.generator.platforms.base import Platform


class Site:
    """Pages of one seed, made when they are asked for; the same seed makes the same site."""

    def __init__(self, seed: int, as_of: date, platform: type[Platform]) -> None:
        self.seed, self.as_of = seed, as_of
        self.rng = Random(f"{seed}/{platform.name}")
        self.place = names.place(self.rng)
        self.title = self.place + self.rng.choice(("人民政府", "人民政府网", "政府网", "人民政府门户网站"))
        self.code = f"{self.rng.randint(110000, 659999)}{self.rng.randint(1, 99):04}"
        self.style = style.draw(self.rng)
        self.tops = tree.Planter(self.rng, self.place, as_of).grow()
        self.columns = [one for top in self.tops for one in (top, *top.below())]
        self.seen: dict[str, int] = {}
        self.platform = platform(self)
        if self.platform.charset:
            self.style = style.Style(**{**self.style.__dict__, "charset": self.platform.charset})
        self.home = "/"
        self.pages: dict[str, tuple[Column, int]] = {}
        self.articles: dict[str, tuple[Column, Entry]] = {}
        for column in self.columns:
            if self.platform.states_days(column):
                column.dating = Dating.ROW
            column.address = self.platform.address(column) if column.has_page else ""
        for column in self.columns:
            self._place(column)
        self.sitemap = self.rng.choice(("", "", "/wzdt/", "/sitemap.html", "/zwgk/wzdt.shtml"))
        self.throttles = self.rng.random() < 0.06
        self.patience = self.rng.randint(12, 40)
        self.blocks = self.rng.sample(self._lists(), min(len(self._lists()), self.rng.randint(4, 9)))

    def _lists(self) -> list[Column]:
        return [one for one in self.columns if one.kind is Kind.LIST and one.fault is Fault.NONE]

    def _place(self, column: Column) -> None:
        if not column.has_page:
            return
        for number in range(1, self.platform.pages(column) + 1):
            for address in self.platform.page_addresses(column, number):
                self.pages.setdefault(address, (column, number))
        for entry in column.entries:
            self.articles[self.platform.article(column, entry)] = (column, entry)

    # addresses

    def href(self, here: str, there: str) -> str:
        """A link's address as this site writes it."""
        if not there or "#" in there or "?" in there or self.style.links_absolute:
            return there
        base = here.partition("?")[0]
        folder = base if base.endswith("/") else posixpath.dirname(base)
        target, _, tail = there.rpartition("/")
        way = posixpath.relpath(target or "/", folder or "/")
        return f"{'./' if way == '.' else way + '/'}{tail}"

    def hrefs(self, here: str) -> dict[Column, str]:
        return {one: self.href(here, one.address) for one in self.columns}

    # answers

    def answer(self, request: Request) -> Answer:
        """What the site says to a request."""
        count = self.seen[request.target] = self.seen.get(request.target, 0) + 1
        if request.path in ("/", "/index.html") or (self.throttles and sum(self.seen.values()) > self.patience):
            return self.page(self.home_page())
        special = self.platform.answer(request)
        if special is not None:
            return special
        key = request.target if request.target in self.pages else request.path
        if key in self.pages:
            return self.column_answer(*self.pages[key], count, key)
        if request.path in self.articles:
            return self.page(self.article_page(*self.articles[request.path]))
        if request.path.startswith("/menu_") and request.path.endswith(".html"):
            top = next((one for one in self.tops if request.path == f"/menu_{one.key}.html"), None)
            return self.page(markup.menu_page(top.children, self.hrefs(request.path))) if top else NOT_FOUND
        if self.sitemap and request.path == self.sitemap:
            return self.page(self.sitemap_page())
        return NOT_FOUND

    def column_answer(self, column: Column, number: int, count: int, address: str) -> Answer:
        """A column's page with what is wrong with it."""
        match column.fault:
            case Fault.GONE | Fault.REMOVED:
                return Answer(status=int(column.fault.value), body=NOT_FOUND.body.replace("404", column.fault.value))
            case Fault.SOFT:
                return self.page(
                    "<html><head><title>提示信息</title></head><body><p>抱歉，您访问的页面不存在或已删除！</p></body></html>"
                )
            case Fault.HOME:
                return self.page(self.home_page())
            case Fault.ONCE if count == 1:
                return Answer(status=502, body="Bad Gateway")
            case Fault.ALWAYS:
                return Answer(status=500, body="Internal Server Error")
            case Fault.FORBIDDEN:
                return Answer(status=403, body="<html><title>403</title>Forbidden</html>")
            case Fault.CHALLENGE:
                return Answer(
                    status=412,
                    body='<html><head><meta id="x9" content="aa"><script>$_ts={};</script></head><body></body></html>',
                )
            case Fault.MOVED | Fault.REFRESH | Fault.SCRIPTED if address == column.address:
                return self.redirect(column, self.moved(column))
        if number == 1 and self.forwards(column):
            return self.redirect(column, column.children[0].address, Fault.REFRESH)
        delay = 1.2 if column.fault is Fault.SLOW else 0.0
        return self.page(self.column_page(column, number), delay)

    def redirect(self, column: Column, target: str, how: Fault | None = None) -> Answer:
        """Another address in one of the ways that sites know."""
        how = how or column.fault
        if how is Fault.MOVED:
            return Answer(status=301, location=target)
        if how is Fault.REFRESH:
            return self.page(
                f'<html><head><meta http-equiv="Refresh" content="0;URL={target}"></head><body></body></html>'
            )
        if self.seed % 2:
            jump = 'var url=document.getElementById("url").innerHTML;window.open(url,"_self");'
            return self.page(
                f'<html><body><span id="url" style="display:none">{target}</span><script>{jump}</script></body></html>'
            )
        return self.page(f'<html><head><script>window.location.href="{target}";</script></head><body></body></html>')

    def moved(self, column: Column) -> str:
        """Where a column with a redirect really is."""
        return self.platform.second_address(column)

    def forwards(self, column: Column) -> bool:
        """Whether a parent's page only leads to its first child."""
        return (
            column.kind is Kind.PARENT
            and column.key % 5 == 0
            and column.children[0].kind is Kind.LIST
            and column.children[0].fault is Fault.NONE
        )

    def page(self, body: str, delay: float = 0.0) -> Answer:
        return Answer(body=body, type=self.platform.content_type, delay=delay)

    # pages

    def frame(
        self, here: str, title: str, body: str, column: Column | None, article: tuple[str, str] | None = None
    ) -> str:
        """A whole page around its body."""
        hand = self.style
        rng = Random(f"{self.seed}{here}")
        clock = f"<span>今天是：{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日</span>" if hand.clock else ""
        way = (
            f'<a href="{self.href(here, self.sitemap)}">{"网站地图" if self.seed % 2 else "网站导航"}</a>'
            if self.sitemap
            else ""
        )
        nav = markup.nav(hand, self.tops, self.hrefs(here), self.href(here, self.home))
        head = markup.metas(hand, self.title, self.code, column, article)
        extra = self.platform.head(column)
        return (
            f'<!DOCTYPE html>\n<html><head><meta charset="{hand.charset}">\n<title>{escape(title)}</title>\n{head}{extra}</head>\n<body>'
            f'<div class="header">{clock}<a href="{self.href(here, self.home)}">{self.title}</a>{way}</div>{nav}\n{body}\n'
            f'<div class="{hand.classes["foot"]}">{markup.foot(rng, self.title, self.code, self.as_of)}</div></body></html>'
        )

    def home_page(self) -> str:
        hand, parts = self.style, []
        for column in self.blocks:
            lines = "".join(
                f'<li><a href="{self.href("/", self.platform.article(column, one))}">{escape(one.title)}</a><span>{hand.short(one.day)}</span></li>'
                for one in column.entries[:6]
            )
            more = f'<a class="{hand.classes["more"]}" href="{self.href("/", column.address)}">更多&gt;&gt;</a>'
            parts.append(f'<div class="{hand.classes["block"]}"><h2>{column.name}</h2>{more}<ul>{lines}</ul></div>')
        return self.frame("/", self.title, "\n".join(parts), None)

    def sitemap_page(self) -> str:
        inner = markup.tree(self.style, self.tops, self.hrefs(self.sitemap), set(self.columns))
        return self.frame(self.sitemap, f"网站地图-{self.title}", f'<div class="wzdt">{inner}</div>', None)

    def page_title(self, column: Column) -> str:
        top = column.trail[0].name
        return self.style.titles.format(c=column.name, s=self.title, p=top)

    def column_page(self, column: Column, number: int) -> str:
        here = column.address
        href = self.hrefs(here)
        trail = column.trail
        top = trail[0]
        menu = markup.side(self.style, top.children, href, set(trail), f"/menu_{top.key}.html") if top.children else ""
        if column.kind is Kind.PARENT:
            main = self.parent_main(column, here)
        elif column.kind is Kind.SINGLE:
            main = f"<h1>{column.name}</h1>" + "".join(f"<p>{self.text(column, n)}</p>" for n in range(6))
        else:
            main = self.platform.list_block(column, number, here)
        crumb = markup.crumb(self.style, trail, href, self.href(here, self.home))
        others = self.hot(column, here)
        inner = f'{crumb}{others if self.style.hot_first else ""}{menu}<div class="{self.style.classes["main"]}">'
        inner += f"<h2>{column.name}</h2>{main}</div>{'' if self.style.hot_first else others}"
        return self.frame(here, self.page_title(column), inner, column)

    def hot(self, column: Column, here: str) -> str:
        """点击排行 and the like: fresh days of other columns."""
        rng = Random(f"{self.seed}hot{column.key}")
        if rng.random() < 0.5:
            return ""
        links = []
        for other in rng.sample(self.blocks, min(5, len(self.blocks))):
            if other is not column and other.entries:
                one = other.entries[0]
                links.append((one.title, self.href(here, self.platform.article(other, one)), self.style.day(one.day)))
        return markup.hot(self.style, links, rng.choice(("点击排行", "热点推荐", "最新信息", "相关阅读", "热门文章")))

    def text(self, column: Column, number: int) -> str:
        rng = Random(f"{self.seed}text{column.key}{number}")
        return "。".join(names.title(rng, self.place, column.name) for _ in range(4)) + "。"

    def parent_main(self, column: Column, here: str) -> str:
        """A parent's page: blocks of its children with their latest rows."""
        parts = []
        for child in column.children:
            if not child.has_page:
                continue
            lines = "".join(
                markup.row(self.style, child, one, self.href(here, self.platform.article(child, one)))
                for one in child.entries[:4]
            )
            head = f'<h3><a href="{self.href(here, child.address)}">{child.name}</a></h3>'
            parts.append(
                f'<div class="{self.style.classes["block"]}">{head}{markup.rows(self.style, lines) if lines else ""}</div>'
            )
        return "".join(parts)

    def article_page(self, column: Column, entry: Entry) -> str:
        """An article: visible day, PubDate, or neither."""
        here = self.platform.article(column, entry)
        trail = column.trail
        shown = f"发布时间：{self.style.day(entry.day)}" if column.dating is not Dating.NOWHERE else ""
        if self.seed % 3 == 0 and shown and "09:26" not in shown:
            shown = f"日期：{self.style.day(entry.day)}"
        stamp = entry.day.isoformat() if column.dating is not Dating.NOWHERE else ""
        crumb = markup.crumb(self.style, trail, self.hrefs(here), self.href(here, self.home))
        body = f'{crumb}<h1>{escape(entry.title)}</h1><div class="info"><span>{shown}</span> <span>来源：{self.title}</span></div>'
        body += f'<div id="zoom">{"".join(f"<p>{self.text(column, n)}</p>" for n in range(3))}</div>'
        return self.frame(here, entry.title, body, column, (entry.title, stamp))
