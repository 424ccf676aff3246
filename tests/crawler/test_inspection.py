"""The closer look at the newest entries: which are opened, what for, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from inspected_site import (
    DAY,
    FILES,
    JOINED,
    LIST,
    ONE,
    OTHER,
    PACKED,
    PDF,
    TAGS,
    Keeping,
    article,
    inspected,
    listed,
    look,
    opened,
    pages,
    remembering,
    target,
    with_files,
)
from minisite import AS_OF, HOME, page

from crawler.evidence import (
    Entry,
    FailureKind,
    Listing,
    Shape,
)
from crawler.inspected import Answering, TargetKind
from crawler.inspection import newest_entries


def rows(*entries: tuple[str | None, date | None]) -> Listing:
    return Listing(
        shape=Shape.LIST,
        entries=tuple(
            Entry(title=url or "无", url=url, date=day, future=day == date(2030, 1, 1)) for url, day in entries
        ),
    )


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        pytest.param(rows(("/a", date(2026, 1, 1)), ("/b", date(2026, 2, 1))), ["/b", "/a"], id="the newest first"),
        pytest.param(rows(("/a", None), ("/b", date(2026, 2, 1))), ["/b", "/a"], id="without a day last"),
        pytest.param(rows(("/a", date(2030, 1, 1)), ("/b", date(2026, 2, 1))), ["/b", "/a"], id="days to come last"),
        pytest.param(rows(("/a", None), ("/b", None), ("/c", None), ("/d", None)), ["/a", "/b", "/c"], id="as listed"),
        pytest.param(rows((None, date(2026, 2, 1)), ("/a", None)), ["/a"], id="rows that lead nowhere"),
        pytest.param(rows(("/a", None), ("/a#top", None), ("/lm/", None)), ["/a"], id="one address, and the column"),
    ],
)
def test_which_are_the_newest(listing: Listing, expected: list[str]) -> None:
    base = "https://www.yunshan.example"
    listing = replace(
        listing, entries=tuple(replace(one, url=one.url and f"{base}{one.url}") for one in listing.entries)
    )
    found = newest_entries(listing, 3, f"{base}/lm/index.html")
    assert [(one.url or "").removeprefix(base) for one in found] == expected


def test_the_newest_of_each_column_first() -> None:
    site = Keeping(pages())
    seen = look(site, ONE, OTHER)
    assert opened(site) == ["a1.html", "b1.html", "a2.html", "b2.html", "a3.html", "b3.html"]
    found = seen.columns[ONE.key].inspection
    assert found is not None
    assert (found.wanted, found.reason) == (3, "")
    assert [one.url for one in found.articles] == [f"{HOME.rstrip('/')}{LIST}a{n}.html" for n in (1, 2, 3)]
    assert [one.dated for one in found.articles] == [date(2026, 3, 20), date(2026, 3, 19), date(2026, 3, 18)]
    assert {one.answer.answering for one in found.articles} == {Answering.FINE}
    assert ("ArticleTitle", "办法解读") in found.articles[0].metas


def test_nobody_asks() -> None:
    site = Keeping(pages())
    seen = look(site, target(ONE.key, 0), target(OTHER.key, 1))
    assert seen.columns[ONE.key].inspection is None
    assert opened(site) == ["b1.html"]


@pytest.mark.parametrize(
    ("ceiling", "expected", "reason"),
    [
        pytest.param(None, 6, "", id="no ceiling"),
        pytest.param(100.0, 6, "", id="more than enough"),
        pytest.param(0.0, 0, "访问额度用尽，最新3条信息中只查看了0条", id="nothing left"),
        pytest.param(3.0, 2, "访问额度用尽，最新3条信息中只查看了1条", id="one for each"),
    ],
)
def test_the_allowance(ceiling: float | None, expected: int, reason: str) -> None:
    site = Keeping(pages())
    seen = look(site, ONE, OTHER, ceiling=ceiling)
    assert len(opened(site)) == expected
    for column in (ONE, OTHER):
        found = seen.columns[column.key].inspection
        assert found is not None
        assert found.reason == reason
    if ceiling is not None:
        assert site.requests <= max(4, ceiling * 2)


def test_what_the_search_has_opened_costs_nothing() -> None:
    """Rows without dates: their articles were opened for their days."""
    bare = '<ul class="list">' + "".join(
        f'<li><a href="./a{n}.html">关于公布a{n}号事项办理结果的通报</a></li>' for n in (1, 2, 3)
    )
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=bare + "</ul>")})
    found = inspected(site, ceiling=0.0)
    assert len(found.articles) >= 1
    assert len(opened(site)) == len(set(opened(site)))
    assert found.articles[0].metas


@pytest.mark.parametrize(
    ("answers", "answering", "looks"),
    [
        pytest.param(404, Answering.GONE, 2, id="gone, both times"),
        pytest.param([404, article()], Answering.FINE, 2, id="there at the second look"),
        pytest.param(["", ""], Answering.EMPTY, 2, id="nothing in it"),
        pytest.param(400, Answering.ERROR, 2, id="an error"),
        pytest.param(FailureKind.UNREACHABLE, Answering.UNKNOWN, 1, id="not to be had"),
        pytest.param(FailureKind.BLOCKED, Answering.UNKNOWN, 1, id="refused"),
    ],
)
def test_answers(answers: Any, answering: Answering, looks: int) -> None:
    found = inspected(Keeping({**pages(), f"{LIST}a2.html": answers}))
    assert [one.answer.answering for one in found.articles] == [Answering.FINE, answering, Answering.FINE]
    assert found.articles[1].answer.looks == looks
    if answering is Answering.FINE:
        assert found.articles[1].metas, "what came at the second look is read"


def test_bad_answers_are_looked_at_again_at_the_end() -> None:
    site = Keeping({**pages(), f"{LIST}a1.html": 404})
    inspected(site)
    assert opened(site) == ["a1.html", "a2.html", "a3.html", "a1.html"]


def test_a_site_that_shuts_is_left_alone() -> None:
    shut = {f"{LIST}a{n}.html": FailureKind.BLOCKED for n in range(1, 5)}
    shut |= {f"{JOINED}b{n}.html": FailureKind.BLOCKED for n in range(1, 5)}
    site = Keeping({**pages(), **shut})
    seen = look(site, ONE, OTHER)
    assert opened(site) == ["a1.html", "b1.html", "a2.html"]
    found = seen.columns[OTHER.key].inspection
    assert found is not None
    assert found.reason == "网站连续3次未能打开（测试：blocked），最新3条信息中只查看了1条"


def test_a_spent_page_budget_ends_it() -> None:
    site = Keeping({**pages(), f"{LIST}a2.html": FailureKind.BUDGET})
    found = inspected(site)
    assert [one.url.rpartition("/")[2] for one in found.articles] == ["a1.html"]
    assert found.reason == "测试：budget，最新3条信息中只查看了1条"
    assert opened(site) == ["a1.html", "a2.html"]


def test_rules_that_mean_one_column_do_not_raise_the_allowance() -> None:
    same = replace(ONE, key="另一条规则")
    alone, twice = Keeping(pages()), Keeping(pages())
    look(alone, ONE, ceiling=4.0)
    seen = look(twice, ONE, same, ceiling=4.0)
    assert twice.requests == alone.requests == 4
    assert seen.columns[ONE.key].inspection == seen.columns[same.key].inspection


def test_foreign_entries_are_not_opened() -> None:
    far = listed("a1").replace("./a1.html", "https://mp.elsewhere.example/s/1")
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=far)})
    found = inspected(site)
    assert [one.answer.answering for one in found.articles] == [Answering.UNKNOWN]
    assert opened(site) == []
    assert found.reason == ""


# -- attachments -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"a_pdf": PDF, "b_docx": PACKED}, [Answering.FINE, Answering.FINE], id="both there"),
        pytest.param({"a_pdf": b"", "b_docx": PACKED}, [Answering.EMPTY, Answering.FINE], id="one is empty"),
        pytest.param({"a_pdf": PDF}, [Answering.FINE, Answering.GONE], id="one is gone"),
        pytest.param({"a_pdf": PACKED, "b_docx": PACKED}, [Answering.WRONG_TYPE, Answering.FINE], id="not a pdf"),
        pytest.param(
            {"a_pdf": b"<html><body>x</body></html>", "b_docx": PACKED},
            [Answering.WRONG_TYPE, Answering.FINE],
            id="a page where a file is promised",
        ),
    ],
)
def test_attachments(given: dict[str, bytes], expected: list[Answering]) -> None:
    found = inspected(with_files(**given))
    files = found.articles[0].attachments
    assert [one.answering for one in files] == expected
    assert [one.name for one in files] == ["实施细则.pdf", "申请表.docx"]
    assert [one.looks for one in files] == [2 if one.bad else 1 for one in files]
    assert all(one.size == len(given["a_pdf"]) for one in files[:1] if one.answering is Answering.FINE)


def test_attachments_wait_for_the_newest_of_every_column() -> None:
    site = Keeping({**pages(), f"{LIST}a1.html": article(FILES)}, {"/f/a.pdf": PDF, "/f/b.docx": PACKED})
    look(site, ONE, OTHER)
    assert opened(site)[:5] == ["a1.html", "b1.html", "a.pdf", "b.docx", "a2.html"]


def test_a_film_is_not_loaded_whole() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"0" * 9000
    site = Keeping(
        {**pages(), f"{LIST}a1.html": article('<video src="/f/jd.mp4" controls></video>')}, {"/f/jd.mp4": film}
    )
    (played,) = inspected(site).articles[0].attachments
    assert (played.kind, played.answering, played.size) == (TargetKind.MEDIA, Answering.FINE, None)


def test_an_entry_that_is_a_file() -> None:
    rows = listed("a1").replace("./a1.html", "/f/a.pdf")
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=rows)}, {"/f/a.pdf": PDF})
    (entry,) = inspected(site).articles
    assert (entry.answer.kind, entry.answer.answering, entry.answer.size) == (
        TargetKind.DOCUMENT,
        Answering.FINE,
        len(PDF),
    )


def test_an_entry_that_leads_away_is_not_asked_for_again() -> None:
    away = "<html><head><script>location.href='https://mp.elsewhere.example/s/1'</script></head><body></body></html>"
    first = look(Keeping({**pages(), f"{LIST}a1.html": away}), ONE).columns[ONE.key]
    assert first.inspection is not None
    answer = first.inspection.articles[0].answer
    assert (answer.answering, answer.detail) == (Answering.UNKNOWN, "不在本站点配置的地址内")
    site = Keeping({**pages(), f"{LIST}a1.html": away})
    look(site, remembering(ONE, first), as_of=AS_OF + DAY)
    assert opened(site) == []


def test_nothing_personal_is_kept_in_tags_and_names() -> None:
    tags = '<meta name="Description" content="联系人张三，身份证500101197703164522，手机13912345679">'
    linked = '<a href="/f/a.pdf">张三500101197703164522的证明.pdf</a>'
    site = Keeping({**pages(), f"{LIST}a1.html": article(linked, TAGS + tags)}, {"/f/a.pdf": PDF})
    told = repr(look(site, ONE).columns[ONE.key].inspection)
    assert "500101197703164522" not in told
    assert "13912345679" not in told
    assert "500101********4522的证明" in told
