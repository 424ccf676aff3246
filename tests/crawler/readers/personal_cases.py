"""Invented numbers with true checksums, and texts of notices as offices publish them."""

from __future__ import annotations

import pytest

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first: str) -> str:
    """An identity number of 17 digits with its check character (GB 11643)."""
    return first + "10X98765432"[sum(int(one) * weight for one, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def card(first: str) -> str:
    """A card number with Luhn's digit."""
    total = 0
    for place, one in enumerate(reversed(first)):
        value = int(one) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return f"{first}{-total % 10}"


ID = identity("50019919870612331")
ID_2 = identity("51192219550101002")
ID_X = next(one for one in (identity(f"500199199203040{n:02}") for n in range(1, 100)) if one.endswith("X"))
CARD = card("621799650001234567")
CARD_16 = card("622588011234567")
VISA = card("438088123456789")
PHONE, PHONE_2 = "13629876501", "18875643209"

SILENT = [
    pytest.param(f"联系人：王老师    联系电话：{PHONE}", id="contact of a notice"),
    pytest.param(f"项目联系人：李强  电话：{PHONE}\n采购人：云山区卫生健康委员会", id="contact of a tender"),
    pytest.param(f"采购代理机构：重庆某某招标有限公司\n联系人：周敏\n联系方式：{PHONE}", id="tender agency"),
    pytest.param(f"咨询电话：023-48881234，{PHONE}（张科长）", id="telephone for questions"),
    pytest.param(f"监督举报电话：{PHONE}", id="telephone for reports"),
    pytest.param(f"如有异议，请在公示期内与区民政局社会救助科陈刚联系，电话{PHONE}。", id="whom to object to"),
    pytest.param(f"联系人：赵敏（社会救助科），{PHONE}", id="contact with the section behind the name"),
    pytest.param(f"本案承办人：刘洋，联系电话：{PHONE}", id="official in charge of a case"),
    pytest.param(f"姓名：刘洋，职务：科长，联系电话：{PHONE}", id="official with a post"),
    pytest.param(f"报名联系人：钱玲；报名电话：{PHONE}（微信同号）", id="enrolment"),
    pytest.param(f"法定代表人：孙浩，单位地址：云山区建设路1号，电话：{PHONE}", id="head of a company"),
    pytest.param(f"申请人：重庆云山农业开发有限公司\n联系电话：{PHONE}", id="applicant that is a company"),
    pytest.param(f"投诉人可拨打{PHONE}反映问题", id="no name before the number"),
    pytest.param(f"张三 {PHONE}", id="bare name and number: may be a duty roster"),
    pytest.param(f"记者 吴晓 通讯员 郑红 电话：{PHONE}", id="journalists"),
    pytest.param(f"河长名单\n姓名\t职务\t联系电话\n张强\t镇长\t{PHONE}", id="river chiefs"),
    pytest.param(f"值班安排\n日期\t姓名\t电话\n10月1日\t李娜\t{PHONE}", id="duty roster"),
    pytest.param(f"网格员公示名单\n姓名\t性别\t电话\n王芳\t女\t{PHONE}", id="wardens of a neighbourhood"),
    pytest.param(f"驻村干部名单\n姓名\t年龄\t联系电话\n杨帆\t35\t{PHONE}", id="officials sent to villages"),
    pytest.param(f"企业名称\t法人\t电话\n云山食品厂\t何军\t{PHONE}", id="companies"),
    pytest.param(f"家庭医生服务团队\n姓名\t性别\t电话\n何军\t男\t{PHONE}", id="family doctors"),
    pytest.param(f"姓名\t单位\t身份证号\t电话\n何军\t区农业局\t5001****\t{PHONE}", id="staff of an office"),
    pytest.param("公示名单\n姓名\t身份证号\t电话\n张强\t500199********3312\t136****6501", id="masked list"),
    pytest.param("王*，身份证号：500199XXXXXXXX3312，电话：136XXXX6501", id="masked with X"),
    pytest.param("李某某，男，身份证号码5001991987****3312", id="only the day masked"),
    pytest.param(f"统一社会信用代码：{ID}", id="credit code of digits alone"),
    pytest.param(f"名称\t统一社会信用代码\n云山食品厂\t{ID}", id="credit code in a column"),
    pytest.param(f"项目编码：{ID}", id="project code"),
    pytest.param(f"工单号：{ID}", id="a letter's number, made of region, day and serial"),
    pytest.param(f"村卫生室名单\n姓名\t联系电话\n张强\t{PHONE}", id="doctors of villages"),
    pytest.param(f"合同编号:{ID}", id="contract number"),
    pytest.param(f"不动产单元号 {ID}", id="land register"),
    pytest.param(f"许可证编号：{ID}", id="licence"),
    pytest.param("索引号：11500199009283745612345678", id="index number"),
    pytest.param("索引号 000014349/2017-00110 文号 云山府发〔2022〕13号", id="document number"),
    pytest.param("项目代码：2022-500199-48-01-123456", id="investment project"),
    pytest.param("身份证号：500199198706123313", id="wrong checksum"),
    pytest.param("身份证号：" + identity("50019919871332331"), id="no such day"),
    pytest.param("身份证号：" + identity("99019919870612331"), id="no such region"),
    pytest.param(f"填写示例：{ID}", id="sample in a form"),
    pytest.param(f"收款单位：云山区财政局\n账号：{CARD}", id="account of an office"),
    pytest.param(f"户名：重庆云山建设有限公司\n开户行：某银行云山支行\n账号：{CARD}", id="account of a company"),
    pytest.param(f"投标保证金缴纳账户：{CARD}", id="deposit of bidders"),
    pytest.param(f"慈善总会捐款账号：{CARD}", id="donations"),
    pytest.param(f"开户名称：云山区河西街道办事处\n开户账号：{CARD}", id="account of a street office"),
    pytest.param(
        f"名称\t开户行\t账号\n云山镇脆李种植专业合作社\t某银行\t{CARD}", id="account of a cooperative in a table"
    ),
    pytest.param("身份证号码（如：11010519491231002X）", id="the standard's own example"),
    pytest.param(f"当事人：张某，电话：{PHONE}", id="the name was made unknown"),
    pytest.param(f"公示名单\n姓名\t性别\t电话\n张某\t男\t{PHONE}", id="so it was in a list"),
    pytest.param(f"订单号：{CARD}", id="order number"),
    pytest.param(f"设备编码\t名称\n{CARD}\t水泵", id="devices"),
    pytest.param(f"{CARD}", id="a number alone, nobody knows what"),
    pytest.param(f"银行卡号：{CARD[:-1]}{(int(CARD[-1]) + 1) % 10}", id="wrong Luhn digit"),
    pytest.param("银行卡号：6217 **** **** **** 1234", id="masked card"),
    pytest.param("预算 1362987650100 元", id="money"),
    pytest.param("姓名：张三，手机：12345678901", id="no mobile prefix"),
    pytest.param("姓名：张三，手机：13800000000", id="a placeholder"),
    pytest.param("https://www.example.gov.cn/zwgk/202210/t20221018_13629876501.html", id="part of an address"),
    pytest.param(f"ISBN {PHONE}-12", id="goes on behind a hyphen"),
    pytest.param("云山府办〔2022〕13629876501号", id="not beside a name"),
    pytest.param(f"律师事务所律师：孙浩\n电话：{PHONE}", id="lawyer"),
    pytest.param("姓名\t成绩\n张强\t85.5\n李娜\t90", id="marks of an examination"),
    pytest.param("准考证号\t姓名\t成绩\n202250010012345678\t张强\t85", id="examination numbers"),
    pytest.param(f"农产品供销信息\n品种\t联系人\t电话\n脆李\t吴刚\t{PHONE}", id="farm goods for sale"),
]

LOUD = [
    pytest.param(f"申请人张强，身份证号{ID}，现住云山区", {"identity-number"}, id="number in a sentence"),
    pytest.param(f"身份证号码：{ID_X.lower()}", {"identity-number"}, id="small x at the end"),
    pytest.param(f"公民身份号码 {ID[:6]} {ID[6:14]} {ID[14:]}", {"identity-number"}, id="with blanks"),
    pytest.param(" ".join(ID_2), {"identity-number"}, id="a blank between any two digits"),
    pytest.param(
        ID.translate(str.maketrans("0123456789", "０１２３４５６７８９")), {"identity-number"}, id="full-width"
    ),
    pytest.param(f"{ID}", {"identity-number"}, id="alone"),
    pytest.param(
        f"低保对象公示\n序号\t户主姓名\t身份证号\t银行账号\n1\t李娜\t{ID_2}\t{CARD}",
        {"identity-number", "bank-card"},
        id="list of households",
    ),
    pytest.param(f"1 李娜 {ID_2} 480元", {"identity-number"}, id="row of a PDF"),
    pytest.param(
        f"当事人：孙浩（身份证号：{ID}），统一社会信用代码：91500199MA5U12345X", {"identity-number"}, id="beside a code"
    ),
    pytest.param(f"被执行人王芳，女，1992年3月4日出生，证件号码{ID_X}", {"identity-number"}, id="debtor"),
    pytest.param(f"姓名\t证件号\n王芳\t{ID_X}", {"identity-number"}, id="a number of a document"),
    pytest.param(f"户名：李娜 卡号：{CARD}", {"bank-card"}, id="card of a person"),
    pytest.param(
        f"银行卡号 {CARD_16[:4]} {CARD_16[4:8]} {CARD_16[8:12]} {CARD_16[12:]}", {"bank-card"}, id="card in fours"
    ),
    pytest.param(f"信用卡号：{VISA}", {"bank-card"}, id="card of an international scheme"),
    pytest.param(f"补贴发放名册\n姓名\t金额\t惠农一卡通\n李娜\t300\t{CARD}", {"bank-card"}, id="subsidies"),
    pytest.param(f"李娜\t300\t{CARD}", {"bank-card"}, id="alone in its cell, beside a name"),
    pytest.param(f"收款人：李娜\n账号：{CARD}", {"bank-card"}, id="account of a person"),
    pytest.param(
        f"行政处罚决定书\n当事人：孙浩  身份证件号码：{ID}  住址：云山区建设路1号  联系电话：{PHONE}",
        {"identity-number", "mobile"},
        id="decision of punishment",
    ),
    pytest.param(f"姓名\t张强\t性别\t男\n身份证号\t{ID}\t民族\t汉族", {"identity-number"}, id="form as a table"),
    pytest.param(f"受理户主：李娜（{PHONE}）反映", {"mobile"}, id="in brackets behind the name"),
    pytest.param(f"姓名：张强，手机号码：{PHONE}", {"mobile"}, id="form on one line"),
    pytest.param(f"申请人：张强\n联系电话：{PHONE}", {"mobile"}, id="form on two lines"),
    pytest.param(f"来信人：杨帆  电话：{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}", {"mobile"}, id="letter of a citizen"),
    pytest.param(f"我叫欧阳娜娜，家住云山镇，电话{PHONE}", {"mobile"}, id="a citizen's own words"),
    pytest.param(
        f"面试人员名单\n姓名\t性别\t联系电话\n张强\t男\t{PHONE}\n李娜\t女\t{PHONE_2}", {"mobile"}, id="candidates"
    ),
    pytest.param(f"公租房保障对象\n姓名 家庭人口 电话\n张 强 3 {PHONE}", {"mobile"}, id="tenants, a blank in the name"),
    pytest.param(f"学生资助名单\n学生姓名\t家长姓名\t家长电话\n张小强\t张强\t{PHONE}", {"mobile"}, id="parents"),
]
