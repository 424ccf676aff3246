"""What the simulated sites have in common: a tree of columns, articles to fill them, truth to score by.

A site is a class with a tree in a small indented notation and templates of its own; `Site.build` turns it into pages (path in
the folder → bytes) and labels (the format of hand-made truth: columns, near, absent, menu_only). Everything is a pure
function of `as_of` and `seed`. Places and texts are invented; the ways of building are those government sites really use.
"""

from __future__ import annotations

import json
import posixpath
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

#: Stands in pages for scheme, host and port the folder is served under (absolute links).
BASE = "http://%BASE%/"

VERBS = (
    "印发",
    "公布",
    "下达",
    "做好",
    "开展",
    "调整",
    "加强",
    "推进",
    "公示",
    "组织申报",
    "规范",
    "核定",
    "修订",
    "落实",
)
OBJECTS = (
    "农村道路养护", "中小学校舍安全排查", "夏粮收购", "老旧小区加装电梯", "河道清淤", "小微企业信贷风险补偿", "农贸市场提升",
    "残疾人康复服务", "国有林场防火", "城区停车泊位", "乡村医生培训", "饮用水水源地保护", "公租房配租", "烟花爆竹销售布点",
    "农机购置补贴", "文物保护单位修缮", "公共体育场馆开放", "高标准农田建设", "养老机构等级评定", "危险路段整治", "村级会计委派",
)  # fmt: skip
FORMS = ("的通知", "工作方案", "情况的公告", "实施细则", "有关事项的函", "工作的意见", "名单", "结果的通报")
SENTENCES = (
    "各镇人民政府、街道办事处，各有关单位：", "现将有关事项通知如下，请结合实际认真执行。",
    "一、总体要求。坚持问题导向，统筹安排，分步实施，确保按期完成。",
    "二、主要任务。摸清底数，建立台账，明确责任，逐项销号。", "三、保障措施。加强组织领导，落实经费，定期通报进展。",
    "联系人在工作时间内接受咨询，相关表格可到服务窗口领取。", "本文自印发之日起施行，此前有关规定与本文不一致的，以本文为准。",
)  # fmt: skip


@dataclass(kw_only=True)
class Row:
    """A listed item: what it is called, when it was published, where it is."""

    title: str
    day: date
    file: str
    pinned: bool = False
    second: date | None = None
    """Another day printed in the row that is not the publication's (成文日期)."""


