"""The site's own search as a page offers it: a form, an address that a script completes, or a platform's interface.

A platform module may offer `search(document) -> SiteSearch | None`. Forms that are posted change things on a site when
they are no search (letter boxes, logins, subscriptions, votes), so that only one that calls itself a search, with a
single line to fill in, is one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement as Element

from crawler.readers.addresses import resolve
from crawler.readers.dialects import offering
from crawler.readers.document import Document
from crawler.readers.endpoints import FORM, JSON, Endpoint

_WORDS = re.compile(
    r"(?:q|qt|qw|wd|kw|key|keys|key_?words?|search_?(?:words?|key|keywords?|text|content|value|str)|query|title|content)\Z",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"""["']([^"'\s<>\\]{0,300}[?&](?:q|qt|wd|kw|key|keywords?|search_?(?:words?|key|keywords?))=)["']\s*\+""",
    re.IGNORECASE,
)
_SEARCHING = re.compile(r"search|was5|sousuo|jsearch|irs|query|/s\b|/so\b|jiansuo|ss/", re.IGNORECASE)
_CALLED_SEARCH = re.compile(r"search|sousuo|jiansuo|was5|搜索|检索|搜一搜|搜一下|全站|站内|关键[词字]", re.IGNORECASE)
_CALLED_OTHERWISE = re.compile(
    r"log_?in|sign|regist|mail|letter|message|guest|comment|feedback|vote|survey|subscri|submit_?(?:form|info)|save|insert"
    r"|upload|captcha|valid_?code|check_?code|xinxiang|liuyan|zixun|tousu|登录|登陆|注册|订阅|留言|写信|来信|信件|信箱|投诉|咨询"
    r"|举报|评论|投票|调查|问卷|验证码|密码|手机|办件|申请",
    re.IGNORECASE,
)
_GB = re.compile(r"charset\s*=\s*[\"']?\s*gb", re.IGNORECASE)
_MOST_FIELDS = 20
_MOST_SOURCE = 200_000
_LONGEST_VALUE = 200
_LONGEST_TOKEN = 60_000
"""What a session or view state put into a hidden field may take; it is posted back whole or not at all."""
_TYPED = "application/x-www-form-urlencoded"
_FREE = ("text", "search")


@dataclass(frozen=True, kw_only=True)
class SiteSearch:
    """A search that one request asks."""

    url: str
    """Absolute; without the words."""
    fields: tuple[tuple[str, str], ...] = ()
    """What a browser sends along."""
    words: str = ""
    """Name of the field that takes the words; empty where they are put at the end of the address."""
    charset: str = "utf-8"
    posted: bool = False
    by_script: bool = False
    """A platform's script asks it, not a form."""
    record: str = ""
    """A JSON object that is posted instead of fields; `words` is its key for the words."""

    def address(self, words: str) -> str:
        """The address that asks for these words."""
        if self.posted:
            return self.url
        if not self.words:
            return self.url + quote(words, safe="", encoding=self.charset, errors="replace")
        asked = urlencode((*self.fields, (self.words, words)), encoding=self.charset, errors="replace")
        plain = self.url.partition("#")[0].partition("?")[0]  # a form sent by GET replaces the query
        return f"{plain}?{asked}"

    def request(self, words: str, page: str) -> Endpoint:
        """What a posted search sends for these words; `page` is the page that offers it."""
        if self.record:
            data = json.dumps({**json.loads(self.record), self.words: words}, ensure_ascii=False).encode()
        else:
            fields = (*self.fields, (self.words, words))
            data = urlencode(fields, encoding=self.charset, errors="replace").encode("ascii")
        return Endpoint(
            platform="站内搜索",
            url=self.url,
            page=page,
            data=data,
            content_type=JSON if self.record else FORM if self.by_script else _TYPED,
            by_form=not self.by_script,
        )


