"""Personal data in the open: identity numbers, bank cards, mobile numbers beside a person's name; masked at once.

Conservative: a number is a finding only by its own make-up (checksums, known prefixes) and by the words around it.
A telephone that an office gives for itself, or that a directory of officials lists, is meant to be read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from crawler.inspected import Exposure, ExposureKind
from crawler.readers.articletext import article_text
from crawler.readers.numbers import Number, cover, masked, numbers_in, plain
from crawler.readers.persons import NAME, is_name, mask_names

__all__ = ["article_text", "read_exposures"]

MAX_TEXT = 400_000
"""Characters of a text that are read."""
MOST = 100
"""Data of one text that are told."""
_LONGEST_LINE = 4_000
_QUOTE = 60
_MOST_CELLS = 60

_HEADS = re.compile(
    r"姓名|户主|申请人|电话|手机|联系方式|身份证|证件|号码|卡号|账号|帐号|账户|序号|住址|地址|性别|年龄|金额|备注|单位|代码|编号"
)
_IS_IDENTITY = re.compile(r"身份|证件号|公民|居民证|ID|身证")
_OTHER_CODE = re.compile(
    r"信用代码|机构代码|注册号|登记号|登记证|许可证|执照|项目|编号|编码|代码|索引号|文号|标段|合同|流水|订单|备案|宗地|不动产|单元号"
    r"|资格证|执业|学籍|学号|准考证|设备|条码|批号|税号|识别号|票|指纹|校验"
    r"|单号|件号|案号|受理号|监管号"
)
_SAMPLE = re.compile(r"例如|示例|样例|范例|样本|填写说明|格式[为如]")
_CARD_WORDS = re.compile(
    r"卡号|银行卡|借记卡|储蓄卡|信用卡|一卡通|社保卡|社会保障卡|存折|[账帐]号|[账帐]户|开户|打卡|惠农卡"
)
_INSTITUTION = re.compile(
    r"保证金|对公|基本[账帐]?户|单位名称|收款单位|缴款|缴费|缴纳|非税|国库|财政|专户|捐[款赠]|汇[至入款]|转[账帐]至"
    r"|(?:户\s*名|名\s*称|账户名|收款人|受益人)[:： ]*[^,，。;；\t]{0,30}?"
    r"(?:公司|局|院|中心|委员会|协会|学会|厂|学校|小学|中学|政府|办公室|办事处|基金会|有限|合作社|分行|支行|总会|商会|工会|村委|居委)"
)
_BODY = re.compile(r"公司|合作社|中心|委员会|村委|居委|街道办|政府|学校|小学|中学|医院|工厂|商店|经营部|协会|幼儿园")
_OFFICE_PHONE = re.compile(
    r"(?:咨询|办公|监督|举报|投诉|值班|服务|报名|业务|招生|客服|预约|热线|应急|救援|报警|技术支持|受理|公开|单位|科室|窗口)(?:联系)?(?:电话|热线|手机|方式)"
    r"|传真|热线"
)
_OFFICE = re.compile(
    r"联\s?系\s?人|经办|承办|负责人|责任人|办公室|科室|工作人员|值班|单位|公司|代理机构|采购人|招标人|法定代表|律师|记者|编辑|窗口|咨询|科长|主任|局长"
    r"|书记|干部|老师|医生|法官|检察官|书记员|民警|项目经理|监理"
)
_OFFICIAL_COLUMNS = re.compile(
    r"职务|职位|职称|职责|岗位|单位|部门|科室|机构|企业|公司|河长|林长|路长|田长|网格|值班|责任|负责|办公|窗口|经办|联络|工作人员|干部"
    r"|驻村|队长|医生|专家|律师|顾问|民警|调解|志愿者|商户|店|合作社|法人|法定代表|经销|供应商|投标|代理|导游|联系人|咨询|监督|举报|服务"
)
_OFFICIAL_LIST = re.compile(
    r"值班|责任人|河长|林长|路长|网格|通讯录|一览|联络|服务|窗口|医生|干部|驻村|咨询|领导|包保|律师|专家|调解员|民警|经销|合作社"
    r"|卫生[室院站]|诊所|村医|药店"
)
_PRIVATE = re.compile(
    r"性别|年龄|身份证|证件号|住址|家庭|户主|户籍|申请人|低保|特困|救助|补贴|补助|残疾|学生|考生|准考证|学号|报考|录用|面试|体检|公租房|保障对象"
    r"|家长|监护人|摇号|中签|获奖|中奖|承租|购房|花名册|名册|名单|受益|脱贫|贫困|危房|农户|失业|退役|孤儿|老人|资助|助学|慰问|银行卡"
)
_NAMED = re.compile(
    r"(?:姓\s{0,2}名|户主|申请人|当事人|被处罚人|被执行人|来信人|投诉人|举报人|信访人|反映人|留言人|学生|考生|受助人|患者|产权人|权利人|监护人"
    r"|家长|失主|求助人|相对人|受送达人|承租人|我叫|救助对象|领取人|购房人)(?:姓名)?[:：\s(（]{0,3}"
    rf"(?P<name>{NAME})(?=[\s,，、。;；:：()（）\t]|男|女|身份|手机|联系|电话|\Z)"
)
_REACH = 80
"""Characters between a person's name and the number that is called theirs."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of text with what is known of it."""

    text: str
    cells: tuple[tuple[int, str], ...]
    """Where each cell begins, and its words; one cell for running text."""
    heads: tuple[str, ...]
    """The heads of the table's columns; empty outside of tables."""
    caption: str
    """Running text above the table, or the lines before."""

    def cell(self, place: int) -> int:
        """The number of the cell that holds a place."""
        return max(number for number, (start, _) in enumerate(self.cells) if start <= place)

    def label(self, number: Number) -> str:
        """What the number is called: its column's head, the words before it in its cell, else the cell before."""
        at = self.cell(number.start)
        head = self.heads[at] if at < len(self.heads) and len(self.heads) == len(self.cells) else ""
        before = self.text[self.cells[at][0] : number.start][-24:]
        if not before.strip() and at and not re.search(r"\d", self.cells[at - 1][1]):
            before = self.cells[at - 1][1][-24:]
        return f"{head} {before}"

    @property
    def names(self) -> bool:
        """Whether a cell of the row is a person's name."""
        return len(self.cells) > 1 and any(is_name(cell) for _, cell in self.cells)


