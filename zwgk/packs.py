"""Which rule packs a command works on, and files that may be a document or a pack."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reports.sharing import beside
from rules.model import RulePack, TaskDocument
from rules.pack import load_pack
from rules.tasks import read_tasks
from zwgk.config import Config
from zwgk.errors import ConfigError
from zwgk.packcache import is_slow, load_cached

_PACK = re.compile(rb"^schema:\s*[\"']?zwgk\.pack/", re.MULTILINE)
_BEGINNING = 20_000  # bytes in which a pack says that it is one; its comments come first


def pack_files(config: Config, given: Sequence[Path]) -> tuple[Path, ...]:
    """The files of --rules, else of the configuration; each once. ConfigError when the configuration names none."""
    files: dict[Path, Path] = {}
    for path in given or _configured(config):
        files.setdefault(path.resolve(), path)
    return tuple(files.values())


def read_packs(config: Config, given: Sequence[Path]) -> tuple[RulePack, ...]:
    """The packs of --rules, else of the configuration."""
    return tuple(load_cached(path, _cache(config)) for path in pack_files(config, given))


@contextmanager
def reading_ahead(config: Config, given: Sequence[Path]) -> Iterator[None]:
    """While the body goes on, another process reads what takes long, so that `read_packs` finds it kept afterwards.

    Raises what `read_packs` would: of the configuration before the body, of a pack after it.
    """
    slow = [path for path in pack_files(config, given) if is_slow(path, _cache(config))]
    if not slow:
        yield
        return

    def read() -> None:
        for path in slow:
            load_cached(path, _cache(config))

    with beside(read):
        yield


def read_document_or_pack(path: Path) -> TaskDocument | RulePack:
    """A rule pack by what stands in it, else a task-division document."""
    return load_pack(path) if is_pack(path) else read_tasks(path)


def is_pack(path: Path) -> bool:
    """Whether the file says that it is a rule pack, or has the name of one; what cannot be read is none."""
    try:
        with path.open("rb") as stream:
            return bool(_PACK.search(stream.read(_BEGINNING))) or path.suffix.lower() in {".yaml", ".yml"}
    except OSError:
        return False


def _cache(config: Config) -> Path:
    return config.data / "cache"


def _configured(config: Config) -> Iterator[Path]:
    place = f"{config.file} 第 {config.rules_line} 行："
    if not config.rules:
        raise ConfigError(f"{config.file}：没有写 rules，请先用 zwgk derive 生成规则集并列入 rules，或用 --rules 指定")
    for pattern in config.rules:
        found = sorted(glob.glob(os.path.join(glob.escape(str(config.folder)), pattern), recursive=True))  # noqa: PTH118, PTH207 -- an absolute pattern must stay one
        if not found:
            raise ConfigError(f"{place}rules 的 {pattern} 没有匹配任何文件，请先用 zwgk derive 生成规则集")
        yield from (Path(name) for name in found)
