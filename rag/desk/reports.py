"""What a person can do with a report in progress, except drafting it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.desk.following import Followed, report_to_follow
from rag.desk.ledger import READ_FROM, LedgerDesk, without_known
from rag.desk.views import FormRow
from rag.errors import InputError, NotFoundError
from rag.figures.build import ledger_from_figures
from rag.figures.entry import check_year, shown
from rag.records import (
    Document,
    DocumentEntry,
    Figure,
    LedgerRow,
    Report,
    ReportSection,
    Version,
)
from rag.reports.parts import NewReport, NewSection
from rag.reports.presets import Preset, load_preset, presets
from rag.text.outline import drafting_sections
from rag.writing.outline import parts_like, parts_of

MAX_SECTION = 50_000
"""Characters a section may have: ten times a whole report."""


@dataclass(frozen=True, slots=True)
class _Past:
    """The report that a new one follows."""

    entry: DocumentEntry
    document: Document
    year: int


class ReportDesk(LedgerDesk):
    """Reports, their sections, figure form and versions."""

    def reports(self) -> tuple[Report, ...]:
        """All reports, the newest first."""
        return tuple(self.store.get(report_id) for report_id in self.store.list_ids())

    def report(self, report_id: int) -> Report:
        """A report with its sections. Raises NotFoundError."""
        return self.store.get(report_id)

    def section(self, report_id: int, section_id: int) -> ReportSection:
        """A section of a report. Raises NotFoundError."""
        for section in self.store.get(report_id).sections:
            if section.id == section_id:
                return section
        raise NotFoundError(
            f"报告 {report_id} 里没有编号为 {section_id} 的章节。",
            "这一节可能已被删去，请重新打开报告查看。",
        )

    def presets(self) -> tuple[Preset, ...]:
        """The outline presets, the office's own before ours. Raises InputError."""
        return presets(self.settings.home)

    def new_report(
        self,
        *,
        year: int,
        like: str | None = None,
        title: str | None = None,
        kind: str | None = None,
    ) -> Report:
        """Start a report with a past one's outline or a preset's; last year's figures go into
        the ledger.

        ``like`` is the id of an indexed document, by default that of ``report_to_follow``.
        ``kind`` names an outline preset; its sections follow the past report's where they are for
        the same thing. Raises YearError, NotFoundError, InputError when there is nothing to follow.
        """
        check_year(year)
        preset = load_preset(kind, self.settings.home) if kind else None
        past = self._past_report(year, like, needed=preset is None)
        figures = self.catalog.figures(past.entry.id) if past else ()
        fact_year = year
        if preset is not None:
            fact_year += preset.fact_offset
        elif past is not None:
            fact_year += fact_offset(figures, past.year)
        unit = self.settings.unit or (past.document.unit if past else "")
        parts, own_title, length = _outline(preset, past, unit, year)
        if past is not None:
            self._import_past(figures, past.entry, before=fact_year)
        new = NewReport(
            title=title.strip() if title else own_title,
            year=year,
            fact_year=fact_year,
            unit=unit,
            like=past.entry.id if past else None,
            kind=kind or "",
            length=length,
        )
        return self.store.create(new, parts)

    def delete_report(self, report_id: int) -> None:
        """Delete a report with all its versions. Raises NotFoundError."""
        self.store.delete(report_id)

    def form(self, report_id: int) -> tuple[FormRow, ...]:
        """The figure form: last year's indicators and values beside this year's.

        Indicators entered for this year only come last.
        """
        report = self.store.get(report_id)
        year = report.fact_year
        rows = [row for row in self.rows(report) if {year, year - 1} & row.values.keys()]
        rows.sort(key=lambda row: year - 1 not in row.values)
        return tuple(_form_row(row, year) for row in rows)

    def rows(self, report: Report) -> tuple[LedgerRow, ...]:
        """The ledger as a report sees it.

        A report given the year after its facts (政府工作报告 of 2015 states 2014) is sometimes fed
        figures under its own year; while its fact year is empty they count for that year, and
        for that year only: the same value is not this year's target as well.
        """
        rows = self.figures.load()
        wanted, given = report.fact_year, report.year
        if wanted == given or any(wanted in row.values for row in rows):
            return rows
        return tuple(
            replace(
                row,
                values={wanted if year == given else year: v for year, v in row.values.items()},
            )
            for row in rows
        )

    def save(self, section_id: int, text: str, *, base_version: int, made_by: str) -> ReportSection:
        """Save a person's edit. Raises ConflictError when somebody saved first."""
        if len(text) > MAX_SECTION:
            raise InputError(f"这一节超过 {MAX_SECTION} 字，没有保存。", "请分成几节。")
        return self.store.save(
            section_id,
            text,
            made_by=made_by,
            note="edit",
            base_version=base_version,
            # What a text rests on does not change by a comma.
            citations=self.store.citations(section_id),
        )

    def versions(self, section_id: int) -> tuple[Version, ...]:
        """All versions of a section, the newest first."""
        return self.store.versions(section_id)

    def restore(self, section_id: int, number: int, *, made_by: str) -> ReportSection:
        """Make an earlier version the newest. Raises NotFoundError."""
        return self.store.restore(section_id, number, made_by=made_by)

    def report_to_follow(self, year: int | None = None) -> Followed | None:
        """The past report that a new one of ``year`` follows unless told otherwise, and why.

        Without a year the newest. None when none in the library is written out in sections.
        """
        return report_to_follow(self.catalog.list(), self.catalog.document, year)

    def _past_report(self, year: int, like: str | None, *, needed: bool) -> _Past | None:
        """The report to follow; None where the library has none and none is needed."""
        if like is not None:
            entry = self.catalog.get(like)
            return _past(entry, self.catalog.document(entry.id), year)
        followed = self.report_to_follow(year)
        if followed is not None:
            return _past(followed.entry, followed.document, year)
        if needed:
            raise self._nothing_to_follow()
        return None

    def _nothing_to_follow(self) -> InputError:
        hint = "请先在“资料库”里上传一份往年报告，或选一种提纲新建（命令行加 --kind）。"
        count = sum(entry.kind == "report" for entry in self.catalog.list())
        if not count:
            return InputError("资料库里还没有往年报告。", hint)
        return InputError(
            f"资料库里有 {count} 份归为工作报告的文件，但没有一份有带小标题的成段正文。", hint
        )

    def _import_past(self, figures: Sequence[Figure], entry: DocumentEntry, *, before: int) -> None:
        """Enter what a past report states; never a value of the new report's own year."""
        earlier = [f for f in figures if f.fact_year is not None and f.fact_year < before]
        rows = ledger_from_figures(earlier, source=f"《{entry.title}》")
        self.figures.import_rows(
            without_known(rows, self.figures.load()), made_by=f"{READ_FROM}{entry.file}"[:100]
        )


