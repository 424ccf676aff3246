"""草稿: a document that was uploaded, the rule pack made of it, and how it becomes one that checks use.

Each lies in a folder of its own below data/drafts: the document as it came, `pack.yaml` and `draft.json`.
"""

from __future__ import annotations

import glob
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from typing import Any, Final

from reports.cleaning import clean
from reports.naming import readable_stem
from rules.confined import ConfinedError, read_confined
from rules.libreoffice import MAX_MEMORY
from rules.model import RulePack
from rules.pack import load_pack, mark_accepted, merge_and_write
from rules.refused import why
from zwgk.errors import UserError
from zwgk.packs import pack_files
from zwgk.publish import write_whole
from zwgk.web.desk import Desk
from zwgk.web.errors import RefusedError, missing
from zwgk.web.packs import PackView, pack_view

MOST: Final = 50
"""Drafts that are kept at a time."""
DRAFT_ID: Final = r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$"
NEW: Final = "new"
"""In place of a pack's key: a file of its own."""
_SECONDS: Final = 180.0
_READING: Final = BoundedSemaphore(1)
_PACK: Final = "pack.yaml"
_ABOUT: Final = "draft.json"
_DOCUMENT: Final = "document"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is kept of an upload beside the pack."""

    id: str
    name: str
    """Of the file, as it was called where it came from, cleaned."""
    by: str
    at: str
    size: int
    sha256: str
    figures: Mapping[str, int] = field(default_factory=dict)


def upload(desk: Desk, name: str, data: bytes, *, by: str) -> Draft:
    """Read a document and keep it as a draft; UserError when it cannot be read, RefusedError when there is no room."""
    if len(data) > desk.config.serve.upload_bytes:
        raise RefusedError(413, f"文件太大，最多 {desk.config.serve.upload_bytes:,} 字节")
    if len(drafts(desk)) >= MOST:
        raise RefusedError(409, f"草稿已有 {MOST} 份，请先删除不用的")
    if not _READING.acquire(blocking=False):
        raise RefusedError(409, "正在读另一份文件，请稍候再试")
    try:
        shown = clean(PurePath(name.replace("\\", "/")).name, 100) or "文件"
        said = _read(shown, data)
    finally:
        _READING.release()
    if "error" in said:
        raise UserError(str(said["error"]))
    draft = Draft(
        id=f"{desk.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}",
        name=shown,
        by=by,
        at=f"{desk.now():%Y-%m-%d %H:%M}",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        figures=said["figures"],
    )
    folder = _folder(desk) / draft.id
    try:
        folder.mkdir(parents=True)
        write_whole(folder / _DOCUMENT, data)
        write_whole(folder / _PACK, str(said["pack"]).encode())
        write_whole(folder / _ABOUT, json.dumps(asdict(draft), ensure_ascii=False).encode())
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise UserError(f"写不了 {folder}（{why(error)}），请检查文件夹权限和磁盘空间") from error
        raise
    return draft


def drafts(desk: Desk) -> Sequence[Draft]:
    """Those that are kept, newest first."""
    found = []
    with suppress(OSError):
        for folder in sorted(_folder(desk).iterdir(), reverse=True):
            with suppress(OSError, ValueError, TypeError):
                if re.fullmatch(DRAFT_ID, folder.name):
                    found.append(Draft(**json.loads((folder / _ABOUT).read_text(encoding="utf-8"))))
    return found


def draft_of(desk: Desk, name: str) -> tuple[Draft, PackView]:
    """A draft and its pack; RefusedError (404) when there is none of that id."""
    for one in drafts(desk):
        if one.id == name:
            return one, pack_view(_folder(desk) / one.id / _PACK)
    raise missing("草稿")


def discard(desk: Desk, name: str) -> Draft:
    """Remove a draft; RefusedError (404) when there is none of that id."""
    draft, _ = draft_of(desk, name)
    shutil.rmtree(_folder(desk) / draft.id, ignore_errors=True)
    return draft


def new_file(desk: Desk, pack: RulePack) -> Path | None:
    """Where a pack of its own would lie; None when `rules` names no folder of packs but single files."""
    stem = readable_stem(pack.title)[:60] or "规则集"
    for pattern in desk.config.rules:
        folder, name = (desk.config.folder / pattern).parent, PurePath(pattern).name
        if glob.has_magic(str(folder)) or not glob.has_magic(name):
            continue
        for file in (f"{stem}.yaml", f"{stem}-{pack.sha256[:8]}.yaml"):
            if fnmatch(file, name) and not (folder / file).exists():
                return folder / file
    return None


def adopt(desk: Desk, name: str, target: str) -> Path:
    """Let checks use a draft's pack: as a file of its own (`NEW`), or merged into the pack of that key.

    Merging treats it as `zwgk derive` does: what people edited there stays. The draft is removed. Returns the file.
    UserError or RefusedError when it cannot be.
    """
    draft, view = draft_of(desk, name)
    if view.pack is None:
        raise UserError(view.fault)
    with desk.editing:
        if target == NEW:
            file = new_file(desk, view.pack)
            if file is None:
                raise UserError("配置的 rules 没有写成 rules/packs/*.yaml 这样的一批文件，请选择并入已有的规则集")
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, view.file.read_bytes())
        else:
            file = _known(desk, target)
            merge_and_write(_as_derived(view.pack), file)
            chosen = {rule.id for rule in view.pack.rules if rule.suggested and rule.accepted}
            there = {rule.id for rule in load_pack(file).rules if rule.suggested}
            mark_accepted(file, chosen & there, accepted=True)
    shutil.rmtree(_folder(desk) / draft.id, ignore_errors=True)
    return file


def _known(desk: Desk, key: str) -> Path:
    for file in pack_files(desk.config, ()):
        if pack_view(file).key == key:
            return file
    raise missing("规则集")


def _as_derived(pack: RulePack) -> RulePack:
    """The pack as it came out of the document: what was accepted since is marked anew where it is merged into."""
    return replace(pack, rules=tuple(replace(rule, accepted=False) if rule.suggested else rule for rule in pack.rules))


def _read(name: str, data: bytes) -> dict[str, Any]:
    given = json.dumps({"name": name}).encode() + b"\n" + data
    try:
        # LibreOffice, which some formats need, inherits the bound and reserves much of it at once.
        said = json.loads(read_confined("zwgk.web.reading", given, seconds=_SECONDS, memory=MAX_MEMORY))
    except TimeoutError:
        raise UserError(f"{name}：读了 {_SECONDS:g} 秒还没有读完，请确认是任务分工文件") from None
    except (ConfinedError, ValueError):
        raise UserError(f"{name}：无法读取，文件可能已损坏或异常庞大") from None
    if not isinstance(said, dict):
        raise UserError(f"{name}：无法读取")
    return said


def _folder(desk: Desk) -> Path:
    return desk.config.data / "drafts"
