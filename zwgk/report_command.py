"""`zwgk report`: the results of a kept run as files, in any of the formats there are; nothing is judged anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checker.result import Audit
from reports.formats import Format, format_names, load_format
from reports.naming import ReportError
from rules.refused import why
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.kept import kept_audit, kept_run
from zwgk.letters import letterhead
from zwgk.outcome import shown_path
from zwgk.packs import read_packs
from zwgk.pages import pages
from zwgk.store import Store
from zwgk.terminal import say
from zwgk.units import named_units, near, place_of, registry


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """The words of the command line."""

    run: str
    units: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    """Names, also several with commas between them."""
    out: Path | None = None
    packs: tuple[Path, ...] = ()


def run_report(config: Config, request: ReportRequest) -> int:
    """Write the files and tell where they are; 0. UserError before anything is written when a name means nothing."""
    formats = wanted_formats(request.formats)
    packs = read_packs(config, request.packs)
    known = registry(config, packs)
    chosen = named_units(request.units, packs, known, place_of(config, packs))
    with closing(Store.open(config.database, config.data)) as store:
        run = kept_run(store, request.run)
        audit, followed = kept_audit(config, packs, known, store, run)
        own: dict[str, Callable[[], Format]] = {
            "docx": lambda: letterhead(config, store, run),
            "html": lambda: pages(config, store, audit, known),
        }
        formats = tuple(own[one.name]() if one.name in own else one for one in formats)
    units = _of_run(audit, chosen) if request.units else None
    folder = request.out or config.data / "reports" / f"{run.id}-report"
    _make(folder)
    say(f"轮次 {run.id}（以 {run.as_of} 为准）的报告，写在 {shown_path(folder)}：")
    for one in formats:
        try:
            files = one.write(audit, followed, folder, units)
        except ReportError as error:
            raise UserError(str(error)) from error
        say(f"  {one.name}：{_told(list(files.values()))}")
    return 0


def wanted_formats(words: Iterable[str]) -> tuple[Format, ...]:
    """The formats of --format, each once, all when it is not given; UserError with a suggestion for an unknown one."""
    known = format_names()
    words = tuple(words)
    named = [name for word in words for part in word.replace("，", ",").split(",") if (name := part.strip().lower())]
    for name in named:
        if name not in known:
            close = [one for one in known if one.startswith(name) or name.startswith(one)] or list(near(name, known))
            way_out = f"是不是 {close[0]}？" if close else ""
            raise UserError(f"没有名为“{name}”的报告格式，{way_out}可用的有：{'、'.join(known)}")
    if words and not named:
        raise UserError(f"--format 没有写格式，可用的有：{'、'.join(known)}；不写 --format 则全部写出")
    return tuple(load_format(name) for name in dict.fromkeys(named or known))


def _of_run(audit: Audit, chosen: frozenset[str]) -> tuple[str, ...]:
    """The chosen units in the audit's order; UserError for one that answers for nothing in it."""
    there = tuple(unit.name for unit in audit.units if unit.name in chosen)
    if missing := sorted(chosen - set(there)):
        raise UserError(f"轮次 {audit.run.id} 中没有单位“{missing[0]}”的任务，无法写它的报告")
    return there


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"--out {folder}：无法建立文件夹（{why(error)}），请换一个位置") from error


def _told(files: Sequence[Path]) -> str:
    names = "、".join(path.name for path in files[:3])
    return f"{names} 等 {len(files)} 个文件" if len(files) > 3 else names
