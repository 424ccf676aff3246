"""Names of places, columns and articles, composed by rules, so that no list of them can be learned by heart."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from random import Random

HEADS = "云青白临安清永长平东南西北金银石龙凤江河湖海泰宁和兴丰怀昌武文新广义德仁沂洛澄"
TAILS = "山河川江湖州陵阳原田溪口坪源城洲港岭塘泉"
LEVELS = ("区", "县", "市")

FIELDS = tuple(
    ["义务教育", "学前教育", "职业教育", "社会救助", "养老服务", "残疾人保障", "儿童福利", "殡葬服务", "婚姻登记", "就业创业", "社会保险", "公共卫生", "医疗服务", "疫病防控", "药品监管", "食品安全", "安全生产", "应急管理", "防汛抗旱", "森林防火", "消防救援", "地质灾害", "生态环境", "水污染防治", "大气治理", "固体废物", "土壤修复", "自然保护地", "国土空间", "土地征收", "矿产资源", "不动产登记", "保障性住房", "城市更新", "棚户区改造", "物业管理", "房屋征收", "市政建设", "园林绿化", "城市管理", "环境卫生", "农村人居环境", "乡村振兴", "高标准农田", "农业生产", "种子管理", "畜牧兽医", "渔业渔政", "农机购置补贴", "农村集体资产", "涉农补贴", "水利工程", "水资源管理", "河湖长制", "交通运输", "公路建设", "道路客运", "公共文化", "文物保护", "非物质文化遗产", "旅游市场", "体育健身", "广播电视", "新闻出版", "科技创新", "知识产权", "工业经济", "中小企业", "民营经济", "招商引资", "外资外贸", "口岸通关", "电子商务", "价格监测", "粮食储备", "能源保供", "节能降碳", "国资国企", "金融风险", "政府债务", "税费优惠", "惠企政策", "营商环境", "放管服改革", "双随机监管", "信用体系", "产品质量", "特种设备", "计量标准", "消费维权", "广告监管", "公共法律", "法律援助", "人民调解", "行政复议", "社区矫正", "户籍管理", "交通安全", "反诈宣传", "禁毒工作", "退役军人", "双拥优抚", "民族宗教", "侨务工作", "档案管理", "地方志", "人口普查", "经济普查", "统计调查", "审计监督", "公共资源交易", "工程招标", "政府投资", "重点工程", "数字政府", "数据开放", "网络安全", "气象服务", "地震监测", "慈善组织", "志愿服务", "社区治理", "基层政权", "行政区划", "地名管理", "移民安置", "对口支援", "东西协作", "苏木嘎查", "计划生育", "妇幼健康", "中医药", "职业病防治", "献血管理"]
)
ASPECTS = tuple(
    ["政策", "标准", "监管", "执法", "公示", "名单", "项目", "资金", "规划", "通报", "检查", "动态", "问答", "案例", "指引", "清单", "评估", "统计", "培训", "表彰"]
)
TOPICS = tuple(
    ["{f}攻坚", "{f}进行时", "聚焦{f}", "{f}百日行动", "{f}在行动", "{f}宣传月", "助力{f}", "{f}三年行动", "{f}提升年", "{f}大走访", "{f}样板", "看{f}"]
)
NEWS = tuple(
    ["要闻", "工作动态", "部门动态", "镇街动态", "通知公告", "图片新闻", "视频新闻", "领导活动", "政务信息", "会议报道", "媒体聚焦", "人事任免", "公示公告", "督查通报"]
)
TOPS_NEWS = tuple(["新闻中心", "政务动态", "新闻资讯", "要闻动态", "资讯中心", "新闻发布"])
TOPS_OPEN = tuple(["政务公开", "政府信息公开", "信息公开", "公开"])
TOPS_OTHER = tuple(
    ["办事服务", "互动交流", "专题专栏", "数据发布", "走进{p}", "政民互动", "{p}概况", "投资{p}", "服务大厅", "便民服务", "旅游{p}", "公共服务", "政府数据"]
)
INTERACTIVE = tuple(
    ["领导信箱", "在线访谈", "意见征集", "网上调查", "常见问题", "投诉举报", "新闻发布会", "热线选登", "咨询答复", "办件公示"]
)
LEGAL = tuple(
    ["机关简介", "规划信息", "统计信息", "行政许可", "行政处罚", "财政预算", "财政决算", "收费项目", "政府采购", "重大项目", "重大民生信息", "招考录用", "权责清单", "法律法规", "政策文件", "文件解读", "建议提案", "回应关切", "应急预案", "监督检查", "公共服务事项", "乡村公共事务"]
)
#: Groups of names that an office uses for one thing (known from the trade, not from `crawler`).
SAME = (
    ("机关简介", "机构简介"),
    ("文件解读", "政策解读"),
    ("重大项目", "重大建设项目"),
    ("招考录用", "招录信息", "考试录用"),
    ("建议提案", "建议提案办理"),
    ("收费项目", "行政事业性收费"),
    ("通知公告", "公告通知"),
    ("领导信箱", "区长信箱"),
    ("意见征集", "征集调查", "民意征集"),
    ("人事任免", "人事信息"),
    ("统计信息", "统计数据"),
)
#: Pairs that share most characters and are two things.
UNLIKE = (
    ("规划信息", "规划计划"),
    ("财政预算", "财政决算"),
    ("行政许可", "行政处罚"),
    ("政策文件", "文件解读"),
    ("行政复议", "行政应诉"),
)
SUFFIXES = ("专栏", "专题", "专区", "栏目")
THINGS = tuple(["通知", "公告", "方案", "意见", "办法", "情况", "公示", "通报", "报告", "名单", "结果", "说明", "批复", "计划", "总结", "清单"])
VERBS = tuple(
    ["关于印发", "关于开展", "关于做好", "关于下达", "关于公布", "关于加强", "关于推进", "关于调整", "召开", "部署", "组织开展", "扎实推进"]
)
OBJECTS = tuple(
    ["工作", "专项整治", "年度任务", "重点事项", "资金安排", "目标考核", "示范创建", "调研座谈", "集中宣传", "隐患排查", "改造提升", "资格复核"]
)
PINYIN = tuple(
    ["zwgk", "xxgk", "tzgg", "gzdt", "ghjh", "zcwj", "jdhy", "rsxx", "tjxx", "czxx", "zdly", "ztzl", "hdjl", "bsfw", "zfcg", "fgwj", "gsgs", "jcgk", "msxx", "yjgl", "sthj", "jyly"]
)


def place(rng: Random) -> str:
    """A district's name: 云溪区."""
    return rng.choice(HEADS) + rng.choice(TAILS) + rng.choice(LEVELS)


