"""The formats in which an audit is written, one module each, found by walking this package.

A module is named for its format and gives what `Format` asks for; nothing is entered into a list
(docs/adding-a-report-format.md). What a format needs beyond that stands outside this package.
"""

from __future__ import annotations

import importlib
import pkgutil
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from checker.followed import Followed
from checker.result import Audit
from reports.naming import ReportError
from rules.refused import why


class Format(Protocol):
    """A module of this package."""

    @property
    def name(self) -> str:
        """The word for it on the command line; the module's own name."""

    def write(
        self, audit: Audit, followed: Followed | None, folder: Path, units: Sequence[str] | None
    ) -> Mapping[str, Path]:
        """Write the files of `units` (names as in the audit, all when None) into `folder`, which exists.

        Returns the files: under a unit's name what is that unit's alone, under "" the main file, further ones under
        names of the format's own. The same audit, `followed` and units give the same bytes: no clock, fixed times and
        a fixed order within archives. `followed` is None where nothing is known of earlier runs. Every file appears
        whole or not at all (`keep`). Raises ReportError when one cannot be written.
        """


def format_names() -> tuple[str, ...]:
    """The formats there are, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def load_format(name: str) -> Format:
    """The format of that name; KeyError when there is none, ValueError for a module that is not one."""
    if name not in format_names():
        raise KeyError(name)
    module = importlib.import_module(f"{__name__}.{name}")
    if getattr(module, "name", None) != name or not callable(getattr(module, "write", None)):
        raise ValueError(f"{module.__name__} must define name = {name!r} and write()")
    return cast(Format, module)


def keep(path: Path, content: bytes) -> Path:
    """Write a file through a neighbouring temporary one, so that a reader never opens half of it; ReportError."""
    draft = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(
            f"写不了 {path}：{why(error)}。请检查文件夹权限和磁盘空间，并关闭正在打开它的程序。"
        ) from error
    return path
