"""A site that is neglected as a whole: an old start page, columns without content, no tags of the guideline."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from demo.answer import Answer, page
from demo.column import Column, Kind
from demo.district import PARK
from demo.edition import Edition
from demo.rows import Row, prose, relative, shown


def _frame(here: str, title: str, edition: Edition, main: str) -> Answer:
    menu = "".join(f'<li><a href="{relative(here, c.path)}">{escape(c.name)}</a></li>' for c in edition.top(PARK))
    return page(
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n</head>\n<body>\n'
        f'<div class="nav"><ul><li><a href="{relative(here, "/")}">首页</a></li>{menu}</ul></div>\n{main}\n'
        f'<div class="footer"><p>主办：云山工业园区管理委员会</p></div>\n</body>\n</html>\n'
    )


def _path(here: str, column: Column) -> str:
    return (
        f'<div class="position">当前位置：<a href="{relative(here, "/")}">首页</a> &gt; '
        f'<a href="{relative(here, column.path)}">{escape(column.name)}</a></div>\n'
    )


def _rows(here: str, rows: tuple[Row, ...]) -> str:
    items = "\n".join(
        f'<li><a href="{relative(here, r.path)}" title="{escape(r.title)}">{shown(r.title)}</a>'
        f"<span>{r.day.isoformat()}</span></li>"
        for r in rows
    )
    return f'<ul class="list">\n{items}\n</ul>\n'


def _column(column: Column, edition: Edition) -> Iterator[tuple[str, Answer]]:
    here, title = column.path, f"{column.name}_{PARK}"
    if column.kind is Kind.SINGLE:
        yield here, _frame(here, title, edition, f'{_path(here, column)}<div class="text">{prose(column.name)}</div>')
        return
    rows = edition.rows(column)
    main = f"{_path(here, column)}<h2>{escape(column.name)}</h2>\n{_rows(here, rows)}"
    main += f'<div class="page">共{len(rows)}条</div>'
    yield here, _frame(here, title, edition, main)
    for row in rows:
        if row.piece.gone:
            continue
        yield row.path, _frame(row.path, row.title, edition, _path(row.path, column) + _article(row))


def _article(row: Row) -> str:
    return (
        f'<h1>{escape(row.title)}</h1><p class="info">发布时间：{row.day.isoformat()}</p>'
        f'<div class="text"><p>{escape(row.title)}。园区企业可据此办理有关业务。</p></div>'
    )


def build(edition: Edition) -> dict[str, Answer]:
    """Every page of the site, by path."""
    first = edition.top(PARK)[0]
    home = (
        f'<div class="box"><h3><a href="{first.path}">{first.name}</a></h3>{_rows("/", edition.rows(first)[:6])}</div>'
    )
    pages = {"/": _frame("/", PARK, edition, home)}
    for column in edition.of(PARK):
        pages.update(_column(column, edition))
    return pages


def not_found() -> Answer:
    """The site's short error page."""
    return page("<html><head><title>404</title></head><body>页面不存在</body></html>", status=404)