def read_exposures(text: str, *, url: str, place: str, known_telephones: Collection[str] = ()) -> tuple[Exposure, ...]:
    """Every datum in a text, masked, each once, at most 100; `place` is 正文 or the attachment's name.

    Lines are paragraphs and table rows, whose cells are parted by tabs. Numbers in `known_telephones`, with or without
    blanks and hyphens, are the offices' own.
    """
    known = {re.sub(r"\D", "", telephone) for telephone in known_telephones}
    found: dict[tuple[ExposureKind, str], Exposure] = {}
    for line in _lines(plain(text[:MAX_TEXT])):
        numbers = list(numbers_in(line.text))
        for number in numbers:
            key = number.kind, number.digits
            if key in found or number.digits in known or not _JUDGES[number.kind](line, number):
                continue
            found[key] = Exposure(
                kind=number.kind, masked=masked(number), quote=_quote(line.text, numbers, number), url=url, place=place
            )
            if len(found) == MOST:
                return tuple(found.values())
    return tuple(found.values())


def _lines(text: str) -> Iterator[_Line]:
    heads: tuple[str, ...] = ()
    above: list[str] = []
    caption = ""
    for whole in text.split("\n"):
        for start in range(0, max(1, len(whole)), _LONGEST_LINE):
            line = whole[start : start + _LONGEST_LINE]
            if not line.strip():
                continue
            cells = _cells(line)
            if len(cells) > 1:
                if _is_header(line, first=not heads):
                    heads, caption = tuple(cell for _, cell in cells), " ".join(above)
            else:
                heads = ()
            yield _Line(text=line, cells=cells, heads=heads, caption=caption if heads else " ".join(above))
            if len(cells) == 1:
                above = [*above[-2:], line.strip()[-200:]]


