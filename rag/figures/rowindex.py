"""The ledger's rows prepared for linking: which row do the words around a number name?"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from heapq import nlargest
from threading import Lock
from typing import Any

from rag.figures.directions import named_direction
from rag.figures.mentions import find_mentions
from rag.figures.names import key, same_indicator
from rag.figures.segments import Segment
from rag.records import Direction, LedgerRow
from rag.text.clean import normalise
from rag.text.numerals import canonical

KEPT_INDEXES = 8
REACH = 60
"""Characters of the paragraph before a sentence that may still name its topic."""
CLOSEST = 32
"""Rows that are compared with a number; the others share fewer words with its text."""
REMEMBERED = 4000
OWN, TOPIC, PARAGRAPH = 0.9, 0.5, 0.25
"""What words of a row's name count by where they stand: beside the number, earlier in its
sentence, earlier in its paragraph."""
STAGES = frozenset(("销号", "办结", "整改", "化解", "立案", "结案", "合格", "撤销", "占比", "满意"))
STAGE_MISSING = 0.6
"""问题清单销号 is hardly meant where nothing is struck off."""
SHORT = 3
"""Character pairs; 党员 is part of many other names, so words beside it count against it."""
GROWTH_OF = 0.97
"""What a level counts for where the words speak of its growth."""


@dataclass(frozen=True, eq=False)
class IndexedRow:
    """A row with its name's normal form, character pairs and direction."""

    row: LedgerRow
    key: str
    grams: frozenset[str]
    direction: Direction
    grown: bool


@dataclass(frozen=True)
class Around:
    """The character pairs around one number: its own, its sentence's, its paragraph's."""

    own: frozenset[str]
    topic: frozenset[str]
    before: frozenset[str]

    @classmethod
    def of(cls, segment: Segment) -> Around:
        """The pairs of a segment's words."""
        return cls(grams(segment.own), grams(segment.topic), grams(segment.before[-REACH:]))

    @property
    def all(self) -> frozenset[str]:
        """Every pair, wherever it stands."""
        return self.own | self.topic | self.before


