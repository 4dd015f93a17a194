"""Where a remark on some words of a text stands after the text was edited.

A remark keeps the words it is about and what stood around them. Its words are looked for first,
where several are alike the place with the likest surroundings; words that were rewritten are
found between what stood before and after them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTEXT = 30
"""Characters kept on either side."""

_LEAST = 4
"""Characters of the surroundings that tell a place; fewer stand anywhere."""

_SURE = 8
"""Surroundings of this length tell a place better than equal words elsewhere."""

_ROOM = 80
"""Characters by which rewritten words may have grown."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a text, what stood before and after them, and where they began."""

    quote: str
    before: str = ""
    after: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """``[start, end)`` of a text. ``exact``: the words themselves still stand there."""

    start: int
    end: int
    exact: bool


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of the words ``[start, end)`` of a text."""
    before = text[max(0, start - CONTEXT) : start]
    return Anchor(text[start:end], before, text[end : end + CONTEXT], start)


def find(wanted: Anchor, text: str) -> Place | None:
    """Where the words of an anchor, or what replaced them, stand in a text; None if nowhere."""
    same = _same_words(wanted, text)
    around = _between(wanted, text)
    if same is None:
        return around[0] if around else None
    place, alike = same
    telling = alike >= _LEAST or len(wanted.quote) >= _LEAST or place.start == wanted.start
    if around and around[1] >= _SURE and alike < _LEAST:
        return around[0]
    return place if telling else None


def _same_words(wanted: Anchor, text: str) -> tuple[Place, int] | None:
    """The likest place of the very words, and how many characters around it are the same."""
    if not wanted.quote.strip():
        return None
    found = [
        (_alike(wanted, text, at), -abs(at - wanted.start), at)
        for at in (match.start() for match in re.finditer(re.escape(wanted.quote), text))
    ]
    if not found:
        return None
    alike, _, at = max(found)
    return Place(at, at + len(wanted.quote), exact=True), alike


def _alike(wanted: Anchor, text: str, at: int) -> int:
    before = _common(wanted.before[::-1], text[max(0, at - CONTEXT) : at][::-1])
    end = at + len(wanted.quote)
    return before + _common(wanted.after, text[end : end + CONTEXT])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _between(wanted: Anchor, text: str) -> tuple[Place, int] | None:
    """What stands between the old surroundings, and how much of them was found."""
    left = next(
        (
            (at + size, size)
            for size in range(len(wanted.before), _LEAST - 1, -1)
            if (at := text.find(wanted.before[-size:])) >= 0
        ),
        None,
    )
    begin = left[0] if left else 0
    right = next(
        (
            (at, size)
            for size in range(len(wanted.after), _LEAST - 1, -1)
            if (at := text.find(wanted.after[:size], begin)) >= 0
        ),
        None,
    )
    room = len(wanted.quote) + _ROOM
    if left and right and right[0] - begin <= room:
        return Place(begin, right[0], exact=False), left[1] + right[1]
    if left:
        return Place(begin, min(len(text), begin + len(wanted.quote)), exact=False), left[1]
    if right:
        return Place(max(0, right[0] - len(wanted.quote)), right[0], exact=False), right[1]
    return None
