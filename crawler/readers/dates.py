"""Publish dates in texts, attributes and addresses of Chinese government pages.

Only what a person would read as the day of publication is read. Clocks, document numbers, ranges, deadlines, build
stamps and 成文日期 are refused: a wrong date accuses or excuses somebody. Relative words (3天前, 昨天) count from
as-of where they are all that a place for a day holds; unread, the older days beside them would pass for the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

EARLIEST = date(1990, 1, 1)
"""Government sites did not exist before; older days are slips or other matters."""

LONGEST = 400
"""Characters of one text that are looked at; a date stands in a short text or not at all."""


@dataclass(frozen=True, kw_only=True)
class ReadDate:
    """A day as printed, before anybody decides to believe it."""

    day: date
    inferred: bool = False
    """The year was not printed; it is the latest such day not after as-of."""
    future: bool = False
    """After as-of."""
    weekday: bool = False
    """A weekday stands behind it: one such day on a page is a clock, several are rows."""
    label: str = ""
    """The words directly before it (发布时间), empty when it stands alone."""
    start: int = 0
    end: int = 0


# Same length on both sides, so that positions stay valid in the original.
_WIDTH = str.maketrans(
    {
        **{chr(ord("０") + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("－—–―−‐‑", "-"),
        **dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\t\r\n\f\v", " "),
        **dict.fromkeys("（［【〔", "["),
        **dict.fromkeys("）］】〕", "]"),
        "．": ".",
        "／": "/",
        "：": ":",
        "～": "~",
        "〜": "~",
        "｜": "|",
    }
)

_FULL = re.compile(
    r"(?<![0-9A-Za-z.\-/_])((?:19|20)\d\d)"
    r"(?:[ ]{0,2}年[ ]{0,2}(1[0-2]|0?[1-9])[ ]{0,2}月[ ]{0,2}(3[01]|[12]\d|0?[1-9])[ ]{0,2}日"
    r"|([-/.])[ ]?(1[0-2]|0?[1-9])[ ]?\4[ ]?(3[01]|[12]\d|0?[1-9])(?![0-9_号]|[-/.]\d))"
)
_MONTH_DAY = r"(1[0-2]|0[1-9])[-/.](3[01]|[12]\d|0[1-9])"
_SHORT = re.compile(
    rf"^[\[(|·•]?[ ]*(?:{_MONTH_DAY}|(1[0-2]|0?[1-9])[ ]?月[ ]?(3[01]|[12]\d|0?[1-9])[ ]?日)"
    r"[ ]*(?:\d\d:\d\d(?::\d\d)?)?[ ]*[\])|]?$"
)
_IN_BRACKETS = rf"[\[(](?:{_MONTH_DAY}|(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日)[\])]"
_SHORT_IN_BRACKETS = re.compile(rf"^{_IN_BRACKETS}|{_IN_BRACKETS}$")
_TWO_DIGIT_YEAR = re.compile(r"^[\[(]?(\d\d)-(1[0-2]|0[1-9])-(3[01]|[12]\d|0[1-9])[\])]?$")
_EIGHT_DIGITS = re.compile(r"^[\[(]?((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])[\])]?$")
_YEAR_MONTH = re.compile(r"^[\[(]?[ ]*((?:19|20)\d\d)[ ]?[-/.年][ ]?(1[0-2]|0?[1-9])[ ]?月?[-/.]?[ ]*[\])]?$")
_DAY = re.compile(r"^[ ]*(3[01]|[12]\d|0?[1-9])[ ]*日?[ ]*$")
_YEAR = re.compile(r"^[ ]*((?:19|20)\d\d)[ ]*[年./-]?[ ]*$")
_MONTH = re.compile(r"^[ ]*(1[0-2]|0?[1-9])[ ]*月[ ]*$")

_RELATIVE = re.compile(
    r"^(?:(?P<label>[\u4e00-\u9fff]{0,4}(?:时间|日期|发布于?))[ ]*:?[ ]*)?[\[(]?[ ]*"
    r"(?:(?P<now>刚刚|今天|\d{1,2}[ ]?(?:分钟|个?小时)之?前)|(?P<one>昨天)|(?P<two>前天)"
    r"|(?P<days>\d{1,3})[ ]?天之?前|(?P<weeks>\d)[ ]?(?:周|个?星期)之?前)"
    r"[ ]*(?:\d{1,2}:\d\d(?::\d\d)?)?[ ]*[\])]?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ENGLISH = re.compile(
    rf"^[\[(]?[ ]*(?:{_NAMED_MONTH}[ ](\d{{1,2}})(?:[ ]?,)?|(\d{{1,2}})[ -]{_NAMED_MONTH},?)"
    r"(?:[ -]?((?:19|20)\d\d))?[ ]*[\])]?$",
    re.IGNORECASE,
)
LONGEST_IN_WORDS = 24

_TIME_AFTER = re.compile(r"[ T]*(?:\d{1,2}:\d{1,2}(?::\d{1,2})?(?:\.\d+)?)?[ ]*")
_LABEL_BEFORE = re.compile(r"([A-Za-z\u4e00-\u9fff]{1,12})[ ]{0,3}:?[ ]{0,3}[\[(]?[ ]*$")
_RANGE_AFTER = re.compile(r"(?:至|到|~|-{1,3})[ ]*(?:今|(?:19|20)\d\d|\d{1,2}[-/.月日:])")
_RANGE_BEFORE = re.compile(r"(?:\d|日|时)[ ]*(?:至|到|~|-{1,3})[ ]*$")
_WEEKDAY_AFTER = re.compile(r"[ ]*(?:\d\d?:\d\d(?::\d\d)?)?[ ]*[\[(]?(?:星期|周)[一二三四五六日天]")

_REFUSED = re.compile(
    r"(?:成文|成稿|制发|更新|生成|修改|打印|今天|今日|现在|当前|北京|农历|截止|截至|有效|施行|实施|生效|修订|失效|废止|出生|起止)"
    r"[\u4e00-\u9fff]{0,4}$"
    r"|(?:开始|结束|开标|报名|考试|活动|会议|召开|举办|预计|竣工|开工|签订|成立|立案|检查|办理)(?:的)?(?:时间|日期|期限|日)"
)
_PUBLISH = re.compile(r"(?:时间|日期|发布|发布于|发表于?|上传|添加|pubdate|date)$", re.IGNORECASE)


LONGEST_LABEL = 9


def flatten(text: str) -> str:
    """Full-width digits, punctuation and odd blanks as their ASCII forms, length unchanged."""
    return text.translate(_WIDTH)


def refused_label(label: str) -> bool:
    """Whether these words say that the day beside them is not the day of publication (成文日期, 更新时间, 今天是 …)."""
    return bool(_REFUSED.search(label))


def publish_label(label: str) -> bool:
    """Whether these words name a day on which something was made public (发布时间, 回复时间, 日期 …)."""
    return bool(_PUBLISH.search(label.rstrip(" :"))) and not refused_label(label)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day or it lies before the web."""
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if made >= EARLIEST else None


