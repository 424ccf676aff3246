"""What stands in a column's list: made-up titles, dates by age, article addresses of the two platforms."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from html import escape
from zlib import crc32

from demo.column import Column, Dates, Piece, day
from demo.district import DISTRICT, TAX

_TOPICS = (
    "春季农业生产", "老旧小区改造", "农村人居环境整治", "重点项目建设", "小微企业融资服务", "义务植树",
    "社区养老服务设施", "城区道路养护", "水源地保护", "中小学课后服务", "家庭医生签约", "农产品质量抽检",
    "消防安全排查", "公共文化活动", "大气污染防治", "残疾人就业援助", "校园周边整治", "河道清淤",
)  # fmt: skip
_TURNS = (
    "{area}{topic}工作情况通报",
    "关于做好{topic}有关工作的通知",
    "{area}召开{topic}推进会",
    "关于{topic}有关事项的公告",
    "{area}{topic}第{n}期情况",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One listed item and its article."""

    number: int
    """What names it over the nights: rows of the first night count from 0, later ones are negative."""
    title: str
    path: str
    """Absolute path of the article on the site."""
    day: date
    """The day it was really published."""
    pinned: bool
    piece: Piece


def relative(here: str, there: str) -> str:
    """`there` as TRS writes links, seen from the page `here`: ./x, ../x/."""
    folder = here if here.endswith("/") else posixpath.dirname(here)
    link = posixpath.relpath(there, folder or "/") + ("/" if there.endswith("/") else "")
    return link if link.startswith(".") else f"./{link}"


def shown(title: str, width: int = 24) -> str:
    """Title as lists print it, cut with an ellipsis and escaped."""
    return escape(title if len(title) <= width else title[: width - 1] + "…")


def _title(column: Column, n: int, year: int) -> str:
    titles, place = (column.titles, n) if n >= 0 else (column.newer_titles, -n - 1)
    if place < len(titles) and titles[place]:
        return titles[place].format(year=year, last=year - 1)
    seed = crc32((column.like or column.path).encode()) + n * 7
    return _TURNS[seed % len(_TURNS)].format(area=DISTRICT, topic=_TOPICS[(seed // 5) % len(_TOPICS)], n=abs(n) + 1)


def _article_path(column: Column, n: int, published: date, migrated: date) -> str:
    number = crc32(f"{column.path}{n}".encode()) % 900000 + 100000
    folder = column.path if column.path.endswith("/") else posixpath.dirname(column.path) + "/"
    if column.dates is Dates.NONE:
        return f"{folder}content_{number}.html"
    if column.site == TAX:
        name = md5(f"{column.path}{n}".encode(), usedforsecurity=False).hexdigest()
        shelf = "content" if column.dates is Dates.REBUILT else f"{published.year}/{published.month}/{published.day}"
        return f"{folder}{shelf}/{name}.shtml"
    stamp = migrated if column.dates is Dates.ARTICLE else published
    return f"{folder}{stamp:%Y%m}/t{stamp:%Y%m%d}_{number}.html"


def prose(subject: str) -> str:
    """Paragraphs of a page that is one text: what `subject` is, who answers for it, how to ask."""
    sentences = (
        "根据有关法律法规和上级工作要求，结合本区实际编制本页内容，供公众查阅和使用。",
        "本页内容由承办单位负责起草，经保密审查和合法性审核后发布，任何单位和个人不得擅自更改。",
        "公众可以通过网站检索、政务服务大厅查阅点、档案馆和图书馆查阅场所等途径获取纸质或者电子文本。",
        "内容发生变化的，承办单位应当及时修订，修订前的文本予以归档保存，并在显著位置作出说明。",
        "对内容有疑问的，可以在工作时间拨打办公电话咨询，也可以来信来访，工作人员应当一次性告知。",
        "认为有关单位未依法履行公开义务的，可以向主管部门反映，收到反映的单位应当及时调查处理并答复。",
        "收费、格式、时限等要求按照国家统一规定执行，本区不另设条件，也不收取任何额外费用。",
        "残疾人、老年人和其他有特殊需要的公众，可以申请工作人员协助，窗口应当提供必要的便利。",
    )
    return "".join(f"<p>{n}、{subject}：{sentence}</p>" for n, sentence in enumerate(sentences, 1))


def rows_of(column: Column, opened: date) -> tuple[Row, ...]:
    """The column's rows in the order they are listed; `opened` is the day of the first night."""
    return tuple(
        Row(
            number=n,
            title=_title(column, n, opened.year),
            path=_article_path(column, n, day(opened, age), day(opened, 2)),
            day=day(opened, age),
            pinned=0 <= n < column.pinned,
            piece=column.piece(n),
        )
        for n, age in enumerate((*column.newer, *column.ages), -len(column.newer))
    )
