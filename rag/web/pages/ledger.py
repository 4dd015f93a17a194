"""台账: every indicator across the years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import YearError, ZhubiError
from rag.web.edge import edge, warn
from rag.web.pages.figures import Imported, told
from rag.web.parts.bar import page_bar
from rag.web.parts.grid import grid, ledger_grid
from rag.web.scratch import new_folder


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to fetch."""

    path: Path


def export(desk: Desk) -> Sheet:
    """The whole ledger as a sheet."""
    folder = new_folder()
    return Sheet(desk.export_ledger(folder / f"指标台账{date.today():%Y%m%d}.xlsx"))


def import_sheet(desk: Desk, path: str, year: float | None) -> Imported:
    """Fill one year of the ledger from a sheet. Raises YearError, SheetError, file errors."""
    if not year:
        raise YearError("请先填写数据表是哪一年的。")
    return told(desk.import_ledger(Path(path), year=int(year)))


def newest_year(desk: Desk) -> int:
    """The year most likely to be filled next: the newest in the ledger."""
    years = [year for row in desk.ledger() for year in row.values]
    return max(years, default=date.today().year)


def ledger(desk: Desk, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    gr.Markdown("## 台账\n各项指标历年的数。可以直接在格子里改，改完自动保存。")
    with gr.Row(elem_classes="zb-tools"):
        download = gr.Button("导出 Excel", variant="primary", scale=0, elem_id="zb-ledger-out")
        year = gr.Number(label="数据表的年份", precision=0, scale=0, min_width=160)
        sheet = gr.UploadButton(
            "从数据表导入（.xlsx）", file_types=[".xlsx", ".csv"], scale=0, elem_id="zb-ledger-in"
        )
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-ledger-file")
    outcome = gr.Textbox(show_label=False, visible=False, interactive=False, max_lines=8)
    table = grid(desk, lambda payload: ledger_grid(desk), "zb-ledger")
    tick = gr.State(0)

    def fetch() -> object:
        try:
            with edge():
                return str(export(desk).path)
        except ZhubiError as error:
            warn(error)
            return gr.skip()

    def take(path: str, chosen: float | None, count: int) -> tuple[object, object, int]:
        try:
            with edge():
                text = import_sheet(desk, path, chosen).text
        except ZhubiError as error:
            text = f"没有导入：{error.message}{error.hint}"
        return gr.Textbox(text, visible=True), {"tick": count + 1}, count + 1

    def show() -> tuple[object, int]:
        return {"tick": 0}, newest_year(desk)

    page.load(show, None, [table, year], show_progress="hidden")
    download.click(fetch, None, file).then(
        None, None, None, js="() => window.zhubiDownload('zb-ledger-file')"
    )
    sheet.upload(take, [sheet, year, tick], [outcome, table, tick])
