"""The indicator a figure measures, in the words of its clause.

A number behind its noun (问题清单30条) is named by what stands before it; a number before its
noun (新建两个阵地) by verb and noun; growth (同比增长5%) by the subject, which may stand in the
clause before; a list with 分别 by the subjects in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.figures import words
from rag.figures.behind import (
    RATIO_HEAD,
    SHARE_UNITS,
    has_noun_behind,
    is_ratio,
    name_by_noun_behind,
)
from rag.figures.clauses import Item
from rag.figures.inheriting import PLACE_END, SPANS, adds_things, inherit, of_others
from rag.figures.relations import read_left
from rag.figures.subjects import (
    LONGEST,
    split_subjects,
    strip_end,
    subject_of,
    without_light,
)
from rag.figures.widening import (
    LIMIT,
    TOTALS,
    limited,
    of_all,
    right_of,
    widen_generic,
    widen_money,
)

_REACH = 12
"""How many figures back a subject may stand."""

_PERSON_UNITS = frozenset({"人", "名", "人次", "位"})


def name_items(items: Sequence[Item]) -> None:
    """Fill in subject, relation, direction and name of the figures of one sentence."""
    previous = None
    for item in items:
        read_left(item, previous)
        previous = item
    _drop_false_starts(items)
    named: list[Item] = []
    for group in _groups(items):
        near = [item for item in named[-_REACH:] if item.parent is group[0].parent]
        _name_group(group, near)
        named.extend(group)
    for index in range(len(items) - 1, -1, -1):
        widen_money(items[index], items[max(0, index - 1) : index], items[index + 1 : index + 2])
    for item in items:
        item.name = _finish(item)


def _drop_false_starts(items: Sequence[Item]) -> None:
    """由40个劳力组成 starts no move: nothing is reached behind it."""
    reached = False
    for item in reversed(items):
        if item.relation == "from" and not reached and not words.BASE_END.search(item.left):
            item.relation = ""
        reached = reached or item.relation in ("to", "rank")


def _groups(items: Sequence[Item]) -> list[list[Item]]:
    """Figures in a row with nothing but list marks between them: 增长4.2%、11%和6%."""
    groups: list[list[Item]] = []
    for item in items:
        previous = groups[-1][-1] if groups else None
        same = previous is not None and previous.parent is item.parent
        if same and (item.joined or _goes_on(item, groups[-1][0])):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _share_noun(group: Sequence[Item]) -> bool:
    """办好12类45件民生实事: numbers without a mark between them count what follows."""
    touching = all(one.seen.end == two.seen.start for one, two in pairwise(group))
    return touching and not words.RIGHT_VERB.match(group[-1].right)


_TURN = re.compile(r"[、和与及]?(?:同比)?[\u4e00-\u9fff]{1,3}了?")


def _goes_on(item: Item, head: Item) -> bool:
    """分别增长6.1%和下降2.4%: the list goes on though the direction turns."""
    turns = item.relation == "growth" and not item.subject and _TURN.fullmatch(item.left)
    return bool(
        turns and "分别" in head.left and head.relation == "growth" and item.clause == head.clause
    )


def _name_group(group: list[Item], earlier: Sequence[Item]) -> None:
    head = group[0]
    subjects = _subjects(head, len(group), earlier)
    if len(group) > 1 and len(subjects) == len(group):
        for item, subject in zip(group, subjects, strict=True):
            item.subject = item.name = subject
    else:
        opens = not head.subject or head.left.endswith("等") or _share_noun(group)
        if len(group) > 1 and opens and not head.right and not head.relation:
            head.right = group[-1].right
        _name_one(head, earlier)
        for item in group[1:]:
            item.subject, item.name, item.act = head.subject, head.name, head.act
            if item.right and not item.relation:
                _name_one(item, earlier)
            elif not item.relation and (
                (head.act and head.name != head.subject) or PLACE_END.search(head.left)
            ):
                item.name = of_others(item, head)


_INDUSTRIES = re.compile(
    r"一(?:产业?)?、二(?:产业?)?[、和]三(?:次)?产业?(?P<head>.*?)(?:分别|同比|增长|比)"
)


def _subjects(head: Item, count: int, earlier: Sequence[Item]) -> list[str]:
    """The subjects of a list of ``count`` values, in order."""
    if count < 2:
        return []
    if (industries := _INDUSTRIES.search(head.left)) and count == 3:
        tail = strip_end(industries["head"])
        return [f"第{number}产业{tail}" for number in "一二三"]
    if head.subject:
        return [] if head.left.endswith("等") else split_subjects(head.subject, count)
    peers = [item for item in earlier if item.relation != "growth" and item.name]
    starts = [item for item in peers[-count:] if item.relation == "from"]
    if head.relation == "to" and len(starts) == count:
        return [item.subject or item.name for item in starts]
    reached = [item for item in peers if item.relation != "from"]
    if head.relation == "growth" and len(reached) >= count:
        return [item.subject or item.name for item in reached[-count:]]
    near = bool(earlier) and earlier[-1].clause >= head.clause - 1
    if "分别" in head.left and not head.relation and near and len(peers) >= count:
        share = "占比" if head.left.endswith("占") else ""
        return [f"{item.subject or item.name}{share}" for item in peers[-count:]]
    if head.relation or "分别" in head.left:
        return split_subjects(subject_of(head.before), count)
    return []


def _name_one(item: Item, earlier: Sequence[Item]) -> None:
    if item.between and earlier and is_ratio(earlier[-1]):
        item.subject = RATIO_HEAD.sub("", item.subject)
    elif item.between and item.subject and earlier and _is_described(item, earlier[-1]):
        item.name = limited(item, earlier[-1])
        return
    if item.relation and not item.subject:
        if not adds_things(item):
            inherit(item, earlier)
        return
    if item.relation:
        item.name = item.subject = without_light(item.subject)
        widen_generic(item, earlier)
        return
    right = right_of(item)
    if has_noun_behind(item, right):
        name_by_noun_behind(item, right, earlier)
    elif item.subject and earlier and words.RELATIVE.fullmatch(item.subject):
        base = earlier[-1].subject
        base = of_all(base) if item.subject in TOTALS else base
        item.name, item.subject = base + item.subject, base
    elif item.subject:
        item.name = _with_act(item, earlier)
        widen_generic(item, earlier)
        if not words.MONEY.fullmatch(item.name):
            _joinright(item, right)
    else:
        inherit(item, earlier)


def _is_described(item: Item, by: Item) -> bool:
    """60岁以上老人1230人, 职数4名的村2个: the number before says which ones are counted."""
    return bool(LIMIT.search(by.text)) or (item.left.startswith("的") and bool(by.subject))


def _with_act(item: Item, earlier: Sequence[Item]) -> str:
    """Repeat the verb of a list: 新增企业技术中心8家、运营中心2家."""
    if words.MONEY.fullmatch(item.subject):
        return item.subject
    head = words.ACT_HEAD.match(item.subject)
    if head and head.end() == len(item.subject) and earlier and head["act"] in words.LIGHT:
        item.subject = earlier[-1].subject
        return earlier[-1].name
    follows = item.listed or item.left.startswith("其中")
    if head and head.end() == len(item.subject) and follows and earlier:
        return words.ACT_END.sub("", earlier[-1].subject) + item.subject
    if head:
        item.act = head["act"]
        while head and head["act"] in words.LIGHT and len(item.subject) > head.end() + 1:
            item.subject = item.subject[head.end() :]
            head = words.ACT_HEAD.match(item.subject)
        return item.subject
    if not (earlier and earlier[-1].act):
        return item.subject
    part = item.left.startswith("其中") and earlier[-1].seen.token.unit == item.seen.token.unit
    if part or (item.listed and earlier[-1].clause == item.clause):
        item.act = earlier[-1].act
        if item.act in item.subject:
            return item.subject
        return ("" if item.act in words.LIGHT else item.act) + item.subject
    return item.subject


def _joinright(item: Item, right: str) -> None:
    """完成中华9.3公里弹石公路: the counted noun follows though one stands before, too."""
    unit = item.seen.token.unit
    limits = item.seen.token.approx and item.right.startswith("的")
    share = unit in SHARE_UNITS and not (unit == "%" and not words.HEADS.search(item.name))
    if not right or limits or share or right in item.name:
        return
    told = unit.lstrip("万亿") in _PERSON_UNITS or unit in SPANS
    right = strip_end(right) if told else right
    if told or not words.RIGHT_VERB.match(right):
        item.name = (item.name + right)[:LONGEST]


_SPECIFIC_MOVES = frozenset({"增收", "增产", "增值", "减产"})
"""Moves that say what moved: 户均增收3000元 is not just a 增长."""

_GROWTH_UNITS = {"%": "增速", "‰": "增速", "个百分点": "变化"}


def _finish(item: Item) -> str:
    name = (item.name or item.subject).strip("、，,.：: ")
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    if item.parent is not None and item.parent.name and len(name) <= 4:
        stem = item.parent.name
        name = name if name.startswith(stem) else stem + name if _is_stage(name) else name
    if item.relation == "growth":
        mean = "年均" if item.mean else ""
        plain = "增长" if item.direction == "up" else "减少"
        if item.moved in _SPECIFIC_MOVES and item.moved[-1] not in name:
            plain = item.moved
        elif item.moved.endswith("量"):
            name += item.moved
        suffix = _GROWTH_UNITS.get(item.seen.token.unit, plain)
        return f"{name}{mean}{suffix}"
    ranked = item.seen.token.kind == "rank" and not name.endswith(("排名", "位次", "名次"))
    return f"{name}排名" if ranked else name


def _is_stage(name: str) -> bool:
    return name in words.STAGES or bool(words.ACT_END.fullmatch(name))
