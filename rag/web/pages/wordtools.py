"""Any Word file, without a report: its layout checked, set anew, or two files compared."""

from __future__ import annotations

import gradio as gr

from rag.desk.compare import Comparison, SectionPair, compare_files
from rag.desk.comparesheet import STATUS_WORDS, export_comparison, figure_cells, section_name
from rag.desk.desk import Desk
from rag.desk.relay import check_layout_file, relay_file
from rag.desk.style import chosen_style
from rag.web.assets import asset, script
from rag.web.edge import Payload, Reply, served
from rag.web.pages.findings import ORDER
from rag.web.pages.officestyle import check_kind
from rag.web.pages.received import file_json, received, received_style
from rag.web.pages.wordback import worded
from rag.web.scratch import new_folder
from rag.word.layout import load_style

STRENGTHS = {"error": "规定", "warning": "一般", "hint": "实务"}


def layout_view(desk: Desk, payload: Payload) -> Reply:
    """Deviations of an uploaded .docx, the binding ones first."""
    path, style = received(payload), received_style(payload)
    found = check_layout_file(path, desk.settings, style=style)
    return {
        "file": path.name,
        "style": chosen_style(style, desk.settings).name,
        "deviations": [
            {
                "severity": one.severity,
                "strength": STRENGTHS[one.severity],
                "text": one.text,
                "message": one.message,
                "source": one.evidence,
            }
            for one in sorted(found, key=lambda one: ORDER.index(one.severity))
        ],
    }


def style_view(desk: Desk, payload: Payload) -> Reply:
    """What an uploaded layout file is called; without one, the office's. Raises InputError."""
    if not payload.get("path"):
        return {"name": desk.style().name}
    return {"name": load_style(check_kind(received(payload))).name}


def relayed(desk: Desk, payload: Payload) -> Reply:
    """An uploaded file set anew in a layout, to be fetched."""
    source = received(payload)
    target = new_folder() / f"{source.stem}（重排）.docx"
    notices = relay_file(source, target, desk.settings, style=received_style(payload))
    return {**file_json(target), "notices": list(notices)}


def compared(desk: Desk, payload: Payload) -> Reply:
    """Two uploaded files side by side."""
    comparison = _comparison(desk, payload)
    figures = [
        {"cells": list(figure_cells(pair)), "status": pair.status} for pair in comparison.figures
    ]
    return {
        "old": comparison.old.title,
        "new": comparison.new.title,
        "sections": [_pair_json(pair) for pair in comparison.sections],
        "figures": figures,
        "statuses": dict(STATUS_WORDS),
    }


def compared_sheet(desk: Desk, payload: Payload) -> Reply:
    """The comparison as a workbook, to be fetched."""
    return file_json(export_comparison(_comparison(desk, payload), new_folder() / "对比.xlsx"))


def _comparison(desk: Desk, payload: Payload) -> Comparison:
    return compare_files(received(payload, "old"), received(payload, "new"), desk.settings)


def _pair_json(pair: SectionPair) -> Reply:
    return {
        "old": section_name(pair.old),
        "new": section_name(pair.new),
        "likeness": f"{pair.likeness:.0%}" if pair.old and pair.new else "",
        "changes": worded(pair.changes),
    }


def word_tools(desk: Desk) -> gr.HTML:
    """The component, folded until it is needed."""

    @served
    def check_layout(payload: Payload) -> Reply:
        return layout_view(desk, payload)

    @served
    def read_style(payload: Payload) -> Reply:
        return style_view(desk, payload)

    @served
    def relay(payload: Payload) -> Reply:
        return relayed(desk, payload)

    @served
    def compare(payload: Payload) -> Reply:
        return compared(desk, payload)

    @served
    def compare_sheet(payload: Payload) -> Reply:
        return compared_sheet(desk, payload)

    return gr.HTML(
        value=None,
        html_template="<div class='zb-wordtools'></div>",
        css_template=asset("word.css"),
        js_on_load=script("changes.js", "layoutcheck.js", "compare.js", "wordtools.js"),
        server_functions=[check_layout, read_style, relay, compare, compare_sheet],
        apply_default_css=False,
        elem_id="zb-wordtools",
    )
