"""发布: a supervisor has reviewed a run, and units may see it and be told of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from zwgk.errors import UserError
from zwgk.kept import STATES, unknown_run
from zwgk.store import Store
from zwgk.tables import RunRow, RunState


def release(store: Store, run: str, *, by: str, now: datetime) -> bool:
    """Release a run; False when it was released before, which stays as it is.

    UserError when there is no such run, or it has no reports yet: nobody can have reviewed them.
    """
    with store.errors(), Session(store.engine) as session:
        row = session.get(RunRow, run, with_for_update=True)
        if row is None:
            raise unknown_run(run)
        if row.state != RunState.REPORTED:
            raise UserError(f"轮次 {run} 还没有报告（{STATES[RunState(row.state)]}），不能发布；做完检查再发布")
        if row.released is not None:
            return False
        row.released, row.released_by = now, by[:255]
        session.commit()
        return True
