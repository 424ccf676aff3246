"""文章: the government site's articles with their tags, related documents and attachments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html import escape
from zlib import crc32

from demo.answer import Answer, page
from demo.column import Attached, Column, Dates
from demo.district import DISTRICT, GOV, PLACE
from demo.edition import Edition
from demo.papers import TYPES, paper
from demo.rows import Row, relative
from demo.trs_frame import SITE_NAME, crumb, foot, head, top

_SOURCE = f"{PLACE}人民政府办公室"


def articles(column: Column, edition: Edition) -> Iterator[tuple[str, Answer]]:
    """Every article of a column and every file attached to one, by path."""
    for row in edition.rows(column):
        if not row.piece.gone:
            yield row.path, _article(column, row, edition)
        for path, attached in _attached(row):
            if not attached.gone:
                yield path, _file(attached, column)


def _article(column: Column, row: Row, edition: Edition) -> Answer:
    here, title, piece = row.path, escape(row.title), row.piece
    tags = {"ArticleTitle": row.title, "PubDate": f"{row.day.isoformat()} 10:20", "ContentSource": _SOURCE}
    line = f"发布时间：{tags['PubDate']}　来源：{_SOURCE}"
    if column.dates is Dates.NONE:
        del tags["PubDate"]
        line = f"来源：{_SOURCE}"
    metas = "".join(
        f'\n<meta name="{name}" content="{escape(text)}">' for name, text in tags.items() if name not in piece.without
    )
    text = (f"{row.title}。{DISTRICT}有关单位按照职责分工抓好落实，主动接受社会监督。", *piece.paragraphs)
    body = "".join(f"<p>{escape(one)}</p>" for one in (*text, "如有疑问，请在工作时间联系承办单位。"))
    files = "".join(
        f'<p>附件：<a href="{relative(here, path)}">{escape(attached.name)}</a></p>'
        for path, attached in _attached(row)
    )
    html = (
        head(column, row.title, column.declared or column.charset, metas)
        + f"<body>\n{top(here, edition)}{crumb(here, column, edition)}"
        + f'<div class="xl"><h1>{title}</h1><div class="info">{line}　<a href="javascript:;">打印</a></div>'
        + f'<div class="TRS_Editor">{body}{files}</div>{_related(row, edition)}</div>\n'
        + foot(edition)
    )
    return page(html, column.charset)


def _attached(row: Row) -> Iterator[tuple[str, Attached]]:
    """The article's files by path."""
    for n, attached in enumerate(row.piece.attached):
        number = crc32(f"{row.path}{n}".encode()) % 9_000_000
        ending = posixpath.splitext(attached.name)[1]
        yield f"{posixpath.dirname(row.path)}/P0{row.day:%Y%m%d}{number:07}{ending}", attached


def _file(attached: Attached, column: Column) -> Answer:
    if attached.page:
        return page(f"<html><head><title>{SITE_NAME}</title></head><body><p>请登录后下载附件。</p></body></html>")
    ending = posixpath.splitext(attached.name)[1]
    return Answer(body=paper(attached.name, attached.paragraphs or (column.name,)), content_type=TYPES[ending])


def _related(row: Row, edition: Edition) -> str:
    items = ""
    for path, number in row.piece.leads:
        other = next(one for one in edition.rows(edition.at(GOV, path)) if one.number == number)
        items += f'<li><a href="{relative(row.path, other.path)}">{escape(other.title)}</a></li>'
    return f'<div class="xgwj"><h4>相关文件</h4><ul>{items}</ul></div>' if items else ""
