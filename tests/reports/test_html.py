from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from district import AS_OF, DOCUMENT, audit, finding, result, run, sites, unit
from hostile import TEXTS, poison
from lxml import html as lxml_html

from checker.result import Audit, ColumnView, Status
from crawler.evidence import BY_HAND, DateSource, Entry, Match
from reports.html import render_overview, render_unit, write_reports
from reports.item import item_view
from reports.naming import ReportError
from reports.wording import DATE_SOURCE, MATCH, SITE_STATUS, STATUS
from rules.model import Deadline, DeadlineKind


def one(*given: Any, **roles: Any) -> Audit:
    """An audit of one unit that leads everything, unless `roles` say otherwise."""
    roles = roles or {"lead": range(len(given))}
    return Audit(
        run=run(), sites=sites(), results=given, units=(unit("区财政局", given, **roles),), documents={DOCUMENT: 46}
    )


def page_of(given: Audit) -> Any:
    return lxml_html.document_fromstring(render_unit(given, given.units[0]))


def words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content())


def test_every_word_of_closed_choices_exists() -> None:
    assert set(STATUS) == set(Status)
    assert set(MATCH) == set(Match)
    assert set(DATE_SOURCE) == set(DateSource)
    assert {label.name for label in SITE_STATUS.values()} == {"可访问", "无法访问", "拒绝访问", "不允许自动访问"}
    assert len({label.mark for label in STATUS.values()}) == len(Status), "status must not rest on colour alone"


def test_unit_page_shows_everything_of_an_item() -> None:
    failing = result(
        3,
        Status.FAIL,
        "stale-column",
        newest=date(2023, 8, 27),
        deadlines=(Deadline(text="2024年9月底前", kind=DeadlineKind.DATE, due=date(2024, 9, 20)),),
        doubts=("责任单位一栏为空。",),
    )
    text = words(page_of(one(failing)))
    for expected in (
        "区财政局政务公开核查报告",
        "2024年9月30日",
        "20240930-020000",
        f"《{DOCUMENT}》第 3 行第 3 项",
        failing.text,
        "政府网站 › 政府信息公开 › 法定主动公开内容 › 政府采购",
        "首页 › 政府信息公开 › 法定主动公开内容 › 政府采购",
        "完全一致",
        "发现途径：首页导航",
        "抓取时间 2024-09-30 02:03:07（北京时间）",
        "最新 2023-08-27（列表行），距审核基准日 400 天，超过更新期限 35 天；期限 365 天（其他栏目一年内应有更新）",
        "读取 20 条",
        "网页元数据",
        "置顶",
        "原文未写年份，系推定",
        "2024年9月底前（2024-09-20 到期，已过 10 天）",
        "责任单位一栏为空。",
        "牵头 区政务服务局；责任 区财政局、各乡镇人民政府",
        "栏目更新不及时",
        "建议",
        "依据",
        "已查找 3 处",
        "网站地图（未见同名栏目）",
        "证据 2 件",
        "SHA-256 5d41402abc4b ",
    ):
        assert expected in text, expected


def test_sections_stand_in_the_order_of_urgency_and_roles_apart() -> None:
    page = page_of(audit())
    headings = [words(h).strip() for h in page.xpath("//h2")]
    assert [re.sub(r"（.*", "", heading) for heading in headings] == [
        "问题一览",
        "一、×不合格",
        "二、▲预警",
        "三、？无法核验",
        "四、□需人工核查",
        "五、√合格",
        "六、－不适用",
        "七、◇豁免",
        "八、集体任务",
    ]
    roles = [re.sub(r"\d+", "n", words(h)) for h in page.xpath("//section[@id='fail']/h3")]
    assert roles == ["牵头任务（n 项）", "责任任务（n 项）"]


def test_every_result_stands_once_on_the_page_of_its_unit() -> None:
    given = audit()
    for one_unit in given.units:
        page = lxml_html.document_fromstring(render_unit(given, one_unit))
        ids = page.xpath("//@id[starts-with(., 'item-') and not(contains(., '-title')) and not(contains(., '-e'))]")
        expected = {f"item-{i + 1}" for i in (*one_unit.lead, *one_unit.named, *one_unit.shared)}
        assert sorted(ids) == sorted(expected)


