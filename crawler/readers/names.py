"""Text as the name of a column, menu level or block: what is decoration, and what cannot be a name."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.readers.outline import Box, collapse

MAX_LABEL = 24
"""Characters of a menu level or block title; longer text is a sentence or an article."""
_LONGEST_LED = 120
_EDGE = " \t>›»▶►▸→·•●○◆■□▪|｜:：-—–_*+＋↓▼▽∨∧︿﹀…\"'"
_MORE = re.compile(
    r"[\[【(（<《]?\s*(?:查看|点击|浏览|阅读)?(?:更多|more|全部)(?:信息|内容|栏目)?\s*[\]】)）>》.…．+»›→]*\Z", re.I
)
_MORE_HINT = re.compile("更多|全部|more", re.I)
_NOT_A_NAME = re.compile(
    r"(?:当前|所在|您的|现在的?)位置|首\s*页\Z|欢迎|今天是|请输入|版权所有|简体|繁體|English|上一[页条篇]|下一[页条篇]|发布时间|来源[:：]"
    r"|\A(?:登\s*[录陆]|用户登录|注册|搜\s*索|检索|站内搜索|高级搜索|手机版|无障碍\w*|分享\w*|打印\w*|返回\w*|字[体号]\w*)\Z"
    r"|\d{4}\s*[-/.年]\s*\d{1,2}|\A\W*\d[\d\W]*\Z|[。！？；!?;]",
    re.I,
)
_SUBTITLE = re.compile(r"([^\x00-\x7f][^a-z]*?)[\s/|·]*[a-z][a-z\s&.,'’/-]+\Z", re.I)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg)\Z|\A[\w-]*\d[\w-]*\Z", re.I | re.A)


def is_more(text: str) -> bool:
    """Whether a link says 更多, More, 查看更多>> or the like."""
    return 2 <= len(text) <= 14 and _says_more(text)


# A site's pages share their menus, so the same names are judged on each of them.
@lru_cache(maxsize=16_384)
def _says_more(text: str) -> bool:
    return _MORE_HINT.search(text) is not None and _MORE.match(text.strip(_EDGE)) is not None


def label_of(text: str) -> str:
    """Text as a name: decorations at its ends and an English subtitle behind a Chinese name taken off."""
    if not text:
        return ""
    return _label(text) if len(text) <= _LONGEST_LED else _bare(text)


def _bare(text: str) -> str:
    text = text.strip(_EDGE)
    if len(text) <= _LONGEST_LED and (subtitle := _SUBTITLE.match(text)) is not None:
        text = subtitle[1].strip(_EDGE)
    return text


_label = lru_cache(maxsize=16_384)(_bare)


def is_name(label: str) -> bool:
    """Whether a text could name a menu level or block."""
    return 2 <= len(label) <= MAX_LABEL and _can_be_name(label)


@lru_cache(maxsize=16_384)
def _can_be_name(label: str) -> bool:
    return _NOT_A_NAME.search(label) is None and not is_more(label)


def picture_names(box: Box) -> list[str]:
    """Alternative texts and titles of the pictures in a box; file names are no names."""
    names = []
    for image in box.element.iter("img", "input", "area"):
        for key in ("alt", "title"):
            name = collapse(image.get(key) or "")
            if name and not _FILE_NAME.search(name):
                names.append(name)
    return names
