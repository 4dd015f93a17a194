"""What the worker process ``pages`` expects of a file that consists of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rag.reading.pieces import Page

POINTS_HIGH = 842.0
"""Height of an A4 page in points (1/72 inch)."""

LONGEST_SIDE = 3600
"""Pixels of a page picture: larger ones are made smaller, they would only take longer."""


class PageError(Exception):
    """A file or one of its pages cannot be read."""

    def __init__(self, reason: Literal["damaged", "encrypted", "large"] = "damaged") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that has to be recognised: BGR pixels, and how many of them make a point."""

    pixels: Any
    scale: float


class Pages(Protocol):
    """The pages of one file, counted from 0."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> Page | Picture:
        """A page with its lines in reading order, or its picture. Raises PageError."""
