"""What is true of the portal: the verdict each rule of the demo's document deserves, rule by rule.

Written by hand beside the columns table, not computed from it: the audit and the portal are both held to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.column import day
from demo.district import GOV, LIBRARY, MUSEUM, PARK, TAX, TRADE, UNIT_PAGE, UNITS, WATER_PRINTED
from demo.nights import DOWN

_FAILS = (
    *("missing-column", "broken-column", "empty-column", "undated-column", "stale-column"),
    *("missing-homepage-entry", "missing-subcolumn", "out-of-sync-column", "missing-link"),
    *("missing-document", "late-document", "broken-link", "broken-attachment", "personal-data-exposed"),
)
_WARNS = (
    *("ambiguous-column", "renamed-column", "misplaced-column", "due-soon", "suspicious-date"),
    *("deadline-soon", "missing-meta", "unlinked-interpretation"),
)
ACCUSING = frozenset((*_FAILS, *_WARNS))
"""Codes of findings that the ledger follows; the others only say what could not be told."""
_UNVERIFIABLE = (
    *("site-unreachable", "site-blocked", "robots-disallowed", "needs-rendering"),
    *("site-not-configured", "unit-without-page", "budget-spent"),
)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One result an audit of the demo must give; `row`, `item`, `path` and `unit` name it."""

    row: int
    item: int | None
    path: tuple[str, ...]
    unit: str | None = None
    site: str | None
    """Name in the configuration, printed name when not configured; None for a manual row."""
    status: str
    codes: frozenset[str] = field(default=frozenset())
    later: frozenset[str] = field(default=frozenset())
    """Codes of what is told and not judged, for it is not due yet."""
    column: str | None = None
    """Path of the column's page on its site; None when there is none, or no single one."""
    match: str | None = None
    newest: date | None = None


def _status(codes: tuple[str, ...]) -> str:
    for names, status in ((_UNVERIFIABLE, "unverifiable"), (_FAILS, "fail"), (_WARNS, "warn")):
        if any(code in names for code in codes):
            return status
    return "pass"


@dataclass(frozen=True, kw_only=True)
class _Truths:
    """Collects the rows below; what is added again replaces the first. Ages count from the day of the first night."""

    opened: date
    found: dict[tuple[int, int | None, tuple[str, ...], str | None], Expected] = field(default_factory=dict)

    def add(
        self,
        place: int | tuple[int, int],
        path: str,
        column: str | None = None,
        age: int | None = None,
        *codes: str,
        match: str | None = "exact",
        site: str = GOV,
        unit: str | None = None,
        later: tuple[str, ...] = (),
    ) -> None:
        """`place` is the row, or the row and item; `age` is that of the newest row."""
        row, item = place if isinstance(place, tuple) else (place, None)
        self._keep(
            Expected(
                row=row,
                item=item,
                path=tuple(path.split(">")),
                unit=unit,
                site=site,
                status=_status(codes),
                codes=frozenset(codes),
                later=frozenset(later),
                column=column,
                match=match,
                newest=None if age is None else day(self.opened, age),
            )
        )

    def manual(self, *rows: int) -> None:
        """Rows that name no path."""
        for row in rows:
            self._keep(Expected(row=row, item=None, path=(), site=None, status="manual"))

    def down(self, sites: frozenset[str]) -> None:
        """Of sites that could not be reached nobody can tell anything."""
        for known in list(self.found.values()):
            if known.site in sites:
                place = known.row if known.item is None else (known.row, known.item)
                self.add(place, ">".join(known.path), None, None, "site-unreachable", match=None, site=known.site)

    def _keep(self, expected: Expected) -> None:
        self.found[expected.row, expected.item, expected.path, expected.unit] = expected


