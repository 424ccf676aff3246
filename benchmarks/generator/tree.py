"""A random tree of 40 to 120 columns with entries, decoys and faults."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.generator import names, words
from benchmarks.generator.model import Column, Dating, Entry, Fault, Kind

#: Faults of leaf columns and how often each is drawn among the faulty ones.
FAULTS = {
    Fault.GONE: 4,
    Fault.REMOVED: 1,
    Fault.SOFT: 3,
    Fault.HOME: 1,
    Fault.ONCE: 4,
    Fault.ALWAYS: 2,
    Fault.FORBIDDEN: 2,
    Fault.CHALLENGE: 2,
    Fault.SLOW: 2,
    Fault.MOVED: 3,
    Fault.REFRESH: 3,
    Fault.SCRIPTED: 2,
}
FAULTY_SHARE = 0.08


class Planter:
    """Grows one site's tree; every draw comes from `rng`."""

    def __init__(self, rng: Random, place: str, as_of: date) -> None:
        self.rng, self.place, self.as_of = rng, place, as_of
        self.names = names.Namer(rng=rng, place=place)
        self.made = 0
        self.offset = rng.randint(1, 900)

    def grow(self) -> list[Column]:
        """The first-level columns."""
        rng = self.rng
        wanted = rng.randint(40, 110)
        tops = [*self._open(), self._news()]
        others = [*words.TOPS_OTHER]
        rng.shuffle(others)
        for title in others[: rng.randint(2, 5)]:
            tops.append(self._other(title.replace("{p}", self.place[:-1])))
        topics = self._column(rng.choice(("专题专栏", "专题", "专题集锦", "热点专题")))
        tops.append(topics)
        self._add(topics, [self.names.composed() for _ in range(rng.randint(4, 10))])
        while self.made < wanted:
            parent = rng.choice([*tops[:2], topics] if rng.random() < 0.7 else [one for one in tops if one.children])
            self._add(parent, [self.names.composed() for _ in range(rng.randint(2, 5))])
        self._repeat(tops)
        rng.shuffle(tops)
        for column in [one for top in tops for one in (top, *top.below())]:
            self._furnish(column)
        return tops

    def _column(self, name: str, parent: Column | None = None) -> Column:
        self.made += 1
        stem = self.rng.choice(words.PINYIN)
        slug = self.rng.choice((stem, f"{stem}_{self.rng.randint(10, 99999)}", f"{stem}{self.rng.choice('abcdxyz')}"))
        if parent is None or slug in {one.slug for one in parent.children}:
            slug = f"{stem}{self.made}"
        column = Column(key=self.made * 7 + self.offset, name=name, slug=slug, parent=parent)
        if parent:
            parent.children.append(column)
        self.names.used.add(name)
        return column

    def _add(self, parent: Column, titles: list[str]) -> list[Column]:
        taken = {one.name for one in parent.children}
        return [self._column(one, parent) for one in dict.fromkeys(titles) if one not in taken]

    def _sample(self, pool: tuple[str, ...], low: int, high: int) -> list[str]:
        return self.rng.sample(pool, min(len(pool), self.rng.randint(low, high)))

    def _open(self) -> list[Column]:
        """政务公开 and the disclosure platform: one within the other, or side by side."""
        rng = self.rng
        first = self._column(rng.choice(words.TOPS_OPEN))
        tops, platform = [first], first
        shape = rng.random()
        if shape < 0.3 and first.name != "政府信息公开":
            platform = self._column("政府信息公开", first)
        elif shape < 0.5 and first.name == "政务公开":
            platform = self._column("政府信息公开")
            tops.append(platform)
        self._add(platform, ["政府信息公开指南", "政府信息公开制度"])
        legal = self._column(rng.choice(("法定主动公开内容", "法定主动公开内容", "主动公开")), platform)
        self._add(platform, ["政府信息公开年报"] + (["依申请公开"] if rng.random() < 0.8 else []))
        items = self._sample(words.LEGAL, 9, 18)
        if rng.random() < 0.6:
            items += [one for one in rng.choice(words.UNLIKE) if one not in items]
        rng.shuffle(items)
        self._add(legal, items)
        if rng.random() < 0.7:
            areas = self._column(rng.choice(("重点领域信息公开", "重点领域", "基层政务公开", "重点工作")), first)
            for _ in range(rng.randint(3, 7)):
                subject = rng.choice(words.FIELDS)
                for area in self._add(areas, [subject]):
                    if rng.random() < 0.4:
                        kinds = rng.sample(words.ASPECTS, rng.randint(2, 4))
                        self._add(area, [subject + one if rng.random() < 0.5 else one for one in kinds])
        self._add(first, [self.names.fresh(words.NEWS) for _ in range(rng.randint(1, 3))])
        return tops

    def _news(self) -> Column:
        top = self._column(self.names.fresh(words.TOPS_NEWS))
        local = [f"{self.place}要闻", "市级要闻"] if self.rng.random() < 0.4 else []
        self._add(top, [*local, *self._sample(words.NEWS, 3, 7)])
        return top

    def _other(self, name: str) -> Column:
        top = self._column(name)
        pool = words.INTERACTIVE if "互动" in name else ()
        wanted = self.rng.randint(2, 6)
        self._add(top, [self.names.fresh(pool) if pool else self.names.composed() for _ in range(wanted)])
        return top

    def _repeat(self, tops: list[Column]) -> None:
        """The same name in another branch, two or three times a site."""
        leaves = [one for top in tops for one in top.below() if not one.children]
        parents = [one for top in tops for one in (top, *top.below()) if one.children]
        for leaf in self.rng.sample(leaves, min(3, len(leaves))):
            self._add(self.rng.choice(parents), [leaf.name])

    def _furnish(self, column: Column) -> None:
        rng = self.rng
        if column.children:
            column.kind = Kind.LABEL if column.parent and rng.random() < 0.3 else Kind.PARENT
            return
        roll = rng.random()
        if column.name.endswith(("指南", "简介")) or roll < 0.05:
            column.kind = Kind.SINGLE
        elif roll < 0.11:
            column.kind = Kind.EMPTY
        elif roll < 0.22:
            column.dating = rng.choice((Dating.ARTICLE, Dating.ARTICLE, Dating.NO_YEAR, Dating.NO_YEAR, Dating.NOWHERE))
        if rng.random() < FAULTY_SHARE:
            column.fault = rng.choices(list(FAULTS), list(FAULTS.values()))[0]
        if column.kind is Kind.LIST:
            column.entries = self._entries(column)

    def _entries(self, column: Column) -> list[Entry]:
        rng = self.rng
        band = rng.random()
        age = rng.randint(0, 9) if band < 0.45 else rng.randint(15, 320) if band < 0.8 else rng.randint(400, 2000)
        day = self.as_of - timedelta(days=age)
        found = []
        for _ in range(rng.choice((1, 3, 8, 14, 22, 35, 64))):
            found.append(
                Entry(number=rng.randint(10_000, 9_999_999), title=names.title(rng, self.place, column.name), day=day)
            )
            day -= timedelta(days=rng.choice((0, 1, 2, 5, 9, 20, 40)))
        if len(found) > 3 and column.dating is Dating.ROW:
            if rng.random() < 0.1:
                old = Entry(
                    number=rng.randint(10_000, 9_999_999),
                    title="【置顶】" + names.title(rng, self.place, column.name),
                    day=found[-1].day - timedelta(days=rng.randint(100, 900)),
                    pinned=True,
                )
                found.insert(0, old)
            elif rng.random() < 0.04:
                first = found[0]
                late = self.as_of + timedelta(days=rng.choice((30, 200, 365, 3650)))
                found[0] = Entry(number=first.number, title=first.title, day=first.day, printed=late)
        return found
