"""加密的 Office 文档: a password hides everything, also which program's document it is."""

from __future__ import annotations

from rules.compound import root_streams
from rules.documents import Content
from rules.model import RuleParseError

FORMAT = "加密的 Office 文档"


def recognises(data: bytes) -> bool:
    """A compound file that wraps an encrypted .docx or .xlsx."""
    return "encryptedpackage" in root_streams(data)


def read(data: bytes, file: str) -> Content:
    """Always `RuleParseError`: the way out is to take the password off."""
    raise RuleParseError(f"{file}：文件有密码保护，无法读取。请去掉密码后另存再试")
