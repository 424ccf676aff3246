"""The words by which titles are told apart: who issues, what announces, what is only about a document.

Kept apart from `crawler.titles`, which says what follows from them. Every pattern is bounded.
"""

from __future__ import annotations

import re

#: A title with one of these is about the document, not the document, unless its own name has the word.
ABOUT = (
    *("解读", "图解", "读懂", "看懂", "图说", "问答", "答记者问", "一问一答", "有问必答", "名词解释", "划重点"),
    *("征求意见", "征集", "意见稿", "送审稿", "讨论稿", "征求社会", "公示", "听证", "草案稿"),
    *("起草说明", "编制说明", "制定说明", "修订说明", "政策说明", "编制背景", "出台背景", "印发背景"),
    *("采纳情况", "意见反馈", "反馈情况", "意见汇总", "新闻发布会", "吹风会", "答复", "实施情况", "落实情况"),
    *("宣讲", "宣传", "培训", "学习", "贯彻", "落实", "废止", "失效", "视频", "动漫", "动画", "长图", "访谈", "专访"),
    *("编制工作", "启动", "部署", "推进情况", "进展情况", "完成情况", "评估报告", "关于申报", "征订", "督查", "检查"),
    *("按照", "根据", "依据", "实施细则", "配套"),
)
#: With one of these it may still be the document (…预算执行情况和…预算草案的报告), and nobody can tell from the title.
DOUBTFUL = (
    "情况说明",
    "公开说明",
    "草案",
    "执行情况",
    "修改",
    "调整",
    "更正",
    "补充",
    "废除",
    "摘要",
    "简本",
    "节选",
    "变更",
    "目录清单",
)

_VERB = (
    r"(?:重新|联合|进一步|及时|主动)?(?:修订|制定|编制)?(?:并)?"
    r"(?:印发|发布|公布|公开|转发|下发|颁布|颁发|批转|出台|施行|推送|刊发|公告|修订)"
)
#: Ends the words before 《…》 where a title announces the document itself.
PUBLISHED = re.compile(rf"(?:{_VERB}|(?:^|[^\w])|(?<=[府局委办厅会])关于)(?:了|的)?\s*$")
#: Who announces, and the verb, before a name without 《》.
LEAD = re.compile(rf"^[^《》]{{0,60}}?关于(?:{_VERB})?的?")
_NOTICE = r"(?:通知|公告|通告|通报|函|决定|命令|令|批复|公布|发布)"
_REMARK = r"(?:\s*[(\[][^()\[\]《》]{0,24}[)\]])*"
#: What may follow 》 where a title announces the document itself.
_OTHERS = r"(?:等?[一二三四五六七八九十\d]{0,2}[个项部]?(?:文件|制度)?)?"
TAIL = re.compile(rf"\s*{_REMARK}\s*{_OTHERS}的?{_NOTICE}?{_REMARK}(?:\s*(?:全文|正文|原文|电子版|附件|下载|印发))?\s*")
#: The same behind a name without 《》.
BARE_TAIL = re.compile(
    rf"(?<=.{{4}})(?:的{_NOTICE}|(?:(?:信息|情况)?公开|公布|发布|公告|通告|全文|正文|电子版|下载|附件))$"
)

#: A document's number with whose it is: 云府发〔2022〕3号.
NUMBER = re.compile(
    r"\(?(?:(?<=[\s(（])|^)?[\u4e00-\u9fff]{0,8}?[发函字文规办令]?[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*第?\s*\d{1,4}\s*号\)?"
)
#: The number alone: two papers of one name may differ in nothing else.
NUMBER_ALONE = re.compile(r"[〔\[(【]\s*((?:19|20)\d\d)\s*[〕\])】]\s*第?\s*(\d{1,4})\s*号")
#: Kinds of papers that a task and an office may name differently (重大项目清单, 重点项目名单).
KINDS = (
    re.compile(r"(?:目录|清单|名单|名录|名册|一览表|汇总表)+"),
    re.compile(r"(?:指南|指引|手册|汇编|读本|办理流程)+"),
    re.compile(r"(?:计划|安排|要点|方案)+"),
    re.compile(r"(?:报告|总结|年报)+"),
)
#: An order that publishes a rule: 云山市人民政府令（第12号）; its number alone.
DECREE_OF = re.compile(r"[(（]?[\u4e00-\u9fff]{0,20}令\s*[(（]?第?\s*\d{1,4}\s*号[)）]{0,2}")
DECREE = re.compile(r"令\s*\(?第?\s*(\d{1,4})\s*号")
#: List marks before a title.
HEAD = re.compile(
    r"^\s*(?:[\[【][^\]】《》]{1,8}[\]】]|置顶|附件?表?\s*[\d一二三四五六七八九十]{0,2}\s*[:.、\-]|\d{1,3}\s*[.、]|[·•●■◆*>\-])\s*"
)
#: A file's ending or size, a row's date.
END = re.compile(
    r"\s*(?:\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|txt|html?)"
    r"|[(\[]?\s*\d{1,4}(?:\.\d{1,2})?\s*[kKmM][bB]?\s*[)\]]?"
    r"|[(\[]?20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?[)\]]?|[。;,])\s*$",
    re.IGNORECASE,
)
#: In brackets at a name's end: which edition it is, not which document. Years are read before.
EDITION = re.compile(
    r"\((?:截[至止]到?)?(?:20\d\d年?度?)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"(?:版|年版|最新版?|新版|修订版?|修正版?|修正本|修订稿|试行|暂行|全文|正文|电子版|公开版|正式版|发布稿|印发稿"
    r"|pdf版?|word版?|图文版?|附[^()]{0,12}|第[一二三四1-4]版|续|定稿)?\)\s*$",
    re.IGNORECASE,
)
#: Words of a demand that are no part of the name.
WANTED_HEAD = re.compile(r"^(?:(?:新|最新)?(?:修订|修正|修改)(?:后|过)?的?|(?:最新|新版|现行|有效)的?)(?=.{4})")
#: What remains of a name must not be another paper made of it.
PAPER = re.compile(
    r"办法|细则|方案|通知|规定|意见|报告|条例|规则|制度|目录|清单|指南|手册|计划|要点|说明|总结|标准|规范|决定|批复|汇编"
)
#: Ends of the names of places and agencies.
BODY_END = re.compile(
    r"共和国|国家|全国|省|市|自治州|盟|区|县|旗|乡|镇|街道|政府|办公室|办公厅|办|局|厅|委|委员会|部|院|会|中心|公司|总局|署|站|所|队|大学"
    r"|学校|中学|小学|医院|银行|党组|工委|集团|本级|全区|全县|全市|我区|我县|我市|本区|本县|部门|单位|机关"
)
#: Words before a name that do something with it.
UNBODILY = re.compile(
    r"调整|修改|贯彻|落实|废止|取消|推进|开展|申报|征集|做好|编制|更正|补充|纳入|列入|关于.|清理|执行|完善|实施"
)
