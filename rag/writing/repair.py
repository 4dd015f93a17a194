"""Asking a model to put right only the sentences in which something was found."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rag.errors import ModelContextError
from rag.records import Draft, Finding, LedgerRow, Usage
from rag.text.sentences import split_sentences
from rag.writing.askrevision import added
from rag.writing.budget import estimate_tokens, in_groups, message_tokens
from rag.writing.edits import Edit, apply
from rag.writing.model import ChatModel
from rag.writing.placeholders import Placeholders
from rag.writing.plaintext import plain
from rag.writing.prompts import Message, Prompt, fence, load
from rag.writing.quoted import overlap

PROMPT: Final = "repair_numbers"
Span = tuple[int, int]
_LINE: Final = re.compile(r"^\s*(?:句子)?(\d{1,3})\s*[：:.、]\s*(.+?)\s*$", re.MULTILINE)
_LEAST: Final = 200
_LINE_TOKENS: Final = 24
"""Tokens of a figure's placeholders in the list."""
_DELETE: Final = "删去"
_STILL_THE_SENTENCE: Final = 0.3
_SAID: Final = 8
"""Characters of a finding's message by which a reply that only repeats it is known."""


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
    budget = model.context - model.max_tokens
    try:
        return _repaired(model, prompt, draft, concerned, rows, (year, fact_year), stop, budget)
    except ModelContextError:
        half = budget // 2
        return _repaired(model, prompt, draft, concerned, rows, (year, fact_year), stop, half)


def _repaired(
    model: ChatModel,
    prompt: Prompt,
    draft: Draft,
    concerned: Mapping[Span, Sequence[Finding]],
    rows: Sequence[LedgerRow],
    years: tuple[int, int | None],
    stop: threading.Event | None,
    budget: int,
) -> Draft:
    """All sentences concerned, in requests that fit the context."""
    edits: list[Edit] = []
    usage = Usage()
    fixed = message_tokens(repair_messages(prompt, draft, {}, Placeholders((), 0)))
    room = max(_LEAST, (budget - fixed) // 2)
    for part in _batches(concerned, draft, room):
        offered = Placeholders(_needed(rows, part, draft, room), *years)
        messages = repair_messages(prompt, draft, part, offered)
        with model.stream(messages, temperature=prompt.temperature, stop=stop) as reply:
            text = "".join(reply)
        edits += _edits(text, draft.text, part, offered)
        usage = added(usage, reply.usage)
    trace = draft.trace and replace(
        draft.trace,
        usage=added(draft.trace.usage, usage),
        repairs=draft.trace.repairs + 1,
    )
    return replace(draft, text=apply(draft.text, edits)[0], links=(), trace=trace)


def _batches(
    concerned: Mapping[Span, Sequence[Finding]], draft: Draft, room: int
) -> Iterator[dict[Span, Sequence[Finding]]]:
    """The sentences with their findings in groups of at most ``room`` tokens."""
    costs = [
        estimate_tokens(draft.text[a:b])
        + sum(estimate_tokens(f.text + f.message + f.suggestion) for f in found)
        for (a, b), found in concerned.items()
    ]
    items = list(concerned.items())
    for group in in_groups(costs, room):
        yield dict(items[group.start : group.stop])


def _needed(
    rows: Sequence[LedgerRow],
    concerned: Mapping[Span, Sequence[Finding]],
    draft: Draft,
    room: int,
) -> Sequence[LedgerRow]:
    """The rows that fit ``room`` tokens, those the sentences speak of first; in their order."""
    said = "".join(
        draft.text[a:b] + "".join(f.text + f.message + f.suggestion for f in found)
        for (a, b), found in concerned.items()
    )
    ranked = sorted(rows, key=lambda row: -overlap(row.indicator, said))
    kept, left = set(), room
    for row in ranked:
        left -= estimate_tokens(row.indicator + row.unit) + _LINE_TOKENS
        if left < 0:
            break
        kept.add(id(row))
    return [row for row in rows if id(row) in kept]


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


def _sentences(text: str, findings: Sequence[Finding]) -> dict[tuple[int, int], list[Finding]]:
    concerned: dict[tuple[int, int], list[Finding]] = {}
    for start, end in split_sentences(text):
        found = [f for f in findings if f.start < end and f.end > start]
        if found:
            concerned[start, end] = found
    return concerned


def _edits(
    reply: str,
    text: str,
    concerned: Mapping[tuple[int, int], Sequence[Finding]],
    placeholders: Placeholders,
) -> list[Edit]:
    edits = []
    spans = tuple(concerned)
    for number, sentence in _LINE.findall(reply):
        place = int(number) - 1
        if not 0 <= place < len(spans):
            continue
        start, end = spans[place]
        if sentence.rstrip("。") == _DELETE:
            # Where only a figure is missing there is nothing to take out.
            if any(finding.kind != "missing" for finding in concerned[start, end]):
                edits.append(Edit(start, end, ""))
        elif _rewords(sentence, text[start:end], concerned[start, end]):
            edits.append(Edit(start, end, placeholders.substitute(plain(sentence))[0]))
    return edits


def _rewords(new: str, old: str, found: Sequence[Finding]) -> bool:
    """Whether a line of the reply is the sentence put right, and not what was said about it."""
    if any(finding.message and finding.message[:_SAID] in new for finding in found):
        return False
    return overlap(old, new) >= _STILL_THE_SENTENCE or overlap(new, old) >= _STILL_THE_SENTENCE
