"""单个文件网页: .mht and .mhtml, a page with its parts in one file as browsers and Word save it."""

from __future__ import annotations

import email
import email.policy
import re

from rules.documents import Content, html
from rules.model import RuleParseError

FORMAT = "单个文件网页"

_HEAD = 4096
_TYPE = re.compile(rb"^content-type\s*:\s*multipart/related\b", re.I | re.M)
_VERSION = re.compile(rb"^mime-version\s*:", re.I | re.M)
_MAX_PARTS = 500


def recognises(data: bytes) -> bool:
    """The header of a message whose parts belong together."""
    head = data[:_HEAD]
    return _TYPE.search(head) is not None and _VERSION.search(head) is not None


def read(data: bytes, file: str) -> Content:
    """The first page in the file; pictures and styles are left out."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for place, part in enumerate(message.walk()):
        if place > _MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                charset = str(part.get_content_charset() or "")
                declared = f'<meta charset="{charset}">'.encode() if re.fullmatch(r"[\w.:-]{2,40}", charset) else b""
                return html.read(declared + page if b"charset" not in page[:_HEAD] else page, file)
    raise RuleParseError(f"{file}：文件中没有网页正文。请在浏览器中打开后另存为网页（.html）再试")
