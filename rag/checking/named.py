"""Whether a source's number goes by another name for what the claim's number counts.

惠及群众2000人次 and 受益群众2000人次 have another verb and the same object. An equal
number counts as the claim's own where the objects have something in common and no other number
of the source is named better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.checking.numberplaces import NumberPlace
from rag.figures.acts import act_and_object
from rag.figures.rowindex import grams
from rag.figures.words import DEEDS

_MEASURE = re.compile(
    r"(?:总|数)?(?:产量|产值|销量|面积|人数|户数|件数|场次|数量|总数|总量|总额|金额|资金|收入|支出|增加值|价格|投资|率|额|量)$"
)
"""What very different things are measured by: 小麦产量 has nothing in common with 玉米产量."""
_CLEARLY = 0.6
"""Share of an object's character pairs by which a number is clearly known."""
_TELLING = 4
"""Characters of a name that tell a thing and what was done to it."""
_COMMON = frozenset(
    {"项目", "工作", "活动", "情况", "企业", "人员", "任务", "工程", "资金", "完成", "全镇", "全年"}
)
"""Words for anything; 签约项目 is not 开工项目."""
_MOVED = re.compile(r"(?:增速|变化|增长|减少|增量|减量|占比|排名)$")
_CUT = re.compile(r"[，,。；;：:！!？?\n\d]")
_VILLAGE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?:村|社区)(?![级民委庄史务落容道路集组企两屋口内里])"
)
_NO_VILLAGE = re.compile(
    "[全各每本该我哪农乡城新]$|行政|自然|薄弱|示范|先进|后进|重点|试点|贫困|脱贫|空壳|软弱|美丽|和美|其[他它余]|别的"
    "|所有|个|的$|[0-9一二三四五六七八九十两]$|涉农|落后"
    rf"|(?:{DEEDS})$"
)
"""农村, 薄弱村 and what stands behind a verb (新修村道) are no village's name."""


def named_alike(
    name: str, mine: NumberPlace, theirs: NumberPlace, others: Iterable[NumberPlace]
) -> bool:
    """Whether ``theirs``, of the same value as ``mine``, counts what ``name`` says.

    ``others`` are the source's numbers, of which those of another value and the same unit compete.
    """
    if mine.quantity is None or theirs.quantity is None or _moved(mine) != _moved(theirs):
        return False
    if mine.quantity.direction != theirs.quantity.direction:
        return False
    own = _likeness(name, theirs)
    rivals = (one for one in others if _same_unit(one, theirs))
    return own[0] > 0 and all(_likeness(name, one) <= own or mine.states(one) for one in rivals)


def named_best(mine: NumberPlace, theirs: NumberPlace, others: Iterable[NumberPlace]) -> bool:
    """Whether an equal number is clearly the one that the claim's number names: 油菜种植面积.

    Never for a village's number, which may stand beside the whole's.
    """
    name = mine.figure.indicator if mine.figure is not None else ""
    if len(name) < _TELLING or _villages(_words(mine)):
        return False
    rivals = [one for one in others if not mine.states(one)]
    own = _likeness(name, theirs)[0]
    return (
        own >= _CLEARLY
        and named_alike(name, mine, theirs, rivals)
        and all(_likeness(name, one)[0] < own for one in rivals if _same_unit(one, theirs))
    )


def other_village(mine: NumberPlace, theirs: NumberPlace) -> str:
    """The village the claim gives a number to that the source gives to another one, or ""."""
    here, there = _villages(_words(mine)), _villages(_words(theirs))
    return here[0] if here and there and not set(here) & set(there) else ""


def _same_unit(one: NumberPlace, other: NumberPlace) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    return one.quantity.unit == other.quantity.unit


def _moved(place: NumberPlace) -> bool:
    return place.figure is not None and bool(_MOVED.search(place.figure.indicator))


def _likeness(name: str, place: NumberPlace) -> tuple[float, float]:
    """How much of the object and of the whole name stands at a number."""
    act = act_and_object(name)
    thing = act[1] if act else name
    bare = _MEASURE.sub("", thing)
    told = place.figure.indicator if place.figure is not None else ""
    words = grams(told) | grams(_words(place))
    return _share(bare if len(bare) > 1 else thing, words), _share(name, words)


def _share(name: str, words: frozenset[str] | set[str]) -> float:
    pairs = grams(name)
    return len((pairs & words) - _COMMON) / max(1, len(pairs))


def _words(place: NumberPlace) -> str:
    """The words of its clause before a number, from the number before on."""
    before = place.sentence[: place.mention.start - place.span[0]]
    cuts = [cut.end() for cut in _CUT.finditer(before)]
    return before[cuts[-1] if cuts else 0 :]


def _villages(text: str) -> list[str]:
    return [
        found.group() for found in _VILLAGE.finditer(text) if not _NO_VILLAGE.search(found["name"])
    ]
