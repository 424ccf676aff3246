"""The demo's config.yaml, commented for those who want to write their own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from demo.district import GOV, LIBRARY, MUSEUM, PARK, PLACE, TAX, TAX_PRINTED, TRADE, TRADE_PRINTED, UNITS, DemoUnit

TITLE = "演示门户的配置文件，由 zwgk demo 生成"
"""Begins the file, so that it is known again."""
CALENDAR_PAGES = 16
"""What the library's site may be asked: enough for its columns, too little for a search through its calendar."""
FRESHNESS = (
    ("动态|要闻|新闻", 14, None, "《政府网站与政务新媒体检查指标》：动态、要闻类栏目2周内应有更新"),
    (
        "通知公告|政策文件|规范性文件|政策解读",
        180,
        None,
        "《政府网站与政务新媒体检查指标》：通知公告、政策文件类栏目6个月内应有更新",
    ),
    ("发展规划|专项规划|国土空间规划|指南|制度|机构职能", None, None, "参考类信息，内容不变时不要求更新"),
    ("地方政府债务", 90, 0, "本区要求按季度公开，不设预警期"),
    (".", 365, None, "其他应更新栏目1年内应有更新"),
)
"""Pattern, days (None exempts), days of warning (None for the program's own), basis; the first match wins."""


def _unit(unit: DemoUnit, base: str) -> str:
    parts = [f"name: {unit.name}"]
    if unit.aliases:
        parts.append(f"aliases: [{', '.join(unit.aliases)}]")
    if unit.group:
        parts.append(f"groups: [{unit.group}]")
    if unit.page:
        parts.append(f"page: {urljoin(base, unit.page)}")
    return f"  - {{{', '.join(parts)}}}"


def _limit(pattern: str, days: int | None, warn: int | None, basis: str) -> str:
    warning = "" if warn is None else f", warn: {warn}"
    return f'  - {{match: "{pattern}", days: {"null" if days is None else days}{warning}, basis: "{basis}"}}'


def configuration(urls: Mapping[str, str], encrypted: str) -> str:
    """The file's text for sites at `urls` (by the names of demo.district); `encrypted` is the museum's https host."""
    units = "\n".join(_unit(unit, urls[GOV]) for unit in UNITS)
    limits = "\n".join(_limit(*limit) for limit in FRESHNESS)
    return f"""\
# {TITLE}。地址都在本机，可直接修改后重新运行 check。
place: {PLACE}
timezone: Asia/Shanghai
data: var                        # 数据库、取证和报告都放在这里（相对本文件所在文件夹）

# 要检查的网站。aliases 是任务分工文件中可能出现的叫法；演示门户在本机，所以 allow_private 为 true。
sites:
  {GOV}: {{url: "{urls[GOV]}", aliases: [区政府门户网站, 政府门户网站], allow_private: true}}
  {TAX}: {{url: "{urls[TAX]}", aliases: [{TAX_PRINTED}], allow_private: true}}
  {PARK}: {{url: "{urls[PARK]}", allow_private: true}}
  # 这两个网站的域名只在运行 zwgk demo 时指向本机，单独运行 check 时打不开。图书馆的活动日历没有尽头，限定访问页数
  {LIBRARY}: {{url: "{urls[LIBRARY]}", allow_private: true, max_pages: {CALENDAR_PAGES}}}
  {MUSEUM}: {{url: "{urls[MUSEUM]}", hosts: ["{encrypted}"], allow_private: true}}
  # 这个网站故意打不开，用来演示“无法核验”
  {TRADE}: {{url: "{urls[TRADE]}", aliases: [{TRADE_PRINTED}], allow_private: true}}

# 单位：aliases 是简称，groups 是所属的单位组，page 是单位自己的部门网页（没有就不写）。
units:
{units}

# 任务分工文件导出的规则集
rules: [pack.yaml]

# 更新时限：按栏目名称自上而下匹配，首个匹配生效；days 为 null 表示不作更新要求，warn 是到期前多少天预警。
freshness:
{limits}

# 访问网站的快慢。演示门户在本机，不必间隔；检查真实网站时请保留默认值（每秒最多 1 次）。
politeness: {{delay: 0, concurrency: 8, obey_robots: true, timeout: 10, max_pages: 400}}

# 每个栏目打开最新 3 条信息，查链接、附件、网页标签和个人信息。演示门户在本机，不限次数；检查真实网站时请保留默认值。
inspect: {{ceiling: none}}

# 演示任何一天运行都一样，所以期限不因法定节假日顺延
workdays: {{grace: 0}}

schedule: {{cron: "0 2 * * *"}}  # 每天凌晨 2 点

# 演示不用浏览器：无论本机是否装有 Chromium，结果都一样
render: {{enabled: false}}
"""