def _government(t: _Truths) -> None:
    ml, zd = "政务公开>政府信息公开目录", "政府信息公开>法定主动公开内容"
    to_ml, to_zd = "/zwgk/zfxxgkml", "/zfxxgk/fdzdgknr"
    t.add(2, "政府信息公开目录>重大决策预公开", f"{to_ml}/zdjc/", 28, "renamed-column", match="renamed")
    t.add((3, 1), "政府信息公开目录>优化营商环境", f"{to_ml}/yhyshj/", 19)
    t.add((3, 2), f"{ml}>市场准入负面清单", None, None, "missing-column", match="none")  # 承诺清单 is another list
    # without a date there is no PubDate either
    t.add(4, "政府信息公开目录>反不正当竞争", f"{to_ml}/fbzdjz/", None, "undated-column", "missing-meta")
    t.add(5, f"{ml}>公平竞争审查", f"{to_ml}/gpjzsc/", 88)
    t.add(6, "专题专栏>减税降费", "/ztzl/jsjf/", 44)
    t.add(
        (9, 1), f"{zd}>规划信息>国民经济和社会发展规划", f"{to_zd}/ghxx/fzgh/", 700, "renamed-column", match="renamed"
    )
    t.add((9, 2), f"{zd}>规划信息>国土空间规划", f"{to_zd}/ghxx/gtkjgh/", 510)  # exempt from freshness
    t.add((9, 3), f"{zd}>规划信息>专项规划", None, None, "missing-column", match="none")  # only an article is called so
    t.add((10, 1), f"{zd}>重大项目", f"{to_zd}/zdxm/", 16)
    t.add(11, f"{zd}>收费项目", f"{to_zd}/sfxm/", None, "broken-column")
    t.add(11, f"{zd}>政府采购", f"{to_zd}/zfcg/", None, "broken-column")  # a soft 404
    t.add((12, 1), f"{zd}>预算", f"{to_zd}/ysjs/", 110)  # 预算⁄决算 is one column
    t.add((12, 1), f"{zd}>决算", f"{to_zd}/ysjs/", 110)
    t.add((12, 2), f"{ml}>地方政府债务", f"{to_ml}/dfzfzw/", 90)  # on the limit
    # dated on the articles only
    t.add((12, 3), "政府信息公开目录>惠民资金", f"{to_ml}/hmzj/", 33, "personal-data-exposed")
    t.add(13, f"{zd}>重大民生信息>促进就业", f"{to_zd}/zdms/cjjy/", 22, "broken-link")
    t.add(13, f"{zd}>重大民生信息>社会救助", f"{to_zd}/zdms/shjz/", 366, "stale-column")  # one day over
    t.add(14, f"{zd}>重大民生信息", f"{to_zd}/zdms/", 22)  # the newest of its sub-columns
    t.add(15, f"{ml}>农村居民最低生活保障", None, None, "missing-column", match="none")  # 城市居民… is another column
    t.add(16, f"{ml}>住房保障", f"{to_ml}/zfbz/", None, "site-blocked")
    t.add(17, f"{ml}>食品药品监管", f"{to_ml}/spypjg/", None, "empty-column")
    t.add(18, f"{ml}>生态环境", f"{to_ml}/sthj/", None, "needs-rendering")
    t.add(19, "政务公开>重点领域信息公开>安全生产", f"{to_ml}/aqsc/", 9, match="partial")
    t.add(20, "基层政务公开>义务教育领域", "/jczwgk/ywjy/", 21, "missing-meta")
    t.add(20, "基层政务公开>学前教育领域", None, None, "missing-column", match="none")
    t.add(21, f"{ml}>乡村振兴", "/ztzl/xczx/", 8, "misplaced-column", match="misplaced")
    t.add(
        *((22, 1), f"{ml}>公共企事业单位信息公开", f"{to_ml}/ggqsy/", 366, "renamed-column", "stale-column"),
        match="renamed",
    )
    t.add(23, "政务公开>政策解读", "/zwgk/zcjd/", 181, "stale-column", "unlinked-interpretation")
    t.add((24, 1), "互动交流>民意征集", "/hdjl/myzj/", 17)
    t.add((24, 2), "互动交流>领导信箱", "/hdjl/ldxx/", None, "robots-disallowed")
    t.add((24, 3), "互动交流>回应关切", "/hdjl/hygq/", 340, "due-soon")
    t.add(
        25, "政务服务>办事清单", None, None, "ambiguous-column", match="ambiguous"
    )  # two pages, neither says its name
    t.add((28, 1), "政府信息公开>政府信息公开指南", "/zfxxgk/zfxxgkzn/")
    t.add((28, 2), "政府信息公开>政府信息公开年度报告", "/zfxxgk/zfxxgknb/", 210, "renamed-column", match="renamed")
    t.add((28, 3), f"{zd}>行政规范性文件", f"{to_zd}/xzgfxwj/", 47)
    t.add((29, 1), "新闻中心>云山要闻", "/xwzx/ysyw/", 0)
    t.add((29, 2), "新闻中心>部门动态", "/xwzx/bmdt/", 15, "stale-column")
    t.add((29, 2), "新闻中心>镇街动态", "/xwzx/zjdt/", 13, "due-soon")
    t.add((30, 1), f"{zd}>统计信息", f"{to_zd}/tjxx/", 350, "due-soon", "broken-attachment")
    t.add((30, 2), f"{zd}>人事任免", f"{to_zd}/rsrm/", 58)
    t.add((30, 2), f"{zd}>招考录用", f"{to_zd}/zkly/", 75)
    t.add((30, 3), "政务公开>通知公告", "/zwgk/tzgg/", 6)  # pinned rows are older
    t.add((31, 1), "减税降费", "/ztzl/jsjf/", 44)
    t.add((31, 2), "养老服务", f"{to_ml}/ylfw/", 64, "missing-homepage-entry")  # a column, but not on the home page
    t.add(32, "互动交流>在线访谈", "/hdjl/zxft/", 60, "missing-subcolumn")
    t.add((33, 1), "基层政务公开>重大建设项目领域", "/jczwgk/zdjsxm/", 27, "out-of-sync-column")
    t.add((33, 2), "政务公开>招考录用", "/zwgk/zkly/", 75)
    t.add(34, "政府信息公开>政府信息公开制度", "/zfxxgk/zfxxgkzd/", 420, "missing-link")  # one library of two
    t.add(35, "专题专栏>防汛抗旱", "/ztzl/fxkh/", 100, "suspicious-date")  # a row of next month
    t.add(36, f"{ml}>养老服务", f"{to_ml}/ylfw/", 64, "missing-document")
    t.add(37, "基层政务公开>公共文化服务领域", "/jczwgk/ggwh/", 77, "late-document")
    t.add(38, "专题专栏>乡村振兴", "/ztzl/xczx/", 8, "deadline-soon")
    t.add(39, "政务公开>政府公报", "/zwgk/zfgb/", 35, later=("missing-document",))
    t.add(40, "专题专栏>安全生产月", "/ztzl/aqscy/", 160)


