"""The subject of a figure that names none: it stands before, or the place itself is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import words
from rag.figures.clauses import Item
from rag.figures.subjects import object_of, subject_of
from rag.figures.widening import of_all, right_of

SPANS = frozenset({"年", "个月", "个季度"})
"""Units of how long something lasted."""

_HEADCOUNTS = {"人": "人数", "名": "人数", "位": "人数", "人次": "人次", "户": "户数"}


def of_others(item: Item, head: Item) -> str:
    """覆盖12个村、3.4万人: the act is the same, but people are counted and not villages."""
    counted = item.seen.token.unit.lstrip("万亿")
    if counted == head.seen.token.unit.lstrip("万亿"):
        return head.name
    if counted in _HEADCOUNTS and head.name.endswith("户数"):
        return head.name.removesuffix("户数") + _HEADCOUNTS[counted]
    return head.act + _HEADCOUNTS[counted] if counted in _HEADCOUNTS else head.name


_COUNTED = frozenset({"个", "名", "位", "家", "处", "座", "所", "张", "条", "辆", "台", "套", "支"})


def adds_things(item: Item) -> bool:
    """增加1万个学位: the verb adds what stands behind the number; fills in the name if so."""
    noun = right_of(item)
    counted = item.seen.token.unit.lstrip("万亿") in _COUNTED
    if item.relation != "growth" or not counted or len(noun) < 2 or words.RIGHT_VERB.match(noun):
        return False
    item.relation, item.act = "", item.moved
    item.name, item.subject = item.moved + noun, noun
    return True


PLACE_END = re.compile(r"(?P<place>[全本我该][镇乡县区市村])(?:共有?|总共|现有|有)?$")
"""全镇13951户68202人: how many there are of all."""
_SETTLEMENTS = ("村", "组", "社区", "村委会", "居委会", "社", "户数")


def _populated(item: Item, before: Item) -> bool:
    """下辖18个村、250个村民小组，910户，3150人: who lives there, and not more of the same."""
    bare = not (item.left or item.right or item.relation)
    return (
        bare
        and before.name.endswith(_SETTLEMENTS)
        and before.seen.token.unit != item.seen.token.unit
    )


_SUMMED = re.compile(r"累计|总共|共达|共有|共计|总计|合计|净增")
_LEAVING = re.compile(r"注销|退出|转出|迁出|死亡|流出|减少")
"""新增415户，注销96户，净增319户: the net is not of those that left."""


def inherit(item: Item, earlier: Sequence[Item]) -> None:
    """The subject stands before: in the figure before, the bracket's figure or the last clause."""
    counted = _HEADCOUNTS.get(item.seen.token.unit.lstrip("万亿"))
    if counted and not item.relation and (place := PLACE_END.search(item.left)):
        item.name = item.subject = place["place"] + counted
        return
    if counted and earlier and _populated(item, earlier[-1]):
        item.name = item.subject = "户数" if counted == "户数" else "人口数"
        return
    source = earlier[-1] if earlier else item.parent
    if item.parent is not None and (not earlier or earlier[-1].parent is not item.parent):
        source = item.parent
    if "净增" in item.left and len(earlier) > 1 and _LEAVING.search(earlier[-1].subject):
        source = earlier[-2]
    about = object_of(item.before)
    if source is not None and not (words.HEADS.search(about) and source.clause < item.clause - 1):
        item.subject = source.subject or source.name
        item.act = source.act
        if item.relation == "to" and source.relation == "from":
            item.name = source.name or item.subject
            return
        lasting = source.seen.token.unit in SPANS
        plain = item.relation or lasting
        item.name = item.subject if plain else (source.name or item.subject)
        if item.listed and not item.left and source.act and source.name != source.subject:
            item.name = of_others(item, source)
        if _SUMMED.search(item.left):
            item.name = item.subject = of_all(item.name)
        multiple = item.seen.token.unit in ("倍", "%")
        if item.left.endswith("的") and not item.relation and not multiple:
            item.name += source.text
        elif item.left.endswith("占") and item.seen.token.unit == "%":
            item.name += "占比"
        return
    item.subject = item.name = about or subject_of(item.before)
    item.sure = False
