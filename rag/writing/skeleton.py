"""Drafting without a model: last year's section with this year's figures.

Every figure of last year becomes a slot. An entered figure of the same indicator fills it;
growth is computed anew and its direction word follows; an empty slot asks 【待填：…】. Years move
on. Events and claims of records ask 【待核：…】. Problems and plans are asked of the writer.

A sentence none of whose figures was entered, in a section where most were, counts as dropped:
it keeps its questions and ends with ``DROPPED``, an offer to delete it. While little is entered
yet nothing is offered, because nobody can tell a dropped indicator from one still to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rag.figures.extract import extract_figures
from rag.records import Draft, Figure, LedgerRow, Link, Section
from rag.text.sentences import split_sentences
from rag.writing.additions import Addition, added_sentences
from rag.writing.allot import allot, belongs, placed_additions
from rag.writing.comparisons import comparison_edits
from rag.writing.edits import Edit, apply
from rag.writing.events import claim_edits, event_edits
from rag.writing.fill import Filler, Filling
from rag.writing.moving import shift_heading as shift_heading
from rag.writing.moving import year_edits
from rag.writing.plans import SectionRole, questions, role_of, roles_of
from rag.writing.slotedits import shared_edits, slot_edits
from rag.writing.slots import Slot, find_slots

MADE_BY: Final = "skeleton"
DROPPED: Final = "【待核：本句指标今年均未填报，如不再统计请删去本句】"
NO_PAST: Final = "【待核：去年的报告没有这一节，请撰写】"
_MOSTLY: Final = 0.5
"""Share of a section's figures that must be entered before an empty sentence counts as dropped."""


@dataclass(frozen=True, slots=True)
class _Past:
    """Last year's section: its text, its report's year, and what it is for."""

    text: str
    year: int
    role: SectionRole
    above_parts: bool = False


@dataclass(frozen=True, slots=True)
class _Filled:
    """A section's slots with what fills them."""

    slots: tuple[tuple[Slot, Filling | None], ...]
    shared: Mapping[Slot, tuple[tuple[str, Filling], ...]] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[tuple[int, int]]:
        """Rows (by identity) and years that have found their place."""
        others = (f for fillings in self.shared.values() for _name, f in fillings)
        own = (f for _slot, f in self.slots if f and f.value)
        return frozenset((id(f.row), f.year) for f in (*own, *others))


def draft_section(
    heading: str,
    past_text: str,
    past_year: int,
    rows: Sequence[LedgerRow],
    year: int,
    *,
    past_figures: Sequence[Figure] | None = None,
    results_year: int | None = None,
    new_rows: Sequence[LedgerRow] | None = None,
    above: Sequence[str] = (),
) -> Draft:
    """The new year's section, made from the past one.

    ``rows`` is the whole ledger, ``past_figures`` the past section's figures with offsets into
    ``past_text``. ``results_year`` is the year whose results the new report states (a work
    report given in 2012 states those of 2011); by default it is inferred. ``new_rows`` are the
    rows to add sentences for where no slot takes them; by default those filed under ``heading``.
    ``above`` are the headings over this one: what stands under 下一步打算 is a plan.
    """
    figures = past_figures
    if figures is None:
        figures = extract_figures(past_text, report_year=past_year)
    results = results_year or infer_results_year(figures, past_year, year, rows)
    filler = Filler(rows, past_year, year, results)
    role = role_of(heading, above)
    drafted = role == "results"
    filled = _filled(past_text, past_year, figures, filler) if drafted else _Filled(())
    wanted = [r for r in rows if belongs(r, heading)] if new_rows is None else new_rows
    additions = _additions(wanted, filled.used, year, results)
    past = _Past(past_text, past_year, role)
    return _draft(past, year, filled, additions, rows)


def draft_report(
    sections: Sequence[Section],
    past_year: int,
    rows: Sequence[LedgerRow],
    year: int,
    *,
    past_figures: Sequence[Figure] | None = None,
) -> tuple[Draft, ...]:
    """All sections at once: each entered figure without a slot goes to the section it fits best.

    ``past_figures`` have offsets into the past document, as the sections have.
    """
    per_section = [_section_figures(section, past_year, past_figures) for section in sections]
    every = [figure for figures in per_section for figure in figures]
    results = infer_results_year(every, past_year, year, rows)
    filler = Filler(rows, past_year, year, results)
    roles = roles_of(sections)
    filled = [
        _filled(s.text, past_year, figures, filler) if role == "results" else _Filled(())
        for s, role, figures in zip(sections, roles, per_section, strict=True)
    ]
    used = frozenset().union(*(f.used for f in filled))
    new = _additions(rows, used, year, results)
    shares = allot(new, sections)
    return tuple(
        _draft(_past(sections, n, past_year, roles[n]), year, filled[n], shares[n], rows)
        for n in range(len(sections))
    )


def infer_results_year(
    figures: Sequence[Figure], past_year: int, year: int, rows: Sequence[LedgerRow] = ()
) -> int:
    """The year whose results the new report states: its own or the one before.

    The past report tells: most of its results are of its own year or of the year before.
    """
    years = [f.fact_year for f in figures if f.status == "actual" and f.fact_year is not None]
    own, before = years.count(past_year), years.count(past_year - 1)
    if own != before:
        return year if own > before else year - 1
    return year if any(year in row.values for row in rows) or not rows else year - 1


