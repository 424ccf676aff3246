"""config.yaml: what is accepted, where paths lead, and that every mistake is one line with its place."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgk.config import _File, load_config
from zwgk.errors import ConfigError

ROOT = Path(__file__).parents[2]
SITE = "sites: {政府网站: {url: 'https://www.example.gov.cn/'}}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_loads_and_shows_every_key() -> None:
    config = load_config(ROOT / "config.yaml")
    assert config.place == "示范市云山区"
    assert config.sites["政府网站"].hosts == ("zfxxgk.example.gov.cn",)
    assert config.freshness is not None
    assert config.freshness[-1].match == ""
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    keys = [*_File.model_fields, *(f"  {key}" for key in ("delay", "max_seconds", "# proxy", "cron"))]
    assert [key for key in keys if f"\n{key}:" not in text] == []


def test_only_sites_is_required_and_the_rest_has_its_default(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, SITE))
    assert config.database == f"sqlite:///{tmp_path / 'var' / 'zwgk.db'}"
    assert (config.data, config.schedule.cron, config.timezone.key) == (
        tmp_path / "var",
        "0 2 * * *",
        "Asia/Shanghai",
    )
    assert (config.politeness.delay, config.politeness.concurrency, config.freshness) == (1.0, 1, None)


@pytest.mark.parametrize(
    ("text", "check"),
    [
        pytest.param(
            SITE + "politeness: {delay: 0, concurrency: 8}\n", lambda c: c.politeness.delay == 0, id="no delay"
        ),
        pytest.param(
            SITE + "freshness: [{match: a, days: null}]\n", lambda c: c.freshness[0].days is None, id="exempt"
        ),
        pytest.param(
            SITE + "scoring: {weights: {stale-column: 0.4}}\n",
            lambda c: (c.scoring.all_weights()["stale-column"], c.scoring.all_weights()["broken-link"]) == (0.4, 0.3),
            id="one weight changed, the others stay",
        ),
        pytest.param(
            SITE + "inspect: {entries: 0, ceiling: none, telephones: ['023-12345678', '13800000000']}\n",
            lambda c: (c.inspect.entries, c.inspect.ceiling, len(c.inspect.telephones)) == (0, "none", 2),
            id="no closer look",
        ),
        pytest.param(
            SITE + "deadlines: {warn: 0}\nworkdays: {extra_holidays: [2027-02-08, '2027-02-09'], grace: 0}\n",
            lambda c: (
                (c.deadlines.warn, [str(day) for day in c.workdays.extra_holidays], c.inspect.pages)
                == (0, ["2027-02-08", "2027-02-09"], 10)
            ),
            id="days of rest, quoted or not",
        ),
        pytest.param(SITE + "freshness: []\n", lambda c: c.freshness == (), id="an empty table is a table"),
        pytest.param(SITE + "units:\nrules:\n", lambda c: c.units == () == c.rules, id="content commented out"),
        pytest.param(
            "sites: {政府网站: {url: 'http://a.example:8080'}}\n",
            lambda c: c.sites["政府网站"].url == "http://a.example:8080/",
            id="address without path",
        ),
        pytest.param("\ufeff" + SITE, lambda c: "政府网站" in c.sites, id="byte order mark"),
        pytest.param(
            json.dumps({"sites": {"政府网站": {"url": "https://a.example/"}}, "politeness": {"timeout": 15}}),
            lambda c: c.politeness.timeout == 15,
            id="JSON is YAML",
        ),
        pytest.param(
            "a: &x {url: 'https://a.example/'}\nsites: {政府网站: *x}\n".replace(
                "a: &x", "politeness: {}\nsites:\n  甲: &x"
            ).replace("\nsites: {政府网站: *x}", "\n  乙: *x"),
            lambda c: c.sites["乙"].url == c.sites["甲"].url,
            id="anchors",
        ),
    ],
)
def test_accepted(tmp_path: Path, text: str, check: object) -> None:
    assert check(load_config(written(tmp_path, text)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        pytest.param("sqlite:///x/y.db", "sqlite:///{folder}/x/y.db", id="relative to the file"),
        pytest.param("sqlite:////srv/y.db", "sqlite:////srv/y.db", id="absolute stays"),
        pytest.param("sqlite:///:memory:", "sqlite:///:memory:", id="memory stays"),
        pytest.param("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d", id="server stays, with password"),
    ],
)
def test_database_paths(tmp_path: Path, database: str, expected: str) -> None:
    config = load_config(written(tmp_path, SITE + f"database: '{database}'\n"))
    assert config.database == expected.format(folder=tmp_path)


BAD = [
    pytest.param("place: x\n", 1, "sites 必须填写", id="no sites"),
    pytest.param("sites: {}\n", 1, "sites 至少要有一项", id="no site at all"),
    pytest.param("sites:\n  政府网站: https://a.cn\n", 2, "sites.政府网站 应是“键: 值”", id="site is a string"),
    pytest.param("sites:\n  政府网站:\n    url: www.a.cn\n", 3, "http://", id="address without scheme"),
    pytest.param("sites: {政府网站: {url: 'ftp://a.cn/'}}\n", 1, "http://", id="other scheme"),
    pytest.param("sites: {政府网站: {url: 'https://u:p@a.cn/'}}\n", 1, "密码", id="password in address"),
    pytest.param("sites: {政府网站: {url: 'https://a.cn:99999'}}\n", 1, "端口", id="impossible port"),
    pytest.param("sites: {政府网站: {url: ''}}\n", 1, "不能为空", id="empty address"),
    pytest.param("sites: {a: {url: 'https://a.cn', hosts: ['https://b.cn/x']}}\n", 1, "主机名", id="host with scheme"),
    pytest.param("sites: {a: {url: 'https://a.cn', allow_private: 也许}}\n", 1, "true 或 false", id="not a flag"),
    pytest.param(SITE + "\nsite: {}\n", 3, "site 不是可用的键，是不是 sites", id="unknown key, near"),
    pytest.param(
        SITE + "politeness:\n  dely: 1\n", 3, "politeness.dely 不是可用的键，是不是 delay", id="unknown inner key"
    ),
    pytest.param(SITE + "politeness:\n  delay: -1\n", 3, "politeness.delay 不能小于 0", id="negative delay"),
    pytest.param(SITE + "render:\n  enabled: auto\n", 3, "render.enabled 应是 true 或 false", id="not a flag"),
    pytest.param(SITE + "render: {timeout: 0}\n", 2, "render.timeout 不能小于 1", id="no time to draw"),
    pytest.param(SITE + "render:\n  max_page: 3\n", 3, "是不是 max_pages", id="unknown key of render"),
    pytest.param(SITE + "inspect: {ceiling: low}\n", 2, "inspect.ceiling 应是 normal", id="no such ceiling"),
    pytest.param(SITE + "inspect:\n  ceiling: 2\n", 3, "inspect.ceiling 应是 normal", id="a ceiling of its own"),
    pytest.param(SITE + "inspect: {pages: 0}\n", 2, "inspect.pages 不能小于 1", id="no page at all"),
    pytest.param(SITE + "deadlines:\n  warn: -1\n", 3, "deadlines.warn 不能小于 0", id="a band before nothing"),
    pytest.param(
        SITE + "workdays:\n  extra_holidays:\n    - 2027-02-06\n    - 2月8日\n",
        5,
        "年-月-日",
        id="a day without its year",
    ),
    pytest.param(SITE + "workdays: {extra_holidays: ['2027-02-30']}\n", 2, "年-月-日", id="no such day"),
    pytest.param(
        SITE + "workdays:\n  extra_holidays: [2027-02-06]\n  extra_workdays: [2027-02-06]\n",
        4,
        "2027-02-06同时写在",
        id="a day of rest and of work",
    ),
    pytest.param(SITE + "inspect: {entries: -1}\n", 2, "inspect.entries 不能小于 0", id="fewer than no entries"),
    pytest.param(SITE + "inspect: {telephones: [值班室]}\n", 2, "不是电话号码", id="no telephone"),
    pytest.param(SITE + "inspect: {telephones: [13800000000]}\n", 2, "telephones[1] 应是文字", id="not quoted"),
    pytest.param(SITE + "scoring:\n  veto: [stale]\n", 3, "没有问题代码“stale”", id="no such code to veto"),
    pytest.param(SITE + "scoring: {weights: {stale-column: 2}}\n", 2, "不能大于 1", id="more than it is worth"),
    pytest.param(SITE + "politeness: {delay: 1s}\n", 2, "politeness.delay 应是数字，现在是 “1s”", id="delay with unit"),
    pytest.param(SITE + "politeness: {delay: true}\n", 2, "应是数字", id="a flag is no number"),
    pytest.param(SITE + "politeness: {delay: .nan}\n", 2, "politeness.delay", id="not a number"),
    pytest.param(SITE + "politeness: {concurrency: 0}\n", 2, "不能小于 1", id="no concurrency"),
    pytest.param(SITE + "politeness: {concurrency: 1.5}\n", 2, "应是整数", id="half a page at a time"),
    pytest.param(SITE + "politeness: {timeout: 0}\n", 2, "应大于 0", id="no time"),
    pytest.param(SITE + "schedule: {cron: 0 2 * *}\n", 2, "5 段", id="cron too short"),
    pytest.param(SITE + "schedule: {cron: 0 25 * * *}\n", 2, "“时”段", id="no such hour"),
    pytest.param(SITE + "schedule: {cron: 0 2 31 2 *}\n", 2, "永远不会", id="31 February"),
    pytest.param(SITE + "timezone: Mars/Base\n", 2, "没有“Mars/Base”这个时区", id="no such timezone"),
    pytest.param(SITE + "freshness:\n  - {match: '(', days: 3}\n", 3, "freshness[1].match", id="broken expression"),
    pytest.param(SITE + "freshness:\n  - {match: a}\n", 3, "freshness[1].days 必须填写", id="limit without days"),
    pytest.param(SITE + "freshness: [{match: a, days: 0}]\n", 2, "不能小于 1", id="limit of no days"),
    pytest.param(SITE + "units:\n  - name: 甲\n  - {name: 甲}\n", 4, "单位名称“甲”重复", id="unit twice"),
    pytest.param(
        SITE + "units: [{name: 甲, aliases: [乙]}, {name: 乙}]\n", 2, "别名“乙”", id="alias is another's name"
    ),
    pytest.param(SITE + "units: [甲]\n", 2, "units[1] 应是“键: 值”", id="unit is a string"),
    pytest.param(SITE + "units: [{name: 甲, page: /czj/}]\n", 2, "units[1].page", id="page without host"),
    pytest.param(SITE + "rules: a.yaml\n", 2, "rules 应是列表", id="rules is a string"),
    pytest.param(SITE + "database: mysql://a/b\n", 2, "不支持 mysql", id="other database"),
    pytest.param(SITE + "database: zwgk.db\n", 2, "不是有效的数据库地址", id="a file is no database address"),
    pytest.param(
        "sites: {甲: {url: 'https://a.cn'}, 乙: {url: 'https://b.cn', aliases: [甲]}}\n", 1, "重复", id="name twice"
    ),
    pytest.param(SITE + "place: a\nplace: b\n", 3, "“place” 重复", id="key twice"),
    pytest.param(SITE + "politeness:\n\tdelay: 1\n", 3, "Tab", id="tab"),
    pytest.param(SITE + "place: a: b\n", 2, "冒号", id="colon in value"),
    pytest.param(SITE + "place: 'a\n", 3, "引号", id="open quote"),
    pytest.param(SITE + "rules: [a\n", 3, "括号", id="open bracket"),
    pytest.param("sites: &a {政府网站: *a}\n", 1, "sites.政府网站", id="an alias that holds itself"),
    pytest.param(SITE + "rules: " + "[" * 30 + "]" * 30 + "\n", 2, "嵌套", id="nested without end"),
    pytest.param(SITE + "---\nplace: a\n", 2, "一份配置", id="two documents"),
]


@pytest.mark.parametrize(("text", "line", "words"), BAD)
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    message = str(error.value)
    assert message.startswith(f"{path} 第 {line} 行：")
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "是空的", id="empty"),
        pytest.param(b"- a\n", "最外层", id="a list"),
        pytest.param("sites: 政府".encode("gbk"), "UTF-8", id="GBK bytes"),
        pytest.param(b"\x00\x01", "不是有效的 YAML", id="binary"),
    ],
)
def test_files_that_are_no_configuration(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=words):
        load_config(path)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"找不到配置文件.*--config"):
        load_config(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match="是文件夹"):
        load_config(tmp_path)


def test_several_mistakes_show_the_first_and_count_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, SITE + "politeness:\n  concurrency: 0\n  delay: -1\n")
    with pytest.raises(ConfigError, match=r"第 3 行：politeness\.concurrency .*另有 1 处错误"):
        load_config(path)


EXAMPLE = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
ODD = st.sampled_from(
    [
        "\t",
        ":",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "'",
        '"',
        "|\n",
        "? ",
        "%",
        "\x85",
        "\u2028",
        "~",
        "...",
    ]
)


@settings(max_examples=60, deadline=None)
@given(line=st.integers(0, len(EXAMPLE) - 1), column=st.integers(0, 40), odd=ODD | st.text(max_size=5))
def test_whatever_is_typed_into_it_loads_or_is_one_line(line: int, column: int, odd: str) -> None:
    spoilt = [*EXAMPLE]
    spoilt[line] = spoilt[line][:column] + odd + spoilt[line][column:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        path.write_text("".join(spoilt), encoding="utf-8", errors="surrogatepass")
        try:
            said = str(load_config(path).file)
        except ConfigError as error:
            said = str(error)
    assert str(path) in said
    assert len(said.splitlines()) == 1
