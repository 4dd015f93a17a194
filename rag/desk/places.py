"""Where drafts state a ledger value that has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rag.checking.numbers import replacement_of
from rag.desk.checking import CheckingDesk, placed
from rag.desk.reports import paths_of
from rag.desk.views import Place
from rag.errors import InputError
from rag.figures.entry import unit_scale, with_unit
from rag.figures.link import link
from rag.records import PROVED, LedgerRow, LedgerValue, Link, Report, ReportSection
from rag.reports.store import Edit as SectionEdit
from rag.text.numerals import format_quantity, parse_quantity
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply
from rag.writing.locks import locked_around


class PlacesDesk(CheckingDesk):
    """What a change in the ledger means for the drafts."""

    def places_of(self, indicator: str, year: int, *, unit: str = "") -> tuple[Place, ...]:
        """Numbers in all drafts that state another value of an indicator than the ledger's.

        Growth computed from the value is among them. Raises NotFoundError.
        """
        row = self.row(indicator, unit)
        before = self._before(row, year)
        return tuple(
            place
            for report_id in self.store.list_ids()
            for place in self._places(self.store.get(report_id), row, before, year)
        )

    def update_places(
        self, places: Sequence[Place], *, made_by: str = ""
    ) -> tuple[ReportSection, ...]:
        """Put the ledger's values into the drafts, all sections or none.

        Places without a replacement, and those in a locked sentence, are left for a person.
        Raises ConflictError when a section was saved since, InputError when nothing can be
        replaced.
        """
        by_section: dict[int, list[Place]] = {}
        for place in places:
            section = self.store.section(place.section_id)
            held = locked_around(section.text, place.start, place.end, section.locked)
            if place.replacement is not None and not held:
                by_section.setdefault(place.section_id, []).append(place)
        if not by_section:
            raise InputError("没有可以直接替换的地方。", "请到正文里改句；已锁定的句子要先解锁。")
        edits = []
        for section_id, found in by_section.items():
            changes = [Edit(p.start, p.end, p.replacement or "") for p in found]
            text, _ = apply(self.store.section(section_id).text, changes)
            edits.append(SectionEdit(section_id, text, found[0].version))
        return self.store.save_all(edits, made_by=made_by or "更新数字", note="edit")

    def take_back_places(
        self, updated: Mapping[int, int], *, made_by: str = ""
    ) -> tuple[ReportSection, ...]:
        """Undo :meth:`update_places`: each section has the text of the version before again.

        ``updated`` are the versions that were saved, by section id. All or none. Raises
        ConflictError when a section was saved since, NotFoundError.
        """
        edits = []
        for section_id, version in updated.items():
            before = next((v for v in self.versions(section_id) if v.number == version - 1), None)
            edits.append(SectionEdit(section_id, before.text if before else "", version))
        return self.store.save_all(edits, made_by=made_by or "撤销更新", note="restore")

    def _before(self, row: LedgerRow, year: int) -> LedgerValue | None:
        """The value of a year that was entered before the one that holds now."""
        assert row.id is not None
        now = row.values.get(year)
        for entry in reversed(self.figures.history(row.id, year)):
            known = (entry.value.value, entry.value.approx, entry.value.direction)
            if now is None or known != (now.value, now.approx, now.direction):
                return entry.value
        return None

    def _places(
        self, report: Report, row: LedgerRow, before: LedgerValue | None, year: int
    ) -> Iterator[Place]:
        rows = self.rows(report)
        now = _Linking(report, rows)
        earlier = None if before is None else _Linking(report, _with(rows, row, year, before))
        for part in report.sections:
            links = now.links(part, part.text)
            if all(one.status in PROVED for one in links):
                continue
            stated = {} if earlier is None else _proved(earlier.links(part, part.text), row)
            fixes = _fixes(links, stated, row, year)
            updated, _ = apply(part.text, fixes.values())
            after = now.links(part, updated) if fixes else links
            for number, one in enumerate(links):
                right = after[number] if len(after) == len(links) else one
                wrong = right.indicator == row.indicator and right.fact_year == year
                if one.start in fixes:
                    words = fixes[one.start].text
                    yield _place(report, part, one, words, words)
                elif right.status not in PROVED and (
                    one.start in stated or (wrong and right.expected)
                ):
                    yield _place(report, part, one, right.expected, replacement_of(right))


class _Linking:
    """Links the sections of one report with one state of the ledger."""

    def __init__(self, report: Report, rows: Sequence[LedgerRow]) -> None:
        self._report = report
        self._rows = rows
        self._paths = paths_of(report)

    def links(self, part: ReportSection, text: str) -> tuple[Link, ...]:
        """The numbers of a section whose text may differ from the stored one."""
        section = placed(part, self._paths[part.id], text, 0)
        year, told = self._report.year, self._report.fact_year
        return link(text, self._rows, year, fact_year=told, sections=(section,))


def _with(
    rows: Sequence[LedgerRow], row: LedgerRow, year: int, value: LedgerValue
) -> tuple[LedgerRow, ...]:
    """The ledger as it was when the row's value of the year was another."""
    return tuple(
        replace(old, values={**old.values, year: value}) if old.id == row.id else old
        for old in rows
    )


def _proved(links: Sequence[Link], row: LedgerRow) -> dict[int, Link]:
    """The numbers that rest on a row, by their places."""
    resting = [one for one in links if one.status in {"entered", "derived"}]
    return {one.start: one for one in resting if one.indicator == row.indicator}


def _fixes(
    links: Sequence[Link], stated: Mapping[int, Link], row: LedgerRow, year: int
) -> dict[int, Edit]:
    """The places that state the earlier value itself, each with what is right now."""
    value = row.values.get(year)
    if value is None or value.direction:
        return {}
    return {
        one.start: Edit(one.start, one.end, _written(one.text, value, row.unit))
        for one in links
        if one.status not in PROVED
        and (old := stated.get(one.start)) is not None
        and old.status == "entered"
    }


def _place(
    report: Report, part: ReportSection, one: Link, expected: str, replacement: str | None
) -> Place:
    start, end = next((s, e) for s, e in split_sentences(part.text) if s <= one.start < e)
    heading = paths_of(report)[part.id]
    held = locked_around(part.text, one.start, one.end, part.locked)
    return Place(
        report.id,
        report.title,
        part.id,
        heading[-1] if heading else "",
        part.version,
        one.start,
        one.end,
        one.text,
        part.text[start:end],
        expected,
        None if held else replacement,
        one.start - start,
    )


def _written(text: str, value: LedgerValue, unit: str) -> str:
    """The value in the unit in which the text states it: 1.2万元 stays in 万元."""
    stated = parse_quantity(text)
    scale = unit_scale(unit, stated.unit) if stated is not None else None
    if value.approx or value.upper is not None or stated is None or scale is None:
        return with_unit(value.text, unit)
    return format_quantity(value.value * scale, stated.unit)
