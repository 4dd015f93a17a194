"""查往年: a question, an answer with its sources and its chart, and the questions asked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.views import AskedQuestion
from rag.desk.words import KINDS
from rag.errors import ModelInterruptedError, ZhubiError
from rag.records import Answer
from rag.web.edge import Stops, edge, warn
from rag.web.hints import sentence
from rag.web.identity import signed
from rag.web.parts.answerbox import answer_box
from rag.web.parts.bar import page_bar
from rag.web.parts.reader import reader
from rag.web.parts.trend import chart
from rag.web.payloads import answer_json
from rag.web.streams import Growing

ALL_YEARS = "全部年份"
ALL_KINDS = "全部资料"
SHOWN = 8
COUNTED = frozenset({"次", "场", "场次", "人次"})
"""Units of indicators that read well in an example question."""
Three = tuple[object, object, object]
"""What three components show next."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as far as it has come."""

    question: str
    text: str
    answer: Answer | None = None
    done: bool = False
    notice: str = ""
    failed: bool = False

    def json(self) -> dict[str, Any]:
        """For the script."""
        told = {"text": self.text, "notices": [self.notice] if self.notice else []}
        parts = answer_json(self.answer) if self.answer else told
        return {"question": self.question, **parts, "done": self.done, "failed": self.failed}


def year_choices(desk: Desk) -> list[str]:
    """Years of the indexed documents, the newest first."""
    years = {entry.year for entry in desk.documents() if entry.year}
    return [ALL_YEARS, *(f"{year}年" for year in sorted(years, reverse=True))]


def year_of(choice: str | None) -> int | None:
    """The year a choice means; None for all."""
    digits = (choice or "").removesuffix("年")
    return int(digits) if digits.isdigit() else None


def examples(desk: Desk) -> list[str]:
    """Questions that the ledger and the newest report can answer; none for an empty library."""
    if not desk.documents():
        return []
    counted = [row for row in desk.ledger() if row.unit in COUNTED and row.values]
    counted.sort(key=lambda row: -len(row.values))
    asked = [f"{max(row.values)}年{row.indicator}多少{row.unit}？" for row in counted[:1]]
    asked += [f"近三年{row.indicator}有什么变化？" for row in counted[1:2]]
    return [*asked, "去年在党员教育培训方面做了哪些工作？", "上一份报告提出了哪些问题？"]


def kind_of(choice: str | None) -> str | None:
    """The document kind a choice means; None for all."""
    return next((kind for kind, name in KINDS.items() if name == choice), None)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a person asks for. ``after`` is the id of the question it goes on with."""

    question: str
    year: int | None = None
    kind: str | None = None
    who: str = ""
    after: int | None = None


def answer(desk: Desk, stops: Stops, key: str, asking: Asking) -> Iterator[Shown]:
    """The answer as it grows; the last one has its sources."""
    growing = Growing()
    stop = stops.start(key)
    question = asking.question
    yield Shown(question, "")
    try:
        for item in desk.ask(
            question,
            year=asking.year,
            kind=asking.kind,
            asked_by=asking.who,
            after=asking.after,
            stop=stop,
        ):
            if isinstance(item, Answer):
                yield Shown(question, item.text, item, done=True)
                return
            if growing.add(item.text):
                yield Shown(question, growing.text)
        yield Shown(question, growing.text, done=True)
    finally:
        stops.done(key, stop)


def earlier(asked: tuple[AskedQuestion, ...]) -> list[tuple[str, int]]:
    """Questions asked before, each once, the newest first."""
    seen: dict[str, int] = {}
    for one in asked:
        seen.setdefault(one.question, one.id)
    return list(seen.items())[:SHOWN]


def recalled(desk: Desk, question_id: int, who: str = "") -> Shown | None:
    """An earlier answer of a person with its sources."""
    found = next((one for one in desk.questions(signed(who)) if one.id == question_id), None)
    return Shown(found.question, found.answer, found.given, done=True) if found else None


def replies(desk: Desk, stops: Stops, key: str, asking: Asking) -> Iterator[Three]:
    """What the page shows while a question is answered; an error is told where the answer goes."""
    if not asking.question:
        gr.Warning("请先写下问题。", title="请注意")
        yield gr.skip(), gr.skip(), gr.skip()
        return
    written = ""
    try:
        with edge():
            for shown in answer(desk, stops, key, asking):
                written = shown.text
                yield told(shown)
    except ModelInterruptedError as error:
        yield told(Shown(asking.question, written, done=True, notice=cut_off(error)))
    except ZhubiError as error:
        warn(error)
        failed = f"没有得到回答：{sentence(error)}"
        yield told(Shown(asking.question, failed, done=True, failed=True))


def cut_off(error: ModelInterruptedError) -> str:
    """What is told of an answer that ended early; it has no sources yet."""
    return f"{error.message}这段没有写完，也没有核对出处。"


def told(shown: Shown) -> Three:
    """For the answer's box, the id to go on with, and the chart."""
    if shown.answer is None:
        return shown.json(), gr.skip(), chart(None) if shown.done or not shown.text else gr.skip()
    return shown.json(), shown.answer.question_id, chart(shown.answer.series)