def latest_such_day(month: int, day: int, as_of: date) -> date | None:
    """The latest day of that month and day which is not after as-of; 02-29 may lie up to eight years back."""
    for year in range(as_of.year, as_of.year - 9, -1):
        made = make_day(year, month, day)
        if made is not None and made <= as_of:
            return made
    return None


def find_dates(text: str, *, as_of: date) -> Iterator[ReadDate]:
    """Every fully printed day of a text that is not a clock, a range or of a refused label, in order of appearance."""
    flat = flatten(text[:LONGEST])
    for match in _FULL.finditer(flat):
        year, month, day = (int(part) for part in match.groups() if part and part not in "-/.")
        made = make_day(year, month, day)
        if made is None:
            continue
        before, after = flat[max(0, match.start() - 16) : match.start()], flat[match.end() : match.end() + 24]
        if _RANGE_AFTER.match(after.lstrip()) or _RANGE_BEFORE.search(before):
            continue
        found = _LABEL_BEFORE.search(before)
        label = found.group(1) if found else ""
        # Words before a bracket that are longer than a label are a title, whatever they end in: …实施细则(2021-05-16).
        entitled = before[-1:] in ("(", "[") and match.start() > LONGEST_LABEL
        if refused_label(label) and not entitled:
            continue
        yield ReadDate(
            day=made,
            future=made > as_of,
            weekday=bool(_WEEKDAY_AFTER.match(after)),
            label=label,
            start=match.start(),
            end=match.end(),
        )


