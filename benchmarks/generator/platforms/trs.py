"""TRS: folders, 0-based pagers drawn by script, and the template of the coast with all rows in the page."""

from __future__ import annotations

from benchmarks.generator.model import Column, Dating, Entry
from benchmarks.generator.platforms.base import Platform


class Trs(Platform):
    name = "trs"

    def address(self, column: Column) -> str:
        return "/" + "/".join(one.slug for one in column.trail) + "/"

    def page_address(self, column: Column, number: int) -> str:
        return column.address if number == 1 else f"{column.address}index_{number - 1}.{self.extension}"

    def article(self, column: Column, entry: Entry) -> str:
        if column.dating is Dating.NOWHERE:
            return f"{column.address}t{entry.number}.{self.extension}"
        day = entry.day
        return f"{column.address}{day:%Y%m}/t{day:%Y%m%d}_{entry.number}.{self.extension}"

    def pager(self, column: Column, number: int, here: str) -> str:
        last, ending, total = self.pages(column), self.extension, len(column.entries)
        style = self.site.seed % 5
        now = number - 1
        if style == 0:
            call = f'createPageHTML({last}, {now}, "index", "{ending}");'
        elif style == 1:
            call = f'createPage({last}, {now}, "index", "{ending}", {total});'
        elif style == 2:
            call = f"Pager({{size:{last},current:{now},prefix:'index',suffix:'{ending}'}});"
        elif style == 3:
            call = (
                f"var currentPage = {now};\nvar countPage = {last};\n//createPageHTML({last},{now},'index','{ending}');\n"
                "for(var i=0;i<countPage;i++){if(i==0)document.write('<a href=\"index."
                f"{ending}\">1</a>');else document.write('<a href=\"index_'+i+'.{ending}\">'+(i+1)+'</a>');}}"
            )
        else:
            call = f"var countPage = {last}; var currentPage = {now};\ncreatePageHTML(countPage, currentPage, 'index', '{ending}');"
        return f'<div class="page"><script type="text/javascript">\n{call}\n</script></div>'


class TrsCoast(Trs):
    name = "trs-showstatic"

    def pages(self, column: Column) -> int:
        return 1

    def shown(self, column: Column, number: int) -> list[Entry]:
        return column.entries

    def list_block(self, column: Column, number: int, here: str) -> str:
        blocks, hand = [], self.site.style
        for start in range(0, len(column.entries), 5):
            lines = "".join(
                f'<li><a href="{self.site.href(here, self.article(column, one))}" title="{one.title}" target="_blank">{one.title}</a>'
                f'<em id="rel_{one.number}"></em><span class="bf-pass">{self.printed(column, one)}</span></li>'
                for one in column.entries[start : start + 5]
            )
            blocks.append(f'<div ms-visible="$showStatic({start // 5 + 1})"><ul>{lines}</ul></div>')
        return f'<div class="{hand.classes["list"]}" ms-controller="list">{"".join(blocks) or "<ul></ul>"}</div>'

    def printed(self, column: Column, entry: Entry) -> str:
        """The row's day, where the column prints one."""
        if column.dating is Dating.ROW:
            return self.site.style.day(entry.printed or entry.day)
        return self.site.style.short(entry.day) if column.dating is Dating.NO_YEAR else ""

    def head(self, column: Column | None) -> str:
        return (
            f'<meta name="ChnlId" content="{column.key}"><meta name="SiteId" content="{self.site.seed % 900}">'
            if column
            else ""
        )
