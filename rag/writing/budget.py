"""How much of a model's context a text takes, and trimming to what is left."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rag.text.sentences import split_sentences
from rag.writing.prompts import Message

_ASCII_PER_TOKEN = 3.0
FENCE_TOKENS = 40
"""Tokens of the marks and the title around a piece of material."""
_OVERHEAD = 8
"""Tokens a chat template adds to a message."""


def estimate_tokens(text: str) -> int:
    """Tokens of a text, on the safe side: a Chinese character counts as one whole token.

    No tokenizer is used because each model has its own; current ones need 0.6 to 1.0.
    """
    plain = sum(1 for character in text if ord(character) < 128)
    return math.ceil(plain / _ASCII_PER_TOKEN) + len(text) - plain


def message_tokens(messages: Sequence[Message]) -> int:
    """Tokens of messages with what the template adds."""
    return sum(estimate_tokens(message.content) + _OVERHEAD for message in messages)


def trim(text: str, tokens: int) -> str:
    """The first whole sentences that fit."""
    if estimate_tokens(text) <= tokens:
        return text
    end = 0
    for _start, stop in split_sentences(text):
        if estimate_tokens(text[:stop]) > tokens:
            break
        end = stop
    return text[:end]


def fit(texts: Sequence[str], tokens: int) -> tuple[str, ...]:
    """The first texts that fit, in order of relevance; the last one is trimmed."""
    kept: list[str] = []
    left = tokens
    for text in texts:
        piece = trim(text, left)
        if not piece:
            break
        kept.append(piece)
        left -= estimate_tokens(piece)
    return tuple(kept)


def in_groups(costs: Sequence[int], tokens: int) -> list[range]:
    """Neighbours together as far as they fit; what alone is longer stands alone."""
    groups: list[range] = []
    start = spent = 0
    for place, cost in enumerate(costs):
        if place > start and spent + cost > tokens:
            groups.append(range(start, place))
            start, spent = place, 0
        spent += cost
    if len(costs) > start:
        groups.append(range(start, len(costs)))
    return groups


def in_parts(text: str, tokens: int) -> list[str]:
    """A text in stretches of whole sentences that fit; joined they are the text."""
    starts = [start for start, _end in split_sentences(text)]
    if not starts:
        return [text] if text else []
    starts[0] = 0
    bounds = [*starts, len(text)]
    pieces = [text[a:b] for a, b in zip(starts, bounds[1:], strict=True)]
    groups = in_groups([estimate_tokens(piece) for piece in pieces], tokens)
    return ["".join(pieces[group.start : group.stop]) for group in groups]
