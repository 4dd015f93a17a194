"""A figure sheet looked at before it is entered, and the past reports read in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from rag.desk.desk import Desk
from rag.desk.views import ImportOutcome
from rag.errors import NotFoundError, YearError
from rag.records import LedgerRow
from rag.web.edge import Payload, Reply, Served, person, served
from rag.web.pages.received import received

Ledger = tuple[LedgerRow, ...]
KEPT = 20
"""Imports that can still be taken back."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a sheet did, as text lines for the page."""

    summary: str
    remarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One line a remark."""
        return "\n".join((self.summary, *self.remarks))


def told(outcome: ImportOutcome) -> Imported:
    """An import in words."""
    renamed = [f"表中“{given}”按台账的“{known}”填入。" for given, known in outcome.renamed]
    changed = [f"“{name}”原为{old}，现为{new}。" for name, old, new in outcome.changed]
    skipped = [f"“{name}”未填入：{reason}" for name, reason in outcome.skipped]
    return Imported(
        f"已从数据表填入 {len(outcome.rows)} 项（{outcome.year}年）。",
        (*changed, *skipped, *outcome.notices, *renamed),
    )


def year_from(payload: Payload) -> int:
    """The year a sheet is for. Raises YearError."""
    try:
        return int(payload.get("year") or 0)
    except ValueError as error:
        raise YearError("年份要填四位数字，例如 2024。") from error


class Imports:
    """The ledger before and after the newest imports, so that one can be taken back."""

    def __init__(self) -> None:
        self._states: dict[str, tuple[Ledger, Ledger]] = {}

    def note(self, before: Ledger, after: Ledger) -> str:
        """A key under which the import can be taken back."""
        key = uuid.uuid4().hex
        self._states[key] = (before, after)
        for old in list(self._states)[:-KEPT]:
            self._states.pop(old, None)
        return key

    def taken(self, key: str) -> tuple[Ledger, Ledger]:
        """What was noted, once. Raises NotFoundError."""
        found = self._states.pop(key, None)
        if found is None:
            raise NotFoundError(
                "这次导入已经不能整批撤销了。", "请在台账里逐项改，或从指标的填写历史里恢复。"
            )
        return found


def entered(rows: Sequence[LedgerRow], file: str, who: str) -> Ledger:
    """Only the values that a person entered from a sheet.

    What a colleague saved while the sheet was being read is not the import's to take back.
    """
    own = (
        replace(
            row,
            values={
                year: value
                for year, value in row.values.items()
                if value.made_by == who and value.source.startswith(file)
            },
        )
        for row in rows
    )
    return tuple(row for row in own if row.values)


def look_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/sheet.js: a sheet looked at, entered, and taken back."""
    imports = Imports()

    @served
    def preview_sheet(payload: Payload) -> Reply:
        path, year = received(payload), year_from(payload)
        lines = desk.preview_ledger(path, year=year)
        return {
            "lines": [asdict(line) for line in lines],
            "left": list(desk.left_out(path, year=year)),
        }

    @served
    def take_sheet(payload: Payload) -> Reply:
        before = desk.ledger()
        path, who = received(payload), person(payload)
        outcome = desk.import_ledger(
            path,
            year=year_from(payload),
            made_by=who,
            choices={int(place): str(name) for place, name in payload["choices"].items()},
        )
        words = told(outcome)
        key = imports.note(before, entered(desk.ledger(), path.name, who))
        return {"summary": words.summary, "remarks": list(words.remarks), "undo": key}

    @served
    def undo_sheet(payload: Payload) -> Reply:
        before, after = imports.taken(str(payload["undo"]))
        return {"values": desk.take_back(before, after, made_by=person(payload))}

    return preview_sheet, take_sheet, undo_sheet


def import_functions(desk: Desk) -> tuple[Served, ...]:
    """The same, and the past reports read in."""

    @served
    def read_past(payload: Payload) -> Reply:
        read = desk.read_past_reports()
        return {"reports": read.reports, "values": read.values, "waiting": read.waiting}

    return *look_functions(desk), read_past
