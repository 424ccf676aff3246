"""Large packs as they were read last, under the digest of their text: reading 20,000 rules takes as long as judging.

A cache may be lost or damaged at any time: then the pack is read as if there were none.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

import rules.model
import rules.packfile
from rules.model import RulePack
from rules.pack import load_pack

_PACK: Final = TypeAdapter(RulePack)
#: Smaller packs are read as quickly as their cache.
LEAST_BYTES: Final = 200_000
_KEPT: Final = 8


def load_cached(path: Path, folder: Path) -> RulePack:
    """`load_pack`, out of `folder` when the very same text was read before; RuleParseError as there."""
    file = _place(path, folder)
    if file is None:
        return load_pack(path)
    with suppress(OSError, ValidationError, ValueError):
        return _PACK.validate_json(file.read_bytes())
    pack = load_pack(path)
    with suppress(OSError, ValueError):
        _keep(pack, file)
    return pack


def is_slow(path: Path, folder: Path) -> bool:
    """Whether reading it takes long: it is large, and was not read before."""
    file = _place(path, folder)
    return file is not None and not file.is_file()


def _place(path: Path, folder: Path) -> Path | None:
    """Where a pack is kept; None for one that is not: small ones, and what cannot be read (`load_pack` says why)."""
    try:
        text = path.read_bytes()
    except OSError:
        return None
    return None if len(text) < LEAST_BYTES else folder / f"{hashlib.sha256(_program() + text).hexdigest()}.json"


@cache
def _program() -> bytes:
    """What reads packs and what they are read to: another version of it reads anew."""
    sources = (Path(module.__file__ or "") for module in (rules.model, rules.packfile))
    return version("zwgk-checker").encode() + b"".join(source.read_bytes() for source in sources if source.is_file())


def _keep(pack: RulePack, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        draft.write_bytes(_PACK.dump_json(pack))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    for old in sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
