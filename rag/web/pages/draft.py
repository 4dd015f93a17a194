"""Step 3: the drafting desk; its streaming work runs in the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.web.edge import Stops
from rag.web.parts.reader import reader
from rag.web.parts.workspace import workspace
from rag.web.streams import WORK, Order, run


def messages(desk: Desk, stops: Stops, kind: str, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The workspace's values while a piece of work runs."""
    order = Order.of(kind, data)
    for number, wire in enumerate(run(desk, stops, order)):
        yield {"report": order.report, "tick": number, "wire": wire.json()}


@dataclass(frozen=True, slots=True)
class DraftStep:
    """The components of the step."""

    workspace: gr.HTML
    next_button: gr.Button


def layout(desk: Desk, stops: Stops) -> DraftStep:
    """The workspace takes the whole width."""
    desk_part = workspace(desk, stops)
    reader(desk)
    with gr.Row(elem_classes="zb-next"):
        next_button = gr.Button(
            "下一步：核对与导出", variant="primary", elem_id="zb-to-export", scale=0
        )
    return DraftStep(desk_part, next_button)


def listener(desk: Desk, stops: Stops, kind: str) -> Callable[..., Iterator[dict[str, Any]]]:
    """An event handler for one kind of work."""

    def work(event: gr.EventData) -> Iterator[dict[str, Any]]:
        yield from messages(desk, stops, kind, dict(event._data or {}))

    return work


def wire(desk: Desk, stops: Stops, step: DraftStep) -> None:
    """The kinds of streaming work."""
    for kind in WORK:
        event = getattr(step.workspace, kind)
        event(
            listener(desk, stops, kind),
            None,
            step.workspace,
            show_progress="hidden",
            concurrency_limit=4,
        )
