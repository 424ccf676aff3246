"""Columns a task's own sentences ask for: set-up sentences (在…中设置“…”栏目), home-page entries and mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rules.model import DisclosurePath, PathKind
from rules.pathmarks import ARROW
from rules.paths import GOVERNMENT_SITE, UNIT_PAGE, adjacent_quotes, alternatives, correct, same_source_paths
from rules.typesetting import within

_MAX_LEAD = 300  # characters of a sentence before the column's name that are looked at
_MAX_SENTENCES = 200  # of one task; the most seen is two
_QUOTED = r"(?:[“「][^“”「」\n]{1,60}[”」])"
_VERB = r"(?:设置|开设|增设|新设|设立|设有|新增|开辟|开通|建立|建设)"
_PART = r"(?:子栏目|二级栏目|下级栏目|子专栏)"
_KIND = rf"(?:{_PART}|栏目|专栏|专题|专区|板块|频道)"
_SET_UP = re.compile(
    rf"(?P<names>{_QUOTED}(?:\s*[、和及与]?\s*{_QUOTED})*)\s*等?\s*(?P<count>\d{{1,2}}|[一二两三四五六七八九十])?\s*个?\s*(?P<kind>{_KIND})"
)
# “A”栏目中设置“B”…, “A”专栏设置“B”…: A is where B goes
_CONTAINS = re.compile(
    rf"\s*(?:(?:中|下|内|里|之下)[^。；;\n]{{0,20}}?{_VERB}|(?:统一|规范|分别|至少|新)?{_VERB}{_QUOTED})"
)
# 下设“甲”“乙”2个子栏目: parts of the column named before
_PART_VERB = re.compile(rf"(?:{_VERB}|下设|内设|分设|细分为?|包括|包含|设)(?:了|有)?$")
_DROPPED = re.compile(r"(?:取消|撤销|关闭|关停|下线|停用|注销|归并|撤并)[^，,。；;“”]{0,16}$")
_SET_UP_VERB = re.compile(rf"{_VERB}(?:了|好|完善)?(?:相应的?|专门的?)?$")
_REFUSED = re.compile(r"(?:不|不得|禁止|严禁|避免|取消|撤销|已|原|无须|无需)(?:再|经|在)?[^，,。；;“”]{0,6}$")
_UNIT_SITE = re.compile(r"(?:部门|单位|街道|乡镇|镇街)(?:网页|子网站|子站|网站)")
_OWN_SITE = re.compile(r"(?P<level>[省市区县州旗]|本级|各级)?(?:人民)?政府(?:门户)?网站")
_OTHER_SITE = re.compile(r"(?:[\u4e00-\u9fff]{2,20}?|[“「][\u4e00-\u9fff]{2,12}[”」])(?:门户网站|网站|官网)")
# 通过政府门户网站专题专栏集中展示, 在本单位政府信息公开专栏公开: a column without quotes, told by its kind.
_PLAIN = re.compile(
    r"(?:通过|在|依托|利用|于|至|到)(?P<where>[^，,。；;：:“”\n]{0,30}?(?:网站|网页)|[本各](?:单位|部门|机关))的?"
    rf"(?P<name>[\u4e00-\u9fff]{{0,14}}?(?:专题专栏|{_KIND}))[上中内里]?"
    r"(?:进行|集中|统一|及时|主动|同步|对外|向社会|[、予以]){0,4}(?:展示|发布|公开|公布|公示|更新)"
)
# Words that may stand before 区政府网站 without making it another place's site (江北区政府网站).
_BEFORE_OWN = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[在于到至由是的及和与将把从对使请要经][全本我]?"
    r"|通过|依托|利用|链接|登录|完善|加强|[本我全该])$"
)
_COMPARED = re.compile(r"^(?:对照|参照|按照?|根据|参考|借鉴)")
_LEADING = re.compile(r"^.*(?:链接到?|依托|通过|利用|在|到|至|于|对照|登录|借助|用好|要求)")
_HOME = re.compile(r"(?:网站|门户|网)(?:的)?首页")
_COUNT = {
    **{str(number): number for number in range(1, 30)},
    **{char: index for index, char in enumerate("零一二三四五六七八九十")},
    "两": 2,
}


def count_of(printed: str | None) -> int | None:
    """The number a count word stands for (三 or 3), as far as sub-columns are counted."""
    return _COUNT.get(printed or "")


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
    return path.kind is PathKind.SET_UP and bool(re.search(_PART, path.raw)) and len(path.segments) > 1


def sentences(
    text: str,
    closed: Sequence[tuple[int, int]],
    place: str,
    column_at: Callable[[int], DisclosurePath | None] = lambda start: None,
) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    """Set-up sentences and mentions outside the annotations `closed`, and doubts about those that name no site.

    `place` tells 区政府网站 from 市政府网站. `column_at` gives the one column whose path is annotated beside a place in
    the text: sub-columns without a column of their own (至少设置“甲、乙”2个子栏目（公开路径：…）) are its parts.
    """
    found = [Sentence(path=path, start=start) for start, path in same_source_paths(text) if not within(start, closed)]
    taken = [(one.start, one.start + len(one.path.raw) + 2) for one in found]
    doubts: list[str] = []
    for match in islice(_SET_UP.finditer(text), _MAX_SENTENCES):
        if within(match.start(), closed) or within(match.start(), taken) or _CONTAINS.match(text, match.end()):
            continue
        near = max(0, match.start() - _MAX_LEAD)
        begin = max(near - 1, *(text.rfind(mark, near, match.start()) for mark in "。；;\n")) + 1
        lead = text[begin : match.start()]
        above = next((one for one in reversed(found) if begin <= one.start and one.path.kind is PathKind.SET_UP), None)
        part = _part_of(above, match, lead) if above is not None else None
        sentence = part or _part_of_annotated(match, lead, column_at(match.start())) or _sentence(match, lead, place)
        if isinstance(sentence, Sentence):
            found.append(sentence)
        elif sentence:
            doubts.append(sentence)
    for match in islice(_PLAIN.finditer(text), _MAX_SENTENCES):
        if not within(match.start(), closed) and not any(match.start() <= one.start < match.end() for one in found):
            found.append(_plain(match, place))
    return tuple(sorted(found, key=lambda one: one.start)), tuple(doubts)


def _plain(match: re.Match[str], place: str) -> Sentence:
    site = _site(match["where"], place)
    named = site[0] if site else GOVERNMENT_SITE if re.search("网[站页]", match["where"]) else UNIT_PAGE
    raw = match["where"] + match["name"]
    path = correct(DisclosurePath(item=None, site=named, segments=((match["name"],),), kind=PathKind.MENTION, raw=raw))
    return Sentence(path=path, start=match.start("name"))


def _sentence(match: re.Match[str], lead: str, place: str) -> Sentence | str | None:
    """What the sentence asks for, or the doubt about it, or nothing."""
    verb = _SET_UP_VERB.search(_without_manner(lead))
    clause = re.split(r"[，,]", lead)[-1]
    if (verb and _REFUSED.search(lead[: verb.start()])) or _DROPPED.search(clause):
        return None
    container, found = _container(lead), _site(lead, place)
    site = found[0] if found else None
    names = _column_names(match)
    whole: tuple[tuple[str, ...], ...] = ()
    if len(names) == 1 and ARROW.search(names[0]):  # “A>B>C”栏目 names its place itself
        whole, names = _split(names[0])[:-1], _split(names[0])[-1]
    if whole and site and not verb:
        kind, container = PathKind.PATH, whole
    elif verb and (container or site or whole):
        home = _HOME.search(clause)
        kind = PathKind.MENTION if home else PathKind.SET_UP
        container += whole
    elif site:
        kind = PathKind.MENTION
        container = ()
    else:
        return f"要求设置{match[0][:40]}，但未写明网站，需人工核查" if verb else None
    start = found[1] if found else len(lead) - len(clause)
    start -= 1 if lead[start - 1 : start] == "在" else 0
    raw = lead[start:].lstrip() + match[0]
    path = correct(
        DisclosurePath(item=None, site=site or GOVERNMENT_SITE, segments=(*container, names), kind=kind, raw=raw)
    )
    return Sentence(path=path, start=match.start(), doubts=tuple(adjacent_quotes(path.segments)))


def _part_of(above: Sentence, match: re.Match[str], lead: str) -> Sentence | None:
    """Sub-columns of the column set up just before (…开设“甲”专题，下设“乙”“丙”2个子栏目), unless a place is named."""
    clause = _without_manner(lead)
    if not re.fullmatch(_PART, match["kind"]) or not _PART_VERB.search(clause) or len(above.path.segments[-1]) > 1:
        return None
    own = re.split(r"[，,]", lead)[-1]
    if _container(own) or names_subcolumns(above.path) or re.search("网[站页]", own):
        return None
    path = replace(above.path, segments=(*above.path.segments, _column_names(match)), raw=own.lstrip() + match[0])
    return Sentence(path=path, start=match.start())


def _part_of_annotated(match: re.Match[str], lead: str, column: DisclosurePath | None) -> Sentence | None:
    """Sub-columns of the column that is annotated beside them, unless the sentence names another place or refuses."""
    if column is None or not re.fullmatch(_PART, match["kind"]) or _container(lead) or re.search("网[站页]", lead):
        return None
    bare = _without_manner(lead)
    verb, clause = _PART_VERB.search(bare), re.split(r"[，,]", lead)[-1]
    if verb is None or _REFUSED.search(bare[: verb.start()]) or _DROPPED.search(clause):
        return None
    if re.search(_KIND, bare) and column.segments[-1][0] not in bare:
        return None
    raw = clause.lstrip() + match[0]
    path = replace(column, segments=(*column.segments, _column_names(match)), kind=PathKind.SET_UP, raw=raw)
    return Sentence(path=replace(path, corrections=()), start=match.start())


def _without_manner(lead: str) -> str:
    """The words before the name without 至少, 统一 and the like between verb and name."""
    return re.sub(r"(?:至少|统一|规范|分别|单独|以下|如下|下列|[\s:：])+$", "", lead)


def _container(lead: str) -> tuple[tuple[str, ...], ...]:
    """The quoted path in 在“A>B”中, with or without 栏目 behind the quote."""
    matches = list(
        re.finditer(
            rf"[“「](?P<path>[^“”「」]{{2,120}})[”」]\s*(?:(?:{_KIND}|目录|页面)?\s*(?:中|下|内|里|之下)|(?:{_KIND}|目录|页面)(?=(?:统一|规范|分别|至少|新)?{_VERB}))",
            lead,
        )
    )
    if not matches:
        return ()
    return _split(matches[-1]["path"])


def _split(printed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(alternatives(name.strip()) for name in ARROW.split(printed) if name.strip())


def _column_names(match: re.Match[str]) -> tuple[str, ...]:
    quoted = [quote[1:-1].strip() for quote in re.findall(_QUOTED, match["names"])]
    counted = count_of(match["count"])
    if len(quoted) == 1:
        parts = [part for part in re.split("、", quoted[0]) if part]
        several = len(parts) > 1 and (counted == len(parts) or match["kind"] == "子栏目")
        return tuple(parts) if several else (quoted[0],)
    if counted != len(quoted) and len(quoted) == 2 and re.fullmatch(rf"{_QUOTED}+", match["names"].strip()):
        return (match["names"].strip(),)  # “A”“B” side by side: one column or two, printed as one
    return tuple(quoted)


def _site(lead: str, place: str) -> tuple[str, int] | None:
    """The site a sentence last names before the column, and where its name begins."""
    found: list[tuple[int, int, str]] = []  # end, priority, name; at one end the most telling pattern wins
    for match in _OTHER_SITE.finditer(lead):
        found.append((match.end(), 0, _LEADING.sub("", match[0]) or match[0]))
    for match in _OWN_SITE.finditer(lead):
        if _is_own(lead[: match.start()], match["level"], place):
            found.append((match.end(), 1, GOVERNMENT_SITE))
    found.extend((match.end(), 2, UNIT_PAGE) for match in _UNIT_SITE.finditer(lead))
    found = [one for one in found if not _COMPARED.search(re.split(r"[，,]", lead[: one[0]])[-1])]
    if not found:
        return None
    end, _, name = max(found)
    starts = [
        match.start() for pattern in (_UNIT_SITE, _OWN_SITE) for match in pattern.finditer(lead) if match.end() == end
    ]
    return name, min(starts, default=end - len(name))


def _is_own(before: str, level: str | None, place: str) -> bool:
    """区政府网站 is the document's own government's, unless another level or another place is named."""
    if level and level not in {"本级", "各级"} and place and not place.endswith(level):
        return False
    return bool(_BEFORE_OWN.search(before)) or (bool(place[:-1]) and before.endswith(place[-3:-1]))