_LEAD_IN = re.compile(r"(?:^|[\s:\[(|·•>，,;；]|时间|日期|发[布表]于)$")
_NOISE = re.compile(r"[\s\[\]()|·•:,;>/\\-]+")
_SIDE_FACTS = re.compile(
    r"(?:来源|作者|编辑|责编|机构|单位|发布人|发布者|字[号体]|状态)[ ]?:[^|]{0,30}"
    r"|(?:浏览|点击|阅读|访问|围观)(?:次数|量|率|数)?[ ]?:?[ ]?\d{0,8}[ ]?次?"
)
_LABEL_WORDS = re.compile(r"[\u4e00-\u9fff]{0,6}(?:时间|日期|发布于?)[ ]*:?(?=[ ]|$)")
_RUNS_ON = re.compile(r"[\u4e00-\u9fff]")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_CLOCK_TIME = re.compile(r"\d\d?:\d\d(?::\d\d)?")
SLACK = 10
"""Characters beside a day, its label, time and side facts that a date cell may hold (the name of an office)."""


@lru_cache(maxsize=4096)
def lone_dates(text: str, *, as_of: date, slack: int = SLACK) -> tuple[ReadDate, ...]:
    """The days of a text that holds little else (a date cell, 发布时间：… 来源：…); none for days inside a sentence.

    Also 12-30, [12-30] and 12月30日 when they are the whole text: the year is then inferred.
    """
    if len(text) > LONGEST:
        return ()
    flat = flatten(text).strip()
    if not flat:
        return ()
    if len(flat) <= LONGEST_IN_WORDS and (in_words := _in_words(flat, as_of)) is not None:
        return (in_words,)
    if not any(char.isdigit() for char in flat):
        return ()
    days: list[ReadDate] = []
    for found in find_dates(flat, as_of=as_of):
        after = flat[found.end :]
        tail = after[len(_TIME_AFTER.match(after).group()) :]  # type: ignore[union-attr]
        led_in = not flat[: found.start].rstrip() or _LEAD_IN.search(flat[: found.start]) or publish_label(found.label)
        runs_on = tail == after and _RUNS_ON.match(tail) and not (_SIDE_FACTS.match(tail) or _WEEKDAY.match(tail))
        if led_in and not runs_on and tail[:1] not in ("，", "。", "、", "；", ",", ";"):
            days.append(found)
    if days:
        rest = _SIDE_FACTS.sub("", _LABEL_WORDS.sub("", _CLOCK_TIME.sub("", _WEEKDAY.sub("", _FULL.sub(" ", flat)))))
        return tuple(days) if len(_NOISE.sub("", rest)) <= slack else ()
    if small := _TWO_DIGIT_YEAR.match(flat):
        made = make_day(2000 + int(small[1]), int(small[2]), int(small[3]))
        return (ReadDate(day=made, start=0, end=len(flat)),) if made and made <= as_of else ()
    if packed := _EIGHT_DIGITS.match(flat):
        made = make_day(int(packed[1]), int(packed[2]), int(packed[3]))
        return (ReadDate(day=made, start=0, end=len(flat)),) if made and made <= as_of else ()
    short = _SHORT.match(flat)
    if short is None:
        return ()
    month, day = (int(part) for part in short.groups() if part)
    made = latest_such_day(month, day, as_of)
    return (ReadDate(day=made, inferred=True, start=0, end=len(flat)),) if made else ()


def _in_words(flat: str, as_of: date) -> ReadDate | None:
    """The day of a text that tells it in words and is nothing else: 3天前, 昨天 09:30, Nov 5, 2026, 5 November."""
    if (told := _RELATIVE.match(flat)) is not None:
        label = told["label"] or ""
        if refused_label(label):
            return None
        back = (
            0
            if told["now"]
            else 1
            if told["one"]
            else 2
            if told["two"]
            else int(told["days"] or 7 * int(told["weeks"] or 0))
        )
        return ReadDate(day=as_of - timedelta(days=back), label=label, start=0, end=len(flat))
    english = _ENGLISH.match(flat)
    if english is None:
        return None
    name, number, first, after, year = english.groups()
    month, day = _MONTHS.index((name or after).lower()) + 1, int(number or first)
    made = make_day(int(year), month, day) if year else latest_such_day(month, day, as_of)
    return ReadDate(day=made, inferred=not year, future=made > as_of, start=0, end=len(flat)) if made else None


def lone_date(text: str, *, as_of: date) -> ReadDate | None:
    """The first of lone_dates, one labelled as publication before others; None when there is none."""
    days = lone_dates(text, as_of=as_of)
    return next((day for day in days if publish_label(day.label)), days[0] if days else None)


