"""What a person can do to fill the ledger at once: from figure sheets and from past reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from rag.desk.ledger import READ_FROM, LedgerDesk, without_known
from rag.desk.sameness import written_as
from rag.desk.views import ImportOutcome, PastFigures, SheetLine
from rag.errors import SheetError
from rag.figures.align import align_names
from rag.figures.build import ledger_from_figures
from rag.figures.entry import check_year, meaning, shown, unit_scale
from rag.figures.names import key
from rag.figures.sheets import SheetImport, import_sheet
from rag.records import LedgerRow, LedgerValue


class SheetsDesk(LedgerDesk):
    """Many values at once. What a person entered is only overwritten by another sheet."""

    def import_ledger(
        self,
        path: Path,
        *,
        year: int,
        made_by: str = "",
        choices: Mapping[int, str] = MappingProxyType({}),
    ) -> ImportOutcome:
        """Enter one year's values of a figure sheet. Raises SheetError, FileError, YearError.

        A name that is worded differently from the ledger's indicator goes to that indicator and
        is reported as renamed. ``choices`` name the indicator for lines of :meth:`preview_ledger`
        by their place, "" leaves a line out; what was chosen is confirmed and not asked again.
        """
        read, filled, known = self._read(path, year)
        aligned = align_names(filled, known, year, confirmed=self._confirmed_names())
        chosen = [
            replace(row, indicator=choices.get(place, row.indicator))
            for place, row in enumerate(aligned)
        ]
        kept = [(given, row) for given, row in zip(filled, chosen, strict=True) if row.indicator]
        renamed = tuple(
            (given.indicator, row.indicator) for given, row in kept if _differ(given, row)
        )
        self._enter(kept, known, year, made_by)
        self._suggest(renamed, made_by)
        self._confirm(filled, choices, made_by)
        names = {row.indicator for _, row in kept}
        stored = tuple(row for row in self.figures.load() if row.indicator in names)
        return ImportOutcome(
            year,
            stored,
            _skipped(read, year),
            renamed,
            (*read.notices, *_other_units(stored, known)),
            _changed(stored, known, year),
        )

    def preview_ledger(self, path: Path, *, year: int) -> tuple[SheetLine, ...]:
        """What :meth:`import_ledger` would do, line by line; nothing is entered. Raises the same.

        The place of a line is its number in ``choices``.
        """
        _, filled, known = self._read(path, year)
        aligned = align_names(filled, known, year, confirmed=self._confirmed_names())
        return tuple(
            _line(given, row, known, year) for given, row in zip(filled, aligned, strict=True)
        )

    def read_past_reports(self) -> PastFigures:
        """Enter what the library's past reports state, the newest first.

        Only years that are still empty are filled, removed indicators stay removed. Names worded
        differently go to the same indicator and wait to be confirmed.
        """
        before = sum(len(row.values) for row in self.figures.load())
        entries = [e for e in self.catalog.list() if e.kind == "report" and e.figures]
        gone = {(key(row.indicator), row.unit) for row in self.figures.removed()}
        for entry in sorted(entries, key=lambda one: one.year or 0, reverse=True):
            rows = [
                row
                for row in ledger_from_figures(
                    self.catalog.figures(entry.id), source=f"《{entry.title}》"
                )
                if (key(row.indicator), row.unit) not in gone
            ]
            self._enter_past(rows, f"{READ_FROM}{entry.file}"[:100])
        after = sum(len(row.values) for row in self.figures.load())
        waiting = sum(1 for alias in self.figures.aliases() if not alias.confirmed)
        return PastFigures(len(entries), after - before, waiting)

    def _enter_past(self, rows: Sequence[LedgerRow], made_by: str) -> None:
        known = self.figures.load()
        aligned = align_names(rows, known, 0, confirmed=self._confirmed_names())
        pairs = list(zip(rows, aligned, strict=True))
        marked = [_marked(given, row) for given, row in pairs]
        fresh = without_known(marked, known)
        self.figures.import_rows(fresh, made_by=made_by)
        filled = {row.indicator for row in fresh}
        renamed = [(a.indicator, b.indicator) for a, b in pairs if _differ(a, b)]
        self._suggest([pair for pair in renamed if pair[1] in filled], made_by)

    def _read(
        self, path: Path, year: int
    ) -> tuple[SheetImport, list[LedgerRow], tuple[LedgerRow, ...]]:
        read = import_sheet(path, self.settings, check_year(year))
        filled = [row for row in read.rows if year in row.values]
        if not filled:
            raise SheetError(f"“{path.name}”里没有{year}年的数据。")
        return read, filled, self.figures.load()

    def _enter(
        self,
        kept: Sequence[tuple[LedgerRow, LedgerRow]],
        known: Sequence[LedgerRow],
        year: int,
        made_by: str,
    ) -> None:
        marked = [_marked(given, row) for given, row in kept]
        rows = [replace(row, values={year: row.values[year]}) for row in marked]
        # Last year's column of the sheet is the base of growth where the ledger has none.
        others = [
            replace(row, values={y: v for y, v in row.values.items() if y != year})
            for row in marked
        ]
        self.figures.import_rows((*rows, *without_known(others, known)), made_by=made_by)

    def _suggest(self, renamed: Iterable[tuple[str, str]], made_by: str) -> None:
        """Other wordings that were matched wait for the clerk's word; equal ones need none."""
        ids = {row.indicator: row.id for row in self.figures.load()}
        pairs = [
            (given, row_id)
            for given, name in renamed
            if key(given) != key(name) and (row_id := ids.get(name)) is not None
        ]
        self.figures.suggest_all(pairs, made_by=made_by)

    def _confirm(
        self, filled: Sequence[LedgerRow], choices: Mapping[int, str], made_by: str
    ) -> None:
        """What a person chose for a line holds from now on."""
        ids = {row.indicator: row.id for row in self.figures.load()}
        for place, name in choices.items():
            given, row_id = filled[place].indicator, ids.get(name)
            if row_id is not None and key(given) != key(name):
                self.figures.confirm(given, row_id, made_by=made_by)


