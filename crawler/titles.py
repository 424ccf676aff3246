"""Is this entry the document that was asked for? Titles of entries against a document's name. Pure.

A title carries more than the name: who issued it (区财政局关于印发《…》的通知), an edition (2022年修订), a file's
ending. What is about the document is not the document: 解读, 图解, 征求意见稿, 公示, 政策问答. A year that is asked for
must be the title's own. What is near and not sure is `MAYBE`: it neither satisfies nor lets anybody be accused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import LCSseq, Levenshtein

from crawler import titlewords as words
from crawler.matching import plain, simplified

MOST = 300
"""Characters of a title that are looked at."""
MIN_CUT = 8
"""Characters of a name that a cut title (…) must show."""
_MIN_CORE = 5
_MIN_NEAR = 8
_NEAR = 0.85
_MIN_WORDS = 6
_MORE_WORDS = 0.4
_KIN = 0.8
_KINDS = "ABCD"
_MORE = 8
_MIN_INSIDE = 4
_MOST_SWAPPED = 4
_MOST_BODY = 60
_CHINESE_YEAR = re.compile(r"[二2][〇○Oo零0]([一二三四五六七八九〇○零0-9])([一二三四五六七八九〇○零0-9])(?=年)")
_DIGITS = {name: str(number) for number, name in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_SPAN = r"\s*[-—–―~至到]\s*(?:20)?\d\d"
_YEAR = re.compile(
    rf"(?<![\d\-—–―~至到])(?P<year>20\d\d)(?!\d|年?{_SPAN}|[.\-/]\d|年?(?:远景|愿景))(?:年度|年版|年|版)?"
)
_OUTER = re.compile(r"《((?:[^《》]|《[^《》]{0,100}》){1,200})》")
_LISTED = re.compile(r"《[^《》]{1,200}》\s*[、和及与]?\s*$")
_GOES_ON = re.compile(r"\s*[、和及与]?\s*《")
_BRACKET = re.compile(r"\([^()]{0,60}\)\s*$")
_CUT = re.compile(r"(?:\.{2,}|…+|·{3,}|。{2,})\s*$")
_FIVE_YEARS = re.compile(r"第(十[一二三四五六七八九]?)个五年(?=规划|计划)")
#: “十四五”教育发展规划 is 教育发展“十四五”规划: the period goes right before the plan's kind.
_PERIOD = re.compile(r"(十[一二三四五六七八九]?五)(?:时期)?([^十]{1,40}?)(?=(?:发展)?(?:规划|计划)(?:纲要)?$)")
_HARMLESS = re.compile(r"年度|工作|事项|的|情况(?=的?报告)|政府(?=信息公开)")
#: One of these for another is no slip: another batch, half-year, place.
_ORDER = frozenset("一二三四五六七八九十上下前后大小内外甲乙丙0123456789")


class Fit(IntEnum):
    """How well a title fits a wanted name; higher is better."""

    NO = 0
    MAYBE = 1
    YES = 2


def year_of(name: str) -> int | None:
    """The year a name is about (2022年度, 二〇二二年, （2020年版）); None for none or for a span of years."""
    return next(iter(_years(_tidy(name[:MOST]))), None)


def fit(wanted: str, title: str) -> Fit:
    """Whether an entry of this title, or a file of this name, is the document of the wanted name."""
    return _fit(wanted[:MOST], title[:MOST])


@lru_cache(maxsize=65536)
def kin(wanted: str, title: str) -> bool:
    """Whether a title may be what a task only describes (2022年度重大项目清单, 2022年重点项目名单).

    Wider than `fit`, and proof of nothing: who is told so looks for himself.
    """
    name, seen = _tidy(wanted[:MOST]), _tidy(title[:MOST])
    if any(word in seen and word not in name for word in words.ABOUT):
        return False
    year, years = next(iter(_years(name)), None), _years(seen)
    if year is not None and years and year not in years:
        return False
    one, other = _by_kind(_core(name)), _by_kind(_core(seen))
    if len(one) < _MIN_CORE or (one[-1] in _KINDS and one[-1] not in other):
        return False
    common = LCSseq.similarity(one, other)
    if len(other) <= len(one) + _MORE:  # the same words in another order
        common = max(common, (Counter(one) & Counter(other)).total())
    return common >= _KIN * len(one)


def _by_kind(core: str) -> str:
    for mark, pattern in zip(_KINDS, words.KINDS, strict=True):
        core = pattern.sub(mark, core)
    return core


@lru_cache(maxsize=65536)
def _fit(wanted: str, title: str) -> Fit:
    for number in (words.NUMBER_ALONE, words.DECREE):
        numbers = [set(number.findall(unicodedata.normalize("NFKC", one))) for one in (wanted, title)]
        if all(numbers) and numbers[0].isdisjoint(numbers[1]):
            return Fit.NO
    name, seen = _tidy(wanted).strip("《》"), _tidy(title)
    cut = _CUT.search(seen) is not None
    seen = _CUT.sub("", seen)
    if not plain(name) or not plain(seen):
        return Fit.NO
    if plain(name) == plain(seen):
        return Fit.MAYBE if cut and len(plain(name)) < MIN_CUT else Fit.YES
    if any(word in seen and word not in name for word in words.ABOUT):
        return Fit.NO
    name = words.WANTED_HEAD.sub("", name)
    best = max((_named(name, one, around, cut) for one, around in _candidates(seen, cut)), default=Fit.NO)
    doubtful = any(word in seen and word not in name for word in words.DOUBTFUL)
    return Fit.MAYBE if best is Fit.YES and doubtful else best


# -- what a title calls the document ---------------------------------------------------------------------------------


def _candidates(seen: str, cut: bool) -> Iterator[tuple[str, str]]:
    """What the title may call the document, each with the words before it, which may bear the year."""
    yield seen, ""
    spans = list(_OUTER.finditer(seen))
    for span in spans:
        before, after = seen[: span.start()], seen[span.end() :]
        while (listed := _LISTED.search(before)) is not None:
            before = before[: listed.start()]
        if _announces(before) and (words.TAIL.fullmatch(after) or _GOES_ON.match(after)):
            yield span[1], before
    opened = seen.rfind("《")
    if cut and opened > seen.rfind("》") and _announces(seen[:opened]):
        yield seen[opened + 1 :], seen[:opened]
    if not spans:
        yield words.BARE_TAIL.sub("", seen), ""
        bare = words.LEAD.sub("", seen, count=1)
        if bare != seen:
            yield bare, seen[: -len(bare)] if bare else seen
            yield words.BARE_TAIL.sub("", bare), ""


def _announces(before: str) -> bool:
    """Whether words before 《…》 only say who publishes it."""
    return not before.strip() or words.PUBLISHED.search(before) is not None or _is_body(_core(before))


def _named(wanted: str, seen: str, around: str, cut: bool) -> Fit:
    years = _years(seen) or _years(around)
    year = next(iter(_years(wanted)), None)
    if year is not None and years and year not in years:
        return Fit.NO
    one, other = _core(wanted), _core(seen)
    likeness = _alike(one, other)
    if cut:
        likeness = max(_begins(one, other), _begins(plain(wanted), plain(seen)), min(likeness, Fit.MAYBE))
    if year is None or (years and years[0] == year):
        return likeness
    if years and not _of_several_years(years, seen):
        return Fit.NO
    return min(likeness, Fit.MAYBE)


def _of_several_years(years: list[int], seen: str) -> bool:
    """关于2021年预算执行情况和2022年预算草案的报告 is about both; one in a bracket at the end is only an edition's."""
    return len(_years(_BRACKET.sub("", seen))) == len(years)


