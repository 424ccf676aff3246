"""What commands change is put on record as what is changed in the browser is: under the user of this machine."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from zwgk.actions import Act, Actions, system_user
from zwgk.config import Config
from zwgk.database import StoreError
from zwgk.errors import UserError
from zwgk.packs import pack_files
from zwgk.store import Store
from zwgk.terminal import say


def record(store: Store, what: Act, *, now: datetime, subject: str, detail: str = "") -> None:
    """Put on record what a command did."""
    Actions(store.engine, store.errors).keep(what, by=system_user(), now=now, subject=subject, detail=detail)


def record_rules(config: Config | None, what: Act, pack: Path, detail: str) -> None:
    """Put on record that the rules of a configuration were changed.

    A pack that no configuration names is nobody's rules yet, and where nothing was ever checked there is no record. The
    change is made already: a database that cannot be written to is only told.
    """
    if config is None or not _in_use(config, pack):
        return
    url = make_url(config.database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return
    try:
        with closing(Store.open(config.database, config.data)) as store:
            record(store, what, now=datetime.now(config.timezone), subject=pack.name, detail=detail)
    except StoreError as error:
        say(f"注意：操作记录没有写成：{error}")


def _in_use(config: Config, pack: Path) -> bool:
    try:
        return pack.resolve() in {file.resolve() for file in pack_files(config, ())}
    except UserError:
        return False
