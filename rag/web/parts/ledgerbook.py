"""The ledger page's component: all indicators, this year's gaps, names, promises."""

from __future__ import annotations

from datetime import date

import gradio as gr

from rag.desk.desk import Desk
from rag.records import LedgerRow
from rag.web.assets import script
from rag.web.edge import Payload, Reply, Served, served
from rag.web.parts.grid import Column, cell_functions
from rag.web.parts.places import place_functions
from rag.web.parts.promises import promise_functions
from rag.web.parts.samenames import proposal_functions, same_name_functions
from rag.web.parts.sheetimport import import_functions
from rag.web.payloads import ledger_json

SCRIPTS = (
    "changes.js",
    "figuregrid.js",
    "places.js",
    "samenames.js",
    "sheet.js",
    "promises.js",
    "ledger.js",
)


def working_year(desk: Desk) -> int:
    """The year being filled: that of the newest report in progress, else the ledger's newest."""
    reports = [report.fact_year for report in desk.reports()]
    years = [year for row in desk.ledger() for year in row.values]
    return max(reports or years, default=date.today().year)


def ledger_columns(rows: tuple[LedgerRow, ...], year: int) -> tuple[Column, ...]:
    """All years that have a value and the one being filled, the newest first."""
    years = {known for row in rows for known in row.values} | {year}
    return tuple(
        Column(str(one), one, f"{one}年", editable=True) for one in sorted(years, reverse=True)
    )


def ledger_view(desk: Desk) -> Reply:
    """The whole ledger."""
    rows, year = desk.ledger(), working_year(desk)
    return {
        "columns": [column.json() for column in ledger_columns(rows, year)],
        "rows": [ledger_json(row) for row in rows],
        "count": "",
        "year": year,
        "removed": [
            {"id": row.id, "name": row.indicator, "years": len(row.values)}
            for row in desk.removed_indicators()
            if row.values
        ],
        "waiting": len(desk.aliases(pending=True)),
        "reports": [{"id": one.id, "title": one.title} for one in desk.reports()],
        "past": any(one.kind == "report" and one.figures for one in desk.documents()),
        "model": bool(desk.model_info().name),
    }


def row_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions on the whole ledger and on its rows."""

    @served
    def load_rows(payload: Payload) -> Reply:
        return ledger_view(desk)

    @served
    def add_indicator(payload: Payload) -> Reply:
        row = desk.add_indicator(
            str(payload["indicator"]),
            str(payload.get("unit") or ""),
            str(payload.get("section") or ""),
        )
        return {"indicator": row.indicator, "unit": row.unit}

    @served
    def bring_back(payload: Payload) -> Reply:
        return {"indicator": desk.bring_back_indicator(int(payload["id"])).indicator}

    return load_rows, add_indicator, bring_back


def ledger_book(desk: Desk) -> gr.HTML:
    """The component; it loads when its value changes and fires ``pick`` for a chosen indicator."""
    return gr.HTML(
        value=None,
        html_template="<div class='zb-ledger'></div>",
        js_on_load=script(*SCRIPTS),
        server_functions=[
            *row_functions(desk),
            *cell_functions(desk),
            *place_functions(desk),
            *same_name_functions(desk),
            *proposal_functions(desk),
            *import_functions(desk),
            *promise_functions(desk),
        ],
        apply_default_css=False,
        elem_id="zb-ledger",
    )
