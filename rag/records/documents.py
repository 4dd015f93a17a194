"""What a reader returns: a document, its blocks and its sections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

DocumentKind = Literal["report", "policy", "notice", "sheet", "other"]
BlockKind = Literal["title", "heading", "paragraph", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table as a person sees it.

    ``text`` is all that is displayed, a typed or computed label included. ``level`` is 1–4 for
    一、/（一）/1./（1） and 0 for body text. ``heading_end`` is where the heading stops inside
    ``text``: the whole length for a heading on its own line, less when the heading runs into its
    paragraph, 0 for body text. A table's text is its rows, cells joined by tabs. ``page`` is the
    page on which the block begins, counted from 1, and 0 where the file does not tell.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    heading_end: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 0


@dataclass(frozen=True)
class Document:
    """What a reader returns: the text in order with its structure."""

    title: str
    year: int | None
    unit: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All blocks' texts joined by a newline: what every offset points into."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, without its sub-sections.

    ``run_in`` is the mark (。) with which the heading runs into its paragraph, "" for a heading
    on its own line.
    """

    level: int
    label: str
    heading: str
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    run_in: str = ""