def searches_of(document: Document) -> tuple[SiteSearch, ...]:
    """The searches a page offers that can be asked without its scripts, the one most likely to answer first."""
    charset = "gb18030" if _GB.search(document.text[:2_000]) else "utf-8"
    forms = [found for box in document.tagged("form")[:10] if (found := _form(document, box, charset))]
    known = [found for module in offering("search") if (found := module.search(document)) is not None]
    ordered = [*(one for one in forms if not one.posted), *known, *(one for one in forms if one.posted)]
    ordered += [] if ordered else _scripted(document, charset)
    return tuple({(one.url, one.posted): one for one in reversed(ordered)}.values())[::-1]


def _scripted(document: Document, charset: str) -> list[SiteSearch]:
    for script in document.tagged("script")[:60]:
        for prefix in _SCRIPTED.findall((script.text or "")[:_MOST_SOURCE]):
            url = _joined(document, prefix)
            if url is not None and _SEARCHING.search(url):
                return [SiteSearch(url=url, charset=charset)]
    return []


def _form(document: Document, form: Element, charset: str) -> SiteSearch | None:
    posted = (form.get("method") or "get").strip().lower() != "get"
    url = resolve(document.base, form.get("action"))
    if url is None or (posted and not _is_search(form)):
        return None
    words = ""
    longest = _LONGEST_TOKEN if posted else _LONGEST_VALUE
    fields: list[tuple[str, str]] = []
    for control in list(form.iter("input", "select"))[:60]:
        name = (control.get("name") or "").strip()
        if not name or len(name) > 120:
            continue
        kind = (control.get("type") or "text").strip().lower() if control.tag == "input" else "select"
        # In a form that holds nothing else to fill in, the field may bear any name.
        if kind in _FREE and (posted or _WORDS.match(name)) and not words:
            words = name
        elif kind in ("hidden", "select") or (kind in ("radio", "checkbox") and control.get("checked") is not None):
            fields.append((name, _value(control, longest)))
        elif posted and kind == "submit":
            fields.append((name, _value(control, longest)))  # some programs ask which button was pressed
        elif kind == "password":
            return None
    if not words or (posted and (len(fields) > _MOST_FIELDS or any(len(value) == longest for _, value in fields))):
        return None
    return SiteSearch(url=url, fields=tuple(fields[:_MOST_FIELDS]), words=words, charset=charset, posted=posted)


def _is_search(form: Element) -> bool:
    """Whether a posted form is a search: it calls itself one, has one line to fill in and nothing else to give."""
    if (form.get("enctype") or "").lower().startswith("multipart") or (form.get("method") or "").lower() != "post":
        return False
    lines = 0
    called = [form.get(name) or "" for name in ("action", "id", "name", "class", "onsubmit", "role")]
    for control in list(form.iter("input", "textarea", "select", "button", "label"))[:80]:
        kind = (control.get("type") or "text").strip().lower() if control.tag == "input" else control.tag
        if kind in ("textarea", "password", "file", "email", "tel", "date", "number"):
            return False
        lines += kind in _FREE
        if kind != "hidden":
            called += [control.get(name) or "" for name in ("name", "id", "class", "placeholder", "title", "alt")]
            called.append(control.get("value") or "" if control.tag != "select" else "")
            called.append(str(control.text_content())[:40] if control.tag in ("button", "label") else "")
    said = " ".join(one[:200] for one in called)
    return lines == 1 and bool(_CALLED_SEARCH.search(said)) and not _CALLED_OTHERWISE.search(said)


def _value(control: Element, longest: int) -> str:
    if control.tag != "select":
        return (control.get("value") or "")[:longest]
    options = list(control.iter("option"))
    chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
    if chosen is None:
        return ""
    value = chosen.get("value")
    return str(value if value is not None else chosen.text_content().strip())[:_LONGEST_VALUE]


def _joined(document: Document, prefix: str) -> str | None:
    try:
        url = urljoin(document.base, prefix)
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else None
    except ValueError:
        return None