def test_collective_tasks_are_not_in_the_headline() -> None:
    given = (result(1), result(2, Status.FAIL, "empty-column"))
    page = page_of(one(*given, lead=[0], shared=[1]))
    assert words(page.xpath("//*[@class='big']")[0]) == "100%"
    assert page.get_element_by_id("shared").xpath(".//article[contains(@class, 'fail')]")
    assert "集体任务 1 项，单独列出，不计入以上数字" in words(page)
    assert not page.xpath("//*[@id='problems']"), "what is shared is not among the unit's own problems"


def test_an_index_under_two_roles_is_shown_under_the_stronger() -> None:
    page = page_of(one(result(1, Status.FAIL, "empty-column"), lead=[0], named=[0], shared=[0]))
    assert [words(h) for h in page.xpath("//section[@id='fail']/h3")] == ["牵头任务（1 项）"]
    assert not page.xpath("//*[@id='shared']")


def test_unverifiable_never_reads_as_a_fault() -> None:
    page = page_of(one(result(1, Status.UNVERIFIABLE, "site-unreachable", reason="连接超时。")))
    text = words(page)
    assert "本轮没有可判定的任务" in text
    assert "连接超时。" in text
    assert not page.xpath("//*[@id='problems']")
    assert words(page.xpath("//*[@class='big']")[0]) == "—"


def test_unit_with_nothing_of_its_own() -> None:
    given = Audit(run=run(), sites=(), results=(), units=(unit("区财政局", ()),))
    assert "本轮没有由本单位牵头或点名由本单位负责的任务。" in words(page_of(given))
    assert "本轮没有访问网站" in render_overview(given)


@pytest.mark.parametrize("match", list(Match))
def test_match_is_named(match: Match) -> None:
    column = ColumnView(url=None, trail=("首页", "惠企"), match=match, similarity=0.869)
    text = words(page_of(one(result(1, Status.FAIL, "empty-column", column=column))))
    assert MATCH[match] in text
    assert ("名称相似度 86%" in text) == (match not in (Match.EXACT, Match.NONE))


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        pytest.param({"newest": None, "entries": 0}, "没有条目", id="empty"),
        pytest.param({"newest": None, "entries": 12}, "未读到日期", id="undated"),
        pytest.param(
            {"newest": AS_OF, "limit_days": None}, "最新 2024-09-30（列表行），距审核基准日 0 天", id="no limit"
        ),
        pytest.param(
            {"newest": date(2024, 10, 1)}, "最新 2024-10-01（列表行）；期限", id="dated after as-of has no age"
        ),
    ],
)
def test_freshness_in_words(changes: dict[str, Any], shown: str) -> None:
    assert shown in words(page_of(one(result(1, Status.FAIL, "empty-column", **changes))))


def test_nothing_is_said_of_entries_where_no_column_is() -> None:
    nowhere = ColumnView(url=None, trail=(), match=Match.NONE, similarity=0.0)
    text = words(page_of(one(result(1, Status.FAIL, "missing-column", column=nowhere, entries=0, limit_days=365))))
    assert "未找到" in text
    assert "没有条目" not in text
    assert "更新情况" not in text


def test_a_check_of_a_later_version_is_shown_without_a_name() -> None:
    later = replace(finding("empty-column"), code="not-yet-known", message="将来的问题。")
    text = words(page_of(one(result(1, Status.FAIL, findings=(later,)))))
    assert "其他问题" in text
    assert "将来的问题。" in text
    assert "not-yet-known" not in text


def test_basis_of_the_limit_is_not_said_twice() -> None:
    stale = replace(finding("stale-column"), basis="一年内应有更新；任务分工第 3 行")
    text = words(page_of(one(result(3, Status.FAIL, findings=(stale,), limit_basis="一年内应有更新"))))
    assert text.count("一年内应有更新") == 1


