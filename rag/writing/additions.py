"""Sentences for figures entered this year that last year's report has no sentence for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from rag.figures.directions import named_direction, split_direction
from rag.figures.growth import Growth, growth
from rag.figures.names import key
from rag.records import LedgerRow, LedgerValue, Link
from rag.writing.wording import written

_SMALL: Final = 100
_IN_A_SENTENCE: Final = 3
_RATE: Final = re.compile(
    r"(?:增速|增幅|增长率?|涨幅|降幅|下降率?|上升|提高|提升|减少|增加|降低|变化)$"
)
"""Words for a change at the end of a name: the program says which way it went."""
_COUNT: Final = re.compile(r"(?<=..)(?:次数|人数|件数|户数|个数|数量|(?<!总)数)$")
_ACTS: Final = ("次", "场", "场次", "期", "轮", "批次")
_VERB: Final = re.compile(
    r"开展|举办|召开|组织|举行|进行|实施|推进|完成|办理|发放|走访|慰问|培训|参加|参与|接待|受理|排查|检查"
    r"|整改|整治|督[查办]|新[建增设]|召集|承办|发布|研究|讲授|宣讲|服务|送|累计|年均|平均|全|共|达|解决|化解|调解"
)
_BEFORE: Final = ("超", "达", "近", "约", "高于", "低于", "逾", "不")
_PERCENT: Final = ("%", "％", "‰")
_POINTS: Final = ("个百分点", "百分点")


@dataclass(frozen=True, slots=True)
class Addition:
    """An entered figure without a place in last year's text."""

    row: LedgerRow
    year: int
    target: bool = False


def added_sentences(
    additions: Sequence[Addition], rows: Sequence[LedgerRow]
) -> tuple[str, tuple[Link, ...]]:
    """The sentences, at most three figures in each, in the order of the ledger.

    A growth entered beside its own level joins it: 国内生产总值47.2万亿元，增长9.2%。
    """
    grown = {_base(row) for row in rows if _is_change(row)}
    text, links, count, last = "", [], 0, ""
    for addition in additions:
        joined = _is_change(addition.row) and _base(addition.row) == last
        if text and (joined or count < _IN_A_SENTENCE):
            text += "，"
        elif text:
            text, count = f"{text}。", 0
        for words, link in _clause(addition, joined=joined, alone=_base(addition.row) not in grown):
            if link is not None:
                at = len(text)
                links.append(replace(link, start=at, end=at + len(words)))
            text += words
        last = _base(addition.row)
        count += 0 if joined else 1
    return (f"{text}。" if text else ""), tuple(links)


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
    change = growth(row, addition.year) if alone and not _is_change(row) else None
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
    if not _is_change(row):
        return _level_named(name, row, value)
    fell = (value.direction or named_direction(row.indicator)) == "down" or value.value < 0
    if row.unit in _PERCENT:
        word = "下降" if fell else "增长"
    elif row.unit in _POINTS:
        word = "下降" if fell else "提高"
    else:
        word = "减少" if fell else "增加"
    stated = _RATE.search(name)
    return f"{name[: stated.start()] if stated else name}{word}"


def _level_named(name: str, row: LedgerRow, value: LedgerValue) -> str:
    """Acts are carried out (开展…46次), rates are (…率为95.9%), all else stands bare."""
    counted = _COUNT.sub("", name) if row.unit else name
    if row.unit in _ACTS and counted and not _VERB.match(counted):
        return f"开展{counted}"
    rate = row.unit in _PERCENT and not value.approx.startswith(_BEFORE)
    return f"{counted}为" if counted and (rate or counted[-1].isdigit()) else counted


def _is_change(row: LedgerRow) -> bool:
    moved = any(value.direction for value in row.values.values())
    return moved or key(row.indicator).endswith("增速")


def _base(row: LedgerRow) -> str:
    return key(row.indicator).removesuffix("增速").removesuffix("年均")


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
