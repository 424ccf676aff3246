"""What an article leads to: the documents it explains, and what explains it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.readers.addresses import is_home, looks_like_article, page_key, resolve
from crawler.readers.article_box import article_box, outside_text
from crawler.readers.document import text_of
from crawler.readers.page import PageFacts
from crawler.readers.survey import GENERIC, squeeze

_MOST = 30
_LONGEST_NAME = 200
_BLOCK = re.compile(
    r"相关(?:文件|解读|政策|文档|链接|阅读|稿件|信息|附件|报道)|政策(?:原文|文件|解读)|原文(?:链接|件)?|解读(?:链接|材料|文件|稿)?|关联(?:文件|阅读|解读|政策)"
    r"|文件原文|图解|延伸阅读|解读信息|文字解读|图片解读|视频解读"
)
_TITLE = re.compile(r"《[^《》]{2,150}》|解读|原文|通知|意见|办法|规定|条例|方案|公告|决定|图解")


def read_related(facts: PageFacts) -> tuple[tuple[str, str], ...]:
    """Name and address of links in the article's part of the page and in blocks named 相关文件 and the like.

    Pages and files of the same site or of another government site, each once, in page order, at most 30; menus, pagers
    and the neighbours in the list (上一篇) are left out.
    """
    own = page_key(facts.page.url)
    home = _home(facts.page.url)
    found: dict[str, tuple[str, str]] = {}
    for name, url in (*_inside(facts), *_in_blocks(facts)):
        key = page_key(url)
        if key == own or is_home(url, home) or not _governmental(url, facts.page.url) or GENERIC.match(name):
            continue
        found.setdefault(key, (name[:_LONGEST_NAME], url))
    return tuple(found.values())[:_MOST]


def _inside(facts: PageFacts) -> list[tuple[str, str]]:
    box = article_box(facts.document)
    found: list[tuple[str, str]] = []
    if box is None:
        return found
    text = set(box.text.iter("a"))
    for anchor in box.around.iter("a"):
        url = resolve(facts.document.base, anchor.get("href"))
        name = squeeze(text_of(anchor)) or squeeze(anchor.get("title"))
        if url is None or not name or outside_text(anchor, box.text if anchor in text else box.around):
            continue
        if anchor in text or (looks_like_article(url) and _TITLE.search(name)):
            found.append((name, url))
    return found


def _in_blocks(facts: PageFacts) -> list[tuple[str, str]]:
    return [
        (link.text, link.url)
        for link in facts.links
        if link.url is not None
        and link.text
        and looks_like_article(link.url)
        and any(len(name) <= 12 and _BLOCK.search(name) for name in link.trail[-1:])
    ]


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _governmental(url: str, page: str) -> bool:
    host, own = urlsplit(url).hostname or "", urlsplit(page).hostname or ""
    return host == own or host.endswith(".gov.cn") or host.removeprefix("www.") == own.removeprefix("www.")