def date_in_title(text: str, *, as_of: date) -> ReadDate | None:
    """The day at the very end or beginning of a row's title, in brackets or set off by blanks: …通知(2020-12-30)."""
    flat = flatten(text).strip()
    for found in find_dates(flat, as_of=as_of):
        before, after = flat[: found.start], flat[found.end :]
        rest = _TIME_AFTER.sub("", after, count=1)
        bracketed = before[-1:] in ("(", "[") and rest[:1] in (")", "]")
        at_end = rest in ("", ")", "]") and (bracketed or before[-1:] in ("", " "))
        at_start = before in ("", "(", "[") and (bracketed or after[:1] == " ")
        if at_end or at_start:
            return found
    short = _SHORT_IN_BRACKETS.search(flat)
    if short:
        month, day = (int(part) for part in short.groups() if part)
        made = latest_such_day(month, day, as_of)
        if made:
            return ReadDate(day=made, inferred=True, start=short.start(), end=short.end())
    return None


def is_part(text: str) -> bool:
    """Whether a text is a year and month, which the design of a row may set apart from the day."""
    return len(text) <= 16 and bool(_YEAR_MONTH.match(flatten(text).strip()))


def joined_date(parts: Sequence[str], *, as_of: date) -> ReadDate | None:
    """The day set in pieces of its own: 30 | 2020-12, 2020.12 | 30, 12-30 | 2020, 30 | 12月 | 2020年."""
    flat = [flatten(part).strip() for part in parts[:40]]
    for first, second, third in zip(flat, [*flat[1:], ""], [*flat[2:], "", ""], strict=False):
        if len(first) > 16 or len(second) > 16:
            continue
        numbers = _pieces(first, second) or (_three_pieces(first, second, third) if len(third) <= 16 else None)
        made = make_day(*numbers) if numbers else None
        if made:
            return ReadDate(day=made, future=made > as_of)
    return None


def _pieces(first: str, second: str) -> tuple[int, int, int] | None:
    for month_text, day_text in ((first, second), (second, first)):
        month, day = _YEAR_MONTH.match(month_text), _DAY.match(day_text)
        if month and day:
            return int(month[1]), int(month[2]), int(day[1])
    for year_text, short_text in ((first, second), (second, first)):
        year, short = _YEAR.match(year_text), _SHORT.match(short_text)
        if year and short:
            month_number, day_number = (int(part) for part in short.groups() if part)
            return int(year[1]), month_number, day_number
    return None


def _three_pieces(first: str, second: str, third: str) -> tuple[int, int, int] | None:
    month = _MONTH.match(second)
    for day_text, year_text in ((first, third), (third, first)):
        day, year = _DAY.match(day_text), _YEAR.match(year_text)
        if month and day and year:
            return int(year[1]), int(month[1]), int(day[1])
    return None


_URL_DATES = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_\d+"),  # TRS article
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),  # UCAP, Hanweb
    re.compile(r"/((?:19|20)\d\d)-(\d{1,2})/(\d{1,2})/"),  # www.gov.cn until 2013
    re.compile(r"/((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(\d\d)/"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)/"),
    re.compile(r"/[PW]0(20\d\d)(\d\d)(\d\d)\d{6,}"),  # TRS attachment
)


def year_by_address(short: ReadDate, url: str, *, as_of: date) -> ReadDate:
    """A day without its year, in the year that the row's address speaks for when both lie within forty days."""
    made = date_in_url(url, as_of=as_of)
    if made is None:
        return short
    near = [make_day(year, short.day.month, short.day.day) for year in (made.year - 1, made.year, made.year + 1)]
    close = [day for day in near if day is not None and day <= as_of and abs((day - made).days) <= 40]
    return replace(short, day=close[0], inferred=False) if close else short


def date_in_url(url: str, *, as_of: date) -> date | None:
    """The day an address carries; creation or migration day on some platforms, so only the last resort.

    Sources of the forms: platform dialects in the field (TRS `t20200608_1.html`, UCAP `/2014/3/17/`). Days after
    as-of are not believed.
    """
    path = url[:2000].partition("?")[0]
    for pattern in _URL_DATES:
        match = pattern.search(path)
        made = make_day(*(int(part) for part in match.groups())) if match else None
        if made and made <= as_of:
            return made
    return None


def stamp(text: str, *, as_of: date) -> ReadDate | None:
    """The day of a machine's stamp (PubDate, datetime): the day first, then perhaps a time, nothing else."""
    flat = flatten(text[:40]).strip()
    found = next(find_dates(flat, as_of=as_of), None)
    if found is None or found.start != 0:
        return None
    return found
