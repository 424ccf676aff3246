"""Who asks for a part of the rules wants to see it now: nothing that an earlier run read is taken over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from demo.portal import Portal
from zwgk.check_command import CheckRequest
from zwgk.cli import main
from zwgk.config import load_config
from zwgk.demo_command import audit_night
from zwgk.options import Session

AS_OF = date(2026, 3, 31)
SITE = "政府网站"


def test_a_limited_check_reads_everything_anew(tmp_path: Path) -> None:
    requests: list[int] = []
    missing: list[set[str]] = []
    with Portal(AS_OF) as portal:
        config = str(portal.write_config(tmp_path))
        document = str(portal.write_document(tmp_path))
        main(["derive", document, "-o", str(tmp_path / "pack.yaml"), "--config", config])
        for chosen in ((), (), (SITE,)):
            out = tmp_path / "out.json"
            request = CheckRequest(as_of=AS_OF, json_to=str(out), sites=chosen)
            audit_night(Session(), portal, load_config(Path(config)), request)
            audit = json.loads(out.read_text(encoding="utf-8"))
            requests += [site["requests"] for site in audit["sites"] if site["name"] == SITE]
            found = [one for one in audit["results"] if any(f["code"] == "missing-column" for f in one["findings"])]
            missing.append({one["rule"] for one in found if one["site"] == SITE})
    first, second, limited = requests
    assert second < first
    assert limited > second
    assert missing[0] == missing[1] == missing[2] != set()
