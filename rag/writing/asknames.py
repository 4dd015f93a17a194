"""Names that mean one measure in a question and in a report, and those that are only part of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rag.figures.acts import ACT_KINDS, act_and_object
from rag.figures.othernames import OtherNames, other_names
from rag.writing.owners import split_place

_SEVERAL: Final = re.compile("一二三|二三次?产业|三次产业")
"""一二三产业增加值 of three numbers says of none which it is."""
_HAVING: Final = re.compile("(?:全面)?(?:划分|下?辖|设有?|共有|现有|拥有|建有|配有|配备|纳入)")
"""划分网格58个 says how many 网格 there are."""
_LONGEST_EXTRA: Final = 4
_CLASSES: Final = re.compile(
    "城镇|农村|城市|农民|国有|民营|非公|国家级|省级|市级|县级|镇级|村级|男性?|女性?|预备|正式"
    "|小学|初中|高中|脱贫|困难|中央|地方|企业|机关|社区|外来|流动|退休|在职|户籍|常住"
)
"""Words that make a narrower measure of one: 城镇居民 of 居民."""


def named_otherwise(name: str) -> OtherNames:
    """The other names of a measure, with the place before it kept."""
    place, bare = split_place(name)
    known = other_names(bare)
    return OtherNames(
        tuple(f"{place}{one}" for one in known.same), tuple(f"{place}{one}" for one in known.near)
    )


def is_of_several(wanted: str, own: str) -> bool:
    """Whether a report's name is that of several measures at once and the question's is not."""
    return bool(_SEVERAL.search(own)) and not _SEVERAL.search(wanted)


def is_narrower(wanted: str, own: str) -> bool:
    """Whether a report's name has a class that the question's has not: 农村居民收入 of 居民收入."""
    return any(found not in wanted for found in _CLASSES.findall(own))


@lru_cache(maxsize=20_000)
def same_act(wanted: str, own: str) -> bool:
    """改造农村危房 is the 危房改造 asked for, 新建高标准农田 the 高标准农田 of 建了多少亩."""
    if _HAVING.fullmatch(own.removesuffix(wanted)) and own != wanted:
        return True
    asked, given = act_and_object(wanted), act_and_object(own)
    if asked is None or given is None or not _same_verb(asked[0], given[0]):
        return False
    extra = re.sub(r"\d", "", given[1].removesuffix(asked[1]))
    return given[1].endswith(asked[1]) and len(extra) <= _LONGEST_EXTRA


def _same_verb(asked: str, given: str) -> bool:
    if asked == given:
        return True
    unspecific = len(asked) == 1 or asked == "建设"
    return unspecific and any(asked in kind and given in kind for kind in ACT_KINDS)
