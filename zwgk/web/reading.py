"""Reads an uploaded document in a process of its own (`rules.confined`): `python -m zwgk.web.reading`.

On standard input one line of JSON with the file's name, then the file; on standard output JSON: the rule pack's text
and figures, or an error in Chinese.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rules.derive import coverage, derive
from rules.documents import SourceDocument, parse
from rules.model import RuleParseError
from rules.pack import merge_and_write
from rules.tasks import understand


def read(given: bytes) -> dict[str, Any]:
    """What the document says, as JSON."""
    head, _, data = given.partition(b"\n")
    name = str(json.loads(head)["name"])
    try:
        source = SourceDocument(file=name, sha256=hashlib.sha256(data).hexdigest(), content=parse(data, name))
        document = understand(source)
        pack = derive(document)
        with tempfile.TemporaryDirectory(prefix="zwgk-draft-") as folder:
            path = Path(folder) / "pack.yaml"
            merge_and_write(pack, path)
            text = path.read_text(encoding="utf-8")
    except RuleParseError as error:
        return {"error": str(error)}
    figures = coverage(document, pack)
    return {
        "pack": text,
        "figures": {
            "rows": figures.rows,
            "rows_with_path": figures.rows_with_path,
            "rules": figures.rules,
            "manual_rows": figures.manual_rows,
            "doubts": figures.doubts,
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read()), ensure_ascii=False))
