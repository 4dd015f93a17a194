"""What of last year's words must change: numbers, claims, events, years, dropped sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rag.records import Figure
from rag.text.sentences import split_sentences
from rag.writing.claims import claim_edits
from rag.writing.comparisons import comparison_edits
from rag.writing.edits import Edit, merged
from rag.writing.events import event_edits
from rag.writing.fill import Filler, Filling
from rag.writing.moving import year_edits
from rag.writing.slotedits import shared_edits, slot_edits
from rag.writing.slots import Slot, find_slots

DROPPED: Final = "【待核：本句指标今年均未填报，如不再统计请删去本句】"
_MOSTLY: Final = 0.5
"""Share of a section's figures that must be entered before an empty sentence counts as dropped."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A section's slots with what fills them."""

    slots: tuple[tuple[Slot, Filling | None], ...]
    shared: Mapping[Slot, tuple[tuple[str, Filling], ...]] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[tuple[int, int]]:
        """Rows (by identity) and years that have found their place."""
        others = (f for fillings in self.shared.values() for _name, f in fillings)
        own = (f for _slot, f in self.slots if f and f.value)
        return frozenset((id(f.row), f.year) for f in (*own, *others))


def fill_slots(
    text: str, past_year: int, figures: Sequence[Figure], filler: Filler, *, several: bool = False
) -> Filled:
    """The slots of a past text with the entered figures that fit them."""
    slots = find_slots(text, past_year, figures, several=several)
    pairs = tuple(zip(slots, filler.fill_all(slots), strict=True))
    shared = {slot: filler.sharers(slot) for slot, f in pairs if slot.shared and f}
    return Filled(pairs, shared)


def past_edits(text: str, past_year: int, year: int, filled: Filled) -> list[Edit]:
    """All edits of a section, those that matter most first."""
    spans = [(s.start, s.end) for s, _filling in filled.slots if not s.optional]
    counted = [(s.start, s.end) for s, _filling in filled.slots if s.optional]
    edits: list[Edit] = []
    for slot, filling in filled.slots:
        if filling:
            several = shared_edits(text, slot, filled.shared.get(slot, ()))
            edits += several or slot_edits(text, slot, filling)
    marks = [*claim_edits(text, filled.slots), *event_edits(text, spans, counted)]
    # Of two marks on the same words the one that takes in more of them says what it is about.
    edits += merged(text, sorted(marks, key=lambda edit: edit.start - edit.end))
    edits += comparison_edits(text, filled.slots)
    for slot, filling in filled.slots:
        edits += () if filling else slot_edits(text, slot, None)
    edits += year_edits(text, past_year, year)
    edits += _offers(text, filled)
    return edits


def _offers(text: str, filled: Filled) -> Iterator[Edit]:
    """An offer to delete behind each sentence whose indicators were dropped."""
    entered = sum(1 for slot, filling in filled.slots if filling or slot.optional)
    if not filled.slots or entered < _MOSTLY * len(filled.slots):
        return
    for start, end in full_sentences(text):
        inside = [
            filling
            for slot, filling in filled.slots
            if start <= slot.start < end and not (slot.optional and filling is None)
        ]
        if inside and not any(inside):
            yield Edit(end, end, DROPPED)


def full_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences up to their full stop; parts divided by ； are not dropped one by one."""
    begin: int | None = None
    for start, end in split_sentences(text):
        begin = start if begin is None else begin
        if text[end - 1] not in "；;":
            yield begin, end
            begin = None
