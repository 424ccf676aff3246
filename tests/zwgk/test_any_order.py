"""Results, figures and ledger are the same in whatever order rules, packs, units and sites stand and answer."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from zwgk_cases import CONFIG, DOCUMENT, NOW, TODAY, Answer, StubCrawl, absent, found

from checker.ledger import FindingKey, LedgerEntry
from checker.schema import audit_json
from crawler.evidence import ColumnEvidence, Outcome, SiteEvidence, SitePlan, Target
from rules.derive import derive
from rules.pack import merge_and_write
from rules.tasks import read_tasks
from zwgk.audit import Surroundings, rules_digest, run_audit
from zwgk.config import Config, load_config
from zwgk.packs import read_packs
from zwgk.plan import Selection, ask
from zwgk.sites import SiteDirectory
from zwgk.store import Store
from zwgk.units import registry

SECOND = """\
云山区2026年政务公开补充任务分工

\t序号
\t工作任务
\t牵头单位
\t责任单位

\t1
\t公开重大项目（公开路径：政府网站>专题专栏>重大项目；税务局网站>公告>通知）。
\t区财政局
\t区教委

\t2
\t公开人员编制（公开路径：部门网页>政府信息公开>机构职能）。
\t区政府办公室
\t各乡镇街道
"""


def _old(target: Target) -> ColumnEvidence:
    return found(target, TODAY - timedelta(days=900))


def _unreachable(target: Target) -> ColumnEvidence:
    return ColumnEvidence(key=target.key, outcome=Outcome.UNREACHABLE, reason="连接超时", looks=2)


ANSWERS: tuple[Answer, ...] = (found, absent, _old, _unreachable)
COLUMNS = ("减税降费", "预算", "决算", "公告", "规划计划", "重大项目", "通知", "机构职能")


@dataclass(kw_only=True)
class AnyTurn(StubCrawl):
    """Sites and columns come back in another order than they were asked in."""

    order: random.Random

    def __call__(self, plans: Sequence[SitePlan], *, on_site: Callable[[SiteEvidence], None], **words: Any) -> None:
        gathered: list[SiteEvidence] = []
        super().__call__(plans, on_site=gathered.append, **words)
        self.order.shuffle(gathered)
        for site in gathered:
            columns = list(site.columns.items())
            self.order.shuffle(columns)
            on_site(replace(site, columns=dict(columns)))


@cache
def _packs() -> tuple[Any, ...]:
    with tempfile.TemporaryDirectory() as name:
        values = []
        for number, text in enumerate((DOCUMENT, SECOND)):
            file, pack = Path(name) / f"{number}.txt", Path(name) / f"{number}.yaml"
            file.write_text(text, encoding="utf-8")
            merge_and_write(derive(read_tasks(file)), pack)
            values.append(yaml.safe_load(pack.read_text(encoding="utf-8")))
        return tuple(values)


def _write(folder: Path, order: random.Random | None) -> Config:
    """The same district, its lists in this order; as printed for None."""
    config = yaml.safe_load(CONFIG)
    config["rules"] = ["0.yaml", "1.yaml"]
    packs = [dict(pack) for pack in _packs()]
    if order is not None:
        config["sites"] = dict(order.sample(list(config["sites"].items()), len(config["sites"])))
        for key in ("units", "rules"):
            config[key] = order.sample(config[key], len(config[key]))
        for pack in packs:
            for key in ("rules", "manual"):
                pack[key] = order.sample(pack.get(key) or [], len(pack.get(key) or []))
    for number, pack in enumerate(packs):
        (folder / f"{number}.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    (folder / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_config(folder / "config.yaml")


def _told(
    nights: Sequence[Sequence[int]], order: random.Random | None
) -> tuple[list[dict[str, Any]], dict[FindingKey, LedgerEntry]]:
    """What every night's audit says, keyed by names, and the ledger after the last one."""
    said = []
    with tempfile.TemporaryDirectory() as name:
        config = _write(Path(name), order)
        packs = read_packs(config, ())
        units = registry(config, packs)
        asked = ask(packs, SiteDirectory(sites=config.sites, place=config.place), units, place=config.place)
        with closing(Store.open(config.database, config.data)) as store:
            for day, night in enumerate(nights):
                answers = {column: ANSWERS[number] for column, number in zip(COLUMNS, night, strict=True)}
                crawl = AnyTurn(answers=answers, order=order) if order is not None else StubCrawl(answers=answers)
                outcome = run_audit(
                    config,
                    asked,
                    units,
                    as_of=TODAY + timedelta(days=day),
                    rules_digest=rules_digest(packs),
                    selection=Selection(),
                    whole=True,
                    around=Surroundings(store=store, now=_clock(day), crawl=crawl, watch=lambda _: lambda _: None),
                )
                said.append(_by_name(audit_json(outcome.audit)))
            ledger = {key: replace(entry, turned="") for key, entry in store.following.ledger().items()}
    return said, ledger


def _clock(day: int) -> Callable[[], datetime]:
    """A second goes by from one look at it to the next."""
    ticks = count()
    return lambda: NOW + timedelta(days=day, seconds=next(ticks))


def _by_name(audit: dict[str, Any]) -> dict[str, Any]:
    """Lists as mappings, indices as names: what is left is the same in every order."""
    results = audit["results"]
    names = [(one["rule"], one["unit"]) for one in results]
    units = {unit["name"]: dict(unit) for unit in audit["units"]}
    for unit in units.values():
        unit["results"] = sorted(unit["results"])
        for role in ("lead", "named", "shared"):
            unit[role] = sorted(str(names[index]) for index in unit[role])
    return {
        "results": dict(zip(names, results, strict=True)),
        "units": units,
        "sites": {site["name"]: site for site in audit["sites"]},
        "documents": audit["documents"],
    }


_NIGHT = st.lists(st.integers(0, len(ANSWERS) - 1), min_size=len(COLUMNS), max_size=len(COLUMNS))


@settings(
    max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)  # shrinking runs for minutes
@given(st.lists(_NIGHT, min_size=2, max_size=2), st.integers(0, 2**32))
def test_order_changes_nothing(nights: list[list[int]], seed: int) -> None:
    said, ledger = _told(nights, None)
    again, kept = _told(nights, random.Random(seed))
    assert again == said
    assert kept == ledger
