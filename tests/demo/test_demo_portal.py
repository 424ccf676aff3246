"""The portal alone: it is deterministic, whole, and says what its truth says."""

from __future__ import annotations

import http.client
import posixpath
import re
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from checker.engine import load_checks
from checker.sites import load_site_checks
from crawler.inspected import ExposureKind
from crawler.readers.filetext import attachment_text
from crawler.readers.numbers import numbers_in
from demo import culture, park, trs, ucap
from demo.answer import Answer
from demo.column import PAGE_ROWS, Column, Dates, Kind
from demo.columns import COLUMNS
from demo.district import GOV, HOSTS, PARK, TAX, TRADE, UNITS
from demo.document import HEADER, document, rows
from demo.edition import Edition
from demo.faults import FAULTS, HUGE_BYTES
from demo.nights import NIGHTS
from demo.papers import TYPES, paper
from demo.portal import Portal
from demo.rows import relative, rows_of, shown
from demo.truth import Expected, sites, truth

AS_OF = date(2024, 2, 29)
EDITION = Edition(as_of=AS_OF)
SITES = {
    GOV: trs.build(EDITION),
    TAX: ucap.build(EDITION),
    PARK: park.build(EDITION),
    **{site: culture.build(site, EDITION) for site in HOSTS},
}
TRUTH = truth(AS_OF)
CODES = {one.code for one in load_checks()} | {one.code for one in load_site_checks()}


def name(expected: Expected) -> str:
    return f"{expected.row}.{expected.item or 0} {'>'.join(expected.path)} {expected.unit or ''}".strip()


def text(site: str, path: str) -> str:
    answer = SITES[site][path]
    for charset in ("utf-8", "gb18030"):
        try:
            return answer.body.decode(charset)
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal(AS_OF) as running:
        yield running


