"""Drafting a section with a model: it words, the program fills in every number."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from rag.errors import ModelContextError, ModelError
from rag.records import Citation, Delta, Draft, Hit, LedgerRow, Link, Trace
from rag.writing.budget import FENCE_TOKENS, estimate_tokens, fit, message_tokens, trim
from rag.writing.model import ChatModel
from rag.writing.placeholders import Placeholders, Substitution, without_figures
from rag.writing.prompts import Message, Prompt, fence, load
from rag.writing.reply import Reply

PROMPT: Final = "draft_section"
TRIMMED: Final = "材料超出模型的上下文长度，已按相关程度删减。"
DEFAULT_TONE: Final = "平实、准确、简练的机关公文语言"
_NONE: Final = "（无）"
_SHARE_PAST: Final = 0.35
"""Of what the context leaves, last year's section gets about a third, the rest is passages."""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """All that goes into the prompt of one section.

    ``skeleton`` is the rules' draft with its ``skeleton_links``, ``rows`` the figures of this
    section, ``hits`` policy passages with the best first, ``length`` the characters wanted (0:
    about as last year).
    ``fact_year`` is the year whose results are reported, by default ``year``.
    """

    heading: str
    year: int
    past_year: int
    past_text: str
    skeleton: str
    rows: tuple[LedgerRow, ...] = ()
    hits: tuple[Hit, ...] = ()
    promises: tuple[str, ...] = ()
    unit: str = ""
    length: int = 0
    tone: str = DEFAULT_TONE
    fact_year: int | None = None
    temperature: float | None = None
    stop: threading.Event | None = field(default=None, compare=False)
    skeleton_links: tuple[Link, ...] = ()


def stream_draft(
    model: ChatModel, request: DraftRequest, *, home: Path | None = None
) -> Iterator[Delta | Draft]:
    """The section as it is written, then the whole Draft.

    A prompt longer than the model accepts is trimmed and sent once more. Raises ModelError
    subclasses whose ``partial`` is the text so far with its figures filled in.
    """
    prompt = load(PROMPT, home)
    placeholders = Placeholders(request.rows, request.year, request.fact_year)
    budget = model.context - model.max_tokens
    messages, used = draft_messages(prompt, request, placeholders, budget)
    try:
        yield from _stream(model, prompt, request, placeholders, messages, used, ())
    except ModelContextError:
        smaller, used = draft_messages(prompt, request, placeholders, budget // 2)
        if smaller == messages:
            raise
        yield from _stream(model, prompt, request, placeholders, smaller, used, (TRIMMED,))


def draft_messages(
    prompt: Prompt, request: DraftRequest, placeholders: Placeholders, budget: int
) -> tuple[tuple[Message, ...], tuple[Hit, ...]]:
    """The messages within ``budget`` tokens, and the passages that found room in them."""
    bare = _render(prompt, request, placeholders, "", ())
    left = max(0, budget - message_tokens(bare) - FENCE_TOKENS * (len(request.hits) + 1))
    past = trim(request.past_text, int(left * _SHARE_PAST))
    left -= estimate_tokens(past)
    texts = fit([hit.passage.text for hit in request.hits], left)
    used = tuple(
        replace(hit, passage=replace(hit.passage, text=text))
        for hit, text in zip(request.hits, texts, strict=False)
    )
    return _render(prompt, request, placeholders, past, used), request.hits[: len(used)]


def _render(
    prompt: Prompt,
    request: DraftRequest,
    placeholders: Placeholders,
    past: str,
    hits: Sequence[Hit],
) -> tuple[Message, ...]:
    materials = "\n".join(
        fence(hit.passage.text, number, hit.passage.document_title)
        for number, hit in enumerate(hits, start=1)
    )
    skeleton = placeholders.masked(request.skeleton, request.skeleton_links)
    length = request.length or max(200, len(request.past_text))
    return prompt.render(
        unit=request.unit or "本单位",
        year=str(request.year),
        past_year=str(request.past_year),
        heading=request.heading,
        length=f"{length}字左右",
        tone=request.tone,
        figures=placeholders.lines(),
        skeleton=fence(skeleton, 0, "按规则生成的初稿"),
        past=fence(without_figures(past), 0, "去年的报告") if past else _NONE,
        materials=materials or _NONE,
        promises=fence("\n".join(request.promises), 0, "去年的报告") if request.promises else _NONE,
    )


def _stream(
    model: ChatModel,
    prompt: Prompt,
    request: DraftRequest,
    placeholders: Placeholders,
    messages: tuple[Message, ...],
    used: tuple[Hit, ...],
    notices: tuple[str, ...],
) -> Iterator[Delta | Draft]:
    temperature = prompt.temperature if request.temperature is None else request.temperature
    substitution = Substitution(placeholders)
    pieces: list[str] = []
    with model.stream(messages, temperature=temperature, stop=request.stop) as reply:
        for text in _substituted(reply, substitution, pieces):
            yield Delta(text)
    unknown = tuple(f"模型引用了没有的数据 {name}，已标出。" for name in substitution.unknown)
    yield Draft(
        text="".join(pieces),
        made_by=f"{model.name} {prompt.hash}",
        links=substitution.links,
        citations=_citations(used),
        notices=(*notices, *reply.notices, *unknown),
        trace=Trace(
            model=model.name,
            prompt=prompt.name,
            prompt_hash=prompt.hash,
            figures=tuple(row.indicator for row in placeholders.rows),
            passages=tuple(hit.passage.id for hit in used),
            usage=reply.usage,
        ),
    )


def _substituted(reply: Reply, substitution: Substitution, pieces: list[str]) -> Iterator[str]:
    """Pieces with figures filled in; on a failure what had arrived is kept in the error."""
    try:
        for piece in reply:
            if text := substitution.feed(piece):
                pieces.append(text)
                yield text
    except ModelError as error:
        error.partial = "".join(pieces) + substitution.finish()
        raise
    if text := substitution.finish():
        pieces.append(text)
        yield text


def _citations(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            n=number,
            document_id=hit.passage.document_id,
            document=hit.passage.document_title,
            section=" › ".join(hit.passage.section_path),
            quote=hit.passage.text,
            passage_id=hit.passage.id,
        )
        for number, hit in enumerate(hits, start=1)
    )