# -- comparing what is left ------------------------------------------------------------------------------------------


def _alike(wanted: str, seen: str) -> Fit:
    """Compare two names without years, editions and words that say nothing."""
    if len(wanted) < 2 or len(seen) < 2:
        return Fit.NO
    if wanted == seen or _reordered(wanted, seen):
        return Fit.YES
    before, tail = seen[: -len(wanted)], seen[-len(wanted) :]
    if len(seen) > len(wanted) and (tail == wanted or _reordered(wanted, tail)):
        if _is_body(before):
            return Fit.YES
        return Fit.MAYBE if len(wanted) >= _MIN_INSIDE and tail == wanted else Fit.NO
    if len(seen) >= _MIN_CORE and wanted.endswith(seen) and _is_body(wanted[: -len(seen)]):
        return Fit.YES
    one, other = _without_body(wanted), _without_body(seen)
    if one == other and len(one) >= _MIN_CORE:
        return Fit.MAYBE  # somebody else's, or the same one's under another name
    if len(wanted) >= _MIN_INSIDE and wanted in seen:
        another = words.PAPER.search(seen.partition(wanted)[2]) and not any(word in seen for word in words.DOUBTFUL)
        return Fit.NO if another else Fit.MAYBE
    near = _near(one, other)
    return near or (Fit.MAYBE if any(_with_more_words(one, tail) for tail in _tails(seen)) else Fit.NO)


