"""Platforms with static pages: SiteServer-like, DedeCMS, chinatax's paths of numbers, VSB, Lonsun, Epoint."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.generator.model import Answer, Column, Dating, Entry, Request
from benchmarks.generator.platforms.base import Platform


class SiteServer(Platform):
    name = "siteserver"

    def address(self, column: Column) -> str:
        return f"/channels/{column.key}.html"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else f"/channels/{column.key}_{number}.html"

    def article(self, column: Column, entry: Entry) -> str:
        return f"/contents/{column.key}/{entry.number}.html"

    def pager(self, column: Column, number: int, here: str) -> str:
        last = self.pages(column)
        ends = [("首页", 1), ("上一页", max(1, number - 1)), ("下一页", min(last, number + 1)), ("尾页", last)]
        links = " ".join(
            f'<a href="{self.site.href(here, self.page_address(column, n))}">{word}</a>' for word, n in ends
        )
        return f'<div class="pages">共 {len(column.entries)} 条 当前第 {number} / {last} 页 {links}</div>'


class Dede(Platform):
    name = "dedecms"

    def address(self, column: Column) -> str:
        return "/" + "/".join(one.slug for one in column.trail) + "/"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else f"{column.address}list_{column.key}_{number}.html"

    def article(self, column: Column, entry: Entry) -> str:
        day = entry.day
        if column.dating is Dating.NOWHERE:
            return f"/a/{column.slug}/{column.key}_{entry.number}.html"
        return f"{column.address}{day:%Y}/{day:%m%d}/{entry.number}.html"

    def pager(self, column: Column, number: int, here: str) -> str:
        last = self.pages(column)
        options = "".join(
            f"<option value='list_{column.key}_{n}.html'{' selected' if n == number else ''}>{n}</option>"
            for n in range(1, last + 1)
        )
        links = "".join(f"<li><a href='list_{column.key}_{n}.html'>{n}</a></li>" for n in range(2, last + 1))
        jump = f"<select onchange='location.href=this.options[this.selectedIndex].value;'>{options}</select>"
        return f'<ul class="pagelist"><li class="thisclass">{number}</li>{links}<li>{jump}</li>' + (
            f"<li><span class='pageinfo'>共 <strong>{last}</strong>页<strong>{len(column.entries)}</strong>条</span></li></ul>"
        )


class Chinatax(Platform):
    name = "chinatax"

    def address(self, column: Column) -> str:
        return "/chinatax/" + "/".join(f"n{810000 + one.key}" for one in column.trail) + "/index.html"

    def page_address(self, column: Column, number: int) -> str:
        return (
            column.address if number == 1 else column.address.replace("index.html", f"index_{column.key}_{number}.html")
        )

    def article(self, column: Column, entry: Entry) -> str:
        return column.address.replace("index.html", f"c{entry.number}/content.html")


class Vsb(Platform):
    name = "vsb"

    def address(self, column: Column) -> str:
        if self.site.seed % 2:
            return f"/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={1000 + column.key}"
        return "/" + "/".join(one.slug for one in column.trail) + ".htm"

    def page_address(self, column: Column, number: int) -> str:
        if number == 1:
            return column.address
        last = self.pages(column)
        if "?" in column.address:
            return f"/list.jsp?totalpage={last}&PAGENUM={number}&urltype=tree.TreeTempUrl&wbtreeid={1000 + column.key}"
        return column.address.replace(".htm", f"/{last - number + 1}.htm")

    def article(self, column: Column, entry: Entry) -> str:
        return f"/info/{1000 + column.key}/{entry.number}.htm"

    def pager(self, column: Column, number: int, here: str) -> str:
        last = self.pages(column)
        if last < 2:
            return f"<div class='pb_sys_common'><span>共{len(column.entries)}条</span> <span>1/1</span></div>"
        after = self.site.href(here, self.page_address(column, min(last, number + 1)))
        end = self.site.href(here, self.page_address(column, last))
        return (
            f"<div class='pb_sys_common'><span class='p_t'>共{len(column.entries)}条</span> <span>{number}/{last}</span> "
            f"<a href='{after}' class='Next'>下页</a> <a href='{end}'>尾页</a></div>"
        )


class Lonsun(Platform):
    name = "lonsun"

    def address(self, column: Column) -> str:
        kind = "public" if column.trail[0].name.endswith("公开") else "content"
        if kind == "public":
            return f"/public/column/{column.key}?type=4&action=list"
        return f"/content/column/{column.key}"

    def page_address(self, column: Column, number: int) -> str:
        if number == 1:
            return column.address
        return f"{column.address}{'&' if '?' in column.address else '?'}pageIndex={number}"

    def article(self, column: Column, entry: Entry) -> str:
        kind = "public" if "/public/" in column.address else "content/detail"
        return f"/{kind}/{column.key}/{entry.number}.html"


class Epoint(Platform):
    name = "epoint"

    def code(self, column: Column) -> str:
        return "".join(f"{one.key % 1000:03}" for one in column.trail)

    def address(self, column: Column) -> str:
        path = "/".join(one.slug for one in column.trail)
        return f"/{path}/moreinfo.html" if not column.children else f"/{path}/index.html"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else column.address.replace("moreinfo.html", f"{number}.html")

    def article(self, column: Column, entry: Entry) -> str:
        folder = column.address.rpartition("/")[0]
        if column.dating is Dating.NOWHERE:
            return f"{folder}/{entry.number:08x}-5f2b-4c1d.html"
        return f"{folder}/{entry.day:%Y%m%d}/{entry.number:08x}-5f2b-4c1d.html"

    def list_block(self, column: Column, number: int, here: str) -> str:
        mark = f'<span id="viewGuid" value="cms_{self.code(column)}" style="display:none"></span>'
        return mark + f'<div class="ewb-info-items wb-tree-items">{super().list_block(column, number, here)}</div>'


class EpointRest(Epoint):
    name = "epoint-rest"
    asks = True

    def states_days(self, column: Column) -> bool:
        return True

    def list_block(self, column: Column, number: int, here: str) -> str:
        return (
            f'<span id="viewGuid" value="{self.code(column)}" style="display:none"></span>'
            '<ul class="ewb-info-items" id="infolist"></ul><div id="pager" class="m-pagination"></div>'
            '<script src="/js/webBuilderCommon.js"></script><script src="/js/moreinfo.js"></script>'
        )

    def head(self, column: Column | None) -> str:
        return '<script src="/js/webBuilderCommon.js"></script>'

    @property
    def project(self) -> str:
        return f"EWB_{self.site.seed}"

    def answer(self, request: Request) -> Answer | None:
        if request.path == "/js/webBuilderCommon.js":
            body = (
                f'var siteInfo = {{projectName: "/{self.project}", siteGuid: "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"}};'
            )
            return Answer(body=body, type="application/javascript")
        if not request.path.endswith("/rest/lightfrontaction/getgovinfolist"):
            return None
        if request.method != "POST" or f"/{self.project}/" not in request.path:
            return Answer(status=405, body="")
        return Answer(body=json.dumps(dict(self.reply(request)), ensure_ascii=False), type="application/json")

    def reply(self, request: Request) -> Iterator[tuple[str, object]]:
        """The JSON, its rows newest first; an unknown category is an empty list."""
        try:
            asked = json.loads(request.body)
        except ValueError:
            asked = self.fields(request)
            asked = json.loads(asked["params"]) if "params" in asked else asked
        column = next((one for one in self.site.columns if self.code(one) == str(asked.get("categorynum"))), None)
        size, page = int(asked.get("pageSize") or 10), int(asked.get("pageIndex") or 0)
        entries = column.entries[page * size : (page + 1) * size] if column else []
        yield "status", {"code": 200, "text": ""}
        yield (
            "custom",
            {
                "data": [
                    {
                        "infourl": self.article(column, one),
                        "realtitle": one.title,
                        "title": one.title,
                        "infodate": str(one.printed or one.day),
                    }
                    for one in entries
                    if column
                ],
                "total": len(column.entries) if column else 0,
            },
        )