def _is_header(line: str, *, first: bool) -> bool:
    """Whether a row names columns; the first row of a table may do so with one word that is known."""
    return len(_HEADS.findall(line)) >= (1 if first else 2) and re.search(r"\d{4}", line) is None


def _cells(line: str) -> tuple[tuple[int, str], ...]:
    """Cells between tabs; of a line without them, short words between blanks, as PDF gives rows."""
    if "\t" not in line:
        words = [(found.start(), found[0]) for found in re.finditer(r"\S+", line)]
        words = _joined(words) if len(words) <= _MOST_CELLS else []
        if len(words) < 3 or any(len(word) > 20 or re.search("[:：,，。;；]", word) for _, word in words):
            return ((0, line),)
        return ((0, words[0][1]), *words[1:])
    starts = [0, *(found.end() for found in re.finditer("\t", line))]
    return tuple((start, cell.strip()) for start, cell in zip(starts, line.split("\t"), strict=True))


def _joined(words: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Words with the two halves of a name that was drawn out (张 强) in one."""
    found: list[tuple[int, str]] = []
    for start, word in words:
        if found and len(word) == len(found[-1][1]) == 1 and is_name(found[-1][1] + word):
            found[-1] = found[-1][0], found[-1][1] + word
        else:
            found.append((start, word))
    return found


def _identity(line: _Line, number: Number) -> bool:
    label = line.label(number)
    if _SAMPLE.search(label):
        return False
    return _IS_IDENTITY.search(label) is not None or _OTHER_CODE.search(label) is None


def _card(line: _Line, number: Number) -> bool:
    label = line.label(number)
    if _INSTITUTION.search(f"{line.caption} {line.text}") or _SAMPLE.search(label):
        return False
    if _BODY.search(line.text) and len(line.cells) > 1 and not line.names:
        return False
    if _CARD_WORDS.search(label):
        return True
    if _OTHER_CODE.search(label) or not number.digits.startswith("62"):
        return False
    return line.names and line.cells[line.cell(number.start)][1].strip() == line.text[number.start : number.end]


def _mobile(line: _Line, number: Number) -> bool:
    label = line.label(number)
    if _OFFICE_PHONE.search(label):
        return False
    if line.heads:
        words = f"{''.join(line.heads)} {line.caption}"
        official = _OFFICIAL_COLUMNS.search("".join(line.heads)) or _OFFICIAL_LIST.search(line.caption)
        return line.names and official is None and _PRIVATE.search(words) is not None
    before = f"{line.caption[-60:]}\n{line.text[: number.start]}"[-_REACH - 40 :]
    named = [one for one in _NAMED.finditer(before) if is_name(one["name"])]
    if not named or len(before) - named[-1].end() > _REACH:
        return False
    rest = line.text[number.end : number.end + 12]
    return _OFFICE.search(f"{before[max(0, named[-1].start() - 8) :]} {rest}") is None


_JUDGES = {ExposureKind.IDENTITY_NUMBER: _identity, ExposureKind.BANK_CARD: _card, ExposureKind.MOBILE: _mobile}


def _quote(line: str, numbers: list[Number], number: Number) -> str:
    """The words around a number, every number and name in them masked before anything is cut off."""
    hidden = mask_names(cover(line, numbers)).replace("\t", " ")
    start = max(0, number.start - (_QUOTE - (number.end - number.start)) * 2 // 3)
    if start and (edge := re.search(r"[\s,，。;；、]", hidden[start : number.start])):
        start += edge.end()
    return " ".join(hidden[start : start + _QUOTE].split())
