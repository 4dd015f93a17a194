"""Asking a model to put right only the sentences in which something was found."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rag.records import Draft, Finding, LedgerRow, Usage
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply
from rag.writing.model import ChatModel
from rag.writing.placeholders import Placeholders
from rag.writing.prompts import Message, Prompt, fence, load

PROMPT: Final = "repair_numbers"
_LINE: Final = re.compile(r"^\s*(?:句子)?(\d{1,3})\s*[：:.、]\s*(.+?)\s*$", re.MULTILINE)
_DELETE: Final = "删去"


def repair(
    model: ChatModel,
    draft: Draft,
    findings: Sequence[Finding],
    rows: Sequence[LedgerRow],
    year: int,
    *,
    fact_year: int | None = None,
    home: Path | None = None,
    stop: threading.Event | None = None,
) -> Draft:
    """The draft with the sentences concerned rewritten; the others stay as they are, to the letter.

    One round only: the caller checks again and decides. A reply that names no sentence changes
    nothing. Links are left to the checks. Raises ModelError.
    """
    concerned = _sentences(draft.text, findings)
    if not concerned:
        return draft
    prompt = load(PROMPT, home)
    placeholders = Placeholders(rows, year, fact_year)
    messages = repair_messages(prompt, draft, concerned, placeholders)
    with model.stream(messages, temperature=prompt.temperature, stop=stop) as reply:
        text = "".join(reply)
    edits = _edits(text, tuple(concerned), placeholders)
    repaired, _links = apply(draft.text, edits)
    trace = draft.trace and replace(
        draft.trace,
        usage=_added(draft.trace.usage, reply.usage),
        repairs=draft.trace.repairs + 1,
    )
    return replace(draft, text=repaired, links=(), trace=trace)


def repair_messages(
    prompt: Prompt,
    draft: Draft,
    concerned: Mapping[tuple[int, int], Sequence[Finding]],
    placeholders: Placeholders,
) -> tuple[Message, ...]:
    """The prompt: the sentences numbered, and what is wrong with each.

    Numbers already proved stand there as placeholders, so that the model need not copy digits.
    """
    sentences = [
        f"{n}：{_masked(draft, a, b, placeholders)}" for n, (a, b) in enumerate(concerned, start=1)
    ]
    problems = [
        f"{n}：“{finding.text}”{finding.message}{finding.suggestion}"
        for n, found in enumerate(concerned.values(), start=1)
        for finding in found
    ]
    return prompt.render(
        figures=placeholders.lines(),
        findings=fence("\n".join(problems), 0, "检查结果"),
        text=fence("\n".join(sentences), 0, "稿件"),
    )


def _masked(draft: Draft, start: int, end: int, placeholders: Placeholders) -> str:
    inside = tuple(
        replace(link, start=link.start - start, end=link.end - start)
        for link in draft.links
        if start <= link.start and link.end <= end and link.status in ("entered", "derived")
    )
    sentence = draft.text[start:end]
    return placeholders.masked(sentence, inside) if inside else sentence


def _added(first: Usage, second: Usage) -> Usage:
    return Usage(
        first.prompt_tokens + second.prompt_tokens,
        first.completion_tokens + second.completion_tokens,
        first.seconds + second.seconds,
        first.first_token,
    )


def _sentences(text: str, findings: Sequence[Finding]) -> dict[tuple[int, int], list[Finding]]:
    concerned: dict[tuple[int, int], list[Finding]] = {}
    for start, end in split_sentences(text):
        found = [f for f in findings if f.start < end and f.end > start]
        if found:
            concerned[start, end] = found
    return concerned


def _edits(reply: str, spans: Sequence[tuple[int, int]], placeholders: Placeholders) -> list[Edit]:
    edits = []
    for number, sentence in _LINE.findall(reply):
        place = int(number) - 1
        if 0 <= place < len(spans):
            new = "" if sentence.rstrip("。") == _DELETE else placeholders.substitute(sentence)[0]
            edits.append(Edit(*spans[place], new))
    return edits
