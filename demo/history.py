"""What the ledger says of the portal after each night: which findings are new, open, rectified, reopened.

Written by hand, as demo.truth is. What is not named here was there from the first night and stayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from demo.district import LIBRARY, MUSEUM, PARK
from demo.nights import NIGHTS
from demo.truth import ACCUSING, Expected

Place: TypeAlias = tuple[int, str, str, str]
"""Row (0 for a finding on a site), last name of the path (the site's for such a finding), unit or "", code."""
States: TypeAlias = tuple[str | None, str | None, str | None]
"""The ledger's state after each night; None while it knows nothing of the finding."""

_STAYED: States = ("new", "open", "open")
_GONE_THEN: States = ("new", "rectified", "rectified")
_GONE_LAST: States = ("new", "open", "rectified")
_CAME: States = (None, "new", "open")
_CAME_LAST: States = (None, None, "new")
_CAME_AND_WENT: States = (None, "new", "rectified")
_NOBODY_COULD_TELL: States = ("new", "new", "open")
_GONE_UNSEEN: States = ("new", "new", "rectified")

_HISTORY: Mapping[Place, States] = {
    (0, PARK, "", "stale-homepage"): _GONE_THEN,
    (0, PARK, "", "empty-columns"): _GONE_THEN,
    (0, PARK, "", "columns-not-updated"): _STAYED,
    (0, PARK, "", "missing-site-tags"): _STAYED,
    (0, PARK, "", "broken-entries"): _STAYED,
    (0, LIBRARY, "", "tls-fault"): ("new", "rectified", "reopened"),  # renewed, then the certificate of another site
    (0, LIBRARY, "", "no-ipv6"): _GONE_THEN,
    (0, MUSEUM, "", "no-ipv6"): _CAME,
    (0, MUSEUM, "", "insecure-transport"): _GONE_LAST,
    (0, MUSEUM, "", "unreachable-often"): _STAYED,  # worse in the second night
    (3, "市场准入负面清单", "", "missing-column"): _GONE_THEN,
    (7, "行政执法信息公示平台", "", "missing-meta"): _NOBODY_COULD_TELL,
    (5, "公平竞争审查", "", "broken-column"): _CAME,
    (7, "欠税公告", "", "empty-column"): _GONE_UNSEEN,  # rectified while the site was not to be reached
    (8, "税费优惠政策", "", "stale-column"): _NOBODY_COULD_TELL,
    (8, "税费优惠政策", "", "suspicious-date"): _NOBODY_COULD_TELL,
    (11, "收费项目", "", "broken-column"): ("new", "rectified", "reopened"),
    (12, "地方政府债务", "", "stale-column"): _CAME,
    (12, "惠民资金", "", "personal-data-exposed"): ("new", "rectified", "reopened"),
    (13, "促进就业", "", "broken-link"): _GONE_THEN,
    (20, "义务教育领域", "", "missing-meta"): _GONE_LAST,
    (17, "食品药品监管", "", "empty-column"): _GONE_THEN,
    (23, "政策解读", "", "stale-column"): _NOBODY_COULD_TELL,  # blocked in between
    (23, "政策解读", "", "unlinked-interpretation"): _NOBODY_COULD_TELL,
    (24, "回应关切", "", "due-soon"): _NOBODY_COULD_TELL,  # a page that is gone says nothing of its dates
    (24, "回应关切", "", "broken-column"): _CAME_AND_WENT,
    (26, "履职依据", "区民政局", "missing-column"): _GONE_LAST,
    (27, "部门预决算", "区卫生健康委", "empty-column"): _GONE_THEN,
    (29, "部门动态", "", "stale-column"): _GONE_LAST,
    (29, "镇街动态", "", "due-soon"): ("new", "open", "withdrawn"),  # worse:
    (29, "镇街动态", "", "stale-column"): _CAME_LAST,
    (30, "统计信息", "", "broken-attachment"): _GONE_LAST,
    (33, "重大建设项目领域", "", "out-of-sync-column"): _GONE_THEN,
    (35, "防汛抗旱", "", "suspicious-date"): _GONE_THEN,
    (36, "养老服务", "", "missing-document"): _GONE_THEN,  # there at last:
    (36, "养老服务", "", "late-document"): _CAME,
}


def history(first: tuple[Expected, ...]) -> dict[Place, States]:
    """Every finding of the nights; `first` is the truth of the first one."""
    found = {
        (expected.row, expected.path[-1], expected.unit or "", code): _STAYED
        for expected in first
        for code in expected.codes & ACCUSING
    }
    return {**found, **_HISTORY}


def ledger(first: tuple[Expected, ...], night: int) -> dict[Place, str]:
    """What the ledger holds after a night, closed findings included."""
    if not 1 <= night <= NIGHTS:
        raise ValueError(night)
    states = {place: told[night - 1] for place, told in history(first).items()}
    return {place: state for place, state in states.items() if state is not None}
