"""The numbers a browser shows before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.reading.numberformats import format_number

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z]+(?:-[a-z]+)*)", re.IGNORECASE)
_TYPES = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero", "cjk-decimal": "ideographDigital",
    "cjk-ideographic": "chineseCountingThousand", "none": "none",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
}  # fmt: skip
_SHOWN_WITH_COMMA = frozenset(
    {"ideographDigital", "chineseCountingThousand", "chineseLegalSimplified",
     "ideographLegalTraditional"}
)  # fmt: skip
_MAX_NUMBER = 99_999


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    number: int


class Lists:
    """The lists that are open around a place of a page."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """``ol`` or ``ul`` begins."""
        self._open.append(_List(tag == "ol", _form(attributes), _number(attributes, "start", 1)))

    def end(self) -> None:
        """The innermost list ends."""
        if self._open:
            self._open.pop()

    def item(self, attributes: Mapping[str, str | None]) -> str:
        """What stands before an item: “3. ”, “三、”, nothing in a list without numbers."""
        if not self._open or not self._open[-1].ordered:
            return ""
        current = self._open[-1]
        number = _number(attributes, "value", current.number)
        current.number = number + 1
        form = _form(attributes) if {"type", "style"} & attributes.keys() else current.form
        words = format_number(number, form)
        if not words:
            return ""
        return f"{words}、" if form in _SHOWN_WITH_COMMA else f"{words}. "


def _form(attributes: Mapping[str, str | None]) -> str:
    if style := _STYLE.search(attributes.get("style") or ""):
        return _TYPES.get(style[1].lower(), "decimal")
    return _TYPES.get(attributes.get("type") or "", "decimal")


def _number(attributes: Mapping[str, str | None], name: str, default: int) -> int:
    text = (attributes.get(name) or "").strip()
    if not re.fullmatch(r"-?\d{1,6}", text):
        return default
    return max(min(int(text), _MAX_NUMBER), 0)
