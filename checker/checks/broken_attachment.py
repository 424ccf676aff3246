"""附件打不开: files, films or images of the column's newest entries cannot be had, or are not what they say."""

from __future__ import annotations

from collections.abc import Iterator

from checker.basis import WORKING_LINKS, join
from checker.facts import Facts
from checker.newest import confirmed, examples, named, opened, refs, settled
from checker.registry import Fault, Need, check, doublings
from checker.result import Status
from crawler.inspected import Article, LinkAnswer, TargetKind

_KINDS = {TargetKind.DOCUMENT: "附件", TargetKind.MEDIA: "音视频", TargetKind.IMAGE: "图片", TargetKind.PAGE: "附件"}


def _attached(facts: Facts) -> list[tuple[Article, LinkAnswer]]:
    """Each file once, with the first entry that has it."""
    found: dict[str, tuple[Article, LinkAnswer]] = {}
    for article in opened(facts):
        for answer in article.attachments:
            found.setdefault(answer.url, (article, answer))
    return list(found.values())


def _able(facts: Facts) -> bool:
    """Entries without attachments settle it as well."""
    answers = [answer for _, answer in _attached(facts)]
    if facts.habits.files.mostly_bad:
        return False
    return settled(one.answer for one in opened(facts)) and (not answers or settled(answers))


@check(
    "broken-attachment",
    title="附件打不开",
    advice="请重新上传所列附件、图片或音视频，确认能够打开、内容完整、类型与名称一致。",
    status=Status.FAIL,
    order=510,
    ends=False,
    own_looks=True,
    able=_able,
    need=Need.LOOK,
)
def broken_attachment(facts: Facts) -> Iterator[Fault]:
    """One finding for all that could not be used at both looks: gone, empty, or of another type than promised."""
    attached = _attached(facts)
    broken = [(article, answer) for article, answer in attached if confirmed(answer)]
    if not broken or facts.habits.files.mostly_bad:
        return
    counts = {name: sum(_KINDS[answer.kind] == name for _, answer in broken) for name in ("附件", "图片", "音视频")}
    kinds = "、".join(f"{count}个{name}" for name, count in counts.items() if count)
    told = [f"{named(answer.name)}（{answer.detail}）" for _, answer in broken]
    yield Fault(
        message=f"栏目“{facts.expected}”最新{len(opened(facts))}条信息所附的文件中有{kinds}不能使用：{examples(told)}，"
        "两次查看均如此。",
        basis=join(WORKING_LINKS, facts.row_basis),
        evidence=refs(
            facts, [(answer, f"{article.title}：{answer.name}（{answer.detail}）") for article, answer in broken]
        ),
        extent=doublings(len(broken)),
    )
