"""示范市云山区: the invented district's units, groups and sites. Nothing here exists."""

from __future__ import annotations

from dataclasses import dataclass

DISTRICT = "云山区"
PLACE = f"示范市{DISTRICT}"
GOV = "政府网站"
TAX = "区税务局网站"
TRADE = "区公共资源交易网"
PARK = "云山工业园区网站"
LIBRARY = "云山图书馆网站"
MUSEUM = "云山博物馆网站"
HOSTS = {LIBRARY: "lib.yunshan.example", MUSEUM: "museum.yunshan.example"}
"""Names of the sites that are reached by name; they lead to this machine only while the demo audits (RFC 2606)."""
TAX_PRINTED = f"国家税务总局{PLACE}税务局网站"
TRADE_PRINTED = f"{DISTRICT}公共资源交易网"
WATER_PRINTED = f"{DISTRICT}水务集团网站"
"""Named in the document, deliberately not in the configuration."""
UNIT_PAGE = "部门网页"
"""As documents call each unit's own page."""
DEPARTMENTS = "区政府各部门"
TOWNS = "各乡镇街道"


@dataclass(frozen=True, kw_only=True)
class DemoUnit:
    """单位: its name, other spellings, the group it belongs to, and the folder of its 部门网页 when it has one."""

    name: str
    aliases: tuple[str, ...] = ()
    group: str | None = None
    folder: str | None = None

    @property
    def page(self) -> str | None:
        """Path of the unit's own page on the government site."""
        return None if self.folder is None else f"/bm/{self.folder}/"


UNITS = (
    DemoUnit(name="区政府办公室", aliases=("区府办",), group=DEPARTMENTS, folder="zfb"),
    DemoUnit(name="区发展改革委", aliases=("区发改委",), group=DEPARTMENTS, folder="fgw"),
    DemoUnit(name="区教委", aliases=("区教育委员会",), group=DEPARTMENTS, folder="jw"),
    DemoUnit(name="区民政局", group=DEPARTMENTS, folder="mzj"),
    DemoUnit(name="区财政局", aliases=("区财政",), group=DEPARTMENTS, folder="czj"),
    DemoUnit(name="区人力社保局", aliases=("区人社局",), group=DEPARTMENTS, folder="rsj"),
    DemoUnit(name="区住房城乡建委", aliases=("区住建委",), group=DEPARTMENTS, folder="zjw"),
    DemoUnit(name="区卫生健康委", aliases=("区卫健委",), group=DEPARTMENTS, folder="wjw"),
    DemoUnit(name="区市场监管局", aliases=("区市场监督管理局",), group=DEPARTMENTS, folder="scj"),
    DemoUnit(name="区生态环境局", group=DEPARTMENTS),
    DemoUnit(name="区税务局", aliases=("云山区税务局",)),
    DemoUnit(name="云山街道", group=TOWNS),
    DemoUnit(name="清溪街道", group=TOWNS),
    DemoUnit(name="桃源镇", group=TOWNS),
    DemoUnit(name="石坪镇", group=TOWNS),
)
