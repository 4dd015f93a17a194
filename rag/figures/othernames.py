"""What people call an indicator otherwise: 老百姓收入 is 居民人均可支配收入 (other_names.txt)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rag.figures.fixed import packaged_lines

_NEAR: Final = "≈"


@dataclass(frozen=True, slots=True)
class OtherNames:
    """Other names for a measure; ``near`` are those of something that is not quite the same."""

    same: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@cache
def other_names(name: str) -> OtherNames:
    """The other names of an indicator that is named without a place or a year."""
    same: dict[str, None] = {}
    near: dict[str, None] = {}
    for alike, other in _names().get(name.lower(), ()):
        same |= dict.fromkeys(one for one in alike if one != name.lower())
        near |= dict.fromkeys(other)
    return OtherNames(tuple(same), tuple(one for one in near if one not in same))


@cache
def _names() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Each name with the groups it stands in: those that mean the same, those that are near."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for same, near in _groups():
        for name in same:
            found.setdefault(name, []).append((same, near))
    return found


def _groups() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for line in packaged_lines("other_names.txt"):
        same, _, near = line.partition(_NEAR)
        yield tuple(same.split()), tuple(near.split())
