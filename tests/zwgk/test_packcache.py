"""Large packs out of their cache: the same as read, and read again whenever the cache is not what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.model import RuleParseError
from rules.pack import load_pack
from zwgk.config import Config, load_config
from zwgk.packcache import LEAST_BYTES, is_slow, load_cached
from zwgk.packs import read_packs, reading_ahead

_HEAD = (
    "schema: zwgk.pack/1\ndocument: {title: 任务分工, place: 云山区, year: 2026, source: doc.txt, rows: 9}\nrules:\n"
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    rules = "".join(
        f"  - {{id: r{n}, row: {n + 1}, site: 政府网站, path: [公开, 栏目{n}], text: 公开第{n}类信息{'，及时更新' * 20},"
        " deadlines: [{text: 10月底前, kind: date, due: 2026-10-31}],"
        " requirements: [{kind: document, quote: 公开《清单》, names: [清单]}]}\n"
        for n in range(LEAST_BYTES // 300)
    )
    file = tmp_path / "pack.yaml"
    file.write_text(_HEAD + rules, encoding="utf-8")
    assert file.stat().st_size > LEAST_BYTES
    return file


def test_it_is_the_same_pack(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    read = load_pack(pack)
    assert load_cached(pack, folder) == read
    assert len(list(folder.glob("*.json"))) == 1
    assert load_cached(pack, folder) == read, "out of the cache"


def test_an_edit_is_seen(pack: Path, tmp_path: Path) -> None:
    load_cached(pack, tmp_path)
    pack.write_text(pack.read_text(encoding="utf-8").replace("栏目0", "栏目零"), encoding="utf-8")
    assert load_cached(pack, tmp_path).rules[0].path == ("公开", "栏目零")


def test_a_damaged_cache_is_read_over(pack: Path, tmp_path: Path) -> None:
    read = load_cached(pack, tmp_path)
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(file.read_bytes()[:500])
    assert load_cached(pack, tmp_path) == read


def configured(pack: Path) -> Config:
    file = pack.with_name("config.yaml")
    file.write_text(
        f"sites:\n  政府网站: {{url: 'https://www.example.gov.cn/'}}\nunits: []\nrules: [{pack.name}]\n",
        encoding="utf-8",
    )
    return load_config(file)


def test_reading_ahead_leaves_what_is_slow_in_the_cache(pack: Path) -> None:
    config = configured(pack)
    folder = config.data / "cache"
    assert is_slow(pack, folder)
    with reading_ahead(config, ()):
        pass
    assert not is_slow(pack, folder)
    (file,) = folder.glob("*.json")
    kept = file.stat().st_mtime_ns
    with reading_ahead(config, ()):
        assert read_packs(config, ()) == (load_pack(pack),)
    assert file.stat().st_mtime_ns == kept, "read out of the cache"


def test_reading_ahead_says_what_is_wrong_with_a_pack(pack: Path) -> None:
    config = configured(pack)
    pack.write_text(pack.read_text(encoding="utf-8").replace("id: r7,", "id: [r7],"), encoding="utf-8")
    seen = []
    with pytest.raises(RuleParseError), reading_ahead(config, ()):
        seen.append("the body")
    assert seen == ["the body"]


def test_small_packs_and_mistakes_leave_no_cache(tmp_path: Path) -> None:
    small = tmp_path / "small.yaml"
    small.write_text(_HEAD + "  - {id: r1, row: 1, site: 政府网站, path: [公开], text: 公开}\n", encoding="utf-8")
    folder = tmp_path / "cache"
    assert load_cached(small, folder) == load_pack(small)
    with pytest.raises(RuleParseError):
        load_cached(tmp_path / "none.yaml", folder)
    assert not folder.exists()
    assert not is_slow(small, folder)