def get(url: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts.path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


# the truth and the portal


def test_a_check_without_a_defect_in_the_demo_is_a_defect_of_the_demo() -> None:
    """A new code fails here until the portal shows it, in whichever night."""
    shown: set[str] = set()
    for night in range(1, NIGHTS + 1):
        shown |= {code for e in truth(AS_OF, night) for code in e.codes | e.later}.union(*sites(night).values())
    assert CODES - shown == set()
    assert shown - CODES == set()


def test_the_truth_shows_every_code_and_says_one_thing_of_each_question() -> None:
    assert {code for e in TRUTH for code in e.codes}.union(*sites().values()) == CODES
    assert {e.status for e in TRUTH} == {"pass", "warn", "fail", "unverifiable", "manual"}
    keys = Counter((e.row, e.item, e.path, e.unit) for e in TRUTH)
    assert max(keys.values()) == 1


def test_there_are_enough_columns_rows_and_units_for_a_portal() -> None:
    own = [c for c in COLUMNS if c.unit is None]
    assert len(own) >= 60
    assert len(rows(AS_OF)) >= 25
    assert len([u for u in UNITS if u.page]) >= 6
    assert len({c.path for c in COLUMNS if c.site == GOV}) == len([c for c in COLUMNS if c.site == GOV])


@pytest.mark.parametrize("expected", [e for e in TRUTH if e.column], ids=name)
def test_a_column_in_the_truth_answers_as_the_truth_says(expected: Expected) -> None:
    assert expected.site is not None
    assert expected.column is not None
    column = next(c for c in COLUMNS if c.site == expected.site and c.path == expected.column)
    answer = SITES[expected.site].get(column.path)
    if "broken-column" in expected.codes:
        assert answer is None or "不存在或已删除" in answer.body.decode()
    elif "site-blocked" in expected.codes:
        assert answer is not None
        assert answer.status == 412
    else:
        assert answer is not None
        assert answer.status == 200
        page = text(expected.site, column.path)
        first = rows_of(column, AS_OF)[:PAGE_ROWS]
        assert all(shown(row.title) in page for row in first if column.style != "picture")
        assert ("empty-column" in expected.codes) == (column.kind is Kind.LIST and not first)


@pytest.mark.parametrize("expected", [e for e in TRUTH if e.column and e.newest], ids=name)
def test_the_newest_date_in_the_truth_is_the_newest_row(expected: Expected) -> None:
    column = next(c for c in COLUMNS if c.site == expected.site and c.path == expected.column)
    listed = [column]
    if column.kind is Kind.SECTION:
        listed = [c for c in COLUMNS if c.site == column.site and c.trail[:-1] == column.trail]
    newest = max(row.day for c in listed for row in rows_of(c, AS_OF) if row.day <= AS_OF)
    assert newest == expected.newest
    if column.dates is Dates.ROW:
        assert any(stamp in text(column.site, column.path) for stamp in (newest.isoformat(), f"{newest.month}月"))


@pytest.mark.parametrize("expected", [e for e in TRUTH if "missing-column" in e.codes], ids=name)
def test_a_missing_column_is_nowhere(expected: Expected) -> None:
    below = [c for c in COLUMNS if expected.unit is None or c.unit == expected.unit]
    assert not [c.trail for c in below if expected.path[-1] in c.name]


def test_the_near_sibling_of_a_missing_column_is_there() -> None:
    assert EDITION.find(GOV, "政务公开", "政府信息公开目录", "城市居民最低生活保障").ages


def test_undated_articles_say_no_date_of_their_own() -> None:
    """Clock and footer of the page still do; that is the trap."""
    column = next(c for c in COLUMNS if c.dates is Dates.NONE)
    for row in rows_of(column, AS_OF):
        page = text(column.site, row.path)
        assert set(re.findall(r"\d{4}[年-]\d{1,2}[月-]\d{1,2}", page)) == {"2024年2月29", "2024-02-29"}
        assert not re.search(r"20\d{6}", row.path)


# pages


def links(site: str) -> Iterator[tuple[str, str]]:
    for path, answer in SITES[site].items():
        if "html" not in answer.content_type:
            continue
        page = re.sub(r"<script[^>]*template.*?</script>", "", text(site, path), flags=re.DOTALL)
        for href in re.findall(r'href="([^"]+)"', page) + re.findall(r"URL=([^\"]+)", page):
            target = urljoin(f"http://site{path}", href)
            if urlsplit(target).netloc == "site":
                yield path, urlsplit(target).path


@pytest.mark.parametrize("site", SITES)
def test_no_link_leads_nowhere_but_where_the_truth_says_so(site: str) -> None:
    columns = [c for c in COLUMNS if c.site == site]
    gone = {c.path for c in columns if c.kind is Kind.GONE}
    entries = {row.path for c in columns for row in rows_of(c, AS_OF) if row.piece.gone}
    dead = {target for _, target in links(site) if target not in SITES[site]}
    files = {target for target in dead if target.endswith(".pdf")}
    assert dead - files == gone | entries
    assert len(files) == sum(one.gone for c in columns for _, piece in c.pieces for one in piece.attached)


def test_attached_files_are_what_they_are_called_and_hold_their_lines() -> None:
    for column in COLUMNS:
        for _, piece in column.pieces:
            for one in (one for one in piece.attached if not one.gone and not one.page):
                body = paper(one.name, one.paragraphs)
                assert body == paper(one.name, one.paragraphs)
                text = attachment_text(body, TYPES[posixpath.splitext(one.name)[1]], one.name)
                assert text is not None
                assert all(line in text for line in one.paragraphs)


def test_pdf_files_hold_their_lines() -> None:
    lines = ["统计公报", "地区生产总值\t100.0"]
    assert attachment_text(paper("a.pdf", lines), TYPES[".pdf"], "a.pdf") == "\n".join(lines)


def test_nobody_in_the_demo_can_exist() -> None:
    texts = [
        line
        for column in (*COLUMNS, *Edition(as_of=AS_OF, night=NIGHTS).columns)
        for _, piece in column.pieces
        for line in (*piece.paragraphs, *(line for one in piece.attached for line in one.paragraphs))
    ]
    numbers = {number for text in texts for number in numbers_in(text)}
    assert {number.kind for number in numbers} == set(ExposureKind)
    for number in numbers:
        assert "19000101" in number.digits or "00000000" in number.digits or number.digits.startswith("1990000")


@pytest.mark.parametrize("site", SITES)
def test_every_column_can_be_reached_by_links_or_written_menus(site: str) -> None:
    reached = {target for _, target in links(site)} | {"/"}
    for column in COLUMNS:
        if column.site == site and column.kind is not Kind.LABEL:
            assert column.path in reached or column.trail[:2] == ("政务公开", "政府信息公开目录"), column.trail


def test_further_list_pages_follow_each_platform() -> None:
    assert {"/zwgk/tzgg/index.html", "/zwgk/tzgg/index_1.html"} <= SITES[GOV].keys()
    assert "/zwgk/tzgg/index_2.html" not in SITES[GOV]
    assert 'createPageHTML(2, 1, "index", "html")' in text(GOV, "/zwgk/tzgg/index_1.html")
    assert {"/site/c200304/xxgk_list_2.shtml", "/site/c200304/xxgk_list_3.shtml"} <= SITES[TAX].keys()
    assert "createPageHTML('page_div',3, 2,'xxgk_list','shtml',52)" in text(TAX, "/site/c200304/xxgk_list_2.shtml")


def test_a_page_in_gbk_claims_utf8() -> None:
    body = SITES[GOV]["/zwgk/zfxxgkml/dfzfzw/"].body
    assert b"charset=utf-8" in body
    assert "地方政府债务" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_written_menus_stand_only_in_scripts() -> None:
    page = text(GOV, "/zwgk/zfxxgkml/")
    assert "养老服务" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert '<a href="./ylfw/">' in page


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 1, 1), date(2031, 12, 31)], ids=str)
def test_the_portal_is_the_same_on_any_day(day: date) -> None:
    def shape(pages: dict[str, Answer]) -> int:
        return len(pages)

    edition = Edition(as_of=day)
    assert shape(trs.build(edition)) == len(SITES[GOV])
    assert trs.build(edition) == trs.build(edition)
    moved = {(e.row, e.item, e.path, e.unit): e for e in truth(day)}
    for e in TRUTH:
        other = moved[(e.row, e.item, e.path, e.unit)]
        assert (other.status, other.codes, other.column) == (e.status, e.codes, e.column)
        assert (other.newest is None) == (e.newest is None)
        if e.newest and other.newest:
            assert day - other.newest == AS_OF - e.newest


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        pytest.param("/zwgk/tzgg/", "/zwgk/tzgg/202401/t1.html", "./202401/t1.html", id="below"),
        pytest.param("/zwgk/tzgg/index_1.html", "/zwgk/zcjd/", "../zcjd/", id="beside, from a file"),
        pytest.param("/zwgk/", "/", "../", id="home"),
        pytest.param("/", "/zwgk/", "./zwgk/", id="from home"),
        pytest.param("/zwgk/", "/zwgk/", "./", id="itself"),
    ],
)
def test_links_are_relative_as_trs_writes_them(here: str, there: str, link: str) -> None:
    assert relative(here, there) == link
    assert urljoin(f"http://h{here}", link) == f"http://h{there}"


