"""Locked sentences: whatever a rule or a model made, they stand there as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply
from rag.writing.quoted import clipped, overlap

_NEW_VERSION: Final = 0.5
"""Share of character pairs from which a new sentence is taken for the locked one reworded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The text with its locked sentences, and what the writer has to know."""

    text: str
    notices: tuple[str, ...]


def keep_locked(old: str, new: str, locked: Sequence[str]) -> Kept:
    """Put back each locked sentence of ``old`` that ``new`` lacks.

    It takes the place of its own new wording; where there is none it goes behind the sentence
    that stood before it, or to the end of the same paragraph.
    """
    lost = [one for one in locked if one in old and one not in new]
    for sentence in lost:
        new = _put_back(old, new, sentence)
    notices = tuple(f"“{clipped(one)}”已锁定，保留原句。" for one in lost)
    return Kept(new, notices)


def locked_around(text: str, start: int, end: int, locked: Sequence[str]) -> str:
    """The locked sentence that ``[start, end)`` of a text touches, "" where none does."""
    for sentence in locked:
        at = text.find(sentence)
        while at >= 0:
            if at < end and start < at + len(sentence):
                return sentence
            at = text.find(sentence, at + 1)
    return ""


def _put_back(old: str, new: str, sentence: str) -> str:
    spans = split_sentences(new)
    alike = [(overlap(sentence, new[a:b]), -a, b) for a, b in spans]
    share, start, end = max(alike, default=(0.0, 0, 0))
    if share >= _NEW_VERSION:
        return apply(new, [Edit(-start, end, sentence)])[0]
    at = _behind_predecessor(old, new, sentence)
    if at is None:
        at = _paragraph_end(new, old.count("\n", 0, old.index(sentence)))
    return new[:at] + sentence + new[at:]


def _behind_predecessor(old: str, new: str, sentence: str) -> int | None:
    at = old.index(sentence)
    before = [old[a:b] for a, b in split_sentences(old) if b <= at]
    if not before or before[-1] not in new:
        return None
    return new.index(before[-1]) + len(before[-1])


def _paragraph_end(text: str, number: int) -> int:
    lines = text.split("\n")[: number + 1]
    return sum(map(len, lines)) + len(lines) - 1
