"""资料库: the documents everything rests on; upload, open, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import ZhubiError
from rag.records import IndexOutcome, Progress
from rag.web.assets import script
from rag.web.edge import Payload, Reply, edge, served
from rag.web.hints import sentence
from rag.web.pages.wordtools import word_tools
from rag.web.parts.bar import page_bar
from rag.web.parts.reader import reader
from rag.web.payloads import entry_json

KINDS_READ = [
    *(".docx", ".doc", ".wps", ".pdf", ".ofd", ".txt", ".md", ".rtf", ".html"),
    *(".xlsx", ".xls", ".csv", ".png", ".jpg", ".jpeg", ".zip"),
]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What an upload did, in sentences."""

    summary: str
    failures: tuple[str, ...]

    @property
    def text(self) -> str:
        """One line a sentence."""
        return "\n".join((self.summary, *self.failures))


def told(outcome: IndexOutcome) -> Uploaded:
    """An outcome in words."""
    parts = [f"新加入 {outcome.added} 份"]
    if outcome.unchanged:
        parts.append(f"{outcome.unchanged} 份已在库中，没有变化")
    if outcome.failed:
        parts.append(f"{len(outcome.failed)} 份没有加入")
    failures = tuple(f"{Path(file).name}：{reason}" for file, reason in outcome.failed)
    alike = tuple(f"{Path(file).name}：{words}" for file, words in outcome.similar)
    return Uploaded(f"{'，'.join(parts)}。", failures + alike)


def upload(desk: Desk, paths: list[str], show: Callable[[Progress], None]) -> Uploaded:
    """Index files; one bad file never stops the others."""
    files = [Path(path) for path in paths]
    return told(desk.index(files, progress=show, vectors="background"))


def table(desk: Desk) -> gr.HTML:
    """The table of documents."""

    @served
    def list_documents(payload: Payload) -> Reply:
        return {"documents": [entry_json(entry) for entry in desk.documents()]}

    @served
    def remove_document(payload: Payload) -> Reply:
        return entry_json(desk.remove(str(payload["document"])))

    @served
    def retry_document(payload: Payload) -> Reply:
        return entry_json(desk.retry(str(payload["document"])))

    return gr.HTML(
        value=0,
        html_template="<div class='zb-library'></div>",
        js_on_load=script("library.js"),
        server_functions=[list_documents, remove_document, retry_document],
        apply_default_css=False,
        elem_id="zb-library",
    )


def library(desk: Desk) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    gr.Markdown("## 资料库\n起草和回答只用这里的文件。上传往年的报告、政策文件和通知即可。")
    with gr.Row(elem_classes="zb-tools"):
        button = gr.UploadButton(
            "上传文件（可多选）",
            file_count="multiple",
            file_types=KINDS_READ,
            variant="primary",
            elem_id="zb-upload",
            scale=0,
        )
    outcome = gr.Textbox(
        label="上传结果",
        show_label=False,
        visible=False,
        interactive=False,
        max_lines=8,
        elem_id="zb-uploaded",
    )
    shelf = table(desk)
    reader(desk)
    word_tools(desk)

    tracker = gr.Progress()

    def take(paths: list[str], count: int, progress: gr.Progress = tracker) -> tuple[object, int]:
        def show(step: Progress) -> None:
            progress((step.done, step.total or None), desc=step.label, unit="份")

        try:
            with edge():
                text = upload(desk, paths, show).text
        except ZhubiError as error:
            text = f"没有加入：{sentence(error)}"
        return gr.Textbox(text, visible=True), (count or 0) + 1

    button.upload(lambda: gr.Textbox("正在读取文件……", visible=True), None, outcome).then(
        take, [button, shelf], [outcome, shelf], show_progress_on=outcome
    )
