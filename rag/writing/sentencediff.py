"""A proposal against the old text, sentence by sentence, to accept or reject piece by piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from rag.text.sentences import split_sentences

_ALIKE = 0.4
"""Share of equal characters from which one sentence may be the other one reworded."""
_LABEL = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:是|要|抓|、)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])"
)

ChangeKind = Literal["keep", "replace", "insert", "delete"]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of sentences that stays, or one that becomes another.

    ``old`` stands at ``start`` of the old text. All olds joined are the old text, all news the
    new one. What stays may be followed by another blank or line break than before.
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
    """The text with the changes of these indices made and the others left.

    A line break behind a sentence that stays goes with the changes beside it.
    """
    return "".join(
        change.new if _taken(change, place, accepted) else change.old
        for place, change in enumerate(changes)
    )


def _taken(change: Change, place: int, accepted: Collection[int]) -> bool:
    beside = change.kind == "keep" and (place - 1 in accepted or place + 1 in accepted)
    return place in accepted or beside


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
    changes: list[Change] = []
    a = b = 0
    for i, j in [*_likeliest(old, new), (len(old), len(new))]:
        changes += _between(old[a:i], new[b:j])
        if i < len(old):
            changes.append(_pair(old[i], new[j]))
        a, b = i + 1, j + 1
    placed = []
    for change in changes:
        placed.append(replace(change, start=at))
        at += len(change.old)
    return placed


def _between(old: list[str], new: list[str]) -> list[Change]:
    """Sentences without a likeness: one for one where there are as many, else gone and new."""
    if len(old) == len(new):
        return [_pair(a, b) for a, b in zip(old, new, strict=True)]
    gone = [Change("delete", words, "", 0) for words in old]
    return [*gone, *(Change("insert", "", words, 0) for words in new)]


def _pair(old: str, new: str) -> Change:
    return Change("keep" if old.rstrip() == new.rstrip() else "replace", old, new, 0)


def _likeliest(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The pairs of sentences, in order, that are most alike in all; unlike ones stay alone."""
    shares = [[_likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = shares[i][j] + best[i + 1][j + 1] if shares[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if shares[i][j] >= _ALIKE and best[i][j] == shares[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: str, new: str) -> float:
    """0–1. A point counted on (五是… → 四是…) is the same point."""
    from rapidfuzz.fuzz import ratio

    return ratio(_LABEL.sub("", old), _LABEL.sub("", new)) / 100
