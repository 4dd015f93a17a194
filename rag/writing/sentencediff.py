"""A proposal against the old text, sentence by sentence, to accept or reject piece by piece."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from rag.text.sentences import split_sentences

_ALIKE = 0.4
"""Share of equal characters from which one sentence may be the other one reworded."""

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
    """One to one where the numbers of sentences agree, else the likeliest pairs in order."""
    pairs = list(zip(range(len(old)), range(len(new)), strict=False))
    if len(old) != len(new):
        pairs = _likeliest(old, new)
    changes: list[Change] = []
    a = b = 0
    for i, j in [*pairs, (len(old), len(new))]:
        changes += [Change("delete", words, "", 0) for words in old[a:i]]
        changes += [Change("insert", "", words, 0) for words in new[b:j]]
        if i < len(old):
            changes.append(Change("replace", old[i], new[j], 0))
        a, b = i + 1, j + 1
    placed = []
    for change in changes:
        placed.append(replace(change, start=at))
        at += len(change.old)
    return placed


def _likeliest(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The pairs of sentences, in order, that are most alike in all; unlike ones stay alone."""
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}

    def known(i: int, j: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        return best.get((i, j), (0.0, ()))

    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            choices = [known(i + 1, j), known(i, j + 1)]
            share = SequenceMatcher(None, old[i], new[j], autojunk=False).ratio()
            if share >= _ALIKE:
                score, rest = known(i + 1, j + 1)
                choices.append((score + share, ((i, j), *rest)))
            best[i, j] = max(choices, key=lambda choice: choice[0])
    return list(known(0, 0)[1])
