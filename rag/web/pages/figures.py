"""Step 2: this year's figures, typed into a form or taken from a sheet."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from rag.desk.desk import Desk
from rag.web.parts import grid


@dataclass(frozen=True, slots=True)
class FiguresStep:
    """The components of the step."""

    form: gr.HTML
    next_button: gr.Button


def layout(desk: Desk) -> FiguresStep:
    """The form with its sheets, and the way on."""
    gr.Markdown("左边是上年的数，在右边填今年的数：填完一格自动保存。不清楚的可以先空着。")
    form = grid.form(desk)
    with gr.Row(elem_classes="zb-next"):
        next_button = gr.Button("下一步：写草稿", variant="primary", elem_id="zb-to-draft", scale=0)
    return FiguresStep(form, next_button)
