"""查往年: a question, an answer with numbered sources, and the questions asked before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.views import AskedQuestion
from rag.errors import ZhubiError
from rag.records import Answer
from rag.web.assets import script
from rag.web.edge import Stops, edge, warn
from rag.web.parts.bar import page_bar
from rag.web.parts.reader import reader
from rag.web.payloads import answer_json
from rag.web.streams import Growing

ALL_YEARS = "全部年份"
SHOWN = 8
COUNTED = frozenset({"次", "场", "场次", "人次"})
"""Units of indicators that read well in an example question."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as far as it has come."""

    question: str
    text: str
    answer: Answer | None = None
    done: bool = False

    def json(self) -> dict[str, Any]:
        """For the script."""
        parts = answer_json(self.answer) if self.answer else {"text": self.text}
        return {"question": self.question, **parts, "done": self.done}


def year_choices(desk: Desk) -> list[str]:
    """Years of the indexed documents, the newest first."""
    years = {entry.year for entry in desk.documents() if entry.year}
    return [ALL_YEARS, *(f"{year}年" for year in sorted(years, reverse=True))]


def year_of(choice: str | None) -> int | None:
    """The year a choice means; None for all."""
    digits = (choice or "").removesuffix("年")
    return int(digits) if digits.isdigit() else None


def examples(desk: Desk) -> list[str]:
    """Questions that the ledger and the newest report can answer."""
    counted = [row for row in desk.ledger() if row.unit in COUNTED and row.values]
    counted.sort(key=lambda row: -len(row.values))
    asked = [f"{max(row.values)}年{row.indicator}多少{row.unit}？" for row in counted[:1]]
    asked += [f"近三年{row.indicator}有什么变化？" for row in counted[1:2]]
    return [*asked, "去年在党员教育培训方面做了哪些工作？", "上一份报告提出了哪些问题？"]


def answer(desk: Desk, stops: Stops, key: str, question: str, year: int | None) -> Iterator[Shown]:
    """The answer as it grows; the last one has its sources."""
    growing = Growing()
    stop = stops.start(key)
    yield Shown(question, "")
    try:
        for item in desk.ask(question, year=year, stop=stop):
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


def recalled(desk: Desk, question_id: int) -> Shown | None:
    """An earlier answer's text; its sources come back by asking again."""
    found = next((one for one in desk.questions() if one.id == question_id), None)
    return Shown(found.question, found.answer, done=True) if found else None


@dataclass(frozen=True, slots=True)
class AskPage:
    """The components of the page."""

    question: gr.Textbox
    year: gr.Dropdown
    send: gr.Button
    stop: gr.Button
    examples: gr.Dataset
    answer: gr.HTML
    history: gr.Radio


def layout(desk: Desk) -> AskPage:
    """The question above, the answer at the left, earlier questions at the right."""
    gr.Markdown("## 查往年\n用平常的话提问。回答只依据资料库，每句话后面的编号可以点开看原文。")
    with gr.Row(elem_classes="zb-ask"):
        question = gr.Textbox(
            show_label=False,
            placeholder="例如：2023年开展集中学习多少次？",
            max_lines=3,
            scale=6,
            container=False,
            elem_id="zb-question",
        )
        year = gr.Dropdown(
            [ALL_YEARS],
            value=ALL_YEARS,
            show_label=False,
            container=False,
            scale=1,
            min_width=140,
            elem_id="zb-ask-year",
        )
        send = gr.Button("提问", variant="primary", scale=0, min_width=110, elem_id="zb-send")
        stop = gr.Button("停止", scale=0, min_width=90, elem_id="zb-ask-stop")
    with gr.Row(equal_height=False):
        with gr.Column(scale=3):
            samples = gr.Dataset(
                components=[question], samples=[[""]], label="可以这样问", elem_id="zb-examples"
            )
            shown = gr.HTML(
                html_template="<div class='zb-answer' aria-live='polite'></div>",
                js_on_load=script("answer.js"),
                apply_default_css=False,
                elem_id="zb-answer",
            )
        with gr.Column(scale=1, min_width=260, elem_classes="zb-pane"):
            gr.Markdown("### 问过的问题")
            history = gr.Radio(show_label=False, container=False, elem_id="zb-history")
    reader(desk)
    return AskPage(question, year, send, stop, samples, shown, history)


def ask(desk: Desk, stops: Stops, page: gr.Blocks) -> None:
    """The whole page, inside its Blocks context."""
    page_bar()
    part = layout(desk)

    def show() -> tuple[object, object, object]:
        return (
            gr.Dropdown(choices=year_choices(desk), value=ALL_YEARS),
            gr.Dataset(samples=[[example] for example in examples(desk)]),
            gr.Radio(choices=earlier(desk.questions()), value=None),
        )

    def pick(sample: list[str]) -> str:
        return sample[0]

    def send(question: str, year: str, request: gr.Request) -> Iterator[dict[str, Any]]:
        words = question.strip()
        if not words:
            gr.Warning("请先写下问题。", title="请注意")
            return
        try:
            with edge():
                for shown in answer(desk, stops, str(request.session_hash), words, year_of(year)):
                    yield shown.json()
        except ZhubiError as error:
            warn(error)
            failed = Shown(words, f"没有得到回答：{error.message}{error.hint}", done=True)
            yield failed.json()

    def stop(request: gr.Request) -> None:
        stops.stop(str(request.session_hash))

    def recall(question_id: int | None) -> object:
        found = recalled(desk, question_id) if question_id is not None else None
        return found.json() if found else gr.skip()

    def refresh() -> object:
        return gr.Radio(choices=earlier(desk.questions()), value=None)

    page.load(show, None, [part.year, part.examples, part.history], show_progress="hidden")
    part.examples.click(
        lambda sample: sample[0], part.examples, part.question, show_progress="hidden"
    )
    gr.on(
        [part.send.click, part.question.submit],
        send,
        [part.question, part.year],
        part.answer,
        concurrency_limit=8,
        show_progress="hidden",
    ).then(refresh, None, part.history, show_progress="hidden")
    part.stop.click(stop, None, None, queue=False)
    part.history.input(recall, part.history, part.answer, show_progress="hidden")