class RowIndex:
    """Rows found by the words of a text. Holds what linking remembers about paragraphs."""

    def __init__(self, rows: Sequence[LedgerRow]) -> None:
        self.rows = tuple(_indexed(row) for row in rows)
        self.remembered: OrderedDict[Any, Any] = OrderedDict()
        self._names: dict[tuple[str, int], float] = {}
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._marks: dict[int, set[tuple[Decimal, str]]] = defaultdict(set)
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for number, indexed in enumerate(self.rows):
            for gram in indexed.grams:
                self._by_gram[gram].append(number)
            for mention in find_mentions(indexed.row.indicator):
                self._numbers[mention.text].add(number)
                if mention.quantity is not None:
                    value, unit = canonical(mention.quantity.value, mention.quantity.unit)
                    self._marks[number].add((value.normalize(), unit))

    def remember(self, place: Any, links: Any) -> None:
        """Keep what was found out about a paragraph; the oldest is forgotten first."""
        self.remembered[place] = links
        while len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)

    def near(self, pairs: Iterable[str]) -> frozenset[int]:
        """Rows that share a good part of their name with these character pairs."""
        counts: dict[int, int] = defaultdict(int)
        for gram in pairs:
            for number in self._by_gram.get(gram, ()):
                counts[number] += 1
        near = [(c / len(self.rows[n].grams), n) for n, c in counts.items()]
        return frozenset(n for share, n in nlargest(CLOSEST, near) if 3 * share >= 1)

    def other_names(self, row: IndexedRow, year: int, base_year: int) -> Iterator[IndexedRow]:
        """Rows of past reports that may be ``row`` in other words: only they know the base.

        受理群众信访 of this year's sheet was 信访量 in last year's report.
        """
        for number in sorted(self.near(row.grams)):
            other = self.rows[number]
            values = other.row.values
            if base_year in values and year not in values and other.row.unit == row.row.unit:
                yield other

    def wholes(self, row: IndexedRow) -> Iterator[IndexedRow]:
        """Rows of the kind that a row is a part of: 党员 for 35岁以下党员."""
        for number in sorted(self.near(row.grams)):
            other = self.rows[number]
            if row.key.endswith(other.key) and row.key != other.key:
                yield other

    def class_marks(self, numbers: Iterable[int], unit: str) -> set[Decimal]:
        """The numbers in that unit in the names of rows: 20万元 in 收入20万元以上的村."""
        wanted = canonical(Decimal(1), unit)[1]
        found = (mark for number in numbers for mark in self._marks.get(number, ()))
        return {value for value, measured in found if measured == wanted}

    def names_number(self, text: str, sentence: str) -> bool:
        """Whether a number is part of the name of a row that the sentence speaks of."""
        holders = self._numbers.get(text)
        if not holders:
            return False
        return bool(self.near(grams(sentence)) & holders)

    def likeness(
        self, number: int, names: Iterable[str], around: Around, *, growth: bool = False
    ) -> float:
        """How surely a number with these indicator names and surroundings belongs to a row.

        ``growth`` tells that the words speak of a change: then the level it was computed from
        is meant as well, a little less surely than a row that holds growth.
        """
        row = self.rows[number]
        named = max((self._named(name, number) for name in names), default=0.0)
        covered = self._covered(number, around)
        if growth and not row.grown:
            bare = max((self._named(without_growth(n), number) for n in names), default=0.0)
            return max(named, GROWTH_OF * max(bare, covered))
        return max(named, covered if growth or not row.grown else covered / 2)

    def _named(self, name: str, number: int) -> float:
        known = self._names.get((name, number))
        if known is None:
            known = same_indicator(name, self.rows[number].row.indicator)
            self._names[name, number] = known
        return known

    def _covered(self, number: int, around: Around) -> float:
        wanted = self.rows[number].grams
        weight = 0.0
        for gram in wanted:
            if gram in around.own:
                weight += OWN
            elif gram in around.topic:
                weight += TOPIC
            elif gram in around.before:
                weight += PARAGRAPH
        share = weight / len(wanted) if wanted else 0.0
        if any(stage in wanted and stage not in around.own | around.topic for stage in STAGES):
            return STAGE_MISSING * share
        if len(wanted) <= SHORT and len(around.own) > len(wanted):
            return share * (0.6 + 0.4 * len(wanted) / len(around.own))
        return share


_indexes: OrderedDict[tuple[Any, ...], RowIndex] = OrderedDict()
_lock = Lock()


def index_of(rows: Sequence[LedgerRow]) -> RowIndex:
    """The index of these rows, made once and found again as long as no value changes."""
    print_ = tuple(_fingerprint(row) for row in rows)
    with _lock:
        index = _indexes.get(print_)
        if index is None:
            index = _indexes[print_] = RowIndex(rows)
            while len(_indexes) > KEPT_INDEXES:
                _indexes.popitem(last=False)
        else:
            _indexes.move_to_end(print_)
    return index


def grams(text: str) -> frozenset[str]:
    """The character pairs of a text; a single character stands for itself."""
    if len(text) < 2:
        return frozenset(text)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _indexed(row: LedgerRow) -> IndexedRow:
    name = key(row.indicator) or row.indicator
    bare = without_growth(name)
    simple = replace(row, unit=_simple(row.unit))
    return IndexedRow(simple, name, grams(bare), named_direction(row.indicator), bare != name)


@lru_cache(maxsize=512)
def _simple(unit: str) -> str:
    """畝 in a sheet is 亩 in what was read of a text."""
    return normalise(unit).text


def without_growth(name: str) -> str:
    """The indicator whose growth a name means: 主题党日增速 → 主题党日."""
    return key(name).removesuffix("增速").removesuffix("年均")


def _fingerprint(row: LedgerRow) -> tuple[Any, ...]:
    values = tuple(
        (year, v.value, v.text, v.approx, v.upper, v.direction) for year, v in row.values.items()
    )
    return row.indicator, row.unit, row.id, values
