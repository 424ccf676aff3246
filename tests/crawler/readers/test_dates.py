"""Days as pages print them, and the numbers that only look like days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.dates import (
    EARLIEST,
    date_in_title,
    date_in_url,
    find_dates,
    joined_date,
    latest_such_day,
    lone_date,
    lone_dates,
    stamp,
)

AS_OF = date(2021, 7, 1)
DAY = date(2020, 12, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2020-12-30",
        "2020/12/30",
        "2020.12.30",
        "2020年12月30日",
        "2020 年 12 月 30 日",
        "２０２０－１２－３０",
        "２０２０年１２月３０日",
        "[2020-12-30]",
        "（2020-12-30）",
        "【2020-12-30】",
        "\n   2020-12-30\n",
        "\xa02020-12-30\u3000",
        "· 2020-12-30",
        "2020-12-30 08:11",
        "2020-12-30 08:11:05",
        "2020-12-30T08:11:05+08:00",
        "发布时间：2020-12-30 08:11",
        "发布日期: 2020年12月30日",
        "日期：2020-12-30 点击：12",
        "来源：区财政局 时间：2020-12-30 11:18",
        "时间：2020-12-30 | 来源：区政府办 | 阅读 233 次",
        "2020-12-30 区财政局",
        "成文日期：2019-01-01 发布日期：2020-12-30",
        "2020-12-30 星期三",
        "20-12-30",
        "[20-12-30]",
    ],
)
def test_lone_days(text: str) -> None:
    found = lone_date(text, as_of=AS_OF)
    assert found is not None
    assert (found.day, found.inferred, found.future) == (DAY, False, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("12-30", date(2020, 12, 30), id="last year's, as it has not come this year"),
        pytest.param("[12-30]", date(2020, 12, 30), id="in brackets"),
        pytest.param("06-30", date(2021, 6, 30), id="yesterday"),
        pytest.param("07-01", date(2021, 7, 1), id="as-of itself"),
        pytest.param("07-02", date(2020, 7, 2), id="tomorrow is last year's"),
        pytest.param("12月30日", date(2020, 12, 30), id="in words"),
        pytest.param("02-29", date(2020, 2, 29), id="leap day"),
        pytest.param("12-30 08:11", date(2020, 12, 30), id="with the time"),
    ],
)
def test_years_not_printed(text: str, day: date) -> None:
    found = lone_date(text, as_of=AS_OF)
    assert found is not None
    assert (found.day, found.inferred) == (day, True)


@pytest.mark.parametrize(
    ("text", "day", "inferred"),
    [
        pytest.param("刚刚", AS_OF, False, id="just now"),
        pytest.param("25分钟前", AS_OF, False, id="minutes"),
        pytest.param("[今天]", AS_OF, False, id="today"),
        pytest.param("今天 09:30", AS_OF, False, id="today with its time"),
        pytest.param("昨天", AS_OF - timedelta(days=1), False, id="yesterday"),
        pytest.param("前天", AS_OF - timedelta(days=2), False, id="the day before"),
        pytest.param("发布时间：３天前", AS_OF - timedelta(days=3), False, id="days, labelled, full width"),
        pytest.param("2周前", AS_OF - timedelta(days=14), False, id="weeks"),
        pytest.param("Nov 5, 2020", date(2020, 11, 5), False, id="English, month first"),
        pytest.param("05 November 2020", date(2020, 11, 5), False, id="English, day first"),
        pytest.param("Dec. 05", date(2020, 12, 5), True, id="English without its year"),
    ],
)
def test_days_told_in_words(text: str, day: date, inferred: bool) -> None:
    found = lone_date(text, as_of=AS_OF)
    assert found is not None
    assert (found.day, found.inferred) == (day, inferred)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("今天是", id="today, and more to come"),
        pytest.param("更新时间：3天前", id="relative, of an update"),
        pytest.param("3天前发生的事", id="relative in a sentence"),
        pytest.param("3个月前", id="relative, but to no day"),
        pytest.param("Monday 5", id="a weekday in English"),
        pytest.param("May I", id="an English word"),
        pytest.param("今天是2021年7月1日 星期四", id="clock"),
        pytest.param("北京时间：2021-07-01", id="clock by name"),
        pytest.param("成文日期：2020-12-30", id="day of writing"),
        pytest.param("更新时间：2020-12-30", id="day of update"),
        pytest.param("页面生成时间 2020-12-30 03:45:00", id="day of generation"),
        pytest.param("打印时间：2020-12-30", id="day of printing"),
        pytest.param("截止日期：2020-12-30", id="deadline"),
        pytest.param("有效期至2020-12-30", id="validity"),
        pytest.param("2020-12-01至2020-12-30", id="range"),
        pytest.param("2020年12月1日—2020年12月30日", id="range in words"),
        pytest.param("2020.12.01-12.30", id="range of the same year"),
        pytest.param("云政发〔2020〕21号", id="document number"),
        pytest.param("2020-12-3号文件", id="document number with dashes"),
        pytest.param("0999-2012-12-30", id="telephone"),
        pytest.param("2020-12-301234", id="a longer number"),
        pytest.param("20201230123456", id="index number"),
        pytest.param("2020年度", id="a year"),
        pytest.param("2020-12", id="a month"),
        pytest.param("1.2020.12.30.5", id="version"),
        pytest.param("2020-13-30", id="no such month"),
        pytest.param("2021-02-30", id="no such day"),
        pytest.param("1989-12-30", id="before the web"),
        pytest.param("3/15", id="a page number"),
        pytest.param("22-12-30", id="two digits, not yet come"),
        pytest.param("2020年12月30日，区政府召开常务会议。", id="a sentence"),
        pytest.param("会议于2020年12月30日在区政府召开", id="inside a sentence"),
        pytest.param("关于开展2020年12月30日全区停水的公告", id="inside a title"),
    ],
)
def test_what_is_no_publish_day(text: str) -> None:
    assert lone_date(text, as_of=AS_OF) is None


def test_weekdays_are_noted() -> None:
    found = lone_date("2021年06月30日 09:30:12 星期三", as_of=AS_OF)
    assert found is not None
    assert found.weekday


def test_a_later_day_is_the_future() -> None:
    found = lone_date("2021-07-02", as_of=AS_OF)
    assert found is not None
    assert found.future


def test_several_days_of_one_text() -> None:
    found = lone_dates("提交时间：2020-12-01 回复时间：2020-12-30", as_of=AS_OF)
    assert [(day.label, day.day.day) for day in found] == [("提交时间", 1), ("回复时间", 30)]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(["30", "2020-12"], id="day, then month"),
        pytest.param(["2020-12", "30"], id="month, then day"),
        pytest.param(["30", "2020.12"], id="with a dot"),
        pytest.param(["30日", "2020年12月"], id="in words"),
        pytest.param(["30", "2020/12", "关于工作的通知"], id="then the title"),
        pytest.param(["关于工作的通知", "30", "2020-12"], id="after the title"),
        pytest.param(["12-30", "2020"], id="month-day over year"),
        pytest.param(["2020", "12-30"], id="year over month-day"),
        pytest.param(["2020年", "12月30日"], id="year and words"),
        pytest.param(["30", "12月", "2020"], id="three pieces"),
    ],
)
def test_days_in_pieces(parts: list[str]) -> None:
    found = joined_date(parts, as_of=AS_OF)
    assert found is not None
    assert found.day == DAY


@pytest.mark.parametrize(
    "parts", [["30"], ["30", "关于工作的通知"], ["2020-12", "通知"], ["45", "2020-12"], ["12", "30"], []]
)
def test_pieces_that_make_no_day(parts: list[str]) -> None:
    assert joined_date(parts, as_of=AS_OF) is None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        pytest.param("关于公布收费目录的通知(2020-12-30)", DAY, id="brackets at the end"),
        pytest.param("关于公布收费目录的通知（2020年12月30日）", DAY, id="full-width brackets"),
        pytest.param("[2020-12-30] 关于公布收费目录的通知", DAY, id="at the beginning"),
        pytest.param("关于召开会议的通知 2020-12-30", DAY, id="set off by a blank"),
        pytest.param("关于公布收费目录的通知[12-30]", DAY, id="without year"),
        pytest.param("城区停车泊位管理实施细则(2020-12-30)", DAY, id="a title that ends like a label"),
        pytest.param("更新日期(2020-12-30)", None, id="a label before a bracket"),
        pytest.param("2020年12月30日停水公告", None, id="part of the title"),
        pytest.param("关于2020年12月30日停水的公告", None, id="inside the title"),
        pytest.param("云山区2020年度预算", None, id="a year"),
        pytest.param("关于印发规划（2021-2035年）的通知", None, id="range of years"),
    ],
)
def test_days_in_titles(title: str, day: date | None) -> None:
    found = date_in_title(title, as_of=AS_OF)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.example/xxgk/ghjh/202012/t20201230_63361.html", DAY),
        ("http://a.example/xxgk/c100/2020/12/30/0123456789abcdef.shtml", DAY),
        ("http://a.example/art/2020/12/30/art_12_345.html", DAY),
        ("http://a.example/art/2020/2/3/art_12_345.html", date(2020, 2, 3)),
        ("http://a.example/jrzg/2020-12/30/content_265.htm", DAY),
        ("http://a.example/news/2020-12-30/12.html", DAY),
        ("http://a.example/news/2020/1230/12.html", DAY),
        ("http://a.example/news/20201230/12.html", DAY),
        ("http://a.example/xxgk/202012/P020201230345678.pdf", DAY),
        ("http://a.example/xxgk/202012/t633612.shtml", None),
        ("http://a.example/art/2020/art_0123456789abcdef.html", None),
        ("http://a.example/t20211230_1.html", None),
        ("http://a.example/list.jsp?d=/2020/12/30/", None),
        ("http://a.example/2020/13/45/1.html", None),
    ],
)
def test_days_in_addresses(url: str, day: date | None) -> None:
    assert date_in_url(url, as_of=AS_OF) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("2020-12-30 09:30", DAY), ("2020/12/30", DAY), ("2020-12-30T09:30:00Z", DAY), ("", None), ("于2020-12-30", None)],
)
def test_stamps(text: str, day: date | None) -> None:
    found = stamp(text, as_of=AS_OF)
    assert (found.day if found else None) == day


@given(
    st.text(max_size=60) | st.from_regex(r"[\[（]?(19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,20}", fullmatch=True)
)
def test_never_raises_and_stays_within_bounds(text: str) -> None:
    found = [*find_dates(text, as_of=AS_OF), *lone_dates(text, as_of=AS_OF)]
    for extra in (date_in_title(text, as_of=AS_OF), joined_date(text.split(), as_of=AS_OF), stamp(text, as_of=AS_OF)):
        found += [extra] if extra else []
    for day in found:
        assert day.day >= EARLIEST
        assert day.future == (day.day > AS_OF)
        assert not (day.inferred and day.future)


@given(st.dates(min_value=date(1998, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 31))
def test_inferred_years_are_the_latest_possible(as_of: date, month: int, day: int) -> None:
    found = latest_such_day(month, day, as_of)
    if found is not None:
        assert (found.month, found.day) == (month, day)
        assert found <= as_of
        assert (as_of - found).days <= 366 * 8


@given(
    st.dates(min_value=EARLIEST, max_value=AS_OF),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}", "{:%Y年%m月%d日}"]),
)
def test_printed_days_are_read_back(day: date, form: str) -> None:
    found = lone_date(form.format(day), as_of=AS_OF)
    assert found is not None
    assert found.day == day
