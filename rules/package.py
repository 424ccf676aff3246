"""Zipped XML (docx, xlsx): opened with bounds, so that no file however made can fill the memory.

Limits are far above what task-division documents need (a thousand rows unpack to 5 MB of XML) and far below what
harms.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from rules.model import RuleParseError

MAX_PART = 40_000_000  # bytes of one part, unpacked
MAX_XML = 80_000_000  # bytes of all XML parts together, unpacked
MAX_RATIO = 400  # unpacked to packed; plain document XML reaches 60
_LEAST_SUSPICIOUS = 5_000_000  # a small part may compress as well as it likes
MAX_PARTS = 5_000
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_MAGIC = b"PK\x03\x04"
# "Strict Open XML" differs from what everybody writes in the name of the namespace.
_STRICT_WORDS = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_WORDS = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Package:
    """The parts of a zipped document; every failure is a `RuleParseError` that names the file and the way out."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise RuleParseError(
                f"{file}：文件不完整或已损坏，无法解压。请重新获取文件，或用 Word/WPS 打开后另存再试"
            ) from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._check_sizes()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def xml(self, name: str) -> etree._Element:
        """A part's root element, without entities, DTD or network."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(self.read(name).replace(_STRICT_WORDS, _WORDS), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise RuleParseError(
                f"{self.file}：内部文件 {name} 已损坏（不是有效的 XML）。请用 Word/WPS 打开后另存再试"
            ) from None

    def read(self, name: str) -> bytes:
        """A part's bytes; XML with a document type (the way of entity bombs) is refused."""
        info = self._parts[name]
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART + 1)
        except RuntimeError:  # what zipfile raises for an encrypted part
            raise RuleParseError(f"{self.file}：文件有密码保护，无法读取。请去掉密码后另存再试") from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
            raise RuleParseError(
                f"{self.file}：内部文件 {name} 不完整或已损坏。请重新获取文件，或用 Word/WPS 打开后另存再试"
            ) from None
        if len(data) > MAX_PART:
            raise self._bomb()
        if _DOCTYPE.search(data):
            raise RuleParseError(
                f"{self.file}：内部文件 {name} 含实体或文档类型声明（可能是恶意文件）。请用 Word/WPS 打开后另存再试"
            )
        return data

    def check_xml(self) -> None:
        """Refuse the document when any XML part is damaged in packing or has a document type."""
        for name in self._parts:
            if name.lower().endswith((".xml", ".rels")):
                self.read(name)

    def _check_sizes(self) -> None:
        """Refuse by the directory, before anything is unpacked; `read` refuses what lies about its size."""
        if len(self._parts) > MAX_PARTS:
            raise self._bomb()
        total = 0
        for info in self._parts.values():
            if not info.filename.lower().endswith((".xml", ".rels")):
                continue  # pictures and fonts are never unpacked
            total += info.file_size
            ratio = info.file_size / max(1, info.compress_size)
            suspicious = info.file_size > _LEAST_SUSPICIOUS and ratio > MAX_RATIO
            if info.file_size > MAX_PART or total > MAX_XML or suspicious:
                raise self._bomb()

    def _bomb(self) -> RuleParseError:
        return RuleParseError(
            f"{self.file}：解压后的内容过大（可能是恶意压缩文件），未读取。"
            "请确认它是任务分工文件，并用 Word/WPS 打开后另存再试"
        )


def holds(data: bytes, folder: str) -> bool:
    """A zip, whole or cut off, with parts in `folder` (`word/`, `xl/`)."""
    if not data.startswith(_MAGIC):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(info.filename.startswith(folder) for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # The directory stands at the end; what is left of a cut file still names its parts before each of them.
        return re.search(rb"PK\x03\x04.{26}" + re.escape(folder.encode()), data, re.S) is not None
