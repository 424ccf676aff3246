"""Who answers for a task: a unit cell or a (责任单位:…) group, split into printed names, lead and responsible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rules.typesetting import CLOSING, OPENING, closing_position, means_none

_MAX_CELL = 3000  # characters; the longest seen has 150
_MAX_NAME = 120
# What the name of a body, or of a group of bodies, ends in.
_ENDINGS = (
    "委员会|办公室|办公厅|人民政府|政府|办事处|管委会|居委会|村委会|指挥部|领导小组|工作组|专班|成员单位|部门|单位|机关|机构|团体|组织|企业|公司|集团|"
    "中心|法院|检察院|医院|学院|大学|中学|小学|幼儿园|学校|图书馆|档案馆|博物馆|文化馆|馆|街道|乡镇|镇街|街镇|镇|乡|社区|园区|片区|开发区|新区|高新区|经开区|工业园|"
    "协会|商会|联合会|红十字会|总工会|工会|理事会|电视台|银行|海关|局|委|办|室|厅|院|部|署|处|科|股|所|站|队|社|校|台|行|联|政协|人大|党组|区县|县区"
)
_COMPLETE = re.compile(rf"(?:{_ENDINGS})$")
_PLACES = re.compile(r"^各[\u4e00-\u9fff]{0,6}[省市县区州旗盟村]$")
_LEVEL = "省市区县州旗盟镇乡"
_STARTS = re.compile(rf"^(?:[{_LEVEL}]|各|有关|相关|其他|其它|国家|中国|驻|团|全)")
# What follows a name in its own clause, and says how it answers.
_DUTY = r"(?:按照?|依据?|根据|结合)(?:各自)?(?:工作|部门)?(?:职责|职能|职权|任务)(?:分工|职责|权限)?(?:要求)?"
_LEADS = re.compile(
    rf"(?:{_DUTY})?(?:分别|共同|联合|负责|具体|总)*"
    r"(?:牵头(?:负责|抓总|落实|组织|实施|办理|推进|会同|统筹|协调|指导|督促)*|为牵头(?:单位|部门))$"
)
_ANSWERS = re.compile(
    rf"(?:{_DUTY})?(?:各自|分别|共同|积极|协助|具体|予以|联合|分工)*"
    r"(?:负责|落实|配合|参与|参加|协办|协助|会办|承办|实施|办理|抓好|做好|组织|统筹|协调|指导|督促|督导|推进)+$"
)
_BY_DUTY = re.compile(rf"{_DUTY}$")
# 区税务局会办: stripped although 办 ends names of bodies, when what is left is a body of its own.
_HELPS = re.compile(r"(?:会办|协办|承办|(?P<leads>主办))$")
_STARTERS = re.compile(r"^(?:由|会同|商|联合|并由|请)")
_LEAD_NOTE = re.compile(r"[（(〔\[【](?:牵头|牵头单位|主办|牵头负责)[)）〕\]】]")
_LABEL = re.compile(
    r"(?:(?P<lead>牵头|主办|主责)?(?P<other>责任|落实|配合|会办|协办|协同|协助|参与|承办|实施|负责)?[/／和及]?(?:责任|落实|配合)?"
    r"(?:单位|部门|科室|处室)|(?P<lead2>牵头|主办)|会办|协办|配合)\s*[:：]"
)
# 区财政局（会办：区税务局）: who stands before the bracket acts, who stands in it helps.
_HELPER_NOTE = re.compile(
    r"[（(〔](?:(?:会办|协办|配合|协同|协助)(?:单位|部门)?\s*[:：](?P<names>[^（(〔）)〕]{2,200})"
    r"|(?P<spoken>[^（(〔）)〕]{2,200}?)(?:会办|协办|配合|协同|协助|参与))[)）〕]"
)
_LEADS_GO_ON = re.compile(r"(牵头(?:负责|落实|组织|实施|办理|推进)*)、")
_MARKS = "★☆*＊●▲△◎※"
_MARKED_LEAD = re.compile(
    rf"(?:标|带|注|加|有)(?:有|注)?[“\"（(]?(?P<mark>[{_MARKS}])[”\"）)]?(?:号|标记|符号)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:为|是)(?:牵头|主办)"
)
_ENUMERATOR = re.compile(r"^(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[)）]|[①-⑳])\s*")
_COUNTED = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:个|家)(?:部门|单位|机构|街道|乡镇|镇街|企业)$")
_TOWN = re.compile(r"[^\W\d_各有关相所属镇乡街道区县]{2,4}?(?:镇|乡|街道)(?:人民政府|政府|办事处)?(?![镇乡街])")
_PANEL = re.compile(r"(?:小组|联席会议|专班|指挥部)$")  # 各成员单位 behind these are theirs
_BRANCH = re.compile(r"(?:分局|支局|支队|大队)$")
_NOBODY = frozenset({"其他", "其它", "其余", "单位", "部门", "等", "各自", "下同", "等单位", "等部门"})
_RULES = (
    ("before-comma", re.compile(r"逗号(?:之)?前(?:面)?的?(?:单位)?(?:均)?(?:为|是)(?:各?项?任务)?(?:的)?牵头")),
    ("before-semicolon", re.compile(r"分号(?:之)?前(?:面)?的?(?:单位)?(?:均)?(?:为|是)(?:各?项?任务)?(?:的)?牵头")),
    (
        "first",
        re.compile(
            r"(?:列|排|位列|排在|列在|排名|列于)?(?:在)?(?:第一|首)(?:位|个|名|家)?(?:的)?(?:责任)?(?:单位|部门)?(?:的)?(?:为|是)(?:牵头|主办)"
        ),
    ),
)


class LeadRule(StrEnum):
    """How a document says, once, which of the units in one list are the lead."""

    NONE = "none"
    BEFORE_COMMA = "before-comma"
    BEFORE_SEMICOLON = "before-semicolon"
    FIRST = "first"
    MARKED = "marked"


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Lead and responsible units as printed, one entry each, and what is doubtful about them."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the lead first."""
        return self.lead + self.responsible


