"""Step 1: go on with a report, or start a new one like an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import gradio as gr
from gradio.events import Dependency

from rag.desk.desk import Desk
from rag.errors import InputError, NotFoundError, YearError, ZhubiError
from rag.records import DocumentEntry, Report
from rag.web.edge import edge, warn
from rag.web.pages.findings import unwritten

Choices = list[tuple[str, int]]
Models = list[tuple[str, str]]
NO_PAST = (
    "资料库里还没有往年的报告。请先到[资料库](library)上传上年的报告（Word、PDF、扫描件都行），"
    "再回这里新建；没有往年报告的，选一种提纲也可以直接写。"
)


@dataclass(frozen=True, slots=True)
class StartView:
    """What the first step shows. ``kind`` is the outline to begin with, "" the past report's."""

    models: Models
    year: int
    like: str | None
    kinds: Models = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The report to work on, a line saying which it is, and whether any of it is written."""

    report_id: int
    line: str
    begun: bool = False


def choices(reports: tuple[Report, ...]) -> Choices:
    """Reports in progress, the newest first, and how far each has come."""
    return [
        (
            f"{report.title}（{report.year}年，已写 {written(report)}/{to_write(report)} 节）",
            report.id,
        )
        for report in reports
    ]


def written(report: Report) -> int:
    """Sections that have a text."""
    return sum(1 for part in report.sections if part.text.strip())


def to_write(report: Report) -> int:
    """Sections that have or still want a text."""
    return written(report) + len(unwritten(report.sections))


def past_reports(documents: tuple[DocumentEntry, ...]) -> tuple[DocumentEntry, ...]:
    """Indexed reports, the newest year first."""
    reports = [entry for entry in documents if entry.kind == "report" and not entry.error]
    return tuple(sorted(reports, key=lambda entry: entry.year or 0, reverse=True))


def start_view(desk: Desk) -> StartView:
    """Reports to go on with and documents to follow."""
    past = past_reports(desk.documents())
    followed = desk.report_to_follow()
    newest = followed.entry if followed else None
    following = newest.year + 1 if newest and newest.year else date.today().year
    return StartView(
        models=[(f"{entry.year or '年份不明'}年 · {entry.title}", entry.id) for entry in past],
        year=following,
        like=newest.id if newest else None,
        kinds=[
            ("沿用所仿照报告的提纲", ""),
            *((f"{one.kind}（{one.note}）", one.kind) for one in desk.presets()),
        ],
        kind="" if newest else next((one.kind for one in desk.presets()), ""),
    )


def opened(report: Report) -> Opened:
    """The report's line above the steps."""
    line = f"{report.title}　·　共 {len(report.sections)} 节"
    return Opened(report.id, line, begun=written(report) > 0)


def new_report(
    desk: Desk, year: float | None, like: str | None, title: str, kind: str | None = None
) -> Opened:
    """Start a report. Raises YearError, InputError."""
    if year is None:
        raise YearError("请先填写年份。")
    if not like and not kind:
        raise InputError(
            "还没有选择仿照哪一份。", "请先在“资料库”上传往年的报告，或选一种报告的提纲。"
        )
    made = desk.new_report(
        year=int(year), like=like or None, title=title.strip() or None, kind=kind or None
    )
    return opened(made)


def open_report(desk: Desk, report_id: int | None) -> Opened:
    """Go on with a report. Raises NotFoundError."""
    if not report_id:
        raise NotFoundError("请先选择一份报告。", "也可以在右边新建一份。")
    return opened(desk.report(report_id))


@dataclass(frozen=True, slots=True)
class StartStep:
    """The components of the step."""

    hint: gr.Markdown
    none: gr.Markdown
    reports: gr.Radio
    buttons: gr.Row
    open_button: gr.Button
    delete_button: gr.Button
    sure: gr.Group
    sure_button: gr.Button
    keep_button: gr.Button
    year: gr.Number
    like: gr.Dropdown
    kind: gr.Dropdown
    title: gr.Textbox
    who: gr.Textbox
    new_button: gr.Button


