"""Other channels: concrete places beside the websites where a task wants its information published.

政务新媒体, 新闻发布会, 公开栏 … count when the sentence publishes *through* them, not when it speaks of running them.
"""

from __future__ import annotations

import re

_PLACE = (
    r"(?:新媒体|微信|微博|公众号|抖音|短视频号|客户端|新闻媒体|主流媒体|媒介|新闻发布会|发布会|新闻通气会|报刊|报纸|广播|电视|公开栏|公示栏|宣传栏|公告栏|"
    r"政务公开专区|信息公开专区|查阅点|查阅场所|融媒体|村村通|院坝会|服务热线|咨询窗口|政府公报|明白卡|大喇叭|其他渠道|[“「][^“”「」，。]{2,20}[”」])"
)
_THROUGH = r"(?:通过|利用|运用|依托|借助|用好|在|于|向|采用)"
_PUBLISH = (
    r"(?:公开|公布|公示|公告|发布(?!制度|机制|规范|格式|会)|推送|推介|传播|宣传|展示|"
    r"解读(?!回应|制度|工作|机制)|解疑释惑|回应|刊登|刊发|张贴|投放|赠阅|发出|发放)"
)
_PUBLISHES = re.compile(
    rf"{_THROUGH}[^，,。；;\n]{{0,40}}?{_PLACE}[^。；;，,\n]{{0,40}}?{_PUBLISH}"
    rf"|(?:{_THROUGH})[^，,。；;\n]{{0,40}}?{_PLACE}[^，,。；;\n]{{0,20}}[，,](?:及时|同步|权威|主动|积极)?{_PUBLISH}"
    rf"|{_PLACE}[^，,。；;\n]{{0,10}}同步(?:公开|发布)|在其他渠道发布"
)
_GENERIC_QUOTE = re.compile(
    r"[“「][^”」]*(?:问答库|文件库|数据库|规章库|法规库|栏目|目录|公开)[”」]|[“「][^”」]*[>＞][^”」]*[”」]|[“「][^”」]*[”」](?=(?:门户)?网站)|[“「][^”」]*[”」](?=等?\d?个?(?:子?栏目|专栏|专区|专题|精神|原则|制度|机制))"
)


def publishes_elsewhere(text: str) -> bool:
    """The text names a concrete channel other than a website's column as a place of publication."""
    return bool(_PUBLISHES.search(_GENERIC_QUOTE.sub("", text)))


_CLAUSE = re.compile(r"[^，,。；;\n]*")
_NAMED = re.compile(
    r"政务新媒体|新媒体|微信公众号|微信群|微信|微博|公众号|抖音|短视频号|客户端|(?:主流|新闻)媒体|新闻发布会|新闻通气会|报刊|报纸|广播|电视"
    r"|(?:政务|信息|村务|居务|厂务)?公开栏|公示栏|宣传栏|公告栏|(?:政务|信息)公开专区|(?:信息)?查阅点|(?:政府信息)?查阅场所|融媒体|村村通|院坝会"
    r"|服务热线|咨询窗口|政府公报|明白卡|大喇叭"
)


def named_channels(text: str) -> tuple[str, ...]:
    """The channels other than websites that the text publishes through, as printed, each once."""
    words = _GENERIC_QUOTE.sub("", text)
    found: dict[str, None] = {}
    for match in _PUBLISHES.finditer(words):
        clause = re.compile(r"[^，,。；;\n]*").match(
            words, match.end()
        )  # 微信群、公开栏以及广播等: to the clause's end
        found |= dict.fromkeys(_NAMED.findall(words[match.start() : clause.end() if clause else match.end()]))
    return tuple(found)
