"""The drafting desk: section outline, the editor with marked numbers, and the proof panel.

The script (assets/workspace.js and what it builds on) calls the functions below; streaming work
(draft, draft all, revise) comes as events with the Gradio queue behind them.
"""

from __future__ import annotations

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import ConflictError
from rag.records import ReportSection
from rag.web.assets import asset, script
from rag.web.edge import Payload, Reply, Served, Stops, person, served
from rag.web.hints import error_reply
from rag.web.parts.notes import notes_functions
from rag.web.parts.sections import (
    order_functions,
    outline_functions,
    outline_json,
    version_functions,
)
from rag.web.parts.sources import source_functions
from rag.web.payloads import (
    check_json,
    finding_from,
    proposal_from,
    section_json,
)

SCRIPTS = (
    "marks.js",
    "notes.js",
    "editor.js",
    "panel.js",
    "proposal.js",
    "versions.js",
    "conflict.js",
    "origin.js",
    "sources.js",
    "outline.js",
    "stream.js",
    "selection.js",
    "workspace.js",
)


def section_of(desk: Desk, report_id: int, section_id: int) -> ReportSection:
    """A section with its newest text."""
    report = desk.report(report_id)
    return next(section for section in report.sections if section.id == section_id)


def saved(section: ReportSection) -> Reply:
    """What a script needs to know after a save."""
    return {"section": section_json(section)}


def reading_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions that change nothing."""

    @served
    def open_report(payload: Payload) -> Reply:
        report = desk.report(int(payload["report"]))
        info = desk.model_info()
        return {
            "title": report.title,
            **outline_json(desk, report),
            "job": desk.drafting_under_way(report.id),
            "presets": list(info.presets),
            "model": info.name,
        }

    @served
    def check_text(payload: Payload) -> Reply:
        text = payload.get("text")
        check = desk.check_section(int(payload["report"]), int(payload["section"]), text)
        return check_json(check)

    return open_report, check_text


def writing_functions(desk: Desk, stops: Stops) -> tuple[Served, ...]:
    """Functions that save or stop something."""

    @served
    def save_text(payload: Payload) -> Reply:
        try:
            section = desk.save(
                int(payload["section"]),
                str(payload["text"]),
                base_version=int(payload["base"]),
                made_by=person(payload),
            )
        except ConflictError as error:
            newest = section_of(desk, int(payload["report"]), int(payload["section"]))
            return {"conflict": section_json(newest), **error_reply(error)}
        return saved(section)

    @served
    def restore_version(payload: Payload) -> Reply:
        who = person(payload)
        return saved(desk.restore(int(payload["section"]), int(payload["number"]), made_by=who))

    @served
    def accept_proposal(payload: Payload) -> Reply:
        proposal = proposal_from(payload["proposal"])
        kept = [bool(one) for one in payload["kept"]]
        return saved(desk.accept(proposal, kept, made_by=person(payload)))

    @served
    def ignore_finding(payload: Payload) -> Reply:
        finding = finding_from(payload["finding"])
        desk.ignore(int(payload["section"]), finding, made_by=person(payload))
        return {}

    @served
    def stop_work(payload: Payload) -> Reply:
        stops.stop(str(payload["job"]))
        return {}

    return save_text, restore_version, accept_proposal, ignore_finding, stop_work


def workspace(desk: Desk, stops: Stops) -> gr.HTML:
    """The component. Its value: ``{"report", "who", "tick"}`` and, while streaming, ``"wire"``."""
    return gr.HTML(
        value=None,
        html_template=asset("workspace.html"),
        js_on_load=script(*SCRIPTS),
        server_functions=[
            *reading_functions(desk),
            *writing_functions(desk, stops),
            *outline_functions(desk),
            *order_functions(desk),
            *version_functions(desk),
            *notes_functions(desk),
            *source_functions(desk),
        ],
        apply_default_css=False,
        elem_id="zb-workspace",
    )
