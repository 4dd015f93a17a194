"""The figure grid: indicators down, years across, cells that save when left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import NotFoundError
from rag.figures.entry import shown
from rag.web.assets import script
from rag.web.edge import Payload, Reply, Served, person, served
from rag.web.pages.received import file_json
from rag.web.parts.places import place_functions
from rag.web.parts.sheetimport import look_functions
from rag.web.payloads import bare, form_json
from rag.web.scratch import new_folder


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values. ``key`` names the cell, ``year`` is where an entry is saved."""

    key: str
    year: int
    title: str
    editable: bool

    def json(self) -> Reply:
        """For the script."""
        return {
            "key": self.key,
            "year": self.year,
            "title": self.title,
            "editable": self.editable,
        }


def form_grid(desk: Desk, report_id: int) -> Reply:
    """The figure form of a report: last year's values beside this year's fields."""
    if not report_id:
        raise NotFoundError("还没有打开报告。", "请先在第一步选择或新建一份报告。")
    year = desk.report(report_id).fact_year
    columns = (
        Column("last", year - 1, f"{year - 1}年（上年）", editable=False),
        Column("current", year, f"{year}年（填这里）", editable=True),
    )
    rows = [form_json(row) for row in desk.form(report_id)]
    return {
        "columns": [column.json() for column in columns],
        "rows": rows,
        "count": "current",
        "year": year,
    }


def cell_functions(desk: Desk) -> tuple[Served, ...]:
    """What saves a cell."""

    @served
    def set_cell(payload: Payload) -> Reply:
        row = desk.set_figure(
            str(payload["indicator"]).strip(),
            str(payload["value"]).strip(),
            year=int(payload["year"]),
            unit=str(payload.get("unit") or "").strip(),
            made_by=person(payload),
        )
        value = row.values.get(int(payload["year"]))
        text = bare(shown(value, row.unit), row.unit) if value else ""
        return {"value": text, "indicator": row.indicator, "unit": row.unit}

    return (set_cell,)


def empty_form(desk: Desk, report_id: int) -> Path:
    """A sheet with last year's values and this year's, to be filled by colleagues."""
    year = desk.report(report_id).fact_year
    return desk.export_ledger(new_folder() / f"{year}年数据表.xlsx", years=(year - 1, year))


FORM_SCRIPTS = ("changes.js", "figuregrid.js", "places.js", "sheet.js", "form.js")


def form(desk: Desk) -> gr.HTML:
    """The figure form of a report. Its value is ``{"report", "tick"}``."""

    @served
    def load_rows(payload: Payload) -> Reply:
        return form_grid(desk, int(payload["report"]))

    @served
    def empty_sheet(payload: Payload) -> Reply:
        return file_json(empty_form(desk, int(payload["report"])))

    return gr.HTML(
        value=None,
        html_template="<div class='zb-form'></div>",
        js_on_load=script(*FORM_SCRIPTS),
        server_functions=[
            load_rows,
            empty_sheet,
            *cell_functions(desk),
            *place_functions(desk),
            *look_functions(desk),
        ],
        apply_default_css=False,
        elem_id="zb-form",
    )
