"""Drafting without a model: last year's section with this year's figures.

Every figure of last year becomes a slot. An entered figure of the same indicator fills it;
growth is computed anew and its direction word follows; an empty slot asks 【待填：…】. Years move
on. Events and claims of records ask 【待核：…】. Problems and plans are asked of the writer.

A sentence none of whose figures was entered, in a section where most were, counts as dropped:
it keeps its questions and ends with ``DROPPED``, an offer to delete it. While little is entered
yet nothing is offered, because nobody can tell a dropped indicator from one still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.figures.extract import extract_figures
from rag.records import Draft, Figure, LedgerRow, Section
from rag.writing.additions import Addition, added_sentences
from rag.writing.allot import allot, belongs, placed_additions
from rag.writing.edits import Edit, apply
from rag.writing.fill import Filler, Filling
from rag.writing.pastedits import DROPPED as DROPPED
from rag.writing.pastedits import Filled, fill_slots, past_edits
from rag.writing.plans import SectionRole, questions, role_of, roles_of
from rag.writing.slots import Slot
from rag.writing.spans import tells_of_years

MADE_BY: Final = "skeleton"
NO_PAST: Final = "【待核：去年的报告没有这一节，请撰写】"
OF_YEARS: Final = "【待核：上年这一节写的是几年的情况，今年只写一年的请改写】"


@dataclass(frozen=True, slots=True)
class _Past:
    """Last year's section: its text, its report's year, and what it is for."""

    text: str
    year: int
    role: SectionRole
    above_parts: bool = False
    several: bool = False


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
    several = tells_of_years(heading, above)
    filled = (
        fill_slots(past_text, past_year, figures, filler, several=several)
        if drafted
        else Filled(())
    )
    wanted = [r for r in rows if belongs(r, heading)] if new_rows is None else new_rows
    additions = _additions(wanted, filled.used, year, results)
    past = _Past(past_text, past_year, role, several=several)
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
        fill_slots(s.text, past_year, figures, filler, several=tells_of_years(s.heading, s.path))
        if role == "results"
        else Filled(())
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
    several = tells_of_years(section.heading, section.path)
    return _Past(section.text, past_year, role, above, several)


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
    filled: Filled,
    new: Sequence[Addition],
    rows: Sequence[LedgerRow],
) -> Draft:
    if past.role == "results" and past.text.strip():
        asked = [Edit(0, 0, OF_YEARS)] if past.several else []
        placed = placed_additions(past.text, new, rows)
        edits = [*asked, *past_edits(past.text, past.year, year, filled), *placed]
        text, links = apply(past.text, edits)
    else:
        text = _asked_of_writer(past) if not new or past.text.strip() else ""
        more, links = added_sentences(new, rows)
        at = len(text) + 1 if text and more else 0
        links = tuple(replace(k, start=k.start + at, end=k.end + at) for k in links)
        text = "\n".join(filter(None, (text, more)))
    return Draft(text, MADE_BY, links, notices=_notices(filled, new))


def _asked_of_writer(past: _Past) -> str:
    """Questions for problems and plans; a heading that only has parts below it stays empty."""
    if past.role != "results":
        return questions(past.role, past.text) if past.text.strip() else ""
    return "" if past.above_parts else NO_PAST


def _asks(slot: Slot, filling: Filling | None) -> bool:
    return filling is None and slot.kind != "from" and not slot.optional


def _notices(filled: Filled, additions: Sequence[Addition]) -> tuple[str, ...]:
    empty = sum(1 for slot, filling in filled.slots if _asks(slot, filling))
    notices = []
    if empty:
        notices.append(f"有{empty}处数字今年没有填报，已标为【待填】。")
    if additions:
        names = "、".join(addition.row.indicator for addition in additions[:5])
        more = "等" if len(additions) > 5 else ""
        notices.append(f"{names}{more}是去年没有写到的指标，已另加句子，请移到合适的位置。")
    return tuple(notices)