def lead_rule(text: str) -> LeadRule:
    """The sentence that says who leads (逗号前为牵头单位 …), wherever in `text`; `NONE` without one."""
    for rule, pattern in _RULES:
        if pattern.search(text):
            return LeadRule(rule)
    return LeadRule.MARKED if _MARKED_LEAD.search(text) else LeadRule.NONE


def names_role(text: str) -> bool:
    """Somewhere in the text a label stands before units (责任单位：…)."""
    return bool(_LABEL.search(text))


def is_complete(name: str) -> bool:
    """The name ends as the names of bodies do (a bracket at its end aside)."""
    bare = _outside_brackets(name)
    return len(bare) >= 2 and bool(_COMPLETE.search(bare) or _PLACES.match(bare))


def names_a_level(name: str) -> bool:
    """The name begins with a level of government or as a group does (区财政局, 各镇街)."""
    return bool(_STARTS.match(name))


def looks_like_units(text: str) -> bool:
    """Every name in the cell ends as the names of bodies do, and nothing is as long as a sentence."""
    if means_none(text):
        return True
    assignment = assign(text)
    return bool(assignment.names) and all(len(name) <= 40 and is_complete(name) for name in assignment.names)


def split_units(text: str) -> tuple[str, ...]:
    """Names as printed, one entry each; roles (牵头, 配合, 按职责分工落实) are left out."""
    return assign(text).names


def assign(text: str, rule: LeadRule = LeadRule.NONE) -> Assignment:
    """Read a unit cell or the inside of a (责任单位:…) group.

    Without a word for the lead and without a `rule`, all units are responsible and the lead is empty.
    """
    text = _without_rule_sentence(text)
    if means_none(text) or not text.strip():
        return Assignment()
    if len(text) > _MAX_CELL:
        return Assignment(doubts=(f"单位一栏有 {len(text)} 字，无法识别",))
    text = _unbracketed(text)
    helped = _helper_notes(text)
    if helped is not None:
        return helped
    labelled = _labelled(text)
    if labelled is not None:
        return labelled
    text = _LEADS_GO_ON.sub(r"\1，", _join_lines(text))
    said = any(
        _LEADS.search(clause.strip(" 。.")) or _LEAD_NOTE.search(clause) for clause in _split(text, "，,；;。\n")
    )
    if rule in (LeadRule.BEFORE_COMMA, LeadRule.BEFORE_SEMICOLON) and not said:
        return _before_mark(text, "，," if rule is LeadRule.BEFORE_COMMA else "；;")
    lead: list[str] = []
    responsible: list[str] = []
    for clause in _split(text, "，,；;。\n"):
        host, words = _host(clause)
        _extend(lead, host)
        words, leads = _without_role(words)
        for name in _names(words):
            marked = rule is LeadRule.MARKED and (name[0] in _MARKS or name[-1] in _MARKS)
            noted = bool(_LEAD_NOTE.search(name))
            _add(lead if leads or marked or noted else responsible, _LEAD_NOTE.sub("", name).strip(_MARKS + " "))
    if said or rule is LeadRule.MARKED:
        responsible = [name for name in responsible if name not in lead]
    if rule is LeadRule.FIRST and not lead and responsible:
        lead, responsible = responsible[:1], responsible[1:]
    return Assignment(lead=tuple(lead), responsible=tuple(responsible))


