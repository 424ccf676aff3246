"""What stands between the levels of a printed path: ">" in all its shapes, dashes, strokes, or nothing any more."""

from __future__ import annotations

import re
from collections.abc import Collection

from rules.lostmarks import looks_lost, mend, split_lost, standard_names

_ARROW = r"(?:\s*(?:->|—>|=>|&gt;|[>＞﹥›»→▶➔⇒])+\s*)"
ARROW = re.compile(_ARROW)
"""A mark that separates two levels, with the white space around it."""
ARROW_PATTERN = _ARROW
_HOST = "(?:网站|网页|门户|官网)"
# 政府网站—政务公开—规划: dashes separate only behind a site's name and between names; 2021—2025年 and a lone — do not.
_DASHED = re.compile(rf"^\s*[\u4e00-\u9fff“”（）()]{{0,20}}?{_HOST}\s*(?:—{{1,2}}|–|―|－|-{{1,2}})\s*[\u4e00-\u9fff“]")
_DASH = re.compile(r"(?<=[\u4e00-\u9fff”）)])\s*(?:—{1,2}|–|―|－|-{1,2})\s*(?=[\u4e00-\u9fff“]|20\d{2})")
# 政府网站/政务公开/规划, 政府网站》政务公开》规划: such marks mostly mean something else (alternatives, channels).
_STROKED = re.compile(rf"^\s*[^/／\\《》，,。；;\n]{{0,20}}{_HOST}\s*[/／\\》][^，,。；;\n《]{{2,120}}$")
_STROKE = re.compile(r"\s*[/／\\》]\s*")


# 政府网站“A>B”栏目, 政府网站专题专栏“A”栏目: the column in quotes behind its site
_QUOTED = re.compile(
    rf"^\s*(?P<site>[^“”「」>＞→，,。；;\n]{{0,24}}?{_HOST})(?P<above>[\u4e00-\u9fff]{{0,12}})"
    r"[“「](?P<name>[^“”「」]{2,80})[”」](?:等?(?:栏目|专栏|专题|专区|板块|频道|页面))?\s*$"
)


def has_marks(text: str) -> bool:
    """Levels are separated somewhere in it, by arrows or by dashes behind a site's name."""
    return bool(ARROW.search(text) or _DASHED.match(text))


def with_arrows(printed: str, known: Collection[str]) -> tuple[str | None, tuple[str, ...]]:
    """One entry of a list with ">" between its levels, as printed when it is no path, and what is doubtful about it.

    A name alone that is a column's gets a mark before it, so that it is read as a path without its site.
    None when its marks are lost and it cannot be told where they stood. `known` are column names of the document's
    other paths.
    """
    if found := _QUOTED.match(printed):
        return ">".join(filter(None, (found["site"].strip(), found["above"], found["name"]))), ()
    if ARROW.search(printed):
        mended = mend([name.strip() for name in ARROW.split(printed)], known)
        if mended is None:
            return printed, ()
        return ">".join(mended), (f"公开路径“{printed[:40]}”中有的“>”疑似丢失，按“{'>'.join(mended)}”理解，请核对",)
    if _DASHED.match(printed):
        return _DASH.sub(">", printed), ()
    if (read := _unstroked(printed, known)) is not None:
        return read, (f"公开路径“{printed[:40]}”不是用“>”分段，按“{read}”理解，请核对",)
    if looks_lost(printed):
        split = split_lost(printed, known)
        if split is None:
            return None, (f"公开路径“{printed[:40]}”可能丢失了“>”，不能确定在哪里分段",)
        return ">".join(split), (f"公开路径“{printed[:40]}”中的“>”疑似丢失，按“{'>'.join(split)}”理解，请核对",)
    plain = re.sub(r"(?:栏目|专栏)$", "", printed)
    if (plain in standard_names() or plain in known) and not re.search("(?:公报|发布会|专区)$", plain):
        return f">{plain}", ()
    return printed, ()


def _unstroked(printed: str, known: Collection[str]) -> str | None:
    """政府网站/政务公开/规划信息 with arrows, when what follows the site is a column everybody knows."""
    if not _STROKED.match(printed):
        return None
    names = [name for name in _STROKE.split(printed) if name.strip()]
    if len(names) < 3 or not (names[1] in standard_names() or names[1] in known):
        return None
    return ">".join(names)
