"""Indicator names: one normal form for many wordings, and how alike two names are.

主题党日 and 开展主题党日活动 are one indicator, 城镇新增就业 and 新增城镇就业 too; 问题清单 and
问题清单销号 are two, and so are 进口 and 出口, a value and its growth, awards of two levels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from rag.text.clean import normalise

SAME = 0.75
"""From here on two names are taken for one indicator; below it the clerk is asked."""

_NOISE = re.compile(r"[\s“”‘’\"'「」『』《》〈〉（）()\[\]【】〔〕、，,。；;：:·—–\-/]+")
_TIME = re.compile(
    r"^(?:(?:19|20)\d{2}年度?|今年以来|今年|本年度?|全年|年内|上半年|截至目前|目前|一年来|[前近]?[三五两]年来)"
)
_WHO = re.compile(
    r"^(?:[我本全该]?(?:镇|乡|县|区|市|省|州|街道|村|社区|国)(?!级|委|直|属|域|政|人|场|民|干|外|内|家|有|营|际)"
    r"|我们|各级|各地|党委|党工委|机关"
    r"|单位(?!国内|地区|生产|工业|gdp|产值|产品|产出|增加值|面积|建筑|耕地|土地|用地|能耗|电耗|水耗|用水|成本|投资|里程|价格))(?:党委|党工委|政府)?(?=..)"
)
_LIGHT_VERBS = re.compile(
    r"^(?:组织开展|扎实开展|深入开展|广泛开展|持续开展|集中开展|共开展|开展|举办|召开|组织|进行|完成|实现|累计"
    r"|共计|总计|合计|共|达到|成功|积极|扎实|深入|先后|已|了)(?=..)"
)
_COUNT_WORDS = re.compile(
    r"(?<=..)(?:活动|工作|情况|次数|场次数?|人次数?|人数|户数|件数|条数|篇数|期数|个数|家数|处数|起数|总数"
    r"|数量|数目|数|总量|金额|额度|规模|共|了|的|达|为)$"
)
_GROWTH = re.compile(
    r"(?:比上年|较上年|比去年|较去年|同比)?(?P<mean>年均)?(?:同比|分别|实际|名义)?"
    r"(?:增速|增幅|涨幅|降幅|增长率?|下降率?|上升|提高|提升|增加|减少|降低|回落|下滑)$"
)
_SYNONYMS = (
    (re.compile(r"gdp|国民生产总值"), "生产总值"),
    (re.compile(r"(?:国内|地区)(?=生产总值)"), ""),
    (re.compile(r"地方(?=一般公共预算)|地方(?=财政)"), ""),
    (re.compile(r"社零(?:总额)?|社会零售总额"), "社会消费品零售总额"),
    (re.compile(r"固投"), "固定资产投资"),
    (re.compile(r"(?<=..)(?:实现|完成)(?=..)"), ""),
    (re.compile(r"规上"), "规模以上"),
    (re.compile(r"走访慰问"), "慰问"),
)
_FIRST_WORDS = ("新增", "人均", "新建", "累计")
_STAGES = (
    "销号",
    "办结",
    "整改",
    "立案",
    "结案",
    "发现",
    "新增",
    "新建",
    "撤销",
    "累计",
    "合格",
    "占比",
)
"""Words that make another indicator of the same thing: 问题清单 and 问题清单销号."""

_OPPOSITES = (
    ("城镇", "农村"),
    ("城市", "农村"),
    ("进口", "出口"),
    ("收入", "支出"),
    ("存款", "贷款"),
    ("男", "女"),
    ("上级", "下级"),
    ("党员", "群众"),
    ("国家级", "省级"),
    ("国家级", "市级"),
    ("国家级", "县级"),
    ("省级", "市级"),
    ("省级", "县级"),
    ("市级", "县级"),
    ("第一产业", "第二产业"),
    ("第二产业", "第三产业"),
    ("第一产业", "第三产业"),
    ("新增", "累计"),
    ("新建", "撤销"),
    ("预备党员", "正式党员"),
    ("成立", "撤销"),
    ("流入", "流出"),
    ("受理", "办结"),
    ("发现", "整改"),
    ("排查", "整改"),
    ("国有", "民营"),
    ("小学", "初中"),
    ("党课", "党日"),
    ("支出", "结余"),
    ("总产值", "增加值"),
    ("高于", "低于"),
    ("快于", "慢于"),
    ("多于", "少于"),
    ("领先", "落后"),
    ("顺差", "逆差"),
    ("盈利", "亏损"),
    ("户籍", "常住"),
)


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """The normal form of an indicator's name: without year, place, light verbs and 次数."""
    text = _NOISE.sub("", normalise(name).text).lower()
    text, grown = _split_growth(text)
    text = _trimmed(text)
    for pattern, plain in _SYNONYMS:
        text = pattern.sub(plain, text + grown).removesuffix(grown)
    for word in _FIRST_WORDS:
        if word in text[1:]:
            text = word + text.replace(word, "", 1)
    return text + grown


def _split_growth(text: str) -> tuple[str, str]:
    match = _GROWTH.search(text)
    if match is None or match.start() < 2:
        return text, ""
    return text[: match.start()], "年均增速" if match["mean"] else "增速"


def _trimmed(text: str) -> str:
    for _ in range(4):
        shorter = _TIME.sub("", text)
        shorter = _LIGHT_VERBS.sub("", _WHO.sub("", shorter))
        shorter = _COUNT_WORDS.sub("", shorter)
        if shorter == text:
            break
        text = shorter
    return text


def same_indicator(a: str, b: str) -> float:
    """How likely two names mean the same indicator: 1 for equal normal forms, 0 for strangers.

    From ``SAME`` upwards they may be taken for one.
    """
    return _likeness(key(a), key(b))


@lru_cache(maxsize=100_000)
def _likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    base_a, grown_a = _split_growth(a)
    base_b, grown_b = _split_growth(b)
    if grown_a != grown_b:
        return min(0.4, _overlap(base_a, base_b))
    if _contradict(base_a, base_b):
        return min(0.45, _overlap(base_a, base_b))
    return _overlap(base_a, base_b)


def _contradict(a: str, b: str) -> bool:
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            if here in a and there in b and here not in b and there not in a:
                return True
    return any((stage in a) != (stage in b) for stage in _STAGES)


def _overlap(a: str, b: str) -> float:
    """Characters in common count most, their order a little, one name inside the other little."""
    characters = _dice(list(a), list(b))
    pairs = _dice(list(pairwise(a)), list(pairwise(b)))
    if characters > 0.999:
        return 0.9
    return 0.6 * characters + 0.4 * pairs


def _dice(a: Sequence[object], b: Sequence[object]) -> float:
    shared = Counter(a) & Counter(b)
    return 2 * shared.total() / (len(a) + len(b)) if a or b else 0.0


def best_match(name: str, candidates: Iterable[str], unit: str = "") -> str | None:
    """The candidate that means the same indicator as ``name``, None when none is close enough.

    ``unit`` is the unit of the wanted figure: a share or growth is never matched with a count,
    which shows when the candidate's name itself says that it is one (…率, …增速).
    """
    best, best_score = None, SAME
    wanted_share = unit in ("%", "‰", "个百分点", "成")
    for candidate in candidates:
        if unit and not wanted_share and _is_share(candidate) and not _is_share(name):
            continue
        score = same_indicator(name, candidate)
        if score > best_score or (score == best_score and best is None):
            best, best_score = candidate, score
    return best


def _is_share(name: str) -> bool:
    return name.endswith(("率", "增速", "占比", "比重", "比例"))