def _near(wanted: str, seen: str) -> Fit:
    """One slip in a long name; another number, place or half of the year is no slip."""
    if min(len(wanted), len(seen)) < _MIN_NEAR or Levenshtein.normalized_similarity(wanted, seen) < _NEAR:
        return Fit.NO
    return Fit.MAYBE if _harmless_edits(wanted, seen) else Fit.NO


def _harmless_edits(wanted: str, seen: str) -> bool:
    changed: set[str] = set()
    for edit in Levenshtein.editops(wanted, seen):
        changed.update(wanted[edit.src_pos : edit.src_pos + 1] if edit.tag != "insert" else "")
        changed.update(seen[edit.dest_pos : edit.dest_pos + 1] if edit.tag != "delete" else "")
    return not changed & _ORDER


def _with_more_words(wanted: str, seen: str) -> bool:
    """食品安全抽检计划, 食品安全监督抽检计划: every word of the one in the other, and both end alike."""
    short, long = sorted((wanted, seen), key=len)
    more = len(long) - len(short)
    if len(short) < _MIN_WORDS or short[-2:] != long[-2:] or more > _MORE_WORDS * len(short):
        return False
    return LCSseq.similarity(short, long) == len(short) and _harmless_edits(short, long)


def _reordered(wanted: str, seen: str) -> bool:
    """税费优惠政策指南 is 税费政策优惠指南: the same characters, the same kind of paper at the end."""
    if len(wanted) <= _MIN_CORE or len(wanted) != len(seen) or wanted[-2:] != seen[-2:]:
        return False
    return sorted(wanted) == sorted(seen) and Levenshtein.distance(wanted, seen) <= _MOST_SWAPPED


def _begins(wanted: str, seen: str) -> Fit:
    """A cut title: what it shows of the name must be its beginning."""
    if not seen or _is_body(seen):
        return Fit.MAYBE
    for start in range(min(len(seen), _MOST_BODY)):
        shown = seen[start:]
        if wanted.startswith(shown) and (not start or _is_body(seen[:start])):
            return Fit.YES if len(shown) >= MIN_CUT else Fit.MAYBE
    return Fit.NO


def _without_body(name: str) -> str:
    return _tails(name)[-1]


def _tails(name: str) -> list[str]:
    """The name, and what is left of it behind each end of a place or agency."""
    ends = [found.end() for found in words.BODY_END.finditer(name) if len(name) - found.end() >= _MIN_CORE]
    return [name[end:] for end in (0, *ends)]


def _is_body(before: str) -> bool:
    """Whether words before a name only say whose it is: places and agencies."""
    before = before.removesuffix("关于")
    if len(before) > _MOST_BODY or words.UNBODILY.search(before):
        return False
    return not before or any(found.end() == len(before) for found in words.BODY_END.finditer(before))


# -- taking titles apart ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _tidy(text: str) -> str:
    """Half width, simplified, years in digits; without list marks, numbers of documents, file endings and row dates."""
    text = simplified(unicodedata.normalize("NFKC", text)).strip()
    text = _CHINESE_YEAR.sub(lambda year: f"20{_digit(year[1])}{_digit(year[2])}", text)
    text = words.DECREE_OF.sub("", words.NUMBER.sub("", text))
    for pattern in (words.HEAD, words.END):
        for _ in range(3):
            text = pattern.sub("", text)
    return re.sub(r"[“”\"'‘’「」]", "", text).strip()


def _digit(character: str) -> str:
    return _DIGITS.get(character, character)


def _years(text: str) -> list[int]:
    """The years a tidied name is about: those of the name itself before those in a bracket at its end."""
    bracket = _BRACKET.search(text)
    end = bracket.start() if bracket else len(text)
    found = [(match.start() >= end, int(match["year"])) for match in _YEAR.finditer(text)]
    return [year for _, year in sorted(found, key=lambda one: one[0])]


@lru_cache(maxsize=65536)
def _core(text: str) -> str:
    """A tidied name without its year, its edition and words that say nothing."""
    for _ in range(2):
        text = words.EDITION.sub("", text.strip())
    text = plain(_YEAR.sub("", text).replace("年报", "年度报告"))
    text = _FIVE_YEARS.sub(r"\1五", text)
    return _HARMLESS.sub("", _PERIOD.sub(r"\2\1", text))