def test_long_task_is_folded_and_whole() -> None:
    text = "推进政务公开，" * 60
    page = page_of(one(result(1, Status.FAIL, "empty-column", text=text)))
    fold = page.xpath("//details[contains(@class, 'long')]")[0]
    assert words(fold.xpath("./summary/span")[0]).strip() == text[:140] + "…"
    assert text in words(fold)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:24]))
def test_hostile_text_everywhere(text: str) -> None:
    given = poison(audit(names=("甲",)), repeat(text))
    for rendered in (render_unit(given, given.units[0]), render_overview(given)):
        rendered.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", rendered)
        page = lxml_html.document_fromstring(rendered)
        assert len(page.xpath("//script")) == 1
        assert len(page.xpath("//style")) == 1
        assert len(page.xpath("//meta")) == 8
        assert not page.xpath("//img | //iframe | //object | //embed | //form | //base | //link")
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")
        for href in page.xpath("//@href"):
            assert re.match(r"https?://|#|[^:/]+\.html\Z", href), href
        assert all(len(part) < 4000 for part in page.xpath("//body//text()[not(parent::script)]"))


def test_only_http_addresses_are_links() -> None:
    entries = tuple(
        Entry(title=f"条目{number}", url=url, date=AS_OF, date_source=DateSource.ROW)
        for number, url in enumerate(
            ("https://a.example/1", "javascript:alert(1)", "ftp://a.example/", "/x.html", None)
        )
    )
    page = page_of(one(result(1, Status.FAIL, "empty-column", samples=entries)))
    linked = page.xpath("//table[@class='entries']//a")
    assert [(a.get("href"), words(a)) for a in linked] == [("https://a.example/1", "条目0")]
    assert all("noopener" in a.get("rel") for a in page.xpath("//a[@target]"))
    assert "条目1" in words(page)


