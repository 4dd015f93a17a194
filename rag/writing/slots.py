"""The places in last year's section where a number stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rag.figures.extract import extract_figures
from rag.figures.mentions import Mention, find_mentions
from rag.records import Figure, Quantity

SlotKind = Literal["value", "growth", "difference", "from"]

_PERCENT: Final = ("%", "％", "‰")
_COMPARED: Final = re.compile(
    r"同比|[比较](?:上年|去年|上一年|前年|\d{4}年|上年同期|去年同期)|年均|环比"
)
_FROM: Final = re.compile(r"[由从自](?:上年|去年|\d{4}年)?的?$")
_TO: Final = re.compile(
    r"^(?:年)?(?:，)?(?:大幅|逐步|迅速)?(?:增|升|减|降|提|扩|上升|下降|减少|增加|增长|提高|提升|扩大|缩小|回升|回落|发展|变)"
    r"(?:至|到|为|成)(?:了)?$"
)
_CLAUSE_END: Final = re.compile(r"[，。；：、！？\n“”（）]")
_LONGEST_NAME: Final = 14


@dataclass(frozen=True, slots=True)
class Slot:
    """A number of last year at ``[start, end)`` and what it measures.

    ``kind`` says whether it is a level, a growth rate, a difference, or the first number of
    由9个增至14个; then ``partner`` is the second one.
    """

    start: int
    end: int
    quantity: Quantity
    indicators: tuple[str, ...]
    fact_year: int
    kind: SlotKind
    target: bool = False
    partner: Quantity | None = None

    @property
    def indicator(self) -> str:
        """The first name proposed for what it measures."""
        return self.indicators[0] if self.indicators else ""


def find_slots(
    text: str, past_year: int, figures: Sequence[Figure] | None = None
) -> tuple[Slot, ...]:
    """Every figure of a section, in order. ``figures`` are the section's, with offsets into it.

    Numbers the extraction could not name become slots as well: none may stay.
    """
    known = extract_figures(text, report_year=past_year) if figures is None else figures
    slots: list[Slot] = []
    mentions = [m for m in find_mentions(text) if m.kind == "figure" and m.quantity]
    spans = _spans(known, mentions)
    for place, (quantity, found) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else None
        slots.append(_slot(text, quantity, found, following, past_year))
    return tuple(slots)


def _spans(
    figures: Sequence[Figure], mentions: Sequence[Mention]
) -> list[tuple[Quantity, list[Figure]]]:
    """Numbers in order, each with the figures read from it (满意率、办结率均为100% gives two)."""
    grouped: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        grouped.setdefault((figure.quantity.start, figure.quantity.end), []).append(figure)
    numbers = [(found[0].quantity, found) for found in grouped.values()]
    for mention in mentions:
        assert mention.quantity is not None
        if not any(q.start < mention.end and mention.start < q.end for q, _f in numbers):
            numbers.append((mention.quantity, []))
    return sorted(numbers, key=lambda number: number[0].start)


def _slot(
    text: str,
    quantity: Quantity,
    found: Sequence[Figure],
    following: Quantity | None,
    past_year: int,
) -> Slot:
    clause = _clause_start(text, quantity.start)
    before = text[clause : quantity.start]
    names = tuple(f.indicator for f in found if f.indicator) or _words_before(before)
    year = next((f.fact_year for f in found if f.fact_year is not None), None)
    kind: SlotKind = _kind(text, quantity, before)
    partner = None
    if following is not None and _is_from(text, quantity, following):
        kind, partner = "from", following
    return Slot(
        start=quantity.start,
        end=quantity.end,
        quantity=quantity,
        indicators=names,
        fact_year=past_year if year is None else year,
        kind=kind,
        target=bool(found) and found[0].status == "target",
        partner=partner,
    )


def _is_from(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two numbers stand in 由…增至…."""
    before = text[max(0, first.start - 10) : first.start]
    return bool(_FROM.search(before) and _TO.match(text[first.end : second.start]))


def _kind(text: str, quantity: Quantity, before: str) -> SlotKind:
    if not quantity.direction:
        return "value"
    if quantity.unit in _PERCENT:
        return "growth"
    sentence_start = max(text.rfind("。", 0, quantity.start), text.rfind("\n", 0, quantity.start))
    context = text[max(sentence_start + 1, quantity.start - 20) : quantity.start]
    compared = quantity.unit.endswith("百分点") or _COMPARED.search(context)
    return "difference" if compared else "value"


def _clause_start(text: str, at: int) -> int:
    ends = [match.end() for match in _CLAUSE_END.finditer(text, max(0, at - 60), at)]
    return ends[-1] if ends else max(0, at - 60)


def _words_before(before: str) -> tuple[str, ...]:
    words = re.sub(r"[\d\s]+", "", before)[-_LONGEST_NAME:]
    return (words,) if words else ()
