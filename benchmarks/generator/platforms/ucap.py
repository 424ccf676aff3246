"""UCAP: channel codes, 1-based pagers, lists in comments filled from a search endpoint, jump pages."""

from __future__ import annotations

import hashlib
import json

from benchmarks.generator.model import Answer, Column, Dating, Entry, Request
from benchmarks.generator.platforms.base import Platform


class Ucap(Platform):
    name = "ucap"

    def __init__(self, site: object) -> None:
        super().__init__(site)  # type: ignore[arg-type]
        self.root = f"/{self.rng.choice(('qzf', 'yszf', 'site', 'zwfw', 'xzf'))}"
        self.templates = self.rng.sample(("xwzx_list", "list", "common_list", "zwgklist", "xxgk_list", "list_2"), 3)

    def template(self, column: Column) -> str:
        return self.templates[column.key % 3] if not column.children else "one"

    def address(self, column: Column) -> str:
        return f"{self.root}/c{100000 + column.key}/{self.template(column)}.shtml"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else column.address.replace(".shtml", f"_{number}.shtml")

    def article(self, column: Column, entry: Entry) -> str:
        name = hashlib.md5(str(entry.number).encode(), usedforsecurity=False).hexdigest()
        day = entry.day
        when = "zc" if column.dating is Dating.NOWHERE else f"{day.year}/{day.month}/{day.day}"
        return f"{self.root}/c{100000 + column.key}/{when}/{name}.shtml"

    def pager(self, column: Column, number: int, here: str) -> str:
        total, last = len(column.entries), self.pages(column)
        return (
            f"<div id=\"page_div\"></div><script>createPageHTML('page_div',{last}, {number},"
            f"'{self.template(column)}','shtml',{total});</script>"
        )

    def head(self, column: Column | None) -> str:
        if column is None:
            return ""
        return (
            f'<meta name="others" content="页面生成时间 {self.site.as_of:%Y-%m-%d} 03:45:10">'
            f'<meta name="channel" codename="c{100000 + column.key}" channelname="{column.name}">'
            f'<meta name="channelId" content="{self.channel(column)}"><meta name="code" content="c{100000 + column.key}">'
        )

    def channel(self, column: Column) -> str:
        return hashlib.md5(f"{self.site.seed}{column.key}".encode(), usedforsecurity=False).hexdigest()


class UcapSearch(Ucap):
    name = "ucap-search"
    asks = True

    def states_days(self, column: Column) -> bool:
        return True

    def list_block(self, column: Column, number: int, here: str) -> str:
        """The list is in a comment, as long as it was when the page was built; a script asks for the real one."""
        old = [one for one in column.entries if (self.site.as_of - one.day).days > 200]
        kept = "".join(f"<li><a href='{self.article(column, one)}'>{one.title}</a></li>" for one in old[:5])
        return (
            f'<!-- <ul class="old">{kept}</ul><div id="page_div"></div><script>createPageHTML(\'page_div\',1,1,'
            f"'{self.template(column)}','shtml',{len(old)});</script> -->"
            f'<ul class="{self.site.style.classes["list"]}" id="xxgklist"></ul><div id="page-div"></div>'
            '<script src="/js/xxgkPage.js"></script>'
            f"<script>var channelId='{self.channel(column)}';getList(1);</script>"
        )

    def answer(self, request: Request) -> Answer | None:
        if not request.path.startswith("/common/search/"):
            return None
        wanted = request.path.rpartition("/")[2]
        column = next((one for one in self.site.columns if self.channel(one) == wanted), None)
        if column is None or column.children:
            return Answer(body=json.dumps({"data": {"total": 0, "results": []}}), type="application/json")
        asked = self.fields(request)
        size = 20
        page = int(asked.get("page") or 1)
        results = [
            {
                "title": one.title,
                "url": self.article(column, one),
                "publishedTimeStr": f"{one.printed or one.day} 10:21:00",
                "content": "",
            }
            for one in sorted(column.entries, key=lambda one: one.pinned, reverse=True)[(page - 1) * size : page * size]
        ]
        body = {"data": {"total": len(column.entries), "page": page, "rows": size, "results": results}}
        return Answer(body=json.dumps(body, ensure_ascii=False), type="application/json;charset=utf-8")
