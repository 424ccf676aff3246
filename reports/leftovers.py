"""What an earlier run left in a folder of reports: removed, so that nothing of another run stands beside the new."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

_HEAD = 4096


def remove_other_runs(
    folder: Path, files: str, run_of: Callable[[str, str], str | None], *, run: str, keep: Collection[str]
) -> None:
    """Remove the `files` (a glob) in `folder` that are ours and belong to another run than `run`.

    `run_of` takes a file's name and the beginning of its text, and gives the run it says it is of; None for what is not
    ours or has another name than we gave it. What `keep` names stays, and links do.
    """
    for path in folder.glob(files):
        if path.name in keep or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            of = run_of(path.name, file.read(_HEAD).decode("utf-8", errors="replace"))
        if of is not None and of != run:
            path.unlink(missing_ok=True)
