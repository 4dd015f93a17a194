"""One indicator of the ledger: its years with their growth, and every value ever entered."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.ledger import READ_FROM
from rag.desk.views import SeriesPoint
from rag.figures.entry import shown
from rag.figures.store import HistoryEntry
from rag.records import AnswerSeries
from rag.web.assets import script
from rag.web.edge import Payload, Reply, Served, person, served
from rag.web.parts.samenames import same_name_functions


def point_json(point: SeriesPoint) -> dict[str, Any]:
    """A year of the series with what changed from the year before and how it was computed."""
    change = point.change
    words = [change.diff_text, change.percent_text] if change else []
    return {
        "year": point.year,
        "text": point.text,
        "change": "，".join(word for word in dict.fromkeys(words) if word),
        "formula": change.formula if change else "",
        "note": change.note if change else "",
    }


def entry_json(entry: HistoryEntry, number: int, *, current: bool) -> dict[str, Any]:
    """A value that was entered; ``number`` counts within its year from 0."""
    at = entry.value.made_at
    return {
        "year": entry.year,
        "number": number,
        "text": shown(entry.value),
        "withdrawn": entry.withdrawn,
        "current": current,
        "by": "往年报告" if entry.value.made_by.startswith(READ_FROM) else entry.value.made_by,
        "at": at.replace(tzinfo=at.tzinfo or UTC).isoformat() if at else "",
        "source": entry.value.source,
    }


def history_json(entries: tuple[HistoryEntry, ...]) -> list[dict[str, Any]]:
    """All entries, the newest first; the last of a year is the one that counts."""
    counts: dict[int, int] = {}
    lines = []
    last = {entry.year: place for place, entry in enumerate(entries)}
    for place, entry in enumerate(entries):
        number = counts.setdefault(entry.year, 0)
        counts[entry.year] += 1
        current = last[entry.year] == place and not entry.withdrawn
        lines.append(entry_json(entry, number, current=current))
    return lines[::-1]


def indicator_view(desk: Desk, name: str, unit: str) -> Reply:
    """All that the page tells of an indicator. Raises NotFoundError."""
    row = desk.row(name, unit)
    return {
        "id": row.id,
        "indicator": row.indicator,
        "unit": row.unit,
        "section": row.section,
        "points": [point_json(point) for point in desk.series(row.indicator, unit=row.unit)],
        "history": history_json(desk.history(row.indicator, unit=row.unit)),
    }


def series_of(desk: Desk, name: str, unit: str) -> AnswerSeries | None:
    """The years as a chart takes them; None for fewer than two. Raises NotFoundError."""
    points = desk.series(name, unit=unit)
    if len(points) < 2:
        return None
    return AnswerSeries(
        indicator=name, unit=unit, points=tuple((one.year, float(one.value)) for one in points)
    )


def reading_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/indicator.js that change nothing."""

    @served
    def open_indicator(payload: Payload) -> Reply:
        return indicator_view(desk, str(payload["indicator"]), str(payload["unit"]))

    @served
    def other_rows(payload: Payload) -> Reply:
        own = desk.row(str(payload["indicator"]), str(payload["unit"]))
        others = (row for row in desk.ledger() if row.id != own.id and row.unit == own.unit)
        return {"rows": [row.indicator for row in others]}

    return open_indicator, other_rows


def changing_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/indicator.js that change something; most reply with the view."""

    @served
    def restore_value(payload: Payload) -> Reply:
        row = desk.restore_value(
            str(payload["indicator"]),
            int(payload["year"]),
            int(payload["number"]),
            unit=str(payload["unit"]),
            made_by=person(payload),
        )
        return indicator_view(desk, row.indicator, row.unit)

    @served
    def rename_indicator(payload: Payload) -> Reply:
        row = desk.rename_indicator(
            str(payload["indicator"]), str(payload["name"]), unit=str(payload["unit"])
        )
        return indicator_view(desk, row.indicator, row.unit)

    @served
    def remove_indicator(payload: Payload) -> Reply:
        row = desk.remove_indicator(str(payload["indicator"]), unit=str(payload["unit"]))
        return {"id": row.id}

    @served
    def bring_back(payload: Payload) -> Reply:
        row = desk.bring_back_indicator(int(payload["id"]))
        return {"indicator": row.indicator, "unit": row.unit}

    return restore_value, rename_indicator, remove_indicator, bring_back


def indicator_box(desk: Desk) -> gr.HTML:
    """The component; its value is ``{"indicator", "unit", "tick"}``, or None."""
    return gr.HTML(
        value=None,
        html_template="<section class='zb-indicator' aria-label='指标'></section>",
        js_on_load=script("indicator.js"),
        server_functions=[
            *reading_functions(desk),
            *changing_functions(desk),
            *same_name_functions(desk),
        ],
        apply_default_css=False,
        elem_id="zb-indicator",
    )
