"""How sites are shared out to processes."""

from __future__ import annotations

import pytest

from crawler.evidence import Politeness, SitePlan, Target
from crawler.shares import LEAST_TARGETS, shares

MANY = LEAST_TARGETS


def site(name: str, targets: int = MANY, *, delay: float = 0.0, url: str = "", hosts: tuple[str, ...] = ()) -> SitePlan:
    return SitePlan(
        name=name,
        url=url or f"https://{name}.example.cn/",
        hosts=hosts,
        politeness=Politeness(delay=delay),
        targets=tuple(Target(key=str(number), path=("政务公开", f"栏目{number}")) for number in range(targets)),
    )


def names(plans: list[SitePlan], processes: int) -> list[list[str]]:
    return [[plan.name for plan in share] for share in shares(plans, processes)]


@pytest.mark.parametrize(
    ("plans", "processes", "expected"),
    [
        pytest.param([site("a"), site("b")], 2, [["a"], ["b"]], id="one site each"),
        pytest.param([site("a"), site("b")], 1, [["a", "b"]], id="one process is allowed"),
        pytest.param([site("a"), site("b")], 8, [["a"], ["b"]], id="no process without a site"),
        pytest.param([site("a")], 2, [["a"]], id="one site cannot be shared out"),
        pytest.param([site("a", 20), site("b", 20)], 2, [["a", "b"]], id="over before another process would be there"),
        pytest.param(
            [site("a", 100), site("b", 250), site("c", 100), site("d", 100)],
            2,
            [["b"], ["a", "c", "d"]],
            id="as many columns to each, not as many sites; in their order",
        ),
        pytest.param(
            [site(f"s{n}", delay=1.0) for n in range(29)],
            2,
            [[f"s{n}" for n in range(29)]],
            id="sites at a request a second each that one process serves",
        ),
        pytest.param(
            [site(f"s{n}", delay=1.0) for n in range(30)],
            2,
            [[f"s{n}" for n in range(0, 30, 2)], [f"s{n}" for n in range(1, 30, 2)]],
            id="more than one process serves",
        ),
        pytest.param(
            [site("a"), site("b"), site("c", url="https://www.a.example.cn/bm/")],
            2,
            [["a", "c"], ["b"]],
            id="a host, with or without www, has one pace",
        ),
        pytest.param(
            [
                site("a"),
                site("b", hosts=("c.example.cn",)),
                site("c"),
                site("d", hosts=("a.example.cn", "b.example.cn")),
            ],
            2,
            [["a", "b", "c", "d"]],
            id="sites that share a host by way of others",
        ),
    ],
)
def test_shares(plans: list[SitePlan], processes: int, expected: list[list[str]]) -> None:
    assert names(plans, processes) == expected
