"""Two small sites in order but for how they are reached: a library with a calendar without end, and a museum.

Their pages bear the tags of the national guideline and are fresh; what becomes of names and certificates is in
demo.nights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from demo.answer import Answer, page
from demo.column import Column, Kind
from demo.district import HOSTS, LIBRARY, MUSEUM
from demo.edition import Edition
from demo.rows import Row, prose, relative, shown

_WEEKS = 60
"""To either side of this one: far more than the site's budget of pages allows to see."""
_AROUND = 4
_IDS = {LIBRARY: "9900000004", MUSEUM: "9900000005"}
_SOURCE = "云山区教委"


@dataclass(frozen=True, kw_only=True)
class _House:
    """One of the two sites as it stands in a night."""

    site: str
    edition: Edition

    def frame(self, here: str, title: str, main: str, **tags: str) -> Answer:
        """A whole page; `tags` are those of its column and article."""
        metas = {"SiteName": self.site, "SiteDomain": HOSTS[self.site], "SiteIDCode": _IDS[self.site], **tags}
        lines = "".join(f'<meta name="{name}" content="{escape(text)}">\n' for name, text in metas.items())
        menu = "".join(
            f'<li><a href="{relative(here, c.path)}">{escape(c.name)}</a></li>' for c in self.edition.top(self.site)
        )
        return page(
            f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n{lines}<title>{escape(title)}</title>\n</head>\n'
            f'<body>\n<div class="nav"><ul><li><a href="{relative(here, "/")}">首页</a></li>{menu}</ul></div>\n{main}\n'
            f'<div class="footer"><p>主办：{self.site.removesuffix("网站")}</p></div>\n</body>\n</html>\n'
        )

    def column_frame(self, here: str, column: Column, main: str) -> Answer:
        """A page of a column around `main`."""
        heading = f"{self.crumb(here, column)}<h2>{escape(column.name)}</h2>\n"
        return self.frame(here, f"{column.name}_{self.site}", heading + main, **_column_tags(column))

    def crumb(self, here: str, column: Column) -> str:
        """The 当前位置 line."""
        levels = [self.edition.find(self.site, *column.trail[:n]) for n in range(1, len(column.trail) + 1)]
        links = "".join(f' &gt; <a href="{relative(here, c.path)}">{escape(c.name)}</a>' for c in levels)
        return f'<div class="position">当前位置：<a href="{relative(here, "/")}">首页</a>{links}</div>\n'

    def pages(self, column: Column) -> Iterator[tuple[str, Answer]]:
        """The column's page and those below it, by path."""
        here = column.path
        match column.kind:
            case Kind.SINGLE:
                yield here, self.column_frame(here, column, f'<div class="text">{prose(column.name)}</div>')
            case Kind.SECTION:
                blocks = "".join(
                    f'<h3><a href="{relative(here, c.path)}">{escape(c.name)}</a></h3>'
                    f"{_rows(here, self.edition.rows(c)[:4])}"
                    for c in self.edition.children(column)
                )
                yield here, self.column_frame(here, column, blocks)
            case Kind.CALENDAR:
                yield from self.calendar(column)
            case _:
                rows = self.edition.rows(column)
                main = f'{_rows(here, rows)}<div class="page">共{len(rows)}条</div>'
                yield here, self.column_frame(here, column, main)
                for row in rows:
                    yield row.path, self.article(column, row)

    def article(self, column: Column, row: Row) -> Answer:
        """An entry's own page."""
        tags = {"ArticleTitle": row.title, "PubDate": f"{row.day.isoformat()} 09:30", "ContentSource": _SOURCE}
        main = (
            f"{self.crumb(row.path, column)}<h1>{escape(row.title)}</h1>"
            f'<p class="info">发布时间：{tags["PubDate"]}　来源：{_SOURCE}</p>'
            f'<div class="text"><p>{escape(row.title)}。欢迎市民参与，具体安排以馆内公示为准。</p></div>'
        )
        return self.frame(row.path, row.title, main, **_column_tags(column), **tags)

    def calendar(self, column: Column) -> Iterator[tuple[str, Answer]]:
        """A page for every week, each of which leads on to others."""
        today = self.edition.as_of
        yield column.path, self.column_frame(column.path, column, _weeks(column.path, column.path, today, today))
        for weeks in range(-_WEEKS, _WEEKS + 1):
            day = today + timedelta(weeks=weeks)
            here, name = _week(column.path, day)
            main = f"<p>{name}没有登记活动。</p>{_weeks(here, column.path, day, today)}"
            yield here, self.column_frame(here, column, main)


def _column_tags(column: Column) -> dict[str, str]:
    return dict.fromkeys(("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"), column.name)


def _rows(here: str, rows: tuple[Row, ...]) -> str:
    items = "\n".join(
        f'<li><a href="{relative(here, r.path)}" title="{escape(r.title)}">{shown(r.title)}</a>'
        f"<span>{r.day.isoformat()}</span></li>"
        for r in rows
    )
    return f'<ul class="list">\n{items}\n</ul>\n'


def _week(root: str, day: date) -> tuple[str, str]:
    """Address and name of the week of that day."""
    year, week, _ = day.isocalendar()
    return f"{root}{year}w{week:02}/", f"{year}年第{week}周"


def _weeks(here: str, root: str, day: date, today: date) -> str:
    """Links to the weeks around that of `day`."""
    days = [day + timedelta(weeks=weeks) for weeks in range(-_AROUND, _AROUND + 1)]
    links = [_week(root, one) for one in days if abs(one - today) <= timedelta(weeks=_WEEKS)]
    cells = "".join(f'<td><a href="{relative(here, path)}">{name}</a></td>' for path, name in links)
    return f'<table class="rili"><caption>活动日历</caption><tr>{cells}</tr></table>'


def build(site: str, edition: Edition) -> dict[str, Answer]:
    """Every page of one of the sites, by path."""
    house = _House(site=site, edition=edition)
    first = next(column for column in edition.of(site) if column.kind is Kind.LIST)
    title = f'<h3><a href="{relative("/", first.path)}">{first.name}</a></h3>'
    news = f'<div class="box">{title}{_rows("/", edition.rows(first)[:6])}</div>'
    pages = {"/": house.frame("/", site, news)}
    for column in edition.of(site):
        pages.update(house.pages(column))
    return pages


def not_found() -> Answer:
    """The sites' short error page."""
    return page("<html><head><title>404</title></head><body>页面不存在</body></html>", status=404)
