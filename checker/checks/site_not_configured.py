"""网站未配置: the document names a site the configuration does not know, or the menu leads to such a site."""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts import Facts
from checker.question import Gap
from checker.registry import Fault, Need, check
from checker.result import Status
from crawler.evidence import Outcome


@check(
    "site-not-configured",
    title="网站未配置",
    advice="请在 config.yaml 的 sites 中补充该网站的名称和网址（或在 aliases、hosts 中登记），下一轮自动核验。",
    status=Status.UNVERIFIABLE,
    order=10,
    need=Need.MISS,
)
def site_not_configured(facts: Facts) -> Iterator[Fault]:
    """Only configured addresses are visited, so what lies elsewhere is not judged."""
    if facts.gap is Gap.SITE_NOT_CONFIGURED:
        yield Fault(
            message=f"文件所写的网站“{facts.rule.site}”未在配置中登记，无法核验“{facts.expected}”。",
            basis=facts.row_basis,
        )
    elif facts.outcome is Outcome.OFF_SITE and facts.column:
        seen = f"：{facts.column.reason.rstrip('。')}" if facts.column.reason else ""
        yield Fault(
            message=f"“{facts.expected}”的链接指向未在配置中登记的网站，未予访问{seen}。",
            basis=facts.row_basis,
            evidence=facts.refs(),
        )
