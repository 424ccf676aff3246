"""`zwgk.audit/1`: what is written fits the published schema, says the contract's words, and reads back whole."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest
from checker_cases import AS_OF, column, entries, entry, listing, located, question, rule, site

from checker.engine import judge
from checker.question import Gap
from checker.result import Audit, AuditRun, Status, UnitResult
from checker.schema import AuditFormatError, audit_from_json, audit_json, audit_schema
from checker.sites import judge_sites
from crawler.evidence import Look, Match, Outcome, SiteStatus
from rules.model import Correction, Deadline, DeadlineKind, ManualTask

DEADLINE = Deadline(text="2022年底前", kind=DeadlineKind.DATE, due=date(2022, 12, 31))


def audit() -> Audit:
    """One result of every kind."""
    seen = {
        "r1": column(),
        "old": column(
            key="old",
            listing=listing(*entries(400, None), entry(date(2022, 11, 9), future=True, inferred=True, pinned=True)),
        ),
        "gone": column(Outcome.ABSENT, key="gone", looked=(Look(place="首页", url="https://www.example.gov.cn/"),)),
        "label": column(key="label", listing=None, located=located(Match.RENAMED, url=None, similarity=0.75)),
    }
    where = {"政府网站": site(SiteStatus.REACHABLE, columns=seen)}
    questions = [
        question(rule(deadlines=(DEADLINE,), corrections=(Correction(original="日录", corrected="目录"),), item=2)),
        *(
            question(rule(id=key, row=row, lead_units=("区财政局",)))
            for row, key in enumerate(("old", "gone", "label"), 4)
        ),
        question(rule(id="elsewhere", row=8, site="部门网页"), unit="区民政局", gap=Gap.UNIT_WITHOUT_PAGE),
        question(rule(id="skipped", row=9, skip="不适用")),
    ]
    questions[1:4] = [
        type(one)(rule=one.rule, document=one.document, site="政府网站", key=one.rule.id) for one in questions[1:4]
    ]
    tasks = [ManualTask(id="m1", document="云山区任务分工", row=20, section="", text="做事", deadlines=(DEADLINE,))]
    results = judge(questions, tasks, where, as_of=AS_OF)
    unit = UnitResult(
        name="区财政局",
        groups=("区政府各部门",),
        lead=(1, 2),
        named=(3,),
        shared=(0,),
        counts=dict.fromkeys(Status, 1),
        coverage=0.5,
        score=33.3,
    )
    return Audit(
        run=AuditRun(
            id="20221101-1",
            as_of=AS_OF,
            started=datetime(2022, 11, 1, 18, 0, tzinfo=UTC),
            finished=datetime(2022, 11, 1, 18, 5, tzinfo=UTC),
            place="示范市云山区",
        ),
        sites=judge_sites(where, as_of=AS_OF),
        results=results,
        units=(unit,),
        documents={"云山区任务分工": 20},
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(audit_schema())


def test_what_is_written_fits_the_schema_and_names_nothing_unpublished() -> None:
    value = json.loads(json.dumps(audit_json(audit()), ensure_ascii=False))
    jsonschema.Draft202012Validator(_closed(audit_schema())).validate(value)


def test_every_kind_is_in_the_sample() -> None:
    kinds = {result["status"] for result in audit_json(audit())["results"]}
    assert kinds == {"pass", "fail", "warn", "unverifiable", "manual", "not_applicable"}


def test_reading_back_loses_nothing() -> None:
    first = audit()
    assert audit_from_json(json.loads(json.dumps(audit_json(first)))) == first


def test_the_words_of_the_contract() -> None:
    value = audit_json(audit())
    assert value["schema"] == "zwgk.audit/1"
    assert value["run"]["as_of"] == "2022-11-01"
    by_rule = {result["rule"]: result for result in value["results"]}
    old, gone, label, manual = (by_rule[key] for key in ("old", "gone", "label", "m1"))
    assert (old["status"], old["findings"][0]["code"]) == ("fail", "stale-column")
    assert (old["newest"], old["newest_source"], old["entries"], old["limit_days"]) == ("2021-09-27", "row", 3, 365)
    assert (gone["column"]["match"], gone["column"]["url"], gone["newest"]) == ("none", None, None)
    assert (label["column"]["url"], label["column"]["match"], label["column"]["similarity"]) == (None, "renamed", 0.75)
    assert (manual["path"], manual["site"], manual["status"]) == ([], None, "manual")
    assert by_rule["elsewhere"]["unit"] == "区民政局"
    assert value["units"][0]["results"] == ["old", "gone", "label"]
    assert value["units"][0]["counts"]["not_applicable"] == 1
    evidence = old["findings"][0]["evidence"][0]
    assert set(evidence) == {"url", "fetched_at", "sha256", "quote"}


BAD: list[Any] = [
    pytest.param({}, id="nothing"),
    pytest.param([], id="a list"),
    pytest.param({"schema": "zwgk.audit/2"}, id="another version"),
    pytest.param({"schema": "zwgk.audit/1"}, id="no content"),
    pytest.param({"schema": "zwgk.audit/1", "run": 5, "sites": [], "results": [], "units": []}, id="wrong kind"),
]


@pytest.mark.parametrize("value", BAD)
def test_anything_else_is_one_clear_error(value: Any) -> None:
    with pytest.raises(AuditFormatError):
        audit_from_json(value)


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every object closed: a field that is written must be published."""
    schema = copy.deepcopy(schema)

    def close(node: Any) -> None:
        if isinstance(node, dict):
            if "properties" in node:
                node.setdefault("additionalProperties", False)
            for child in node.values():
                close(child)
        elif isinstance(node, list):
            for child in node:
                close(child)

    close(schema)
    return schema
