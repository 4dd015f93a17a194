"""Records of what stands on a page. Coordinates are points from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line: its box and its font size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def middle(self) -> float:
        """Height of the line's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line of a table, horizontal or vertical."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.right - self.left > self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """One page's lines in reading order; a table stands as one piece with rows."""

    width: float
    height: float
    lines: tuple[Piece, ...]
    scanned: bool = False