def _past(sections: Sequence[Section], place: int, past_year: int, role: SectionRole) -> _Past:
    section = sections[place]
    following = sections[place + 1] if place + 1 < len(sections) else None
    above = following is not None and following.level > section.level > 0
    return _Past(section.text, past_year, role, above)


def _section_figures(
    section: Section, past_year: int, figures: Sequence[Figure] | None
) -> tuple[Figure, ...]:
    """A section's figures with offsets into the section's text."""
    if figures is None:
        return extract_figures(section.text, report_year=past_year)
    start = section.end - len(section.text)
    inside = (f for f in figures if start <= f.quantity.start and f.quantity.end <= section.end)
    return tuple(
        replace(
            f,
            quantity=replace(
                f.quantity, start=f.quantity.start - start, end=f.quantity.end - start
            ),
        )
        for f in inside
    )


def _filled(text: str, past_year: int, figures: Sequence[Figure], filler: Filler) -> _Filled:
    slots = find_slots(text, past_year, figures)
    pairs = tuple(zip(slots, filler.fill_all(slots), strict=True))
    shared = {slot: filler.sharers(slot, f) for slot, f in pairs if slot.shared and f}
    return _Filled(pairs, shared)


def _additions(
    rows: Sequence[LedgerRow], used: frozenset[tuple[int, int]], year: int, results: int
) -> tuple[Addition, ...]:
    """Entered figures that no slot has taken."""
    found = []
    for row in rows:
        for y in dict.fromkeys((results, year)):
            # A result entered under the report's own year has filled the results' slot.
            stands_in = y == year and results not in row.values and (id(row), results) in used
            if y in row.values and (id(row), y) not in used and not stands_in:
                found.append(Addition(row, y, target=y > results and results in row.values))
    return tuple(found)


def _draft(
    past: _Past,
    year: int,
    filled: _Filled,
    new: Sequence[Addition],
    rows: Sequence[LedgerRow],
) -> Draft:
    links: tuple[Link, ...] = ()
    additions = new
    if past.role == "results" and past.text.strip():
        placed, additions = placed_additions(past.text, additions, rows)
        edits = [*_edits(past.text, past.year, year, filled), *placed]
        text, links = apply(past.text, edits)
    else:
        text = _asked_of_writer(past) if not additions or past.text.strip() else ""
    more, more_links = added_sentences(additions, rows)
    if more:
        text = f"{text}\n" if text else ""
        links += tuple(
            replace(k, start=k.start + len(text), end=k.end + len(text)) for k in more_links
        )
        text += more
    return Draft(text, MADE_BY, links, notices=_notices(filled, new))


def _asked_of_writer(past: _Past) -> str:
    """Questions for problems and plans; a heading that only has parts below it stays empty."""
    if past.role != "results":
        return questions(past.role, past.text) if past.text.strip() else ""
    return "" if past.above_parts else NO_PAST


def _edits(text: str, past_year: int, year: int, filled: _Filled) -> list[Edit]:
    """All edits of a section, those that matter most first."""
    spans = [(slot.start, slot.end) for slot, _filling in filled.slots]
    edits: list[Edit] = []
    for slot, filling in filled.slots:
        if filling:
            several = shared_edits(text, slot, filled.shared.get(slot, ()))
            edits += several or slot_edits(text, slot, filling)
    edits += claim_edits(text, spans)
    edits += comparison_edits(text, filled.slots)
    for slot, filling in filled.slots:
        edits += () if filling else slot_edits(text, slot, None)
    edits += event_edits(text, spans)
    edits += year_edits(text, past_year, year)
    edits += _offers(text, filled)
    return edits


def _offers(text: str, filled: _Filled) -> Iterator[Edit]:
    """An offer to delete behind each sentence whose indicators were dropped."""
    entered = sum(1 for slot, filling in filled.slots if filling or slot.optional)
    if not filled.slots or entered < _MOSTLY * len(filled.slots):
        return
    for start, end in _full_sentences(text):
        inside = [
            filling
            for slot, filling in filled.slots
            if start <= slot.start < end and not (slot.optional and filling is None)
        ]
        if inside and not any(inside):
            yield Edit(end, end, DROPPED)


def _full_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences up to their full stop; parts divided by ； are not dropped one by one."""
    begin: int | None = None
    for start, end in split_sentences(text):
        begin = start if begin is None else begin
        if text[end - 1] not in "；;":
            yield begin, end
            begin = None


def _asks(slot: Slot, filling: Filling | None) -> bool:
    return filling is None and slot.kind != "from" and not slot.optional


def _notices(filled: _Filled, additions: Sequence[Addition]) -> tuple[str, ...]:
    empty = sum(1 for slot, filling in filled.slots if _asks(slot, filling))
    notices = []
    if empty:
        notices.append(f"有{empty}处数字今年没有填报，已标为【待填】。")
    if additions:
        names = "、".join(addition.row.indicator for addition in additions[:5])
        more = "等" if len(additions) > 5 else ""
        notices.append(f"{names}{more}是去年没有写到的指标，已另加句子，请移到合适的位置。")
    return tuple(notices)
