"""Rows whose days look doubtful: which articles are opened for them, and what is believed then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from minisite import AS_OF, Answer, MiniSite, page, search

from crawler.evidence import ColumnEvidence, DateSource, Target

FOLDER = "/zwgk/tzgg/"
MOVED = date(2026, 3, 1)


def article(visible: date | None = None, meta: date | None = None, built: date | None = None) -> str:
    metas = f"<meta name='PubDate' content='{meta} 03:45:00'>" if meta else ""
    metas += f"<meta name='others' content='页面生成时间 {built} 03:45:00'>" if built else ""
    shown = f"<p class='time'>发布时间：{visible}</p>" if visible else ""
    return (
        f"<html><head><title>通报</title>{metas}</head><body><h1>项目进展情况通报</h1>{shown}"
        f"<p>{'各单位要认真落实。' * 30}</p></body></html>"
    )


def rows(*items: tuple[str, date | None]) -> str:
    lines = "".join(
        f"<li><a href='{address}'>云山区第{number}号项目进展情况通报</a><span>{day or ''}</span></li>"
        for number, (address, day) in enumerate(items, 1)
    )
    return f"<ul class='list'>{lines}</ul>"


def read(body: str, articles: dict[str, Answer]) -> tuple[ColumnEvidence, MiniSite]:
    site = MiniSite(
        {
            "/": page(),
            "/zwgk/": page("政务公开", links={"通知公告": FOLDER}),
            FOLDER: page("政务公开", "通知公告", body=body),
            **articles,
        }
    )
    return search(site, Target(key="k", path=("政务公开", "通知公告"))).columns["k"], site


def opened(site: MiniSite) -> list[str]:
    return [path for path in site.asked if path.endswith(".html")]


OLD_ADDRESSES = [f"{FOLDER}2019{month:02}/t2019{month:02}05_{month}.html" for month in range(1, 11)]
PLAIN_ADDRESSES = [f"{FOLDER}{number}.html" for number in range(1, 11)]
ANEW = rows(*((address, MOVED) for address in OLD_ADDRESSES))


def test_rows_published_anew_together_take_the_days_of_articles_and_addresses() -> None:
    articles = {address: article(visible=date(2019, month, 5)) for month, address in enumerate(OLD_ADDRESSES, 1)}
    found, site = read(ANEW, dict(articles))
    assert (found.newest, found.newest_source) == (date(2019, 10, 5), DateSource.URL)
    assert len(opened(site)) == 2
    assert [one.overruled for one in found.dates] == [True, True]


def test_without_days_in_addresses_the_rows_stand_and_the_disagreement_is_told() -> None:
    articles = dict.fromkeys(PLAIN_ADDRESSES, article(visible=date(2019, 5, 6)))
    found, site = read(rows(*((address, MOVED) for address in PLAIN_ADDRESSES)), dict(articles))
    assert found.newest == MOVED
    assert len(opened(site)) == 2
    assert [(one.row, one.visible, one.overruled) for one in found.dates] == [(MOVED, date(2019, 5, 6), False)] * 2


def test_the_newest_row_dated_anew_takes_the_articles_day() -> None:
    address = f"{FOLDER}202103/t20210305_7.html"
    body = rows(
        (address, MOVED), *((one, date(2025, 5, 1) - timedelta(days=n)) for n, one in enumerate(PLAIN_ADDRESSES))
    )
    found, site = read(body, {address: article(visible=date(2021, 3, 5))})
    assert (found.newest, found.newest_source) == (date(2025, 5, 1), DateSource.ROW)
    assert opened(site) == [address]


ONE_DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("body", "articles", "count"),
    [
        pytest.param(
            rows(*((f"{FOLDER}202601/t20260130_{n}.html", ONE_DAY) for n in range(9))),
            {},
            0,
            id="addresses bear it out",
        ),
        pytest.param(
            rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES)),
            dict.fromkeys(PLAIN_ADDRESSES, article(visible=ONE_DAY, meta=ONE_DAY)),
            2,
            id="articles bear it out",
        ),
        pytest.param(rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES)), {}, 2, id="articles do not open"),
        pytest.param(rows(*((address, ONE_DAY) for address in PLAIN_ADDRESSES[:7])), {}, 0, id="a few rows on one day"),
        pytest.param(
            rows((f"{FOLDER}202601/t20260131_1.html", date(2025, 3, 2)), (PLAIN_ADDRESSES[0], ONE_DAY)),
            {},
            0,
            id="an address younger than its row",
        ),
        pytest.param(
            rows((f"{FOLDER}202103/t20210305_7.html", ONE_DAY), (PLAIN_ADDRESSES[0], date(2025, 3, 2))),
            {f"{FOLDER}202103/t20210305_7.html": article(visible=ONE_DAY)},
            1,
            id="an old address, and the article bears the row out",
        ),
    ],
)
def test_rows_nothing_speaks_against_stand(body: str, articles: dict[str, Answer], count: int) -> None:
    found, site = read(body, articles)
    assert (found.newest, found.newest_source) == (ONE_DAY, DateSource.ROW)
    assert len(opened(site)) == count
    assert not any(one.overruled for one in found.dates)


def test_the_articles_of_an_undated_list_tell_all_their_days() -> None:
    stamp = AS_OF - timedelta(days=9)
    articles = dict.fromkeys(PLAIN_ADDRESSES, article(visible=date(2019, 5, 6), meta=stamp, built=stamp))
    found, site = read(rows(*((address, None) for address in PLAIN_ADDRESSES)), dict(articles))
    assert (found.newest, found.newest_source) == (date(2019, 5, 6), DateSource.VISIBLE)
    assert len(opened(site)) == 3
    assert {(one.row, one.visible, one.meta, one.built) for one in found.dates} == {
        (None, date(2019, 5, 6), stamp, True)
    }


# -- years that rows do not print, undated lists out of order, texts ---------------------------------------------------


def short(*days: str) -> str:
    items = zip(PLAIN_ADDRESSES, days, strict=False)
    lines = "".join(
        f"<li><a href='{url}'>云山区第{url[-6:-5]}号情况通报</a><span>{day}</span></li>" for url, day in items
    )
    return f"<ul class='list'>{lines}</ul>"


LIMIT = AS_OF - timedelta(days=180)


def judge(body: str, articles: dict[str, Answer], limit: date | None = LIMIT) -> ColumnEvidence:
    pages: dict[str, Answer] = {
        "/": page(),
        "/zwgk/": page("政务公开", links={"通知公告": FOLDER}),
        FOLDER: page("政务公开", "通知公告", body=body),
        **articles,
    }
    return search(MiniSite(pages), Target(key="k", path=("政务公开", "通知公告"), stale_before=limit)).columns["k"]


MONTHS = ("03-15", "02-01", "01-09")


@pytest.mark.parametrize(
    ("body", "articles", "limit", "outcome", "newest"),
    [
        pytest.param(
            short(*MONTHS), {PLAIN_ADDRESSES[0]: article(visible=date(2026, 3, 15))}, LIMIT, "found", date(2026, 3, 15),
            id="the article bears the year out",
        ),
        pytest.param(
            short(*MONTHS), {PLAIN_ADDRESSES[0]: article(visible=date(2023, 3, 15))}, LIMIT, "found", date(2023, 3, 15),
            id="the article is three years older",
        ),
        pytest.param(short(*MONTHS), {}, LIMIT, "incomplete", date(2026, 3, 15), id="no article tells, so nothing is fresh"),
        pytest.param(short(*MONTHS), {}, None, "found", date(2026, 3, 15), id="no article tells, and nothing is limited"),
        pytest.param(
            short("08-15", "07-01", "06-09"), {}, LIMIT, "found", date(2025, 8, 15), id="stale in the latest year possible"
        ),
    ],
)  # fmt: skip
def test_years_that_are_not_printed(
    body: str, articles: dict[str, Answer], limit: date | None, outcome: str, newest: date
) -> None:
    found = judge(body, articles, limit)
    assert (found.outcome.value, found.newest) == (outcome, newest)


UNDATED = rows(*((address, None) for address in PLAIN_ADDRESSES))


def in_years(*years: int) -> dict[str, Answer]:
    return {url: article(visible=date(year, 5, 6)) for url, year in zip(PLAIN_ADDRESSES, years, strict=True)}


@pytest.mark.parametrize(
    ("articles", "outcome", "newest"),
    [
        pytest.param(in_years(*range(2025, 2015, -1)), "found", date(2025, 5, 6), id="newest first"),
        pytest.param(in_years(*range(2016, 2026)), "found", date(2025, 5, 6), id="oldest first"),
        pytest.param(
            in_years(2019, 2021, 2018, 2025, 2017, 2019, 2020, 2021, 2018, 2016), "incomplete", date(2021, 5, 6),
            id="in no order: what was not read may be newer",
        ),
    ],
)  # fmt: skip
def test_an_undated_list_need_not_begin_with_its_newest(
    articles: dict[str, Answer], outcome: str, newest: date
) -> None:
    found = judge(UNDATED, articles, AS_OF - timedelta(days=30))
    assert (found.outcome.value, found.newest) == (outcome, newest)


def test_files_are_dated_by_their_addresses_without_loading_them() -> None:
    files = [f"{FOLDER}202506/P020250{month}01123456789.pdf" for month in range(1, 7)]
    found, site = read(rows(*((address, None) for address in files)), {})
    assert (found.newest, found.newest_source) == (date(2025, 6, 1), DateSource.URL)
    assert not [path for path in site.asked if path.endswith(".pdf")]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("发布时间：2025-06-03 来源：办公室", date(2025, 6, 3), id="published"),
        pytest.param("发布时间：2021-06-03　更新时间：2025年7月4日", date(2025, 7, 4), id="updated since"),
        pytest.param("来源：办公室", None, id="no day"),
    ],
)
def test_a_single_text_is_dated_by_its_page(line: str, day: date | None) -> None:
    text = f"<h1>云山区发展改革局简介</h1><p>{line}</p><p>{'负责全区发展规划的拟订和组织实施。' * 40}</p>"
    found = judge(text, {})
    assert (found.outcome.value, found.newest) == ("found", day)
