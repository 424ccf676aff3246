"""gkmlpt: the open sections are one shell with a tree; a column is the address's fragment, its rows come from an interface."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from benchmarks.generator.model import Answer, Column, Dating, Entry, Fault, Kind, Request
from benchmarks.generator.platforms.base import Platform


class Gkmlpt(Platform):
    name = "gkmlpt"
    asks = True
    charset = "utf-8"

    def __init__(self, site: object) -> None:
        super().__init__(site)  # type: ignore[arg-type]
        self.scheme = "folder"
        self.sid = str(755000 + self.site.seed % 900)
        for column in self.site.columns:
            if self.inside(column):
                self.furnish(column)

    def furnish(self, column: Column) -> None:
        """A fragment can neither be gone nor a page of its own."""
        column.fault = Fault.NONE
        if column.dating is not Dating.ROW:
            column.dating = Dating.ROW
        if column.children:
            column.kind = Kind.LABEL
        elif column.kind is Kind.SINGLE:
            column.kind = Kind.EMPTY

    def inside(self, column: Column) -> bool:
        names = [one.name for one in column.trail[1:]]
        return any(name in ("法定主动公开内容", "主动公开", "政府信息公开年报") for name in names)

    def address(self, column: Column) -> str:
        return f"/gkmlpt/index#{column.key}" if self.inside(column) else super().address(column)

    def states_days(self, column: Column) -> bool:
        return self.inside(column)

    def page_addresses(self, column: Column, number: int) -> list[str]:
        return [] if self.inside(column) else super().page_addresses(column, number)

    def article(self, column: Column, entry: Entry) -> str:
        if self.inside(column):
            return f"/gkmlpt/content/{entry.number // 1000000}/{entry.number // 1000}/post_{entry.number}.html"
        return f"/{column.trail[0].slug}/content/post_{entry.number}.html"

    def nodes(self, columns: list[Column], parent: int) -> list[dict[str, object]]:
        return [
            {
                "id": one.key,
                "name": one.name,
                "parent_id": parent,
                "jump_url": "" if self.inside(one) else one.address,
                "children": self.nodes(one.children, one.key),
            }
            for one in columns
        ]

    def shell(self) -> str:
        """The page behind every fragment."""
        roots = [one for one in self.site.columns if self.inside(one) and not (one.parent and self.inside(one.parent))]
        tree = json.dumps(self.nodes(roots, 0), ensure_ascii=False)
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{self.site.title}信息公开目录</title></head><body><div id="app"></div>'
            f"<script>window._CONFIG = {{ LANG: 'zh', SID: '{self.sid}', TREE: {tree}, NAME: '{self.site.title}' }};</script>"
            '<script src="/gkmlpt/js/app.js"></script></body></html>'
        )

    def answer(self, request: Request) -> Answer | None:
        if request.path in ("/gkmlpt/index", "/gkmlpt/"):
            return Answer(body=self.shell(), type="text/html; charset=utf-8")
        if not request.path.startswith("/gkmlpt/api/all/"):
            return None
        column = self.column(request.path.rpartition("/")[2])
        page = int(self.fields(request).get("page") or 1)
        entries = column.entries[(page - 1) * 100 : page * 100] if column else []
        articles = [self.row(column, one) for one in entries if column]
        body = {
            "articles": articles,
            "total": len(column.entries) if column else 0,
            "classify": {"id": column.key if column else 0, "name": column.name if column else ""},
        }
        return Answer(body=json.dumps(body, ensure_ascii=False), type="application/json")

    def row(self, column: Column, entry: Entry) -> dict[str, object]:
        """A row of the interface; days are printed or epoch seconds."""
        day = entry.printed or entry.day
        noon = int(datetime(day.year, day.month, day.day, 4, tzinfo=UTC).timestamp())
        printed: object = noon if self.site.seed % 2 else f"{day} 12:00:00"
        return {
            "id": entry.number,
            "title": entry.title,
            "url": f"http://%HOST%{self.article(column, entry)}",
            "created_at": f"{self.site.as_of} 02:11:09" if self.site.seed % 2 == 0 else noon + 400,
            "display_publish_time": printed,
            "date": printed,
            "first_publish_time": printed,
            "publisher": self.site.place,
        }
