"""Which titles are the document that was asked for, which are not, and of which nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.titles import Fit, fit, kin, year_of

GUIDE = "2022年度税费政策优惠指南"
REPORT = "2021年政府信息公开工作年度报告"
LIST = "重大行政决策事项目录"
ENTRY = "市场准入负面清单（2020年版）"


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        pytest.param(GUIDE, GUIDE, id="the very name"),
        pytest.param(GUIDE, "2022年税费政策优惠指南", id="年 for 年度"),
        pytest.param(GUIDE, "二〇二二年度税费政策优惠指南", id="the year in characters"),
        pytest.param(GUIDE, "云山区2022年度税费优惠政策指南", id="a place, and words in another order"),
        pytest.param(GUIDE, "2022年度云山区税费政策优惠指南", id="the place behind the year"),
        pytest.param(GUIDE, "区财政局关于印发《2022年度税费政策优惠指南》的通知", id="issued by an office"),
        pytest.param(
            GUIDE, "云山区财政局 国家税务总局云山区税务局关于印发2022年税费政策优惠指南的通知", id="two issuers"
        ),
        pytest.param(GUIDE, "转发《2022年度税费政策优惠指南》", id="passed on"),
        pytest.param(
            GUIDE, "关于公布《云山区2022年度税费政策优惠指南》的公告（云府发〔2022〕3号）", id="with its number"
        ),
        pytest.param(GUIDE, "2022年度税费政策优惠指南.pdf", id="a file"),
        pytest.param(GUIDE, "附件：2022年度税费政策优惠指南（1.2MB）.docx", id="an attachment with its size"),
        pytest.param(GUIDE, "【政策文件】2022年度税费政策优惠指南 2022-03-01", id="a mark before, a day behind"),
        pytest.param(GUIDE, "2022年度税费政策优惠…", id="cut"),
        pytest.param(GUIDE, "云山区2022年度税费政策优...", id="cut, with a place"),
        pytest.param(GUIDE, "2022年度云山区税费政策优惠指南（2022年6月修订）", id="revised"),
        pytest.param(GUIDE, "税费政策优惠指南（2022年版）", id="the year as an edition"),
        pytest.param(ENTRY, "市场准入负面清单（2020年版）全文", id="in full"),
        pytest.param(
            ENTRY, "国家发展改革委 商务部关于印发《市场准入负面清单（2020年版）》的通知", id="issued from above"
        ),
        pytest.param(LIST, "云山区人民政府2022年度重大行政决策事项目录", id="a yearly list"),
        pytest.param(LIST, "云山区人民政府办公室关于公布2022年度重大行政决策目录的通知", id="事项 left out"),
        pytest.param(REPORT, "云山区财政局2021年政府信息公开工作年度报告", id="an office's report"),
        pytest.param(REPORT, "云山区2021年度政府信息公开工作报告", id="年度 in another place"),
        pytest.param(REPORT, "云山区2021年政府信息公开年报", id="年报"),
        pytest.param("修订后的政务公开条例", "《云山市政务公开条例》（2022年修订）", id="the revised one"),
        pytest.param("政务公开条例", "中華人民共和國政務公開條例", id="traditional characters"),
        pytest.param(
            "关于优化营商环境的实施意见", "区政府办公室印发《关于优化营商环境的实施意见》的通知", id="a name with 关于"
        ),
        pytest.param(
            "云山区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
            "关于印发《云山区国民经济和社会发展“十四五”规划和2035年远景目标纲要》的通知",
            id="a five-year plan by its short name",
        ),
        pytest.param("2020年法治政府建设年度报告", "云山区关于2020年法治政府建设情况的报告", id="情况的报告"),
        pytest.param("2022年部门预算", "云山区财政局2022年部门预算公开", id="公开 behind the name"),
        pytest.param("渝山区信用承诺办法", "信用承诺办法（试行）", id="the name without its place"),
        pytest.param("云山区养犬办法", "云山区人民政府令（第12号）云山区养犬办法", id="behind the order's number"),
        pytest.param("云山区养犬办法", "云山区养犬办法（云山区政府令第12号）", id="the order's number behind it"),
        pytest.param("医疗机构名录", "云山区医疗机构名录（截止2023年6月）", id="as of a month"),
        pytest.param("“十四五”教育发展规划", "云山区教育发展“十四五”规划", id="the period in another place"),
    ],
)
def test_is_the_document(wanted: str, title: str) -> None:
    assert fit(wanted, title) is Fit.YES


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        pytest.param(GUIDE, "2021年度税费政策优惠指南", id="another year"),
        pytest.param(GUIDE, "关于印发《2021年度税费政策优惠指南》的通知", id="another year inside"),
        pytest.param(GUIDE, "2021年度税费政策优惠指南（2022年重印）", id="only printed in that year"),
        pytest.param(GUIDE, "《2022年度税费政策优惠指南》解读", id="an interpretation"),
        pytest.param(GUIDE, "一图读懂2022年度税费政策优惠指南", id="a picture of it"),
        pytest.param(GUIDE, "2022年度税费政策优惠指南（征求意见稿）", id="a draft"),
        pytest.param(GUIDE, "关于《2022年度税费政策优惠指南》公开征求意见的公告", id="asking for opinions"),
        pytest.param(GUIDE, "2022年度税费政策优惠指南公示", id="a notice before"),
        pytest.param(GUIDE, "2022年度税费政策优惠指南政策问答", id="questions and answers"),
        pytest.param(GUIDE, "《2022年度税费政策优惠指南》编制说明", id="how it was made"),
        pytest.param(GUIDE, "我局组织学习《2022年度税费政策优惠指南》", id="somebody reads it"),
        pytest.param(GUIDE, "2022年度人才政策优惠指南", id="another subject"),
        pytest.param(GUIDE, "2022年度税费工作要点", id="another kind of paper"),
        pytest.param(GUIDE, "2022年度人才政策优惠…", id="cut, and another subject"),
        pytest.param(GUIDE, "", id="no title"),
        pytest.param(LIST, "重大行政决策事项目录管理办法", id="rules about it"),
        pytest.param(LIST, "重大行政决策程序规定", id="another paper on the subject"),
        pytest.param(LIST, "2022年重大行政执法决定法制审核事项目录", id="alike at both ends"),
        pytest.param(REPORT, "2022年政府信息公开工作年度报告", id="next year's"),
        pytest.param(REPORT, "2021年法治政府建设工作年度报告", id="another report"),
        pytest.param(ENTRY, "市场准入负面清单（2022年版）", id="a later edition"),
        pytest.param(ENTRY, "关于印发《市场准入负面清单（2022年版）》的通知", id="a later edition, issued"),
        pytest.param("云山区政务公开条例", "关于贯彻落实《云山区政务公开条例》的实施意见", id="carrying it out"),
        pytest.param("2022年第一批文件清理目录", "2022年第二批文件清理目录", id="another batch"),
        pytest.param("2022年上半年收费项目清单", "2022年下半年收费项目清单", id="another half"),
        pytest.param("2022年政务公开工作要点", "2022年政务公开工作要点落实情况", id="what became of it"),
        pytest.param("行政处罚信息表（云罚〔2024〕36号）", "行政处罚信息表（云罚〔2024〕34号）", id="another number"),
        pytest.param("云山区第十四个五年规划纲要", "云山区第十三个五年规划纲要", id="the plan before"),
        pytest.param("2022年部门预算", "2022年部门决算", id="the other end of the year"),
        pytest.param("“十四五”教育发展规划", "云山区教育发展“十三五”规划", id="another period, in another place"),
        pytest.param("供水办法（政府令第301号）", "供水办法（政府令第188号）", id="the order before"),
        pytest.param(LIST, "关于征集重大行政决策事项目录建议的公告", id="asking for proposals"),
        pytest.param("土地总体规划（2021-2035年）", "土地总体规划（2006-2020年）", id="another span of years"),
    ],
)
def test_is_not_the_document(wanted: str, title: str) -> None:
    assert fit(wanted, title) is Fit.NO


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        pytest.param("2022年部门预算", "云山区财政局2022年部门预算情况说明", id="it may be all there is of a budget"),
        pytest.param("2022年部门预算", "区卫生健康委2022年部门预算公开说明", id="what may hold all of a budget"),
        pytest.param("2022年义务教育招生入学方案", "云山区2022年义务教育阶段学校招生入学工作方案", id="words put in"),
        pytest.param("2022年食品安全监督抽检计划", "云山区2022年食品安全抽检计划", id="words left out"),
        pytest.param(GUIDE, "税费政策优惠指南", id="without its year"),
        pytest.param(GUIDE, "2022年度税费政策优惠指引", id="nearly the name"),
        pytest.param(GUIDE, "2022年…", id="cut too early"),
        pytest.param(GUIDE, "云山区财政局关于印发…", id="cut before the name"),
        pytest.param(GUIDE, "高新区2022年度税费政策优惠指南汇总", id="something more"),
        pytest.param(GUIDE, "关于调整《2022年度税费政策优惠指南》的通知", id="a change of it"),
        pytest.param(
            "2022年云山区财政预算",
            "关于云山区2021年预算执行情况和2022年云山区财政预算草案的报告",
            id="one of two in a report",
        ),
    ],
)
def test_nobody_can_tell(wanted: str, title: str) -> None:
    assert fit(wanted, title) is Fit.MAYBE


@pytest.mark.parametrize(
    ("wanted", "title", "may_be"),
    [
        ("2022年度重大建设项目清单", "云山区2022年重点建设项目名单", True),
        ("2022年度重大建设项目清单", "云山区重大建设项目目录", True),
        ("2022年度重大建设项目清单", "云山区2021年重点建设项目名单", False),
        ("2022年度重大建设项目清单", "2022年重点建设项目名单解读", False),
        (GUIDE, "2022年度人才政策优惠指南", False),
        (GUIDE, "2022年税费优惠政策汇编", True),
        ("目录", "清单", False),
    ],
)
def test_what_a_task_only_describes(wanted: str, title: str, may_be: bool) -> None:
    assert kin(wanted, title) is may_be


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2022年度税费政策优惠指南", 2022),
        ("二〇二一年工作报告", 2021),
        ("二零二三年度目录", 2023),
        ("市场准入负面清单（2020年版）", 2020),
        ("2021年度目录（2022年修订）", 2021),
        ("国土空间规划（2021—2035年）", None),
        ("“十四五”发展规划", None),
        ("第十四个五年规划和二〇三五年远景目标纲要", None),
        ("关于公布目录的通知（云府发〔2022〕3号）", None),
    ],
)
def test_the_year_of_a_name(name: str, year: int | None) -> None:
    assert year_of(name) == year


NAMES = st.builds(
    lambda subject, kind: f"{subject}{kind}",
    st.text(alphabet="税费政策优惠营商环境行政决策教育医疗养老住房就业", min_size=4, max_size=16),
    st.sampled_from(["指南", "目录", "年度报告", "实施方案", "管理办法", "清单"]),
)
YEARS = st.integers(min_value=2000, max_value=2099)


@given(NAMES, YEARS)
def test_its_own_name_always_fits(name: str, year: int) -> None:
    dated = f"{year}年度{name}"
    for title in (dated, f"{year}年{name}", f"云山区{dated}", f"区民政局关于印发《{dated}》的通知", f"{dated}.pdf"):
        assert fit(dated, title) is Fit.YES


@given(NAMES, YEARS, YEARS)
def test_another_year_never_fits(name: str, year: int, other: int) -> None:
    if year != other:
        for title in (f"{other}年度{name}", f"云山区{other}年{name}", f"关于印发《{other}年{name}》的通知"):
            assert fit(f"{year}年度{name}", title) is Fit.NO


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_is_answered(wanted: str, title: str) -> None:
    assert fit(wanted, title) in Fit
