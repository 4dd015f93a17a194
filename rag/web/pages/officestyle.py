"""The office's layout in the page: what it is, another one, the national standard again."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.style import office_layout
from rag.errors import UnsupportedFileError, ZhubiError
from rag.web.assets import asset
from rag.web.edge import edge
from rag.word.layout import NATIONAL_TOML, LayoutValue, Style, layout_values

REDRAW = "() => document.dispatchEvent(new CustomEvent('zhubi:layout'))"
"""Tells the preview that the paper is another one."""


def check_kind(path: Path) -> Path:
    """The path of a layout file. Raises UnsupportedFileError for another ending."""
    if path.suffix.lower() != ".toml":
        raise UnsupportedFileError(
            f"“{path.name}”不是版式文件。", "版式文件以 .toml 结尾，可照样本修改。"
        )
    return path


def style_html(style: Style, note: str = "") -> str:
    """A layout in words: its name, its fonts and, folded, every value with its rule."""
    standard = {one.path: one.value for one in layout_values(Style())}
    rows = "".join(_row(one, standard[one.path]) for one in layout_values(style))
    head = f"<p class='zb-refused'>{escape(note)}</p>" if note else ""
    return (
        f"{head}<div class='zb-note'>现在的版式：<b>{escape(style.name)}</b>。"
        f"文件用到的字体：{escape('、'.join(style.fonts()))}。</div>"
        "<details class='zb-style-values'><summary>看各项数值</summary><div><table><thead><tr>"
        "<th>项目</th><th>现值</th><th>国标值</th><th>依据</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(one: LayoutValue, standard: float | str | bool) -> str:
    own = one.value != standard
    _, _, level = one.path.partition("levels.")
    name = (
        one.rule.name.replace("层次", "一二三四"[int(level[0]) - 1] + "级")
        if level
        else one.rule.name
    )
    cells = (name, _shown(one, one.value), _shown(one, standard), one.rule.source)
    return (
        f"<tr{' class=own' if own else ''}>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _shown(one: LayoutValue, value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:g}{one.rule.unit}" if isinstance(value, float | int) else value or "同正文"


def shown(desk: Desk) -> str:
    """The layout in force; a broken file is told instead."""
    try:
        return style_html(desk.style())
    except ZhubiError as error:
        return style_html(Style(), f"{error.message}{error.hint}在此之前不能导出。")


def taken(desk: Desk, path: Path) -> str:
    """Make a file the office's layout, or say why the one before stays."""
    try:
        with edge():
            return style_html(desk.set_style(check_kind(path)))
    except ZhubiError as error:
        return style_html(desk.style(), f"没有换版式：{error.message}{error.hint}")


def given_up(desk: Desk) -> str:
    """Back to the national standard."""
    try:
        with edge():
            return style_html(desk.reset_style())
    except ZhubiError as error:
        return style_html(desk.style(), f"{error.message}{error.hint}")


def office_style(desk: Desk, opened: gr.events.Dependency | Any) -> None:
    """The components; ``opened`` is the event at which they show what is in force."""
    with gr.Row(elem_classes="zb-tools"):
        upload = gr.UploadButton("换本单位的版式（.toml）", scale=0, elem_id="zb-style")
        back = gr.Button("恢复国家标准版式", visible=bool(office_layout(desk.settings)), scale=0)
        gr.DownloadButton("下载版式样本", str(NATIONAL_TOML), scale=0, elem_id="zb-style-sample")
    line = gr.HTML(
        shown(desk),
        html_template="${value}",
        css_template=asset("officestyle.css"),
        elem_id="zb-fonts",
        apply_default_css=False,
    )

    def button() -> object:
        return gr.Button(visible=bool(office_layout(desk.settings)))

    def take(path: str) -> tuple[str, object]:
        return taken(desk, Path(path)), button()

    def forget() -> tuple[str, object]:
        return given_up(desk), button()

    outputs = [line, back]
    upload.upload(take, upload, outputs, show_progress="hidden").then(None, None, None, js=REDRAW)
    back.click(forget, None, outputs, show_progress="hidden").then(None, None, None, js=REDRAW)
    opened(lambda: (shown(desk), button()), None, outputs, show_progress="hidden")
