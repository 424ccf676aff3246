"""The golden cases of named documents: missing, late, due soon, and not due yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checker_cases import column, entry, listing
from named_documents import GUIDE, YEAR, asked

if TYPE_CHECKING:
    from golden_content import Content


def add_documents(found: Content) -> None:
    """One column for each thing that is said of a named document."""
    rows = (entry(date(2022, 10, 28), "云山区2022年度收费目录"), entry(date(2022, 3, 2), "税费政策问答"))
    seen = column(listing=listing(*rows), whole=True, title_looks=2)
    report = asked("政府信息公开工作年度报告", due=date(2022, 3, 31))
    cases = {
        "税费政策": (asked(GUIDE, due=date(2022, 9, 30)), report),
        "收费公示": (asked("2022年度收费目录", due=date(2022, 9, 30)),),
        "决策目录": (asked("重大行政决策事项目录", due=date(2022, 11, 10)), asked("2022年度行政执法目录")),
    }
    for name, requirements in cases.items():
        found.add(name, seen, question={"year": YEAR}, requirements=requirements)
