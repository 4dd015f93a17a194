"""更多选项: what goes into the Word file beside the text, which sections, and which layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import NotFoundError, ZhubiError
from rag.records import ReportSection
from rag.web.edge import edge
from rag.web.pages.findings import section_name
from rag.web.pages.wordtools import style_json
from rag.word.pdf import find_office

NO_PDF = (
    "本机没有安装 LibreOffice，不能直接生成 PDF；"
    "请在 Word 或 WPS 里打开下载的文件，再“另存为 PDF”。"
)

LEDGER, PROMISES = "今年数据表（台账）", "上年承诺清单"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen. No ``sections`` means all, no ``style`` the national standard."""

    ledger: bool = False
    promises: bool = False
    sections: tuple[int, ...] = ()
    style: Path | None = None

    @classmethod
    def of(cls, *values: Any) -> Chosen:
        """From the components' values, in the order of :attr:`Options.inputs`."""
        added, sections, style = values
        return cls(
            LEDGER in (added or ()),
            PROMISES in (added or ()),
            tuple(int(one) for one in sections or ()),
            Path(style) if style else None,
        )

    def known(self, sections: Sequence[ReportSection]) -> tuple[int, ...]:
        """The chosen ones that this report has: the list may still show another report's."""
        ids = {part.id for part in sections}
        return tuple(one for one in self.sections if one in ids)


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """A layout file that was taken, or None and a line that says why not."""

    path: Path | None
    line: str
    refused: bool = False


def standard() -> StyleChoice:
    """The national standard."""
    return StyleChoice(None, style_line(None))


def style_line(path: Path | None) -> str:
    """A layout's name and the fonts its files ask for. Raises InputError for a wrong file."""
    style = style_json(path)
    preview = "预览仍按国家标准版式。" if path else ""
    return f"版式：{style['name']}。文件用到的字体：{'、'.join(style['fonts'])}。{preview}"


def take_style(path: Path) -> StyleChoice:
    """A layout file, or the reason why the one before stays."""
    try:
        with edge():
            return StyleChoice(path, style_line(path))
    except ZhubiError as error:
        return StyleChoice(None, f"没有换版式：{error.message}{error.hint}", refused=True)


def section_choices(desk: Desk, report_id: int) -> list[tuple[str, int]]:
    """The report's sections, lower ones set in."""
    try:
        report = desk.report(report_id)
    except NotFoundError:
        return []
    return [(section_name(part), part.id) for part in report.sections]


def pdf_reason() -> str:
    """Why no PDF can be made here; empty when it can."""
    return "" if find_office() else NO_PDF


@dataclass(frozen=True, slots=True)
class Options:
    """The components."""

    box: gr.Accordion
    added: gr.CheckboxGroup
    sections: gr.CheckboxGroup
    style: gr.State
    upload: gr.UploadButton
    standard: gr.Button
    line: gr.HTML
    pdf: gr.Button

    @property
    def inputs(self) -> list[Any]:
        """What :meth:`Chosen.of` reads."""
        return [self.added, self.sections, self.style]


def options() -> Options:
    """A fold with everything that is not needed every day."""
    reason = pdf_reason()
    with gr.Accordion("更多选项", open=False, elem_id="zb-more") as box:
        added = gr.CheckboxGroup([LEDGER, PROMISES], label="另外附上", elem_id="zb-added")
        sections = gr.CheckboxGroup(
            label="只要其中几节（都不选就是全部；选大标题，下面的小节一起带上）",
            elem_id="zb-only-sections",
        )
        with gr.Row(elem_classes="zb-tools"):
            pdf = gr.Button("下载 PDF", interactive=not reason, scale=0, elem_id="zb-pdf")
            upload = gr.UploadButton("换版式文件（.toml）", scale=0, elem_id="zb-style")
            back = gr.Button("恢复国家标准版式", visible=False, scale=0)
        if reason:
            gr.HTML(f"<div class='zb-note'>{escape(reason)}</div>", elem_id="zb-no-pdf")
        line = gr.HTML(
            escape(standard().line),
            html_template="<div class='zb-note'>${value}</div>",
            elem_id="zb-fonts",
        )
    style = gr.State("")
    return Options(box, added, sections, style, upload, back, line, pdf)


def wire(desk: Desk, parts: Options, report_id: gr.State) -> None:
    """The list of sections follows the report; a layout file is read when it is uploaded."""

    def fill(report: int, chosen: list[int] | None) -> object:
        choices = section_choices(desk, report)
        known = {number for _name, number in choices}
        kept = [one for one in chosen or [] if one in known]
        return gr.CheckboxGroup(choices=choices, value=kept)

    def take(path: str, before: str) -> tuple[str, object, str]:
        taken = take_style(Path(path))
        style = before if taken.refused else str(taken.path)
        return style, gr.Button(visible=bool(style)), escape(taken.line)

    def forget() -> tuple[str, object, str]:
        return "", gr.Button(visible=False), escape(standard().line)

    shown = [parts.style, parts.standard, parts.line]
    gr.on(
        [parts.box.expand, report_id.change],
        fill,
        [report_id, parts.sections],
        parts.sections,
        show_progress="hidden",
    )
    parts.upload.upload(take, [parts.upload, parts.style], shown, show_progress="hidden")
    parts.standard.click(forget, None, shown, show_progress="hidden")
