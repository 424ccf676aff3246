"""公开路径: where a task says its information must appear, in every notation of task-documents.md section 2."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rules.model import Correction, DisclosurePath, PathKind
from rules.pathlists import SAME_SOURCE, cell_lines, list_items
from rules.pathmarks import ARROW, has_marks, with_arrows
from rules.typesetting import CLOSING, OPENING, closing_position, means_none

_MAX_NOTES = 50  # of one task; the most seen is one
_MAX_ANNOTATION = 2000  # characters; the longest seen has 120
GOVERNMENT_SITE = "政府网站"
UNIT_PAGE = "部门网页"

_WORDS = r"(?:公\s*开|发\s*布|公\s*示)\s*(?:路\s*径|渠\s*道|栏\s*目|位\s*置|网\s*址)"
_SITE_FIRST = r"\s*[“\"「]?[^>＞→，,。；;:：\n“”]{0,24}(?:网站|网页|门户|官网)\s*(?:[>＞→›»]|&gt;)"
# Weaker words (栏目：, 路径：, 公开路径为) count only where a path follows them.
_PLAIN_WORDS = r"(?<![子级])(?:网\s*站|展\s*示|所\s*在|对\s*应)?\s*(?:路\s*径|栏\s*目|位\s*置)"
_KEYWORD = re.compile(
    rf"{_WORDS}\s*[:：]|[【〔［\[]\s*{_WORDS}\s*[】〕］\]]\s*[:：]?|{_WORDS}\s*[为是](?={_SITE_FIRST})"
    rf"|(?P<plain>(?<=[（(〔［\[【。；;\n]){_PLAIN_WORDS}\s*[:：])"
)
_BEFORE_KEYWORD = re.compile(r"(?P<open>[（(〔［\[【｛{])\s*(?P<number>\d{1,2}\s*[.．、])?\s*$")
_URL = re.compile(
    r"(?:(?:栏目|公开)?(?:网址|地址|链接)\s*(?:为|是)?[:：]?\s*)?(?:https?://|www\.)[\w./?%&=#~:+!@$-]{3,300}", re.ASCII
)
_NOTE = re.compile(r"[，,；;。]")
_LED_BY_SITE = re.compile(r"(?P<site>[^:：]{2,30}?)\s*[:：]\s*(?P<rest>[^:：]{2,})")
_SITE_NAME = re.compile(r"(?:网站|网页|门户|官网|网|平台|公众号|子站|频道|APP|客户端)$")
_UNIT_PAGE = re.compile(
    r"^(?:各|本|区|县|市|省|级|政府)*(?:部门|单位|各单位|镇街|乡镇|街道|镇|部门和?街镇)(?:网页|网站|子网站|子站|页面|主页|频道)$"
)
_ASIDE = re.compile(r"[（(](?:以下|含|包括|见|详见|链接|由|注|如)[^（）()]{0,80}[)）]?$")
# Slips of a scanner or an input method that leave no other reading inside a column's name.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![每当逐今次即])[日曰]录(?![入取制用像])"), "目录"),  # 日/曰 for 目
    (re.compile(r"栏[日曰]"), "栏目"),
    (re.compile(r"项[日曰]"), "项目"),
    (re.compile(r"公幵"), "公开"),  # a variant shape of 开
    (re.compile(r"信患"), "信息"),
    (re.compile(r"专題"), "专题"),
)


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """One 公开路径 annotation: its span in the text (brackets included), its paths and other channels."""

    start: int
    end: int
    paths: tuple[DisclosurePath, ...]
    other_channels: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def read_annotations(text: str, known: Collection[str] = ()) -> tuple[Annotation, ...]:
    """Every 公开路径 annotation of a task's text; `item` of the paths is left None.

    `known` are column names of the document's other paths, by which lost separators are found again.
    """
    found: list[Annotation] = []
    for keyword in _KEYWORD.finditer(text):
        if found and keyword.start() < found[-1].end:
            continue
        before = _BEFORE_KEYWORD.search(text, max(0, keyword.start() - 12), keyword.start())
        start = before.start("open") if before else keyword.start()
        body_end, end = _extent(text, start if before else None, keyword.end())
        body = (before["number"] or "" if before else "") + text[keyword.end() : body_end]
        if has_marks(body) or (before and not keyword["plain"]):
            found.append(_read(body, start, end, known))
    return tuple(found)


def cell_paths(cell: str, known: Collection[str] = ()) -> Annotation:
    """A cell of a column that holds nothing but paths and channels, one on a line or numbered."""
    annotated = read_annotations(cell, known)
    parts = annotated or [_read(line, 0, len(cell), known) for line in cell_lines(cell)]
    return Annotation(
        start=0,
        end=len(cell),
        paths=tuple(path for part in parts for path in part.paths),
        other_channels=tuple(channel for part in parts for channel in part.other_channels),
        doubts=tuple(doubt for part in parts for doubt in part.doubts),
    )


def _extent(text: str, opening: int | None, body: int) -> tuple[int, int]:
    """Where the annotation's body and the annotation end; a bracket never closed ends with its sentence or line."""
    following = _KEYWORD.search(text, body, body + _MAX_ANNOTATION)
    limit = min(len(text), body + _MAX_ANNOTATION, following.start() if following else len(text))
    stop = next((index for index in range(body, limit) if text[index] == "。"), limit)
    close = None if opening is None else closing_position(text, opening, stop)
    if close is not None:
        return close, close + 1
    stop = next((index for index in range(body, stop) if text[index] == "\n"), stop)
    return stop, stop


