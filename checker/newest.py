"""What the closer look at a column's newest entries holds for a check: who was opened, and the pages as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from checker.facts import Facts, shorten
from checker.result import EvidenceRef
from crawler.inspected import Answering, Article, Inspection, LinkAnswer

LOOKS = 2
"""How often a bad answer must have been seen before it may accuse."""
MOST_EXAMPLES = 2
MOST_REFS = 5
_LONGEST_NAME = 24


def inspection(facts: Facts) -> Inspection | None:
    """The closer look, where the column was found and is what the rule asks for."""
    column = facts.column
    if column is None or column.inspection is None or not (facts.found and facts.whole_column):
        return None
    return column.inspection


def opened(facts: Facts) -> tuple[Article, ...]:
    """The newest entries that were asked for, newest first."""
    look = inspection(facts)
    return look.articles if look is not None else ()


def read(facts: Facts) -> tuple[Article, ...]:
    """Those of them that opened."""
    return tuple(one for one in opened(facts) if one.answer.answering is Answering.FINE)


def settled(answers: Iterable[LinkAnswer]) -> bool:
    """Whether answers say whether something is wrong: some came, none is bad at a first look only, none failed.

    What lies elsewhere and was never asked for does not count.
    """
    asked = [one for one in answers if one.fetched_at is not None or one.answering is not Answering.UNKNOWN]
    return bool(asked) and not any(
        one.answering is Answering.UNKNOWN or (one.bad and one.looks < LOOKS) for one in asked
    )


def confirmed(answer: LinkAnswer) -> bool:
    """Whether an answer is bad, and was so at both looks."""
    return answer.bad and answer.looks >= LOOKS


def ref(facts: Facts, answer: LinkAnswer, quote: str) -> EvidenceRef:
    """A page or file as evidence; the time of the column's page stands in where a file has none of its own."""
    fetched: datetime | None = answer.fetched_at
    pages = facts.refs()
    return EvidenceRef(
        url=answer.url,
        fetched_at=fetched if fetched is not None else pages[0].fetched_at,
        sha256=answer.sha256,
        quote=shorten(quote),
    )


def refs(facts: Facts, told: Sequence[tuple[LinkAnswer, str]]) -> tuple[EvidenceRef, ...]:
    """The column's page, then at most five pages or files with their words, the same words once."""
    own = facts.refs()[:1]
    usable = {(answer.url, quote): answer for answer, quote in told if answer.fetched_at is not None or own}
    return (*own, *(ref(facts, answer, quote) for (_, quote), answer in list(usable.items())[:MOST_REFS]))


def named(title: str) -> str:
    """A title as an example in a sentence."""
    line = " ".join(title.split())
    return f"“{line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + '…'}”"


def examples(names: Sequence[str]) -> str:
    """The first few, with 等 when there are more."""
    return "、".join(names[:MOST_EXAMPLES]) + ("等" if len(names) > MOST_EXAMPLES else "")
