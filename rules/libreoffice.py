"""LibreOffice as a converter, where it is installed: found by itself, run without a window, in a folder of its own.

Documents are foreign: macros, links and updates are switched off, time is bounded, and nothing of the user's own
profile is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from rules.refused import why

TIMEOUT = 120  # seconds; a cold start takes 10, a document of 1,000 rows 5 more
MAX_MEMORY = 4 << 30  # bytes of address space; LibreOffice reserves 2 GiB at the start
MAX_OUTPUT = 50_000_000

_NAMES = ("soffice", "libreoffice", "soffice.exe")
_PLACES = (
    "/usr/bin",
    "/usr/local/bin",
    "/snap/bin",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)
# org.openoffice settings: no macros, no active content, no linked pictures from elsewhere, no updating of links.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
)


class ConversionError(Exception):
    """LibreOffice did not make a document of it; the message is a Chinese clause without the file's name."""


def find() -> str | None:
    """The program, on the PATH or where installers put it; None when there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    for place in _PLACES:
        for folder in sorted(Path("/").glob(place.lstrip("/"))) if "*" in place else [Path(place)]:
            for name in _NAMES:
                if (folder / name).is_file():
                    return str(folder / name)
    return None


def to_docx(data: bytes, suffix: str, program: str) -> bytes:
    """The document as .docx; `suffix` (with its dot) only names the temporary file. `ConversionError` when it fails."""
    with tempfile.TemporaryDirectory(prefix="zwgk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nologo",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            folder,
        )
        made = folder / "out" / "document.docx"
        if not made.is_file() or not 0 < made.stat().st_size <= MAX_OUTPUT:
            raise ConversionError("LibreOffice 无法打开（可能已损坏或有密码保护）")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    # Its starter is a shell script and needs the system's tools, also when the scheduler set a PATH of its own.
    path = os.pathsep.join(filter(None, (os.environ.get("PATH"), os.defpath)))
    environment |= {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp", "PATH": path}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionError(f"LibreOffice 无法启动（{why(error)}）") from None
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):  # Linux only
        import resource

        resource.prlimit(process.pid, resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        raise ConversionError(f"LibreOffice 转换超过 {TIMEOUT} 秒") from None
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: the starter script is not the one that works."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