def _read(body: str, start: int, end: int, known: Collection[str]) -> Annotation:
    paths: list[DisclosurePath] = []
    channels: list[str] = []
    doubts: list[str] = []
    for printed in list_items(body.replace("&gt;", ">")):
        if means_none(printed):
            continue
        words, address = _without_address(printed)
        if address:
            more = "另" if words else "只"
            doubts.append(f"公开路径{more}写了网址 {address}，请核对后填写规则的 url")
        item, doubt = with_arrows(words, known)
        doubts.extend(doubt)
        if not item:
            continue
        if not ARROW.search(item):
            if _SITE_NAME.search(item) and re.search("政府|门户", item):
                doubts.append(f"公开路径“{item[:30]}”只写到网站，未写栏目")
            else:
                channels.append(item)
            continue
        main, note = _split_note(item)
        path, doubt = _path(main, PathKind.PATH)
        doubts.extend(doubt)
        if path is None:
            channels.append(item)
            continue
        paths.append(path if item == words else replace(path, raw=_split_note(words)[0].strip()))
        for second in SAME_SOURCE.finditer(note):
            same, _ = _path(second["path"], PathKind.SAME_SOURCE, site=path.site)
            if same is not None:
                paths.append(same)
        rest = ARROW.search(SAME_SOURCE.sub("", note))
        if rest:
            doubts.append(f"公开路径后的“{note[:30]}”未能理解")
    return Annotation(start=start, end=end, paths=tuple(paths), other_channels=tuple(channels), doubts=tuple(doubts))


def _without_address(item: str) -> tuple[str, str]:
    """The entry without a printed web address, and the first such address."""
    found = _URL.search(item)
    if found is None:
        return item, ""
    address = re.search(r"(?:https?://|www\.)\S+", found[0])
    return _URL.sub("", item).strip(" \t\u3000\n，,；;。、：:（）()"), address[0] if address else ""


def same_source_paths(text: str) -> Iterator[tuple[int, DisclosurePath]]:
    """Columns a sentence wants kept in step with (与“A>B”保持数据同源), and where each note begins."""
    for match in islice(SAME_SOURCE.finditer(text), _MAX_NOTES):
        path, _ = _path(match["path"], PathKind.SAME_SOURCE, site=GOVERNMENT_SITE)
        if path is not None:
            yield match.start(), path


def _split_note(item: str) -> tuple[str, str]:
    """The path and what is said after it (，并与“…”保持数据同源); commas inside quotes or brackets do not count."""
    depth = 0
    for index, char in enumerate(item):
        if char in OPENING or char in "“「":
            depth += 1
        elif char in CLOSING or char in "”」":
            depth -= 1
        elif depth <= 0 and _NOTE.match(char):
            return item[:index], item[index:]
    return item, ""


def _path(printed: str, kind: PathKind, site: str | None = None) -> tuple[DisclosurePath | None, tuple[str, ...]]:
    """A printed A>B>C; `site` is where a path without a site of its own lies."""
    raw = re.sub(r"\s*\n\s*", "", printed).strip(
        ' \t\u3000“”"「」' if printed.count("“") != printed.count("”") else " \t\u3000"
    )
    names = [_segment(name) for name in ARROW.split(raw)]
    names = [name for name in names if name]
    led = _LED_BY_SITE.fullmatch(names[0]) if names else None
    if led is not None and _SITE_NAME.search(led["site"]):  # 政府网站：A>B
        names[:1] = [led["site"], led["rest"]]
    doubts: list[str] = []
    if names and _SITE_NAME.search(names[0]):
        site, names = names[0], names[1:]
        if names and _UNIT_PAGE.match(names[0]):
            site, names = UNIT_PAGE, names[1:]
        elif _UNIT_PAGE.match(site):
            site = UNIT_PAGE
    elif site is None:
        site = GOVERNMENT_SITE
        doubts.append(f"公开路径“{raw[:30].lstrip('>')}”未写网站，按“{GOVERNMENT_SITE}”理解")
    if not names:
        return None, (*doubts, f"公开路径“{raw[:30]}”未写栏目")
    path = correct(
        DisclosurePath(item=None, site=site, segments=tuple(alternatives(name) for name in names), kind=kind, raw=raw)
    )
    doubts.extend(adjacent_quotes(path.segments))
    return path, tuple(doubts)


def _segment(name: str) -> str:
    name = _ASIDE.sub("", name.strip(" \t\u3000。.，,；;、"))
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    return name.strip(" \t\u3000")


def alternatives(segment: str) -> tuple[str, ...]:
    """预算/决算 → both; a slash inside quotes or brackets, or between digits, separates nothing."""
    parts = [""]
    depth = 0
    for index, char in enumerate(segment):
        depth += (char in OPENING or char in "“「") - (char in CLOSING or char in "”」")
        between_digits = 0 < index < len(segment) - 1 and segment[index - 1].isdigit() and segment[index + 1].isdigit()
        if char in "/／" and depth <= 0 and not between_digits:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts if part.strip()) or (segment,)


def adjacent_quotes(segments: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The doubt whether “A”“B” is one column or two."""
    for segment in segments:
        for name in segment:
            if re.search(r"”\s*“", name):
                yield f"“{name}”引号连写，可能是一个栏目，也可能是两个"


def correct(path: DisclosurePath) -> DisclosurePath:
    """The path with evident slips of its names put right, and each correction told."""
    corrections: list[Correction] = []

    def right(name: str) -> str:
        for pattern, corrected in _SLIPS:
            for slip in pattern.findall(name):
                if (one := Correction(original=slip, corrected=corrected)) not in corrections:
                    corrections.append(one)
            name = pattern.sub(corrected, name)
        return name

    segments = tuple(tuple(right(name) for name in segment) for segment in path.segments)
    return replace(path, segments=segments, corrections=tuple(corrections)) if corrections else path
