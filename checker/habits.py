"""What the closer looks at a site have in common: faults of the whole site are said once, of the site. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from checker.tags import TagHabits, tag_habits
from crawler.evidence import SiteEvidence
from crawler.inspected import Answering, LinkAnswer

_LOOKS = 2


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How the addresses answered that closer looks at a site opened."""

    fine: int = 0
    bad: int = 0
    """Bad at both looks."""

    @property
    def mostly_bad(self) -> bool:
        """Whether so little opens that single columns are not to blame: a move, a firewall, or our own reading."""
        return self.bad > 2 * self.fine


@dataclass(frozen=True, kw_only=True)
class SiteHabits:
    """What most pages of a site share."""

    tags: TagHabits = field(default_factory=TagHabits)
    entries: Answers = field(default_factory=Answers)
    files: Answers = field(default_factory=Answers)


def habits_of(site: SiteEvidence) -> SiteHabits:
    """The habits of one site, each address counted once."""
    articles = [
        article
        for column in site.columns.values()
        if column.inspection is not None
        for article in column.inspection.articles
    ]
    return SiteHabits(
        tags=tag_habits(site),
        entries=_counted(article.answer for article in articles),
        files=_counted(answer for article in articles for answer in article.attachments),
    )


def _counted(answers: Iterable[LinkAnswer]) -> Answers:
    seen = {answer.url: answer for answer in answers}
    return Answers(
        fine=sum(answer.answering is Answering.FINE for answer in seen.values()),
        bad=sum(answer.bad and answer.looks >= _LOOKS for answer in seen.values()),
    )
