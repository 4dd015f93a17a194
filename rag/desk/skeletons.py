"""Every section of a report as the rules draft it, with its heading and its past section."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from rag.desk.checking import CheckingDesk
from rag.desk.reports import paths_of
from rag.records import Draft, LedgerRow, Report, ReportSection, Section, Trace, Usage
from rag.writing.headings import drafted_heading, is_open
from rag.writing.skeleton import draft_report


class SkeletonDesk(CheckingDesk):
    """What the rules make of last year's report."""

    _made: tuple[object, dict[int, Draft]] | None = None

    def _skeletons(self, report: Report) -> dict[int, Draft]:
        """Every section by rule. They are made together, so that each figure has one place.

        Section after section is drafted from the same past and the same figures: made once.
        """
        past, year, rows = self._past_sections(report), self._past_year(report), self.rows(report)
        ids = tuple(section.id for section in report.sections)
        made_from = (ids, past, year, rows, report.year, report.like)
        known = self._made
        if known is None or known[0] != made_from:
            # What the whole document says of a figure's year is lost in a section alone.
            figures = self.catalog.figures(report.like) if report.like else ()
            drafts = draft_report(past, year, rows, report.year, past_figures=figures or None)
            known = (made_from, dict(zip(ids, drafts, strict=True)))
            self._made = known
        return known[1]

    def _with_heading(self, report: Report, section: ReportSection) -> ReportSection:
        """The section under its heading with the figures entered since the report was made.

        Only a heading that still asks as it was made asking is touched: a person's own stays.
        """
        if not is_open(section.heading):
            return section
        past, above = self.store.past(section.id), paths_of(report)[section.id][:-1]

        def made(rows: Sequence[LedgerRow]) -> str:
            return drafted_heading(
                past.heading,
                self._past_year(report),
                report.year,
                rows,
                above=above,
                fact_year=report.fact_year,
            )

        heading = made(self.rows(report))
        if section.heading != made(()) or heading == section.heading:
            return section
        self.store.rename_section(report.id, section.id, heading)
        return replace(section, heading=heading)

    def _past_sections(self, report: Report) -> tuple[Section, ...]:
        """Last year's section for each of the report's, with offsets into last year's text."""
        paths, pasts = paths_of(report), self.store.pasts(report.id)
        parts = []
        for section in report.sections:
            past = pasts[section.id]
            heading = past.heading or section.heading
            path = (*paths[section.id][:-1], section.label + heading)
            end = past.start + len(past.text)
            parts.append(
                Section(section.level, section.label, heading, path, past.text, past.start, end)
            )
        return tuple(parts)

    def _traced(
        self, report: Report, section: ReportSection, skeleton: Draft, started: float
    ) -> Draft:
        """A draft made by rule with the passage it follows."""
        past = self.store.past(section.id)
        passage = None
        if report.like and past.text:
            passage = self.catalog.passage_at(report.like, past.start)
        trace = Trace(
            model="",
            prompt=skeleton.made_by,
            prompt_hash="",
            passages=(passage.id,) if passage else (),
            usage=Usage(seconds=time.perf_counter() - started),
        )
        return replace(skeleton, trace=trace)

    def _past_year(self, report: Report) -> int:
        known = {entry.id: entry.year for entry in self.catalog.list()}
        return known.get(report.like or "") or report.year - 1
