"""资料库: the documents everything rests on; upload, open, remove."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.records import IndexOutcome
from rag.web.assets import script
from rag.web.edge import Payload, Reply, served
from rag.web.hints import plain
from rag.web.pages.received import received
from rag.web.pages.wordtools import word_tools
from rag.web.parts.bar import page_bar
from rag.web.parts.reader import reader
from rag.web.payloads import entry_json

KINDS_READ = [
    *(".docx", ".doc", ".wps", ".pdf", ".ofd", ".txt", ".md", ".rtf", ".html"),
    *(".xlsx", ".xls", ".csv", ".png", ".jpg", ".jpeg", ".zip"),
]


def added_json(outcome: IndexOutcome) -> Reply:
    """What became of one uploaded file, which may be an archive of several."""
    failures = [f"{Path(file).name}：{reason}" for file, reason in outcome.failed]
    alike = [f"{Path(file).name}：{words}" for file, words in outcome.similar]
    return {
        "added": outcome.added,
        "unchanged": outcome.unchanged,
        "failed": len(outcome.failed),
        "remarks": [plain(one).words for one in failures + alike],
    }


def table(desk: Desk) -> gr.HTML:
    """The table of documents."""

    @served
    def list_documents(payload: Payload) -> Reply:
        return {
            "documents": [entry_json(entry) for entry in desk.documents()],
            "kinds": KINDS_READ,
            "most": desk.settings.max_file_mb,
        }

    @served
    def add_document(payload: Payload) -> Reply:
        return added_json(desk.index([received(payload)], vectors="background"))

    @served
    def remove_document(payload: Payload) -> Reply:
        return entry_json(desk.remove(str(payload["document"])))

    @served
    def retry_document(payload: Payload) -> Reply:
        return entry_json(desk.retry(str(payload["document"])))

    return gr.HTML(
        value=0,
        html_template="<div class='zb-uploads'></div><div class='zb-library'></div>",
        js_on_load=script("upload.js", "library.js"),
        server_functions=[list_documents, add_document, remove_document, retry_document],
        apply_default_css=False,
        elem_id="zb-library",
    )


def library(desk: Desk) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    gr.Markdown("## 资料库\n起草和回答只用这里的文件。上传往年的报告、政策文件和通知即可。")
    table(desk)
    reader(desk)
    word_tools(desk)
