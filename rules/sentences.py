"""Columns a task's own sentences ask for: set-up sentences (在…中设置“…”栏目), home-page entries and mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.model import DisclosurePath, PathKind
from rules.paths import ARROW, GOVERNMENT_SITE, UNIT_PAGE, adjacent_quotes, alternatives, correct
from rules.typesetting import within

_MAX_LEAD = 300  # characters of a sentence before the column's name that are looked at
_QUOTED = r"(?:[“「][^“”「」\n]{1,60}[”」])"
_VERB = r"(?:设置|开设|增设|新设|设立|设有|新增|开辟|开通|建立|建设)"
_KIND = r"(?:子栏目|二级栏目|栏目|专栏|专题|专区|板块|子专栏)"
_SET_UP = re.compile(
    rf"(?P<names>{_QUOTED}(?:\s*[、和及与]?\s*{_QUOTED})*)\s*等?\s*(?P<count>\d{{1,2}}|[一二两三四五六七八九十])?\s*个?\s*(?P<kind>{_KIND})"
)
_SET_UP_VERB = re.compile(rf"{_VERB}(?:了|好|完善)?(?:相应的?|专门的?)?$")
_REFUSED = re.compile(r"(?:不|不得|禁止|严禁|避免|取消|撤销|已|原|无须|无需)(?:再|经|在)?[^，,。；;“”]{0,6}$")
_SITE = re.compile(
    r"(?P<unit>(?:部门|单位|街道|乡镇|镇街)(?:网页|子网站|子站|网站))"
    r"|(?P<own>(?P<level>[省市区县州旗]|本级|各级)?(?:人民)?政府(?:门户)?网站)"
    r"|(?P<other>[\u4e00-\u9fff]{2,20}?(?:门户网站|网站|官网))"
)
_LEADING = re.compile(r"^.*(?:链接到?|依托|通过|利用|在|到|至|于|对照|登录|借助|用好|要求)")
_HOME = re.compile(r"(?:网站|门户|网)(?:的)?首页")
_COUNT = {
    **{str(number): number for number in range(1, 30)},
    **{char: index for index, char in enumerate("零一二三四五六七八九十")},
    "两": 2,
}


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A path a sentence asks for and where in the text its column's name stands."""

    path: DisclosurePath
    start: int
    doubts: tuple[str, ...] = ()


def is_homepage_entry(path: DisclosurePath) -> bool:
    """The mention asks for an entry on a site's home page (首页设置“…”栏目)."""
    return path.kind is PathKind.MENTION and bool(_HOME.search(path.raw)) and bool(re.search(_VERB, path.raw))


def names_subcolumns(path: DisclosurePath) -> bool:
    """The set-up sentence asks for sub-columns of a column, not for columns of their own."""
    return path.kind is PathKind.SET_UP and "子栏目" in path.raw and len(path.segments) > 1


def sentences(text: str, closed: Sequence[tuple[int, int]], place: str) -> tuple[Sentence, ...]:
    """Set-up sentences and mentions outside the annotations `closed`; `place` tells 区政府网站 from 市政府网站."""
    found: list[Sentence] = []
    for match in _SET_UP.finditer(text):
        if within(match.start(), closed):
            continue
        near = max(0, match.start() - _MAX_LEAD)
        begin = max(near - 1, *(text.rfind(mark, near, match.start()) for mark in "。；;\n")) + 1
        lead = text[begin : match.start()]
        sentence = _sentence(match, lead, place)
        if sentence is not None:
            found.append(sentence)
    return tuple(found)


def _sentence(match: re.Match[str], lead: str, place: str) -> Sentence | None:
    verb = _SET_UP_VERB.search(_without_manner(lead))
    clause = re.split(r"[，,]", lead)[-1]
    if verb and _REFUSED.search(lead[: verb.start()]):
        return None
    container, site = _container(lead), _site(lead, place)
    names = _column_names(match)
    if verb and (container or site):
        home = _HOME.search(clause)
        kind = PathKind.MENTION if home else PathKind.SET_UP
    elif site:
        kind = PathKind.MENTION
        container = ()
    else:
        return None
    raw = _from_site(lead).lstrip() + match[0]
    path = correct(
        DisclosurePath(item=None, site=site or GOVERNMENT_SITE, segments=(*container, names), kind=kind, raw=raw)
    )
    return Sentence(path=path, start=match.start(), doubts=tuple(adjacent_quotes(path.segments)))


def _without_manner(lead: str) -> str:
    """The words before the name without 至少, 统一 and the like between verb and name."""
    return re.sub(r"(?:至少|统一|分别|单独|以下|如下|下列|[\s:：])+$", "", lead)


def _container(lead: str) -> tuple[tuple[str, ...], ...]:
    """The quoted path in 在“A>B”中, with or without 栏目 behind the quote."""
    matches = list(
        re.finditer(rf"[“「](?P<path>[^“”「」]{{2,120}})[”」]\s*(?:{_KIND}|目录|页面)?\s*(?:中|下|内|里|之下)", lead)
    )
    if not matches:
        return ()
    names = [name.strip() for name in ARROW.split(matches[-1]["path"]) if name.strip()]
    return tuple(alternatives(name) for name in names)


def _column_names(match: re.Match[str]) -> tuple[str, ...]:
    quoted = [quote[1:-1].strip() for quote in re.findall(_QUOTED, match["names"])]
    if len(quoted) == 1:
        parts = [part for part in re.split("、", quoted[0]) if part]
        counted = _COUNT.get(match["count"] or "") == len(parts) > 1
        return tuple(parts) if counted or (match["kind"] == "子栏目" and len(parts) > 1) else (quoted[0],)
    if re.fullmatch(rf"{_QUOTED}+", match["names"].strip()):
        return (match["names"].strip(),)  # “A”“B” side by side: one column or two, printed as one
    return tuple(quoted)


def _site(lead: str, place: str) -> str | None:
    matches = list(_SITE.finditer(lead))
    if not matches:
        return None
    site = matches[-1]
    if site["unit"]:
        return UNIT_PAGE
    if site["own"]:
        level = site["level"]
        own_level = not level or level in {"本级", "各级"} or not place or place.endswith(level)
        return GOVERNMENT_SITE if own_level else site["own"]
    return _LEADING.sub("", site["other"]) or site["other"]


def _from_site(lead: str) -> str:
    """The words from the site's name on, so that `raw` quotes what was read and little else."""
    matches = list(_SITE.finditer(lead))
    if not matches:
        return re.split(r"[，,]", lead)[-1]
    start = matches[-1].start()
    return lead[max(0, start - 3) :] if lead[max(0, start - 3) : start].startswith("在") else lead[start:]


def unread_setups(text: str) -> Iterator[str]:
    """Doubts for sentences that ask for a column without quoting its name."""
    for match in re.finditer(rf"(?:网站|网页)[^，,。；;“”\n]{{0,20}}{_VERB}[^，,。；;“”\n]{{1,16}}{_KIND}", text):
        yield f"“{match[0][:40]}”要求设置栏目但未用引号写明名称"
