"""The answer with its sources, and its way into the report being written."""

from __future__ import annotations

import gradio as gr

from rag.desk.desk import Desk
from rag.records import Report
from rag.web.assets import script
from rag.web.edge import Payload, Reply, person, served
from rag.web.identity import signed


def target_json(report: Report) -> Reply:
    """A report with the sections an answer may go into."""
    return {
        "id": report.id,
        "title": report.title,
        "sections": [
            {"id": section.id, "name": f"{section.label}{section.heading}" or "开头"}
            for section in report.sections
        ],
    }


def insert(desk: Desk, payload: Payload) -> Reply:
    """Put a kept answer into a section with its sources."""
    who = signed(str(payload.get("who") or ""))
    given = desk.asked_question(int(payload["question"]), who)
    section = desk.insert(
        int(payload["report"]),
        int(payload["section"]),
        given.text,
        given.citations,
        made_by=person(payload),
    )
    return {"section": f"{section.label}{section.heading}" or "开头", "version": section.version}


def answer_box(desk: Desk) -> gr.HTML:
    """The component; its value is ``Shown.json()``."""

    @served
    def draft_targets(payload: Payload) -> Reply:
        return {"reports": [target_json(report) for report in desk.reports()]}

    @served
    def library_state(payload: Payload) -> Reply:
        return {"empty": not desk.documents()}

    @served
    def insert_answer(payload: Payload) -> Reply:
        return insert(desk, payload)

    return gr.HTML(
        html_template="<div class='zb-answer' aria-live='polite'></div>",
        js_on_load=script("answer.js"),
        server_functions=[draft_targets, library_state, insert_answer],
        apply_default_css=False,
        elem_id="zb-answer",
    )
