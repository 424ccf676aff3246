"""Answers with status 200 that are no page of the site: challenges, throttling pages, and "not found" pages.

Both readings are conservative: an ordinary page that speaks of 404 or of a firewall is an ordinary page.
"""

from __future__ import annotations

import re

from crawler.readers.document import Document
from crawler.readers.identity import Identity
from crawler.readers.links import LinkFact
from crawler.readers.outline import Outline
from crawler.readers.redirects import nothing_to_see

# What the scripts of known products leave in the source: 瑞数, 加速乐 (创宇), 云锁, 阿里云 WAF, Cloudflare, 安全狗.
_CHALLENGE_CODE = re.compile(
    r"\$_ts\s*[=.\[]|\bFSSBBIl|yfxkpy_ssid|__jsl_clearance|yunsuo_session|acw_sc__v[23]|\barg1\s*=\s*'[0-9A-F]{40}'"
    r"|/cdn-cgi/challenge-platform/|cf-browser-verification|safedog|_waf_|waf[-_]?(?:block|captcha|verify|check)"
    r"|<meta[^<>]{0,40}content=\"[^\"]{30,4000}\"[^<>]{0,10}\br=['\"]m['\"]"
)
_COOKIE_AND_RELOAD = re.compile(
    r"document\.cookie\s*=.{0,4000}?location\s*(?:\.\s*(?:reload|replace|href|assign)|=)", re.S
)
_CHALLENGE_TEXT = re.compile(
    r"Web\s*应用防火墙|网站防火墙|云防御|创宇盾|知道创宇|安全狗|云锁|网防G01|(?:访问|请求)(?:行为)?(?:被|已被)(?:拦截|阻断|拒绝|禁止)"
    r"|(?:请求|访问)(?:存在|包含)(?:威胁|危险|风险|攻击)|(?:访问|请求|操作)(?:过于|太过?|次数过)(?:频繁|多)|人机(?:身份)?验证"
    r"|(?:完成|进行|通过)(?:安全|滑动|滑块|身份)验证|正在(?:进行)?(?:安全检查|浏览器安全检查)|浏览器安全检查|访问频率"
    r"|Access Denied|Request (?:Blocked|Rejected)|Just a moment|Too Many Requests|ERROR:\s*ACCESS DENIED",
    re.I,
)
_BLOCK_TEXT_LIMIT = 1_200
_NOT_FOUND_TITLE = re.compile(
    r"\W*(?:(?:错误|error|http(?: status)?)\W*)?404"
    r"(?:\W*(?:页面?|错误|提示|not\s*found|error|page|未找到|找不到|页面不存在|出错啦?))*\W*\Z"
    r"|\W*(?:404\W*)?(?:(?:您|你)?所?(?:访问|查找|请求|浏览)的)?(?:页面|网页|文件|栏目|内容)"
    r"(?:不存在|未找到|找不到了?|没有找到|已删除|走丢了)\W*\Z"
    r"|\W*(?:404\W*)?(?:page |file )?not found\W*\Z"
    r"|\W*(?:找不到|未找到|没有找到)(?:该|此|您要?访问的)?(?:页面|网页|文件)\W*\Z",
    re.I,
)
_NOT_FOUND_TEXT = re.compile(
    r"(?:访问|浏览|查找|请求|查看|打开)的(?:页面|网页|内容|文件|信息|栏目|资源|文章|地址|链接)[^。，,]{0,14}"
    r"(?:不存在|被?删除|找不到|未找到|没有找到|已失效|失效了|移除|走丢|无法找到)"
    r"|(?:该|此)?(?:页面|网页|栏目|文章|信息|内容)(?:不存在|找不到|未找到|走丢了|已经?被?(?:删除|移除|下线))"
    r"|(?:找不到|没有找到|未找到|无法找到)(?:该|您|你|此|相关|要|所|访问|请求|查看|的)*(?:页面|网页|文件|资源)"
    r"|404\s*[-–:：,，]?\s*(?:not\s*found|错误|error|页面|file|page|未找到|找不到)|HTTP (?:Status|Error|错误) 404"
    r"|file (?:or directory )?not found",
    re.I,
)
_NOT_FOUND_TEXT_LIMIT = 400
_NOT_FOUND_LINKS = 15


def is_challenge(document: Document, outline: Outline) -> bool:
    """Whether a page asks for proof that the visitor is a person, or says that the visit was blocked."""
    if len(outline.anchors) > 10 or sum(map(len, outline.pieces)) > 8 * _BLOCK_TEXT_LIMIT:
        return False
    text = outline.between(0, len(outline.pieces))
    if len(text) > _BLOCK_TEXT_LIMIT:
        return False
    if nothing_to_see(outline) and (
        _CHALLENGE_CODE.search(document.text[:400_000]) or _COOKIE_AND_RELOAD.search(document.text[:50_000])
    ):
        return True
    title = next((e.text or "" for e in document.tagged("title")), "")
    return _CHALLENGE_TEXT.search(f"{title} {text}"[:_BLOCK_TEXT_LIMIT]) is not None


def is_soft_404(outline: Outline, identity: Identity, links: tuple[LinkFact, ...]) -> bool:
    """Whether a page with status 200 has nothing to say but that there is no such page.

    By its title, by a heading on a page without breadcrumb, or by its text when that is all there is.
    """
    if sum(fact.dated for fact in links) >= 3 or identity.is_article:
        return False
    if _NOT_FOUND_TITLE.match(identity.title):
        return True
    if not identity.crumbs and any(_NOT_FOUND_TITLE.match(heading) for heading in identity.headings[:2]):
        return True
    if len(links) > _NOT_FOUND_LINKS:
        return False
    text = outline.between(0, len(outline.pieces))
    return len(text) <= _NOT_FOUND_TEXT_LIMIT and _NOT_FOUND_TEXT.search(text) is not None
