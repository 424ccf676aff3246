"""A small site whose newest entries are looked at closer, with files, in one run and the next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from minisite import AS_OF, HOME, Answer, MiniSite, page

from crawler.evidence import (
    ColumnEvidence,
    Page,
    Remembered,
    SiteEvidence,
    SitePlan,
    Target,
)
from crawler.inspected import Inspection
from crawler.navigate import search_site

DAY = timedelta(days=1)
LIST = "/zwgk/zcjd/"
JOINED = "/zwgk/tzgg/"
TAGS = '<meta name="ArticleTitle" content="办法解读"><meta name="PubDate" content="2026-03-20">'
FILES = '<p>附件：<a href="/f/a.pdf">实施细则.pdf</a> <a href="/f/b.docx">申请表.docx</a></p>'


class Keeping(MiniSite):
    """A site whose answers are kept in a run, and that gives files, as the fetch layer does."""

    def __init__(self, pages: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> None:
        super().__init__(pages)
        self.given = dict(files or {})
        self.pages_kept: dict[str, Page] = {}

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        if again or url not in self.pages_kept:
            self.pages_kept[url] = await super().__call__(url, again=again, **more)
        return self.pages_kept[url]

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        page = await self(url, again=again)
        body = self.given.get(url.removeprefix(HOME.rstrip("/")))
        if body is None:
            return page
        cut = head and len(body) > 2048
        return replace(page, status=200, body=body[: 2048 if cut else None], content_type="", failure=None, cut=cut)

    def kept(self, url: str) -> bool:
        return url in self.pages_kept


def listed(*names: str, first: date = date(2026, 3, 20)) -> str:
    """Rows that lead to `NAME.html`, a day older each."""
    items = "".join(
        f'<li><a href="./{name}.html">关于公布{name}号事项办理结果的通报</a><span>{first - DAY * number}</span></li>'
        for number, name in enumerate(names)
    )
    return f'<ul class="list">{items}</ul>'


def article(body: str = "", head: str = TAGS) -> str:
    text = "本办法自公布之日起施行，由区政府办公室负责解释，各单位应当遵照执行并按期报告落实情况。" * 6
    shown = page("政务公开", "政策解读", body=f'<h1>办法解读</h1><div class="TRS_Editor"><p>{text}</p>{body}</div>')
    return shown.replace("<head>", f"<head>{head}", 1)


def pages(**more: Answer) -> dict[str, Any]:
    menu = {"政策解读": LIST, "通知公告": JOINED}
    return {
        "/": page(title="云山区人民政府"),
        "/zwgk/": page("政务公开", links=menu),
        LIST: page("政务公开", "政策解读", body=listed("a1", "a2", "a3", "a4")),
        JOINED: page("政务公开", "通知公告", body=listed("b1", "b2", "b3", "b4")),
        **{f"{LIST}a{number}.html": article() for number in range(1, 5)},
        **{f"{JOINED}b{number}.html": article() for number in range(1, 5)},
        **{path.replace("_", "/"): answer for path, answer in more.items()},
    }


def target(path: str, inspect: int = 3) -> Target:
    return Target(key=path, path=tuple(path.split(">")), inspect=inspect)


ONE = target("政务公开>政策解读")
OTHER = target("政务公开>通知公告")


def look(site: MiniSite, *targets: Target, as_of: date = AS_OF, **plan: Any) -> SiteEvidence:
    asked = SitePlan(name="政府网站", url=HOME, targets=targets, **plan)
    return asyncio.run(search_site(asked, site, as_of=as_of))


def inspected(site: MiniSite, one: Target = ONE, **plan: Any) -> Inspection:
    found = look(site, one, **plan).columns[one.key].inspection
    assert found is not None
    return found


def remembering(one: Target, seen: ColumnEvidence, as_of: date = AS_OF) -> Target:
    assert seen.located is not None
    return replace(
        one,
        learned=seen.located.url,
        learned_trail=seen.located.trail,
        learned_match=seen.located.match,
        remembered=Remembered(evidence=seen, as_of=as_of),
    )


def opened(site: MiniSite) -> list[str]:
    """Entries and files that were asked for, in order."""
    return [path.rpartition("/")[2] for path in site.asked if path.endswith((".html", ".pdf", ".docx", ".mp4"))]


def with_files(**given: bytes) -> Keeping:
    files = {f"/f/{name.replace('_', '.')}": body for name, body in given.items()}
    return Keeping({**pages(), f"{LIST}a1.html": article(FILES)}, files)


PDF = b"%PDF-1.7\n" + b"0" * 5000
PACKED = b"PK\x03\x04" + b"0" * 5000
