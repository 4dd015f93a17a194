"""Replacements in a text that know what their numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rag.records import Link

_LONGEST_MARK: Final = 120


@dataclass(frozen=True, slots=True)
class Edit:
    """``[start, end)`` becomes ``text``; the links' offsets count from the start of ``text``."""

    start: int
    end: int
    text: str
    links: tuple[Link, ...] = ()


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Link, ...]]:
    """The text with all edits made, and their links with offsets into it.

    Where two edits overlap the one given first counts.
    """
    pieces: list[str] = []
    links: list[Link] = []
    at = length = 0
    for edit in _disjoint(edits):
        kept = text[at : edit.start]
        length += len(kept)
        links += [replace(k, start=k.start + length, end=k.end + length) for k in edit.links]
        pieces += (kept, edit.text)
        length += len(edit.text)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces), tuple(links)


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    taken: list[Edit] = []
    for edit in edits:
        if all(edit.end <= old.start or edit.start >= old.end for old in taken):
            taken.append(edit)
    return sorted(taken, key=lambda edit: (edit.start, edit.end))


def to_verify(text: str, start: int, end: int) -> Edit:
    """The words ``[start, end)`` kept as a question to a person: 【待核：…】."""
    return Edit(start, end, _asked(text[start:end]))


def merged(text: str, marks: Iterable[Edit]) -> list[Edit]:
    """Marks 【待核：…】 on neighbouring clauses as one; of overlapping ones the first counts."""
    found: list[Edit] = []
    for mark in _disjoint(marks):
        last = found[-1] if found else None
        if last is not None and _neighbours(text, last, mark):
            found[-1] = Edit(last.start, mark.end, _asked(text[last.start : mark.end]))
        else:
            found.append(mark)
    return found


def _neighbours(text: str, a: Edit, b: Edit) -> bool:
    whole = all(one.text == _asked(text[one.start : one.end]) for one in (a, b))
    near = text[a.end : b.start] in ("，", "、", "")
    return whole and near and b.end - a.start <= _LONGEST_MARK


def _asked(words: str) -> str:
    return f"【待核：{words}】"
