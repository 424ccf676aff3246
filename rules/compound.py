"""Compound files (OLE): the container of .doc, .wps and .xls, and of encrypted .docx and .xlsx."""

from __future__ import annotations

import io

import olefile

MAGIC = b"\xd0\xcf\x11\xe0"


def root_streams(data: bytes) -> frozenset[str]:
    """Names of the streams in the root, in lower case; empty for anything else and for a damaged file."""
    if not data.startswith(MAGIC):
        return frozenset()
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return frozenset(path[0].lower() for path in container.listdir(streams=True) if len(path) == 1)
    except Exception:  # olefile raises what it stumbles over in damaged files, besides its own OleFileError
        return frozenset()


def stream(data: bytes, name: str, size: int) -> bytes:
    """The first bytes of a root stream; empty when it cannot be read."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container, container.openstream(name) as content:
            return bytes(content.read(size))
    except Exception:  # as above
        return b""
