"""What `zwgk doctor` looks at on the machine: browser, fonts, LibreOffice, disk."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crawler.browser import UndrawnError, find_browser
from rules import libreoffice
from rules.refused import why
from zwgk.checkup import Checkup, bad, care, good
from zwgk.config import Config
from zwgk.pictures import rendering
from zwgk.terminal import clean

_SECONDS: Final = 20
_FULL: Final = 300 * 1024**2
"""Bytes below which a run may not be kept any more."""
_TIGHT: Final = 3 * 1024**3
"""Bytes that some weeks of archives take."""


def browser(config: Config) -> Iterator[Checkup]:
    """Chromium starts, or nobody wants it."""
    drawing = rendering(config)
    if drawing is None:
        yield good("浏览器", "render.enabled 为 false，不用浏览器")
        return
    lost = "没有浏览器时，只有运行脚本才显示的栏目报“无法核验”，也没有截图"
    try:
        program = find_browser(drawing.browser)
    except UndrawnError as error:
        yield care("浏览器", f"{error}；{lost}", "pip install 'zwgk-checker[render]'，并 apt install chromium")
        return
    version = _output([program, "--version"])
    if version is None:
        yield care("浏览器", f"{program} 不能启动；{lost}", f"运行 {program} --version 看原因，或重新安装 Chromium")
    else:
        yield good("浏览器", f"{program}，{clean(version)[:60]}")


def fonts(config: Config) -> Iterator[Checkup]:
    """A Chinese font, without which pictures of pages show boxes."""
    if rendering(config) is None:
        return
    found = _output(["fc-list", ":lang=zh", "family"])
    if found is None:
        yield care("中文字体", "没有 fc-list 命令，看不出有没有中文字体", "apt install fontconfig fonts-noto-cjk")
    elif not found.strip():
        yield care("中文字体", "没有中文字体，截图里的汉字会是方框", "apt install fonts-noto-cjk 或 fonts-wqy-zenhei")
    else:
        yield good("中文字体", f"{len(found.splitlines())} 种，如 {clean(found.splitlines()[0])[:40]}")


def office(_: Config) -> Iterator[Checkup]:
    """LibreOffice, for task-division documents of old Word."""
    program = libreoffice.find()
    if program is None:
        way_out = "apt install libreoffice-writer，或把文件另存为 .docx"
        yield care("LibreOffice", "没有安装，读不了 .doc、.wps 格式的任务分工文件", way_out)
    else:
        yield good("LibreOffice", str(program))


def disk(config: Config) -> Iterator[Checkup]:
    """The data folder can be written, and has room."""
    folder = next(path for path in (config.data, *config.data.parents) if path.exists())
    if not folder.is_dir():
        yield bad("数据目录", f"{folder} 不是文件夹", "检查配置的 data")
        return
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".zwgk-doctor-") as file:
            file.write(b"0" * 4096)
    except OSError as error:
        yield bad("数据目录", f"{folder} 不能写（{why(error)}）", "检查文件夹的属主和权限，或换 data 的位置")
        return
    free = shutil.disk_usage(folder).free
    said = f"{config.data}，剩余 {_size(free)}"
    way_out = "清理磁盘，或减少 archive.keep_runs"
    if free < _FULL:
        yield bad("数据目录", f"{said}，不够保存一轮检查", way_out)
    elif free < _TIGHT:
        yield care("数据目录", f"{said}，快要满了", way_out)
    else:
        yield good("数据目录", said)


def _output(command: list[str]) -> str | None:
    """What a program prints; None when it cannot be run or fails."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *command[1:]], capture_output=True, timeout=_SECONDS, check=False, cwd=Path(tempfile.gettempdir())
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _size(count: int) -> str:
    return f"{count / 1024**3:.1f} GB" if count >= 1024**3 else f"{count / 1024**2:.0f} MB"
