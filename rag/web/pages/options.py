"""更多选项: what goes into the Word file beside the text, which sections, and which layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.errors import NotFoundError
from rag.records import ReportSection
from rag.web.pages.findings import section_name
from rag.web.pages.officestyle import office_style
from rag.word.pdf import find_office

NO_PDF = (
    "本机没有安装 LibreOffice，不能直接生成 PDF；"
    "请在 Word 或 WPS 里打开下载的文件，再“另存为 PDF”。"
)

LEDGER, PROMISES = "今年数据表（台账）", "上年承诺清单"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen. No ``sections`` means all."""

    ledger: bool = False
    promises: bool = False
    sections: tuple[int, ...] = ()

    @classmethod
    def of(cls, *values: Any) -> Chosen:
        """From the components' values, in the order of :attr:`Options.inputs`."""
        added, sections = values
        return cls(
            LEDGER in (added or ()),
            PROMISES in (added or ()),
            tuple(int(one) for one in sections or ()),
        )

    def known(self, sections: Sequence[ReportSection]) -> tuple[int, ...]:
        """The chosen ones that this report has: the list may still show another report's."""
        ids = {part.id for part in sections}
        return tuple(one for one in self.sections if one in ids)


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
    pdf: gr.Button

    @property
    def inputs(self) -> list[Any]:
        """What :meth:`Chosen.of` reads."""
        return [self.added, self.sections]


def options(desk: Desk) -> Options:
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
        if reason:
            gr.HTML(f"<div class='zb-note'>{escape(reason)}</div>", elem_id="zb-no-pdf")
        office_style(desk, box.expand)
    return Options(box, added, sections, pdf)


def wire(desk: Desk, parts: Options, report_id: gr.State) -> None:
    """The list of sections follows the report."""

    def fill(report: int, chosen: list[int] | None) -> object:
        choices = section_choices(desk, report)
        known = {number for _name, number in choices}
        kept = [one for one in chosen or [] if one in known]
        return gr.CheckboxGroup(choices=choices, value=kept)

    gr.on(
        [parts.box.expand, report_id.change],
        fill,
        [report_id, parts.sections],
        parts.sections,
        show_progress="hidden",
    )
