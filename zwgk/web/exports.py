"""Exports: a run in one of the reports' formats, and the ledger as a table; a unit's account gets its own alone."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from reports.formats import Format, format_names, load_format
from reports.formats.csv import csv_bytes
from reports.sheet import Column, Sheet, joined
from zwgk.kept import kept_audit
from zwgk.letters import letterhead
from zwgk.web.book import LedgerLine
from zwgk.web.desk import Desk
from zwgk.web.errors import RefusedError, missing
from zwgk.web.released import as_released
from zwgk.web.runs import RunView
from zwgk.web.sessions import Identity

_SAID: Final = {
    "csv": "CSV 表格",
    "docx": "Word 文书",
    "json": "JSON 数据",
    "xlsx": "Excel 台账",
}
#: The pages are there to be read already, and their overview is about all units.
FORMATS: Final = {name: _SAID.get(name, name) for name in format_names() if name != "html"}
TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file to hand out."""

    name: str
    kind: str
    content: bytes


def export_run(desk: Desk, who: Identity, run: RunView, wanted: str) -> Export:
    """A run that the account sees in one format; several files come as an archive. RefusedError when it cannot be."""
    if wanted not in FORMATS:
        raise missing("格式")
    kept = desk.store.run(run.id)
    if kept is None or not run.done:
        raise RefusedError(409, f"轮次 {run.id} 没有完成，没有可以导出的结果")
    audit, followed = kept_audit(desk.config, desk.packs(), desk.units(), desk.store, kept)
    units: tuple[str, ...] | None = None
    if not who.sees_all:
        units = (who.unit,)
        if who.unit not in {unit.name for unit in audit.units}:
            raise missing("轮次")
        followed = replace(followed, entries={one.key: one for one in as_released(desk, followed.entries.values())})
    form: Format = letterhead(desk.config, desk.store, kept) if wanted == "docx" else load_format(wanted)
    with tempfile.TemporaryDirectory(prefix="zwgk-export-") as name:
        folder = Path(name)
        form.write(audit, followed, folder, units)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        if not files:
            raise RefusedError(404, "这一轮没有需要整改的问题，没有文书可以导出")
        if len(files) == 1:
            suffix = files[0].suffix
            return Export(name=f"{run.id}-{files[0].name}", kind=TYPES[suffix], content=files[0].read_bytes())
        return Export(name=f"{run.id}-{wanted}.zip", kind=TYPES[".zip"], content=_packed(files, folder))


def export_ledger(lines: Sequence[LedgerLine]) -> Export:
    """Findings as CSV."""
    sheet = Sheet(name="问题台账", columns=_COLUMNS, rows=lambda: lines)
    return Export(name="问题台账.csv", kind=TYPES[".csv"], content=csv_bytes(sheet))


_COLUMNS: Final = (
    Column(title="状态", width=10, value=lambda line: line.state),
    Column(title="问题", width=16, value=lambda line: line.name),
    Column(title="编号", width=16, value=lambda line: line.entry.key.rule or line.entry.key.place),
    Column(title="网站", width=16, value=lambda line: line.entry.site or ""),
    Column(title="栏目", width=40, value=lambda line: " > ".join(line.entry.path)),
    Column(title="单位", width=30, value=lambda line: joined(line.units)),
    Column(title="文件", width=30, value=lambda line: line.entry.document),
    Column(title="行", width=6, value=lambda line: line.entry.row or None),
    Column(title="说明", width=60, value=lambda line: line.entry.message),
    Column(title="发现日期", width=12, value=lambda line: line.entry.opened),
    Column(title="查到轮数", width=6, value=lambda line: line.entry.runs),
    Column(title="最近查到", width=12, value=lambda line: line.entry.seen),
    Column(title="销号日期", width=12, value=lambda line: line.entry.closed),
    Column(title="整改反馈", width=40, value=lambda line: "；".join(f"{r.by} {r.on}：{r.text}" for r in line.replies)),
)


def _packed(files: Sequence[Path], folder: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder).as_posix())
    return content.getvalue()
