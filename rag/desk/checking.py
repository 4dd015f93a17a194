"""What a person can have checked: a section as it is typed, a report, any file, a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from rag.checking.check import CheckContext, place_of, run_checks
from rag.checking.formulations import (
    Formulation,
    FormulationList,
    formulation_list,
    learnt_formulations,
    office_formulations,
)
from rag.checking.verify import Verification, verify
from rag.desk.reading import document_figures
from rag.desk.reports import ReportDesk, fact_offset, paths_of
from rag.desk.views import CheckSummary, SectionCheck
from rag.errors import YearError
from rag.figures.align import align_names
from rag.figures.build import ledger_from_figures, merge_rows
from rag.figures.link import link
from rag.figures.sheets import import_sheet
from rag.library.passages import split_passages
from rag.reading.reader import read_document
from rag.records import Finding, Link, Passage, Report, ReportSection, Section
from rag.settings import Settings
from rag.text.marks import MARK
from rag.text.outline import outline

Placed = TypeVar("Placed", Link, Finding)
POLICIES = frozenset({"policy", "notice"})


class CheckingDesk(ReportDesk):
    """Numbers and findings of reports in progress."""

    _learnt_from: tuple[str, ...] = ()
    _learnt: tuple[Formulation, ...] = ()

    def check_section(
        self, report_id: int, section_id: int, text: str | None = None
    ) -> SectionCheck:
        """Link and check one section; ``text`` is what stands in the editor, if unsaved."""
        report = self.store.get(report_id)
        section = self.section(report_id, section_id)
        checked = section.text if text is None else text
        sections = (placed(section, paths_of(report)[section_id], checked, 0),)
        context = self._context(report, checked, sections)
        found = (*open_heading(section), *run_checks(context, off=self.settings.checks_off))
        findings = self._not_ignored(section_id, checked, found)
        return SectionCheck(section_id, context.links, findings)

    def check(self, report_id: int, *, off: Sequence[str] = ()) -> CheckSummary:
        """Link and check all sections together, so that one is held against another.

        ``off`` names checks to leave out beside those the settings switch off.
        """
        report = self.store.get(report_id)
        text, sections = _joined(report)
        context = self._context(report, text, sections)
        findings = run_checks(context, off=(*self.settings.checks_off, *off))
        parts = []
        for part, place in zip(report.sections, sections, strict=True):
            found = (*open_heading(part), *_inside(findings, place))
            own = self._not_ignored(part.id, part.text, found)
            parts.append(SectionCheck(part.id, _inside(context.links, place), own))
        return CheckSummary(tuple(parts))

    def left_open(self, report_id: int) -> str:
        """What a person has to see to before the report is handed in; "" where nothing is left."""
        texts = (f"{part.heading}\n{part.text}" for part in self.store.get(report_id).sections)
        marks = sum(len(MARK.findall(text)) for text in texts)
        unproved = self.check(report_id).unproved
        found = [f"{marks}处【待填】【待核】"] if marks else []
        found += [f"{unproved}个没有依据的数字"] if unproved else []
        return f"报送前请处理：{'，'.join(found)}。" if found else ""

    def _context(self, report: Report, text: str, sections: tuple[Section, ...]) -> CheckContext:
        rows, past = self.rows(report), self._past(report)
        return CheckContext(
            text=text,
            year=report.year,
            links=link(
                text,
                rows,
                report.year,
                past=past,
                fact_year=report.fact_year,
                sections=sections,
            ),
            rows=rows,
            sections=sections,
            past=past,
            formulations=self._formulations(),
            fact_year=report.fact_year,
        )

    def _formulations(self) -> FormulationList:
        return formulation_list(self.formulations())

    def formulations(self) -> tuple[Formulation, ...]:
        """The office's list, the packaged one and what the indexed policies use repeatedly.

        Raises InputError when the office's file has a wrong line.
        """
        policies = tuple(entry.id for entry in self.catalog.list() if entry.kind in POLICIES)
        if policies != self._learnt_from:
            self._learnt = learnt_formulations(
                passage for identity in policies for passage in self.catalog.passages(identity)
            )
            self._learnt_from = policies
        known = office_formulations(self.settings.home)
        wordings = {item.wording for item in known}
        return (*known, *(item for item in self._learnt if item.wording not in wordings))

    def ignore(self, section_id: int, finding: Finding, *, made_by: str = "") -> None:
        """Leave a finding out from now on, as long as its place reads the same."""
        text = self.store.section(section_id).text
        self.store.ignore(section_id, finding.kind, place_of(text, finding), made_by=made_by)

    def _not_ignored(
        self, section_id: int, text: str, findings: Iterable[Finding]
    ) -> tuple[Finding, ...]:
        ignored = self.store.ignored(section_id)
        return tuple(
            replace(finding, section_id=section_id)
            for finding in findings
            if (finding.kind, place_of(text, finding)) not in ignored
        )

    def _past(self, report: Report) -> tuple[Passage, ...]:
        """Passages the report may quote or repeat: the document it follows and those it cites."""
        cited = self.store.cited_documents(report.id)
        wanted = dict.fromkeys([*([report.like] if report.like else []), *sorted(cited)])
        return tuple(
            passage for document_id in wanted for passage in self.catalog.passages(document_id)
        )


def check_file(
    path: Path,
    settings: Settings,
    *,
    year: int | None = None,
    figures: Path | None = None,
    past: Sequence[Path] = (),
    off: Sequence[str] = (),
) -> SectionCheck:
    """Check any file against a figure sheet and past reports, without a report in the home.

    ``off`` names checks to leave out beside those the settings switch off. Offsets point into
    the file's text. Raises FileError, SheetError, and YearError when the
    file's year cannot be told.
    """
    document = read_document(path, settings)
    year = year or document.year
    if year is None:
        raise YearError(f"看不出“{path.name}”是哪一年的报告。", "请用 --year 指明年份。")
    earlier = [read_document(file, settings) for file in past]
    rows = merge_rows(
        *(ledger_from_figures(document_figures(old), source=old.title) for old in earlier)
    )
    if figures is not None:
        entered = import_sheet(figures, settings, year).rows
        rows = merge_rows(rows, align_names(entered, rows, year))
    passages = tuple(
        passage
        for number, old in enumerate(earlier)
        for passage in split_passages(old, f"past{number}", document_figures(old))
    )
    sections = outline(document)
    links = link(document.text, rows, year, past=passages, sections=sections)
    known = formulation_list(office_formulations(settings.home))
    context = CheckContext(document.text, year, links, rows, sections, passages, known)
    return SectionCheck(0, links, run_checks(context, off=(*settings.checks_off, *off)))


def verify_file(claim: str, against: Path, settings: Settings) -> Verification:
    """Whether a text states only what a file states. Raises FileError."""
    document = read_document(against, settings)
    years = set()
    if document.year is not None:
        years = {
            document.year,
            document.year + fact_offset(document_figures(document), document.year),
        }
    return verify(claim, document.text, years=years, report_year=document.year, words=True)


def open_heading(part: ReportSection) -> Iterator[Finding]:
    """A heading that still asks the writer something; it stands before the section's text."""
    for mark in MARK.findall(part.heading):
        yield Finding(
            "wording",
            "warning",
            0,
            0,
            "",
            f"标题里还有待填写或待核实的内容：{mark}",
            evidence=part.heading,
            suggestion="请在提纲里改好这个标题",
        )


def placed(part: ReportSection, path: tuple[str, ...], text: str, start: int) -> Section:
    """A report's section where it stands in the text that is checked."""
    return Section(part.level, part.label, part.heading, path, text, start, start + len(text))


def _joined(report: Report) -> tuple[str, tuple[Section, ...]]:
    """All sections' texts under one another, and where each stands."""
    paths = paths_of(report)
    sections: list[Section] = []
    offset = 0
    for part in report.sections:
        sections.append(placed(part, paths[part.id], part.text, offset))
        offset += len(part.text) + 1
    return "\n".join(part.text for part in report.sections), tuple(sections)


def _inside(found: Iterable[Placed], section: Section) -> tuple[Placed, ...]:
    """What stands in a section, with the section's own offsets."""
    end = max(section.end, section.start + 1)
    return tuple(
        replace(one, start=one.start - section.start, end=one.end - section.start)
        for one in found
        if section.start <= one.start < end
    )
