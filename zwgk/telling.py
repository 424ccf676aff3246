"""The words of a message: subject with the counts, then what is new, back, worse and rectified; faults come first.

Whatever a site says is hostile: nothing in a message makes a link, calls anybody (@所有人), or forms a page, whichever
of a chat, a mail or a web page shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from checker.ledger import LedgerEntry
from checker.result import Status
from reports.cleaning import clean
from reports.wording import code_name

_MOST_BYTES: Final = 1900
"""Of subject and text together: 企业微信 cuts a message at 2,048 bytes."""
_NAME: Final = 40
_SAID: Final = 100
#: What Markdown, HTML and chats take for a command, in its wide form.
_MARKUP: Final = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "<>&@[]*_`#~|\\{}$!"})


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message, as text without any markup."""

    title: str
    body: str


@dataclass(frozen=True, kw_only=True)
class News:
    """What one recipient is told."""

    place: str
    as_of: date
    run: str
    unit: str | None
    opened: Sequence[LedgerEntry]
    rectified: Sequence[LedgerEntry]
    worse: Sequence[LedgerEntry] = ()
    """What stands, was told before, and has grown worse."""
    standing: Sequence[LedgerEntry]
    """Everything of the recipient's that stands, with what is in `opened`."""
    link: str | None


def plain(text: str, limit: int) -> str:
    """Words of a site or a document as part of a message: one line, bounded, without markup, links and calls."""
    return clean(text, limit).translate(_MARKUP).replace("://", "：//").replace("www.", "www．")


def told(news: News) -> Message:
    """The message of what changed."""
    title = f"{_head(news.place, news.as_of)}{_counts(news)}"
    head = [f"{plain(news.unit, _NAME)}：以下只列本单位牵头或负责的"] if news.unit else []
    tail = [f"轮次 {plain(news.run, _NAME)}，以 {news.as_of} 为准"]
    if news.link:
        tail.append(f"报告：{news.link}")
    room = _MOST_BYTES - len("\n".join((title, *head, *tail)).encode()) - 60
    return Message(title=title, body="\n".join((*head, *_fitting(tuple(_lines(news)), room), *tail)))


def failed(place: str, day: str, reason: str) -> Message:
    """The message of a run that did not come to its end."""
    title = f"{plain(place, _NAME)}政务公开检查 {day}：检查失败"
    return Message(title=title, body=f"{plain(reason, 300)}\n请查看数据目录的 logs，或运行 zwgk doctor。")


def trial(place: str, name: str) -> Message:
    """What `zwgk notify --test` sends."""
    return Message(
        title=f"{plain(place, _NAME)}政务公开检查：测试通知", body=f"收件人“{plain(name, _NAME)}”可以收到通知。"
    )


def _head(place: str, as_of: date) -> str:
    return f"{plain(place, _NAME)}政务公开检查 {as_of:%m-%d}："


def _counts(news: News) -> str:
    back = sum(entry.openings > 1 for entry in news.opened)
    fresh = {entry.key for entry in news.opened}
    others = [entry for entry in news.standing if entry.key not in fresh]
    untold = sum(entry.looked < news.as_of for entry in others)
    figures = [f"新发现 {len(news.opened) - back}"]
    figures += [f"反弹 {back}"] if back else []
    grown = f"（加重 {len(news.worse)}）" if news.worse else ""
    figures += [f"已整改 {len(news.rectified)}", f"未整改 {len(others) - untold}{grown}"]
    figures += [f"未能复查 {untold}"] if untold else []
    return "，".join(figures)


def _lines(news: News) -> Iterator[str]:
    for name, entries in (
        ("新发现", [entry for entry in news.opened if entry.openings == 1]),
        ("反弹", [entry for entry in news.opened if entry.openings > 1]),
        ("加重", news.worse),
        ("已整改", news.rectified),
    ):
        for entry in sorted(entries, key=lambda one: (one.status is not Status.FAIL, one.row, one.key)):
            # The ledger has the words of the last run, which nobody may have reviewed yet.
            said = f"，{plain(entry.message, _SAID)}" if name == "加重" and not news.unit else ""
            yield f"【{name}】{_described(entry)}{said}"


def _described(entry: LedgerEntry) -> str:
    key = entry.key
    if key.place:
        return f"站点“{plain(key.place, _NAME)}”：{code_name(key.code)}"
    words = [entry.site or "", *entry.path[-2:]]
    column = "〉".join(shown for word in words if (shown := plain(word, _NAME))) or plain(key.rule, _NAME)
    unit = f"{plain(key.unit, _NAME)} " if key.unit else ""
    return f"{unit}{column}：{code_name(key.code)}"


def _fitting(lines: Sequence[str], room: int) -> Iterable[str]:
    """As many lines as there is room for, and how many are left out."""
    used = 0
    for count, line in enumerate(lines):
        used += len(line.encode()) + 1
        if used > room:
            yield f"……还有 {len(lines) - count} 项，见报告"
            return
        yield line