def test_same_audit_same_bytes(tmp_path: Path) -> None:
    first, second = (write_reports(audit(), tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first.values()] == [path.read_bytes() for path in second.values()]


def test_overview_counts_each_result_once_and_ranks_the_worst_first() -> None:
    given = audit()
    page = lxml_html.document_fromstring(render_overview(given))
    judged = [r for r in given.results if r.status in (Status.PASS, Status.WARN, Status.FAIL)]
    passed = sum(r.status is Status.PASS for r in judged)
    assert f"已判定 {len(judged)} 项中合格 {passed} 项" in words(page)
    rows = page.xpath("//table[contains(@class, 'ranking')]/tbody/tr")
    assert [int(words(row[2])) for row in rows] == sorted((int(words(row[2])) for row in rows), reverse=True)
    assert {words(row[1]) for row in rows} == {u.name for u in given.units}


def test_headings_never_skip_a_level() -> None:
    given = audit()
    for rendered in (*(render_unit(given, one_unit) for one_unit in given.units), render_overview(given)):
        levels = [int(h.tag[1]) for h in lxml_html.document_fromstring(rendered).xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_overview_of_two_thousand_units_stays_small() -> None:
    rendered = render_overview(audit(names=[f"第{number}街道办事处" for number in range(2000)]))
    assert rendered.count('<th scope="row"><a') == 2000
    assert len(rendered.encode()) < 1_500_000


def test_worst_columns_gather_the_rows_and_units_that_ask_for_one_path() -> None:
    path = ("政府信息公开", "财政预决算")
    given = (
        result(1, Status.FAIL, "stale-column", path=path),
        result(2, Status.FAIL, "empty-column", path=path),
        result(3, Status.WARN, "due-soon"),
        result(4),
    )
    units = (unit("甲局", given, lead=[0, 2, 3]), unit("乙局", given, named=[1]))
    page = lxml_html.document_fromstring(
        render_overview(Audit(run=run(), sites=(), results=given, units=units, documents={}))
    )
    rows = page.xpath("//section[@id='columns']//tbody/tr")
    assert [[words(cell).strip() for cell in row] for row in rows] == [
        ["×不合格", "政府网站 › 政府信息公开 › 财政预决算", "栏目更新不及时、空白栏目", "2", "0", "甲局、乙局"],
        ["▲预警", "政府网站 › 政府信息公开 › 法定主动公开内容 › 政府采购", "即将超过更新期限", "0", "1", "甲局"],
    ]


def test_overview_lists_what_was_not_checked_and_why() -> None:
    page = lxml_html.document_fromstring(render_overview(audit()))
    text = words(page.get_element_by_id("unverifiable"))
    assert "网站无法访问（1 项）" in text
    assert "访问被拦截（1 项）" in text
    assert len(page.get_element_by_id("manual").xpath(".//tbody/tr")) == 4
    assert "连接超时，两次查看均未响应。" in words(page.get_element_by_id("sites"))


def test_write_reports_returns_every_file_and_links_them(tmp_path: Path) -> None:
    given = audit(names=("区财政局", "甲/乙?#局", "index"))
    written = write_reports(given, tmp_path / "深" / "处")
    assert set(written) == {"", "区财政局", "甲/乙?#局", "index"}
    assert written[""].name == "index.html"
    assert {path.name for path in (tmp_path / "深" / "处").glob("*.*")} == {path.name for path in written.values()}
    page = lxml_html.parse(str(written[""]), lxml_html.HTMLParser(encoding="utf-8"))
    linked = {unquote(href) for href in page.xpath("//table[contains(@class, 'ranking')]//@href")}
    assert linked == {path.name for name, path in written.items() if name}


def test_pages_written_together_are_those_rendered_alone(tmp_path: Path) -> None:
    given = audit()
    assert any(set(one.lead) & {*other.named, *other.shared} for one in given.units for other in given.units)
    written = write_reports(given, tmp_path)
    for one_unit in given.units:
        assert written[one_unit.name].read_text(encoding="utf-8") == render_unit(given, one_unit)


def test_write_reports_of_chosen_units(tmp_path: Path) -> None:
    written = write_reports(audit(), tmp_path, units=["区教育局"])
    assert set(written) == {"", "区教育局"}
    page = lxml_html.document_fromstring(written[""].read_text(encoding="utf-8"))
    assert page.xpath("//table[contains(@class, 'ranking')]//a/bdi/text()") == ["区教育局"]


def test_unknown_unit_is_said_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="区天文局"):
        write_reports(audit(), tmp_path / "x", units=["区天文局"])
    assert not (tmp_path / "x").exists()


def test_pages_of_another_run_go_and_everything_else_stays(tmp_path: Path) -> None:
    old = write_reports(audit(names=("区财政局", "区旧局", "甲/乙"), number="first"), tmp_path)
    kept = tmp_path / "区旧局 八月留存.html"
    kept.write_bytes(old["区旧局"].read_bytes())
    foreign = tmp_path / "说明.html"
    foreign.write_text("<p>不是报告</p>", encoding="utf-8")
    new = write_reports(audit(names=("区财政局", "区新局"), number="second"), tmp_path)
    assert {path.name for path in tmp_path.glob("*.html")} == {
        "index.html",
        "区财政局.html",
        "区新局.html",
        kept.name,
        foreign.name,
    }
    assert "second" in new["区财政局"].read_text(encoding="utf-8")


def test_pages_of_the_same_run_stay_when_one_unit_is_written_again(tmp_path: Path) -> None:
    write_reports(audit(), tmp_path)
    write_reports(audit(), tmp_path, units=["区教育局"])
    assert (tmp_path / "区财政局.html").exists()


def test_a_write_that_fails_leaves_the_old_page_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_reports(audit(number="first"), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ReportError, match="无法写入报告目录"):
        write_reports(audit(number="second"), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before
    assert written[""].exists()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(ReportError, match="无法写入报告目录"):
        write_reports(audit(), tmp_path / "x")


def test_of_a_column_that_a_person_ruled_nothing_is_said_to_fit() -> None:
    base = result(1, Status.FAIL, "stale-column")
    assert base.column is not None
    ruled = replace(base, column=replace(base.column, via=BY_HAND))
    found = item_view(ruled, index=0, as_of=AS_OF).found
    assert found is not None
    assert (found.trail, found.match, found.via) == ((), "人工指定", "")