def _others(t: _Truths) -> None:
    t.add((7, 2), "信息公开>行政执法信息公示平台", "/site/c200304/xxgk_list.shtml", 7, "missing-meta", site=TAX)
    t.add((7, 3), "信息公开>欠税公告", "/site/c200305/xxgk_list.shtml", None, "empty-column", site=TAX)
    t.add(8, "纳税服务>税费优惠政策", "/site/c200402/list.shtml", 402, "stale-column", "suspicious-date", site=TAX)
    t.add((41, 1), "招商政策", "/zszc/", 210, site=PARK)
    t.add((41, 2), "园区规划", None, None, "missing-column", match="none", site=PARK)
    t.add((42, 1), "服务公告", "/fwgg/", 4, site=LIBRARY)
    t.add((42, 2), "读者活动>活动预告", None, None, "budget-spent", site=LIBRARY, match=None)  # weeks without end
    t.add((42, 3), "展览信息", "/zlxx/", 9, site=MUSEUM)
    t.add((10, 2), "交易公告", None, None, "site-unreachable", site=TRADE, match=None)
    t.add((22, 2), "服务信息>停水公告", None, None, "site-not-configured", site=WATER_PRINTED, match=None)


def _units(t: _Truths) -> None:
    basis, budget = "政府信息公开>履职依据", "政府信息公开>部门预决算"
    t.add(26, basis, "/bm/czj/zfxxgk/lzyj/", 20, unit="区财政局")
    t.add(26, basis, "/bm/jw/zfxxgk/lzyj/", 400, "stale-column", unit="区教委")
    t.add(26, basis, None, None, "missing-column", match="none", unit="区民政局")
    t.add(26, basis, None, None, "unit-without-page", match=None, site=UNIT_PAGE, unit="区生态环境局")
    for unit in UNITS:
        column = f"{unit.page}zfxxgk/bmyjs/"
        match unit.name:
            case "区人力社保局":
                t.add(27, budget, column, None, "broken-column", unit=unit.name)
            case "区卫生健康委":
                t.add(27, budget, column, None, "empty-column", unit=unit.name)
            case "区生态环境局":
                t.add(27, budget, None, None, "unit-without-page", match=None, site=UNIT_PAGE, unit=unit.name)
            case _ if unit.page is not None:
                t.add(27, budget, column, 115, unit=unit.name)


