"""The atlas keeps what fits a name while it grows; asked in between or only at the end, it answers the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.atlas import Atlas, Mention
from crawler.matching import Kind, equal, likeness, plain, same_level
from crawler.readers.links import Place

NAMES = ("通知公告", "通知 公告", "公告", "政策文件", "政策解读", "政务公开", "信息公开", "公示公告")

MENTIONS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from([Place.MENU, Place.LIST, Place.BODY]), st.booleans()), max_size=30
)


def fits(wanted: str, mention: Mention) -> bool:
    if mention.place is Place.LIST:
        return plain(wanted) == plain(mention.name)
    return likeness(wanted, mention.name).kind is not Kind.NONE


@given(found=MENTIONS, wanted=st.sampled_from(NAMES))
def test_hits_are_the_same_however_often_they_are_asked_for(found: list[tuple[str, Place, bool]], wanted: str) -> None:
    atlas = Atlas()
    for number, (name, place, ask_now) in enumerate(found):
        url = f"http://example.gov.cn/{number}/"
        atlas._put(Mention(name=name, url=url, key=url, trails=((),), place=place, seen_on="", depth=1))
        if ask_now:
            atlas.hits(wanted)
            atlas.level_mentions(wanted, same_level)
    assert [hit.mention for hit in atlas.hits(wanted)] == [one for one in atlas.mentions if fits(wanted, one)]
    level = [one for one in atlas.mentions if same_level(wanted, one.name)]
    assert atlas.level_mentions(wanted, same_level) == level


def test_two_ways_of_comparing_levels_do_not_answer_for_each_other() -> None:
    atlas = Atlas()
    for name in ("政务公开", "信息公开"):
        atlas._put(Mention(name=name, url=name, key=name, trails=((),), place=Place.MENU, seen_on="", depth=1))
    assert [one.name for one in atlas.level_mentions("信息公开", same_level)] == ["政务公开", "信息公开"]
    assert [one.name for one in atlas.level_mentions("信息公开", equal)] == ["信息公开"]
