"""Where sentences begin and end."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[。！？；!?;\n“”‘’「」『』（）()《》\[\]【】]")
_OPENING = "“‘「『（(《[【"
_QUOTE_CLOSING = "”’」』"
_CLOSING = "”’」』）)》]】"


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of ``text``: 。！？；and line breaks end one.

    What stands in quotes or brackets is kept whole; a quotation that ends with a full stop ends
    the sentence behind its closing mark. A line break always ends a sentence, so a forgotten
    bracket costs one line at most. Spans are free of blanks at both ends, none is empty.
    """
    spans: list[tuple[int, int]] = []
    start = depth = 0
    for match in _MARKS.finditer(text):
        mark, place = match.group(), match.start()
        if mark in _OPENING:
            depth += 1
            continue
        if mark in _CLOSING:
            depth = max(0, depth - 1)
            ends = depth == 0 and mark in _QUOTE_CLOSING and text[place - 1 : place] in "。！？"
        else:
            ends = depth == 0 or mark == "\n"
            depth = 0 if mark == "\n" else depth
        if ends and place >= start:
            _add(spans, text, start, place + 1)
            start = place + 1
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        spans.append((left, right))
