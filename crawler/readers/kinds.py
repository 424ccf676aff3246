"""What an address promises to be, by its ending, and what a file is, by its first bytes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.inspected import TargetKind

_DOCUMENTS = frozenset(
    {"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "dps", "zip", "rar", "7z", "ofd"}
    | {"txt", "rtf"}
)
_MEDIA = frozenset(
    {"mp4", "m4v", "mov", "webm", "ogg", "ogv", "flv", "f4v", "avi", "wmv", "mp3", "wav", "m4a", "wma", "mkv", "mpg"}
    | {"mpeg", "m3u8"}
)
_IMAGES = frozenset(["jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff"])
_PAGES = frozenset(["htm", "html", "shtml", "xhtml"])
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})\s*(?:[)）\]】]\s*)?\Z")
_OFFICE = frozenset(["doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "rtf"])
_PACKED = frozenset(["zip", "rar", "7z"])

PDF, OFFICE, PACKED, IMAGE, MEDIA, WEB = "PDF", "办公文档", "压缩文件", "图片", "音视频", "网页"

_WEB = re.compile(
    rb"\s*(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html|head|body|script|meta|title|div|iframe)\b", re.I | re.S
)
_OFFICE_MARKUP = re.compile(rb"schemas-microsoft-com|<\?mso-application|ProgId|Generator.{0,20}(?:Microsoft|WPS)", re.I)
_HEADS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", PACKED),
    (0, b"PK\x05\x06", PACKED),
    (0, b"Rar!", PACKED),
    (0, b"7z\xbc\xaf", PACKED),
    (0, b"\xd0\xcf\x11\xe0", OFFICE),
    (0, b"{\\rtf", OFFICE),
    (0, b"\x89PNG", IMAGE),
    (0, b"\xff\xd8\xff", IMAGE),
    (0, b"GIF8", IMAGE),
    (0, b"II*\x00", IMAGE),
    (0, b"MM\x00*", IMAGE),
    (4, b"ftyp", MEDIA),
    (0, b"FLV", MEDIA),
    (0, b"ID3", MEDIA),
    (0, b"OggS", MEDIA),
    (0, b"\x1aE\xdf\xa3", MEDIA),
    (0, b"0&\xb2u", MEDIA),
    (0, b"#EXTM3U", MEDIA),
)


def ending_of(text: str) -> str:
    """The file ending of a name or path, in lower case; empty without one that is known."""
    found = _ENDING.search(text[-80:].strip())
    ending = found[1].lower() if found else ""
    return ending if ending in _DOCUMENTS | _MEDIA | _IMAGES | _PAGES else ""


def promised(url: str, name: str = "") -> str:
    """The ending a link promises: of its path, else of a value in its query, else of its name; empty for a page."""
    try:
        parts = urlsplit(url)
        values = [value for _, value in parse_qsl(parts.query[:2000])]
    except ValueError:
        return ""
    own = ending_of(unquote(parts.path))
    if own:
        return "" if own in _PAGES else own
    for text in (*values[:20], name):
        ending = ending_of(text)
        if ending and ending not in _PAGES:
            return ending
    return ""


def in_path(url: str) -> bool:
    """Whether the address itself ends like a file, so that nothing but that file may stand there."""
    try:
        ending = ending_of(unquote(urlsplit(url).path))
    except ValueError:
        return False
    return bool(ending) and ending not in _PAGES


def kind_of(ending: str) -> TargetKind:
    """What a file ending promises."""
    if ending in _MEDIA:
        return TargetKind.MEDIA
    if ending in _IMAGES:
        return TargetKind.IMAGE
    return TargetKind.DOCUMENT if ending in _DOCUMENTS else TargetKind.PAGE


def family_of(ending: str) -> str:
    """The kind of file by its ending, as reports call it; empty where its bytes prove nothing (txt, csv, ofd)."""
    if ending == "pdf":
        return PDF
    for endings, family in ((_OFFICE, OFFICE), (_PACKED, PACKED), (_IMAGES, IMAGE), (_MEDIA, MEDIA)):
        if ending in endings:
            return family
    return ""


def seen_in(head: bytes, content_type: str = "") -> str:
    """The kind of file by its first bytes; empty for bytes that no known kind begins with.

    A zip is a package of Word or Excel as well, and a page with the marks of an office program is a document: programs
    export tables in that way.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    for place, mark, family in _HEADS:
        if head[place : place + len(mark)] == mark:
            return family
    if head[:2] == b"BM" and len(head) > 14 and head[6:10] == b"\0\0\0\0":
        return IMAGE
    if head[:4] == b"RIFF":
        return IMAGE if head[8:12] == b"WEBP" else MEDIA
    start = head[:2048].lstrip(b"\xef\xbb\xbf")
    if _OFFICE_MARKUP.search(start) or start.startswith((b"MIME-Version", b"<?xml")):
        return OFFICE
    if _WEB.match(start):
        return WEB if "ms" not in content_type.lower().partition(";")[0] else OFFICE
    return ""


def fits(family: str, seen: str) -> bool:
    """Whether a file of the promised kind may look so: office packages are zips, and images open by their bytes."""
    return not family or not seen or family == seen or {family, seen} == {OFFICE, PACKED}
