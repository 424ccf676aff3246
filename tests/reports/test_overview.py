"""What the overview says: what changed, how it went over the runs, units × sections, sites against the vetoes."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from district import result, run, unit
from fleet import fleet, past
from hostile import TEXTS
from lxml import etree

from checker.history import History, Tally
from checker.result import Audit, Figure, Finding, SiteResult, Status
from checker.sites import load_site_checks
from crawler.evidence import SiteStatus
from reports.changes import changes
from reports.heat import MOST_DRAWN, MOST_SECTIONS, heat
from reports.html import render_unit
from reports.pictures import Series, Words, bar_picture, heat_picture, line_picture, spark_picture
from reports.sites import site_row
from reports.told import Told
from reports.trend import change, trend, unit_trend
from reports.view import unit_page


def one_section_each(*statuses: Status) -> Audit:
    given = tuple(result(row, status, section=f"第{row}部分", row=row) for row, status in enumerate(statuses, 1))
    return Audit(run=run(), sites=(), results=given, units=(unit("甲局", given, lead=range(len(given))),), documents={})


def test_a_cell_says_share_count_and_what_could_not_be_told() -> None:
    given = tuple(
        replace(result(row, status), section=section)
        for row, (section, status) in enumerate(
            [
                ("一、甲", Status.PASS),
                ("一、甲", Status.FAIL),
                ("一、甲", Status.UNVERIFIABLE),
                ("二、乙", Status.UNVERIFIABLE),
                ("三、丙", Status.MANUAL),
                ("四、丁", Status.WAIVED),
                ("五、戊", Status.PASS),
            ],
            1,
        )
    )
    units = (unit("甲局", given, lead=range(7)), unit("乙局", given, named=[6]))
    view = heat(Audit(run=run(), sites=(), results=given, units=units, documents={}), ["乙局", "甲局"])
    assert view is not None
    assert [head.name for head in view.sections] == ["一、甲", "二、乙", "三、丙", "四、丁", "五、戊"]
    other, whole = view.rows
    assert [cell.text for cell in whole.cells] == ["50%\n1/2 ？1", "？1", "？", "", "100%\n1/1"]
    assert [cell.key for cell in whole.cells] == ["h1", "hq", "hq", "", "h5"]
    assert [cell.text for cell in other.cells] == ["", "", "", "", "100%\n1/1"]
    assert view.whole.text == "66.7%\n2/3 ？2", "each result counts once, however many units answer for it"


def test_the_map_of_few_units_is_drawn() -> None:
    kinds = ("fail", "pass", "unverifiable", "manual", "waived")
    given = tuple(
        replace(result(row, Status(kind)), section=f"{'一二三四五'[row]}、部分") for row, kind in enumerate(kinds)
    )
    units = (unit("甲局", given, lead=range(5)), unit("乙局", given, named=[1]))
    view = heat(Audit(run=run(), sites=(), results=given, units=units, documents={}), ["甲局", "乙局"])
    assert view is not None
    assert view.drawn is not None
    assert re.findall(r'class="value (\w+)"[^>]*>([^<]*)<', view.drawn) == [
        *[("h1", "50"), ("h1", "0"), ("h5", "100"), ("hq", "？1"), ("hq", "？")],
        *[("h5", "100"), ("h5", "100")],
    ], "of each unit first all its tasks; what is not asked of it has no cell"
    assert re.findall(r">([全一二三四五]部?)</text>", view.drawn) == ["全部", *"一二三四五"]
    assert view.cut, "the columns' names stand beside the picture"


@pytest.mark.parametrize(
    ("units", "drawn"), [pytest.param(MOST_DRAWN, True, id="few"), pytest.param(MOST_DRAWN + 1, False, id="many")]
)
def test_of_many_units_their_spread_is_drawn(units: int, drawn: bool) -> None:
    given = fleet(units, 2, 4)
    view = heat(given, [one.name for one in given.units])
    assert view is not None
    assert (view.drawn is not None, view.spread is not None) == (drawn, not drawn)


@pytest.mark.parametrize(
    ("sections", "share"), [pytest.param(3, "66.7", id="room"), pytest.param(16, "66", id="narrow")]
)
def test_narrow_columns_leave_tenths_out_and_never_round_up(sections: int, share: str) -> None:
    statuses = [Status.PASS, Status.PASS, Status.FAIL, *[Status.WAIVED] * sections]
    view = heat(one_section_each(*statuses), ["甲局"])
    assert view is not None
    assert f">{share}</text>" in str(view.drawn)


def test_sections_beyond_the_last_column_stand_together() -> None:
    view = heat(one_section_each(*[Status.PASS] * (MOST_SECTIONS + 3)), ["甲局"])
    assert view is not None
    assert len(view.sections) == MOST_SECTIONS
    assert view.sections[-1].name == "其余部分"
    assert view.rows[0].cells[-1].text == "100%\n4/4"
    assert view.across


@pytest.mark.parametrize("given", [pytest.param(one_section_each(Status.PASS), id="one section")])
def test_there_is_no_map_where_nothing_is_to_be_told_apart(given: Audit) -> None:
    assert heat(given, ["甲局"]) is None
    assert heat(replace(given, units=()), []) is None


@pytest.mark.parametrize(
    ("before", "words"),
    [
        pytest.param(78.0, "较上轮升 2 分", id="better"),
        pytest.param(82.5, "较上轮降 2.5 分", id="worse"),
        pytest.param(80.0, "较上轮持平", id="the same"),
        pytest.param(None, "", id="it had none"),
    ],
)
def test_a_unit_is_told_how_its_score_moved(before: float | None, words: str) -> None:
    given = fleet(1, 2, 10)
    one = replace(given.units[0], score=80.0)
    given = replace(given, units=(one,))
    earlier = past(given, 2)
    last = replace(earlier.runs[-1], scores={} if before is None else {one.name: before})
    told = Told(history=replace(earlier, runs=(*earlier.runs[:-1], last)))
    page = re.sub("<[^>]*>", "", render_unit(given, one, told=told))
    assert f"80.0得分{words}满分 100" in page


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.5, 0.528, "升 2.8 个百分点"),
        (0.53, 0.5, "降 3 个百分点"),
        (0.5, 0.5, "持平"),
        (0.99999, 1.0, "升 0.1 个百分点"),
        (None, 0.5, ""),
        (0.5, None, ""),
    ],
)
def test_differences_are_those_of_what_is_printed(before: float | None, after: float | None, words: str) -> None:
    assert change(before, after) == words


def test_a_first_run_says_so_instead_of_an_empty_chart() -> None:
    given = fleet(3, 3, 6)
    first = trend(History(), given)
    assert first is not None
    assert first.picture is None
    assert "没有日期更早的完整核查" in first.words
    view = changes(given, History(), None, [""] * len(given.results))
    assert view is not None
    assert "没有日期更早的完整核查" in view.words
    assert not view.figures
    assert trend(None, given) is None
    assert changes(given, None, None, [""] * len(given.results)) is None


def test_a_part_of_a_run_says_so_and_is_compared_with_nothing() -> None:
    given = fleet(3, 3, 6)
    part = History(complete=False)
    assert trend(part, given) is None
    view = changes(given, part, None, [""] * len(given.results))
    assert view is not None
    assert "只核查了指定的部分" in view.words
    assert not view.figures
    told = unit_page(given, given.units[0], Told(history=part)).statement
    assert "只核查了指定的部分" in told[-1]


def test_the_trend_of_a_unit_leaves_out_runs_without_it() -> None:
    given = fleet(3, 3, 6)
    known = past(given, 4)
    earlier = tuple(replace(one, units={}) if place == 0 else one for place, one in enumerate(known.runs))
    view = unit_trend(History(runs=earlier), given, given.units[0])
    assert view is not None
    assert len(view.rows) == 4
    assert view.picture is not None
    assert view.rows[0].day == given.run.as_of.isoformat()
    assert unit_trend(known, given, unit("新局", given.results)) is None


def test_verdicts_that_went_from_one_status_to_another_are_counted() -> None:
    given = one_section_each(Status.FAIL, Status.PASS, Status.UNVERIFIABLE, Status.WARN, Status.PASS, Status.PASS)
    statuses = dict(
        zip(
            [*[one.rule for one in given.results][:5], "gone"],
            [Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIABLE, Status.PASS, Status.PASS],
            strict=True,
        )
    )
    known = replace(past(given, 1), statuses=statuses)
    view = changes(given, known, None, [""] * 6)
    assert view is not None
    assert view.moves == (
        "1 项由合格转为预警或不合格",
        "1 项由预警或不合格转为合格",
        "1 项上轮已判定、本轮无法核验",
        "1 项上轮无法核验、本轮已判定",
        "1 项为本轮新列入",
        "1 项上轮核查、本轮不再列入",
    )


def test_units_that_moved_most_are_named_and_those_that_did_not_are_not() -> None:
    given = fleet(3, 3, 6)
    before = {
        one.name: Tally(passed=one.counts[Status.PASS], failed=extra)
        for one, extra in zip(given.units, (0, 3, 9), strict=True)
    }
    now = [
        one.counts[Status.PASS] / max(1, one.counts[Status.PASS] + one.counts[Status.FAIL] + one.counts[Status.WARN])
        for one in given.units
    ]
    known = History(runs=(replace(past(given, 1).runs[0], units=before),), statuses={})
    view = changes(given, known, None, [""] * len(given.results))
    assert view is not None
    expected = {one.name for one, rate in zip(given.units, now, strict=True) if rate != before[one.name].pass_rate}
    assert {move.unit for move in (*view.fell, *view.rose)} == expected
    assert view.rose[0].unit == given.units[2].name


def _site(*findings: Finding, figures: bool = True, unexamined: tuple[str, ...] = ()) -> SiteResult:
    return SiteResult(
        name="政府网站",
        url="https://www.yunshan.example/",
        status=SiteStatus.REACHABLE,
        requests=1,
        pages=1,
        findings=findings,
        unexamined=unexamined,
        veto=tuple(one.code for one in findings if one.status is Status.FAIL),
        figures=(Figure(name="首页最新信息", value="2天前", limit="14天内"),) if figures else (),
    )


def _veto(status: Status) -> Finding:
    return Finding(code="stale-homepage", status=status, message="旧。", advice="改。", basis="依据")


@pytest.mark.parametrize(
    ("site", "word", "vetoed", "settled"),
    [
        pytest.param(_site(), "未触发", 0, True, id="safe"),
        pytest.param(_site(_veto(Status.FAIL)), "已触发", 1, True, id="came true"),
        pytest.param(_site(_veto(Status.WARN)), "接近", 0, True, id="near"),
        pytest.param(_site(unexamined=("stale-homepage",)), "未能判断", 0, False, id="could not tell"),
        pytest.param(_site(figures=False), "未能判断", 0, False, id="not looked at as a whole"),
    ],
)
def test_every_veto_says_where_the_site_stands(site: SiteResult, word: str, vetoed: int, settled: bool) -> None:
    row = site_row(site)
    names = [check.title for check in load_site_checks() if check.veto]
    assert [one.name for one in row.vetoes] == names
    assert next(one.label.name for one in row.vetoes if one.name == "首页更新不及时") == word
    assert (row.vetoed, row.settled) == (vetoed, settled)


def _pictures(text: str) -> list[str]:
    words = Words(key="p", title=text, description=text)
    series = [Series(key="pass", name=text, values=(1.5, None, 99.0), labels={0: text})]
    return [
        line_picture(words, [text, "", "9-3"], series),
        spark_picture(words, series[0]),
        bar_picture(words, [text, "乙", "丙"], series),
        heat_picture(words, [text, "乙"], [(text, (0, 7)), ("乙", (2, 3))], 7),
    ]


@pytest.mark.parametrize("text", [*TEXTS[:12], "a<b>&\"'"], ids=lambda text: ascii(text[:24]))
def test_pictures_are_shapes_and_texts_only(text: str) -> None:
    for drawn in _pictures("".join(one for one in text if one.isprintable())[:80] or "甲"):
        root = etree.fromstring(drawn)
        assert {node.tag for node in root.iter()} <= {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
        assert not [name for node in root.iter() for name in node.attrib if name == "style" or name.startswith("on")]
        assert root.get("role") == "img"
        assert "Generated" not in drawn, "the library writes the day of drawing"
        assert "pygal" not in drawn.lower().replace(text.lower(), "")


def test_pictures_are_the_same_bytes_again() -> None:
    assert _pictures("甲") == _pictures("甲")
    assert all(len(drawn) < 6000 for drawn in _pictures("甲"))


def test_the_library_is_loaded_with_the_first_picture_only() -> None:
    code = "import sys, zwgk.cli, reports.html; sys.exit('pygal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