def title(rng: Random, place_name: str, subject: str) -> str:
    """An article's title about a subject, 12 to 40 characters."""
    start = rng.choice(
        (place_name, place_name + "人民政府", "", f"{place_name}{rng.choice(FIELDS)[:2]}局", "市政府办公室")
    )
    middle = (
        f"{rng.choice(VERBS)}{rng.choice((2023, 2024, 2025, 2026))}年{rng.choice(('', subject, rng.choice(FIELDS)))}"
    )
    return f"{start}{middle}{rng.choice(OBJECTS)}{rng.choice(('的', '')) + rng.choice(THINGS)}"


def likeness(one: str, other: str) -> float:
    """How alike two names are to the eye, 0.0 to 1.0."""
    return SequenceMatcher(None, one, other).ratio()


@dataclass(kw_only=True)
class Namer:
    """Hands out names of one site; field names are not repeated, except where a decoy wants it."""

    rng: Random
    place: str
    used: set[str] = field(default_factory=set)

    def fresh(self, *pools: tuple[str, ...]) -> str:
        """A name of the pools that this site has not got yet; composed ones when they are used up."""
        for _ in range(40):
            name = self.rng.choice(self.rng.choice(pools)).replace("{p}", self.place[:-1])
            if name not in self.used:
                self.used.add(name)
                return name
        return self.composed()

    def composed(self) -> str:
        """A name of a field and an aspect, or a campaign: 养老服务资金, 聚焦节能降碳."""
        for _ in range(200):
            subject = self.rng.choice(FIELDS)
            kind = self.rng.random()
            if kind < 0.45:
                name = subject + self.rng.choice(ASPECTS)
            elif kind < 0.65:
                name = subject
            else:
                name = self.rng.choice(TOPICS).replace("{f}", subject)
            if name not in self.used:
                self.used.add(name)
                return name
        raise RuntimeError("out of names")
