"""Every labelled column page of the two saved sites: rows, newest date, pages and shape."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.evidence import Listing, Shape
from crawler.readers.document import parse_document
from crawler.readers.listing import newest_of, read_listing

SHARED = Path(__file__).parents[4] / "shared"
AS_OF = date(2021, 7, 1)

pytestmark = pytest.mark.skipif(not (SHARED / "labels").is_dir(), reason="the saved sites of ../shared are not here")


def labelled() -> list[tuple[str, dict[str, Any]]]:
    columns = []
    for site in sorted((SHARED / "labels").glob("*.json")):
        known = json.loads(site.read_text(encoding="utf-8"))["columns"]
        columns += [(f"{site.stem}/{column['file']}", column) for column in known if column.get("file")]
    return columns


@pytest.fixture(scope="module", params=[(), "named"], ids=["names unknown", "names known"])
def readings(request: pytest.FixtureRequest) -> list[tuple[str, dict[str, Any], Listing]]:
    found = []
    for file, column in labelled():
        document = parse_document((SHARED / "pages" / file).read_bytes(), f"http://saved.example/{file}")
        names = (column["path"][-1],) if request.param else ()
        found.append((file, column, read_listing(document, as_of=AS_OF, names=names)))
    return found


def rate(wrong: list[Any], among: int) -> float:
    return 1 - len(wrong) / among


def test_newest_dates(readings: list[tuple[str, dict[str, Any], Listing]]) -> None:
    # Overview pages are judged by their sub-columns; where the label gives no day, theirs is not at stake.
    judged = [r for r in readings if r[1]["kind"] != "section" or r[1]["newest"]]
    newest = [(file, column["newest"], newest_of(listing)) for file, column, listing in judged]
    wrong = [row for row in newest if row[1] != (str(row[2][0]) if row[2] else None)]
    assert rate(wrong, len(judged)) >= 0.98, wrong


def test_rows(readings: list[tuple[str, dict[str, Any], Listing]]) -> None:
    lists = [r for r in readings if r[1]["kind"] == "list"]
    wrong = [
        (f, c["rows_first_page"], len(r.entries)) for f, c, r in lists if abs(c["rows_first_page"] - len(r.entries)) > 1
    ]
    assert rate(wrong, len(lists)) >= 0.9, wrong


def test_shapes(readings: list[tuple[str, dict[str, Any], Listing]]) -> None:
    wrong = []
    for file, column, listing in readings:
        if (
            (listing.shape is Shape.EMPTY_LIST) != bool(column["empty"])
            or (column["kind"] == "list" and not column["empty"] and listing.shape not in (Shape.LIST, Shape.SECTION))
            or (column["kind"] == "article" and listing.shape is not Shape.SINGLE)
        ):
            wrong.append((file, listing.shape))
    assert wrong == []


def test_pages(readings: list[tuple[str, dict[str, Any], Listing]]) -> None:
    wrong = [(f, c["pages"], r.pages) for f, c, r in readings if c["pages"] and (r.pages or 1) != c["pages"]]
    assert rate(wrong, len(readings)) >= 0.95, wrong
    totals = [
        (f, c["total_items_per_pager"], r.total) for f, c, r in readings if c.get("total_items_per_pager") is not None
    ]
    assert [row for row in totals if row[1] != row[2]] == []


@pytest.mark.parametrize(
    ("file", "shape"),
    [
        pytest.param("misc/gansu-list.html", Shape.SHELL, id="list in a comment"),
        pytest.param("misc/jiangxi-list.html", Shape.SHELL, id="handlebars template"),
        pytest.param("misc/jilin-list.html", Shape.SHELL, id="filled by ajax"),
        pytest.param("misc/shanxi-article.html", Shape.SINGLE, id="article of several pages"),
    ],
)
def test_pages_without_rows(file: str, shape: Shape) -> None:
    document = parse_document((SHARED / "pages" / file).read_bytes(), "http://saved.example/col/index.html")
    assert read_listing(document, as_of=AS_OF).shape is shape