def layout() -> StartStep:
    """Two columns: new at the left, going on at the right."""
    with gr.Row(equal_height=False):
        with gr.Column(elem_classes="zb-pane"):
            gr.Markdown("### 新建一份报告")
            hint = gr.Markdown(NO_PAST, visible=False, elem_classes="zb-hint")
            year = gr.Number(label="写哪一年的报告", precision=0, elem_id="zb-year")
            like = gr.Dropdown(label="仿照哪一份（沿用它的结构和指标）", elem_id="zb-like")
            kind = gr.Dropdown(label="提纲（报告种类）", elem_id="zb-kind")
            with gr.Row():
                title = gr.Textbox(
                    label="标题（可不填）",
                    placeholder="自动按上年标题改年份",
                    max_lines=1,
                    elem_id="zb-title",
                    min_width=120,
                )
                who = gr.Textbox(
                    label="经办人（可不填）",
                    placeholder="记在历史版本里",
                    max_lines=1,
                    elem_id="zb-who",
                    min_width=120,
                )
            new_button = gr.Button("新建报告，去填数据", variant="primary", elem_id="zb-new")
        with gr.Column(elem_classes="zb-pane"):
            gr.Markdown("### 继续写已有的报告")
            none = gr.Markdown("还没有写过报告。", elem_classes="zb-none")
            reports = gr.Radio(
                label="已有的报告", show_label=False, container=False, elem_id="zb-reports"
            )
            with gr.Row(visible=False) as buttons:
                open_button = gr.Button("打开", variant="primary", elem_id="zb-open")
                delete_button = gr.Button("删除", elem_id="zb-delete")
            with gr.Group(visible=False) as sure:
                gr.Markdown("删除后这份报告的全部文字和历史版本都没有了，确定删除吗？")
                with gr.Row():
                    keep_button = gr.Button("不删除")
                    sure_button = gr.Button("确定删除", variant="stop")
    return StartStep(
        hint,
        none,
        reports,
        buttons,
        open_button,
        delete_button,
        sure,
        sure_button,
        keep_button,
        year,
        like,
        kind,
        title,
        who,
        new_button,
    )


def wire(desk: Desk, step: StartStep, page: gr.Blocks, tab: gr.Tab) -> Dependency:
    """Loading and deleting; opening is wired where the other steps are known.

    Returns the deletion, for what has to follow it.
    """

    def show() -> tuple[object, object, object, object]:
        view = start_view(desk)
        return (
            view.year,
            gr.Dropdown(choices=view.models, value=view.like),
            gr.Dropdown(choices=view.kinds, value=view.kind),
            gr.Markdown(visible=not view.models),
        )

    def show_reports() -> tuple[object, object, object]:
        known = choices(desk.reports())
        return (
            gr.Markdown(visible=not known),
            gr.Radio(choices=known, value=known[0][1] if known else None),
            gr.Row(visible=bool(known)),
        )

    def delete(report_id: int | None) -> object:
        try:
            with edge():
                if report_id:
                    desk.delete_report(report_id)
        except ZhubiError as error:
            warn(error)
        return gr.Group(visible=False)

    def confirm(report_id: int | None) -> object:
        return gr.Group(visible=bool(report_id))

    page.load(None, None, step.who, js="() => window.zhubiName()")
    step.who.change(None, step.who, None, js="(name) => window.zhubiName(name)")
    shown = [step.year, step.like, step.kind, step.hint]
    listed = [step.none, step.reports, step.buttons]
    for come in (page.load, tab.select):
        come(show, None, shown, show_progress="hidden")
        come(show_reports, None, listed, show_progress="hidden")
    step.delete_button.click(confirm, step.reports, step.sure)
    step.keep_button.click(lambda: gr.Group(visible=False), None, step.sure)
    deleted = step.sure_button.click(delete, step.reports, step.sure)
    deleted.then(show_reports, None, listed)
    return deleted
