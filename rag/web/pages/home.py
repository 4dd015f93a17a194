"""写报告: four steps from choosing a report to the Word file.

The report and the step are kept in the browser, so that a reload or a second tab comes back to
the same place; everything else is in the store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import NotFoundError, ZhubiError
from rag.web.edge import Stops, edge, warn
from rag.web.pages import deliver, draft, figures, start
from rag.web.pages.start import Opened
from rag.web.parts.bar import page_bar

START, FIGURES, DRAFT, DELIVER = 1, 2, 3, 4
LINE = """<div class="zb-line ${value ? "" : "none"}">
${value || "还没有打开报告：请新建一份，或打开已有的。"}</div>"""
"""Which report is open; without one (class none) only the first step can be chosen."""
PLACE_KEY = "zhubi-place-1"
"""Not a secret: it only has to stay the same, so that a restart of the program is no loss."""

Moved = tuple[object, object, object]
Opening = Callable[..., Moved]
"""Report id, line and steps: the outputs of opening a report."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a report and a step."""

    report: int
    step: int
    line: str


def come_back(desk: Desk, place: Any) -> Place:
    """The place kept in the browser, or the first step when it is gone."""
    kept = place if isinstance(place, dict) else {}
    report_id = int(kept.get("report") or 0)
    if not report_id:
        return Place(0, START, "")
    try:
        report = start.opened(desk.report(report_id))
    except NotFoundError:
        return Place(0, START, "")
    return Place(report_id, int(kept.get("step") or START), report.line)


def step_of(opened: Opened) -> int:
    """Where work on a report stands: at its figures until a section is written."""
    return DRAFT if opened.begun else FIGURES


def still_open(desk: Desk, report_id: int) -> tuple[object, object]:
    """The report's id and line after a deletion: nothing is open when it was the one deleted."""
    known = any(report.id == report_id for report in desk.reports())
    return (gr.skip(), gr.skip()) if known else (0, "")


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of the page that move together."""

    line: gr.HTML
    walk: gr.Tabs
    steps: tuple[gr.Tab, ...]
    start: start.StartStep
    figures: figures.FiguresStep
    draft: draft.DraftStep
    deliver: deliver.DeliverStep


@dataclass(frozen=True, slots=True)
class Memory:
    """Ids kept for the session and in the browser."""

    report: gr.State
    tick: gr.State
    place: gr.BrowserState


def layout(desk: Desk, stops: Stops) -> Steps:
    """The report's line and the steps."""
    line = gr.HTML("", html_template=LINE)
    # Tabs, not a gr.Walkthrough: that one locks every step behind the one that is open.
    with gr.Tabs(selected=START, overflow_behavior="wrap", elem_id="zb-steps") as walk:
        with gr.Tab("选报告", id=START) as one:
            first = start.layout()
        with gr.Tab("填数据", id=FIGURES) as two:
            second = figures.layout(desk)
        with gr.Tab("写草稿", id=DRAFT) as three:
            third = draft.layout(desk, stops)
        with gr.Tab("核对与导出", id=DELIVER) as four:
            fourth = deliver.layout(desk)
    return Steps(line, walk, (one, two, three, four), first, second, third, fourth)


def open_handlers(
    desk: Desk,
) -> tuple[Opening, Opening, Opening]:
    """Handlers that open a report: a new one, a chosen one, the one kept in the browser."""

    def moved(report: Opened, step: int) -> Moved:
        return report.report_id, escape(report.line), gr.Tabs(selected=step)

    def new(year: float | None, like: str | None, title: str, kind: str | None) -> Moved:
        try:
            with edge():
                return moved(start.new_report(desk, year, like, title, kind), FIGURES)
        except ZhubiError as error:
            warn(error)
            return gr.skip(), gr.skip(), gr.skip()

    def chosen(report: int | None) -> Moved:
        try:
            with edge():
                opened = start.open_report(desk, report)
                return moved(opened, step_of(opened))
        except ZhubiError as error:
            warn(error)
            return gr.skip(), gr.skip(), gr.skip()

    def kept(place: Any) -> Moved:
        found = come_back(desk, place)
        return found.report, escape(found.line), gr.Tabs(selected=found.step)

    return new, chosen, kept


def wire(desk: Desk, steps: Steps, memory: Memory, page: gr.Blocks) -> None:
    """Opening a report, and moving from step to step."""
    first, outputs = steps.start, [memory.report, steps.line, steps.walk]
    new, chosen, kept = open_handlers(desk)
    given = [first.year, first.like, first.title, first.kind]
    first.new_button.click(new, given, outputs)
    first.open_button.click(chosen, first.reports, outputs)
    page.load(kept, memory.place, outputs, show_progress="hidden")
    steps.figures.next_button.click(lambda: gr.Tabs(selected=DRAFT), None, steps.walk)
    steps.draft.next_button.click(lambda: gr.Tabs(selected=DELIVER), None, steps.walk)
    steps.deliver.go_back.click(lambda: gr.Tabs(selected=DRAFT), None, steps.walk)
    steps.deliver.review.jump(lambda: gr.Tabs(selected=DRAFT), None, steps.walk)
    wire_entering(steps, memory)


def wire_entering(steps: Steps, memory: Memory) -> None:
    """A step loads its part when it is entered, and the browser remembers where one is."""

    def entering(step: int) -> Callable[[int, int], tuple[Any, int, Any]]:
        def enter(report: int, tick: int) -> tuple[Any, int, Any]:
            tick += 1
            return {"report": report, "step": step}, tick, {"report": report, "tick": tick}

        return enter

    parts = (
        (FIGURES, steps.figures.form),
        (DRAFT, steps.draft.workspace),
        (DELIVER, steps.deliver.review),
    )
    for number, part in parts:
        steps.steps[number - 1].select(
            entering(number),
            [memory.report, memory.tick],
            [memory.place, memory.tick, part],
            show_progress="hidden",
        )


def home(desk: Desk, stops: Stops, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    memory = Memory(
        report=gr.State(0),
        tick=gr.State(0),
        place=gr.BrowserState({}, storage_key="zhubi-place", secret=PLACE_KEY),
    )
    steps = layout(desk, stops)
    deleted = start.wire(desk, steps.start, page, steps.steps[0])
    deleted.then(
        lambda report: still_open(desk, report), memory.report, [memory.report, steps.line]
    )
    draft.wire(desk, stops, steps.draft)
    deliver.wire(desk, steps.deliver, memory.report)
    wire(desk, steps, memory, page)
