"""通报 and 整改通知书 as the configuration has them, with the run before for comparison."""

from __future__ import annotations

from checker.scoring import counts
from reports.bulletin import Earlier
from reports.formats.docx import Letterhead
from reports.letters import REQUIREMENTS, Letters
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.store import KeptRun, Store


def letterhead(config: Config, store: Store, run: KeptRun) -> Letterhead:
    """The format for this run; UserError when the configured folder of templates is not there."""
    return Letterhead(letters=letters(config), earlier=_earlier(store, run))


def letters(config: Config) -> Letters:
    """What the configuration says of letters; UserError as of `letterhead`."""
    own = config.reports
    folder = None if own.templates is None else config.folder / own.templates
    if folder is not None and not folder.is_dir():
        raise UserError(f"{config.file}：reports.templates 指的文件夹 {folder} 不存在，请建立文件夹或删去这一行")
    return Letters(
        rectify_days=own.rectify_days,
        requirements=REQUIREMENTS if own.requirements is None else own.requirements,
        issuer=own.issuer,
        templates=folder,
    )


def _earlier(store: Store, run: KeptRun) -> Earlier | None:
    """The complete run before a complete one, of an earlier day; a part of a run compares with nothing."""
    if not run.complete:
        return None
    for name in store.runs(complete=True):
        other = store.run(name)
        if other is not None and other.started < run.started and other.as_of < run.as_of:
            return Earlier(as_of=other.as_of, counts=counts(store.results(name)))
    return None
