"""Two files side by side: sections, sentences and figures. Two drafts, or two years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Literal

from rag.desk.reading import document_figures
from rag.figures.entry import unit_scale
from rag.figures.growth import Growth, growth
from rag.figures.names import best_match, key
from rag.reading.reader import read_document
from rag.records import Document, Figure, LedgerRow, LedgerValue, Section
from rag.settings import Settings
from rag.text.numerals import equivalent
from rag.text.outline import drafting_sections
from rag.word.align import in_order
from rag.writing.sentencediff import Change, sentence_diff

_ALIKE_HEADING = 0.6
"""Share of equal characters from which two headings may be the same section's."""

_ALIKE_UNDER_LABEL = 0.4
"""The same for two headings under the same label."""

_ALIKE_TEXT = 0.14
"""Share of equal pairs of characters from which two texts may be the same section's.

Measured on three years' reports of one office whose headings were all reworded: the same section
has 0.15–0.34, another one hardly ever more than 0.14.
"""

PairStatus = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section of each file, or of one of them. ``likeness`` of the two texts is 0–1.

    ``changes`` are the sentences that differ.
    """

    old: Section | None
    new: Section | None
    likeness: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class FigurePair:
    """An indicator in both files, or in one. ``change`` is None where nothing can be computed.

    Of two years' reports the figures of the same distance from the report's year are paired:
    this year's results with this year's, targets for next year with such targets.
    """

    old: Figure | None
    new: Figure | None
    status: PairStatus
    change: Growth | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared."""

    old: Document
    new: Document
    sections: tuple[SectionPair, ...]
    figures: tuple[FigurePair, ...]


def compare_files(old: Path, new: Path, settings: Settings) -> Comparison:
    """Compare two files of any kind that can be read. Raises FileError."""
    return compare_documents(read_document(old, settings), read_document(new, settings))


def compare_documents(old: Document, new: Document) -> Comparison:
    """Align the sections of two documents and list what differs."""
    return Comparison(
        old=old,
        new=new,
        sections=tuple(_section_pairs(drafting_sections(old), drafting_sections(new))),
        figures=_figure_pairs(old, new),
    )


def _section_pairs(old: Sequence[Section], new: Sequence[Section]) -> Iterator[SectionPair]:
    """Pairs in the order of the new file; what only the old one has stands where it stood."""
    scores = [[_section_score(before, after) for after in new] for before in old]
    places = dict(in_order(scores, len(new)))
    taken = set(places.values())
    for row, line in enumerate(scores):
        # a section moved elsewhere keeps its heading
        exact = [place for place, score in enumerate(line) if score >= 1 and place not in taken]
        if row not in places and exact:
            places[row] = exact[0]
            taken.add(exact[0])
    partner = {after: before for before, after in places.items()}
    shown = 0
    for place, after in enumerate(new):
        before = partner.get(place)
        while before is not None and shown <= before:
            if shown not in places:
                yield _pair(old[shown], None)
            shown += 1
        yield _pair(old[before] if before is not None else None, after)
    for rest in range(shown, len(old)):
        if rest not in places:
            yield _pair(old[rest], None)


def _pair(old: Section | None, new: Section | None) -> SectionPair:
    before, after = old.text if old else "", new.text if new else ""
    changes = tuple(change for change in sentence_diff(before, after) if change.kind != "keep")
    return SectionPair(old, new, likeness(before, after) if old and new else 0.0, changes)


def _section_score(old: Section, new: Section) -> float:
    if not old.heading or not new.heading:
        return float(old.heading == new.heading)
    if old.heading == new.heading:
        return 1.0
    words = SequenceMatcher(None, old.heading, new.heading, autojunk=False).ratio()
    text = likeness(old.text, new.text) if old.text and new.text else 0.0
    least = _ALIKE_UNDER_LABEL if old.label == new.label else _ALIKE_HEADING
    if words < least and text < _ALIKE_TEXT:
        return 0.0
    return 0.45 * words + 0.45 * text + 0.05 * (old.level == new.level)


def likeness(old: str, new: str) -> float:
    """Pairs of neighbouring characters in common, 0–1."""
    before, after = Counter(pairwise(old)), Counter(pairwise(new))
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else 1.0


def _figure_pairs(old: Document, new: Document) -> tuple[FigurePair, ...]:
    before, after = document_figures(old), document_figures(new)
    free = list(range(len(before)))
    chosen: dict[int, int] = {}
    for exact in (True, False):
        for place, figure in enumerate(after):
            if place in chosen:
                continue
            fitting = [
                spot for spot in free if _comparable(before[spot], old.year, figure, new.year)
            ]
            found = _partner(figure, before, fitting, exact=exact)
            if found is not None:
                chosen[place] = found
                free.remove(found)
    pairs = [
        _figure_pair(before[chosen[place]] if place in chosen else None, figure)
        for place, figure in enumerate(after)
    ]
    return (*pairs, *(_figure_pair(before[spot], None) for spot in free))


def _comparable(old: Figure, old_year: int | None, new: Figure, new_year: int | None) -> bool:
    """Of the same kind of year, status and direction, and in units that convert."""
    return (
        _distance(old, old_year) == _distance(new, new_year)
        and old.status == new.status
        and bool(old.quantity.unit) == bool(new.quantity.unit)
        and unit_scale(new.quantity.unit, old.quantity.unit) is not None
    )


def _distance(figure: Figure, year: int | None) -> int | None:
    return None if figure.fact_year is None or year is None else figure.fact_year - year


def _partner(
    figure: Figure, before: Sequence[Figure], fitting: Sequence[int], *, exact: bool
) -> int | None:
    """The same name, in the same section if there are several; then the nearest name."""
    if exact:
        same = [s for s in fitting if key(before[s].indicator) == key(figure.indicator)]
        near = [spot for spot in same if before[spot].section == figure.section]
        return next(iter(near or same), None)
    names = {before[spot].indicator: spot for spot in reversed(fitting)}
    best = best_match(figure.indicator, names, figure.quantity.unit)
    return None if best is None else names[best]


def _figure_pair(old: Figure | None, new: Figure | None) -> FigurePair:
    if old is None or new is None:
        return FigurePair(old, new, "added" if old is None else "removed")
    if equivalent(old.quantity, new.quantity) and old.quantity.approx == new.quantity.approx:
        return FigurePair(old, new, "same")
    return FigurePair(old, new, "changed", _change(old, new))


def _change(old: Figure, new: Figure) -> Growth | None:
    """From the old value to the new one, in the old one's unit."""
    scale = unit_scale(new.quantity.unit, old.quantity.unit)
    if scale is None:
        return None
    before = _value(old)
    after = replace(_value(new), value=new.quantity.value * scale)
    row = LedgerRow(new.indicator, old.quantity.unit, "", {0: before, 1: after})
    return growth(row, 1)


def _value(figure: Figure) -> LedgerValue:
    quantity = figure.quantity
    return LedgerValue(quantity.value, quantity.text, quantity.approx, direction=quantity.direction)