def _past(entry: DocumentEntry, document: Document, year: int) -> _Past:
    return _Past(entry, document, document.year or year - 1)


def _outline(
    preset: Preset | None, past: _Past | None, unit: str, year: int
) -> tuple[tuple[NewSection, ...], str, int]:
    """The sections, the title and the characters wanted in all."""
    sections = drafting_sections(past.document) if past else ()
    past_year = past.year if past else year - 1
    if preset is not None:
        filled = preset.filled(unit, year)
        return parts_of(filled, sections, past_year, year), filled.title, filled.length
    assert past is not None
    if not sections:
        raise InputError(f"《{past.entry.title}》里没有可以仿照的正文。", "请换一份往年报告。")
    title = past.document.title.replace(str(past_year), str(year))
    return parts_like(sections, past_year, year), title, 0


def fact_offset(figures: Sequence[Figure], report_year: int) -> int:
    """0 for a report on its own year, -1 for one given the year after.

    Told by the year to which most of the results stated belong.
    """
    years = Counter(
        figure.fact_year for figure in figures if figure.status == "actual" and figure.fact_year
    )
    return -1 if years[report_year - 1] > years[report_year] else 0


def paths_of(report: Report) -> dict[int, tuple[str, ...]]:
    """Each section's headings from the top down, its own last."""
    paths: dict[int, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []
    for part in report.sections:
        above = [item for item in above if item[0] < part.level]
        if part.heading:
            above.append((part.level, part.label + part.heading))
        paths[part.id] = tuple(name for _, name in above)
    return paths


def _form_row(row: LedgerRow, year: int) -> FormRow:
    last, current = row.values.get(year - 1), row.values.get(year)
    newest = current or last
    return FormRow(
        indicator=row.indicator,
        unit=row.unit,
        section=row.section,
        last=shown(last, row.unit) if last else "",
        current=shown(current, row.unit) if current else "",
        source=newest.source if newest else "",
    )
