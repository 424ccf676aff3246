"""Hanweb: datastore and dataproxy, the 信息公开 module, jpaas, handlebars lists, and the old form that posts a page's number."""

from __future__ import annotations

import json
from urllib.parse import quote

from benchmarks.generator import markup
from benchmarks.generator.model import NOT_FOUND, Answer, Column, Dating, Entry, Request
from benchmarks.generator.platforms.base import Platform


class Hanweb(Platform):
    """Rows of the first page stand in a datastore in the page."""

    name = "hanweb"

    def address(self, column: Column) -> str:
        return f"/col/col{1229000000 + column.key}/index.html"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else f"{column.address}?uid={self.unit(column)}&pageNum={number}"

    def pages(self, column: Column) -> int:
        return 1

    def article(self, column: Column, entry: Entry) -> str:
        day, key = entry.day, 1229000000 + column.key
        if column.dating is Dating.NOWHERE:
            return f"/col/col{key}/art/art_{key}_{entry.number}.html"
        return f"/art/{day.year}/{day.month}/{day.day}/art_{key}_{entry.number}.html"

    def unit(self, column: Column) -> int:
        return 400000 + column.key

    def record(self, column: Column, entry: Entry) -> str:
        shown = self.site.style.day(entry.printed or entry.day) if column.dating is Dating.ROW else ""
        if column.dating is Dating.NO_YEAR:
            shown = self.site.style.short(entry.day)
        return f"<record><![CDATA[<li><a href='{self.article(column, entry)}' title='{entry.title}' target='_blank'>{entry.title}</a><span>{shown}</span></li>]]></record>"

    def query(self, column: Column) -> str:
        return (
            f"appid=1&webid={self.site.seed}&path=/&columnid={1229000000 + column.key}&unitid={self.unit(column)}"
            f"&webname={quote(self.site.title)}&permissiontype=0"
        )

    def store(self, column: Column, first: int, last: int) -> str:
        records = "".join(self.record(column, one) for one in column.entries[first:last])
        total = len(column.entries)
        return (
            f'<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&{self.query(column)}"></a>]]></nextgroup>'
            f"<totalrecord>{total}</totalrecord><totalpage>{max(1, -(-total // self.size))}</totalpage>"
            f"<recordset>{records}</recordset></datastore>"
        )

    def list_block(self, column: Column, number: int, here: str) -> str:
        store = self.store(column, 0, self.size * 3)
        return (
            f'<div id="{self.unit(column)}"><ul></ul><script type="text/xml">{store}</script></div>'
            f"<script src='/script/jpage.js'></script><script>jpage({{unitid:'{self.unit(column)}',perPage:{self.size},"
            f"proxyUrl:'/module/web/jpage/dataproxy.jsp',columnid:'{1229000000 + column.key}'}});</script>"
        )

    def answer(self, request: Request) -> Answer | None:
        if not request.path.endswith("dataproxy.jsp"):
            return None
        if "/col/" not in request.headers.get("referer", ""):
            return NOT_FOUND
        asked = self.fields(request)
        key = int(asked.get("columnid") or 0) - 1229000000
        column = next((one for one in self.site.columns if one.key == key), None)
        if column is None:
            return NOT_FOUND
        page = int(asked.get("page") or 1)
        if "startrecord" in asked and self.site.seed % 2:
            first = int(asked["startrecord"]) - 1
            last = int(asked.get("endrecord") or first + self.size)
        else:
            first, last = (page - 1) * self.size * 3, page * self.size * 3
        return Answer(
            body=f'<?xml version="1.0" encoding="UTF-8"?>{self.store(column, first, min(last, first + 300))}',
            type="text/xml",
        )


class HanwebProxy(Hanweb):
    """The page has only the block's parameters; the rows come from the proxy."""

    name = "hanweb-proxy"
    asks = True

    def list_block(self, column: Column, number: int, here: str) -> str:
        return (
            f'<div id="{self.unit(column)}"><ul></ul><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?'
            f'page=1&{self.query(column)}"></a>]]></nextgroup><recordset></recordset></datastore></script></div>'
            f"<script src='/script/jpage.js'></script>"
        )


