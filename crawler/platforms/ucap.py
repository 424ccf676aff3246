"""开普云 UCAP: `createPageHTML('page_div', 7, 1, 'xxgk_list', 'shtml', 181)`.

Element, pages, current page counted from 1, name, extension, total. Page 1 is `xxgk_list.shtml`, page n is
`xxgk_list_{n}.shtml`; the name itself may end in a number (`list_2`). A total of 0 is an empty column.
"""

from __future__ import annotations

from crawler.readers.document import Document
from crawler.readers.pager import Pager, numbered_pages
from crawler.readers.scripts import calls, scripts_with


def pager(document: Document) -> Pager | None:
    """The pager of a UCAP column page, None when the page calls none (calls in comments are none)."""
    for source in scripts_with(document, "createPageHTML"):
        for arguments in calls(source, "createPageHTML"):
            match arguments:
                case (str(), int(pages), int(current), str(name), str(extension), *rest):
                    total = rest[0] if rest and isinstance(rest[0], int) else None
                    if not 1 <= current <= max(pages, 1):
                        continue
                    following = numbered_pages(
                        document, name=name, extension=extension, numbers=range(current + 1, pages + 1)
                    )
                    return Pager(current=current - 1, pages=pages, total=total, next_urls=following)
    return None
