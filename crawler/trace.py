"""The trail of a search for `zwgk explain`: which candidates were considered, and why each won or lost."""

from __future__ import annotations

from rapidfuzz import fuzz

from crawler.atlas import Atlas, Mention
from crawler.column import Opened
from crawler.evidence import Consideration, Located, Match
from crawler.fit import parent_fits
from crawler.hunt import Candidate, Hunt
from crawler.matching import Kind, bare, synonym_source
from crawler.readers.links import Place
from crawler.readers.page import PageFacts

MOST = 12
#: Of names that are not like enough: how alike they must be to be told, and how many are.
CLOSE = 0.5
CLOSEST = 3
_SOURCES = {
    "条例20": "《政府信息公开条例》第二十条事项的通行简称",
    "61号": "国办公开办函〔2019〕61号的固定栏目及其旧称",
    "19号": "国办秘函〔2019〕19号检查指标中并列的栏目",
    "26领域": "《基层政务公开标准指引》的领域及其简称",
    "通行": "政府网站的通行叫法",
}
_MATCHES = {
    Match.EXACT: "位置与文件一致",
    Match.PARTIAL: "文件所写的上级{missing}在网站上没有",
    Match.RENAMED: "网站上的名称不同",
    Match.MISPLACED: "不在文件所写的上级{missing}之下",
    Match.AMBIGUOUS: "另有同样相符的，页面本身无法确认",
    Match.NONE: "",
}


def lost(hunt: Hunt, found: Candidate, why: str, page: Opened | None = None) -> None:
    """Note a candidate that is not the column."""
    _note(hunt, found, f"{likeness_of(hunt, found)}；{why}", page, chosen=False)


def won(hunt: Hunt, found: Candidate, match: Match, page: Opened) -> None:
    """Note the candidate that was taken."""
    missing = "、".join(f"“{level}”" for level in missing_levels(hunt, found))
    _note(
        hunt, found, f"采用：{likeness_of(hunt, found)}，{_MATCHES[match].format(missing=missing)}", page, chosen=True
    )
    hunt.taken = found


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
                noted[_key(found)] = _about(hunt, found, f"{likeness_of(hunt, found)}；{_unopened(hunt, found, atlas)}")
        if not noted and hunt.located is None:
            noted.update((one.url or one.name, one) for one in _closest(hunt, atlas))
    return tuple(sorted(noted.values(), key=lambda one: not one.chosen))[:MOST]


def _closest(hunt: Hunt, atlas: Atlas) -> list[Consideration]:
    """The menu names most like the wanted one, where no name is like enough: what a person would ask about."""
    found: dict[str, tuple[float, Mention]] = {}
    for mention in atlas.links((Place.MENU, Place.BODY, Place.CRUMB)):
        name = bare(mention.name)
        alike = fuzz.ratio(bare(hunt.leaf), name) / 100
        if alike >= CLOSE and name not in found:
            found[name] = (alike, mention)
    ranked = sorted(found.values(), key=lambda one: -one[0])[:CLOSEST]
    return [
        Consideration(
            name=mention.name,
            url=mention.url,
            seen_on=mention.seen_on,
            trail=max(mention.trails, key=len, default=()),
            covered=(),
            chosen=False,
            verdict=f"名称只有部分相同（{alike:.0%}），不认定为同一栏目",
        )
        for alike, mention in ranked
    ]


def missing_levels(hunt: Hunt, found: Candidate) -> tuple[str, ...]:
    """The wanted levels that do not stand above a candidate."""
    return tuple(level for level, known in zip(hunt.levels, found.cover.known, strict=True) if not known)


def likeness_of(hunt: Hunt, found: Candidate) -> str:
    """How the candidate's name fits, in words."""
    if found.likeness.kind is Kind.EQUAL:
        return "名称相同"
    if found.likeness.kind is not Kind.SYNONYM:
        return f"名称相近（{found.likeness.score:.0%}）"
    sources = (synonym_source(name, found.mention.name) for name in hunt.names)
    source = next((_SOURCES.get(one, one) for one in sources if one), "")
    return f"名称同义（{source}）" if source else "名称同义"


def _unopened(hunt: Hunt, found: Candidate, atlas: Atlas) -> str:
    if found.mention.key is None:
        return "菜单中只有名称，没有可打开的地址"
    if hunt.is_elsewhere(found.mention.trails):
        return "属于其他专题或单位，未打开"
    if found.mention.place is Place.LIST:
        return "只是列表中的一条，未打开"
    if found.likeness.kind is not Kind.EQUAL and not parent_fits(hunt.levels, found.cover, atlas.has_level):
        return "上级栏目不符，未打开"
    if hunt.taken is None:
        return "不如已采用的相符，未打开" if hunt.located is not None else "未打开"
    if found.likeness.kind < hunt.taken.likeness.kind:
        return "名称不如已采用的相符，未打开"
    lacking = [level for level in missing_levels(hunt, found) if level not in missing_levels(hunt, hunt.taken)]
    if lacking:
        return f"不在文件所写的上级{'、'.join(f'“{level}”' for level in lacking)}之下，未打开"
    return "位置不如已采用的相符，未打开"


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
