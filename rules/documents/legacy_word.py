"""旧版 Word/WPS 文档: .doc, .wps and .rtf, through LibreOffice where it is installed."""

from __future__ import annotations

from rules import libreoffice
from rules.compound import MAGIC, root_streams, stream
from rules.documents import Content, docx
from rules.model import RuleParseError

FORMAT = "旧版 Word/WPS 文档"

_RTF = b"{\\rtf"
_FOREIGN = frozenset(("workbook", "book", "encryptedpackage", "powerpoint document"))
_ENCRYPTED = 0x0100  # a flag in the header of Word's main stream ([MS-DOC] 2.5.2, fEncrypted)
_INSTALL = (
    "请安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer；Windows、macOS：libreoffice.org），"
    "或用 Word/WPS 另存为 .docx 后再试"
)


def recognises(data: bytes) -> bool:
    """A compound file that is no workbook or presentation, or RTF."""
    if data.startswith(MAGIC):
        return root_streams(data).isdisjoint(_FOREIGN)
    return data.startswith(_RTF)


def read(data: bytes, file: str) -> Content:
    """Converted to .docx and read as such."""
    if data.startswith(MAGIC):
        _check(data, file)
    program = libreoffice.find()
    if program is None:
        raise RuleParseError(f"{file}：是旧版 Word/WPS 文档，需借助 LibreOffice 读取，本机未安装。{_INSTALL}")
    suffix = ".doc" if data.startswith(MAGIC) else ".rtf"
    try:
        converted = libreoffice.to_docx(data, suffix, program)
    except libreoffice.ConversionError as error:
        raise RuleParseError(f"{file}：{error}。请用 Word/WPS 打开后另存为 .docx 再试") from None
    return docx.read(converted, file)


def _check(data: bytes, file: str) -> None:
    streams = root_streams(data)
    if not streams:
        raise RuleParseError(f"{file}：文件不完整或已损坏。请重新获取文件，或用 Word/WPS 打开后另存为 .docx 再试")
    if "worddocument" in streams:
        header = stream(data, "WordDocument", 12)
        if len(header) == 12 and int.from_bytes(header[10:12], "little") & _ENCRYPTED:
            raise RuleParseError(f"{file}：文件有密码保护，无法读取。请去掉密码后另存再试")
