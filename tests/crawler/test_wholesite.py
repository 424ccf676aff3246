"""The look at a site as a whole: columns seen on the way, the start page, second looks, the allowance of requests."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from minisite import AS_OF, HOME, Answer, MiniSite, page, rows

from crawler.carrier import Handshake
from crawler.evidence import FailureKind, Page, Shape, SiteEvidence, SitePlan, Target
from crawler.inspected import SeenColumn, Transport
from crawler.navigate import search_site
from crawler.surveyed import SurveyLimits, SurveyLine

TARGET = Target(key="k", path=("政务公开", "政策解读"))
OLD = AS_OF - timedelta(days=400)
NEW = AS_OF - timedelta(days=3)
FRESH = rows(NEW, NEW, OLD)
LIMITS = SurveyLimits(
    lines=(
        SurveyLine(match="动态", before=AS_OF - timedelta(days=14), level=99),
        SurveyLine(match="", before=AS_OF - timedelta(days=365)),
    ),
    other_before=AS_OF - timedelta(days=365),
    home_before=AS_OF - timedelta(days=12),
    news_columns=2,
    other_columns=2,
    empty_columns=2,
)
EMPTY = '<div class="list">暂无信息</div>'


class Kept(MiniSite):
    """A site whose pages are kept in a run, as the fetch layer keeps them."""

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        kept: dict[str, Page] = self.__dict__.setdefault("kept", {})
        if again or url not in kept:
            kept[url] = await super().__call__(url, again=again, **more)
        return kept[url]


class Reached(Kept):
    """A site to which the way can be looked at."""

    class Way:
        async def handshake(self, host: str, port: int) -> Handshake:
            return Handshake(accepted=False, fault=f"{host}:{port} 证书已过期")

        async def ipv6(self, host: str) -> bool | None:
            return False

    carrier = Way()


def site(home: str = "", kind: type[MiniSite] = Kept, **more: Answer | tuple[Answer, ...]) -> MiniSite:
    names = {"政策解读": "/zwgk/zcjd/", "政务动态": "/zwgk/dt/", "结果公开": "/zwgk/jg/"}
    pages: dict[str, Any] = {
        "/": page(title="云山区人民政府", body=home or rows(NEW)),
        "/zwgk/": page("政务公开", links=names),
        "/zwgk/zcjd/": page("政务公开", "政策解读", links=names, body=FRESH),
    }
    return kind(pages | {f"/{name.replace('_', '/')}/": answer for name, answer in more.items()})


def look(asked: MiniSite, *targets: Target, limits: SurveyLimits | None = LIMITS, **plan: Any) -> SiteEvidence:
    wanted = {"name": "政府网站", "url": HOME, "targets": targets or (TARGET,), "survey": True, "survey_limits": limits}
    return asyncio.run(search_site(SitePlan(**(wanted | plan)), asked, as_of=AS_OF))


def known(name: str, path: str, newest: date | None, looks: int = 2) -> SeenColumn:
    shape = Shape.LIST if newest else Shape.EMPTY_LIST
    return SeenColumn(
        name=name, url=f"{HOME}{path}/", trail=("政务公开", name), shape=shape.value, newest=newest, looks=looks
    )


def limits(*columns: SeenColumn, **changes: Any) -> SurveyLimits:
    return SurveyLimits(**(vars(LIMITS) | {"known": columns} | changes))


def found(seen: SiteEvidence) -> dict[str, tuple[str, date | None, bool, int]]:
    return {one.name: (one.shape, one.newest, one.asked, one.looks) for one in seen.seen}


def test_columns_on_the_way_cost_no_request() -> None:
    wanted = Target(key="k", path=("政务公开", "结果公开"))
    column = page("政务公开", "结果公开", body=FRESH)
    plain, whole = site(zwgk_jg=column), site(zwgk_jg=column)
    look(plain, wanted, survey=False)
    seen = look(whole, wanted)
    assert whole.asked == plain.asked
    assert found(seen)["结果公开"] == ("list", NEW, True, 1)
    assert found(seen)["政务公开"][2] is False
    assert seen.surveyed is not None
    assert seen.surveyed.pages == len(set(whole.asked) - {"/robots.txt"})
    assert look(site(), survey=False).surveyed is None


def test_the_start_page() -> None:
    home = look(site()).homes[""]
    assert (home.newest, home.newest_looks, home.doubt, home.names) == (NEW, 1, "", ())
    assert look(site(rows(None, None))).homes[""].newest is None


OLD_HOME = rows(OLD, OLD)
UNDATED = '<ul><li><a href="/x/1.html">云山区召开全区重点工作推进会议</a></li></ul>'


@pytest.mark.parametrize(
    ("home", "more", "newest", "looks", "doubt"),
    [
        pytest.param(OLD_HOME, {"x_1.html": ""}, OLD, 2, False, id="old at both looks"),
        pytest.param(OLD_HOME + UNDATED, {"entry": NEW}, NEW, 2, False, id="an entry without a day is new"),
        pytest.param(OLD_HOME + UNDATED, {"entry": OLD}, OLD, 2, False, id="an entry without a day is old"),
        pytest.param(OLD_HOME + UNDATED, {}, OLD, 2, True, id="an entry that cannot be opened"),
        pytest.param(
            OLD_HOME + '<ul><li><a href="/zt/t20260329_88.html">图</a></li></ul>',
            {},
            date(2026, 3, 29),
            1,
            False,
            id="a day in an address",
        ),
        pytest.param(
            OLD_HOME
            + "".join(
                f"<div><a href=/y/{n}.html>云山区召开全区重点工作推进会议</a><p>x</p></div>" * 2 for n in range(9)
            ),
            {},
            OLD,
            2,
            True,
            id="many blocks without days",
        ),
    ],
)
def test_an_old_start_page_is_looked_at_again(
    home: str, more: dict[str, Any], newest: date, looks: int, doubt: bool
) -> None:
    pages: dict[str, Any] = {}
    if entry := more.get("entry"):
        pages["/x/1.html"] = page(
            "正文", title="会议", body=f"<h1>会议</h1><p>发布时间：{entry}</p><p>{'正文。' * 60}</p>"
        )
    asked = site(home)
    asked._pages = {**asked._pages, **pages, "/zwgk/zcjd/": page("政务公开", "政策解读", body=rows(OLD, OLD))}
    seen = look(asked).homes[""]
    assert (seen.newest, seen.newest_looks, bool(seen.doubt)) == (newest, looks, doubt)


def test_an_old_start_page_beside_new_columns_may_be_drawn_by_a_script() -> None:
    assert "脚本" in look(site(OLD_HOME)).homes[""].doubt


def test_a_start_page_that_is_new_at_the_second_look_is_new() -> None:
    asked = site()
    asked._pages = {**asked._pages, "/": (page(body=OLD_HOME), page(body=rows(NEW)))}
    assert look(asked).homes[""].newest == NEW


def test_too_few_suspects_need_no_second_look() -> None:
    asked = site(zwgk_dt=page("政务公开", "政务动态", body=rows(OLD, OLD)))
    seen = look(asked, limits=limits(known("政务动态", "zwgk/dt", OLD, looks=1)))
    assert found(seen)["政务动态"] == ("list", OLD, False, 1)
    assert asked.asked.count("/zwgk/dt/") == 1


def test_as_many_second_looks_as_make_a_finding() -> None:
    old = {
        f"zwgk_d{n}": page("政务公开", f"政务动态{n}", body=rows(OLD, name=f"第{n}栏目公布的事项")) for n in range(4)
    }
    asked = site(**old)
    seen = look(asked, limits=limits(*(known(f"政务动态{n}", f"zwgk/d{n}", None, looks=1) for n in range(4))))
    looks = [one[3] for name, one in found(seen).items() if name.startswith("政务动态")]
    assert sorted(looks) == [1, 1, 2, 2], "two make a finding"


def test_a_second_look_that_shows_something_new_clears() -> None:
    answers = (page("政务公开", "政务动态", body=rows(OLD)), page("政务公开", "政务动态", body=rows(NEW)))
    asked = site(zwgk_dt=answers, zwgk_jg=page("政务公开", "工作动态", body=rows(OLD, name="工作动态中的一条信息")))
    seen = look(asked, limits=limits(known("政务动态", "zwgk/dt", OLD, 1), known("工作动态", "zwgk/jg", OLD, 1)))
    assert found(seen)["政务动态"][1] == NEW


def test_what_an_earlier_run_confirmed_needs_no_second_look() -> None:
    asked = site(zwgk_dt=page("政务公开", "政务动态", body=rows(OLD)))
    seen = look(asked, limits=limits(known("政务动态", "zwgk/dt", OLD)))
    assert found(seen)["政务动态"][3] == 2
    assert asked.asked.count("/zwgk/dt/") == 1


@pytest.mark.parametrize("answer", [FailureKind.UNREACHABLE, FailureKind.BLOCKED])
def test_a_column_that_cannot_be_read_again_is_unread(answer: FailureKind) -> None:
    seen = look(site(zwgk_dt=answer), limits=limits(known("政务动态", "zwgk/dt", OLD)))
    assert seen.surveyed is not None
    assert seen.surveyed.unread == 1
    assert "政务动态" not in found(seen)


def test_a_column_that_is_gone_is_gone() -> None:
    seen = look(site(zwgk_dt=404), limits=limits(known("政务动态", "zwgk/dt", OLD)))
    assert seen.surveyed is not None
    assert seen.surveyed.unread == 0


def test_the_allowance_is_kept() -> None:
    asked = site(zwgk_dt=page("政务公开", "政务动态", body=rows(OLD)))
    plain = site()
    look(plain, survey=False)
    seen = look(asked, limits=limits(known("政务动态", "zwgk/dt", OLD)), ceiling=1.0)
    assert asked.requests == plain.requests
    assert seen.surveyed is not None
    assert seen.surveyed.unread == 1


@pytest.mark.parametrize(
    ("answer", "ok"),
    [
        pytest.param(FailureKind.UNREACHABLE, False, id="no answer"),
        pytest.param(404, False, id="no start page"),
        pytest.param(FailureKind.BLOCKED, None, id="we are shut out"),
        pytest.param(FailureKind.DISALLOWED, None, id="robots"),
        pytest.param("", None, id="an empty answer"),
    ],
)
def test_an_attempt_to_open_the_site(answer: Answer, ok: bool | None) -> None:
    asked = Kept({"/": answer})
    seen = look(asked).surveyed
    assert seen is not None
    assert (seen.probe.ok if seen.probe else None) is ok


def test_how_the_site_is_reached() -> None:
    asked = site(kind=Reached)
    seen = look(asked).transport
    assert seen == Transport(https=False, tls_fault="www.yunshan.example:443 证书已过期", plain_stays=None, ipv6=False)
    assert look(site()).transport is None, "an archive cannot tell"


class Elsewhere(Reached):
    """The same pages at other addresses; its start page may be served at another one than it was asked at."""

    led_to = ""

    async def __call__(self, url: str, *, again: bool = False, **more: Any) -> Page:
        path = urlsplit(url).path
        answer = await super().__call__(HOME.rstrip("/") + path, again=again, **more)
        return replace(answer, requested=url, url=self.led_to if self.led_to and path == "/" else url)


@pytest.mark.parametrize(
    ("url", "led_to", "seen"),
    [
        pytest.param("http://www.a.example/", "", ("www.a.example:443", True), id="plain"),
        pytest.param(
            "http://www.a.example/", "https://www.a.example/", ("www.a.example:443", False), id="led to https"
        ),
        pytest.param("https://www.a.example:8443/", "", ("www.a.example:8443", None), id="https on a port of its own"),
        pytest.param(
            "http://www.a.example:8080/", "", ("", True), id="plain on a port: its https is nobody knows where"
        ),
        pytest.param(
            *("http://www.a.example:8080/", "https://www.a.example:8443/", ("www.a.example:8443", False)),
            id="led from port to port",
        ),
        pytest.param("http://192.0.2.7/", "", ("192.0.2.7:443", True), id="an address"),
        pytest.param("http://192.0.2.7:8080/", "", None, id="a port of an address is no public site"),
    ],
)
def test_where_https_is_looked_for(url: str, led_to: str, seen: tuple[str, bool | None] | None) -> None:
    asked = site(kind=Elsewhere)
    assert isinstance(asked, Elsewhere)
    asked.led_to = led_to
    found = look(asked, url=url, hosts=("www.a.example:8443",)).transport
    assert (found and (found.tls_fault.partition(" ")[0], found.plain_stays)) == seen


@pytest.mark.parametrize(
    ("name", "body", "crumbs"),
    [
        pytest.param(
            "会议", f"<h1>会议</h1><p>{'正文。' * 90}</p>" + rows(OLD), ("政务公开", "政务动态"), id="an article"
        ),
        pytest.param("动态", rows(OLD), (), id="a page that names no column"),
    ],
)
def test_what_is_no_column(name: str, body: str, crumbs: tuple[str, ...]) -> None:
    trail = [f'<a href="/zwgk/dt/">{one}</a>' for one in crumbs]
    seen = look(site(zwgk_x=page(*trail, title=name, body=body)), limits=limits(known(name, "zwgk/x", OLD)))
    assert not [one for one in seen.seen if one.url.endswith("/zwgk/x/")]


def test_the_same_rows_at_two_addresses_are_one_column() -> None:
    same = page("政务公开", "政务动态", body=rows(OLD, NEW))
    columns = (known("政务动态", "zwgk/dt", OLD), known("政务动态", "zwgk/dt2", OLD))
    seen = look(site(zwgk_dt=same, zwgk_dt2=same), limits=limits(*columns))
    assert [one.name for one in seen.seen].count("政务动态") == 1


def test_an_empty_column_is_seen_as_empty() -> None:
    seen = look(
        site(zwgk_jg=page("政务公开", "结果公开", body=EMPTY)), limits=limits(known("结果公开", "zwgk/jg", None))
    )
    assert found(seen)["结果公开"] == ("empty-list", None, False, 2)
