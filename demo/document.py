"""The demo's task document: a flattened table, as a word processor leaves it when saved as plain text.

A TAB opens a cell, a blank cell continues the merged cell above it. The wording is ours; the ways of writing a path are
those real documents use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from demo.district import DEPARTMENTS, LIBRARY, MUSEUM, PARK, PLACE, TAX_PRINTED, TOWNS, TRADE_PRINTED, WATER_PRINTED

HEADER = ("序号", "工作要点", "工作任务", "牵头单位", "责任单位")
_OTHER = "其他渠道"
_ZD = "政府网站>政府信息公开>法定主动公开内容"
_ML = "政府网站>政务公开>政府信息公开目录"


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One row of the table; empty fields are blank cells."""

    section: str = ""
    text: str
    lead: str = ""
    responsible: str = ""


def rows(opened: date) -> tuple[DocumentRow, ...]:
    """The table's rows; row numbers of the truth count them from 1. `opened` is the day of the first night."""
    year = opened.year
    return (
        DocumentRow(  # 1
            section="加强涉及市场主体的信息公开。",
            text="制定涉企政策时充分听取企业和行业协会商会意见，出台后同步做好宣传解读，稳定市场预期。",
            lead="区政府办公室",
            responsible=f"{DEPARTMENTS}\n{TOWNS}",
        ),
        DocumentRow(  # 2
            text=f"编制并公开{year}年度重大行政决策事项目录，公布决策草案、意见征集和采纳情况。〔公开路径: "
            "1.政府网站>政府信息公开日录>重大决策预公开; 2.政务新媒体、政务公开专区、宣传栏等其他适合的公开渠道"
            "(以下统称其他渠道)〕。",
            lead="区政府办公室\n区发展改革委",
        ),
        DocumentRow(  # 3
            text=f"1．公开优化营商环境政策及其解读（公开路径：1．政府网站>政府信息公开目录>优化营商环境，2．{_OTHER}）。\n"
            f"2．公开市场准入负面清单并动态更新(公\n开路径:{_ML}>市场准入负面清单)。",
            lead="区发展改革委",
            responsible="区政府办公室、区市场监管局",
        ),
        DocumentRow(  # 4
            text="公开反不正当竞争政策性文件和典型案件( 1.公开路径:政府网站>政府信息公开目录>反不正当竞争; "
            f"2.{_OTHER})。",
            lead="区市场监管局",
            responsible=f"有关单位\n{TOWNS}",
        ),
        DocumentRow(  # 5
            text="在政府网站“政务公开>政府信息公开目录”中设置“公平竞争审查”栏目。",
        ),
        DocumentRow(  # 6
            section="加强涉及减税降费的信息公开。",
            text=f"公开{year}年度税费优惠政策指引(公开路径:政府网站>专题专栏>减税降费)。",
            lead="区财政局",
            responsible=TOWNS,
        ),
        DocumentRow(  # 7
            text="1．通过征纳互动平台精准推送税费政策，做到应知尽知、应享尽享。\n"
            f"2．曝光涉税违法典型案例（公开路径：{TAX_PRINTED}>信息公开>行政执法信息公示平台）。\n"
            f"3．按期公告欠税情况（公开路径：{TAX_PRINTED}>信息公开>欠税公告）。",
            lead="区税务局",
            responsible="区财政局",
        ),
        DocumentRow(  # 8
            text=f"更新组合式税费支持政策辅导材料（公开路径：1．{TAX_PRINTED}>纳税服务>税费优惠政策，2．{_OTHER}）。",
        ),
        DocumentRow(  # 9
            section="加强涉及扩大有效投资的信息公开。",
            text="1．公开国民经济和社会发展规划纲要及年度计划"
            f"(公开路径: 1.{_ZD}>规划信息>国民经济和社会发展规划;2.{_OTHER})。\n"
            f"2．公开国土空间规划（公开路径：{_ZD}>规划信息>国土空间规划）。\n"
            f"3．公开重点专项规划（公开路径：1．{_ZD}>规划信息>专项规划，2．{_OTHER}）。",
            lead="区发展改革委",
            responsible=f"区住房城乡建委\n{TOWNS}",
        ),
        DocumentRow(  # 10
            text=f"1．公开{year}年度重大建设项目清单及实施情况（公开路径：{_ZD}>重大项目）。\n"
            f"2．公开工程建设项目招标投标信息（公开路径：{TRADE_PRINTED}>交易公告）。",
            responsible="区政府各部门各乡镇街道",
        ),
        DocumentRow(  # 11
            text=f"公开涉企收费目录清单和政府采购信息，10月底前完成清理（公开路径：{_ZD}>收费项目/政府采购）。",
            lead="区财政局",
            responsible="区发展改革委",
        ),
        DocumentRow(  # 12
            section="加强财政信息公开。",
            text=f"1．及时公开区政府及其部门预决算（公开路径：1．{_ZD}>预算/决算，2．{_OTHER}）。\n"
            f"2．公开地方政府债务限额、余额、期限和利率（公开路径：1．{_ML}>地方政府债务，2．{_OTHER}）。\n"
            f"3．公开惠民财政补贴政策和发放信息（公开路径：1．政府网站>政府信息公开目录>惠民资金，2．{_OTHER}，3.居务公开栏）。",
            lead="区财政局",
            responsible=f"{DEPARTMENTS}、{TOWNS}",
        ),
        DocumentRow(  # 13
            section="强化民生领域信息公开。",
            text="汇总公开稳就业政策、办事指南和社会救助信息（公开路径："
            f"1．{_ZD}>重大民生信息>促进就业/社会救助，2．{_OTHER}）。",
            lead="区人力社保局",
            responsible="区民政局",
        ),
        DocumentRow(  # 14
            text=f"集中展示民生实事办理进展（公开路径：{_ZD}>重大民生信息）。",
            lead="区政府办公室",
            responsible="区民政局\n区人力社保局\n区卫生健康委",
        ),
        DocumentRow(  # 15
            text=f"按月公开农村低保对象和资金情况（公开路径：{_ML}>农村居民最低生活保障）。",
            lead="区民政局",
            responsible=TOWNS,
        ),
        DocumentRow(  # 16
            text=f"公开保障性住房分配和退出信息（公开路径：{_ML}>住房保障）。",
            lead="区住房城乡建委",
            responsible="—",
        ),
        DocumentRow(  # 17
            text=f"每周公开食品药品抽检结果（公开路径：1．{_ML}>食品药品监管，2．{_OTHER}）。",
            lead="区市场监管局",
            responsible="区卫生健康委",
        ),
        DocumentRow(  # 18
            text=f"公开空气、水环境质量和突发环境事件信息（公开路径：{_ML}>生态环境）。",
            lead="区生态环境局",
            responsible="区卫生健康委",
        ),
        DocumentRow(  # 19
            text="公开安全生产执法和事故调查信息（公开路径：政府网站>政务公开>重点领域信息公开>安全生产）。",
            lead="区政府办公室",
            responsible=f"有关单位\n{TOWNS}",
        ),
        DocumentRow(  # 20
            section="推进基层政务公开标准化规范化。",
            text="完善教育领域基层政务公开目录（公开路径：政府网站>基层政务公开>义务教育领域/学前教育领域）。",
            lead="区教委",
            responsible=TOWNS,
        ),
        DocumentRow(  # 21
            text=f"公开巩固拓展脱贫攻坚成果、惠农政策和涉农补贴信息（公开路径：{_ML}>乡村振兴）。",
            lead="区民政局",
            responsible=TOWNS,
        ),
        DocumentRow(  # 22
            section="推进公共企事业单位信息公开。",
            text=f"1．公开本领域公共企事业单位名录和标准目录（公开路径：{_ML}>公共企事业单位信息公开）。\n"
            f"2．督促供水企业公开停水信息和水质报告（公开路径：{WATER_PRINTED}>服务信息>停水公告）。",
            lead="区政府办公室",
            responsible="区市场监管局\n区住房城乡建委\n区生态环境局",
        ),
        DocumentRow(  # 23
            section="深化政策解读和政民互动。",
            text=f"政策文件与解读材料同步公开（公开路径：1．政府网站>政务公开>政策解读，2．{_OTHER}）。",
            lead="区政府办公室",
            responsible=DEPARTMENTS,
        ),
        DocumentRow(  # 24
            text="1．重要决策事前征集民意（公开路径：政府网站>互动交流>民意征集）。\n"
            "2．及时办理群众来信，5个工作日内答复（公开路径：政府网站>互动交流>领导信箱）。\n"
            "3．主动回应社会关切（公开路径：政府网站>互动交流>回应关切）。",
        ),
        DocumentRow(  # 25
            text="更新高频服务事项（公开路径：政府网站>政务服务>办事清单）。",
            lead="区政府办公室",
            responsible="区市场监管局\n区人力社保局",
        ),
        DocumentRow(  # 26
            section="规范政府信息公开平台建设。",
            text="公开本单位履职所依据的法律法规规章和文件（公开路径：政府网站>部门网页>政府信息公开>履职依据）。",
            lead="区政府办公室",
            responsible="区财政局、区教委、区民政局、区生态环境局",
        ),
        DocumentRow(  # 27
            text=f"各部门按要求公开部门预算和决算（公开路径：1．政府网站>部门网页>政府信息公开>部门预决算，2．{_OTHER}）。",
            lead="区财政局",
            responsible=DEPARTMENTS,
        ),
        DocumentRow(  # 28
            text="1．修订并公开政府信息公开指南（公开路径：政府网站>政府信息公开>政府信息公开指南）。\n"
            "2．汇总公开上一年度政府信息公开年度报告（公开路径：政府网站>政府信息公开>政府信息公开年度报告）。\n"
            f"3．集中公开现行有效行政规范性文件（公开路径：{_ZD}>行政规范性文件）。",
            lead="区政府办公室",
            responsible=f"{DEPARTMENTS}\n{TOWNS}",
        ),
        DocumentRow(  # 29
            text="1．做好政务要闻发布（公开路径：政府网站>新闻中心>云山要闻）。\n"
            "2．及时发布部门和镇街工作动态（公开路径：政府网站>新闻中心>部门动态/镇街动态）。",
        ),
        DocumentRow(  # 30
            text=f"1．公开国民经济和社会发展统计数据（公开路径：{_ZD}>统计信息）。\n"
            f"2．公开人事任免和招考录用信息（公开路径：{_ZD}>人事任免/招考录用）。\n"
            "3．发布通知公告（公开路径：政府网站>政务公开>通知公告）。",
            lead="区政府办公室\n区人力社保局",
            responsible="区发展改革委",
        ),
        DocumentRow(  # 31
            section="规范栏目设置。",
            text="1．在政府网站首页设置“减税降费”栏目。\n2．在政府网站首页设置“养老服务”栏目，方便群众查阅。",
            lead="区政府办公室",
            responsible="区财政局\n区民政局",
        ),
        DocumentRow(  # 32
            text="在政府网站“互动交流>在线访谈”栏目中至少设置“视频、图片、文字”3个子栏目。",
        ),
        DocumentRow(  # 33
            text="1．公开重大建设项目信息（公开路径：政府网站>基层政务公开>重大建设项目领域，并与“政府信息公开>"
            "法定主动公开内容>重大项目”保持数据同源）。\n"
            "2．公开招考录用信息（公开路径：政府网站>政务公开>招考录用，并与“政府信息公开>法定主动公开内容>招考录用”"
            "保持数据同源）。",
            lead="区发展改革委\n区人力社保局",
        ),
        DocumentRow(  # 34
            text="完善政府信息公开制度，链接中国政府网“国家行政法规库”，链接示范市人民政府网站“市政府规章库”"
            "（公开路径：政府网站>政府信息公开>政府信息公开制度）。",
            lead="区政府办公室",
        ),
        DocumentRow(  # 35
            text="公开防汛抗旱工作信息（公开路径：政府网站>专题专栏>防汛抗旱）。",
            responsible=TOWNS,
        ),
        DocumentRow(  # 36
            section="按时公开重点文件。",
            text=f"于{_day(opened, -20)}前公开《云山区养老服务设施布局规划》（公开路径：{_ML}>养老服务）。",
            lead="区民政局",
            responsible=TOWNS,
        ),
        DocumentRow(  # 37
            text=f"于{_day(opened, -120)}前公开《云山区公共文化服务目录》"
            "（公开路径：政府网站>基层政务公开>公共文化服务领域）。",
            lead="区政府办公室",
        ),
        DocumentRow(  # 38
            text=f"于{_day(opened, 5)}前公开《云山区乡村建设任务清单》（公开路径：政府网站>专题专栏>乡村振兴）。",
        ),
        DocumentRow(  # 39
            text=f"于{_day(opened, 150)}前公开《云山区政府公报合订本》（公开路径：政府网站>政务公开>政府公报）。",
        ),
        DocumentRow(  # 40
            text=f"于{_day(opened, -100)}前公开《云山区安全生产月活动方案》"
            "（公开路径：政府网站>专题专栏>安全生产月）。",
        ),
        DocumentRow(  # 41
            text=f"1．公开园区招商政策（公开路径：{PARK}>招商政策）。\n2．公开园区规划（公开路径：{PARK}>园区规划）。",
            lead="区发展改革委",
        ),
        DocumentRow(  # 42
            text=f"1．公开图书馆服务安排（公开路径：{LIBRARY}>服务公告）。\n"
            f"2．公开阅读推广活动（公开路径：{LIBRARY}>读者活动>活动预告）。\n"
            f"3．公开展览信息（公开路径：{MUSEUM}>展览信息）。",
            lead="区教委",
        ),
        DocumentRow(  # 43
            section="强化工作保障。",
            text="配齐配强政务公开工作人员，每年至少开展1次业务培训。",
            lead="区政府办公室",
            responsible=f"{DEPARTMENTS}\n{TOWNS}",
        ),
        DocumentRow(  # 44
            text="在政务服务大厅设置政府信息公开查阅点，配备查询设备，6月底前完成。",
            responsible="云山街道\n清溪街道\n桃源镇\n石坪镇",
        ),
        DocumentRow(  # 45
            text=f"将任务落实情况纳入年度考核，各单位于{year}年12月10日前报送总结。",
        ),
    )


def _day(opened: date, days: int) -> str:
    due = opened + timedelta(days=days)
    return f"{due.year}年{due.month}月{due.day}日"


def document(opened: date) -> str:
    """The whole document as text, for the year of `opened`."""
    lines = [
        "附件",
        f"{PLACE}{opened.year}年政务公开工作要点任务分工",
        " ",
        *(f"\t{name}" for name in HEADER),
        "",
    ]
    number = 0
    for row in rows(opened):
        number += bool(row.section)
        seq = str(number) if row.section else ""
        lines += [f"\t{cell}" for cell in (seq, row.section, row.text, row.lead, row.responsible)]
        lines.append("")
    return "\n".join(lines)
