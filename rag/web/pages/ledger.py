"""台账: every indicator across the years, with one indicator's trend and history beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import ZhubiError
from rag.records import AnswerSeries
from rag.web.edge import edge, warn
from rag.web.parts.bar import page_bar
from rag.web.parts.indicator import indicator_box, series_of
from rag.web.parts.ledgerbook import ledger_book
from rag.web.parts.trend import chart
from rag.web.scratch import new_folder


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to fetch."""

    path: Path


@dataclass(frozen=True, slots=True)
class Picked:
    """The indicator shown at the side, with its series if there are years enough for a line."""

    indicator: str
    unit: str
    series: AnswerSeries | None


def export(desk: Desk) -> Sheet:
    """The whole ledger as a sheet. Raises InputError when it is empty."""
    folder = new_folder()
    return Sheet(desk.export_ledger(folder / f"指标台账{date.today():%Y%m%d}.xlsx"))


def picked(desk: Desk, indicator: str, unit: str) -> Picked:
    """An indicator as the side shows it. Raises NotFoundError."""
    return Picked(indicator, unit, series_of(desk, indicator, unit))


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The components of the page."""

    download: gr.Button
    file: gr.DownloadButton
    book: gr.HTML
    side: gr.Column
    chart: gr.LinePlot
    indicator: gr.HTML


def layout(desk: Desk) -> LedgerPage:
    """The ledger at the left; a chosen indicator at the right."""
    with gr.Row(elem_classes="zb-page-head"):
        gr.Markdown("## 台账\n各项指标历年的数，直接在格子里改，自动保存。点指标名称看走势和历史。")
        download = gr.Button("导出 Excel", scale=0, min_width=150, elem_id="zb-ledger-out")
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-ledger-file")
    with gr.Row(equal_height=False):
        with gr.Column(scale=7):
            book = ledger_book(desk)
        with gr.Column(scale=4, visible=False, elem_classes="zb-pane", min_width=340) as side:
            line = gr.LinePlot(visible=False, height=230, elem_id="zb-trend")
            indicator = indicator_box(desk)
    return LedgerPage(download, file, book, side, line, indicator)


def ledger(desk: Desk, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    part = layout(desk)

    def fetch() -> object:
        try:
            with edge():
                return str(export(desk).path)
        except ZhubiError as error:
            warn(error)
            return gr.skip()

    def pick(event: gr.EventData) -> tuple[object, object, object]:
        asked: dict[str, Any] = dict(event._data or {})
        try:
            with edge():
                shown = picked(desk, str(asked["indicator"]), str(asked["unit"]))
        except ZhubiError as error:
            warn(error)
            return gr.skip(), gr.skip(), gr.skip()
        value = {"indicator": shown.indicator, "unit": shown.unit}
        return gr.Column(visible=True), chart(shown.series, titled=False), value

    page.load(lambda: {"tick": 0}, None, part.book, show_progress="hidden")
    part.download.click(fetch, None, part.file).then(
        None, None, None, js="() => window.zhubiDownload('zb-ledger-file')"
    )
    shown_at_side = [part.side, part.chart, part.indicator]
    for event in (part.book.pick, part.indicator.show):
        event(pick, None, shown_at_side, show_progress="hidden")
    part.indicator.shut(
        lambda: (gr.Column(visible=False), None),
        None,
        [part.side, part.indicator],
        show_progress="hidden",
    )
