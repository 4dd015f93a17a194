"""Replacements in a text that know what their numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rag.records import Link


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
