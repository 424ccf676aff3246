"""The regulations findings refer to, as the reports quote them, and the row of the document behind a rule."""

from __future__ import annotations

from typing import Final

INDICATORS: Final = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
GUIDELINE: Final = "《政府网站发展指引》（国办发〔2017〕47号）"
PLATFORM: Final = "《关于规范政府信息公开平台有关事项的通知》（国办公开办函〔2019〕61号）"
SECURITY: Final = "网站传输安全的通行要求（本程序检查项，不属于国办考核指标）"
WORKING_LINKS: Final = f"{INDICATORS}：链接（含附件、图片）应能打开且内容正确"
PAGE_TAGS: Final = f"{GUIDELINE}：网页应按规范设置网站、栏目、内容标签"
INTERPRETATION: Final = f"{INDICATORS}：政策解读应与被解读的政策文件相互关联"
PRIVACY: Final = (
    "《中华人民共和国个人信息保护法》《中华人民共和国政府信息公开条例》：公开信息不得侵害个人隐私，"
    "确需公示的应作去标识化处理"
)


def task_row(document: str, row: int, item: int | None) -> str:
    """Name the row (and numbered item) of the task document that demands the column."""
    place = f"第{row}行" if item is None else f"第{row}行第{item}项"
    return f"《{document.strip('《》') or '任务分工文件'}》{place}"


def join(*sources: str) -> str:
    """Several sources in one line."""
    return "；".join(source for source in sources if source)
