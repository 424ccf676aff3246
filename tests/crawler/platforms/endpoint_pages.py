"""Column pages of invented sites whose lists come from an endpoint, and what those endpoints answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from crawler.evidence import Listing
from crawler.readers.dialects import dialects
from crawler.readers.document import parse_document
from crawler.readers.endpoints import Endpoint, Question, questions

AS_OF = date(2026, 3, 31)
SITE = "https://www.yunshan.example"
DAYS = ("2026-03-12", "2026-02-27", "2026-01-30", "2025-12-18", "2025-11-05")
TITLES = (
    "云山区财政局关于编报部门预算的通知",
    "关于公布云山区行政规范性文件清理结果的公告",
    "云山区水利工程建设进展情况通报",
    "关于开展云山区年度统计年报工作的通知",
    "云山区人民政府关于调整部分机构的决定",
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A platform's column page with the answers to its request."""

    name: str
    url: str
    page: str
    asked: str
    """The first request's address."""
    rows: bytes
    """An answer with five rows."""
    none: bytes | None
    """An answer that says the column is empty; None where the platform has no such answer."""
    posted: bytes | None = None
    stated: tuple[bytes, bytes] | None = None
    """The total in the answer, and one that is less than its rows."""


def shell(body: str, head: str = "", name: str = "通知公告") -> str:
    """A column page with menus, a breadcrumb, a heading and a body."""
    return (
        f"<html><head><meta charset='utf-8'><title>{name}_云山区人民政府</title>{head}</head><body>"
        "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li>"
        "<li><a href='/bsfw/'>办事服务</a></li></ul></div>"
        f"<div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; {name}</div>"
        f"<div class='main'><h2>{name}</h2>{body}</div>"
        "<div class='footer'>主办单位：云山区人民政府办公室</div></body></html>"
    )


