"""The whole search over two saved government sites, against what a person says of them (../shared)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from crawler.evidence import ColumnEvidence, Outcome, Page, Shape, SitePlan, Target
from crawler.navigate import search_site

SHARED = Path(__file__).resolve().parents[3] / "shared"
BASE = "https://saved.example/"
AS_OF = date(2021, 7, 1)

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


class SavedSite:
    """Answers from a folder, as a web server with index.html would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.requests = 0
        self.pages = 0

    async def __call__(
        self, url: str, *, again: bool = False, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        self.requests += 1
        file = self._folder / unquote(urlsplit(url).path).lstrip("/")
        if file.is_dir():
            file /= "index.html"
        body = file.read_bytes() if file.is_file() else b"<html><body>not found</body></html>"
        return Page(
            requested=url,
            url=url.partition("#")[0],
            status=200 if file.is_file() else 404,
            body=body,
            content_type="text/html",
            fetched_at=datetime(2021, 7, 1, tzinfo=UTC),
            sha256=hashlib.sha256(body).hexdigest(),
        )


def _cases(truth: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, group in (("column", "columns"), ("near", "near"), ("absent", "absent")):
        for case in truth[group]:
            if not case.get("doubt") and (kind != "column" or case.get("reachable")):
                yield kind, case


def _file(found: ColumnEvidence) -> str | None:
    if found.located is None or found.located.url is None:
        return None
    path = unquote(urlsplit(found.located.url).path).lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


@pytest.mark.parametrize("name", ["scest", "atxlyj"])
def test_saved_site(name: str) -> None:
    truth = json.loads((SHARED / "labels" / f"{name}.json").read_text(encoding="utf-8"))
    cases = list(_cases(truth))
    targets = tuple(Target(key=str(n), path=tuple(case["path"])) for n, (_, case) in enumerate(cases))
    plan = SitePlan(name=name, url=BASE, targets=targets)
    site = SavedSite(SHARED / "pages" / name)
    evidence = asyncio.run(search_site(plan, site, as_of=AS_OF))
    score: Counter[str] = Counter()
    for number, (kind, case) in enumerate(cases):
        found = evidence.columns[str(number)]
        right = {case.get("file"), case.get("is"), *(case.get("accept_files") or ()), *(case.get("also_ok") or ())}
        score[kind] += 1
        score[f"{kind} right"] += _file(found) in right - {None} if kind != "absent" else _file(found) is None
        score["false missing"] += kind != "absent" and found.outcome is Outcome.ABSENT
        if kind == "column" and case.get("newest"):
            score["dated"] += 1
            score["date right"] += str(found.newest) == case["newest"]
        if kind == "column" and not case.get("empty"):
            score["false empty"] += found.listing is not None and found.listing.shape is Shape.EMPTY_LIST
    assert score["column right"] >= 0.95 * score["column"]
    assert score["date right"] >= 0.95 * score["dated"]
    assert score["near right"] >= 0.9 * score["near"]
    assert score["absent right"] == score["absent"]
    assert score["false missing"] == 0
    assert score["false empty"] == 0
    assert site.requests <= 2 * (len(cases) + 1)
