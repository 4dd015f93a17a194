"""A proposal against the old text, sentence by sentence, to accept or reject piece by piece."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rag.text.sentences import split_sentences

ChangeKind = Literal["keep", "replace", "insert", "delete"]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of sentences that stays, or one that becomes another.

    ``old`` stands at ``start`` of the old text. All olds joined are the old text, all news the
    new one.
    """

    kind: ChangeKind
    old: str
    new: str
    start: int


def sentence_diff(old: str, new: str) -> tuple[Change, ...]:
    """The changes that make ``new`` of ``old``, in order; replaced sentences are paired."""
    before, after = _pieces(old), _pieces(new)
    changes: list[Change] = []
    at = 0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for change in _changes(kind, before[a:b], after[c:d], at):
            changes.append(change)
            at += len(change.old)
    return tuple(changes)


def accept(changes: Sequence[Change], accepted: Collection[int]) -> str:
    """The text with the changes of these indices made and the others left."""
    return "".join(
        change.new if place in accepted else change.old for place, change in enumerate(changes)
    )


def _pieces(text: str) -> list[str]:
    """Sentences with the blanks and line breaks that follow them."""
    starts = [start for start, _end in split_sentences(text)]
    if not starts:
        return [text] if text else []
    starts[0] = 0
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _changes(kind: str, old: list[str], new: list[str], at: int) -> list[Change]:
    if kind == "equal":
        return [Change("keep", "".join(old), "".join(new), at)]
    if kind == "insert":
        return [Change("insert", "", "".join(new), at)]
    if kind == "delete":
        return [Change("delete", "".join(old), "", at)]
    return _paired(old, new, at)


def _paired(old: list[str], new: list[str], at: int) -> list[Change]:
    """One to one where the numbers of sentences agree, else the nearest pairs in order."""
    if len(old) != len(new):
        return [Change("replace", "".join(old), "".join(new), at)]
    changes = []
    for before, after in zip(old, new, strict=True):
        changes.append(Change("replace", before, after, at))
        at += len(before)
    return changes
