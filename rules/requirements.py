"""要求: what a task's words ask of a column beyond being there: named documents, sub-columns, links, update cycles.

A document counts as asked for only where a verb of publishing governs its name (公开《…》, 将《…》…予以公布). One that
is cited as basis (按照《…》, 贯彻落实《…》) or only qualifies something else (《…》落实情况) is never asked for: a
wrong demand would accuse a unit of not publishing what nobody asked it to publish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rules.deadlines import deadlines_in_text
from rules.model import DeadlineKind, DisclosurePath, Requirement, RequirementKind
from rules.sentences import count_of, is_homepage_entry, names_subcolumns
from rules.typesetting import within

_MAX = 60  # of one task; the most seen is four
_MAX_NAME = 80
_TITLE = rf"《[^《》\n]{{2,{_MAX_NAME}}}(?:《[^《》\n]{{1,{_MAX_NAME}}}》[^《》\n]{{0,{_MAX_NAME}}})?》"
_NOTE = r"(?:[（(][^（）()\n]{0,40}[）)]|〔[^〔〕\n]{0,40}〕)?+"
_TITLES = rf"{_TITLE}{_NOTE}(?:\s*(?:[、和及与]|以及)?\s*{_TITLE}{_NOTE}){{0,5}}+"
# 公开 is a verb unless it is the second half of 政务公开, 信息公开 …
_PUBLISH = (
    r"(?<!信息)(?<!政务)(?<!村务)(?<!居务)(?<!厂务)(?<!事务)(?<!申请)(?<!预)(?:公开|公布|公示)(?!征求|目录|指南|制度|办法|条例|标准|平台|栏|专区|专栏|工作|渠道|路径)"
    r"|(?<!新闻)发布(?!会|制度|机制|渠道|平台)|挂网|上网"
)
_ACT = r"(?:公开|公布|公示|发布(?!会|制度|机制))(?!征求)(?=工作|[，,。；;、（(〔\n]|$|并|在|于|到|至|和|及)"
_WHERE = r"(?:在|于|通过|向)[^，,。；;《》“”\n]{0,30}?"
_MANNER = (
    r"(?:(?:要|应当?|须|及时|主动|依法|全文|集中|统一|同步|按时|按期|全部|全面|准确|规范|适时|并|后|再"
    r"|予以|予|进行|给予|首先|率先|[，,])\s*){0,5}"
)
# What may stand between the verb and the title: whose it is and what state it is in; never a word that cites.
_CITING = (
    "按照|按|根据|依据|依照|贯彻|落实|执行|关于|对照|参照|结合|围绕|符合|涉及|针对|对|与|征求|为"
    "|解读|宣传|转载|转发|介绍|说明|学习|引用|废止"
)
_OWNED = rf"(?:(?!{_CITING})[^，,。；;：:《》“”（）()\n]){{0,24}}"
_BRACKET = r"[（(〔]\s*(?:\d{1,2}\s*[.．、])?\s*(?:公\s*开|发\s*布|公\s*示|责任|牵头|由)"
_END = (
    r"(?!\s*(?:[、和及与]|以及)?\s*《)"
    rf"(?=\s*(?:[，,。；;、！\n]|{_BRACKET}|$|以及|及其|并|后|等|全文|正文|文本|文件|正式版|原文|单行本))"
)
_PUBLISHED_TITLE = re.compile(rf"(?:{_PUBLISH})(?:好|了)?{_OWNED}(?P<titles>{_TITLES}){_END}")
_TITLE_PUBLISHED = re.compile(
    rf"(?:将|把|做好|抓好|推进|推动)(?P<titles>{_TITLES})(?:全文|正文|文本|等(?:文件)?)?的?\s*{_MANNER}(?:{_WHERE})?{_MANNER}{_ACT}"
)
_MADE_AND_PUBLISHED = re.compile(
    rf"(?:制定|修订|编制|出台|印发|起草)(?:好|完善|发布)?{_OWNED}(?P<titles>{_TITLES})[，,]?\s*(?:印发(?:实施)?)?{_MANNER}(?:{_WHERE})?{_MANNER}{_ACT}"
)
_KIND_OF_PAPER = (
    r"(?:指南|目录|清单|报告|年报|手册|名录|名册|一览表|规划|方案|计划|要点|汇编|图册|公报|细则|办法"
    r"|预算|决算|标准|流程图)"
)
_BARE_WORD = r"[^，,。；;：:、《》“”（）()\n>＞/／]"
# Without 《》 a name is definite only with its year (2022年度税费政策优惠指南), as the yearly one (…年度报告,
# 年度…目录), or as the list that every government draws up each year (重大行政决策程序暂行条例).
_DATED = rf"20\d{{2}}年度?{_BARE_WORD}{{2,30}}?{_KIND_OF_PAPER}"
_UNDATED_WORD = _BARE_WORD.replace(r"\n", r"\n\d")
_YEARLY = (
    rf"(?:{_UNDATED_WORD}{{2,20}}?)年度(?:工作)?(?:报告|目录)|{_UNDATED_WORD}{{4,20}}?年报"
    rf"|(?:本|当)?年度{_UNDATED_WORD}{{3,20}}?(?:目录|清单)|重大(?:行政)?决策(?:事项)?目录"
)
_QUOTED_PAPER = (
    rf"[“「]{_BARE_WORD}{{2,40}}?{_KIND_OF_PAPER}[”」](?!\s*(?:等?\d?个?)?(?:子?栏目|专栏|专题|专区|板块|平台|系统))"
)
_PAPER_END = (
    r"(?=\s*(?:[，,。；;、！（(〔\n]|$|以及|及其|及|和|并|后|等|予以|情况$)"
    r"|(?:在|于|向|通过)[^，,。；;\n]{0,30}(?:公开|公布|发布))"
)
_PUBLISHED_PAPER = re.compile(
    rf"(?:{_PUBLISH})(?:好|了)?(?P<owned>{_OWNED}?)(?P<paper>{_QUOTED_PAPER}|{_DATED}|(?:{_YEARLY})){_PAPER_END}"
)
_PAPER_PUBLISHED = re.compile(rf"推[进动](?P<paper>{_YEARLY})(?:的)?(?:主动|及时)?(?:{_PUBLISH})")
_BY_WHEN = r"(?:[，,]?\s*[^，,。；;：:《》“”（）()\n]{0,16}(?:之?前|以?内|底))?"
_THEN_PUBLISHED = rf"(?:等(?:文件|文本|材料)?)?{_BY_WHEN}[，,]?{_MANNER}(?:{_WHERE})?{_MANNER}{_ACT}"
_UPDATE = rf"更新(?:好|了|完善|发布|调整)?{_OWNED}"
_UPDATED_TITLE = re.compile(rf"{_UPDATE}(?P<titles>{_TITLES}){_THEN_PUBLISHED}")
_UPDATED_PAPER = re.compile(rf"{_UPDATE}(?P<paper>{_QUOTED_PAPER}){_THEN_PUBLISHED}")
_WHOSE = re.compile(
    r"^(?:本机关|本部门|本单位|本级|本地区?|本区|本市|本县|本省|我区|我市|我县|全区|全市|全县|全省|各部门|各单位|各地|区政府部门|上年度|上一年度|的|好|了|、)+"
)
_OF_THE_YEAR = re.compile(r"^(?:本|当)?年度(?=.{4})")
_REFUSED = re.compile(r"(?:不|不得|不予|不再|禁止|严禁|暂不|避免|尚未|未|已|已经|可以?不)[^，,。；;《》\n]{0,4}$")
_PARTS = re.compile(
    rf"(?:至少|不少于|不低于)(?:{_BARE_WORD}{{0,6}}?)(?P<count>\d{{1,2}}|[一二两三四五六七八九十])个(?:以上)?(?P<kind>子栏目|二级栏目|下级栏目)"
    r"|(?P<count2>\d{1,2}|[一二两三四五六七八九十])个以上(?P<kind2>子栏目|二级栏目|下级栏目)"
)
_QUOTE = r"[“「][^“”「」\n]{1,60}[”」]"
_LIBRARY = re.compile(
    rf"(?P<site>[\u4e00-\u9fff]{{2,24}}?(?:网站|官网|网|平台|门户))的?(?P<names>{_QUOTE}(?:[、和及与]?{_QUOTE})*)(?:等?(?:栏目|专栏|专题|数据库)?)"
)
_LINK_TO = re.compile(r"(?:将|把)(?P<what>[^，,。；;\n]{4,120}?)链接(?:到|至|进|入|在)")
_LINKS = re.compile(
    rf"(?:链接(?:至|到)?|建立(?:到)?|(?:与|和|同)(?=[^，,。；;\n]{{2,80}}?{_QUOTE}[^，,。；;“”\n]{{0,6}}链接))"
    rf"(?P<what>[^，,。；;\n]{{2,80}}?{_QUOTE})(?![^，,。；;\n]{{0,4}}栏目(?:中|下|内))"
)
# 链接国家行政法规库、市政府规章库: without quotes only a library at the end of its clause is a definite name
_LIBRARY_NAME = r"[\u4e00-\u9fff]{1,16}?库"
_LINKS_PLAIN = re.compile(
    rf"链接(?:至|到)?(?P<names>{_LIBRARY_NAME}(?:[、和及与]{_LIBRARY_NAME}){{0,5}})(?=\s*(?:等?[，,。；;（(〔\n]|等?$))"
)
_UPDATES = r"(?:更新|公开|公布|公示|发布|维护)"
_CYCLES = re.compile(
    rf"(?P<standing>(?:动态更新|实时(?:更新|发布|公开)|随时更新|(?:及时|持续|不断|同步)更新)(?!的|(?:工作)?机制|调整))"
    rf"|(?:(?P<every>每(?:半年|[一两二三]?(?:个)?年|[一两二三]?(?:个)?(?:季度|季|月|周|星期)|日|天|工作日|半个?月|旬|\d{{1,2}}个?(?:日|天|工作日))|按(?:年|半年|季度|季|月|周|旬|日|天)|逐(?:年|季|月|周|日))度?"
    rf"(?:至少|定期|及时|主动|集中|对外|向社会|底前?|末前?|初|(?:\d{{1,2}}月)?\d{{1,2}}日之?前|(?:\d{{1,2}}|[一二两三四五])次|不少于){{0,3}}{_UPDATES})"
)
_DAYS = {"年": 366, "半年": 184, "季": 92, "季度": 92, "月": 31, "半月": 16, "旬": 11, "周": 7, "星期": 7}
_NUMERAL = {"一": 1, "两": 2, "二": 2, "三": 3}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A requirement and where in the text its words begin and end."""

    requirement: Requirement
    start: int
    end: int


