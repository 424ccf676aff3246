"""The menus of a start page that shows hardly any link, from the page as a browser draws it."""

from __future__ import annotations

from crawler.evidence import Look
from crawler.scope import FEW_LINKS, Scope

DRAWN_START = "首页（经浏览器绘制）"


async def draw_start(scope: Scope) -> None:
    """Have the start page drawn when its scripts must draw its menus, and take in the names that it shows then.

    What a browser shows without a click need not be all there is: a column that is not among it is not called missing.
    """
    home = scope.home
    if home is None or home.facts is None or home.draw is None or not scope.saw_few_links(FEW_LINKS):
        return
    if not home.facts.document.tagged("script"):
        return
    drawn = await home.draw(False)
    if drawn is None:
        return
    if drawn.facts is None:
        scope.undrawn = drawn.failure.detail if drawn.failure is not None else ""
        return
    scope.start_drawn = True
    scope.read_names(drawn.facts, (), 0)
    scope.looked.append(Look(place=DRAWN_START, url=drawn.facts.page.url))
