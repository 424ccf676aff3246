"""The demo portal's columns as a table: what each is called, where it stands and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, Unpack

from demo import pieces
from demo.column import Column, Dates, Kind, Piece, every
from demo.district import GOV, LIBRARY, MUSEUM, PARK, TAX, UNITS, DemoUnit


class _More(TypedDict, total=False):
    newer: tuple[int, ...]
    dates: Dates
    style: str
    pinned: int
    titles: tuple[str, ...]
    charset: str
    declared: str
    nameless: bool
    like: str
    libraries: tuple[str, ...]
    newer_titles: tuple[str, ...]
    without: tuple[str, ...]
    doubled: bool
    pieces: tuple[tuple[int, Piece], ...]


def _gov(trail: str, path: str, kind: Kind = Kind.LIST, ages: tuple[int, ...] = (), **more: Unpack[_More]) -> Column:
    return Column(site=GOV, trail=tuple(trail.split(">")), path=path, kind=kind, ages=ages, **more)


def _tax(trail: str, path: str, kind: Kind = Kind.LIST, ages: tuple[int, ...] = (), **more: Unpack[_More]) -> Column:
    return Column(site=TAX, trail=tuple(trail.split(">")), path=path, kind=kind, ages=ages, **more)


_ML = "政务公开>政府信息公开目录"
_ZD = "政府信息公开>法定主动公开内容"
_DECISIONS = ("{year}年度重大行政决策事项目录",)
PROJECTS = ("{year}年度重大建设项目清单",)
_NAMES = ("云山区养老服务设施管理办法", "云山区老旧小区改造实施细则", "云山区农村公路养护办法")
_EXPLANATIONS = tuple(f"《{name}》政策解读" for name in _NAMES)
_REGULATIONS = ("",) * 7 + _NAMES
_PLAN_TITLES = ("云山区国土空间总体规划公示", "云山区综合交通专项规划说明", "桃源镇村庄规划批后公布")

GOV_COLUMNS = (
    _gov("走进云山", "/zjys/", Kind.REDIRECT),
    _gov("走进云山>区情概况", "/zjys/qqgk/", Kind.SINGLE),
    _gov("走进云山>历史文化", "/zjys/lswh/", Kind.SINGLE),
    _gov("走进云山>行政区划", "/zjys/xzqh/", Kind.SINGLE),
    _gov("新闻中心", "/xwzx/", Kind.REDIRECT),
    _gov("新闻中心>云山要闻", "/xwzx/ysyw/", ages=(0, 0, *every(1, 1, 43))),
    _gov("新闻中心>部门动态", "/xwzx/bmdt/", ages=every(15, 2, 30)),
    _gov("新闻中心>镇街动态", "/xwzx/zjdt/", ages=every(13, 3)),
    _gov("新闻中心>图片新闻", "/xwzx/tpxw/", ages=every(2, 2, 9), style="picture"),
    _gov("政务公开", "/zwgk/", Kind.SECTION),
    _gov("政务公开>通知公告", "/zwgk/tzgg/", ages=(300, 120, *every(6, 4, 28)), pinned=2),
    _gov(
        "政务公开>政策解读",
        pieces.INTERPRETATIONS,
        ages=every(181, 9),
        titles=_EXPLANATIONS,
        pieces=pieces.EXPLAINING,
    ),
    _gov("政务公开>人事信息", "/zwgk/rsxx/", ages=every(41, 20)),
    _gov("政务公开>招考录用", "/zwgk/zkly/", ages=every(75, 20, 10), like="/zfxxgk/fdzdgknr/zkly/"),
    _gov("政务公开>政府公报", "/zwgk/zfgb/", ages=every(35, 60, 10)),
    _gov(_ML, "/zwgk/zfxxgkml/", Kind.SECTION),
    _gov(f"{_ML}>重大行政决策预公开", "/zwgk/zfxxgkml/zdjc/", ages=every(28, 15, 12), titles=_DECISIONS),
    _gov(f"{_ML}>优化营商环境", "/zwgk/zfxxgkml/yhyshj/", ages=every(19, 8)),
    _gov(f"{_ML}>市场准入承诺清单", "/zwgk/zfxxgkml/sczrcn/", ages=every(70, 30, 10)),
    _gov(f"{_ML}>公平竞争审查", "/zwgk/zfxxgkml/gpjzsc/", ages=every(88, 21, 10)),
    _gov(f"{_ML}>反不正当竞争", "/zwgk/zfxxgkml/fbzdjz/", ages=every(30, 9, 10), dates=Dates.NONE),
    _gov(f"{_ML}>地方政府债务", "/zwgk/zfxxgkml/dfzfzw/", ages=every(90, 30, 10), charset="gbk", declared="utf-8"),
    _gov(
        f"{_ML}>惠民资金",
        "/zwgk/zfxxgkml/hmzj/",
        ages=every(33, 14, 12),
        dates=Dates.ARTICLE,
        pieces=pieces.SUBSIDIES,
    ),
    _gov(f"{_ML}>食品药品监管", "/zwgk/zfxxgkml/spypjg/"),
    _gov(f"{_ML}>公共企事业单位公开", "/zwgk/zfxxgkml/ggqsy/", ages=every(366, 30, 10)),
    _gov(f"{_ML}>安全生产", "/zwgk/zfxxgkml/aqsc/", ages=every(9, 6, 32)),
    _gov(f"{_ML}>生态环境", "/zwgk/zfxxgkml/sthj/", Kind.SHELL),
    _gov(f"{_ML}>住房保障", "/zwgk/zfxxgkml/zfbz/", Kind.BLOCKED),
    _gov(f"{_ML}>养老服务", "/zwgk/zfxxgkml/ylfw/", ages=every(64, 25, 10)),
    _gov(f"{_ML}>城市居民最低生活保障", "/zwgk/zfxxgkml/csdb/", ages=every(12, 30, 12)),
    _gov("政府信息公开", "/zfxxgk/", Kind.REDIRECT),
    _gov("政府信息公开>政府信息公开指南", "/zfxxgk/zfxxgkzn/", Kind.SINGLE),
    _gov(
        "政府信息公开>政府信息公开制度",
        "/zfxxgk/zfxxgkzd/",
        ages=every(420, 300, 6),
        style="dl",
        libraries=("国家行政法规库",),
    ),
    _gov(_ZD, "/zfxxgk/fdzdgknr/", Kind.LABEL),
    _gov(f"{_ZD}>机构职能", "/zfxxgk/fdzdgknr/jgzn/", Kind.SINGLE),
    _gov(
        f"{_ZD}>行政规范性文件",
        pieces.REGULATIONS,
        ages=every(47, 22, 24),
        style="table",
        titles=_REGULATIONS,
        pieces=pieces.EXPLAINED,
    ),
    _gov(f"{_ZD}>规划信息", "/zfxxgk/fdzdgknr/ghxx/", Kind.SECTION),
    _gov(f"{_ZD}>规划信息>发展规划纲要", "/zfxxgk/fdzdgknr/ghxx/fzgh/", ages=every(700, 90, 6), style="dl"),
    _gov(
        f"{_ZD}>规划信息>国土空间规划",
        "/zfxxgk/fdzdgknr/ghxx/gtkjgh/",
        ages=every(510, 45, 8),
        style="dl",
        titles=_PLAN_TITLES,
    ),
    _gov(f"{_ZD}>规划信息>区域规划", "/zfxxgk/fdzdgknr/ghxx/qygh/", ages=every(800, 120, 3), style="dl"),
    _gov(
        f"{_ZD}>统计信息",
        "/zfxxgk/fdzdgknr/tjxx/",
        ages=every(350, 30, 20),
        style="dl",
        pieces=pieces.STATISTICS,
    ),
    _gov(f"{_ZD}>行政许可⁄处罚", "/zfxxgk/fdzdgknr/xzxkcf/", ages=every(4, 3, 20), style="dl"),
    _gov(f"{_ZD}>预算⁄决算", "/zfxxgk/fdzdgknr/ysjs/", ages=every(110, 40, 14), style="dl"),
    _gov(f"{_ZD}>收费项目", "/zfxxgk/fdzdgknr/sfxm/", Kind.GONE),
    _gov(f"{_ZD}>政府采购", "/zfxxgk/fdzdgknr/zfcg/", Kind.SOFT_GONE),
    _gov(
        f"{_ZD}>重大项目",
        "/zfxxgk/fdzdgknr/zdxm/",
        newer=(16,),
        newer_titles=PROJECTS,
        ages=every(27, 11, 17),
        style="dl",
    ),
    _gov(f"{_ZD}>重大民生信息", "/zfxxgk/fdzdgknr/zdms/", Kind.SECTION),
    _gov(
        f"{_ZD}>重大民生信息>促进就业",
        "/zfxxgk/fdzdgknr/zdms/cjjy/",
        ages=every(22, 10),
        style="dl",
        pieces=((0, pieces.GONE),),
    ),
    _gov(f"{_ZD}>重大民生信息>社会救助", "/zfxxgk/fdzdgknr/zdms/shjz/", ages=every(366, 12, 11), style="dl"),
    _gov(
        f"{_ZD}>招考录用",
        "/zfxxgk/fdzdgknr/zkly/",
        ages=every(75, 20, 10),
        style="dl",
        pieces=pieces.EMPLOYED,
    ),
    _gov(f"{_ZD}>人事任免", "/zfxxgk/fdzdgknr/rsrm/", ages=every(58, 30, 12), style="dl"),
    _gov(
        "政府信息公开>政府信息公开年报",
        "/zfxxgk/zfxxgknb/",
        ages=every(210, 365, 5),
        style="dl",
        titles=("云山区{last}年政府信息公开工作年度报告",),
    ),
    _gov("政府信息公开>依申请公开", "/zfxxgk/ysqgk/", Kind.SINGLE),
    _gov("政务服务", "/zwfw/", Kind.SECTION),
    _gov("政务服务>个人办事", "/zwfw/grbs/", Kind.LABEL),
    _gov("政务服务>个人办事>办事清单", "/zwfw/grbs/bsqd/", ages=every(25, 9), nameless=True),
    _gov("政务服务>法人办事", "/zwfw/frbs/", Kind.LABEL),
    _gov("政务服务>法人办事>办事清单", "/zwfw/frbs/bsqd/", ages=every(27, 9), nameless=True),
    _gov("互动交流", "/hdjl/", Kind.GONE),
    _gov("互动交流>领导信箱", "/hdjl/ldxx/", ages=every(3, 2)),
    _gov("互动交流>民意征集", "/hdjl/myzj/", ages=every(17, 13, 12)),
    _gov("互动交流>在线访谈", "/hdjl/zxft/", Kind.SECTION),
    _gov("互动交流>在线访谈>视频", "/hdjl/zxft/sp/", ages=every(60, 60, 8)),
    _gov("互动交流>在线访谈>图片", "/hdjl/zxft/tp/", ages=every(60, 60, 6), style="picture"),
    _gov("互动交流>回应关切", "/hdjl/hygq/", ages=every(340, 20, 10)),
    _gov("专题专栏", "/ztzl/", Kind.SECTION),
    _gov("专题专栏>减税降费", "/ztzl/jsjf/", ages=every(44, 12)),
    _gov("专题专栏>乡村振兴", "/ztzl/xczx/", ages=every(8, 5, 20)),
    _gov("专题专栏>安全生产月", "/ztzl/aqscy/", ages=every(160, 1, 12), titles=("云山区安全生产月活动方案",)),
    _gov("专题专栏>优化营商环境专栏", "/ztzl/yhyshj/", ages=every(5, 7)),
    _gov("专题专栏>防汛抗旱", "/ztzl/fxkh/", newer=(-30,), ages=every(100, 3, 10)),
    _gov("基层政务公开", "/jczwgk/", Kind.SECTION),
    _gov("基层政务公开>重大建设项目领域", "/jczwgk/zdjsxm/", ages=every(27, 11, 17), like="/zfxxgk/fdzdgknr/zdxm/"),
    _gov("基层政务公开>义务教育领域", "/jczwgk/ywjy/", ages=every(21, 15, 12), without=("ColumnType",)),
    _gov("基层政务公开>社会救助领域", "/jczwgk/shjz/", ages=every(14, 9, 12)),
    _gov("基层政务公开>公共文化服务领域", "/jczwgk/ggwh/", ages=every(77, 9, 12), titles=("云山区公共文化服务目录",)),
    _gov("部门网站", "/bm/", Kind.SECTION),
)

TAX_COLUMNS = (
    _tax("新闻动态", "/site/c200200/xwzx_list.shtml", ages=every(1, 2, 40)),
    _tax("信息公开", "/site/c200300/jump.shtml", Kind.JUMP),
    _tax("信息公开>机构概况", "/site/c200301/one.shtml", Kind.SINGLE),
    _tax("信息公开>通知公告", "/site/c200302/xwzx_list.shtml", ages=every(11, 8, 20)),
    _tax("信息公开>政策法规", "/site/c200303/xwzx_list_2.shtml", ages=every(66, 15, 20)),
    _tax("信息公开>行政执法信息公示平台", "/site/c200304/xxgk_list.shtml", ages=every(7, 4, 52), doubled=True),
    _tax("信息公开>欠税公告", "/site/c200305/xxgk_list.shtml"),
    _tax("信息公开>人事信息", "/site/c200306/xxgk_list.shtml", ages=every(130, 60, 8)),
    _tax("纳税服务", "/site/c200400/", Kind.LABEL),
    _tax("纳税服务>办税指南", "/site/c200401/one.shtml", Kind.SINGLE),
    _tax("纳税服务>税费优惠政策", "/site/c200402/list.shtml", ages=every(402, 14, 12), dates=Dates.REBUILT),
    _tax("纳税服务>热点问答", "/site/c200403/list.shtml", ages=every(24, 6, 16)),
    _tax("互动交流", "/site/c200500/", Kind.LABEL),
    _tax("互动交流>局长信箱", "/site/c200501/one.shtml", Kind.SINGLE),
    _tax("互动交流>意见征集", "/site/c200502/list.shtml", ages=every(90, 40, 6)),
)

_PARK_EMPTY = ("办事流程", "人才服务", "企业名录", "环境保护", "安全管理")
_PARK_OLD = (
    *("项目申报", "科技创新", "金融服务", "土地供应", "基础设施"),
    *("企业培育", "节能减排", "统计数据", "园区招聘", "党建工作"),
)


def _park() -> Iterator[Column]:
    """A neglected site: nothing new for weeks, five columns that never held anything, ten that nobody looks after."""
    yield Column(site=PARK, trail=("园区动态",), path="/yqdt/", ages=every(40, 20, 8))
    yield Column(site=PARK, trail=("园区概况",), path="/yqgk/", kind=Kind.SINGLE)
    # the site was moved, and its entries were left behind
    gone = tuple((number, pieces.GONE) for number in range(6))
    yield Column(site=PARK, trail=("招商政策",), path="/zszc/", ages=every(210, 30, 6), pieces=gone)
    for number, name in enumerate(_PARK_EMPTY):
        yield Column(site=PARK, trail=(name,), path=f"/lm{number}/")
    for number, name in enumerate(_PARK_OLD):
        yield Column(site=PARK, trail=(name,), path=f"/zx{number}/", ages=every(400 + number, 90, 3))


def _at(site: str, trail: str, path: str, kind: Kind = Kind.LIST, ages: tuple[int, ...] = ()) -> Column:
    return Column(site=site, trail=tuple(trail.split(">")), path=path, kind=kind, ages=ages)


CULTURE_COLUMNS = (
    _at(LIBRARY, "本馆概况", "/bggk/", Kind.SINGLE),
    _at(LIBRARY, "服务公告", "/fwgg/", ages=every(4, 12, 8)),
    _at(LIBRARY, "读者活动", "/dzhd/", Kind.CALENDAR),
    _at(LIBRARY, "数字资源", "/szzy/", ages=every(30, 20, 6)),
    _at(MUSEUM, "新闻资讯", "/xwzx/", ages=every(2, 5, 8)),
    _at(MUSEUM, "展览信息", "/zlxx/", ages=every(9, 15, 8)),
    _at(MUSEUM, "参观指南", "/cgzn/", Kind.SINGLE),
)

_BUDGET = "部门预决算"
_BUDGET_AGES = every(115, 180, 6)


def _unit_columns(unit: DemoUnit) -> Iterator[Column]:
    """A unit's own page and its few columns; three units have a defect each."""
    home, charset = unit.page, "gb2312" if unit.folder == "jw" else "utf-8"
    if home is None:
        return

    def column(trail: str, folder: str, kind: Kind = Kind.LIST, ages: tuple[int, ...] = ()) -> Column:
        levels = ("部门网站", unit.name, *(trail.split(">") if trail else ()))
        return Column(site=GOV, trail=levels, path=home + folder, kind=kind, ages=ages, charset=charset, unit=unit.name)

    yield column("", "", Kind.SECTION)
    yield column("机构简介", "jgjj/", Kind.SINGLE)
    yield column("工作动态", "gzdt/", ages=every(3, 4))
    yield column("政府信息公开", "zfxxgk/", Kind.SECTION)
    if unit.folder != "mzj":
        yield column("政府信息公开>履职依据", "zfxxgk/lzyj/", ages=every(400 if unit.folder == "jw" else 20, 30, 8))
    if unit.folder == "rsj":
        yield column(f"政府信息公开>{_BUDGET}", "zfxxgk/bmyjs/", Kind.GONE)
    else:
        yield column(f"政府信息公开>{_BUDGET}", "zfxxgk/bmyjs/", ages=() if unit.folder == "wjw" else _BUDGET_AGES)
    yield column("政府信息公开>政府信息公开年报", "zfxxgk/nb/", ages=every(215, 365, 3))


UNIT_COLUMNS = tuple(column for unit in UNITS for column in _unit_columns(unit))
PARK_COLUMNS = tuple(_park())
COLUMNS = GOV_COLUMNS + TAX_COLUMNS + UNIT_COLUMNS + PARK_COLUMNS + CULTURE_COLUMNS
