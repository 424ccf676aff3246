"""What the demo server says to one request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer: status, body, Content-Type and further headers."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = field(default=())


def page(html: str, charset: str = "utf-8", status: int = 200, content_type: str = "text/html") -> Answer:
    """`html` in the bytes of `charset`, whatever charset the page itself claims."""
    codec = "gb18030" if charset.startswith("gb") else charset
    return Answer(body=html.encode(codec), status=status, content_type=content_type)
