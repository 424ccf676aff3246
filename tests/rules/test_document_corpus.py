"""Every habit of task-division documents has a document of our own under corpus/, and beside it what it says.

`NAME.json` is what `zwgk tasks --json` prints, without the source's digest, or `{"error": …}` with words the message
must hold. After a wanted change run this file as a script and read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rules.model import RuleParseError
from rules.schema import tasks_json
from rules.tasks import read_tasks

CORPUS = Path(__file__).parent / "corpus"
DOCUMENTS = sorted(path for path in CORPUS.iterdir() if path.suffix != ".json")


def said(path: Path) -> dict[str, Any]:
    """What the document says, as JSON values; or the message about it."""
    try:
        document = read_tasks(path)
    except RuleParseError as error:
        return {"error": str(error)}
    values = tasks_json(document)
    del values["source"]["sha256"]
    del values["schema"]
    requirements = {
        task.row: [f"{one.kind.value}: {'、'.join(one.names)}（{one.quote}）" for one in task.requirements]
        for task in document.rows
        if task.requirements
    }
    for row in values["rows"]:
        for key in [key for key, value in row.items() if value in ("", [], False) and key != "row"]:
            del row[key]
        if row["row"] in requirements:
            row["requirements"] = requirements[row["row"]]
    return values


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_document_says_what_stands_beside_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert said(path) == expected


def test_every_expectation_has_its_document() -> None:
    assert {path.stem for path in CORPUS.glob("*.json")} == {path.stem for path in DOCUMENTS}
    assert len(DOCUMENTS) >= 50


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.with_suffix(".json").write_text(
            json.dumps(said(document), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
