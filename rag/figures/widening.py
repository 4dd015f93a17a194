"""Names that say nothing by themselves (总数, 占比, 投资) take in what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import words
from rag.figures.clauses import Item
from rag.figures.subjects import LONGEST, object_of

_PROGRESS_END = re.compile(
    r"(?:提高|提升|增强|加快|改善|稳定|向好|显现|凸显|扩大|推进|突破|发展|成效)$"
)
"""A clause that ends so says how things went and is no subject."""
LIMIT = re.compile(r"^(?:超过?|不足).{2,14}|.{2,14}(?:以上|以下|以内)$")
"""A number that draws the line of a class: 60岁以上, 超50万元."""
_RIGHT_STOP = re.compile(
    r"(?:其中|同比|比上年|较上年|(?<![级岁科处])以上|左右|用于|占|，|并|且|[的中](?=$))"
)
_AND_THEN = re.compile(r"并(?!购|联|网|轨|蒂)|且")
"""完成12座并录入系统: what follows is another deed."""
_OF = re.compile(r"^(?:的|了|余|多|以上|左右|之|、)+")


def right_of(item: Item) -> str:
    """The noun behind a figure, up to where another thought begins."""
    text = _OF.sub("", item.right)
    if _AND_THEN.match(text):
        return ""
    stop = _RIGHT_STOP.search(text, 1)
    return text[: min(stop.start() if stop else len(text), 22)]


def limited(item: Item, limit: Item) -> str:
    """60岁以上老人1230人, 收入50万元以上的村达到8个."""
    if item.left.startswith("的"):
        return f"{limit.subject}{limit.text}的{item.subject}"
    return limit.text + item.subject


TOTALS = frozenset({"总数", "总量", "总规模", "数量", "规模"})
_YIELDS = ("产", "产量", "产值")
_EXTENT = re.compile(r"(?<=..)(?:种植|播种|栽培|栽植|养殖)?面积$")
"""水稻种植面积5000亩，总产2600吨: the harvest is of the rice, not of its area."""
_NEW = re.compile(r"^(?:新增|净增|新设|新建|新发展|新认定|人均|户均|亩均|平均)(?=..)")


def of_all(about: str) -> str:
    """新增上市公司62家，总数186家; 人均捐款50元，共计6万元: the total is of all."""
    return _NEW.sub("", about)


def widen_generic(item: Item, earlier: Sequence[Item]) -> None:
    """总数突破1万家, 占比达到45%: the subject stands before."""
    if not words.GENERIC.fullmatch(item.subject):
        return
    source = earlier[-1] if earlier and item.clause - earlier[-1].clause <= 1 else None
    about = source.subject if source else object_of(item.before)
    if _PROGRESS_END.search(about):
        about = ""
    if not source and earlier and not about:
        about = earlier[-1].subject
    if item.subject in TOTALS:
        about = of_all(about)
    about = _EXTENT.sub("", about) if item.subject.endswith(_YIELDS) else about
    if about and about not in item.subject:
        item.name = item.subject = about + item.subject
        item.sure = source is not None


def widen_money(item: Item, previous: Sequence[Item], following: Sequence[Item]) -> None:
    """投资107万元 alone names nothing: take in what it was spent on.

    Behind it (完成村道硬化) for what is spent, before it for a total and for an extent (面积).
    """
    if item.relation or not words.MONEY.fullmatch(item.name):
        return
    near = [other for other in following if other.clause - item.clause <= 1]
    extent = item.name.endswith(("面积", "全长", "里程", "占地"))
    about = ""
    if item.right and not item.shared:
        about = right_of(item)
    elif item.name.startswith("总") and previous and not extent:
        about = previous[0].subject
    elif near and (near[0].widened or not extent):
        about = near[0].subject if near[0].widened else near[0].name
    if not extent:
        about = about or object_of(item.after) or object_of(item.before)
    if about:
        item.sure, item.widened, item.subject = False, True, about
        if about not in item.name:
            item.name = (about + item.name)[:LONGEST]
