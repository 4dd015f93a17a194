"""A figure sheet looked at before it is entered, and the past reports read in."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from rag.desk.desk import Desk
from rag.desk.views import ImportOutcome
from rag.errors import YearError
from rag.web.edge import Payload, Reply, Served, person, served
from rag.web.pages.received import received


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
    skipped = [f"“{name}”未填入：{reason}" for name, reason in outcome.skipped]
    return Imported(
        f"已从数据表填入 {len(outcome.rows)} 项（{outcome.year}年）。", (*skipped, *renamed)
    )


def year_from(payload: Payload) -> int:
    """The year a sheet is for. Raises YearError."""
    try:
        return int(payload.get("year") or 0)
    except ValueError as error:
        raise YearError("年份要填四位数字，例如 2024。") from error


def import_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/sheet.js."""

    @served
    def preview_sheet(payload: Payload) -> Reply:
        lines = desk.preview_ledger(received(payload), year=year_from(payload))
        return {"lines": [asdict(line) for line in lines]}

    @served
    def take_sheet(payload: Payload) -> Reply:
        outcome = desk.import_ledger(
            received(payload),
            year=year_from(payload),
            made_by=person(payload),
            choices={int(place): str(name) for place, name in payload["choices"].items()},
        )
        words = told(outcome)
        return {"summary": words.summary, "remarks": list(words.remarks)}

    @served
    def read_past(payload: Payload) -> Reply:
        read = desk.read_past_reports()
        return {"reports": read.reports, "values": read.values, "waiting": read.waiting}

    return preview_sheet, take_sheet, read_past
