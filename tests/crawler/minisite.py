"""A site in a dictionary: search it without network, server or Scrapy."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from crawler.evidence import ColumnEvidence, Failure, FailureKind, Page, SiteEvidence, SitePlan, Target
from crawler.navigate import search_site

AS_OF = date(2026, 3, 31)
HOME = "https://www.yunshan.example/"
Answer = str | int | FailureKind
"""A page's HTML, a status without one, or a failure."""


def menu(links: Mapping[str, str | Mapping[str, str]]) -> str:
    """A nested menu: label → address, or label → sub-menu (`.` is the label's own address)."""
    items = []
    for label, target in links.items():
        if isinstance(target, str):
            items.append(f'<li><a href="{target}">{label}</a></li>')
        else:
            own = target.get(".", "javascript:;")
            inner = "".join(f'<li><a href="{href}">{name}</a></li>' for name, href in target.items() if name != ".")
            items.append(f'<li><a href="{own}">{label}</a><ul>{inner}</ul></li>')
    return f'<div class="nav"><ul>{"".join(items)}</ul></div>'


PORTAL_MENU = {
    "首页": "/",
    "走进云山": {"云山概况": "/zjys/gk/", "历史文化": "/zjys/ls/"},
    "政务公开": {".": "/zwgk/", "政府信息公开": "/zwgk/zfxxgk/", "政策解读": "/zwgk/zcjd/"},
    "办事服务": "/bsfw/",
    "互动交流": "/hdjl/",
    "专题专栏": "/ztzl/",
    "网站地图": "/wzdt/",
}


def page(
    *crumbs: str, title: str = "", links: Mapping[str, str | Mapping[str, str]] | None = None, body: str = ""
) -> str:
    """A page with the portal's menu, a breadcrumb, a side menu and a body."""
    trail = " &gt; ".join(('<a href="/">首页</a>', *crumbs))
    side = f'<div class="left">{menu(links)}</div>' if links else ""
    return (
        f"<html><head><title>{title or (crumbs[-1] if crumbs else '云山区人民政府')}</title></head><body>{menu(PORTAL_MENU)}"
        f'<div class="crumb">当前位置：{trail}</div>{side}<div class="main">{body}</div>'
        f'<div class="footer">主办单位：云山区人民政府办公室</div></body></html>'
    )


def rows(*days: date | None, name: str = "云山区公布事项办理进展情况") -> str:
    """A list with one row per day; None is a row without a date."""
    items = "".join(
        f'<li><a href="./t{number}.html" title="{name}第{number}号通报">{name}第{number}号通报</a>'
        f"<span>{day.isoformat() if day else ''}</span></li>"
        for number, day in enumerate(days, 1)
    )
    return f'<ul class="list">{items}</ul>'


class MiniSite:
    """Answers for addresses below HOME; what is not there is 404. Counts and remembers what it was asked.

    What is posted is answered under `PATH POST BODY`; a page's headers are kept in `headers`.
    """

    def __init__(self, pages: Mapping[str, Answer | Sequence[Answer]]) -> None:
        self._pages = pages
        self.asked: list[str] = []
        self.headers: dict[str, Mapping[str, str]] = {}
        self.requests = 0
        self.pages = 0

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        path = url.partition("#")[0].removeprefix(HOME.rstrip("/"))
        if data is not None:
            path = f"{path} POST {data.decode()}"
        self.headers[path] = headers or {}
        self.requests += 1
        before = self.asked.count(path)
        self.asked.append(path)
        answer = self._pages.get(path, 404)
        if not isinstance(answer, str | int | FailureKind):
            answer = answer[min(before, len(answer) - 1)]
        now = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)
        if isinstance(answer, FailureKind):
            failure = Failure(kind=answer, detail=f"测试：{answer.value}")
            return Page(requested=url, url=url, status=None, fetched_at=now, failure=failure)
        status = answer if isinstance(answer, int) else 200
        body = (answer if isinstance(answer, str) else "<html><body>无此页</body></html>").encode()
        self.pages += 1
        return Page(
            requested=url,
            url=url.partition("#")[0],
            status=status,
            body=body,
            content_type="text/html; charset=utf-8",
            fetched_at=now,
            sha256=hashlib.sha256(body).hexdigest(),
        )


def search(site: MiniSite, *targets: Target, hosts: tuple[str, ...] = ()) -> SiteEvidence:
    """Search a site for targets."""
    plan = SitePlan(name="政府网站", url=HOME, hosts=hosts, targets=targets)
    return asyncio.run(search_site(plan, site, as_of=AS_OF))


def find(
    pages: Mapping[str, Answer | Sequence[Answer]], path: str, *, change: Callable[[Target], Target] = lambda one: one
) -> ColumnEvidence:
    """Search a site for one path written with `>`."""
    target = change(Target(key="k", path=tuple(path.split(">"))))
    return search(MiniSite(pages), target).columns["k"]
