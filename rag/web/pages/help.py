"""使用说明: a short help, the model's state, and the state of every component."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.views import Diagnosis
from rag.web.assets import asset
from rag.web.hints import plain
from rag.web.parts.bar import page_bar


@dataclass(frozen=True, slots=True)
class HelpView:
    """What the page says about this installation; ``details`` are for the administrator."""

    model: str
    rows: list[list[str]]
    details: str


def line(diagnosis: Diagnosis) -> list[str]:
    """A component's line in a clerk's words; a setting's own value is not one."""
    hint = plain(diagnosis.hint)
    detail = "" if plain(diagnosis.detail).detail else diagnosis.detail
    return [diagnosis.component, diagnosis.state, detail, hint.words]


def help_view(desk: Desk) -> HelpView:
    """The installation's state."""
    found = desk.doctor()
    kept = ((one, plain(one.hint)) for one in found)
    details = "\n".join(f"{one.component}：{hint.detail}" for one, hint in kept if hint.detail)
    return HelpView(desk.model_info().sentence, [line(one) for one in found], details)


def help_page(desk: Desk, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    gr.Markdown(asset("help.md"), elem_classes="zb-help")
    gr.Markdown("## 运行状态")
    model = gr.Textbox(label="写作模型", interactive=False, lines=2, elem_id="zb-model")
    table = gr.Dataframe(
        headers=["部件", "状态", "说明", "怎么办"],
        datatype="str",
        interactive=False,
        wrap=True,
        column_widths=["16%", "12%", "36%", "36%"],
        label="运行状态",
        show_label=False,
        buttons=[],
        elem_id="zb-doctor",
    )
    with gr.Accordion("技术信息（给管理员看）", open=False, elem_id="zb-technical"):
        details = gr.Textbox(label="技术信息", show_label=False, interactive=False, lines=3)

    def show() -> tuple[str, list[list[str]], str]:
        view = help_view(desk)
        return view.model, view.rows, view.details or "没有需要管理员处理的事项。"

    page.load(show, None, [model, table, details])
