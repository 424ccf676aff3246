"""A finding that stands and has grown worse is news, once for each step; one that is merely a night older is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from test_notifying import NOTIFY, Office
from zwgk_cases import CONFIG

from zwgk.config import load_config
from zwgk.store import Store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "config.yaml"
    file.write_text(f"{CONFIG}{NOTIFY}", encoding="utf-8")
    config = load_config(file)
    with closing(Store.open(config.database, config.data)) as store:
        yield Office(config=config, store=store, now=datetime.now(config.timezone) - timedelta(days=1))


def test_each_step_is_told_once_to_each_in_time(office: Office) -> None:
    office.release(office.check(0, "减税", "财税", extent=1))
    office.tell()
    office.post.sent.clear()
    office.check(1, "减税", "财税", extent=1)
    assert office.titles() == {}, "a night older"
    grown = office.check(2, "减税", "财税", extent=3)
    assert office.titles() == {"s": "新发现 0，已整改 0，未整改 2（加重 2）"}
    assert office.titles(forced=True) == {}
    office.release(grown)
    assert office.titles() == {
        "f": "新发现 0，已整改 0，未整改 1（加重 1）",
        "e": "新发现 0，已整改 0，未整改 1（加重 1）",
    }
    office.check(3, "减税", "财税", extent=2)
    assert office.titles() == {}, "better is not rectified"
    office.check(4, "减税", "财税", extent=3)
    assert office.titles() == {}, "it was told to have come so far"
    office.check(5, "减税", "财税", extent=4)
    assert office.titles() == {"s": "新发现 0，已整改 0，未整改 2（加重 2）"}


def test_the_message_says_what_has_become_of_it(office: Office) -> None:
    office.check(0, "减税", extent=1)
    office.tell()
    office.check(1, "减税", "办税", extent=2)
    (told,) = office.tell()
    assert told.message.title.endswith("：新发现 1，已整改 0，未整改 1（加重 1）")
    assert told.message.body.split("\n")[:2] == [
        "【新发现】政府网站〉办税〉公告：栏目缺失",
        "【加重】政府网站〉专题专栏〉减税降费：栏目缺失，没有找到该栏目",
    ]


def test_who_is_still_to_hear_of_a_finding_hears_of_it_once(office: Office) -> None:
    office.check(0, "减税", extent=1)
    office.tell()
    last = office.check(1, "减税", extent=2)
    office.tell()
    office.post.sent.clear()
    office.release(last)
    assert office.titles() == {"f": "新发现 1，已整改 0，未整改 0", "e": "新发现 1，已整改 0，未整改 0"}
    office.release(office.check(2, "减税", extent=2))
    assert office.titles() == {}


def test_growth_that_is_over_or_overtaken_is_not_told(office: Office) -> None:
    office.release(office.check(0, "减税", extent=1))
    office.tell()
    office.check(1, "减税", extent=2)
    office.tell()
    office.check(2, "减税", extent=3)
    office.tell()
    office.post.sent.clear()
    office.release(office.check(3, "减税", extent=3))
    assert office.titles() == {
        "f": "新发现 0，已整改 0，未整改 1（加重 1）",
        "e": "新发现 0，已整改 0，未整改 1（加重 1）",
    }
    office.check(4, "减税", extent=4)
    office.tell()
    office.post.sent.clear()
    office.release(office.check(5))
    office.tell()
    assert {title.partition("：")[2] for title in (message.title for _, message in office.post.sent)} == {
        "新发现 0，已整改 1，未整改 0"
    }


def test_what_comes_back_begins_anew(office: Office) -> None:
    office.check(0, "减税", extent=1)
    office.check(1, "减税", extent=3)
    office.check(2)
    office.tell()
    office.post.sent.clear()
    office.check(3, "减税", extent=1)
    assert office.titles() == {"s": "新发现 0，反弹 1，已整改 0，未整改 0"}
    office.check(4, "减税", extent=2)
    assert office.titles() == {"s": "新发现 0，已整改 0，未整改 1（加重 1）"}


def test_a_recipient_of_today_hears_of_the_growth_of_today_alone(office: Office) -> None:
    office.check(0, "减税", "办税", extent=1)
    office.check(1, "减税", extent=2, rules=("减税",))
    office.check(2, "减税", "办税", extent=2)
    assert office.titles() == {"s": "新发现 0，已整改 0，未整改 2（加重 1）"}
    office.check(3, "减税", "办税", extent=2)
    assert office.titles() == {}


def test_what_a_former_version_kept_has_not_grown(office: Office) -> None:
    office.check(0, "减税", extent=0)
    office.tell()
    office.post.sent.clear()
    office.check(1, "减税", extent=5)
    assert office.titles() == {}