def asked_in(text: str, closed: Sequence[tuple[int, int]], year: int | None) -> tuple[Asked, ...]:
    """Named documents, counted sub-columns, links and cycles outside the annotations `closed`, in printed order.

    `year` is the document's, for days without one.
    """
    found: list[Asked] = []
    for asked in (*_documents(text, year), *_parts(text), *_links(text), *_cycles(text)):
        if not within(asked.start, closed) and not any(_same(asked, other) for other in found):
            found.append(asked)
    return tuple(sorted(found, key=lambda asked: asked.start))


def requirements_of(path: DisclosurePath, leaf: tuple[str, ...]) -> tuple[Requirement, ...]:
    """What the words of a set-up sentence or a home-page entry themselves ask, for the rule made of them."""
    if is_homepage_entry(path):
        return (Requirement(kind=RequirementKind.HOMEPAGE_ENTRY, quote=path.raw, names=leaf[-1:]),)
    if names_subcolumns(path):
        names = path.segments[-1]
        return (Requirement(kind=RequirementKind.SUBCOLUMNS, quote=path.raw, names=names, at_least=len(names)),)
    return ()


def same_source(path: DisclosurePath) -> Iterator[Requirement]:
    """The columns a 数据同源 note names, one requirement each."""
    for leaf in path.leaves():
        yield Requirement(kind=RequirementKind.SAME_SOURCE, quote=path.raw, names=leaf[-1:], site=path.site, path=leaf)


