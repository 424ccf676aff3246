"""The entries of a 公开路径 annotation: paths and other channels, numbered or not."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.lostmarks import standard_names
from rules.pathmarks import ARROW, ARROW_PATTERN
from rules.typesetting import CLOSING, OPENING

_NUMBERED = re.compile(
    r"(?:^|[，,、；;。\s])\s*(?:\d{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑨])\s*|(?<=[\u4e00-\u9fff”）)])[①-⑨]\s*"
)
_CHANNEL = re.compile(r"(?:渠道|媒体|公开栏|公示栏|公告栏|宣传栏|专区|公报|公众号|微信|微博|客户端|显示屏)$")
_CHANNEL_LINE = re.compile(
    rf"{_CHANNEL.pattern}|(?:平台|网站|新媒体|公众号|微信|微博|大厅|查阅点|服务中心|发布会|广播|电视|报刊|APP|等)[。；;，,]?$"
)
_OPEN_END = re.compile(rf"(?:{ARROW_PATTERN}|[/／—、])$")
_OPEN_START = re.compile(rf"^(?:{ARROW_PATTERN}|[/／—>）)”、])")
_SITE_START = re.compile(r"(?:网站|网页|门户|官网|网|平台|公众号|客户端)$")
_ONLY_CHANNEL = re.compile(r"(?:渠道|新媒体|公开栏|公示栏|公告栏|宣传栏|公众号|微信|微博|客户端|显示屏)$")
SAME_SOURCE = re.compile(
    rf"(?:与|和|同)\s*[“\"「]?(?P<path>[^“”\"「」，,；;。]{{1,80}}?{ARROW_PATTERN}[^“”\"「」，,；;。]{{1,80}}?)[”\"」]?\s*(?:栏目)?(?:保持)?(?:数据|信息|内容)?(?:同源|一致|同步)"
)
"""A note that another column must show the same (与“A>B”保持数据同源)."""
# Where another path begins without a number before it (…>A、政府网站>B; …>A和部门网页>B).
_NEXT_PATH = re.compile(
    rf"\s*(?:[、，,]|以及|和|及|与|并在|\s)\s*"
    rf"(?=[^>＞→、，,；;。：:“”（）()\s]{{0,24}}(?:网站|网页|门户|官网|[\u4e00-\u9fff]网|平台|公众号){ARROW_PATTERN})"
)


def cell_lines(cell: str) -> list[str]:
    """The lines of a cell of paths, a path broken over lines put together again."""
    lines: list[str] = []
    for line in filter(None, (raw.strip(" \t\u3000") for raw in cell.split("\n"))):
        if lines and _goes_on(lines[-1], line):
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def _goes_on(before: str, line: str) -> bool:
    if _OPEN_END.search(before) or _OPEN_START.match(line) or _nested(before, len(before)):
        return True
    if before[-1] in "。；;，," or _NUMBERED.match(line) or not ARROW.search(before) or _CHANNEL_LINE.search(line):
        return False
    first = ARROW.split(line)[0].strip("“”（）() ")
    return not (_SITE_START.search(first) or (ARROW.search(line) and first in standard_names()))


def list_items(body: str) -> list[str]:
    """Entries in printed order: split before numbers; without numbers at ; and before a new path or channel."""
    starts = [match for match in _NUMBERED.finditer(body) if not _nested(body, match.start())]
    if starts:
        bounds = [(mark.end(), following.start()) for mark, following in pairwise(starts)]
        bounds.append((starts[-1].end(), len(body)))
        pieces = [body[: starts[0].start()], *(body[begin:stop] for begin, stop in bounds)]
    else:
        pieces = [part for piece in re.split(r"[；;]", body) for part in _split_channels(piece)]
    pieces = [part for piece in pieces for part in _split_paths(piece)]
    return [item for piece in pieces if (item := piece.strip(" \t\u3000\n，,；;。、"))]


def _split_channels(piece: str) -> list[str]:
    """政府网站>A>B，其他渠道: what follows the last comma is a channel when it has no path and names one."""
    if SAME_SOURCE.search(piece):
        return [piece]
    parts = re.split(r"[，,]", piece)
    if len(parts) > 1 and ARROW.search(parts[0]):
        if all(ARROW.search(part) or _CHANNEL.search(part.strip()) for part in parts[1:]):
            return [channel for part in parts for channel in _split_last(part)]
        return [piece]
    return _split_last(piece)


def _split_last(piece: str) -> list[str]:
    """政府网站>A>B、政务新媒体: the channel behind the path; A、B may be one column's name."""
    path, mark, last = piece.rpartition("、")
    return [path, last] if mark and ARROW.search(path) and _ONLY_CHANNEL.search(last.strip()) else [piece]


def _split_paths(piece: str) -> list[str]:
    """Two paths in one entry; a column named in a note (与政府网站>A保持一致) starts none."""
    parts: list[str] = []
    begin = 0
    for mark in _NEXT_PATH.finditer(piece):
        before = piece[begin : mark.start()]
        if not ARROW.search(before) or _nested(piece, mark.start()) or before.count("“") != before.count("”"):
            continue
        if SAME_SOURCE.search(piece, mark.start()) or before.endswith(("与", "和", "同", "并")):
            continue
        parts.append(before)
        begin = mark.end()
    return [*parts, piece[begin:]]


def _nested(text: str, position: int) -> bool:
    before = text[:position]
    return sum(before.count(mark) for mark in OPENING) > sum(before.count(mark) for mark in CLOSING)