def _second_night(t: _Truths) -> None:
    ml, zd = "政务公开>政府信息公开目录", "政府信息公开>法定主动公开内容"
    to_ml, to_zd = "/zwgk/zfxxgkml", "/zfxxgk/fdzdgknr"
    t.add((3, 2), f"{ml}>市场准入负面清单", f"{to_ml}/sczrfm/", 0)
    t.add(5, f"{ml}>公平竞争审查", f"{to_ml}/gpjzsc/", None, "broken-column")
    t.add(11, f"{zd}>收费项目", f"{to_zd}/sfxm/", 30)
    t.add((12, 2), f"{ml}>地方政府债务", f"{to_ml}/dfzfzw/", 90, "stale-column")  # a day over the limit
    t.add((12, 3), "政府信息公开目录>惠民资金", f"{to_ml}/hmzj/", 33)
    t.add(13, f"{zd}>重大民生信息>促进就业", f"{to_zd}/zdms/cjjy/", 22)
    t.add(16, f"{ml}>住房保障", f"{to_ml}/zfbz/", 40)
    t.add(17, f"{ml}>食品药品监管", f"{to_ml}/spypjg/", -1)
    t.add(23, "政务公开>政策解读", "/zwgk/zcjd/", None, "site-blocked")
    t.add((24, 3), "互动交流>回应关切", "/hdjl/hygq/", None, "broken-column")
    t.add(27, "政府信息公开>部门预决算", "/bm/wjw/zfxxgk/bmyjs/", -1, unit="区卫生健康委")
    t.add((33, 1), "基层政务公开>重大建设项目领域", "/jczwgk/zdjsxm/", 16)
    t.add((31, 2), "养老服务", f"{to_ml}/ylfw/", -1, "missing-homepage-entry")
    t.add(35, "专题专栏>防汛抗旱", "/ztzl/fxkh/", 97)
    t.add(36, f"{ml}>养老服务", f"{to_ml}/ylfw/", -1, "late-document")


def _third_night(t: _Truths) -> None:
    to_zd = "/zfxxgk/fdzdgknr"
    t.add((7, 3), "信息公开>欠税公告", "/site/c200305/xxgk_list.shtml", -1, site=TAX)
    t.add(11, "政府信息公开>法定主动公开内容>收费项目", f"{to_zd}/sfxm/", None, "broken-column")
    t.add((12, 3), "政府信息公开目录>惠民资金", "/zwgk/zfxxgkml/hmzj/", -2, "personal-data-exposed")
    t.add(20, "基层政务公开>义务教育领域", "/jczwgk/ywjy/", 21)
    t.add(23, "政务公开>政策解读", "/zwgk/zcjd/", 181, "stale-column", "unlinked-interpretation")
    t.add((24, 3), "互动交流>回应关切", "/hdjl/hygq/", 340, "due-soon")
    t.add((30, 1), "政府信息公开>法定主动公开内容>统计信息", f"{to_zd}/tjxx/", 350, "due-soon")
    t.add((42, 2), "读者活动>活动预告", "/dzhd/hdyg/", -2, site=LIBRARY)  # a column, no calendar any more
    t.add(26, "政府信息公开>履职依据", "/bm/mzj/zfxxgk/lzyj/", -2, unit="区民政局")
    t.add((29, 2), "新闻中心>部门动态", "/xwzx/bmdt/", -2)
    t.add((29, 2), "新闻中心>镇街动态", "/xwzx/zjdt/", 13, "stale-column")  # a day over the limit


def sites(night: int = 1) -> dict[str, frozenset[str]]:
    """Codes of what must be said of each site as a whole; nothing is said of one that could not be reached."""
    neglected = {"columns-not-updated", "missing-site-tags", "broken-entries"}
    if night == 1:
        neglected |= {"stale-homepage", "empty-columns"}
    library = {1: {"tls-fault", "no-ipv6"}, 2: set[str](), 3: {"tls-fault"}}
    museum = {
        1: {"unreachable-often", "insecure-transport"},
        2: {"unreachable-often", "insecure-transport", "no-ipv6"},
        3: {"unreachable-often", "no-ipv6"},
    }
    return {
        GOV: frozenset(),
        TAX: frozenset(),
        PARK: frozenset(neglected),
        LIBRARY: frozenset(library[night]),
        MUSEUM: frozenset(museum[night]),
        TRADE: frozenset(),
    }


def truth(as_of: date, night: int = 1) -> tuple[Expected, ...]:
    """Every result of an audit of the portal as it stands on `as_of`, in that night, in the document's order."""
    truths = _Truths(opened=as_of - timedelta(days=night - 1))
    _government(truths)
    _others(truths)
    _units(truths)
    truths.manual(1, 43, 44, 45)
    for number, changes in ((2, _second_night), (3, _third_night)):
        if number <= night:
            changes(truths)
    truths.down(DOWN.get(night, frozenset()))
    return tuple(sorted(truths.found.values(), key=lambda e: (e.row, e.item or 0)))
