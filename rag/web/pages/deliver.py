"""Step 4: what the checks found, a preview, the Word file, and the Word file come back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import ZhubiError
from rag.web.assets import asset, script
from rag.web.edge import Payload, Reply, Served, edge, person, served, warn
from rag.web.pages.findings import findings_view, question_before
from rag.web.pages.options import Chosen, Options, options
from rag.web.pages.options import wire as wire_options
from rag.web.pages.preview import PagePreviews
from rag.web.pages.wordback import add_part, adopt, look
from rag.web.pages.wordtools import word_tools
from rag.web.parts.notes import notes_functions
from rag.web.payloads import finding_from
from rag.web.scratch import new_folder

SCRIPTS = ("marks.js", "changes.js", "preview.js", "notes.js", "wordback.js", "review.js")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to fetch, or the question to ask first."""

    path: Path | None
    question: str = ""


def file_name(title: str, *, annotated: bool, part: bool = False) -> str:
    """A file name made of the title: characters Windows forbids are left out."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", title).strip(" .")[:80] or "报告"
    return f"{safe}{'（节选）' if part else ''}{'（带批注）' if annotated else ''}.docx"


def export(
    desk: Desk,
    report_id: int,
    *,
    annotated: bool,
    sure: bool,
    chosen: Chosen | None = None,
    pdf: bool = False,
) -> Exported:
    """Make the Word file, or its PDF. Asks once when errors remain and the file is clean.

    Raises NotFoundError, InputError for a wrong layout, ComponentError when no PDF can be made.
    """
    chosen = chosen or Chosen()
    if not annotated and not sure:
        question = question_before(findings_view(desk, report_id))
        if question:
            return Exported(None, question)
    report = desk.report(report_id)
    sections = chosen.known(report.sections)
    name = file_name(report.title, annotated=annotated, part=bool(sections))
    path = desk.export(
        report_id,
        new_folder() / name,
        annotated=annotated,
        sections=sections,
        ledger=chosen.ledger,
        with_promises=chosen.promises,
        pdf=pdf,
    )
    return Exported(path.with_suffix(".pdf") if pdf else path)


@dataclass(frozen=True, slots=True)
class DeliverStep:
    """The components of the step."""

    review: gr.HTML
    clean: gr.Button
    annotated: gr.Button
    options: Options
    sure: gr.Group
    question: gr.Markdown
    go_on: gr.Button
    go_back: gr.Button
    file: gr.DownloadButton


def reading_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions that change nothing: findings, preview, the leaders' file looked at."""
    previews = PagePreviews(desk)

    @served
    def load_findings(payload: Payload) -> Reply:
        return findings_view(desk, int(payload["report"]))

    @served
    def load_preview(payload: Payload) -> Reply:
        return {"html": desk.preview(int(payload["report"]))}

    @served
    def make_pages(payload: Payload) -> Reply:
        return previews.make(int(payload["report"]))

    @served
    def load_page(payload: Payload) -> Reply:
        return previews.page(str(payload["state"]), int(payload["number"]))

    @served
    def look_at_word(payload: Payload) -> Reply:
        return look(desk, payload)

    return load_findings, load_preview, make_pages, load_page, look_at_word


def saving_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions that save: a finding left out, the leaders' changes and their own headings."""

    @served
    def ignore_finding(payload: Payload) -> Reply:
        finding = finding_from(payload["finding"])
        desk.ignore(int(payload["section"]), finding, made_by=person(payload))
        return {}

    @served
    def adopt_word(payload: Payload) -> Reply:
        return adopt(desk, payload)

    @served
    def add_word_part(payload: Payload) -> Reply:
        return add_part(desk, payload)

    return ignore_finding, adopt_word, add_word_part


def review(desk: Desk) -> gr.HTML:
    """The findings list, the preview and the file that comes back."""
    return gr.HTML(
        value=None,
        html_template="<div class='zb-review'></div>",
        css_template=asset("word.css"),
        js_on_load=script(*SCRIPTS),
        server_functions=[
            *reading_functions(desk),
            *saving_functions(desk),
            *notes_functions(desk),
        ],
        apply_default_css=False,
        elem_id="zb-review",
    )


def layout(desk: Desk) -> DeliverStep:
    """Download buttons and their options above, findings and preview below."""
    with gr.Row(elem_classes="zb-tools"):
        clean = gr.Button("下载 Word", variant="primary", elem_id="zb-word", scale=0)
        annotated = gr.Button("下载带批注的 Word", elem_id="zb-word-notes", scale=0)
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-word-file")
    more = options(desk)
    with gr.Group(visible=False, elem_id="zb-sure") as sure:
        question = gr.Markdown()
        with gr.Row():
            go_back = gr.Button("先去修改", variant="primary")
            go_on = gr.Button("仍要下载", elem_id="zb-word-anyway")
    found = review(desk)
    word_tools(desk)
    return DeliverStep(found, clean, annotated, more, sure, question, go_on, go_back, file)


Made = tuple[object, object, object, object]
"""The file, the question's box, the question, and what is to be made when it is answered."""


def wire(desk: Desk, step: DeliverStep, report_id: gr.State) -> None:
    """Making and fetching the file."""
    wire_options(desk, step.options, report_id)
    asked = gr.State("word")

    def make(kind: str, report: int, *values: object, sure: bool = False) -> Made:
        try:
            with edge():
                done = export(
                    desk,
                    report,
                    annotated=kind == "notes",
                    sure=sure,
                    chosen=Chosen.of(*values),
                    pdf=kind == "pdf",
                )
        except ZhubiError as error:
            warn(error)
            return None, gr.Group(visible=False), "", kind
        if done.path is None:
            return None, gr.Group(visible=True), f"**{escape(done.question)}**", kind
        return str(done.path), gr.Group(visible=False), "", kind

    inputs = [report_id, *step.options.inputs]
    outputs = [step.file, step.sure, step.question, asked]
    fetch = "() => window.zhubiDownload('zb-word-file')"
    kinds = (
        (step.clean, lambda *values: make("word", *values)),
        (step.annotated, lambda *values: make("notes", *values)),
    )
    for button, handler in kinds:
        button.click(handler, inputs, outputs).then(None, None, None, js=fetch)
    pdf = step.options.pdf
    pdf.click(lambda: gr.Button("正在生成 PDF……", interactive=False), None, pdf).then(
        lambda *values: make("pdf", *values), inputs, outputs
    ).then(lambda: gr.Button("下载 PDF", interactive=True), None, pdf).then(
        None, None, None, js=fetch
    )
    step.go_on.click(
        lambda kind, *values: make(kind, *values, sure=True), [asked, *inputs], outputs
    ).then(None, None, None, js=fetch)
