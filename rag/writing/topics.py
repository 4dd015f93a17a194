"""Which added figures belong in one sentence: those of one topic, two to four together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.figures.names import key
from rag.records import LedgerRow

_MOST: Final = 4
_KINDS: Final = (
    ("次", "场", "场次", "期", "轮", "批次"),
    ("人", "名", "位", "人次", "户"),
    ("元", "万元", "亿元"),
    ("%", "％", "‰", "个百分点"),
)
"""Units that go together where no word of the names does."""
_COMMON: Final = frozenset(
    {"新增", "累计", "开展", "完成", "建设", "工作", "活动", "组织", "实现", "全年", "推进", "发展"}
)
"""Words that stand in names of every topic."""


@dataclass(frozen=True, slots=True)
class Addition:
    """An entered figure without a place in last year's text."""

    row: LedgerRow
    year: int
    target: bool = False


Topic = list[Addition]


def grouped(additions: Sequence[Addition]) -> list[list[Topic]]:
    """Sentences, each of one topic, or of two small ones; in the order of the ledger."""
    topics: list[Topic] = []
    for addition in additions:
        topic = next((one for one in topics if _belongs(addition, one)), None)
        if topic is None:
            topics.append([addition])
        else:
            topic.insert(_behind_its_level(addition, topic), addition)
    sentences: list[list[Topic]] = []
    for topic in topics:
        small = bool(sentences) and len(sentences[-1]) == 1 and _size(sentences[-1][0]) == 1
        if small and _size(topic) < _MOST:
            sentences[-1].append(topic)
        else:
            sentences.append([topic])
    return sentences


def is_change(row: LedgerRow) -> bool:
    """Whether a row holds growth, not levels."""
    moved = any(value.direction for value in row.values.values())
    return moved or key(row.indicator).endswith("增速")


def base_name(row: LedgerRow) -> str:
    """The name of what is measured, growth aside."""
    return key(row.indicator).removesuffix("增速").removesuffix("年均")


def _belongs(addition: Addition, topic: Topic) -> bool:
    """A growth goes with its level; else names must share a word, or units be of one kind."""
    if is_change(addition.row) and any(_same_base(addition, one) for one in topic):
        return True
    if _size(topic) >= _MOST or addition.target != topic[-1].target:
        return False
    words = _words(addition)
    return any(words & _words(one) for one in topic) or (
        addition.row.section == topic[-1].row.section and _one_kind(addition, topic[-1])
    )


def _behind_its_level(addition: Addition, topic: Topic) -> int:
    if is_change(addition.row):
        for place in range(len(topic) - 1, -1, -1):
            if _same_base(addition, topic[place]):
                return place + 1
    return len(topic)


def _same_base(a: Addition, b: Addition) -> bool:
    return base_name(a.row) == base_name(b.row) and a.year == b.year


def _size(topic: Topic) -> int:
    """Figures of a topic; a growth beside its level is not counted on its own."""
    return len({base_name(one.row) for one in topic})


def _words(addition: Addition) -> frozenset[str]:
    name = base_name(addition.row)
    return frozenset(name[n : n + 2] for n in range(len(name) - 1)) - _COMMON


def _one_kind(a: Addition, b: Addition) -> bool:
    return any(a.row.unit in kind and b.row.unit in kind for kind in _KINDS)
