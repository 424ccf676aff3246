"""The closer look at the newest entries: which are opened, what for, how often, and what an earlier run spares."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, page

from crawler.evidence import ColumnEvidence, FailureKind, Page, Remembered, SiteEvidence, SitePlan, Target
from crawler.inspected import Answering, Inspection, TargetKind
from crawler.navigate import search_site

DAY = timedelta(days=1)
LIST = "/zwgk/zcjd/"
JOINED = "/zwgk/tzgg/"
TAGS = '<meta name="ArticleTitle" content="办法解读"><meta name="PubDate" content="2026-03-20">'
FILES = '<p>附件：<a href="/f/a.pdf">实施细则.pdf</a> <a href="/f/b.docx">申请表.docx</a></p>'


class Keeping(MiniSite):
    """A site whose answers are kept in a run, and that gives files, as the fetch layer does."""

    def __init__(self, pages: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> None:
        super().__init__(pages)
        self.given = dict(files or {})
        self.pages_kept: dict[str, Page] = {}

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        if again or url not in self.pages_kept:
            self.pages_kept[url] = await super().__call__(url, again=again, **more)
        return self.pages_kept[url]

    async def file(self, url: str, *, again: bool = False, head: bool = False) -> Page:
        page = await self(url, again=again)
        body = self.given.get(url.removeprefix(HOME.rstrip("/")))
        if body is None:
            return page
        cut = head and len(body) > 2048
        return replace(page, status=200, body=body[: 2048 if cut else None], content_type="", failure=None, cut=cut)

    def kept(self, url: str) -> bool:
        return url in self.pages_kept


def listed(*names: str, first: date = date(2026, 3, 20)) -> str:
    """Rows that lead to `NAME.html`, a day older each."""
    items = "".join(
        f'<li><a href="./{name}.html">关于公布{name}号事项办理结果的通报</a><span>{first - DAY * number}</span></li>'
        for number, name in enumerate(names)
    )
    return f'<ul class="list">{items}</ul>'


def article(body: str = "", head: str = TAGS) -> str:
    text = "本办法自公布之日起施行，由区政府办公室负责解释，各单位应当遵照执行并按期报告落实情况。" * 6
    shown = page("政务公开", "政策解读", body=f'<h1>办法解读</h1><div class="TRS_Editor"><p>{text}</p>{body}</div>')
    return shown.replace("<head>", f"<head>{head}", 1)


def pages(**more: Answer) -> dict[str, Any]:
    menu = {"政策解读": LIST, "通知公告": JOINED}
    return {
        "/": page(title="云山区人民政府"),
        "/zwgk/": page("政务公开", links=menu),
        LIST: page("政务公开", "政策解读", body=listed("a1", "a2", "a3", "a4")),
        JOINED: page("政务公开", "通知公告", body=listed("b1", "b2", "b3", "b4")),
        **{f"{LIST}a{number}.html": article() for number in range(1, 5)},
        **{f"{JOINED}b{number}.html": article() for number in range(1, 5)},
        **{path.replace("_", "/"): answer for path, answer in more.items()},
    }


def target(path: str, inspect: int = 3) -> Target:
    return Target(key=path, path=tuple(path.split(">")), inspect=inspect)


ONE = target("政务公开>政策解读")
OTHER = target("政务公开>通知公告")


def look(site: MiniSite, *targets: Target, as_of: date = AS_OF, **plan: Any) -> SiteEvidence:
    asked = SitePlan(name="政府网站", url=HOME, targets=targets, **plan)
    return asyncio.run(search_site(asked, site, as_of=as_of))


def inspected(site: MiniSite, one: Target = ONE, **plan: Any) -> Inspection:
    found = look(site, one, **plan).columns[one.key].inspection
    assert found is not None
    return found


def remembering(one: Target, seen: ColumnEvidence, as_of: date = AS_OF) -> Target:
    assert seen.located is not None
    return replace(
        one,
        learned=seen.located.url,
        learned_trail=seen.located.trail,
        learned_match=seen.located.match,
        remembered=Remembered(evidence=seen, as_of=as_of),
    )


def opened(site: MiniSite) -> list[str]:
    """Entries and files that were asked for, in order."""
    return [path.rpartition("/")[2] for path in site.asked if path.endswith((".html", ".pdf", ".docx", ".mp4"))]


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


def test_foreign_entries_are_not_opened() -> None:
    far = listed("a1").replace("./a1.html", "https://mp.elsewhere.example/s/1")
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=far)})
    found = inspected(site)
    assert [one.answer.answering for one in found.articles] == [Answering.UNKNOWN]
    assert opened(site) == []
    assert found.reason == ""


# -- attachments -------------------------------------------------------------------------------------------------


def with_files(**given: bytes) -> Keeping:
    files = {f"/f/{name.replace('_', '.')}": body for name, body in given.items()}
    return Keeping({**pages(), f"{LIST}a1.html": article(FILES)}, files)


PDF = b"%PDF-1.7\n" + b"0" * 5000
PACKED = b"PK\x03\x04" + b"0" * 5000


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
    tags = '<meta name="Description" content="联系人张三，身份证11010519491231002X，手机13912345679">'
    linked = '<a href="/f/a.pdf">张三11010519491231002X的证明.pdf</a>'
    site = Keeping({**pages(), f"{LIST}a1.html": article(linked, TAGS + tags)}, {"/f/a.pdf": PDF})
    told = repr(look(site, ONE).columns[ONE.key].inspection)
    assert "11010519491231002X" not in told
    assert "13912345679" not in told
    assert "110105********002X的证明" in told


# -- what an earlier run spares ----------------------------------------------------------------------------------


def test_what_was_in_order_is_taken_over() -> None:
    first = look(Keeping(pages()), ONE).columns[ONE.key]
    site = Keeping(pages())
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key]
    assert opened(site) == []
    assert first.inspection is not None
    assert second.inspection is not None
    assert [one.inspected_on for one in first.inspection.articles] == [None] * 3
    assert [one.inspected_on for one in second.inspection.articles] == [AS_OF] * 3
    assert second.inspection.metas == first.inspection.metas
    third = Keeping(pages())
    late = look(third, remembering(ONE, second, AS_OF + DAY), as_of=AS_OF + DAY * 30).columns[ONE.key]
    assert opened(third) == ["a1.html", "a2.html", "a3.html"], "a month later they are opened anew"
    assert late.inspection is not None


def test_a_new_entry_is_opened() -> None:
    first = look(Keeping(pages()), ONE).columns[ONE.key]
    rows = listed("a0", "a1", "a2", first=date(2026, 3, 21))
    site = Keeping({**pages(), LIST: page("政务公开", "政策解读", body=rows), f"{LIST}a0.html": article()})
    look(site, remembering(ONE, first), as_of=AS_OF + DAY)
    assert opened(site) == ["a0.html"]


@pytest.mark.parametrize(
    ("before", "now", "expected", "looks"),
    [
        pytest.param(404, 404, ["a1.html"], 2, id="bad as two looks saw it then"),
        pytest.param(404, article(), ["a1.html"], 1, id="mended"),
        pytest.param(400, 404, ["a1.html", "a1.html"], 2, id="bad in another way"),
        pytest.param(FailureKind.UNREACHABLE, article(), ["a1.html"], 1, id="not to be had then"),
    ],
)
def test_what_was_bad_is_looked_at_again(before: Any, now: Any, expected: list[str], looks: int) -> None:
    first = look(Keeping({**pages(), f"{LIST}a1.html": before}), ONE).columns[ONE.key]
    site = Keeping({**pages(), f"{LIST}a1.html": now})
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert opened(site) == expected
    assert second is not None
    assert second.articles[0].answer.looks == looks


def test_what_was_bad_stays_where_nothing_may_be_asked() -> None:
    first = look(Keeping({**pages(), f"{LIST}a1.html": 404}), ONE).columns[ONE.key]
    site = Keeping({**pages(), f"{LIST}a1.html": 404})
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY, ceiling=0.0).columns[ONE.key].inspection
    assert opened(site) == []
    assert second is not None
    assert (second.articles[0].answer.bad, second.articles[0].inspected_on) == (True, AS_OF)


def test_attachments_that_had_to_wait_are_opened_the_next_time() -> None:
    given = {"a_pdf": PDF, "b_docx": PACKED}
    spare = with_files(**given)
    look(spare, ONE, ceiling=0.0)
    enough = float(spare.requests + 1)
    first = look(with_files(**given), ONE, ceiling=enough).columns[ONE.key]
    assert first.inspection is not None
    assert [one.detail for one in first.inspection.articles[0].attachments] == ["访问额度用尽"] * 2
    site = with_files(**given)
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert opened(site)[:3] == ["a.pdf", "b.docx", "a2.html"], "the entry itself need not be opened again"
    assert second is not None
    assert [one.answering for one in second.articles[0].attachments] == [Answering.FINE] * 2


def test_tags_that_were_not_wanted_then_are_read_now() -> None:
    first = look(Keeping(pages()), ONE, with_metas=False).columns[ONE.key]
    assert first.inspection is not None
    assert (first.inspection.with_metas, first.inspection.articles[0].metas) == (False, ())
    site = Keeping(pages())
    second = look(site, remembering(ONE, first), as_of=AS_OF + DAY).columns[ONE.key].inspection
    assert second is not None
    assert second.articles[0].metas
