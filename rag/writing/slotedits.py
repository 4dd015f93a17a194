"""A slot and what fills it become words: number, unit, direction, or 【待填：…】."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.records import LedgerValue, Link
from rag.writing.edits import Edit, to_verify
from rag.writing.fill import Filling
from rag.writing.slots import Slot
from rag.writing.wording import DIRECTION_WORD, is_fall, turned, write_number, written_like

_BETWEEN: Final = re.compile(r"^(?:了|约|近|超过?|逾|达到?|\s)*$")
_AGAINST: Final = re.compile(r"(?:比|较)(?=(?:上年|去年|上一年|上年同期|去年同期)[^，。；]{0,8}$)")
_LIST_VERB: Final = re.compile(
    r".{0,6}?(?:撤销|新建|建成|成立|打造|新增|引进|表彰|选派|整顿|培育|创建|组建|设立|开展|完成|推进|实施|荣获|获得"
    r"|调整|合并|关闭|推出|举办|建设)了?"
)
_BOTH: Final = re.compile("[均都](?:达到?|为|是)?$")
_REACHED: Final = re.compile("达到?了?$")
_OVER: Final = re.compile("超过?|突破|逾")
"""达到超过30万亿元 says it twice."""
_TIMES: Final = ("次", "场", "轮", "批", "场次")
_REACH: Final = 10
"""Characters between a direction word and its number: 增长了约4.2%."""


def slot_edits(text: str, slot: Slot, filling: Filling | None) -> list[Edit]:
    """The edits that put this year's figure, or the question for it, in last year's place."""
    if slot.kind == "from":
        return _from_edits(slot, filling)
    if slot.optional and filling is None:
        return _counted_acts(slot)
    listed = _listed(text, slot)
    if filling is None:
        return [Edit(slot.start, slot.end, question(slot)), *listed]
    if slot.quantity.direction or (filling.value is not None and filling.value.direction):
        return _change_edits(text, slot, filling)
    return [*_level_edits(text, slot, filling), *listed]


def shared_edits(
    text: str, slot: Slot, fillings: Sequence[tuple[str, Filling]]
) -> list[Edit] | None:
    """办结率、满意率均为98.6% with two different values: 分别为99.4%、98%. None when they agree."""
    words = [
        written_like(f.row, f.value, slot.quantity) for _name, f in fillings if f.value is not None
    ]
    if len(words) < 2 or len(set(words)) == 1:
        return None
    text_now, links = "", []
    for (_name, filling), value in zip(fillings, words, strict=True):
        text_now += "、" if text_now else ""
        link = _linked(0, 0, value, filling).links[0]
        links.append(replace(link, start=len(text_now), end=len(text_now) + len(value)))
        text_now += value
    edits = [Edit(slot.start, slot.end, text_now, tuple(links))]
    both = _BOTH.search(text[max(0, slot.start - 4) : slot.start])
    if both is not None:
        at = max(0, slot.start - 4) + both.start()
        edits.append(Edit(at, at + 1, "分别"))
    return edits


def question(slot: Slot) -> str:
    """【待填：集中学习（次），上年12次】."""
    unit = f"（{slot.quantity.unit}）" if slot.quantity.unit else ""
    name = _plain(slot.indicator) or "指标"
    return f"【待填：{name}{unit}，上年{_plain(slot.quantity.text)}】"


def _level_edits(text: str, slot: Slot, filling: Filling) -> list[Edit]:
    assert filling.value is not None
    words = written_like(filling.row, filling.value, slot.quantity)
    edits = [_linked(slot.start, slot.end, words, filling)]
    crossed = text[max(0, slot.start - 3) : slot.start]
    if re.search("突破了?$", crossed) and "突破" not in filling.value.approx:
        # 突破 claims that a mark was passed: only who entered the figure can say so.
        at = slot.start - len(crossed) + crossed.rindex("突破")
        edits.append(Edit(at, slot.start, "" if _OVER.match(words) else "达到"))
    elif (reached := _REACHED.search(crossed)) and _OVER.match(words):
        edits.append(Edit(slot.start - len(reached.group()), slot.start, ""))
    edits += _turned_pair(text, slot, filling)
    return edits


def _counted_acts(slot: Slot) -> list[Edit]:
    """三次提高…: how often something was done is last year's, unlike 四个类别."""
    if slot.quantity.unit not in _TIMES or slot.quantity.value < 2:
        return []
    return [Edit(slot.start, slot.end, f"【待核：{slot.quantity.text}】")]


