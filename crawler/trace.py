"""The trail of a search for `zwgk explain`: which candidates were considered, and why each won or lost."""

from __future__ import annotations

from crawler.atlas import Atlas
from crawler.column import Opened
from crawler.evidence import Consideration, Located, Match
from crawler.fit import parent_fits
from crawler.hunt import Candidate, Hunt
from crawler.matching import Kind
from crawler.readers.links import Place
from crawler.readers.page import PageFacts

MOST = 12
_KINDS = {Kind.EQUAL: "名称相同", Kind.SYNONYM: "名称同义"}
_MATCHES = {
    Match.EXACT: "位置与文件一致",
    Match.PARTIAL: "文件所写的部分上级在网站上没有",
    Match.RENAMED: "网站上的名称不同",
    Match.MISPLACED: "不在文件所写的上级之下",
    Match.AMBIGUOUS: "另有同样相符的，页面本身无法确认",
    Match.NONE: "",
}


def lost(hunt: Hunt, found: Candidate, why: str, page: Opened | None = None) -> None:
    """Note a candidate that is not the column."""
    _note(hunt, found, f"{likeness_of(found)}；{why}", page, chosen=False)


def won(hunt: Hunt, found: Candidate, match: Match, page: Opened) -> None:
    """Note the candidate that was taken."""
    _note(hunt, found, f"采用：{likeness_of(found)}，{_MATCHES[match]}", page, chosen=True)


def kept(hunt: Hunt, located: Located, verdict: str, page: Opened | None) -> None:
    """Note an address that was known before the search."""
    hunt.considered[located.url or ""] = Consideration(
        name=located.trail[-1] if located.trail else "",
        url=located.url,
        seen_on="",
        trail=located.trail[:-1],
        covered=(),
        chosen=verdict.startswith("采用"),
        verdict=verdict,
        said=_said(page.facts if page is not None else None),
    )


def considered(hunt: Hunt, atlas: Atlas | None) -> tuple[Consideration, ...]:
    """All that was considered, the chosen first, with the best candidates that were never opened; at most twelve."""
    noted = dict(hunt.considered)
    if atlas is not None and len(noted) < MOST:
        rest = [found for found in hunt.candidates(atlas) if _key(found) not in noted]
        for found in sorted(rest, key=lambda one: one.order, reverse=True):
            if len(noted) >= MOST:
                break
            if _key(found) not in noted:
                noted[_key(found)] = _about(hunt, found, f"{likeness_of(found)}；{_unopened(hunt, found, atlas)}")
    return tuple(sorted(noted.values(), key=lambda one: not one.chosen))[:MOST]


def likeness_of(found: Candidate) -> str:
    """How the candidate's name fits, in words."""
    return _KINDS.get(found.likeness.kind) or f"名称相近（{found.likeness.score:.0%}）"


def _unopened(hunt: Hunt, found: Candidate, atlas: Atlas) -> str:
    if found.mention.key is None:
        return "菜单中只有名称，没有可打开的地址"
    if hunt.is_elsewhere(found.mention.trails):
        return "属于其他专题或单位，未打开"
    if found.mention.place is Place.LIST:
        return "只是列表中的一条，未打开"
    if found.likeness.kind is not Kind.EQUAL and not parent_fits(hunt.levels, found.cover, atlas.has_level):
        return "上级栏目不符，未打开"
    return "不如已采用的相符，未打开" if hunt.located is not None else "未打开"


def _note(hunt: Hunt, found: Candidate, verdict: str, page: Opened | None, *, chosen: bool) -> None:
    facts = page.facts if page is not None else None
    hunt.considered[_key(found)] = _about(hunt, found, verdict, said=_said(facts), chosen=chosen)


def _about(hunt: Hunt, found: Candidate, verdict: str, *, said: str = "", chosen: bool = False) -> Consideration:
    levels = zip(hunt.levels, found.cover.known, strict=True)
    return Consideration(
        name=found.mention.name,
        url=found.mention.url,
        seen_on=found.mention.seen_on,
        trail=found.cover.trail,
        covered=tuple(level for level, known in levels if known),
        chosen=chosen,
        verdict=verdict,
        said=said,
    )


def _key(found: Candidate) -> str:
    return found.mention.url or f"{found.mention.name} {'>'.join(found.cover.trail)}"


def _said(facts: PageFacts | None) -> str:
    """The page's own words about itself, shortened."""
    if facts is None:
        return ""
    identity = facts.identity
    parts = {
        "位置": " > ".join(label for label, _ in identity.crumbs),
        "标题": "、".join(identity.headings[:2]),
        "栏目名": identity.column_name or "",
        "网页标题": identity.title,
    }
    return "；".join(f"{label}：{text[:80]}" for label, text in parts.items() if text)
