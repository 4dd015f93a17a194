"""Step 4: what the checks found, a preview, and the Word file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import ZhubiError
from rag.records import ReportSection, Severity
from rag.web.assets import script
from rag.web.edge import Payload, Reply, edge, served, warn
from rag.web.payloads import finding_from, finding_json
from rag.web.scratch import new_folder

ORDER: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to fetch, or the question to ask first."""

    path: Path | None
    question: str = ""


def unwritten(sections: tuple[ReportSection, ...]) -> list[ReportSection]:
    """Sections without text; a heading over sub-sections needs none of its own."""
    following = [*(part.level for part in sections[1:]), 0]
    return [
        part
        for part, below in zip(sections, following, strict=True)
        if not part.text.strip() and not 0 < part.level < below
    ]


def findings_view(desk: Desk, report_id: int) -> Reply:
    """All findings of a report, the gravest first, and the count of numbers."""
    report = desk.report(report_id)
    names = {part.id: f"{part.label}{part.heading}" or "开头" for part in report.sections}
    summary = desk.check(report_id)
    found: list[dict[str, Any]] = []
    for part in summary.sections:
        for finding in part.findings:
            line = finding_json(finding, part.section_id)
            found.append({**line, "sectionName": names.get(part.section_id, "")})
    found.sort(key=lambda line: ORDER.index(line["severity"]))
    counts = summary.counts
    return {
        "findings": found,
        "numbers": sum(counts.values()),
        "unproved": summary.unproved,
        "empty": [names[part.id] for part in unwritten(report.sections)],
        "blanks": sum(
            part.text.count("【待填") + part.text.count("【待核") for part in report.sections
        ),
    }


def question_before(view: Reply) -> str:
    """What to ask before a file leaves with open faults; empty when it is clean."""
    errors = sum(1 for line in view["findings"] if line["severity"] == "error")
    open_points = [
        (view["unproved"], "个数字没有依据或与台账不符"),
        (errors, "处必须改的问题"),
        (view["blanks"], "处待填、待核"),
    ]
    named = [f"{count} {words}" for count, words in open_points if count]
    return f"还有 {'、'.join(named)}。仍要下载吗？" if named else ""


def file_name(title: str, *, annotated: bool) -> str:
    """A file name made of the title: characters Windows forbids are left out."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", title).strip(" .")[:80] or "报告"
    return f"{safe}{'（带批注）' if annotated else ''}.docx"


def export(desk: Desk, report_id: int, *, annotated: bool, sure: bool) -> Exported:
    """Make the Word file. Asks once when errors remain and the file is the clean one."""
    if not annotated and not sure:
        question = question_before(findings_view(desk, report_id))
        if question:
            return Exported(None, question)
    name = file_name(desk.report(report_id).title, annotated=annotated)
    path = new_folder() / name
    return Exported(desk.export(report_id, path, annotated=annotated))


@dataclass(frozen=True, slots=True)
class DeliverStep:
    """The components of the step."""

    review: gr.HTML
    clean: gr.Button
    annotated: gr.Button
    sure: gr.Group
    question: gr.Markdown
    go_on: gr.Button
    go_back: gr.Button
    file: gr.DownloadButton


def review(desk: Desk) -> gr.HTML:
    """The findings list and the preview."""

    @served
    def load_findings(payload: Payload) -> Reply:
        return findings_view(desk, int(payload["report"]))

    @served
    def load_preview(payload: Payload) -> Reply:
        return {"html": desk.preview(int(payload["report"]))}

    @served
    def ignore_finding(payload: Payload) -> Reply:
        finding = finding_from(payload["finding"])
        desk.ignore(int(payload["section"]), finding, made_by=str(payload.get("who") or ""))
        return {}

    return gr.HTML(
        value=None,
        html_template="<div class='zb-review'></div>",
        js_on_load=script("review.js"),
        server_functions=[load_findings, load_preview, ignore_finding],
        apply_default_css=False,
        elem_id="zb-review",
    )


def layout(desk: Desk) -> DeliverStep:
    """Download buttons above, findings and preview below."""
    with gr.Row(elem_classes="zb-tools"):
        clean = gr.Button("下载 Word", variant="primary", elem_id="zb-word", scale=0)
        annotated = gr.Button("下载带批注的 Word", elem_id="zb-word-notes", scale=0)
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-word-file")
    with gr.Group(visible=False, elem_id="zb-sure") as sure:
        question = gr.Markdown()
        with gr.Row():
            go_back = gr.Button("先去修改", variant="primary")
            go_on = gr.Button("仍要下载", elem_id="zb-word-anyway")
    return DeliverStep(review(desk), clean, annotated, sure, question, go_on, go_back, file)


def wire(desk: Desk, step: DeliverStep, report_id: gr.State) -> None:
    """Making and fetching the file."""

    def make(report: int, *, annotated: bool, sure: bool) -> tuple[object, object, object]:
        try:
            with edge():
                done = export(desk, report, annotated=annotated, sure=sure)
        except ZhubiError as error:
            warn(error)
            return gr.skip(), gr.Group(visible=False), ""
        if done.path is None:
            return None, gr.Group(visible=True), f"**{done.question}**"
        return str(done.path), gr.Group(visible=False), ""

    outputs = [step.file, step.sure, step.question]
    fetch = "() => window.zhubiDownload('zb-word-file')"
    kinds = (
        (step.clean, lambda report: make(report, annotated=False, sure=False)),
        (step.annotated, lambda report: make(report, annotated=True, sure=True)),
        (step.go_on, lambda report: make(report, annotated=False, sure=True)),
    )
    for button, handler in kinds:
        button.click(handler, report_id, outputs).then(None, None, None, js=fetch)
