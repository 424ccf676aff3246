"""A unit's badge: what it says, that it can be read, and that nothing slips into it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from district import audit, result, run, unit
from hostile import TEXTS
from lxml import etree
from test_style import contrast

from checker.result import Audit, Status
from reports.badges import COLOURS, GREY, badge, write_badges
from reports.html import write_reports

SVG = "{http://www.w3.org/2000/svg}"


def one(*statuses: Status, name: str = "区财政局") -> Audit:
    given = tuple(result(number, status) for number, status in enumerate(statuses, 1))
    return Audit(run=run(), sites=(), results=given, units=(unit(name, given, lead=range(len(given))),), documents={})


def texts(given: Audit) -> list[str]:
    return [text.text for text in etree.fromstring(badge(given, given.units[0]).encode()).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        pytest.param((Status.PASS, Status.PASS, Status.FAIL), "66.7%", id="share of what was judged"),
        pytest.param(
            (Status.PASS, Status.UNVERIFIABLE, Status.MANUAL), "100%", id="what was not judged does not count"
        ),
        pytest.param((Status.UNVERIFIABLE, Status.MANUAL), "无法判定", id="nothing could be judged"),
        pytest.param((), "无法判定", id="nothing asked"),
    ],
)
def test_the_badge_says_the_share(statuses: tuple[Status, ...], shown: str) -> None:
    given = one(*statuses)
    assert texts(given) == ["政务公开合格率", shown]
    title = etree.fromstring(badge(given, given.units[0]).encode()).findtext(f"{SVG}title")
    assert title == f"区财政局政务公开合格率：{shown}（2024年9月30日）"


@pytest.mark.parametrize("colour", [*(colour for _, colour in COLOURS), GREY, "#333a42"])
def test_white_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast("#ffffff", colour) >= 4.5


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:24]))
def test_hostile_names_stay_text(text: str) -> None:
    given = one(Status.PASS, name=text)
    drawn = badge(given, given.units[0])
    root = etree.fromstring(drawn.encode())
    assert {node.tag for node in root.iter()} == {f"{SVG}{name}" for name in ("svg", "title", "rect", "text")}
    assert len(drawn) < 2500
    assert texts(given) == ["政务公开合格率", "100%"]


def test_badges_stand_beside_the_reports_and_follow_the_run(tmp_path: Path) -> None:
    first = audit(names=("区财政局", "区旧局"), number="first")
    write_reports(first, tmp_path)
    foreign = tmp_path / "badges" / "own.svg"
    foreign.write_text("<svg/>", encoding="utf-8")
    write_reports(audit(names=("区财政局", "区新局"), number="second"), tmp_path)
    assert {path.name for path in (tmp_path / "badges").iterdir()} == {"区财政局.svg", "区新局.svg", "own.svg"}


def test_a_chosen_unit_alone_and_the_same_bytes(tmp_path: Path) -> None:
    given = audit()
    write_badges(given, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "badges").iterdir()}
    assert set(write_badges(replace(given), tmp_path, ["区教育局"])) == {"区教育局"}
    assert {path.name: path.read_bytes() for path in (tmp_path / "badges").iterdir()} == before
