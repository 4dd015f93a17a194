"""What every reader hands to ``structure``: the lines a person sees, in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table as read, before its place in the document is known.

    ``text`` holds no line break (a table's text is empty, its cells are in ``rows``). ``label``
    is a number Word generated, already at the start of ``text``. ``outline`` is the level a
    style or an outline level gives (1 is the highest), 0 for none. ``title`` is set where a
    style says it is the document's title, ``plain`` where the line can be no heading (an entry
    of a table of contents, a footnote). ``page`` is the page on which it begins, 0 where the
    file does not tell.
    """

    text: str
    label: str = ""
    outline: int = 0
    title: bool = False
    centred: bool = False
    plain: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """All lines of a file, and what the person should know about how they were read."""

    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
