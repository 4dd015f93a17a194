"""Sentences for figures entered this year that last year's report has no sentence for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from rag.figures.directions import named_direction, split_direction
from rag.figures.growth import Growth, growth
from rag.records import LedgerRow, LedgerValue, Link
from rag.writing.topics import Addition as Addition
from rag.writing.topics import base_name, grouped, is_change
from rag.writing.wording import written

_SMALL: Final = 100
_OPENERS: Final = ("", "同时，", "此外，", "另外，")
"""How the added sentences begin, in turn, so that they do not read like a list."""
_RATE: Final = re.compile(
    r"(?:增速|增幅|增长率?|涨幅|降幅|下降率?|上升|提高|提升|减少|增加|降低|变化)$"
)
"""Words for a change at the end of a name: the program says which way it went."""
_COUNT: Final = re.compile(r"(?<=..)(?:次数|人数|件数|户数|个数|数量|(?<!总)数)$")
_ACTS: Final = ("次", "场", "场次", "期", "轮", "批次")
_VERB: Final = re.compile(
    r"开展|举办|召开|组织|举行|进行|实施|推进|完成|办理|发放|走访|慰问|培训|参加|参与|接待|受理|排查|检查"
    r"|整改|整治|督[查办]|召集|承办|发布|研究|讲授|宣讲|解决|化解|调解|送学|旁听"
    r"|^(?:新[建增设]|服务|送|累计|年均|平均|全|共|达)"
)
_MOVES_ITSELF: Final = re.compile(r"(?:增收|减收|净增|净减|增减|盈余)$")
"""Names that say rise or fall as a noun: 户均增收3200元."""
_NO_SUBJECT: Final = re.compile(
    r"(?:占|其中|较|比(?!例|重|赛|武|学)|每(?!户|人|村))"
    r"|(?:(?:国家|省|市|县|区|乡|镇|村|部)级?|[增升]长|增加|减少|下降|提高|总[数量额]|数量|规模|金额|比重|占比|幅度)$"
)
"""Names that leave open what they are said of."""
_BEFORE: Final = ("超", "达", "近", "约", "高于", "低于", "逾", "不")
_PERCENT: Final = ("%", "％", "‰")
_POINTS: Final = ("个百分点", "百分点")


def added_sentences(
    additions: Sequence[Addition], rows: Sequence[LedgerRow]
) -> tuple[str, tuple[Link, ...]]:
    """The sentences, two to four figures of one topic in each as far as there are so many.

    A growth entered beside its own level joins it: 国内生产总值47.2万亿元，增长9.2%.
    """
    grown = {base_name(row) for row in rows if is_change(row)}
    text, links = "", []
    for number, topics in enumerate(grouped(additions)):
        text += _OPENERS[number % len(_OPENERS)]
        between = "；" if sum(map(len, topics)) > len(topics) else "，"
        for topic in topics:
            text += "" if topic is topics[0] else between
            for words, link in _topic(topic, grown):
                if link is not None:
                    at = len(text)
                    links.append(replace(link, start=at, end=at + len(words)))
                text += words
        text += "。"
    return text, tuple(links)


def _topic(topic: Sequence[Addition], grown: Collection[str]) -> Iterator[tuple[str, Link | None]]:
    """Figures of one topic, divided by commas."""
    last = ""
    for number, addition in enumerate(topic):
        if number:
            yield "，", None
        base = base_name(addition.row)
        joined = is_change(addition.row) and base == last
        yield from _clause(addition, joined=joined, alone=base not in grown)
        last = base


def _clause(addition: Addition, *, joined: bool, alone: bool) -> Iterator[tuple[str, Link | None]]:
    row, value = addition.row, addition.row.values[addition.year]
    name = "" if joined else row.indicator
    yield ("力争" if addition.target and not joined else "") + _named(name, row, value), None
    words = written(row, _unsigned(value))
    yield (
        words,
        Link(
            0,
            0,
            words,
            "entered",
            row.indicator,
            addition.year,
            evidence=_evidence(addition, words),
        ),
    )
    if not joined and _NO_SUBJECT.match(name):
        yield f"【待核：请写明“{name}”说的是什么】", None
    change = growth(row, addition.year) if alone and not is_change(row) else None
    if change is not None and not change.approx:
        moved = _moved(change)
        yield ("，与上年" if moved.endswith("持平") else "，比上年"), None
        yield (
            moved,
            Link(0, 0, moved, "derived", row.indicator, addition.year, formula=change.formula),
        )


def _moved(change: Growth) -> str:
    """Small counts and percentages move by a difference, all else by per cent."""
    small = max(change.base, change.current) < _SMALL and change.diff == int(change.diff)
    return change.diff_text if small or change.percent is None else change.percent_text


def _named(name: str, row: LedgerRow, value: LedgerValue) -> str:
    """The words before the number; a change is said to be one: 增长, 下降, 增加, 减少."""
    if not is_change(row) or _MOVES_ITSELF.search(name):
        return _level_named(name, row, value)
    fell = (value.direction or named_direction(row.indicator)) == "down" or value.value < 0
    if row.unit in _PERCENT:
        word = "下降" if fell else "增长"
    elif row.unit in _POINTS:
        word = "下降" if fell else "提高"
    else:
        word = "减少" if fell else "增加"
    bare = name.removesuffix("累计")
    summed = name[len(bare) :]
    stated = _RATE.search(bare)
    return f"{bare[: stated.start()] if stated else bare}{summed}{word}"


def _level_named(name: str, row: LedgerRow, value: LedgerValue) -> str:
    """Acts are carried out (开展…46次), rates are (…率为95.9%), all else stands bare."""
    counted = _COUNT.sub("", name) if row.unit else name
    if row.unit in _ACTS and counted and not _VERB.search(counted):
        return f"开展{counted}"
    rate = row.unit in _PERCENT and not value.approx.startswith(_BEFORE)
    return f"{counted}为" if counted and (rate or counted[-1].isdigit()) else counted


def _unsigned(value: LedgerValue) -> LedgerValue:
    """The value without its sign or word of rise and fall: the name before it says that."""
    _way, text = split_direction(value.text)
    if value.value < Decimal(0):
        return replace(value, value=abs(value.value), text=text.lstrip("-－−"))
    return replace(value, text=text)


def _evidence(addition: Addition, words: str) -> str:
    source = addition.row.values[addition.year].source
    return f"{addition.row.indicator}，{addition.year}年{words}" + (
        f"（{source}）" if source else ""
    )
