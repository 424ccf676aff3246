"""个人信息泄露: identity numbers, bank cards or mobile numbers of persons stand in the open in the newest entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.basis import PRIVACY, join
from checker.facts import Facts
from checker.newest import examples, inspection, opened, refs, settled
from checker.registry import Fault, Need, check, doublings
from checker.result import Status
from crawler.inspected import Article, Exposure, ExposureKind, LinkAnswer

_NAMES = {
    ExposureKind.IDENTITY_NUMBER: "身份证号",
    ExposureKind.BANK_CARD: "银行卡号",
    ExposureKind.MOBILE: "个人手机号",
}


def _able(facts: Facts) -> bool:
    look = inspection(facts)
    answers = [one.answer for one in opened(facts)]
    answers += [answer for one in opened(facts) for answer in one.attachments]
    return look is not None and look.personal_data and settled(answers)


@check(
    "personal-data-exposed",
    title="个人信息泄露",
    advice="请立即撤下或更换所列页面和附件，对身份证号、银行卡号、手机号等作隐去中间数字等去标识化处理后再公开，并排查同类信息。",
    status=Status.FAIL,
    order=550,
    ends=False,
    negative=False,
    own_looks=True,
    able=_able,
    need=Need.LOOK,
)
def personal_data_exposed(facts: Facts) -> Iterator[Fault]:
    """One finding for all; what is there was seen, so one look is enough. Every number is masked."""
    seen: dict[tuple[ExposureKind, str], tuple[Article, Exposure]] = {}
    for article in opened(facts):
        for exposure in article.exposures:
            seen.setdefault((exposure.kind, exposure.masked), (article, exposure))
    if not seen:
        return
    counts = Counter(kind for kind, _ in seen)
    kinds = "、".join(f"{_NAMES[kind]}{counts[kind]}个" for kind in ExposureKind if counts[kind])
    pages = len({exposure.url for _, exposure in seen.values()})
    firsts = [next(masked for kind, masked in seen if kind is one) for one in ExposureKind if counts[one]]
    yield Fault(
        message=f"栏目“{facts.expected}”最新{len(opened(facts))}条信息中，{pages}处页面或附件公开了未作处理的{kinds}"
        f"（如{examples(firsts)}）。",
        basis=join(PRIVACY, facts.row_basis),
        evidence=refs(facts, [(_page(*one), _words(*one)) for one in _spread(list(seen.values()))]),
        extent=doublings(len(seen)),
    )


def _spread(seen: list[tuple[Article, Exposure]]) -> list[tuple[Article, Exposure]]:
    """One of each page first, then the others."""
    firsts = {exposure.url: (article, exposure) for article, exposure in reversed(seen)}
    return [one for one in seen if firsts[one[1].url] == one] + [one for one in seen if firsts[one[1].url] != one]


def _page(article: Article, exposure: Exposure) -> LinkAnswer:
    """The file or page that holds the datum."""
    return next((one for one in article.attachments if one.url == exposure.url), article.answer)


def _words(article: Article, exposure: Exposure) -> str:
    place = f"附件“{exposure.place}”" if exposure.place not in ("", "正文") else exposure.place
    return f"{article.title}（{place}）：{exposure.quote or exposure.masked}"
