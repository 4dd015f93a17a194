"""Drafting a section with a model: it words, the program fills in every number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from rag.errors import ModelContextError, ModelEmptyReplyError, ModelError
from rag.records import Citation, Delta, Draft, Hit, Trace
from rag.writing.budget import FENCE_TOKENS, estimate_tokens, fit, message_tokens, trim
from rag.writing.masking import Marks, Restoring, without_last_year
from rag.writing.model import REFUSED, ChatModel
from rag.writing.parts import DraftRequest as DraftRequest
from rag.writing.parts import in_requests, joined
from rag.writing.placeholders import Placeholders, Substitution, without_figures
from rag.writing.plaintext import PlainText
from rag.writing.prompts import Message, Prompt, fence, load
from rag.writing.reply import Reply

PROMPT: Final = "draft_section"
TRIMMED: Final = "材料超出模型的上下文长度，已按相关程度删减。"
_NONE: Final = "（无）"
_REFUSAL: Final = re.compile(
    r"\s*(?:非常|很|十分)?(?:抱歉|对不起|遗憾)[，,。].{0,20}(?:无法|不能|没有办法|不便)"
    r"|\s*(?:作为(?:一个)?(?:AI|人工智能|语言模型)|我(?:是一个AI|无法|不能)(?:助手)?)"
    r"|\s*(?:I'?m sorry|Sorry|I can(?:no|')t|As an AI)",
    re.IGNORECASE,
)
_LONGEST_REFUSAL: Final = 200
_SHOWN: Final = 60
_LEAST: Final = 200
_ROOMY: Final = 3000
"""Tokens of prompt from which last year's own text is shown beside the rules' draft."""
_REPLY_SHARE: Final = 0.8
"""Of the longest reply: how long a part's rules' draft may be."""
_SHARE_PAST: Final = 0.35
"""Of what the context leaves, last year's section gets about a third, the rest is passages."""


