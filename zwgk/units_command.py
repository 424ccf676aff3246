"""`zwgk units`: the units and groups documents name, which of them the configuration knows, which it lacks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import click

from rules.model import RulePack, TaskDocument
from rules.units import ExpansionKind, UnitRegistry
from zwgk.config import Config
from zwgk.packs import pack_files, read_document_or_pack
from zwgk.terminal import say, shorten, table
from zwgk.units import registry

SCHEMA: Final = "zwgk.units/1"
_MOST_NEAR: Final = 3
_KIND: Final = {
    ExpansionKind.UNIT: "单位",
    ExpansionKind.GROUP: "单位组",
    ExpansionKind.UNASSIGNED: "未指明",
    ExpansionKind.UNKNOWN: "配置中没有",
}


@dataclass(kw_only=True)
class NamedUnit:
    """One printed name: how often it leads or answers, and what the configuration makes of it."""

    name: str
    lead: int = 0
    responsible: int = 0
    kind: ExpansionKind = ExpansionKind.UNKNOWN
    known_as: tuple[str, ...] = ()
    """The unit of the configuration, or the members of the group."""
    near: tuple[str, ...] = field(default=())
    """Names that may mean the same body, best first; for a person to judge."""


def run_units(files_given: Sequence[Path], config: Config | None, *, as_json: bool) -> int:
    """List the names of the given documents and packs, else of the configured packs."""
    paths = tuple(files_given) or (pack_files(config, ()) if config is not None else ())
    sources = [read_document_or_pack(path) for path in paths]
    known = _registry(config, sources)
    named = survey(sources, known)
    unnamed = _unnamed(known, named)
    if as_json:
        click.echo(json.dumps(units_json(named, unnamed), ensure_ascii=False, indent=2).encode("utf-8"))
        return 0
    rows = [
        (
            unit.name,
            str(unit.lead),
            str(unit.responsible),
            _KIND[unit.kind] if known.units or unit.kind is ExpansionKind.UNASSIGNED else "",
            shorten(_meaning(unit), 40),
            shorten("、".join(unit.near), 40),
        )
        for unit in named
    ]
    table(("名称", "牵头", "责任", "类别", "配置中的单位", "可能是同一单位"), rows)
    say()
    lacking = [unit.name for unit in named if unit.kind is ExpansionKind.UNKNOWN]
    if config is None:
        say(f"共 {len(named)} 个名称；没有读到配置文件，未与配置核对")
        return 0
    vague = [unit.name for unit in named if unit.kind is ExpansionKind.UNASSIGNED]
    told = f"共 {len(named)} 个名称：配置中有 {len(named) - len(lacking) - len(vague)} 个，没有 {len(lacking)} 个"
    say(told + (f"，未指明具体单位 {len(vague)} 个（{shorten('、'.join(vague), 40)}）" if vague else ""))
    if lacking and known.units:
        say(f"请在配置的 units 中补充名称、aliases 或 groups：{'、'.join(lacking)}")
    if unnamed:
        say(f"配置中的这些单位文件没有点名：{'、'.join(unnamed)}")
    return 0


def survey(sources: Iterable[TaskDocument | RulePack], known: UnitRegistry) -> tuple[NamedUnit, ...]:
    """Every printed name in order of first appearance; each row counts once."""
    named: dict[str, NamedUnit] = {}
    for source in sources:
        for leads, responsible in _rows(source).values():
            for name in leads:
                named.setdefault(name, NamedUnit(name=name)).lead += 1
            for name in responsible:
                named.setdefault(name, NamedUnit(name=name)).responsible += 1
    for unit in named.values():
        expansion = known.expand(unit.name)
        unit.kind = expansion.kind
        unit.known_as = tuple(one.name for one in expansion.units)
    for unit in named.values():
        unit.near = tuple(_near(unit, named.values(), known))
    return tuple(named.values())


def units_json(named: Sequence[NamedUnit], unnamed: Sequence[str]) -> dict[str, Any]:
    """The survey as JSON-ready data (zwgk.units/1)."""
    return {
        "schema": SCHEMA,
        "units": [
            {
                "name": unit.name,
                "lead": unit.lead,
                "responsible": unit.responsible,
                "kind": unit.kind.value,
                "known_as": list(unit.known_as),
                "near": list(unit.near),
            }
            for unit in named
        ],
        "unnamed": list(unnamed),
    }


def units_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `zwgk.units/1`."""
    schema: dict[str, Any] = json.loads((files("zwgk") / "schemas" / "units-1.json").read_text(encoding="utf-8"))
    return schema


def _registry(config: Config | None, sources: Sequence[TaskDocument | RulePack]) -> UnitRegistry:
    if config is not None:
        return registry(config, [source for source in sources if isinstance(source, RulePack)])
    places = {source.place for source in sources}
    return UnitRegistry((), places.pop() if len(places) == 1 else "")


def _rows(source: TaskDocument | RulePack) -> Mapping[int, tuple[dict[str, None], dict[str, None]]]:
    """Per row the names that lead and those that answer; suggestions nobody accepted add nothing to their row."""
    rows: dict[int, tuple[dict[str, None], dict[str, None]]] = {}
    entries: Iterable[Any] = source.rows if isinstance(source, TaskDocument) else (*source.rules, *source.manual)
    for entry in entries:
        leads, responsible = rows.setdefault(entry.row, ({}, {}))
        leads.update(dict.fromkeys(entry.lead_units))
        responsible.update(dict.fromkeys(entry.responsible_units))
    return rows


def _near(unit: NamedUnit, others: Iterable[NamedUnit], known: UnitRegistry) -> Iterator[str]:
    """Other printed names, and configured ones for a name that is not known, that look like this one."""
    if unit.kind is ExpansionKind.UNASSIGNED:
        return
    scores: dict[str, int] = {}
    for other in others:
        if other.name == unit.name or other.kind is ExpansionKind.UNASSIGNED:
            continue
        if unit.known_as and other.known_as:
            continue  # both are settled by the configuration
        scores[other.name] = known.resemblance(unit.name, other.name)
    if unit.kind is ExpansionKind.UNKNOWN:
        for name in (*(name for one in known.units for name in (one.name, *one.aliases)), *known.groups):
            scores.setdefault(name, known.resemblance(unit.name, name))
    yield from [name for name in sorted(scores, key=lambda name: -scores[name]) if scores[name]][:_MOST_NEAR]


def _meaning(unit: NamedUnit) -> str:
    if unit.kind is ExpansionKind.GROUP:
        return f"{len(unit.known_as)} 个单位：{'、'.join(unit.known_as)}"
    return "" if unit.known_as == (unit.name,) else "、".join(unit.known_as)


def _unnamed(known: UnitRegistry, named: Sequence[NamedUnit]) -> tuple[str, ...]:
    """Configured units that no document names, not even through a group."""
    meant = {name for unit in named for name in unit.known_as}
    return tuple(unit.name for unit in known.units if unit.name not in meant)
