"""The regulations findings refer to, as the reports quote them, and the row of the document behind a rule."""

from __future__ import annotations

from typing import Final

INDICATORS: Final = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
GUIDELINE: Final = "《政府网站发展指引》（国办发〔2017〕47号）"
PLATFORM: Final = "《关于规范政府信息公开平台有关事项的通知》（国办公开办函〔2019〕61号）"


def task_row(document: str, row: int, item: int | None) -> str:
    """Name the row (and numbered item) of the task document that demands the column."""
    place = f"第{row}行" if item is None else f"第{row}行第{item}项"
    return f"《{document.strip('《》') or '任务分工文件'}》{place}"


def join(*sources: str) -> str:
    """Several sources in one line."""
    return "；".join(source for source in sources if source)
