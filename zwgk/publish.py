"""An audit as files: the reports' folder, the JSON, and `latest` beside the runs' folders."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from checker.followed import Followed
from checker.result import Audit
from reports.formats.html import Pages
from reports.formats.json import json_bytes
from reports.sharing import beside
from rules.refused import why
from zwgk.errors import UserError


def publish(audit: Audit, folder: Path, json_file: Path | None, followed: Followed, pages: Pages) -> Mapping[str, Path]:
    """Write the reports, and the JSON when it goes into a file; returns the reports' files (`reports.html`)."""
    if json_file is None:
        return pages.write(audit, followed, folder, None)
    with beside(lambda: write_whole(json_file, json_bytes(audit))):
        return pages.write(audit, followed, folder, None)


def only_units(audit: Audit, units: frozenset[str]) -> Audit:
    """Figures of the chosen units alone: of the others only a part was looked at."""
    return replace(audit, units=tuple(unit for unit in audit.units if unit.name in units)) if units else audit


def json_target(word: str | None) -> Path | None:
    """Where the JSON of --json goes, None for standard output; found out before the audit, not after hours of it."""
    if word in (None, "-"):
        return None
    path = Path(str(word))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"--json {path}：无法建立文件夹（{why(error)}）") from error
    if path.is_dir():
        raise UserError(f"--json {path} 是文件夹，请写文件名，或用 - 输出到标准输出")
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all; UserError when it cannot be written."""
    draft = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UserError(f"写不了 {path}（{why(error)}），请检查文件夹权限和磁盘空间") from error
    finally:
        draft.unlink(missing_ok=True)


def point_latest(reports: Path, run: str) -> None:
    """`latest` beside the runs' folders leads to the newest whole run: a link, or a small file where there are none."""
    latest = reports / "latest"
    draft = reports / f".latest-{secrets.token_hex(4)}"
    try:
        draft.symlink_to(run, target_is_directory=True)
    except (OSError, NotImplementedError):
        draft.write_text(f"{run}\n", encoding="utf-8")
    try:
        draft.replace(latest)
    except OSError:  # somebody made a folder of that name; the run's own folder is what counts
        draft.unlink(missing_ok=True)