def _same(asked: Asked, other: Asked) -> bool:
    """Two patterns found the very same words."""
    return asked.requirement.kind is other.requirement.kind and asked.start < other.end and other.start < asked.end


def _documents(text: str, year: int | None) -> Iterator[Asked]:
    for pattern in (_PUBLISHED_TITLE, _TITLE_PUBLISHED, _MADE_AND_PUBLISHED, _UPDATED_TITLE):
        for match in islice(pattern.finditer(text), _MAX):
            names = tuple(title[1:-1] for title in re.findall(_TITLE, match["titles"]))
            if not _refused(text, match):
                yield _document(text, match, names, year)
    for pattern in (_PUBLISHED_PAPER, _PAPER_PUBLISHED, _UPDATED_PAPER):
        for match in islice(pattern.finditer(text), _MAX):
            name = _OF_THE_YEAR.sub("", _WHOSE.sub("", match["paper"].strip("“”「」")).rpartition("的")[2])
            if len(name) >= 4 and not _refused(text, match):
                yield _document(text, match, (name,), year)


def _document(text: str, match: re.Match[str], names: tuple[str, ...], year: int | None) -> Asked:
    begin = max(text.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
    stop = match.end() if match.re in (_UPDATED_TITLE, _UPDATED_PAPER) else match.start()
    due = _only_day(text[begin:stop], year)
    if due is None:  # 6月底前公开《甲》，8月底前公开《乙》: the day behind the title before
        due = _only_day(text[max(begin, text.rfind("》", begin, match.start())) : stop], year)
    requirement = Requirement(kind=RequirementKind.DOCUMENT, quote=match[0].strip("，, "), names=names, due=due)
    return Asked(requirement=requirement, start=match.start(), end=match.end())


def _only_day(words: str, year: int | None) -> date | None:
    limits = [deadline for deadline in deadlines_in_text(words, year) if deadline.kind is DeadlineKind.DATE]
    return limits[0].due if len(limits) == 1 else None


def _refused(text: str, match: re.Match[str]) -> bool:
    """不得公开《…》, 已公开《…》 ask for nothing."""
    return bool(_REFUSED.search(text[max(0, match.start() - 12) : match.start()]))


def _parts(text: str) -> Iterator[Asked]:
    for match in islice(_PARTS.finditer(text), _MAX):
        requirement = Requirement(
            kind=RequirementKind.SUBCOLUMNS, quote=match[0], at_least=count_of(match["count"] or match["count2"])
        )
        yield Asked(requirement=requirement, start=match.start(), end=match.end())


def _links(text: str) -> Iterator[Asked]:
    targets = list(islice(_LINK_TO.finditer(text), _MAX))
    taken = [match.span() for match in targets]
    plain = [match for match in islice(_LINKS.finditer(text), _MAX) if not within(match.start(), taken)]
    for match in (*targets, *plain):
        if not _refused(text, match):
            for library in _LIBRARY.finditer(match["what"]):
                site = re.sub(r"^(?:链接|和|与|及|至|到|将|把)+", "", library["site"])
                for name in re.findall(_QUOTE, library["names"]):
                    requirement = Requirement(kind=RequirementKind.LINK, quote=match[0], names=(name[1:-1],), site=site)
                    start = match.start("what") + library.start("names") + library["names"].index(name)
                    yield Asked(requirement=requirement, start=start, end=start + len(name))

    for match in islice(_LINKS_PLAIN.finditer(text), _MAX):
        if not _refused(text, match):
            for name in re.finditer(_LIBRARY_NAME + r"(?=[、和及与]|$)", match["names"]):
                bare = name[0].lstrip("和及与")
                start = match.start("names") + name.end() - len(bare)
                requirement = Requirement(kind=RequirementKind.LINK, quote=match[0], names=(bare,))
                yield Asked(requirement=requirement, start=start, end=start + len(bare))


def _cycles(text: str) -> Iterator[Asked]:
    for match in islice(_CYCLES.finditer(text), _MAX):
        if not _refused(text, match):
            days = None if match["standing"] else _days(match["every"])
            requirement = Requirement(kind=RequirementKind.CYCLE, quote=match[0], days=days)
            yield Asked(requirement=requirement, start=match.start(), end=match.end())


def _days(every: str) -> int:
    """The longest time in days between two updates of a cycle (每季度 92)."""
    bare = re.sub(r"^[每按逐]|个|度$", "", every)
    if counted := re.match(r"\d+", bare):  # fourteen days for ten working days, and a holiday's week
        return int(counted[0]) if "工作" not in bare else -(-int(counted[0]) * 7 // 5) + 9
    number = _NUMERAL.get(bare[:1], 1)
    unit = bare[1:] if bare[:1] in _NUMERAL else bare
    return number * _DAYS.get(unit, 1)
