"""Task documents the tests write themselves: an invented district, flattened tables cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rules.documents import SourceDocument, parse
from rules.model import TaskDocument
from rules.tasks import understand

SHARED = Path(__file__).resolve().parents[3] / "shared"

TITLE = "云山区2024年政务公开重点工作任务分工表"
BUDGET = "公开本年度财政预算和决算信息，方便群众查阅监督。"
SCHOOLS = "及时公布义务教育招生入学政策，做好解读回应工作。"
BASICS = "开展基层公开示范点建设，提升便民服务质量和水平。"


def flat(rows: Sequence[Sequence[str]], *, front: str = TITLE, tail: str = "", blank_lines: bool = True) -> str:
    """The rows as a flattened table: each cell begins with a TAB on a line of its own."""
    between = "\n\n" if blank_lines else "\n"
    return front + "\n\n" + between.join("\n".join("\t" + cell for cell in row) for row in rows) + tail


def read(text: str | bytes, file: str = "分工表.txt") -> TaskDocument:
    data = text.encode() if isinstance(text, str) else text
    return understand(SourceDocument(file=file, sha256="0" * 64, content=parse(data, file)))


def seed(number: str) -> Path | None:
    return next(iter(sorted((SHARED / "seeds").glob(f"{number}_*.txt"))), None)
