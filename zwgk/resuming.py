"""Going on with a run that was killed, interrupted or failed: which one a new `zwgk check` continues."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from zwgk.errors import UserError
from zwgk.plan import Selection
from zwgk.store import KeptRun, Store

RESUMED_WITHIN: Final = timedelta(hours=12)
"""What was seen longer ago is no basis for what is said today."""


def unfinished_run(
    store: Store,
    selection: Selection,
    *,
    rules_digest: str,
    as_of: date | None,
    now: datetime,
    demanded: bool,
) -> KeptRun | None:
    """The run to go on with, reopened; None when there is none.

    Of itself only a run of everything is continued: who asks for one unit wants to see it now. `as_of` is the day that
    was demanded; without one a run that was made for the day of its start is continued for that day. UserError when one
    was `demanded` and there is none.
    """
    run = None
    if demanded or selection.everything:
        run = store.resumable(
            rules_digest=rules_digest,
            selection=selection.words(),
            since=now - RESUMED_WITHIN,
            until=now + RESUMED_WITHIN,
        )
    if run is not None and run.as_of != (as_of or run.started.astimezone(now.tzinfo).date()):
        run = None
    if run is not None and not store.reopen(run.id, now=now):
        run = None
    if run is None and demanded:
        hours = int(RESUMED_WITHIN.total_seconds() // 3600)
        raise UserError(f"没有可以接着做的检查：{hours} 小时内没有同样范围、同样规则而没有做完的轮次，请去掉 --resume")
    return run