@dataclass(frozen=True, slots=True)
class AskPage:
    """The components of the page."""

    question: gr.Textbox
    year: gr.Dropdown
    kind: gr.Dropdown
    follow: gr.Checkbox
    send: gr.Button
    stop: gr.Button
    examples: gr.Dataset
    answer: gr.HTML
    chart: gr.LinePlot
    history: gr.Radio
    who: gr.Textbox


def layout(desk: Desk) -> AskPage:
    """The question above, the answer at the left, earlier questions at the right."""
    gr.Markdown("## 查往年\n用平常的话提问，按回车。回答只依据资料库，编号可以点开看原文。")
    with gr.Row(elem_classes="zb-ask"):
        question = gr.Textbox(
            label="问题",
            show_label=False,
            placeholder="例如：2023年开展集中学习多少次？",
            max_lines=3,
            scale=6,
            container=False,
            elem_id="zb-question",
        )
        year = _filter("年份", [ALL_YEARS], "zb-ask-year")
        kind = _filter("资料种类", [ALL_KINDS, *KINDS.values()], "zb-ask-kind")
        send = gr.Button("提问", variant="primary", scale=0, min_width=110, elem_id="zb-send")
        stop = gr.Button("停止", scale=0, min_width=90, elem_id="zb-ask-stop")
    follow = gr.Checkbox(
        value=True,
        label="接着上一问（如“那2022年呢？”“比上年增长多少？”）",
        container=False,
        elem_id="zb-follow",
    )
    with gr.Row(equal_height=False):
        with gr.Column(scale=3):
            samples = gr.Dataset(
                components=[question], samples=[[""]], label="可以这样问", elem_id="zb-examples"
            )
            line = gr.LinePlot(visible=False, height=220, elem_id="zb-chart")
            shown = answer_box(desk)
        with gr.Column(scale=1, min_width=260, elem_classes="zb-pane"):
            gr.Markdown("### 问过的问题")
            history = gr.Radio(
                label="问过的问题", show_label=False, container=False, elem_id="zb-history"
            )
    who = gr.Textbox(visible="hidden")
    reader(desk)
    return AskPage(question, year, kind, follow, send, stop, samples, shown, line, history, who)


def _filter(label: str, choices: list[str], name: str) -> gr.Dropdown:
    return gr.Dropdown(
        choices,
        value=choices[0],
        label=label,
        show_label=False,
        container=False,
        scale=1,
        min_width=130,
        elem_id=name,
    )


def showing_handlers(
    desk: Desk,
) -> tuple[Callable[[str], Three], Callable[[int | None, str], Three], Callable[[str], object]]:
    """Handlers that show what is there: the page's choices, an earlier answer, the questions."""

    def show(who: str) -> Three:
        shown = examples(desk)
        return (
            gr.Dropdown(choices=year_choices(desk), value=ALL_YEARS),
            gr.Dataset(samples=[[one] for one in shown], visible=bool(shown)),
            refresh(who),
        )

    def recall(question_id: int | None, who: str) -> Three:
        found = recalled(desk, question_id, who) if question_id is not None else None
        return told(found) if found else (gr.skip(), gr.skip(), gr.skip())

    def refresh(who: str) -> object:
        return gr.Radio(choices=earlier(desk.questions(signed(who))), value=None)

    return show, recall, refresh


def asking_handlers(
    desk: Desk, stops: Stops
) -> tuple[Callable[..., Iterator[Three]], Callable[..., None]]:
    """Handlers that ask and that stop the answer; each browser window has its own."""

    def send(
        question: str,
        year: str,
        kind: str,
        follow: bool,
        before: int | None,
        who: str,
        request: gr.Request,
    ) -> Iterator[Three]:
        after = before if follow else None
        asking = Asking(question.strip(), year_of(year), kind_of(kind), signed(who), after)
        yield from replies(desk, stops, str(request.session_hash), asking)

    def stop(request: gr.Request) -> None:
        stops.stop(str(request.session_hash))

    return send, stop


def ask(desk: Desk, stops: Stops, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    part = layout(desk)
    last = gr.State(None)
    show, recall, refresh = showing_handlers(desk)
    send, stop = asking_handlers(desk, stops)
    outputs = [part.answer, last, part.chart]
    page.load(None, None, part.who, js="() => window.zhubiName()").then(
        show, part.who, [part.year, part.examples, part.history], show_progress="hidden"
    )
    part.examples.click(
        lambda sample: sample[0], part.examples, part.question, show_progress="hidden"
    )
    gr.on(
        [part.send.click, part.question.submit],
        send,
        [part.question, part.year, part.kind, part.follow, last, part.who],
        outputs,
        concurrency_limit=8,
        show_progress="hidden",
    ).then(refresh, part.who, part.history, show_progress="hidden")
    part.stop.click(stop, None, None, queue=False)
    part.history.input(recall, [part.history, part.who], outputs, show_progress="hidden")