class HanwebXxgk(Hanweb):
    """Columns of the open sections are filled by search.jsp."""

    name = "hanweb-xxgk"
    asks = True

    def is_open(self, column: Column) -> bool:
        return column.trail[0].name.endswith("公开")

    def states_days(self, column: Column) -> bool:
        return self.is_open(column)

    def list_block(self, column: Column, number: int, here: str) -> str:
        if not self.is_open(column):
            return super().list_block(column, number, here)
        kind = f"A{column.key:04}"
        return (
            f'<iframe src="/module/xxgk/tree.jsp?area=113{self.site.seed:06}&divid=div1" width="0" height="0"></iframe>'
            f'<form id="searchform" action="/module/xxgk/search.jsp" method="post"><input type="hidden" name="infotypeId" value="{kind}">'
            f'<input type="hidden" name="jdid" value="3"><input type="hidden" name="area" value="113{self.site.seed:06}">'
            '<input type="hidden" name="divid" value="div1"><input type="hidden" name="standardXxgk" value="0"><input type="hidden" name="currpage" value="1"></form>'
            f'<div id="div1"></div><script>var infotypeId="{kind}";'
            f"$.post('/module/xxgk/search.jsp?standardXxgk=0&isAllList=1&texttype=0&fbtime=-1&vc_all=&vc_filenumber=&vc_title=&vc_number=&currpage=1"
            f"&sortfield=,createdatetime:0,orderid:0',{{infotypeId:'{kind}',jdid:'3',area:'113{self.site.seed:06}',divid:'div1'}},function(d){{$('#div1').html(d);}});</script>"
        )

    def answer(self, request: Request) -> Answer | None:
        if request.path == "/module/xxgk/tree.jsp":
            return Answer(body="<html><body><ul></ul></body></html>", type="text/html;charset=utf-8")
        if request.path != "/module/xxgk/search.jsp":
            return super().answer(request)
        asked = self.fields(request)
        column = self.column(asked.get("infotypeId", ""))
        if column is None or int("".join(filter(str.isdigit, asked["infotypeId"])) or 0) != column.key:
            entries = [(one, entry) for one in self.site.columns for entry in one.entries]  # the whole district
        else:
            entries = [(column, entry) for entry in column.entries]
        page = int(asked.get("currpage") or 1)
        lines = "".join(
            f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td>{n}</td><td><a class="bt_link" href="{self.article(one, entry)}" '
            f'title="{entry.title}">{entry.title}</a></td><td>{entry.printed or entry.day}</td></tr>'
            for n, (one, entry) in enumerate(entries[(page - 1) * 20 : page * 20], 1)
        )
        pages = max(1, -(-len(entries) // 20))
        body = f'<table class="table_list">{lines}</table><div class="tb_pager">共{len(entries)}条 共{pages}页 第{page}页</div>'
        return Answer(body=body, type="text/html;charset=utf-8")

    def column(self, key: object) -> Column | None:
        digits = "".join(one for one in str(key) if one.isdigit())
        return next((one for one in self.site.columns if digits and one.key == int(digits)), None)


class Jpaas(Hanweb):
    """The list is a unit that the publish server builds."""

    name = "jpaas"
    asks = True

    def list_block(self, column: Column, number: int, here: str) -> str:
        spelled = "bulidstatic" if self.site.seed % 2 else "buildstatic"
        data = (
            f"{{'webId':'web{self.site.seed}','pageId':'{column.key}','parseType':'{spelled}','pageType':'column','tagId':'右侧内容',"
            f"'tplSetId':'tpl{self.site.seed % 9}','editType':'null'}}"
        )
        return (
            f'<div id="right"></div><script src="/js/jpaas-unit.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" '
            f'queryData="{data}"></script>'
        )

    def answer(self, request: Request) -> Answer | None:
        if request.path != "/api-gateway/jpaas-publish-server/front/page/build/unit":
            return None
        if not request.headers.get("referer") or request.headers.get("x-requested-with") != "XMLHttpRequest":
            return Answer(status=403, body="Forbidden")
        asked = self.fields(request)
        column = next((one for one in self.site.columns if str(one.key) == asked.get("pageId")), None)
        if column is None or asked.get("tagId") != "右侧内容":
            return Answer(body=json.dumps({"success": True, "data": {"html": ""}}), type="application/json")
        wanted = json.loads(asked.get("paramJson") or "{}")
        page = int(wanted.get("pageNo") or 1)
        lines = (
            markup.row(self.site.style, column, one, self.article(column, one)) for one in self.shown(column, page)
        )
        html = markup.rows(self.site.style, "".join(lines))
        html += f'<div class="pagination" rows="{self.size}" count="{len(column.entries)}"></div>'
        return Answer(
            body=json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False),
            type="application/json",
        )


class Handlebars(Hanweb):
    """Rows only in a template that a script fills from an address that the page does not name."""

    name = "handlebars"
    hidden = True

    def list_block(self, column: Column, number: int, here: str) -> str:
        return (
            '<div class="page-content"></div><script id="listTpl" type="text/x-handlebars-template">{{#each rows}}<li><a href="{{url}}">{{title}}</a>'
            "<span>{{formatDate pubDate}}</span></li>{{/each}}</script>"
            f"<script>loadPageData({{unitid:'{self.unit(column)}',webSiteCode:['w{self.site.seed}'],channelCode:['col{column.key}'],perPage:'15'}});</script>"
        )

    def answer(self, request: Request) -> Answer | None:
        return None


class FormPost(Platform):
    """Tables of the 2010s; pages are posted."""

    name = "formpost"

    def address(self, column: Column) -> str:
        return f"/col{column.key}/articlecolumn.{'php' if self.site.seed % 2 else 'html'}"

    def page_addresses(self, column: Column, number: int) -> list[str]:
        return super().page_addresses(column, number) if number == 1 else []

    def article(self, column: Column, entry: Entry) -> str:
        return f"/col{column.key}/articleinfo-{entry.number}.html"

    def pager(self, column: Column, number: int, here: str) -> str:
        last = self.pages(column)
        links = "".join(f'<a href="Javascript:goToPageURL({n})">{n}</a> ' for n in range(1, last + 1))
        return (
            f'<form name="pageform" method="post" action="{column.address}"><input type="hidden" name="currpage" value="{number}">'
            f'<input type="hidden" name="colid" value="{column.key}"></form>共{len(column.entries)}条记录 共{last}页 {links}'
            "<script>function goToPageURL(n){document.pageform.currpage.value=n;document.pageform.submit();}</script>"
        )

    def answer(self, request: Request) -> Answer | None:
        if request.method != "POST":
            return None
        column = next((one for one in self.site.columns if one.address == request.path), None)
        if column is None:
            return None
        page = int(self.fields(request).get("currpage") or 1)
        return self.site.page(self.site.column_page(column, min(page, self.pages(column))))
