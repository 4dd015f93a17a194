"""The four labels of headings as the standard writes them (GB/T 9704—2012, 7.3.3)."""

from __future__ import annotations

from rag.text.headings import Label

_NUMERALS = "〇一二三四五六七八九十"
_FOREIGN = frozenset({"chapter", "chapter-section", "decimal"})


def standard_label(label: Label) -> str:
    """“一、”, “（一）”, “1.” or “（1）”; a label of another system (第一章, 1.1) as it is."""
    written = label.label.strip()
    if label.style in _FOREIGN or not 0 < label.number < 100:
        return written
    if label.level == 1:
        return f"{_chinese(label.number)}、"
    if label.level == 2:
        return f"（{_chinese(label.number)}）"
    return f"{label.number}." if label.level == 3 else f"（{label.number}）"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if not tens else f"{_NUMERALS[tens] if tens > 1 else ''}十"
    return lead + (_NUMERALS[ones] if ones else "")
