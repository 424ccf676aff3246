"""What document this is: its title, the place it speaks for and its year, from the words before the tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.typesetting import tidy

_KIND = (
    r"(?:分工方案|分工表|分解表|任务分工|任务分解|责任分工|职责分工|工作分工|工作要点|重点任务|任务清单|工作方案|"
    r"实施方案|工作计划|工作安排|责任清单|公开要点|工作台账|分工)"
)
_TITLE_LINE = re.compile(rf"^[^。；;]{{0,70}}{_KIND}[^。；;]{{0,12}}$")
_TITLE_INLINE = re.compile(rf"(?:^|[\s。])([^\s。，,；;：:《》]{{4,60}}?{_KIND}(?:方案|表)?)(?=\s|$)")
_SKIP = re.compile(
    r"^(?:附件|附表|附)\s*\d{0,2}\s*[:：]?$|^[（(]此件.*|^20\d{2}年\d{1,2}月\d{1,2}日$|^[\u4e00-\u9fff]{1,8}[〔\[（(]\d{4}[〕\])）].{1,8}号$"
)
_DATE_BEFORE = re.compile(r"^20\d{2}年\d{1,2}月\d{1,2}日\s+(?=\S)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_SYMBOL_YEAR = re.compile(r"[〔\[【（(](20\d{2})[〕\]】）)]")
_UNIT = r"特别行政区|自治区|自治州|自治县|省|市|区|县|州|旗|盟"
_PART = (
    r"(?:[\u4e00-\u9fff]{2,12}?(?:自治区|自治州|自治县|高新技术产业开发区|经济技术开发区|开发区)"
    rf"|[\u4e00-\u9fff]{{2,4}}?(?:{_UNIT})|[\u4e00-\u9fff]县)"
)
_PLACE = re.compile(rf"^(?:{_PART}){{1,3}}")
_NOT_A_PLACE = re.compile(
    r"^(?:全|我|本|各|该|市级|区级|县级|省级|全面|政务|政府|关于|印发|贯彻|落实|深化|推进|加强|做好|年度|市区|城区|社区)"
)
_OFFICE = re.compile(rf"((?:{_PART}){{1,3}})人民政府")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Title, place and year of a document; empty or None when the document does not say."""

    title: str
    place: str
    year: int | None


def identify(front: str, text: str) -> Identity:
    """Read them from `front`, the words before the tasks; `text` is the whole document, for the place's full name."""
    title = _title(front)
    found = _YEAR.search(title) or _SYMBOL_YEAR.search(front) or _YEAR.search(front)
    return Identity(
        title=title, place=_full_name(_place(title) or _office(front), text), year=int(found[1]) if found else None
    )


def _title(front: str) -> str:
    lines = [_DATE_BEFORE.sub("", line.strip()) for line in tidy(front).split("\n")]
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line or _SKIP.match(line) or not _TITLE_LINE.match(line):
            continue
        above = lines[index - 1] if index else ""
        # A title on two lines: the upper one carries the place and the year.
        if (
            not _YEAR.search(line)
            and _YEAR.search(above)
            and len(above) <= 40
            and not _SKIP.match(above)
            and not re.search("[。；;:：]", above)
        ):
            line = above + line
        return re.sub(r"\s+", "", line)
    inline = list(_TITLE_INLINE.finditer(tidy(front)))
    if inline:
        return inline[-1][1]
    plain = [line for line in lines if line and not _SKIP.match(line) and len(line) <= 60]
    return re.sub(r"\s+", "", plain[-1]) if plain else ""


def _place(title: str) -> str:
    bare = re.sub(r"^(?:关于印发|关于|《)+", "", re.sub(r"(?<!\d)20\d{2}\s*年?度?", "", title))
    match = _PLACE.match(bare)
    return "" if match is None or _NOT_A_PLACE.match(bare) else match[0]


def _office(front: str) -> str:
    for line in tidy(front).split("\n"):
        match = _OFFICE.match(line.strip())
        if match:
            return match[1]
    return ""


def _full_name(place: str, text: str) -> str:
    """南川区 as 重庆市南川区 when the document prints the longer form somewhere."""
    if not place or re.match(r".{2,}?(?:省|市|自治区|州|盟)..", place):
        return place
    names = {match[1] for match in re.finditer(rf"(?=([\u4e00-\u9fff]{{2,4}}[市州盟]){re.escape(place)})", text)}
    for name in sorted(names, key=len, reverse=True):
        if re.search(rf"(?<![\u4e00-\u9fff]){re.escape(name)}", text):
            return name + place
    shortest = min(names, key=len, default="")
    return shortest + place
