"""What the golden audit shows of the newest entries: one question for each check of their quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker_cases import column
from looked_cases import ARTICLE_TAGS, TAGS, article, attached, exposure, look

from crawler.inspected import Answering, ExposureKind, TargetKind

if TYPE_CHECKING:
    from golden_content import Content


def add_entries(found: Content) -> None:
    """Every case, in a fixed order."""
    gone = [article(f"关于第{number}批补贴的公示", number=number, answering=Answering.GONE) for number in (1, 2, 3)]
    found.add("补贴公示", column(inspection=look(*gone)))
    files = (
        attached("补贴名单.pdf", Answering.WRONG_TYPE),
        attached("办事流程.mp4", Answering.GONE, TargetKind.MEDIA),
        attached("申请表.doc", Answering.FINE),
    )
    found.add("办事指南", column(inspection=look(article("办事指南", attachments=files))))
    untagged = article("关于做好服务的通知", metas=tuple(one for one in ARTICLE_TAGS if one[0] != "PubDate"))
    found.add("公共服务", column(inspection=look(untagged, metas=(*TAGS[:4], ("ColumnName", "公共头")))))
    explained = [article(f"《云山区第{number}号办法》政策解读", number=number) for number in (4, 5)]
    found.add("文件解读", column(inspection=look(*explained)), path=("政务公开", "文件解读"))
    seen = (
        exposure("500199********123X", quote="李*，身份证号500199********123X"),
        exposure("138****9876", ExposureKind.MOBILE, quote="李* 女 138****9876"),
    )
    found.add("社会救助", column(inspection=look(article("低保对象公示", exposures=seen))))