def items(pattern: str, count: int = 5) -> str:
    """Rows by a pattern with {n}, {title} and {day}."""
    return "".join(
        pattern.format(n=number, title=TITLES[number], day=DAYS[number], plain=DAYS[number].replace("-", ""))
        for number in range(count)
    )


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _epoch(day: str) -> int:
    """Midnight of a day in China, in seconds."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400 - 8 * 3600


def _ucap(results: list[dict[str, object]], total: int) -> bytes:
    return dumped({"status": 1, "data": {"total": total, "rows": 20, "page": 1, "results": results}})


CHANNEL = "0123456789abcdef0123456789abcdef"
UCAP = Case(
    name="ucap",
    url=f"{SITE}/ysq/c100201/zwgklist.shtml",
    page=shell(
        "<ul id='rows'></ul><!-- <ul><li><a href='./1.shtml'>旧通知一</a><span>2020-01-02</span></li></ul>"
        "<script>createPageHTML('page_div',3,1,'zwgklist','shtml',44)</script> -->",
        head=f"<meta name='channelId' content='{CHANNEL}'><meta name='code' content='c100201'>",
    ),
    asked=f"{SITE}/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte="
    "&_channelName=&page=1",
    stated=(b'"total": 44', b'"total": 4'),
    rows=_ucap(
        [
            {
                "title": f"<em>{title}</em>",
                "url": f"//www.yunshan.example/ysq/c100201/{n}.shtml",
                "publishedTimeStr": f"{day} 10:20:30",
            }
            for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
        ],
        44,
    ),
    none=_ucap([], 0),
)

GKMLPT = Case(
    name="gkmlpt",
    url=f"{SITE}/czj/gkmlpt/index#2811",
    page="<html><head><title>云山区财政局信息公开目录</title></head><body><div id='app'></div><script>window._CONFIG = {"
    'SID: \'755031\', APP_URL: \'\', TREE: [{"id": 2800, "name": "政策文件", "children": ['
    '{"id": 2811, "name": "规范性文件", "children": []}, {"id": 2812, "name": "其他文件", "children": []}]}]};</script>'
    "<script src='/gkmlpt/js/app.3f2a.js'></script></body></html>",
    asked=f"{SITE}/czj/gkmlpt/api/all/2811?page=1&sid=755031",
    stated=(b'"total": 5', b'"total": 4'),
    rows=dumped(
        {
            "classify": {"id": 2811, "name": "规范性文件", "post_count": 9},
            "total": 5,
            "articles": [
                {
                    "id": n,
                    "title": title,
                    "url": f"{SITE}/czj/gkmlpt/content/9/9123/post_{n}.html",
                    "date": _epoch("2019-01-01"),
                    "display_publish_time": _epoch(day),
                }
                for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
            ],
        }
    ),
    none=dumped({"classify": {"id": 2811, "name": "规范性文件", "post_count": 0}, "articles": []}),
)

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
JPAAS = Case(
    name="jpaas",
    url=f"{SITE}/col/col1229565788/index.html",
    page=shell(
        f"<div id='list'></div><script url='{UNIT}' queryData=\"{{'webId':'3096','pageId':'1554467','parseType':'bulidstatic',"
        "'pageType':'column','tagId':'当前栏目_list','tplSetId':'qS7','editType':'null'}\" src='/script/jpaas.js'></script>"
        f"<script url='{UNIT}' queryData=\"{{'webId':'3096','pageId':'1554467','tagId':'左侧导航','tplSetId':'qS7'}}\"></script>"
    ),
    asked=f"{SITE}{UNIT}?webId=3096&pageId=1554467&parseType=bulidstatic&pageType=column"
    "&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AE_list&tplSetId=qS7&editType=null",
    stated=(b"count='38'", b"count='3'"),
    rows=dumped(
        {
            "success": True,
            "data": {
                "html": "<ul class='page-content'>"
                + items(
                    "<li><a href='/art/2026/3/12/art_1_{n}.html' title='{title}'>{title:.9}…</a><span>{day}</span></li>"
                )
                + "</ul><div class='pagination' rows='15' count='38'></div>"
            },
        }
    ),
    none=dumped({"success": True, "data": {"html": "<ul></ul><div class='pagination' rows='15' count='0'></div>"}}),
)

_RECORDS = items(
    "<record><![CDATA[<li><a href='/art/2026/3/1/art_61490_{n}.html'>{title}</a><span>{day}</span></li>]]></record>"
)
HANWEB = Case(
    name="hanweb_proxy",
    url=f"{SITE}/col/col61490/index.html",
    page=shell(
        "<div id='423656'></div><script>$('#423656').jpage({perPage:20,unitid:'423656',proxyUrl:'/module/jpage/dataproxy.jsp',"
        "params:{col:1,appid:1,webid:39,path:'/',columnid:61490,sourceContentType:1,unitid:'423656',webname:'云山区',"
        "permissiontype:0}});</script>"
    ),
    asked=f"{SITE}/module/jpage/dataproxy.jsp?startrecord=1&endrecord=20&perpage=20&page=1",
    posted=b"col=1&appid=1&path=%2F&sourceContentType=1&permissiontype=0&unitid=423656&webid=39&columnid=61490"
    b"&webname=%E4%BA%91%E5%B1%B1%E5%8C%BA",
    stated=(b">46<", b">4<"),
    rows=f"<datastore><totalrecord>46</totalrecord><totalpage>3</totalpage><recordset>{_RECORDS}</recordset></datastore>".encode(),
    none=b"<datastore><totalrecord>0</totalrecord><totalpage>0</totalpage><recordset></recordset></datastore>",
)

XXGK = Case(
    name="hanweb_xxgk",
    url=f"{SITE}/col/col1229005922/index.html",
    page=shell(
        "<div id='div1229498488'></div><script>$.ajax({url:'/module/xxgk/search.jsp',data:{infotypeId:'A0212',jdid:'3096',"
        "area:'',divid:'div1229498488'}})</script>"
    ),
    asked=f"{SITE}/module/xxgk/search.jsp",
    posted=b"infotypeId=A0212&jdid=3096&area=&divid=div1229498488&vc_title=&vc_number="
    b"&sortfield=%2Ccreatedatetime%3A0%2Corderid%3A0&currpage=1&vc_filenumber=&vc_all=&texttype=0&fbtime=-1"
    b"&standardXxgk=0&isAllList=1",
    stated=("共 45 条".encode(), "共 4 条".encode()),
    rows=(
        "<table><tr><td>序号</td><td>名称</td><td>发布日期</td></tr>"
        + items(
            "<tr class='tr_main_value_odd'><td>{n}</td><td><a class='bt_link' href='/art/2026/3/1/art_7_{n}.html' title='{title}'>"
            "{title}</a></td><td>{day}</td></tr>"
        )
        + "</table><table><tr><td>共 45 条记录 共3页 <a href='javascript:goPage(2)'>下一页</a></td></tr></table>"
    ).encode(),
    none="<table><tr><td>序号</td><td>名称</td></tr></table><div>共 0 条记录</div>".encode(),
)

EPOINT = Case(
    name="epoint",
    url=f"{SITE}/dynamic/zwgk/govInfoPub.html?categorynum=003001003&deptcode=YS01",
    page=shell(
        "<ul class='wb-data-item' id='infolist'></ul>",
        head="<script src='/js/webBuilderCommon.js'></script><script src='/js/govInfoPub.js'></script>",
    ),
    asked=f"{SITE}/js/webBuilderCommon.js",
    stated=(b'"total": 31', b'"total": 3'),
    rows=dumped(
        {
            "custom": {
                "total": 31,
                "data": [
                    {"infourl": f"/zwgk/003001/{n}.html", "realtitle": title, "infodate": day}
                    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
                ],
            }
        }
    ),
    none=dumped({"custom": {"total": 0, "data": []}}),
)
EPOINT_SETTINGS = (
    b"var siteInfo = {projectName: '/EWB-FRONT', siteGuid: '7eb5f7f1-9041-43ad-8e13-8fcb82ea831a'};\n"
    b"function pick(a){return a[0]}"
)
EPOINT_ADDRESS = f"{SITE}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"

IRS = Case(
    name="irs",
    url=f"{SITE}/zwgk/jyxx/",
    page=shell(
        "<ul id='jyul'></ul><script>var params = {code:'1892dd', dataTypeId:'501', orderBy:'time', pageNo:1, pageSize:10,"
        "customFilter:{operator:'and', properties:[{property:'channel_id', operator:'eq', value:'69308'}]}};\n"
        "$.ajax({url:'/irs/front/search', type:'post', data: JSON.stringify(params)});</script>"
    ),
    asked=f"{SITE}/irs/front/search",
    posted=dumped(
        {
            "code": "1892dd",
            "dataTypeId": "501",
            "orderBy": "time",
            "pageNo": 1,
            "pageSize": 10,
            "customFilter": {
                "operator": "and",
                "properties": [{"property": "channel_id", "operator": "eq", "value": "69308"}],
            },
        }
    ),
    stated=(b'"total": 37', b'"total": 3'),
    rows=dumped(
        {
            "data": {
                "pager": {"pageNo": 1, "pageCount": 4, "total": 37},
                "middle": {
                    "listAndBox": [
                        {"data": {"title": title, "time": f"{day} 09:10:11", "url": f"{SITE}/zwgk/jyxx/{n}.html"}}
                        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
                    ]
                },
            }
        }
    ),
    none=dumped({"data": {"pager": {"total": 0}, "middle": {"listAndBox": []}}}),
)

HANDLEBARS = Case(
    name="handlebars_list",
    url=f"{SITE}/ysq/col/col42150/index.html",
    page=shell(
        "<div id='div380055'></div><script type='text/x-handlebars-template'>{{#each data}}<li><a href='{{pcUrl}}'>{{title}}</a>"
        "</li>{{/each}}</script><script>var params = {current: 1, unitid: '380055', webSiteCode: ['ysq'], "
        "channelCode: ['col42150'], perPage: '15'}; loadPageData(params, '380055');</script>"
    ),
    asked=f"{SITE}/queryList",
    posted=b"current=1&unitid=380055&perPage=15&webSiteCode%5B%5D=ysq&channelCode%5B%5D=col42150&pageSize=15",
    stated=(b'"total": 18', b'"total": 1'),
    rows=dumped(
        {
            "data": {
                "total": 18,
                "results": [
                    {"source": {"title": title, "pubDate": _epoch(day) * 1000, "urls": f'{{"pc":"/ysq/{n}.html"}}'}}
                    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
                ],
            }
        }
    ),
    none=dumped({"data": {"total": 0, "results": []}}),
)

LOADED = Case(
    name="loaded_list",
    url=f"{SITE}/public/column/6598?type=4&catId=7012",
    page=shell(
        "<div id='public_list'></div><script>$('#public_list').load('/public/column/6598?type=4&action=list&catId=7012');</script>"
    ),
    asked=f"{SITE}/public/column/6598?type=4&action=list&catId=7012",
    rows=(
        "<ul class='clearfix'>"
        + items("<li><a href='/public/6598/{n}.html' title='{title}'>{title}</a><span class='date'>{day}</span></li>")
        + "</ul>"
    ).encode(),
    none=None,
)

LONSUN = Case(
    name="lonsun",
    url=f"{SITE}/public/column/6598?type=4&action=list&nav=3&catId=70125",
    page=shell(
        "<div id='infoList'></div><div id='pages'></div><script>function show(pageIndex) { Ls.ajax({url: '/site/label/8888',"
        "data: {IsAjax: 1, dataType: 'html', labelName: 'publicInfoList', siteId: '6786', pageSize: 15, pageIndex: pageIndex,"
        "action: 'list', organId: '6598', type: '4', catId: '70125', cId: '', result: '暂无相关信息'},"
        "success: function (html) { $('#infoList').html(html); }}); } show(1);</script>"
    ),
    asked=f"{SITE}/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6786&pageSize=15&action=list"
    "&organId=6598&type=4&catId=70125&cId=&result=%E6%9A%82%E6%97%A0%E7%9B%B8%E5%85%B3%E4%BF%A1%E6%81%AF&pageIndex=1",
    rows=(
        "<ul class='clearfix xxgk_nav_list'>"
        + items("<li><span class='date'>{day}</span><a href='/public/6598/{n}.html' title='{title}'>{title}</a></li>")
        + "</ul><script>Ls.pagination('#pages', {total: 31, pageCount: 3})</script>"
    ).encode(),
    stated=(b"total: 31", b"total: 3"),
    none=None,
)

SITESERVER = Case(
    name="siteserver",
    url=f"{SITE}/channels/18105.html",
    page=shell(
        "<span id='ajaxElement_7_loading'>加载中</span><span id='ajaxElement_7_success'></span><script>"
        "function stlDynamicajaxElement_7(page) { stlClient.post('/api/stl/actions/dynamic?' + StlClient.getQueryString(), {"
        "value: 'Wm0slash0Qk9pa1Z4', page: page }, function (err, data, status) { $('#ajaxElement_7_success').html(data.html);"
        "}); } stlDynamicajaxElement_7(1);</script>"
    ),
    asked=f"{SITE}/api/stl/actions/dynamic",
    posted=b'{"value": "Wm0slash0Qk9pa1Z4", "page": 1}',
    rows=dumped(
        {
            "value": True,
            "html": "<ul>"
            + items("<li><a href='/contents/18105/{n}.html'>{title}</a><span>{day}</span></li>")
            + "</ul>",
        }
    ),
    none=None,
)

CASES = (UCAP, GKMLPT, JPAAS, HANWEB, XXGK, EPOINT, IRS, HANDLEBARS, LOADED, LONSUN, SITESERVER)


def asked_of(page: str, url: str) -> tuple[Question, ...]:
    """What would be asked for the list of a page."""
    return questions(parse_document(page.encode(), url.partition("#")[0], "text/html; charset=utf-8"), url)


def one_of(case: Case) -> Question:
    """The only question of a case's page."""
    found = asked_of(case.page, case.url)
    assert len(found) == 1, [question.endpoint.platform for question in found]
    return found[0]


def answered(case: Case, body: bytes) -> Listing | Endpoint | None:
    """What the platform makes of an answer to its (last) request."""
    question = one_of(case)
    endpoint = question.endpoint
    if case is EPOINT:
        after = question.answer(EPOINT_SETTINGS, endpoint, AS_OF)
        assert isinstance(after, Endpoint)
        endpoint = after
    return question.answer(body, endpoint, AS_OF)


def module_named(name: str) -> object:
    """The platform module of that name."""
    return next(module for module in dialects() if module.__name__.endswith(f".{name}"))
