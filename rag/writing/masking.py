"""Marks 【待填：…】【待核：…】 in a prompt without last year's numbers, and put back in the reply.

A small model copies whatever digits it sees, also those it was told to leave in their brackets.
"""

from __future__ import annotations

import re
from typing import Final

from rag.text.marks import MARK
from rag.text.numerals import find_quantities
from rag.writing.edits import Edit, apply

_LAST_YEAR: Final = re.compile(r"，上年[^】]*(?=】)")
_LOOSE: Final = re.compile(r"[\s（）()，,：:]")


def without_last_year(text: str) -> str:
    """The text with its marks as a model sees them: 【待填：集中学习（次）】, 【待核：连续×年】."""
    return MARK.sub(lambda found: _masked(found.group()), text)


def _masked(mark: str) -> str:
    bare = _LAST_YEAR.sub("", mark)
    edits = [Edit(q.start, q.end, f"×{q.unit}") for q in find_quantities(bare)]
    masked = apply(bare, edits)[0]
    return re.sub(r"\d+", "×", masked)


class Marks:
    """The marks of a skeleton, by the form in which a model gives them back."""

    def __init__(self, skeleton: str) -> None:
        self._whole: dict[str, str] = {}
        for found in MARK.finditer(skeleton):
            self._whole.setdefault(_key(_masked(found.group())), found.group())

    def restored(self, mark: str) -> str:
        """The mark as the skeleton has it; one the model made up itself stays as it is."""
        return self._whole.get(_key(mark), mark)


class Restoring:
    """Puts whole marks back while text streams in, however it is cut into pieces."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._held = ""

    def feed(self, piece: str) -> str:
        """What can be shown after one more piece."""
        self._held += piece
        shown = MARK.sub(lambda found: self._marks.restored(found.group()), self._held)
        at = shown.rfind("【")
        if at < 0 or "】" in shown[at:] or "\n" in shown[at:]:
            self._held = ""
            return shown
        self._held = shown[at:]
        return shown[:at]

    def finish(self) -> str:
        """The rest."""
        held, self._held = self._held, ""
        return held


def _key(mark: str) -> str:
    return _LOOSE.sub("", mark)
