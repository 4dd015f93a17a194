"""Numbers: as written, as facts, as rows of the ledger, and what the numbers of a text rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Direction = Literal["", "up", "down"]
FigureStatus = Literal["actual", "target", "cumulative", "standard"]
LinkStatus = Literal[
    "entered", "derived", "quoted", "fixed", "date", "stale", "conflict", "unsupported"
]
Severity = Literal["error", "warning", "hint"]

PROVED: frozenset[LinkStatus] = frozenset({"entered", "derived", "quoted", "fixed", "date"})
"""Link statuses that need nobody's attention."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written at ``[start, end)``.

    ``upper`` is the upper end of a range (10%～20%), else None. ``approx`` holds the qualifiers
    as written (余, 近, 约, 超 …). ``direction`` says whether the number measures a rise or a fall.
    Two quantities that mean the same may differ as records: compare with
    ``rag.text.numerals.equivalent``.
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int
    approx: str = ""
    direction: Direction = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that measures something, in one year.

    ``fact_year`` is the year the fact belongs to, which is not the report's year. ``sure`` is
    False where the rules had to guess the indicator's name.
    """

    indicator: str
    quantity: Quantity
    fact_year: int | None
    status: FigureStatus
    sentence: str
    section: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class LedgerValue:
    """One year's value of one indicator. ``text`` is the number as entered, e.g. ``近300``.

    ``upper`` is the upper end where a range was entered (10%～20%), else None.
    """

    value: Decimal
    text: str
    approx: str = ""
    upper: Decimal | None = None
    direction: Direction = ""
    source: str = ""
    made_by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An indicator with its unit and its values by fact year."""

    indicator: str
    unit: str
    section: str
    values: Mapping[int, LedgerValue] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What a number in a text rests on.

    ``expected`` is what should stand there when ``status`` is stale or conflict; it takes the
    place of ``takes``, the words directly before ``start`` (下降 where 增长3% is right), as well.
    ``evidence`` is the ledger row, formula or past sentence in words a clerk understands.
    """

    start: int
    end: int
    text: str
    status: LinkStatus
    indicator: str = ""
    fact_year: int | None = None
    expected: str = ""
    evidence: str = ""
    formula: str = ""
    passage_id: str = ""
    takes: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a checker wants a person to look at. Never an exception."""

    kind: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    evidence: str = ""
    suggestion: str = ""
    replacement: str | None = None
    section_id: int | None = None
