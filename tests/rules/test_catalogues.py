"""公开目录 and trees of columns: read as tasks, with deadlines, channels and paths, in every format's table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_documents import flat, read

from rules.catalogue import as_task_table, is_catalogue, is_column_tree
from rules.derive import derive
from rules.model import DeadlineKind, PathKind, Task, TaskDocument
from rules.table import Cell, Table
from rules.ticks import Channels, ticked

HEADER = (
    "<tr><td rowspan=2>序号</td><td colspan=2>公开事项</td><td rowspan=2>公开内容（要素）</td><td rowspan=2>公开依据</td>"
    "<td rowspan=2>公开时限</td><td rowspan=2>公开主体</td><td rowspan=2>公开渠道和载体</td><td colspan=2>公开对象</td>"
    "<td colspan=2>公开方式</td><td colspan=2>公开层级</td></tr><tr><td>一级事项</td><td>二级事项</td><td>全社会</td>"
    "<td>特定群体</td><td>主动</td><td>依申请</td><td>县级</td><td>乡级</td></tr>"
)
TICKS = "<td>√</td><td></td><td>√</td><td></td><td>√</td><td></td>"


def catalogue(*rows: str) -> tuple[Task, ...]:
    body = "".join(f"<tr>{row}{TICKS}</tr>" for row in rows)
    page = f"<html><body><h1>云山区公共照明领域基层政务公开标准目录</h1><table>{HEADER}{body}</table></body></html>"
    return read(page.encode(), "目录.html").rows


ROWS = catalogue(
    "<td>1</td><td rowspan=2>政策文件</td><td>法规文本</td><td>照明法规和规章</td><td>《条例》</td>"
    "<td>信息形成（变更）之日起20个工作日内</td><td>区城市管理局</td><td>■政府网站 □政府公报<br>□两微一端 ■公开查阅点</td>",
    "<td>2</td><td>本级文件</td><td>区级文件</td><td>同上</td><td>同上</td><td>区城市管理局、各镇街</td>"
    "<td>口政府网站口政府公报t公示栏</td>",
    "<td>3</td><td>养护计划</td><td>年度计划</td><td>计划和进度</td><td>《办法》</td><td>每年1月31日前</td>"
    "<td>区城市管理局</td><td>√政府网站</td>",
    "<td>4</td><td>投诉</td><td>电话</td><td>受理电话</td><td></td><td>长期公开</td><td>区城市管理局</td><td>□政府网站</td>",
)


def test_headings_come_from_the_items_and_words_from_the_content() -> None:
    assert [(row.seq, row.section, row.subsection, row.text) for row in ROWS] == [
        ("1", "政策文件", "法规文本", "照明法规和规章"),
        ("2", "政策文件", "本级文件", "区级文件"),
        ("3", "养护计划", "年度计划", "计划和进度"),
        ("4", "投诉", "电话", "受理电话"),
    ]
    assert "section" in ROWS[1].inherited


def test_who_publishes_answers_and_nobody_leads() -> None:
    assert [row.responsible_units for row in ROWS[:2]] == [("区城市管理局",), ("区城市管理局", "各镇街")]
    assert all(row.lead_units == () for row in ROWS)


def test_deadlines_of_catalogues() -> None:
    assert [row.deadlines[0].kind for row in ROWS] == [
        DeadlineKind.DURATION,
        DeadlineKind.DURATION,  # 同上
        DeadlineKind.RECURRING,
        DeadlineKind.CONTINUOUS,
    ]
    assert "deadlines" in ROWS[1].inherited


def test_a_ticked_website_is_a_named_place_and_no_path() -> None:
    assert [[(path.site, path.segments, path.kind) for path in row.paths] for row in ROWS] == [
        [("政府网站", (("政策文件",), ("法规文本",)), PathKind.MENTION)],
        [],
        [("政府网站", (("养护计划",), ("年度计划",)), PathKind.MENTION)],
        [],
    ]
    assert [row.other_channels for row in ROWS] == [True, True, False, False]


def test_a_catalogue_reads_without_doubts() -> None:
    assert [row.doubts for row in ROWS] == [()] * 4


@pytest.mark.parametrize(
    ("cell", "channels"),
    [
        pytest.param("■政府网站 □政府公报", Channels(website="政府网站", others=()), id="box and open box"),
        pytest.param("□政府网站\n☑政务新媒体", Channels(website="", others=("政务新媒体",)), id="website not ticked"),
        pytest.param("√门户网站√入户/现场", Channels(website="门户网站", others=("入户/现场",)), id="ticks"),
        pytest.param("■公开查阅点□行政服务中心", Channels(website="", others=("公开查阅点",)), id="no space between"),
        pytest.param("口政府网站 t公示栏", Channels(website="", others=("公示栏",)), id="boxes lost by OCR and fonts"),
        pytest.param("政府网站、公示栏", Channels(website="政府网站", others=("公示栏",)), id="no marks at all"),
        pytest.param("□政府网站 □公示栏", Channels(website="", others=()), id="nothing ticked"),
        pytest.param("■信用网站□政府网站", Channels(website="", others=("信用网站",)), id="another's website"),
        pytest.param("■服务窗口 ■政府网站", Channels(website="政府网站", others=("服务窗口",)), id="口 inside a word"),
    ],
)
def test_ticked_channels(cell: str, channels: Channels) -> None:
    assert ticked(cell) == channels


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("政府网站>政务公开>养护计划", id="a path"),
        pytest.param("", id="nothing"),
        pytest.param("—", id="a dash"),
        pytest.param("按照有关规定办理", id="prose"),
    ],
)
def test_what_is_no_list_of_channels(cell: str) -> None:
    assert ticked(cell) is None


COLUMNS = (
    "<tr><td rowspan=2>序号</td><td colspan=2>公开事项</td><td rowspan=2>公开内容（要素）</td><td rowspan=2>公开时限</td>"
    "<td rowspan=2>公开主体</td><td colspan=4>公开渠道和载体</td><td colspan=2>公开方式</td></tr><tr><td>一级事项</td>"
    "<td>二级事项</td><td>政府网站</td><td>政府公报</td><td>两微一端</td><td>社区/村公示栏（电子屏）</td><td>主动</td>"
    "<td>依申请</td></tr>"
)


def columns(*rows: tuple[str, str, str, str]) -> TaskDocument:
    """Rows of 二级事项, 公开时限 and the ticks of four channels and two ways."""
    body = "".join(
        f"<tr><td>{number}</td><td>养护</td><td>{name}</td><td>{name}的内容</td><td>{limit}</td><td>区城市管理局</td>"
        + "".join(f"<td>{mark.strip('.')}</td>" for mark in channels + ways)
        + "</tr>"
        for number, (name, limit, channels, ways) in enumerate(rows, start=1)
    )
    title = "<h1>示范市云山区公共照明领域基层政务公开标准目录</h1>"
    return read(f"<html><body>{title}<table>{COLUMNS}{body}</table></body></html>".encode(), "目录.html")


def test_a_column_of_ticks_for_each_channel() -> None:
    rows = columns(
        ("计划", "每年1月31日前", "√...", "√."),
        ("公告", "20个工作日", ".√√√", "√."),
        ("名单", "同上", "√..√", ".√"),
        ("图纸", "同上", "■□□×", "■□"),
    ).rows
    assert [[path.segments for path in row.paths] for row in rows] == [
        [(("养护",), ("计划",))],
        [],
        [],  # on request only: nothing is promised for the website
        [(("养护",), ("图纸",))],
    ]
    assert [row.other_channels for row in rows] == [False, True, True, False]
    assert [row.doubts for row in rows] == [()] * 4


def test_columns_of_paths_are_no_ticks() -> None:
    paths = ("公开路径（政府网站）", "公开路径（部门网页）")
    cells = tuple(Cell(text=text) for text in ("任务", "政务公开>规划", "√"))
    table = Table(headers=("工作任务", *paths), rows=(cells,), merges_known=True)
    assert as_task_table(table) is table


def test_a_ticked_website_suggests_the_catalogues_own_names() -> None:
    document = columns(("计划", "每年1月31日前", "√...", "√."), ("公告", "20个工作日", "√√..", "√."))
    pack = derive(document)
    assert [rule.path for rule in pack.rules] == [
        ("基层政务公开", "公共照明", "养护", "计划"),
        ("基层政务公开", "公共照明", "养护", "公告"),
    ]
    assert all(rule.waiting and rule.topic == "catalogue" for rule in pack.rules)
    assert [rule.limit_days for rule in pack.rules] == [400, 3650]
    assert "勾选为“政府网站”" in pack.rules[0].why
    assert "不判更新期限" in pack.rules[1].why
    assert [task.reason for task in pack.manual] == ["目录勾选了政府网站，未写栏目，需人工核查"] * 2


@pytest.mark.parametrize(
    ("title", "parents"),
    [
        pytest.param("云山区征地补偿领域基层政务公开标准目录", ("基层政务公开", "征地补偿"), id="field"),
        pytest.param("云山区城市综合执法领域政务公开目录", ("基层政务公开", "城市综合执法"), id="field with 市 in it"),
        pytest.param("云山区2024年基层政务公开事项目录", ("基层政务公开",), id="no field"),
        pytest.param("云山区教育局主动公开基本目录", ("政府信息公开", "法定主动公开内容"), id="a department's own"),
    ],
)
def test_where_a_catalogue_is_published(title: str, parents: tuple[str, ...]) -> None:
    table = [
        ["公开事项", "公开内容", "公开主体", "公开渠道"],
        ["年度计划", "计划文本", "区教育局", "■政府网站"],
        ["年度总结", "总结文本", "区教育局", "■公示栏"],
    ]
    rules = derive(read(flat(table, front=title))).rules
    assert [rule.path for rule in rules] == [(*parents, "年度计划")]


@given(st.text(alphabet="■□√口t政府网站公报、\n >1a", max_size=60))
def test_any_cell_is_read(cell: str) -> None:
    found = ticked(cell)
    assert found is None or all(found.others)


TREE = (
    "<html><body><h1>云山区2024年政府网站栏目责任分工表</h1><table>"
    "<tr><td>{0}</td><td>{1}</td><td>三级栏目</td><td>责任单位</td><td>更新频率</td></tr>{2}</table></body></html>"
)
TREE_ROWS = (
    "<tr><td rowspan=3>法定主动公开内容</td><td rowspan=2>规划信息</td><td>专项规划</td><td>区发展改革委</td><td>据实更新</td></tr>"
    "<tr><td>区域规划</td><td>区发展改革委</td><td>每季度更新</td></tr>"
    "<tr><td>财政信息</td><td></td><td>区财政局</td><td>动态更新</td></tr>"
)
SWAPPED = (
    "<tr><td rowspan=2>规划信息</td><td rowspan=3>法定主动公开内容</td><td>专项规划</td><td>区发展改革委</td><td>据实更新</td></tr>"
    "<tr><td>区域规划</td><td>区发展改革委</td><td>每季度更新</td></tr>"
    "<tr><td>财政信息</td><td></td><td>区财政局</td><td>动态更新</td></tr>"
)
LEAVES = [
    ("法定主动公开内容", "规划信息", "专项规划"),
    ("法定主动公开内容", "规划信息", "区域规划"),
    ("法定主动公开内容", "财政信息"),
]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(TREE.format("一级栏目", "二级栏目", TREE_ROWS), id="outermost first"),
        pytest.param(TREE.format("二级栏目", "一级栏目", SWAPPED), id="columns swapped"),
    ],
)
def test_a_tree_of_columns_is_its_paths(page: str) -> None:
    rules = derive(read(page.encode(), "栏目.html")).rules
    assert [rule.path for rule in rules] == LEAVES
    assert [rule.responsible_units for rule in rules] == [("区发展改革委",), ("区发展改革委",), ("区财政局",)]
    assert all(rule.site == "政府网站" for rule in rules)


def test_a_flattened_tree_fills_its_blanks_from_above() -> None:
    table = [
        ["一级栏目", "二级栏目", "三级栏目", "责任单位"],
        ["法定主动公开内容", "规划信息", "专项规划", "区发展改革委"],
        ["", "", "区域规划", "区发展改革委"],
        ["", "财政信息", "", "区财政局"],
    ]
    assert [rule.path for rule in derive(read(flat(table))).rules] == LEAVES


def test_a_flattened_catalogue() -> None:
    table = [
        ["序号", "公开事项", "公开内容（要素）", "公开时限", "公开主体", "公开渠道和载体"],
        ["1", "养护计划", "计划和进度", "及时公开", "区城市管理局", "■政府网站\n□政府公报"],
        ["2", "受理电话", "电话和时间", "20个工作日", "区城市管理局", "□政府网站\n■公示栏"],
    ]
    rows = read(flat(table)).rows
    assert [len(row.paths) for row in rows] == [1, 0]
    assert [row.deadlines[0].kind for row in rows] == [DeadlineKind.CONTINUOUS, DeadlineKind.DURATION]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(("序号", "工作任务", "牵头单位", "责任单位", "公开时限"), id="task table with one 公开 header"),
        pytest.param(("一级指标", "二级指标", "责任单位"), id="levels of indicators"),
        pytest.param(("一级栏目", "公开内容", "责任单位"), id="one level and its content"),
    ],
)
def test_task_tables_stay_as_they_are(headers: tuple[str, ...]) -> None:
    table = Table(headers=headers, rows=(tuple(Cell(text=name) for name in headers),), merges_known=True)
    assert as_task_table(table) is table
    assert not is_catalogue(headers)
    assert not is_column_tree(headers)