def _differ(given: LedgerRow, row: LedgerRow) -> bool:
    return given.indicator != row.indicator


def _marked(given: LedgerRow, row: LedgerRow) -> LedgerRow:
    """The row whose sources tell what the indicator was called where its values come from."""
    if key(given.indicator) == key(row.indicator):
        return row
    values = {
        year: replace(value, source=f"{value.source}{written_as(given.indicator)}")
        for year, value in row.values.items()
    }
    return replace(row, values=values)


def _skipped(read: SheetImport, year: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (row.indicator, f"{year}年没有填数")
        for row in read.rows
        if year not in row.values and (row.indicator, year) not in read.refused
    )


def _changed(
    stored: Sequence[LedgerRow], known: Sequence[LedgerRow], year: int
) -> tuple[tuple[str, str, str], ...]:
    """The indicators whose value for the year was another one before."""
    before = {row.id: row.values[year] for row in known if year in row.values}
    return tuple(
        (row.indicator, shown(before[row.id], row.unit), shown(row.values[year], row.unit))
        for row in stored
        if row.id in before
        and year in row.values
        and meaning(before[row.id]) != meaning(row.values[year])
    )


def _other_units(stored: Sequence[LedgerRow], known: Sequence[LedgerRow]) -> tuple[str, ...]:
    """New indicators whose name the ledger has already, in a unit that does not convert."""
    units = {key(row.indicator): row.unit for row in known}
    ids = {row.id for row in known}
    return tuple(
        f"“{row.indicator}”在台账里的单位是“{units[key(row.indicator)]}”，表里是“{row.unit}”，"
        "不能换算，另记为一项，请核对。"
        for row in stored
        if row.id not in ids and key(row.indicator) in units
    )


def _line(given: LedgerRow, row: LedgerRow, known: Sequence[LedgerRow], year: int) -> SheetLine:
    same = [
        old
        for old in known
        if old.indicator == row.indicator and unit_scale(row.unit, old.unit) is not None
    ]
    before: LedgerValue | None = same[0].values.get(year) if same else None
    return SheetLine(
        given=given.indicator,
        unit=given.unit,
        text=shown(given.values[year], given.unit),
        indicator=row.indicator if same else "",
        before=shown(before, same[0].unit) if before else "",
        why=_why(given, same[0], year) if same else "",
    )


def _why(given: LedgerRow, old: LedgerRow, year: int) -> str:
    """What speaks for a match of two names, in a clerk's words."""
    if key(given.indicator) == key(old.indicator):
        return "名称相同"
    shared = sorted((given.values.keys() & old.values.keys()) - {year}, reverse=True)
    for one in shared:
        scale = unit_scale(given.unit, old.unit)
        if scale is not None and given.values[one].value * scale == old.values[one].value:
            return f"{one}年的数相同（{shown(old.values[one], old.unit)}），名称相近"
    return "名称相近"
