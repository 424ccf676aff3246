"""Which topic a task speaks of publishing: one sentence for each topic, and what must suggest nothing."""

from __future__ import annotations

import pytest
from written_documents import seed

from rules.tasks import read_tasks
from rules.topics import catalogue

FIRES = {
    "annual-report": "按规定编制并发布政府信息公开工作年度报告。",
    "guide": "及时更新政府信息公开指南。",
    "institution": "在网站集中公开政府信息公开制度文件。",
    "statutory-content": "对照主动公开基本目录，及时更新公开事项。",
    "on-request": "完善依申请公开受理渠道，方便群众提交申请。",
    "rules-of-government": "集中公布现行有效的政府规章文本。",
    "normative-documents": "各部门集中公开现行有效的行政规范性文件。",
    "decision-list": "公布本年度重大行政决策事项目录。",
    "decision-preview": "落实重大行政决策预公开要求，提前发布草案。",
    "consultation": "决策草案要通过网站公开征求社会意见，并公布采纳情况。",
    "policy-reading": "做到应解读尽解读，丰富解读形式。",
    "policy-documents": "及时发布稳增长的配套政策。",
    "gazette": "办好政府公报电子版。",
    "grassroots": "动态调整基层政务公开事项标准目录。",
    "public-enterprises": "推进供水供电等公共企事业单位信息公开。",
    "key-areas": "维护好网站重点领域信息公开栏目。",
    "epidemic": "及时发布疫情防控信息。",
    "tax-relief": "集成发布各项减税降费政策。",
    "enterprise-support": "推送惠企政策，帮助企业了解。",
    "business-environment": "公开优化营商环境的举措。",
    "fair-competition": "公开反垄断执法信息。",
    "law-enforcement": "做好“双随机、一公开”抽查结果公示。",
    "powers-list": "公布并动态更新权责清单。",
    "planning": "公开本区专项规划。",
    "statistics": "按月发布统计数据。",
    "major-projects": "公开重大建设项目清单和进展。",
    "employment": "发布稳就业保就业信息和岗位。",
    "budget": "按时公开部门预决算。",
    "government-debt": "公开地方政府债务限额和余额。",
    "subsidies": "公开涉农补贴申报信息。",
    "government-procurement": "做好政府采购信息公开。",
    "fees": "公布行政事业性收费目录清单。",
    "audit": "向社会公告审计结果。",
    "proposals": "公开人大代表建议和政协提案办理结果。",
    "policy-answers": "在网站建设政策问答平台。",
    "responses": "落实舆情回应主体责任。",
    "environment": "公开空气质量和污染防治情况。",
    "education": "公布义务教育招生范围和结果。",
    "health-care": "公开医疗卫生机构服务信息。",
    "social-assistance": "公布低保和临时救助标准。",
    "social-insurance": "公开养老保险经办信息。",
    "housing": "公布公租房分配结果。",
    "food-and-drugs": "公布食品安全抽检结果。",
    "work-safety": "公开安全生产执法检查情况。",
    "land-compensation": "公开征地补偿方案。",
    "rural-revitalization": "发布乡村振兴项目资金信息。",
    "livelihood": "公开民生实事进展。",
    "recruitment": "公布事业单位公开招聘公告。",
    "personnel": "及时公布人事任免信息。",
    "emergency": "公布突发事件应急预案。",
    "agencies": "及时更新机构职能和领导信息栏目。",
    "meetings": "推进政府常务会议议定事项公开。",
    "rule-of-law-report": "按时公布法治政府建设年度报告。",
    "state-enterprises": "公开国有企业改革重组、负责人薪酬等信息。",
    "elderly-care": "公布养老服务机构名单和收费标准。",
    "public-culture": "发布公共文化活动预告。",
}


def suggested(text: str) -> set[str]:
    return {match.topic.id for match in catalogue().matches(text)}


