"""Reasoning models write their thoughts between <think> and </think>: not part of any report."""

from __future__ import annotations

from typing import Final

_OPEN: Final = "<think>"
_CLOSE: Final = "</think>"


class ThinkFilter:
    """Removes <think>…</think> at the beginning of a reply while it streams."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, piece: str) -> str:
        """What of the text so far may be shown."""
        if self._state == "open":
            return piece
        if self._state == "after":
            return self._after(piece)
        self._held += piece
        if self._state == "start":
            return self._at_start()
        return self._inside()

    def finish(self) -> str:
        """What was held back when the reply ended. Unfinished thoughts are dropped."""
        held, self._held = self._held, ""
        return held if self._state == "start" else ""

    def _at_start(self) -> str:
        text = self._held.lstrip()
        if _OPEN.startswith(text):
            return ""
        if text.startswith(_OPEN):
            self._state, self._held = "inside", text[len(_OPEN) :]
            return self._inside()
        self._state, held, self._held = "open", self._held, ""
        return held

    def _inside(self) -> str:
        _thoughts, closed, rest = self._held.partition(_CLOSE)
        if not closed:
            return ""
        self._state, self._held = "after", ""
        return self._after(rest)

    def _after(self, piece: str) -> str:
        """Blank lines between the thoughts and the text may come in pieces of their own."""
        text = piece.lstrip()
        if text:
            self._state = "open"
        return text