# the document


def test_the_document_is_a_flattened_table() -> None:
    cells = re.split(r"^\t", document(AS_OF), flags=re.MULTILINE)[1:]
    table = [cells[n : n + len(HEADER)] for n in range(0, len(cells), len(HEADER))]
    assert tuple(cell.strip() for cell in table[0]) == HEADER
    assert len(cells) == len(HEADER) * (1 + len(rows(AS_OF)))
    assert [r[0].strip() for r in table[1:] if r[0].strip()] == [str(n) for n in range(1, 13)]


@pytest.mark.parametrize("expected", [e for e in TRUTH if e.path], ids=name)
def test_what_the_truth_speaks_of_stands_in_that_row(expected: Expected) -> None:
    row = rows(AS_OF)[expected.row - 1].text.replace("\n", "").replace("日录", "目录")
    assert expected.path[-1] in row
    assert all(segment in row for segment in expected.path)
    if expected.item:
        assert f"{expected.item}．" in row


def test_manual_rows_have_no_path() -> None:
    manual = {e.row for e in TRUTH if e.status == "manual"}
    assert manual == {
        n for n, row in enumerate(rows(AS_OF), 1) if "公开路径" not in row.text and "栏目" not in row.text
    }


# the server


def test_pages_are_served_once_and_asked_again_cheaply(portal: Portal) -> None:
    before = portal.requests
    answer, body = get(portal.urls[GOV] + "zwgk/tzgg/")
    assert (answer.status, body) == (200, SITES[GOV]["/zwgk/tzgg/"].body)
    again, nothing = get(portal.urls[GOV] + "zwgk/tzgg/", If_None_Match=answer.headers["ETag"])
    assert (again.status, nothing) == (304, b"")
    assert portal.requests == before + 2
    assert portal.seen(GOV)["/zwgk/tzgg/"] == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("zwgk/tzgg", 301, id="folder without slash"),
        pytest.param("zfxxgk/fdzdgknr/sfxm/", 404, id="broken column"),
        pytest.param("zfxxgk/fdzdgknr/zfcg/", 200, id="soft 404"),
        pytest.param("zwgk/zfxxgkml/zfbz/", 412, id="blocked column"),
        pytest.param("robots.txt", 200, id="robots"),
        pytest.param("fault/loop/", 302, id="loop"),
        pytest.param("fault/metadata/", 302, id="metadata address"),
        pytest.param("fault/503/", 503, id="overload"),
    ],
)
def test_statuses(portal: Portal, path: str, status: int) -> None:
    assert get(portal.urls[GOV] + path)[0].status == status


def test_a_huge_page_is_huge(portal: Portal) -> None:
    parts = urlsplit(portal.urls[GOV])
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall(b"GET /fault/huge/ HTTP/1.1\r\nHost: h\r\n\r\n")
        read = 0
        while part := connection.recv(1 << 20):
            read += len(part)
    assert read > HUGE_BYTES * 0.99


def test_the_trading_site_refuses(portal: Portal) -> None:
    parts = urlsplit(portal.urls[TRADE])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)


def test_no_menu_leads_to_a_fault() -> None:
    assert not {target for site in SITES for _, target in links(site)} & FAULTS.keys()


def test_leaving_closes_even_while_a_page_hangs() -> None:
    with Portal(AS_OF) as portal:
        parts = urlsplit(portal.urls[GOV])
        waiting = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)
        waiting.sendall(b"GET /fault/hang/ HTTP/1.1\r\nHost: h\r\n\r\n")
    with waiting, pytest.raises(OSError):
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)


def test_ages_are_days_before_as_of() -> None:
    column: Column = EDITION.find(GOV, "新闻中心", "部门动态")
    assert rows_of(column, AS_OF)[0].day == AS_OF - timedelta(days=15)