@pytest.mark.parametrize(("topic", "sentence"), FIRES.items(), ids=lambda value: value if value.isascii() else "")
def test_a_sentence_of_every_topic(topic: str, sentence: str) -> None:
    assert topic in suggested(sentence)


def test_every_topic_has_its_sentence_and_says_why() -> None:
    topics = catalogue().topics
    assert {topic.id for topic in topics} == set(FIRES)
    assert len({topic.name for topic in topics}) == len(topics)
    assert all(topic.path[0] in {"政府信息公开", "政务公开", "专题专栏"} for topic in topics)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("加强业务培训，把政务公开纳入公务员初任培训课程。", id="training"),
        pytest.param("把政务公开纳入绩效考核体系，分值权重不低于4%。", id="assessment"),
        pytest.param("配齐人员，保障工作经费，确保政策解读等工作顺利开展。", id="funds, though reading is named"),
        pytest.param("严格执行信息公开保密审查，未经审查的不得发布政策文件。", id="secrecy review, though documents are named"),
        pytest.param("主要负责人每年至少听取一次政务公开工作汇报。", id="reports to the head"),
        pytest.param("领导小组召开会议，研究重大项目信息公开。", id="a meeting"),
        pytest.param("对上一年度工作开展“回头看”，督促整改。", id="looking back"),
        pytest.param("工作落实情况纳入政府信息公开工作年度报告予以公开。", id="a chapter of the annual report"),
        pytest.param("做好网站安全防护和日常巡检。", id="security of sites"),
        pytest.param("推进政府网站集约化，按规定办理域名变更和公开。", id="running sites"),
        pytest.param("结合权责清单，调整公开的范围。", id="a list only consulted"),
        pytest.param("认真贯彻《政府信息公开指南编制办法》，抓好公开。", id="named in a title only"),
        pytest.param("更好解答上学、就业、医疗、纳税等方面的问题，提升窗口服务。", id="questions at a counter"),
        pytest.param("优化赠阅结构，向各政务公开专区增加报刊数量。", id="offline only"),
        pytest.param("营造诚信守法、公平竞争的市场环境。", id="an aim, nothing published"),
        pytest.param("审理政府信息公开行政复议案件。", id="lawsuits"),
        pytest.param("督促所属事业单位按时公示年度报告。", id="another kind of annual report"),
        pytest.param("举办政务公开日活动，展示食品安全抽检过程。", id="an open day"),
        pytest.param("加强统计人员业务能力建设，提高统计数据质量。", id="statistics gathered, not published"),
        pytest.param("完善应急预案体系，定期开展演练。", id="plans rehearsed"),
        pytest.param("推动义务教育优质均衡发展。", id="policy without publication"),
        pytest.param("做好民政事业统计数据的采集报送工作。", id="reported upwards"),
        pytest.param("将政务公开纳入年度绩效考核，考核结果予以公布。", id="results of an assessment"),
        pytest.param("加强养老服务人才队伍建设。", id="staff"),
        pytest.param("", id="nothing"),
    ],
)  # fmt: skip
def test_what_suggests_nothing(text: str) -> None:
    assert suggested(text) == set()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        pytest.param("做好部门预算和上年决算公开，公开绩效目标和绩效评价结果。", "budget", id="performance of money"),
        pytest.param("公开本级“三公”经费执行情况。", "budget", id="quotes inside"),
        pytest.param("做好规范性文件立改废释工作，及时公布清理结果。", "normative-documents", id="over a comma"),
        pytest.param("推进水、电、气等公用企业公开服务标准。", "public-enterprises", id="utilities"),
        pytest.param("加强稳岗返还等政策的宣传。", "employment", id="jobs kept"),
    ],
)
def test_words_offices_use(text: str, topic: str) -> None:
    assert topic in suggested(text)


