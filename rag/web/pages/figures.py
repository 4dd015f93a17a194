"""Step 2: this year's figures, typed into a form or taken from a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import NotFoundError, ZhubiError
from rag.web.edge import edge, warn
from rag.web.parts import grid
from rag.web.parts.sheetimport import Imported, told
from rag.web.scratch import new_folder


def import_sheet(desk: Desk, report_id: int, path: str) -> Imported:
    """Fill the form from a sheet. Raises SheetError and the file errors."""
    if not report_id:
        raise NotFoundError("还没有打开报告。", "请先回到第一步。")
    return told(desk.import_ledger(Path(path), year=desk.report(report_id).fact_year))


def export_sheet(desk: Desk, report_id: int) -> Path:
    """A sheet with last year's values and this year's, to be filled by colleagues."""
    year = desk.report(report_id).fact_year
    folder = new_folder()
    return desk.export_ledger(folder / f"{year}年数据表.xlsx", years=(year - 1, year))


@dataclass(frozen=True, slots=True)
class FiguresStep:
    """The components of the step."""

    upload: gr.UploadButton
    download: gr.Button
    file: gr.DownloadButton
    outcome: gr.Textbox
    form: gr.HTML
    next_button: gr.Button


def layout(desk: Desk) -> FiguresStep:
    """Buttons above, the form below."""
    gr.Markdown("左边是上年的数，在右边填今年的数：填完一格自动保存。不清楚的可以先空着。")
    with gr.Row(elem_classes="zb-tools"):
        upload = gr.UploadButton(
            "上传数据表（.xlsx）填入", file_types=[".xlsx", ".csv"], elem_id="zb-sheet", scale=0
        )
        download = gr.Button("下载空表发给同事", elem_id="zb-get-sheet", scale=0)
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-sheet-file")
    outcome = gr.Textbox(
        label="导入结果",
        show_label=False,
        visible=False,
        interactive=False,
        lines=1,
        max_lines=5,
        elem_id="zb-imported",
    )

    form = grid.form(desk)
    with gr.Row(elem_classes="zb-next"):
        next_button = gr.Button("下一步：写草稿", variant="primary", elem_id="zb-to-draft", scale=0)
    return FiguresStep(upload, download, file, outcome, form, next_button)


def wire(desk: Desk, step: FiguresStep, report_id: gr.State, tick: gr.State) -> None:
    """Uploading and downloading."""

    def upload(report: int, path: str, count: int) -> tuple[object, object, int]:
        try:
            with edge():
                imported = import_sheet(desk, report, path)
        except ZhubiError as error:
            warn(error)
            text = f"没有填入：{error.message}{error.hint}"
            return gr.Textbox(text, visible=True), gr.skip(), count
        box = gr.Textbox(imported.text, visible=True)
        return box, {"report": report, "tick": count + 1}, count + 1

    def download(report: int) -> object:
        try:
            with edge():
                return str(export_sheet(desk, report))
        except ZhubiError as error:
            warn(error)
            return gr.skip()

    step.upload.upload(upload, [report_id, step.upload, tick], [step.outcome, step.form, tick])
    step.download.click(download, report_id, step.file).then(
        None, None, None, js="() => window.zhubiDownload('zb-sheet-file')"
    )
