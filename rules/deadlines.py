"""When a task is due: days, cycles, standing duties and response limits, from their own column or the text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from rules.model import Deadline, DeadlineKind
from rules.typesetting import means_none, unwrap

_YEAR = r"(?<!\d)(?P<year>20\d{2})\s*年\s*"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月\s*"
_WHEN = (
    rf"(?<![\d十]){_MONTH}(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*日|(?P<monthend>底|末)|(?P<third>[上中下])旬)?"
    r"|(?P<half>上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度[底末]?|(?P<yearend>年[底末]|(?<=年)[底末])"
)
# 2023年底前印发的方案: when something was made that the task only speaks of
_DONE = r"(?:已经?)?(?:印发|出台|制定|制发|发布|公布|公开|形成|生效|完成|实施|开展|上报|梳理)?(?:的(?!基础)|以来)"
_DATE = re.compile(
    rf"(?:{_YEAR}|(?P<relative>今年|本年度?|当年|次年|明年|翌年|每年))?(?:{_WHEN})"
    rf"(?:(?:之前|以前|前)(?!{_DONE})|(?<=[底末])(?=(?:完成|建成|实现|全部|基本)))"
    # 到2025年底，全面建成; 截至 tells what has been reached
    r"|(?<![截])[到至](?P<by>20\d{2})年[底末](?=[，,])"
)
_WITHIN_YEAR = re.compile(
    r"(?:(?<!\d)(?P<year>20\d{2})年|(?<![\d几多半一两三五十])年度?)内(?=[^，,。；;]{0,12}(?:完成|建成|实现|出台))"
)
_CYCLE = (
    r"每(?:半年|[一两二三]?年|[一两二三]?(?:个)?(?:季度|季|月|周|星期|日|天|旬)|半个?月|周[一二三四五六日]"
    r"|\d{1,2}个?(?:工作日|日|天))度?"
)
_TIMES = r"(?:至少|不少于|不得少于|不低于|定期|(?:\d+|[一二两三四五六七八九十])次)"
_VERBS = "组织|开展|进行|召开|更新|公开|公示|发布|公布|清理|检查|通报|报送|编制|汇总|梳理|调度|听取|研究"
_CLAUSE = r"[^，,。；;\n（(〔【［\[]*"  # a cycle's words end with the clause, or where a bracket says something else
_RECURRING = re.compile(
    rf"(?:{_CYCLE}(?=[^，,。；;\n]{{0,40}}?{_TIMES}|(?:{_VERBS})|对[^，,。；;\n]{{1,30}}(?:{_VERBS}))"
    rf"|(?:(?<![\d几多])年(?:度|内)|全年|年内)(?={_TIMES})){_CLAUSE}"
    r"|每(?:季度|月|周)[^，,。；;\n]{0,6}?\d{1,2}日(?:之?前|以前)"
    rf"|(?<![\d每前近过去上下])(?:半年|[一1]个?(?:年|季度|月|周))(?:至少)?(?:{_VERBS})?(?:至少)?[一两二三1-9]次{_CLAUSE}"
    rf"|按(?:年|半年|季度|季|月|周|旬|日|天)(?:{_VERBS}|公告){_CLAUSE}"
)
_AMOUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个?工作日|个?自然日|日|天|个?小时|个月|周|年)"
_DURATION = re.compile(
    r"(?:公开|公示|公告|公布|征求意见)(?:期|时间|期限)?(?:为|不少于|不得少于|不低于|至少)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|自然日|日|天|个月)"
    rf"|(?<![\d近前过去最月年未来]){_AMOUNT}(?:之内|以内|内)"
)
_BOOK = re.compile(r"《[^《》]{0,200}》")
_STANDING = re.compile(r"持续|长期|常年|常态|动态|全年|实时|及时|随时|坚持|贯穿|即时|日常|据实")
_THIS_YEAR = re.compile(r"(?:(?P<year>20\d{2})年|本年|当年|今年|年)度?(?:内|内完成)?$|全年完成$")
_INNER_SPACE = re.compile(r"(?<=[\d\u4e00-\u9fff])[ \u3000]+(?=[\d\u4e00-\u9fff])")
_LISTED_DAY = re.compile(r"(?:20\d{2}年)?(?:1[0-2]|0?[1-9])月(?:\d{1,2}日|底|末)?(?:之?前|以前)?(?:完成)?")
_SPAN = re.compile(
    r"(?P<year>20\d{2}年)?(?:1[0-2]|0?[1-9])月?(?:\d{1,2}日)?\s*(?:[-—－–~～至到]{1,2})\s*"
    r"(?P<end>(?:20\d{2}年)?(?:1[0-2]|0?[1-9])月(?:\d{1,2}日|底|末)?)(?:之?前|以前)?(?:完成)?"
)
_CHINESE_MONTHS = {name: number for number, name in enumerate([*"一二三四五六七八九十", "十一", "十二"], start=1)}
_DAY = re.compile(r"(?<!\d)(?P<year>20\d{2})[年.\-/](?P<month>\d{1,2})[月.\-/](?:(?P<day>\d{1,2})日?)?")


def deadlines_in_text(text: str, year: int | None) -> tuple[Deadline, ...]:
    """Dates, cycles and limits a task's own words name, in printed order; bare 10月底前 takes the document's `year`."""
    masked = _BOOK.sub(lambda book: "\n" * len(book[0]), text)
    return _without_repeats(deadline for _, deadline in sorted(_found(masked, year), key=lambda pair: pair[0]))


def deadlines_in_cell(cell: str, year: int | None) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
    """Deadlines of a deadline column, and doubts about what cannot be read as one; the printed words are kept."""
    if means_none(cell):
        return (), ()
    words = _INNER_SPACE.sub("", unwrap(cell))
    parts = [part.strip() for part in re.split(r"[；;\n]", words) if part.strip(" 。")]
    deadlines: list[Deadline] = []
    doubts: list[str] = []
    for part in parts:
        text = part.strip("。 ")
        found = sorted(_found(text, year), key=lambda pair: pair[0])
        listed = _listed_days(text, year)
        if listed:
            deadlines.extend(listed)
        elif len(found) == 1:
            deadlines.append(Deadline(text=text, kind=found[0][1].kind, due=found[0][1].due))
            if year and found[0][1].kind is DeadlineKind.DATE and found[0][1].due is None and "日" in found[0][1].text:
                doubts.append(f"时限“{text[:30]}”不是一个真实的日期")
        elif found:
            deadlines.extend(deadline for _, deadline in found)
        elif (day := _plain_day(text, year)) is not None:
            deadlines.append(Deadline(text=text, kind=DeadlineKind.DATE, due=day))
        elif re.match(r"每|按[年季月周旬日]", text):
            deadlines.append(Deadline(text=text, kind=DeadlineKind.RECURRING))
        elif re.search(rf"(?<!\d){_AMOUNT}", text):
            deadlines.append(Deadline(text=text, kind=DeadlineKind.DURATION))
        elif _STANDING.search(text):
            deadlines.append(Deadline(text=text, kind=DeadlineKind.CONTINUOUS))
        else:
            deadlines.append(Deadline(text=text, kind=DeadlineKind.DATE))
            doubts.append(f"时限“{text[:30]}”未写明日期")
    return _without_repeats(deadlines), tuple(doubts)


def _listed_days(text: str, year: int | None) -> list[Deadline]:
    """A list of days (3月31日、9月30日前), or a span of months, which is due at its end (6月—12月); else nothing."""
    span = _SPAN.fullmatch(text)
    if span:
        day = _plain_day(f"{span['year'] or ''}{span['end']}", year)
        return [Deadline(text=text, kind=DeadlineKind.DATE, due=day)]
    parts = [part.strip() for part in re.split(r"[、，,和及]", text)]
    if len(parts) < 2 or not all(_LISTED_DAY.fullmatch(part) for part in parts):
        return []
    return [Deadline(text=part, kind=DeadlineKind.DATE, due=_plain_day(part, year)) for part in parts]


def is_due_date(cell: str) -> bool:
    """The whole cell is a day or a cycle (10月底前完成), as remarks sometimes are; general words are none."""
    if len(cell.strip()) > 20 or not cell.strip():
        return False
    found = [deadline for _, deadline in _found(cell, 2000)]
    words = re.sub(r"[\s。；;，,]|完成|落实|公开|更新", "", cell)
    return bool(found) and words == re.sub(r"[\s。；;，,]|完成|落实|公开|更新", "", "".join(one.text for one in found))


def looks_like_deadline(cell: str) -> bool:
    """The whole cell is short and reads as a deadline."""
    return means_none(cell) or (len(cell.strip()) <= 60 and bool(cell.strip()) and not deadlines_in_cell(cell, None)[1])


def _without_repeats(deadlines: Iterator[Deadline] | list[Deadline]) -> tuple[Deadline, ...]:
    return tuple({deadline.text: deadline for deadline in reversed(list(deadlines))}.values())[::-1]


def _found(text: str, year: int | None) -> Iterator[tuple[int, Deadline]]:
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(start < match.end() and match.start() < end for start, end in taken):
            return False
        taken.append(match.span())
        return True

    for match in _RECURRING.finditer(text):
        if free(match):
            yield match.start(), Deadline(text=match[0].strip(), kind=DeadlineKind.RECURRING)
    for match in _DATE.finditer(text):
        if free(match):
            kind = DeadlineKind.RECURRING if match["relative"] == "每年" else DeadlineKind.DATE
            due = _due(match, year) if kind is DeadlineKind.DATE else None
            yield match.start(), Deadline(text=match[0], kind=kind, due=due)
    for match in _WITHIN_YEAR.finditer(text):
        if free(match):
            named = int(match["year"]) if match["year"] else year
            yield (
                match.start(),
                Deadline(text=match[0], kind=DeadlineKind.DATE, due=date(named, 12, 31) if named else None),
            )
    for match in _DURATION.finditer(text):
        if free(match):
            yield match.start(), Deadline(text=match[0], kind=DeadlineKind.DURATION)


def _due(match: re.Match[str], year: int | None) -> date | None:
    """The last day the printed words allow; None when they need a year the document does not name."""
    named = int(match["year"] or match["by"] or 0) or year
    if named is None:
        return None
    if match["relative"] in {"次年", "明年", "翌年"}:
        named += 1
    if match["month"]:
        month = _month(match)
        if match["day"]:
            return _date(named, month, int(match["day"]))
        if match["third"]:
            return _date(named, month, {"上": 10, "中": 20}.get(match["third"], calendar.monthrange(named, month)[1]))
        if match["monthend"]:
            return _last_day(named, month)
        return None  # 6月前: before June or by its end, the document does not say
    if match["half"]:
        return _last_day(named, 6 if match["half"] == "上半年" else 12)
    if match["quarter"]:
        return _last_day(named, 3 * ("一二三四".find(match["quarter"]) + 1 or int(match["quarter"])))
    return date(named, 12, 31)


def _plain_day(text: str, year: int | None) -> date | None:
    """A deadline cell that is a bare date: 2022年6月30日, 2022.6.30, 2022年6月, 6月底, 年底."""
    found = _DAY.match(text)
    if found:
        named, month = int(found["year"]), int(found["month"])
        if not 1 <= month <= 12:
            return None
        return _date(named, month, int(found["day"])) if found["day"] else _last_day(named, month)
    if (this := _THIS_YEAR.match(text)) and "内" in text:
        named_year = int(this["year"]) if this["year"] else year
        return date(named_year, 12, 31) if named_year else None
    match = _DATE.match(re.sub(r"(?:完成|之?前)*$", "", text) + "前")
    if match is None:
        return None
    if match["month"] and not (match["day"] or match["monthend"] or match["third"]):
        named_year = int(match["year"]) if match["year"] else year
        return _last_day(named_year, _month(match)) if named_year else None
    return _due(match, year)


def _month(match: re.Match[str]) -> int:
    printed: str = match["month"]
    return _CHINESE_MONTHS[printed] if printed in _CHINESE_MONTHS else int(printed)


def _date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1] else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