def _listed(text: str, slot: Slot) -> list[Edit]:
    """甲厂、乙站和丙公司3个: names that were counted last year are to be verified."""
    before = re.split(r"[，。；：！？\n】]", text[: slot.start])[-1]
    names = [name for name in re.split(r"[、和及与]", before) if name]
    if len(names) < 2 or slot.quantity.value != len(names) or slot.quantity.direction:
        return []
    verb = _LIST_VERB.match(before)
    start = slot.start - len(before) + (verb.end() if verb else 0)
    return [to_verify(text, start, slot.start)]


def _from_edits(slot: Slot, filling: Filling | None) -> list[Edit]:
    """The first number of 由9个增至14个 is last year's second one: 由14个增至….

    That of a year named further back (由2018年的9个增至…) stays with its year.
    """
    if filling is not None and filling.value is not None:
        words = written_like(filling.row, filling.value, slot.quantity)
        return [_linked(slot.start, slot.end, words, filling)]
    if slot.partner is None and not slot.base:
        return [Edit(slot.start, slot.end, question(slot))]
    words = slot.quantity.text if slot.partner is None else slot.partner.text
    link = Link(0, len(words), words, "quoted", slot.indicator, slot.fact_year, "", "上年报告")
    return [Edit(slot.start, slot.end, words, (link,))]


def _turned_pair(text: str, slot: Slot, filling: Filling) -> list[Edit]:
    """增至 becomes 减至 when the new value is below the old one it is compared with."""
    before = text[max(0, slot.start - _REACH) : slot.start]
    word = _last_word(before)
    past = filling.row.values.get(filling.year - 1)
    if word is None or past is None or word.group()[-1] not in "至到":
        return []
    fell = filling.signed < past.value
    if fell == is_fall(word.group()):
        return []
    start = slot.start - len(before) + word.start()
    return [Edit(start, start + len(word.group()), turned(word.group()))]


def _change_edits(text: str, slot: Slot, filling: Filling) -> list[Edit]:
    before = text[max(0, slot.start - _REACH) : slot.start]
    word = _last_word(before)
    if word is None:
        return [_linked(slot.start, slot.end, _amount(slot, filling), filling)]
    start = slot.start - len(before) + word.start()
    if not filling.signed:
        return _level_with_last_year(text, slot, start, filling)
    edits = [_linked(slot.start, slot.end, _amount(slot, filling), filling)]
    if (filling.signed < 0) != is_fall(word.group()):
        edits.append(Edit(start, start + len(word.group()), turned(word.group())))
    return edits


def _level_with_last_year(text: str, slot: Slot, start: int, filling: Filling) -> list[Edit]:
    """比上年增长4% with no change at all becomes 与上年持平."""
    edits = [_linked(start, slot.end, "持平", filling)]
    against = _AGAINST.search(text[max(0, start - 14) : start])
    if against is not None:
        at = max(0, start - 14) + against.start()
        edits.append(Edit(at, at + 1, "与"))
    return edits


def _last_word(before: str) -> re.Match[str] | None:
    """The direction word that governs the number after ``before``."""
    words = [w for w in DIRECTION_WORD.finditer(before) if _BETWEEN.match(before[w.end() :])]
    return words[-1] if words else None


def _amount(slot: Slot, filling: Filling) -> str:
    """The size of a change without its sign: the word before it tells the direction."""
    if filling.value is None:
        return write_number(abs(filling.signed), slot.quantity.unit, slot.quantity)
    return written_like(filling.row, _unsigned(filling.value), slot.quantity)


def _unsigned(value: LedgerValue) -> LedgerValue:
    if value.value >= 0:
        return value
    size = abs(value.value)
    return replace(value, value=size, text=value.text.lstrip("-－−"))


def _linked(start: int, end: int, words: str, filling: Filling) -> Edit:
    link = Link(
        start=0,
        end=len(words),
        text=words,
        status=filling.status,
        indicator=filling.row.indicator,
        fact_year=filling.year,
        evidence=_evidence(filling),
        formula=filling.formula,
    )
    return Edit(start, end, words, (link,))


def _evidence(filling: Filling) -> str:
    if filling.value is None:
        return f"{filling.row.indicator}：{filling.formula}"
    source = f"（{filling.value.source}）" if filling.value.source else ""
    return f"{filling.row.indicator}，{filling.year}年{filling.value.text}{source}"


def _plain(words: str) -> str:
    """Words that can stand inside 【…】."""
    return words.strip().replace("【", "").replace("】", "")