@dataclass(kw_only=True)
class Node:
    """A name in the site's menus: a column, or a label without a page."""

    name: str
    file: str | None
    kind: str
    options: dict[str, str]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the top, as a person writes them down: without spaces and counts."""
        above = self.parent.path if self.parent else ()
        return (*above, re.sub(r"[\s\u3000]+|[（(]\d+[)）]$", "", self.name))

    @property
    def trail(self) -> list[Node]:
        return [*(self.parent.trail if self.parent else []), self]

    @property
    def newest(self) -> date | None:
        return max((row.day for row in self.rows), default=None)

    def flag(self, name: str) -> bool:
        return name in self.options

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def relative(to: str, here: str) -> str:
    """The link a page at `here` writes for the file `to`; folders without their index.html."""
    target = re.sub(r"(^|/)index\.html$", r"\1", to)
    path = posixpath.relpath(target or ".", posixpath.dirname(here) or ".")
    return path + "/" if not target or target.endswith("/") else path


def parse_tree(text: str) -> list[Node]:
    """Lines of `name file kind key=value…` with two spaces a level; `-` for no file."""
    top: list[Node] = []
    open_nodes: list[Node] = []
    for line in text.strip("\n").splitlines():
        if not line.strip():
            continue
        depth = (len(line) - len(line.lstrip(" "))) // 2
        name, file, kind, *rest = [part for part in line.strip(" ").split(" ") if part]
        file = file + "index.html" if file.endswith("/") else file
        options = dict(part.partition("=")[::2] for part in rest)
        node = Node(name=name, file=None if file == "-" else file, kind=kind, options=options)
        del open_nodes[depth:]
        if open_nodes:
            node.parent = open_nodes[-1]
            open_nodes[-1].children.append(node)
        else:
            top.append(node)
        open_nodes.append(node)
    return top


class Site:
    """One simulated site; subclasses give tree, truth beyond the tree, and templates."""

    key: ClassVar[str]
    name: ClassVar[str]
    place: ClassVar[str]
    style: ClassVar[str]
    """What is special about how it is built, for the table."""
    encoding: ClassVar[str] = "utf-8"
    servable: ClassVar[bool] = True
    """Its pages are files; one whose addresses differ in their query only needs a server that knows them."""
    home: ClassVar[str] = "index.html"
    tree: ClassVar[str]
    near: ClassVar[str]
    """Lines `written path = path of the column [| also path]`."""
    absent: ClassVar[str]
    """Paths that do not exist, a line each."""

    def __init__(self, as_of: date, seed: int = 0) -> None:
        self.as_of = as_of
        self.random = random.Random(f"{self.key}{seed}{as_of}")
        self.top = parse_tree(self.tree)
        self.nodes = [node for top in self.top for node in top.walk()]
        self.pages: dict[str, bytes] = {}
        self.serial = 1000
        for node in self.nodes:
            self.fill(node)

    # -- content -------------------------------------------------------------------------------------------------

    def fill(self, node: Node) -> None:
        """Rows: `age` days from the newest to as-of, `rows` of them, `pinned`, `shuffled`, `two` dates."""
        if node.kind != "list":
            return
        day = self.as_of - timedelta(days=int(node.options.get("age", self.random.randint(1, 300))))
        gap = int(node.options.get("gap", "12"))
        for _ in range(int(node.options.get("rows", "12"))):
            self.serial += 7
            second = day - timedelta(days=self.random.randint(2, 40)) if node.flag("two") else None
            row = Row(title=self.title(node), day=day, file="", second=second)
            row.file = self.article_file(node, row)
            node.rows.append(row)
            day -= timedelta(days=self.random.randint(0, 2 * gap))
        if node.flag("pinned") and len(node.rows) > 3:
            old = node.rows.pop()
            old.pinned = True
            node.rows.insert(0, old)
        if node.flag("shuffled"):
            self.random.shuffle(node.rows)
            node.rows.sort(key=lambda row: row.day == node.newest)

    def title(self, node: Node) -> str:
        """An invented heading that fits any column."""
        form = self.random.choice(FORMS)
        opening = "关于" if self.random.random() < 0.6 else self.place
        year = f"{self.as_of.year}年" if self.random.random() < 0.3 else ""
        return f"{opening}{self.random.choice(VERBS)}{year}{self.random.choice(OBJECTS)}{form}"

    def text(self, paragraphs: int = 6) -> str:
        return "".join(f"<p>{self.random.choice(SENTENCES)}</p>\n" for _ in range(paragraphs))

    def article_file(self, node: Node, row: Row) -> str:
        """Where an article of a column is; TRS's way unless the site has another."""
        folder = posixpath.dirname(node.file or "")
        return f"{folder}/{row.day:%Y%m}/t{row.day:%Y%m%d}_{self.serial}.html"

    # -- templates -----------------------------------------------------------------------------------------------

    def home_page(self) -> str:
        raise NotImplementedError

    def list_page(self, node: Node) -> str:
        raise NotImplementedError

    def empty_page(self, node: Node) -> str:
        return self.list_page(node)

    def single_page(self, node: Node) -> str:
        raise NotImplementedError

    def section_page(self, node: Node) -> str:
        raise NotImplementedError

    def article_page(self, node: Node, row: Row) -> str:
        raise NotImplementedError

    def jump_page(self, node: Node) -> str:
        """Some three hundred bytes that send the visitor to the first child."""
        target = next(child.file for child in node.children if child.file)
        here = relative(target, node.file or "")
        return f'<html><head><meta http-equiv="Refresh" content="0;URL=./{here}"></head><body></body></html>'

    def extra_pages(self) -> Iterator[tuple[str, str]]:
        """Further pages: site map, frames, scripts."""
        return iter(())

    # -- building ------------------------------------------------------------------------------------------------

    def build(self) -> Site:
        """Write all pages into memory."""
        self.add(self.home, self.home_page())
        render = {
            "list": self.list_page, "empty": self.empty_page, "single": self.single_page, "section": self.section_page,
            "jump": self.jump_page, "shell": self.list_page,
        }  # fmt: skip
        for node in self.nodes:
            if node.file is None or node.kind == "label" or node.flag("dead"):
                continue
            if node.file not in self.pages:
                self.add(node.file, render[node.kind](node))
            for row in node.rows:
                if row.file.endswith((".html", ".htm")):
                    self.add(row.file, self.article_page(node, row))
                else:
                    self.pages[row.file] = b"%PDF-1.4\n%%EOF\n"
        for file, text in self.extra_pages():
            self.add(file, text)
        return self

    def add(self, file: str, text: str) -> None:
        self.pages[file] = text.encode(self.encoding, errors="xmlcharrefreplace")

    def find(self, path: str) -> Node:
        wanted = tuple(path.strip().split(">"))
        return next(node for node in self.nodes if node.path == wanted)

    def labels(self) -> dict[str, Any]:
        """The truth, in the shape of hand-made labels."""
        columns = [
            self._column(node) for node in self.nodes if node.file and node.kind != "label" and not node.flag("nolabel")
        ]
        near = []
        for line in self.near.strip().splitlines():
            written, _, rest = line.strip().partition(" = ")
            right, *also = [self.find(part).file for part in rest.split(" | ")]
            near.append({"path": written.split(">"), "is": right, "also_ok": also, "kind": "near", "why": rest})
        absent = [
            {"path": line.strip().split(">"), "why": "no such column"} for line in self.absent.strip().splitlines()
        ]
        menu_only = [{"path": list(node.path)} for node in self.nodes if not node.file]
        return {
            "folder": self.key, "home": "/" + self.home, "site_name": self.name, "platform": self.style, "columns": columns,
            "near": near, "absent": absent, "menu_only": menu_only,
        }  # fmt: skip

    def _column(self, node: Node) -> dict[str, Any]:
        kind = {"list": "list", "empty": "list", "shell": "list", "single": "article"}.get(node.kind, "section")
        accept = [child.file for child in node.children[:1] if node.kind == "jump"]
        dated = node.newest is not None and not node.flag("undatable")
        return {
            "path": list(node.path), "file": node.file, "kind": kind, "reachable": True, "rows_first_page": len(node.rows),
            "newest": node.newest.isoformat() if dated and node.newest else None, "empty": node.kind == "empty",
            "js_filled": node.kind == "shell", "accept_files": [file for file in accept if file],
        }  # fmt: skip

    def write(self, folder: Path, address: str = "") -> None:
        """Pages below `folder`/pages/<key>, labels to `folder`/labels/<key>.json; `address` is host:port of absolute links."""
        for file, body in self.pages.items():
            path = folder / "pages" / self.key / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body.replace(b"http://%BASE%/", f"http://{address}/".encode() if address else b"/"))
        labels = folder / "labels" / f"{self.key}.json"
        labels.parent.mkdir(parents=True, exist_ok=True)
        labels.write_text(json.dumps(self.labels(), ensure_ascii=False, indent=1), encoding="utf-8")


def links(nodes: Sequence[Node], here: str, pattern: str = '<li><a href="{href}">{name}</a></li>') -> str:
    """One line of `pattern` a node; javascript:; for labels."""
    return "\n".join(
        pattern.format(href=relative(node.file, here) if node.file else "javascript:;", name=node.name)
        for node in nodes
    )


def cut(title: str, length: int = 16) -> str:
    """An anchor's text as narrow lists print it."""
    return title if len(title) <= length else title[:length] + "..."
