"""Ticks of a catalogue: which channels a row marks, in one cell (■政府网站□公报) or in a column for each channel.

The marks as they are found, symbol fonts and scanners' slips included: task-documents.md section 2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.columns import Role, header_name, likely_role
from rules.pathmarks import ARROW
from rules.table import Cell, Table
from rules.typesetting import compact, means_none

_TICKED, _OPEN = "■☑√✓✔☒●◼▇þ", "□☐○▢"
_CHANNEL = (
    r"(?:政府|门户|部门|官方|单位)?网站|政府公报|公报|两微一端|政务新媒体|新媒体|微信|微博|客户端|发布会|听证会|广播|电视|报刊|报纸|纸质媒体|"
    r"新闻媒体|公开查阅点|查阅点|查阅场所|政务服务(?:中心|大厅|网)|行政服务中心|便民服务|入户|现场|社区|企事业单位|村公示栏|村务公开栏|"
    r"公示栏|公告栏|公开栏|宣传栏|精准推送|其他|其它|电子屏|显示屏|政务公开专区|专区|信用|档案馆|图书馆|国家|省|市|县|区|乡|镇|农村"
)
# □ read as 口 and ticks of a symbol font read as t count only right before the name of a channel.
_MARK = re.compile(rf"[{_TICKED}{_OPEN}]|(?:(?<![窗出入人])口|(?<![A-Za-z])[tR](?![A-Za-z]))(?=\s*(?:{_CHANNEL}))")
_NAMED_COLUMN = re.compile(r"（(?P<name>[^（）]{1,30}(?:（[^（）]*）)?)）$")
_NOT_TICKED = re.compile(rf"[{_OPEN}口×xX✕✗—\-/否无]?")
_ONLY_A_MARK = re.compile(rf"{_NOT_TICKED.pattern}|[{_TICKED}★▲*tRVv是有1]")
_WEBSITE = re.compile(
    r"(?:政府|门户|部门|官方|本级|单位)网(?:站|页)?|(?<!信用)(?<!新闻)(?<!商业)(?<!采购)(?<!交易)(?<!媒体)网站"
)
_LONGEST_CHANNEL = 20
_SEPARATOR = re.compile(r"[\n、，,；;]+")


@dataclass(frozen=True, kw_only=True)
class Channels:
    """What a cell of 公开渠道和载体 ticks."""

    website: str
    """The printed words that tick the government's website; empty when it is not ticked."""
    others: tuple[str, ...]


def ticked(cell: str) -> Channels | None:
    """The channels a cell ticks; None when it is no list of channels (a path, or prose).

    ■ √ ☑ tick, □ does not; without any mark every channel named is meant.
    """
    if ARROW.search(cell) or not cell.strip() or means_none(cell):
        return None
    marks = list(_MARK.finditer(cell))
    if marks:
        ends = [mark.start() for mark in marks[1:]] + [len(cell)]
        names = [
            compact(cell[mark.end() : end]).strip("、,;。")
            for mark, end in zip(marks, ends, strict=True)
            if mark[0] in _TICKED + "tR"
        ]
    else:
        names = [compact(part) for part in _SEPARATOR.split(cell)]
        if not any(re.search(_CHANNEL, name) for name in names) or any(len(name) > _LONGEST_CHANNEL for name in names):
            return None
    names = [name for name in names if name]
    website = next((name for name in names if _WEBSITE.search(name)), "")
    return Channels(website=website, others=tuple(name for name in names if name != website))


def names_website(words: str) -> bool:
    """The printed words of a tick are those of the government's website."""
    return len(words) <= _LONGEST_CHANNEL and bool(_WEBSITE.search(words))


def with_one_channel_column(table: Table) -> Table:
    """A column for each channel with ticks in it (公开渠道和载体 over 政府网站, 公示栏 …) as one list of channels."""
    channels = {
        index: note["name"]
        for index, header in enumerate(table.headers)
        if likely_role(header) is Role.PATH and (note := _NAMED_COLUMN.search(header))
    }
    if len(channels) < 2 or any(
        not _ONLY_A_MARK.fullmatch(compact(row[index].text)) for row in table.rows for index in channels
    ):
        return table
    first, *others = channels

    def merged(row: Sequence[Cell]) -> str:
        return "\n".join(
            ("□" if _NOT_TICKED.fullmatch(compact(row[index].text)) else "■") + channel
            for index, channel in channels.items()
        )

    rows = [
        row
        if row[0].spanning or all(cell.blank for cell in row)
        else (*row[:first], replace(row[first], text=merged(row)), *row[first + 1 :])
        for row in table.rows
    ]
    named = [(index, header) for index, header in enumerate(table.headers) if index not in others]
    return replace(
        table,
        headers=tuple(_NAMED_COLUMN.sub("", header) if index == first else header for index, header in named),
        rows=tuple(tuple(row[index] for index, _ in named) for row in rows),
    )


def without_on_request(table: Table) -> Table:
    """What is given on request only has no place on the website, whatever is ticked: its tick is taken away."""
    ways = [index for index, header in enumerate(table.headers) if header_name(header) == "公开方式"]
    channels = next((index for index, header in enumerate(table.headers) if likely_role(header) is Role.PATH), None)
    if channels is None or not ways:
        return table
    rows = []
    for row in table.rows:
        said = "\n".join(_way(table.headers[index], row[index].text) for index in ways)
        found = ticked(row[channels].text) if "依申请" in said and "主动" not in said else None
        if found is not None and found.website:
            words = "\n".join((f"□{found.website}", *(f"■{other}" for other in found.others)))
            row = (*row[:channels], replace(row[channels], text=words), *row[channels + 1 :])
        rows.append(row)
    return replace(table, rows=tuple(rows))


def _way(header: str, cell: str) -> str:
    """The ways of publishing a cell ticks: in a column of its own by a mark, in a common one by its words."""
    words = compact(cell)
    if (note := _NAMED_COLUMN.search(header)) and _ONLY_A_MARK.fullmatch(words):
        return "" if _NOT_TICKED.fullmatch(words) else note["name"]
    return re.sub(rf"[{_OPEN}口][^{_TICKED}{_OPEN}口]*", "", words)