def stream_draft(
    model: ChatModel, request: DraftRequest, *, home: Path | None = None
) -> Iterator[Delta | Draft]:
    """The section as it is written, then the whole Draft.

    A section too long for the model's context or its replies is drafted in parts. Raises
    ModelError subclasses whose ``partial`` is the text so far with its figures filled in.
    """
    prompt = load(PROMPT, home)
    budget = model.context - model.max_tokens
    planned = _planned(model, prompt, request, budget)
    written = False
    try:
        for event in _drafted(model, prompt, planned, ()):
            written = True
            yield event
    except ModelContextError:
        smaller = _planned(model, prompt, request, budget // 2)
        if written or [one.messages for one in smaller] == [one.messages for one in planned]:
            raise
        yield from _drafted(model, prompt, smaller, (TRIMMED,))


@dataclass(frozen=True, slots=True)
class _Planned:
    """One request for a part of the section; ``behind`` is what stands before it in the text."""

    request: DraftRequest
    placeholders: Placeholders
    messages: tuple[Message, ...]
    used: tuple[Hit, ...]
    behind: str


def _planned(
    model: ChatModel, prompt: Prompt, request: DraftRequest, budget: int
) -> tuple[_Planned, ...]:
    """The requests whose prompts fit ``budget`` and whose replies fit the model's longest."""
    bare = _render(prompt, replace(request, skeleton=""), Placeholders((), 0), "", ())
    left = budget - message_tokens(bare)
    room = max(_LEAST, min(left // 2, int(model.max_tokens * _REPLY_SHARE)))
    planned = []
    for behind, part in in_requests(request, room):
        placeholders = Placeholders(part.rows, part.year, part.fact_year)
        messages, used = draft_messages(prompt, part, placeholders, budget)
        planned.append(_Planned(part, placeholders, messages, used, behind))
    return tuple(planned)


def _drafted(
    model: ChatModel, prompt: Prompt, planned: Sequence[_Planned], notices: tuple[str, ...]
) -> Iterator[Delta | Draft]:
    drafts: list[Draft] = []
    for one in planned:
        if one.behind:
            yield Delta(one.behind)
        try:
            for event in _stream(model, prompt, one, notices):
                if isinstance(event, Draft):
                    drafts.append(event)
                else:
                    yield event
        except ModelError as error:
            done = (
                f"{part.behind}{made.text}" for part, made in zip(planned, drafts, strict=False)
            )
            error.partial = "".join((*done, one.behind, error.partial))
            raise
    yield joined(drafts, [one.behind for one in planned])


def draft_messages(
    prompt: Prompt, request: DraftRequest, placeholders: Placeholders, budget: int
) -> tuple[tuple[Message, ...], tuple[Hit, ...]]:
    """The messages within ``budget`` tokens, and the passages that found room in them."""
    bare = _render(prompt, request, placeholders, "", ())
    left = max(0, budget - message_tokens(bare) - FENCE_TOKENS * (len(request.hits) + 1))
    # A small model copies what it sees, and the rules' draft has last year's structure already.
    share = _SHARE_PAST if budget >= _ROOMY or not request.skeleton else 0
    past = trim(request.past_text, int(left * share))
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
    skeleton = without_last_year(placeholders.masked(request.skeleton, request.skeleton_links))
    promised = without_figures("\n".join(request.promises))
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
        promises=fence(promised, 0, "去年的报告") if promised else _NONE,
    )


def _stream(
    model: ChatModel, prompt: Prompt, planned: _Planned, notices: tuple[str, ...]
) -> Iterator[Delta | Draft]:
    request, placeholders = planned.request, planned.placeholders
    temperature = prompt.temperature if request.temperature is None else request.temperature
    substitution = Substitution(placeholders)
    echoes = planned.messages[-1].content.split("\n")
    filters = (PlainText(request.heading, echoes), Restoring(Marks(request.skeleton)), substitution)
    pieces: list[str] = []
    with model.stream(planned.messages, temperature=temperature, stop=request.stop) as reply:
        for text in _filtered(reply, filters, pieces):
            yield Delta(text)
    text = "".join(pieces)
    if not text.strip():
        raise ModelEmptyReplyError("模型没有写出正文。")
    if _REFUSAL.match(text) and len(text) <= _LONGEST_REFUSAL:
        raise ModelEmptyReplyError(REFUSED.format(text[:_SHOWN]))
    unknown = tuple(f"模型引用了没有的数据 {name}，已标出。" for name in substitution.unknown)
    yield Draft(
        text=text,
        made_by=f"{model.name} {prompt.hash}",
        links=substitution.links,
        citations=_citations(planned.used),
        notices=(*notices, *reply.notices, *unknown),
        trace=Trace(
            model=model.name,
            prompt=prompt.name,
            prompt_hash=prompt.hash,
            figures=tuple(row.indicator for row in placeholders.rows),
            passages=tuple(hit.passage.id for hit in planned.used),
            usage=reply.usage,
        ),
    )


class _Filter(Protocol):
    """What stands between a model's pieces and the page."""

    def feed(self, piece: str) -> str: ...
    def finish(self) -> str: ...


def _filtered(reply: Reply, filters: Sequence[_Filter], pieces: list[str]) -> Iterator[str]:
    """Pieces as they are shown; on a failure what had arrived is kept in the error."""
    try:
        for piece in reply:
            if text := _through(piece, filters):
                pieces.append(text)
                yield text
    except ModelError as error:
        error.partial = "".join(pieces) + _rest(filters)
        raise
    if text := _rest(filters):
        pieces.append(text)
        yield text


def _through(piece: str, filters: Sequence[_Filter]) -> str:
    for one in filters:
        piece = one.feed(piece)
    return piece


def _rest(filters: Sequence[_Filter]) -> str:
    """What the filters still hold, each passed through those behind it."""
    return "".join(
        _through(one.finish(), filters[place + 1 :]) for place, one in enumerate(filters)
    )


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