def test_each_topic_once_and_with_its_words() -> None:
    found = list(catalogue().matches("公开减税降费政策；解读减税降费政策。\n公开统计数据。"))
    assert [(match.topic.id, match.words, match.sentence) for match in found] == [
        ("tax-relief", "减税降费", "公开减税降费政策"),
        ("statistics", "统计数据", "公开统计数据"),
    ]


@pytest.mark.parametrize(
    ("word", "topics"),
    [
        pytest.param("annual-report", ["annual-report"], id="id"),
        pytest.param("政府信息公开年度报告", ["annual-report"], id="name"),
        pytest.param("年报", ["annual-report"], id="part of the column's name"),
        pytest.param("年度报告", ["annual-report", "rule-of-law-report"], id="several topics"),
        pytest.param("", [], id="nothing"),
        pytest.param("火星", [], id="no topic"),
    ],
)
def test_topics_by_what_people_type(word: str, topics: list[str]) -> None:
    assert [topic.id for topic in catalogue().named(word)] == topics


# What a supervisor would look at, row by row; rows that are not listed are management and suggest nothing.
SAMPLES: dict[str, dict[int, set[str]]] = {
    "001": {
        1: {"normative-documents"},
        2: {"normative-documents"},
        3: {"statutory-content"},
        4: {"grassroots"},
        5: {"subsidies"},
        6: {"on-request"},
        8: {"annual-report"},
        9: {"annual-report"},
        10: {"epidemic"},
        11: {"business-environment", "enterprise-support"},
        12: {"enterprise-support", "fair-competition"},
        13: {"tax-relief"},
        14: {"policy-documents", "planning", "major-projects", "enterprise-support"},
        15: {"employment", "policy-reading"},
        16: {"education"},
        17: {"health-care"},
        18: {"public-enterprises"},
        19: {"policy-reading", "consultation"},
        20: {"policy-answers"},
        22: {"responses"},
        24: {"key-areas"},
        27: {"gazette"},
    },
    "002": {
        1: {"decision-list"},
        2: {"rules-of-government"},
        3: {"normative-documents"},
        4: {"normative-documents"},
        5: {"policy-reading"},
        6: {"policy-answers"},
        8: {"epidemic"},
        9: {"enterprise-support"},
        11: {"fair-competition"},
        12: {"tax-relief"},
        13: {"policy-documents", "planning", "major-projects", "policy-reading"},
        14: {"employment"},
        15: {"public-enterprises"},
        16: {"grassroots", "employment", "social-assistance", "social-insurance", "housing", "food-and-drugs"},
        17: {"subsidies"},
        21: {"public-enterprises"},
        22: {"statutory-content"},
        23: {"gazette"},
    },
    "004": {
        1: {"policy-documents", "planning", "major-projects", "tax-relief"},
        2: {"policy-documents", "planning", "major-projects"},
        3: {"policy-documents", "fair-competition", "powers-list"},
        4: {"policy-documents", "business-environment"},
        5: {"policy-documents"},
        6: {"rural-revitalization", "policy-documents"},
        7: {"environment", "policy-documents"},
        8: {
            "policy-documents", "epidemic", "livelihood", "policy-reading", "employment", "public-enterprises",
            "food-and-drugs", "work-safety",
        },
        9: {
            "decision-list", "major-projects", "government-debt", "budget", "government-procurement", "proposals",
            "audit",
        },
        10: {"statutory-content", "normative-documents"},
        11: {"on-request"},
        12: {"policy-reading", "policy-answers", "decision-preview"},
        13: {"grassroots"},
        18: {"gazette"},
    },
}  # fmt: skip


@pytest.mark.parametrize("number", SAMPLES)
def test_suggestions_of_the_samples_row_by_row(number: str) -> None:
    path = seed(number)
    if path is None:
        pytest.skip("the sample documents of ../shared are not here")
    rows = {
        task.row: {topic for text in ([item.text for item in task.items] or [task.text]) for topic in suggested(text)}
        for task in read_tasks(path).rows
    }
    assert {row: topics for row, topics in rows.items() if topics} == SAMPLES[number]