def _unbracketed(text: str) -> str:
    """The words inside a bracket that holds the whole cell."""
    stripped = text.strip(" \t\u3000\n。")
    if stripped[:1] in OPENING and closing_position(stripped, 0, len(stripped)) == len(stripped) - 1:
        return stripped[1:-1]
    return text


def _helper_notes(text: str) -> Assignment | None:
    """A（会办：B、C）、D（会办：E）: A and D act; None when there is no such note."""
    notes = list(_HELPER_NOTE.finditer(text))
    if not notes:
        return None
    acting = assign(_HELPER_NOTE.sub("、", text).strip("、，,；; "))
    helping: list[str] = []
    for note in notes:
        _extend(helping, assign(note["names"] or note["spoken"]).names)
    return Assignment(lead=acting.names, responsible=tuple(name for name in helping if name not in acting.names))


def _host(clause: str) -> tuple[list[str], str]:
    """A会同B、C: A is the one that acts; the others are named with it."""
    host, together, others = clause.partition("会同")
    names = _names(_without_role(host)[0]) if together else []
    return (names, others) if names and is_complete(names[-1]) else ([], clause)


def _extend(names: list[str], more: Iterable[str]) -> None:
    for name in more:
        _add(names, name)


def _add(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)


def _before_mark(text: str, marks: str) -> Assignment:
    parts = [part for part in _split(text.replace("\n", "、"), marks) if part.strip("、 ")]
    if len(parts) < 2:
        return Assignment(
            responsible=tuple(_names(_without_role(text)[0])),
            doubts=("单位之间没有分隔牵头单位的逗号，未认定牵头单位",),
        )
    lead: list[str] = []
    responsible: list[str] = []
    _extend(lead, _names(_without_role(parts[0])[0]))
    for part in parts[1:]:
        _extend(responsible, _names(_without_role(part)[0]))
    return Assignment(lead=tuple(lead), responsible=tuple(responsible))


def _labelled(text: str) -> Assignment | None:
    """牵头单位：A；责任单位：B in one cell; None when there is no such label."""
    labels = list(_LABEL.finditer(text))
    if not labels or text[: labels[0].start()].strip(" \n（(〔"):
        return None
    lead: list[str] = []
    responsible: list[str] = []
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        target = lead if label["lead"] or label["lead2"] else responsible
        _extend(target, assign(text[label.end() : end].strip(" ，,；;。\n")).names)
    return Assignment(lead=tuple(lead), responsible=tuple(responsible))


def _without_rule_sentence(text: str) -> str:
    for _, pattern in _RULES:
        found = pattern.search(text)
        if found:
            start = max(text.rfind(mark, 0, found.start()) for mark in "。；;，,（(\n")
            text = text[: max(start, 0)]
    return text


def _without_role(clause: str) -> tuple[str, bool]:
    """The clause without its role words, and whether they made it the lead."""
    clause = _STARTERS.sub("", clause.strip(" \u3000。."))
    leads = _LEADS.search(clause)
    if leads:
        return clause[: leads.start()], True
    helps = _HELPS.search(clause)
    if helps and is_complete(clause[: helps.start()]) and len(clause[: helps.start()]) > 2:
        return clause[: helps.start()], bool(helps["leads"])
    for pattern in (_ANSWERS, _BY_DUTY):
        found = pattern.search(clause)
        if found and not is_complete(clause):
            return clause[: found.start()], False
    return clause, False


