"""The nights: what changed on the portal since the night before, and which site could not be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple, TypedDict

from demo import pieces
from demo.certificates import Certificate
from demo.column import Column, Kind, Piece, every
from demo.columns import PROJECTS
from demo.district import GOV, LIBRARY, MUSEUM, PARK, TAX

NIGHTS = 3
"""How many nights there are, a day apart."""

DOWN: Mapping[int, frozenset[str]] = {2: frozenset({TAX})}
"""Sites that end every connection without an answer, by night."""


CERTIFICATES: Mapping[int, Certificate] = {1: Certificate.EXPIRED, 2: Certificate.VALID, 3: Certificate.OTHER_NAME}
"""What the library's certificate is like: renewed, and then taken for another one."""

IPV6: Mapping[int, frozenset[str]] = {1: frozenset({MUSEUM}), 2: frozenset({LIBRARY}), 3: frozenset({LIBRARY})}
"""Sites whose names have an IPv6 address; the museum's was lost."""

ENCRYPTED: Mapping[int, bool] = {1: False, 2: False, 3: True}
"""Whether the museum leads its visitors to https."""


class Attempt(NamedTuple):
    """One attempt to open a site, so long before the night's audit."""

    before: timedelta
    ok: bool


_WEEK, _DAY = 7 * 24, 24
ATTEMPTS: Mapping[int, tuple[Attempt, ...]] = {
    1: tuple(Attempt(before=timedelta(hours=n + 0.5), ok=n % 16 != 15) for n in range(_WEEK)),  # 10 of 168 failed
    2: tuple(Attempt(before=timedelta(milliseconds=n + 1), ok=n % 3 != 0) for n in range(_DAY)),  # worse: 8 of 24
    3: tuple(Attempt(before=timedelta(milliseconds=n + 1), ok=True) for n in range(_DAY)),  # better, but not yet good
}
"""Attempts to open the museum's site: a week of them, then those of the day since the night before.

The demo's days pass within seconds, and their attempts with them.
"""


class _Change(TypedDict, total=False):
    """What becomes of a column; what is not named stays."""

    kind: Kind
    ages: tuple[int, ...]
    newer: tuple[int, ...]
    libraries: tuple[str, ...]
    newer_titles: tuple[str, ...]
    without: tuple[str, ...]
    pieces: tuple[tuple[int, Piece], ...]


LATE = ("云山区养老服务设施布局规划",)
"""The document that was missing."""
_ML, _ZD, _BM = "/zwgk/zfxxgkml", "/zfxxgk/fdzdgknr", "/bm"

CHANGES: Mapping[int, Mapping[tuple[str, str], _Change]] = {
    2: {
        (GOV, f"{_ML}/spypjg/"): {"newer": (-1,)},  # rectified: something stands in the empty column
        (GOV, f"{_ZD}/sfxm/"): {"kind": Kind.LIST, "ages": every(30, 20, 8)},  # rectified, for a night
        (GOV, "/ztzl/fxkh/"): {"newer": (97,)},  # rectified: the date was a slip
        (GOV, "/jczwgk/zdjsxm/"): {"newer": (16,), "newer_titles": PROJECTS},  # rectified: its twin alone had that row
        (GOV, f"{_ZD}/zdms/cjjy/"): {"pieces": ()},  # rectified: the entry opens
        (GOV, f"{_ML}/hmzj/"): {"pieces": ()},  # rectified, for a night: the list of persons was taken down
        (GOV, f"{_ML}/ylfw/"): {"newer": (-1,), "newer_titles": LATE},  # there at last, and too late
        (GOV, f"{_BM}/wjw/zfxxgk/bmyjs/"): {"newer": (-1,)},  # rectified
        (GOV, f"{_ML}/gpjzsc/"): {"kind": Kind.SOFT_GONE},  # new
        (GOV, "/hdjl/hygq/"): {"kind": Kind.GONE},  # worse: was due soon
        (GOV, "/zfxxgk/zfxxgkzd/"): {"libraries": ()},  # worse: one of two links was missing
        (GOV, "/zwgk/zcjd/"): {"kind": Kind.BLOCKED},  # for a night nobody can tell
        (GOV, f"{_ML}/zfbz/"): {"kind": Kind.LIST, "ages": every(40, 20, 8)},  # can be told at last
        (PARK, "/yqdt/"): {"newer": (-1,)},  # rectified: the start page shows news
        (PARK, "/lm0/"): {"newer": (-1,)},  # rectified: four empty columns are no veto
        (TAX, "/site/c200305/xxgk_list.shtml"): {"newer": (-1,)},  # rectified, and nobody can see it tonight
    },
    3: {
        (GOV, f"{_ZD}/sfxm/"): {"kind": Kind.GONE},  # reopened
        (GOV, "/hdjl/hygq/"): {"kind": Kind.LIST},  # back, and still due soon
        (GOV, "/zwgk/zcjd/"): {"kind": Kind.LIST},
        (GOV, "/xwzx/bmdt/"): {"newer": (-2,)},  # rectified
        (GOV, f"{_ML}/hmzj/"): {"newer": (-2,), "pieces": pieces.APPLICANT},  # reopened, by another entry
        (GOV, f"{_ZD}/tjxx/"): {"pieces": pieces.STATISTICS_MENDED},  # rectified
        (GOV, "/jczwgk/ywjy/"): {"without": ()},  # rectified
        (LIBRARY, "/dzhd/"): {"kind": Kind.SECTION},  # the calendar made room for columns
    },
}
"""What becomes of a column, by night, site and path."""

ADDED: Mapping[int, tuple[Column, ...]] = {
    2: (
        Column(
            site=GOV,
            trail=("政务公开", "政府信息公开目录", "市场准入负面清单"),
            path=f"{_ML}/sczrfm/",
            ages=(0,),
        ),
    ),
    3: (
        Column(
            site=GOV,
            trail=("部门网站", "区民政局", "政府信息公开", "履职依据"),
            path=f"{_BM}/mzj/zfxxgk/lzyj/",
            ages=(-2, -1, 0),
            unit="区民政局",
        ),
        Column(site=LIBRARY, trail=("读者活动", "活动预告"), path="/dzhd/hdyg/", ages=(-2, 5, 12)),
    ),
}
"""Columns that were set up, by night; the last of them is what the library's calendar had hidden."""


def changed(columns: Iterable[Column], night: int) -> tuple[Column, ...]:
    """The columns of a night, made of those of the first one."""
    portal = tuple(columns)
    for n in range(2, night + 1):
        changes = CHANGES[n]
        portal = tuple(replace(c, **changes.get((c.site, c.path), {})) for c in portal) + ADDED.get(n, ())
    return portal
