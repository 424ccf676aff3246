"""The 台账 as xlsx, csv and JSON: what is in it, hostile texts, the same bytes every time, the size of a fleet."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

import pytest
from district import AS_OF, audit, result, results, unit
from hostile import TEXTS, poison
from jsonschema import Draft202012Validator
from lxml import etree
from openpyxl import Workbook, load_workbook

from checker.followed import Followed
from checker.ledger import LedgerState, advance
from checker.result import Audit, Status
from checker.schema import audit_from_json, audit_json, audit_schema
from reports.fastsheet import MOST_LINKS
from reports.formats import format_names, keep, load_format
from reports.formats.csv import csv_bytes
from reports.formats.xlsx import workbook_bytes
from reports.naming import ReportError
from reports.register import STATE_ORDER, register
from reports.sheet import Column, Sheet, is_active
from reports.sheets import sheets

SHEETS = ["问题台账", "按单位", "单位问题", "按网站", "人工任务", "无法核验", "豁免与裁定", "全部结果", "说明"]
EARLIER = date(2024, 8, 1)


def midnight(year: int, month: int, day: int) -> datetime:
    """As openpyxl gives a day."""
    return datetime.combine(date(year, month, day), clock_time())


def followed(given: Audit, run: str | None = None) -> Followed:
    """Every finding of the audit was there two months ago already."""
    before = advance({}, given.results, given.sites, run="old", as_of=EARLIER, complete=True)
    name = run or given.run.id
    now = advance(before, given.results, given.sites, run=name, as_of=AS_OF, complete=True)
    return Followed(run=name, entries=before | now)


def opened(given: Audit, known: Followed | None = None, units: list[str] | None = None) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(given, sheets(given, known, units))))


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    heads = [cell.value for cell in book[sheet][1]]
    return [row[heads.index(title)] for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def single(*values: object) -> Sheet:
    """A sheet of one column."""
    return Sheet(name="表", columns=(Column(title="头", width=20, value=lambda row: row),), rows=lambda: values)


def cells(*values: object) -> list[object]:
    page = load_workbook(io.BytesIO(workbook_bytes(audit(), [single(*values)])))["表"]
    return [row[0].value for row in page.iter_rows(min_row=2)]


def test_every_format_is_found_by_its_file() -> None:
    assert {"html", "xlsx", "csv", "json"} <= set(format_names())
    assert [load_format(name).name for name in format_names()] == list(format_names())
    with pytest.raises(KeyError):
        load_format("pdf")


def test_every_finding_stands_in_the_register_once() -> None:
    given = audit()
    book = opened(given, followed(given))
    assert book.sheetnames == SHEETS
    found = [
        (one.rule, finding.code)
        for one in given.results
        for finding in one.findings
        if finding.status in (Status.FAIL, Status.WARN, Status.WAIVED)
    ]
    written = zip(column(book, "问题台账", "规则编号"), column(book, "问题台账", "问题代码"), strict=True)
    assert sorted(written) == sorted(found)
    assert set(column(book, "问题台账", "状态")) == {"未整改"}
    assert set(column(book, "问题台账", "发现日期")) == {midnight(2024, 8, 1)}
    assert set(column(book, "问题台账", "查到轮数")) == {2}


def test_sheets_can_be_filtered_and_keep_their_heads() -> None:
    for page in opened(audit()):
        assert page.freeze_panes is not None
        assert page.freeze_panes.endswith("2")
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert all(cell.value for cell in page[1])
        assert len({cell.value for cell in page[1]}) == page.max_column


def test_counts_agree_with_the_audit() -> None:
    given = audit()
    book = opened(given)
    assert len(column(book, "全部结果", "规则编号")) == len(given.results)
    assert len(column(book, "人工任务", "规则编号")) == sum(one.status is Status.MANUAL for one in given.results)
    doubtful = sum(one.status is Status.UNVERIFIABLE for one in given.results)
    assert len(column(book, "无法核验", "规则编号")) == doubtful > 0
    assert set(column(book, "按单位", "单位")) == {one.name for one in given.units}
    assert column(book, "按网站", "网站") == [one.name for one in given.sites]


def test_what_a_run_could_not_tell_or_found_rectified() -> None:
    """A column that was stale: seen again, rectified, out of reach, or no longer asked for."""
    stale = [result(number, Status.FAIL, "stale-column") for number in range(1, 5)]
    before = advance({}, stale, (), run="old", as_of=EARLIER, complete=True)
    blind = replace(result(3, Status.UNVERIFIABLE, "site-unreachable"))
    now = (stale[0], result(2), blind)
    changed = advance(before, now, (), run="new", as_of=AS_OF, complete=True)
    given = replace(audit(), results=now, units=(unit("区财政局", now, lead=[0, 1], shared=[2]),), sites=())
    known = Followed(run="new", entries=before | changed)
    told = [(line.state, line.note) for line in register(given, known)]
    assert told == [("未整改", ""), ("未能复查", "上次状态：新发现"), ("已整改", ""), ("已撤销", "")]
    assert [line.state for line in register(given, known, whole=False)] == ["未整改", "未能复查", "已整改"]
    book = opened(given, known)
    assert column(book, "问题台账", "整改日期") == [None, None, *[midnight(2024, 9, 30)] * 2]
    assert column(book, "单位问题", "角色") == ["牵头", "集体", "牵头"]


def test_every_state_has_its_place() -> None:
    assert len(set(STATE_ORDER)) == len(LedgerState) + 2


def test_a_units_file_holds_its_own_only() -> None:
    given = audit()
    name = given.units[1].name
    one = given.units[1]
    rules = {given.results[index].rule for index in (*one.lead, *one.named, *one.shared)}
    assert rules < {one.rule for one in given.results}
    book = opened(given, followed(given), [name])
    assert set(column(book, "全部结果", "规则编号")) == rules
    assert set(column(book, "问题台账", "规则编号")) <= rules
    assert column(book, "按单位", "单位") == [name]
    assert set(column(book, "单位问题", "单位")) == {name}


def test_a_unit_that_is_not_there() -> None:
    with pytest.raises(ReportError, match="没有单位“区气象局”"):
        sheets(audit(), None, ["区气象局"])


def test_a_units_own_page_names_that_unit_alone_and_nobody_released() -> None:
    given = (
        result(1, Status.FAIL, "empty-column", unit="区财政局"),
        result(2, Status.FAIL, "stale-column", responsible_units=("区财政局", "区教育局"), released=("区财政局",)),
    )
    book = opened(replace(audit(), results=given, units=(unit("区财政局", given, named=[0]),)))
    assert column(book, "问题台账", "牵头单位") == [None, "区政务服务局"]
    assert column(book, "问题台账", "责任单位") == ["区财政局", "区教育局"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hostile_texts_stay_texts(text: str) -> None:
    """Whatever stands in every string of an audit: valid XML, no formula, no control character, no foreign link."""
    given = poison(audit(), itertools.repeat(text))
    names = [f"{text}{number}" for number in range(len(given.units))]
    given = replace(given, units=tuple(replace(one, name=name) for one, name in zip(given.units, names, strict=True)))
    content = workbook_bytes(given, sheets(given, followed(given), None))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            tree = etree.fromstring(archive.read(name))
            assert not tree.findall(".//{*}f"), name
            for link in tree.findall(".//{*}Relationship[@TargetMode='External']"):
                assert re.match(r"https?://[^@\"'<>]+\Z", str(link.get("Target")))
    for page in load_workbook(io.BytesIO(content)):
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
                    assert not re.search(
                        "[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", cell.value
                    )
                    assert cell.quotePrefix or not re.match(r"[=+\-@]", cell.value) or cell.row == 1
    for sheet in sheets(given, followed(given), None):
        for words in csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"))):
            assert not [word for word in words if re.match(r"[=+\-@\t\r\n]", word)]
    assert json.loads(load_format("json").json_bytes(given))["schema"] == "zwgk.audit/1"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("=1+1", "=1+1", id="a formula"),
        pytest.param("  =1+1", "=1+1", id="behind blanks"),
        pytest.param("\t=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", id="behind a tab"),
        pytest.param("<r><t>a</t></r>", "<r><t>a</t></r> ", id="the library's own markup"),
        pytest.param("</t></si><si><t>", "</t></si><si><t>", id="breaks out of the strings"),
        pytest.param("一\x07二\u202e三", "一 二三", id="control and bidi characters"),
        pytest.param("𠮷" * 20_000, "𠮷" * 16_000 + "…（共20000字）", id="two units each"),
        pytest.param("2024-3", "2024-3", id="no day"),
        pytest.param("0012", "0012", id="no figure"),
    ],
)
def test_texts_as_they_are_written(text: str, written: str) -> None:
    assert cells(text) == [written]


@pytest.mark.parametrize("mark", list("=+-@＝＋－＠\t\r\n|%"))
def test_marks_of_formulas(mark: str) -> None:
    assert is_active(f"{mark}cmd")
    assert not is_active(f"甲{mark}")


def test_days_figures_and_days_excel_does_not_know() -> None:
    written = cells(date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31), 12, 0.5, 0, "", 1)
    assert written == ["1900-02-28", midnight(1900, 3, 1), midnight(9999, 12, 31), 12, 0.5, 0, None, 1]


def test_links_stop_before_excel_repairs_the_file() -> None:
    from reports.cleaning import link

    address = link("https://www.example.gov.cn/a?b=1&c=2#d")
    content = workbook_bytes(audit(), [single(*[address] * (MOST_LINKS + 5))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert len(page.findall(".//{*}hyperlink")) == MOST_LINKS
    assert len(page.findall(".//{*}row")) == MOST_LINKS + 6


@pytest.mark.parametrize("name", ["xlsx", "csv", "json", "html"])
def test_the_same_results_give_the_same_bytes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = audit()
    written = []
    for zone in ("UTC", "Asia/Shanghai"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        old = os.umask(0o077 if zone == "UTC" else 0o022)
        try:
            files = load_format(name).write(given, followed(given), folder, None)
        finally:
            os.umask(old)
        written.append({key: path.read_bytes() for key, path in files.items()})
        time.sleep(2.1 if zone == "UTC" and name == "xlsx" else 0)  # archives count in steps of two seconds
    monkeypatch.undo()
    time.tzset()
    assert written[0] == written[1]


def test_csv_says_what_the_workbook_says(tmp_path: Path) -> None:
    given = audit()
    known = followed(given)
    files = load_format("csv").write(given, known, tmp_path, None)
    assert [path.name for path in files.values()] == ["问题台账.csv", "全部结果.csv"]
    assert files[""].read_bytes().startswith(b"\xef\xbb\xbf")
    book = opened(given, known)
    for path in files.values():
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        page = book[path.stem]
        assert rows == [[_word(value) for value in row] for row in page.iter_rows(values_only=True)]


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def test_json_is_the_audit(tmp_path: Path) -> None:
    given = audit()
    (file,) = load_format("json").write(given, followed(given), tmp_path, None).values()
    value = json.loads(file.read_bytes())
    Draft202012Validator(audit_schema()).validate(value)
    assert value == json.loads(json.dumps(audit_json(given)))
    (file,) = load_format("json").write(given, None, tmp_path, [given.units[1].name]).values()
    value = json.loads(file.read_bytes())
    Draft202012Validator(audit_schema()).validate(value)
    small = audit_from_json(value)
    assert [one.name for one in small.units] == [given.units[1].name]
    for mine, whole in zip(("lead", "named", "shared"), ("lead", "named", "shared"), strict=True):
        assert [small.results[index].rule for index in getattr(small.units[0], mine)] == [
            given.results[index].rule for index in getattr(given.units[1], whole)
        ]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ReportError, match="写不了"):
        keep(tmp_path / "a.csv", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_the_workbook_of_many_results_is_written_in_seconds() -> None:
    base = results()
    given = tuple(replace(base[number % len(base)], rule=f"r-{number}", row=number) for number in range(5_000))
    units = tuple(
        unit(
            f"单位{number}",
            given,
            lead=range(number, 5_000, 200),
            named=range((number + 1) % 200, 5_000, 200),
            shared=range((number + 2) % 200, 5_000, 200),
        )
        for number in range(200)
    )
    large = replace(audit(), results=given, units=units)
    known = followed(large)
    start = time.process_time()
    content = workbook_bytes(large, sheets(large, known, None))
    assert time.process_time() - start < 10, "it takes 2; what grows with the square of the results takes 30"
    assert len(content) < 5_000_000