def _join_lines(text: str) -> str:
    """One line: a name broken over two lines is put together, otherwise a line end stays as the separator."""
    lines = [line.strip(" \t\u3000") for line in text.split("\n")]
    joined = ""
    for line in lines:
        if not line:
            continue
        if not joined:
            joined = line
        elif _goes_on(joined, line):
            joined += line
        else:
            joined += "\n" + line
    return joined


def _goes_on(before: str, line: str) -> bool:
    last = re.split(r"[、，,；;。\n]", before)[-1]
    first = re.split(r"[、，,；;。\n]", line)[0]
    if not last:
        return False
    if _open_bracket(before) or line[0] in OPENING or line[0] in CLOSING or line[0] in "、，,；;。等及":
        return True
    if not is_complete(_without_role(last)[0]) and not _LEADS.search(last):
        return True
    if first in {"各成员单位", "成员单位"} and _PANEL.search(last):
        return True
    # 区政府⏎办公室, 国资⏎委: a rest too short or too general to be a body of its own.
    return not _STARTS.match(first) and (
        len(first) <= 2 or first in {"办公室", "办公厅", "办事处", "委员会", "分局", "成员单位"}
    )


def _open_bracket(text: str) -> bool:
    return sum(text.count(mark) for mark in OPENING) > sum(text.count(mark) for mark in CLOSING)


def _split(text: str, marks: str) -> list[str]:
    """Split at `marks` outside brackets and quotes."""
    parts = [""]
    depth = 0
    for char in text:
        if char in OPENING or char == "“":
            depth += 1
        elif char in CLOSING or char == "”":
            depth = max(0, depth - 1)
        if char in marks and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _outside_brackets(name: str) -> str:
    return re.sub(r"[（(〔\[【][^（(〔\[【）)〕\]】]*[)）〕\]】]?", "", name).strip()


def _names(text: str) -> list[str]:
    names: list[str] = []
    for piece in _split(re.sub(r"(?=[①-⑳])", "、", text), "、，,；;|｜﹑､\n"):
        for spaced in _split_spaces(piece):
            for part in _split_joined(spaced):
                name = _ENUMERATOR.sub("", part.strip(" \u3000。.：:"))
                if name and name not in _NOBODY and not _COUNTED.fullmatch(name) and not re.fullmatch(r"[\W_]+", name):
                    names.append(name)
    return names


def _split_spaces(piece: str) -> list[str]:
    """区财政局 区税务局 are two; 区 财 政 局 is one."""
    words = piece.split()
    if len(words) > 1 and all(is_complete(word) and len(word) >= 3 for word in words):
        return words
    return ["".join(words)]


def _split_joined(piece: str) -> list[str]:
    """Names that stand together without a separator: A等B, A及B, A和B, AB."""
    if len(piece) > _MAX_NAME:
        return [piece]
    for match in re.finditer(r"等|以及|及|和|与|/|／", piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if not is_complete(left) or _open_bracket(left):
            continue
        if match[0] == "等" and (not right or right in _NOBODY):
            return _split_joined(left)
        if is_complete(right) and (match[0] in "等/／" or _STARTS.match(right)):
            return _split_joined(left) + _split_joined(right)
    if towns := _towns(piece):
        return towns
    for index in range(3, len(piece) - 2):
        left, right = piece[:index], piece[index:]
        if _open_bracket(left) or not is_complete(left) or not is_complete(right):
            continue
        if _starts_new_body(left, right):
            return [left, *_split_joined(right)]
    return [piece]


def _towns(piece: str) -> list[str]:
    """龙桥镇白沙镇青石街道: towns and streets printed one after another."""
    found: list[str] = re.findall(_TOWN, piece)
    return found if len(found) > 1 and "".join(found) == piece else []


def _starts_new_body(left: str, right: str) -> bool:
    if right.startswith("各成员单位") and _PANEL.search(left):
        return False
    if right.startswith("各"):
        # 区政府各部门, 区直各单位 are one group; 区政府各部门各乡镇街道 are two.
        return not re.search(r"(?:政府|[直级属]|[省市区县]委|机关)$", left) or not re.match(
            r"各(?:有关|相关|直属)?(?:部门|单位|机构|委办局)", right
        )
    if right[0] not in "省市区县" or right[0] != left[0] or (_BRANCH.search(right) and not _BRANCH.search(left)):
        return False
    return len(left) >= 4 and not re.match(r"(?:[省市区县]委|[省市区县]政府)$", left) and not right.startswith("市场监")
