"""The prompts exactly as a model gets them. Update: delete the snapshot and run the test once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rag.records import Draft, Finding, Hit, LedgerRow, LedgerValue, Passage
from rag.writing.ask import REFUSAL, answer_messages
from rag.writing.draft import DraftRequest, draft_messages
from rag.writing.indicator_names import NameQuestion, name_messages
from rag.writing.placeholders import Placeholders
from rag.writing.prompts import PROMPT_NAMES, Message, fence, load
from rag.writing.repair import repair_messages

SNAPSHOTS = Path(__file__).parent / "snapshots"
RULE = "党员每年集中学习培训时间一般不少于32学时。"
HIT = Hit(
    Passage("p1", "d1", "党员教育培训办法", "policy", ("第二章",), 2024, (), RULE, 0, 21), 1.0
)
ROWS = (
    LedgerRow(
        "集中学习",
        "次",
        "",
        {2023: LedgerValue(Decimal(10), "10"), 2024: LedgerValue(Decimal(12), "12")},
    ),
    LedgerRow("党员", "名", "", {2024: LedgerValue(Decimal(300), "近300", "近")}),
)


def draft_section() -> tuple[Message, ...]:
    request = DraftRequest(
        heading="（一）聚焦凝心铸魂",
        year=2024,
        past_year=2023,
        past_text="一是抓学习。开展集中学习10次。",
        skeleton="一是抓学习。开展集中学习12次。",
        rows=ROWS,
        hits=(HIT,),
        promises=("继续抓好党员教育",),
        unit="青禾镇",
    )
    return draft_messages(load("draft_section"), request, Placeholders(ROWS, 2024), 6000)[0]


def revise_section() -> tuple[Message, ...]:
    return load("revise_section").render(
        heading="抓学习",
        instruction="更简练",
        text=fence("开展集中学习12次。", 0, "要修改的文字"),
        materials="（无）",
    )


def answer_question() -> tuple[Message, ...]:
    return answer_messages(load("answer_question"), "集中学习要多少学时？", (HIT,), 6000)[0]


def repair_numbers() -> tuple[Message, ...]:
    text = "开展集中学习99次。"
    finding = Finding("numbers", "error", 6, 9, "99次", "没有依据。", suggestion="应为12次。")
    prompt = load("repair_numbers")
    draft = Draft(text, "m1")
    return repair_messages(prompt, draft, {(0, 10): [finding]}, Placeholders(ROWS, 2024))


def indicator_names() -> tuple[Message, ...]:
    said = "深化支部领办合作社，总数达到11个。"
    asked = NameQuestion(7, "深化支部领办合作社总数", "个", said, 14, 17, "二、党建引领")
    return name_messages(load("indicator_names"), (asked,))


RENDERED = {
    made.__name__: made
    for made in (draft_section, revise_section, answer_question, repair_numbers, indicator_names)
}


def test_each_prompt_has_a_snapshot() -> None:
    assert set(RENDERED) == set(PROMPT_NAMES)


@pytest.mark.parametrize("name", PROMPT_NAMES)
def test_a_prompt_reads_as_it_did(name: str) -> None:
    parts = [f"## {message.role}\n{message.content}\n" for message in RENDERED[name]()]
    rendered = "\n".join(parts)
    file = SNAPSHOTS / f"{name}.txt"
    if not file.exists():
        file.write_text(rendered, encoding="utf-8")
        pytest.fail(f"{file.name} did not exist and was written: read it, then run again")
    assert rendered == file.read_text(encoding="utf-8")


def test_the_refusal_is_in_the_prompt_word_for_word() -> None:
    assert REFUSAL in answer_question()[0].content
