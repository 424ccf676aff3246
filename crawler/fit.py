"""How a candidate fits a path: which of the wanted levels stand above it, and what that makes of the match."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.evidence import Match
from crawler.matching import Kind, bare, equal, same_level

#: Names that say what kind of texts a column holds, not what they are about: every topic and unit has its own.
KINDS_OF_TEXT = frozenset(
    (
        *(
            "通知公告",
            "公示公告",
            "公告公示",
            "通知",
            "公告",
            "公示",
            "政策文件",
            "政策解读",
            "文件解读",
            "政策法规",
            "相关政策",
        ),
        *(
            "工作动态",
            "新闻动态",
            "动态信息",
            "最新动态",
            "图片新闻",
            "新闻报道",
            "媒体报道",
            "媒体关注",
            "工作部署",
            "工作方案",
        ),
        *(
            "工作进展",
            "相关文件",
            "文件资料",
            "上级文件",
            "上级政策",
            "典型案例",
            "经验交流",
            "办事指南",
            "下载中心",
            "机构职能",
        ),
    )
)
_TOPICS = "专题专栏"
_BELOW_GOVERNMENT = re.compile(r"局|委员会|厅|办事处|街道|管委会|[镇乡](?:人民)?政府")
_UNIT = re.compile(r"..(?:局|委员会|(?<!党)委|办事处|街道|乡|镇)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Which of the wanted levels stand in a trail, in order."""

    equal: tuple[bool, ...]
    """Per wanted level: stands there under an equal name."""
    known: tuple[bool, ...]
    """Per wanted level: stands there under an equal name or one that opens the same branch."""
    trail: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, int]:
        """Order of goodness: levels covered, of them equal, shorter trails first."""
        return (sum(self.known), sum(self.equal), -len(self.trail))

    @property
    def gap(self) -> bool:
        """Whether the trail has levels that are not wanted, so that a column of that name may stand further up."""
        return len(self.trail) > len(self.known)

    @property
    def complete(self) -> bool:
        """Every wanted level is covered by one that opens the same branch."""
        return all(self.known)


def cover(levels: Sequence[str], trail: Sequence[str]) -> Cover:
    """Match the wanted levels against a trail in order; an equal name is preferred to one of the same branch."""
    equals = [False] * len(levels)
    knowns = [False] * len(levels)
    start = 0
    for number, level in enumerate(levels):
        place = _find(equal, level, trail, start)
        equals[number] = place is not None
        if place is None:
            place = _find(same_level, level, trail, start)
        knowns[number] = place is not None
        if place is not None:
            start = place + 1
    return Cover(equal=tuple(equals), known=tuple(knowns), trail=tuple(trail))


def _find(same: Callable[[str, str], bool], level: str, trail: Sequence[str], start: int) -> int | None:
    return next((number for number in range(start, len(trail)) if same(level, trail[number])), None)


# Asked anew for every candidate each time candidates are weighed.
@lru_cache(maxsize=16_384)
def best_cover(levels: tuple[str, ...], trails: tuple[tuple[str, ...], ...]) -> Cover:
    """The trail that covers most; an empty trail covers nothing."""
    covers = [cover(levels, trail) for trail in trails] or [cover(levels, ())]
    return max(covers, key=lambda found: found.rank)


def parent_fits(levels: Sequence[str], found: Cover, exists: Callable[[str], bool]) -> bool:
    """Whether the candidate stands below the innermost wanted level that the site has at all.

    A near name may only win where its parent fits (design.md section 6); when the site has none of the levels, nothing
    speaks against it.
    """
    for number in range(len(levels) - 1, -1, -1):
        if found.known[number]:
            return True
        if exists(levels[number]):
            return False
    return True


def is_portal(title: str) -> bool:
    """Whether a start page is a government's, so that the names of units on it are other people's pages."""
    return "政府" in title and not _BELOW_GOVERNMENT.search(title)


def is_of_another_branch(path: Sequence[str], trails: Sequence[Sequence[str]], *, portal: bool) -> bool:
    """Whether a column stands in a topic or a unit's pages that the path does not name, and its name is everybody's.

    专题专栏>疫情防控>通知公告 is not the missing 专题专栏>减税降费>通知公告, nor that of the portal. Outside portals a
    unit's name is most likely that of the site itself.
    """
    known = [trail for trail in trails if trail]
    if bare(path[-1]) not in KINDS_OF_TEXT or not known:
        return False
    wanted = _private(path[:-1], portal)
    return all(_differ(wanted, _private(trail, portal)) for trail in known)


def _private(trail: Sequence[str], portal: bool) -> str | None:
    """The topic or unit whose pages a trail runs through."""
    for above, level in zip(("", *trail), trail, strict=False):
        if (above and same_level(_TOPICS, above)) or (portal and _UNIT.search(level)):
            return level
    return None


def _differ(wanted: str | None, seen: str | None) -> bool:
    return (wanted is None) != (seen is None) or (
        wanted is not None and seen is not None and not same_level(wanted, seen)
    )


def classify(levels: Sequence[str], found: Cover, kind: Kind, exists: Callable[[str], bool]) -> Match:
    """The match as defined in design.md section 6; `exists` tells whether a level was seen anywhere on the site."""
    if kind is not Kind.EQUAL:
        return Match.RENAMED
    if all(found.equal):
        return Match.EXACT
    missing = [level for level, known in zip(levels, found.known, strict=True) if not known]
    if any(exists(level) for level in missing):
        return Match.MISPLACED
    return Match.PARTIAL
