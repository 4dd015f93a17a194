"""Numbers and locked sentences survive a revision: the program decides, not the model."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.checking.verify import verify
from rag.records import Quantity
from rag.text.marks import MARK, without_marks
from rag.text.numerals import equivalent, find_quantities
from rag.writing.quoted import clipped
from rag.writing.sentencediff import Change, sentence_diff

_ORDER = re.compile(
    r"(?:(?<=^)|(?<=[。；：！\s]))(?:[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十]{1,3}[）)])"
)
"""Marks that only count the points of a text; a revision may set them anew."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """The revision with what was put back, and what the writer has to know."""

    text: str
    notices: tuple[str, ...]


def guard(
    old: str, new: str, *, allowed: str = "", locked: Collection[str] = (), may_drop: bool = False
) -> Guarded:
    """Put back each sentence whose numbers changed, and each locked one.

    ``allowed`` is the instruction: the numbers in it may appear. ``may_drop`` says that whole
    sentences with figures may go (a shorter text was asked for); else they are put back.
    """
    named = find_quantities(allowed)
    kept: list[str] = []
    notices: list[str] = []
    for change in sentence_diff(old, new):
        text, notice = _judge(change, new, old, named, locked, may_drop)
        kept.append(text)
        if notice:
            notices.append(notice)
    return Guarded("".join(kept), tuple(notices))


def _judge(
    change: Change,
    new: str,
    source: str,
    named: Sequence[Quantity],
    locked: Collection[str],
    may_drop: bool,
) -> tuple[str, str]:
    if change.kind == "keep":
        return change.new, ""
    lost_lock = [words for words in locked if words in change.old and words not in change.new]
    if lost_lock:
        return change.old, f"“{clipped(lost_lock[0])}”已锁定，保留原句。"
    as_told = any(_among(q, named) for q in find_quantities(change.new))
    lost_marks = [mark for mark in MARK.findall(change.old) if mark not in new]
    if lost_marks and change.new.strip():
        return change.old, f"改动漏掉了“{clipped(lost_marks[0])}”，保留原句。"
    wrong = _wrong(without_marks(change.new), without_marks(source), named, as_told)
    if wrong and change.kind == "insert":
        return "", f"新加的一句里{wrong}没有依据，已去掉：“{clipped(change.new)}”"
    if wrong:
        return change.old, f"改动涉及{wrong}，保留原句：“{clipped(change.old)}”"
    lost = () if as_told else _lost(change, new)
    if lost and (not may_drop or change.new.strip()):
        return change.old, f"改动漏掉了“{lost[0].text}”，保留原句：“{clipped(change.old)}”"
    return change.new, ""


def _wrong(sentence: str, source: str, named: Sequence[Quantity], as_told: bool) -> str:
    """What a new sentence states that the old text does not; numbers the writer named may stand."""
    said = _ORDER.sub("", sentence)
    if not said.strip():
        return ""
    checked = verify(said, source)
    bad = [
        link.text
        for link in checked.numbers
        if link.status in ("conflict", "unsupported")
        and not any(_among(q, named) for q in find_quantities(link.text))
    ]
    if bad:
        return f"数字“{bad[0]}”"
    return "" if checked.supported or as_told else "增减方向"


def _among(quantity: Quantity, named: Sequence[Quantity]) -> bool:
    return any(equivalent(quantity, other) for other in named)


def _lost(change: Change, new: str) -> Sequence[Quantity]:
    """Numbers of the old sentence that the whole new text no longer states."""
    stated = find_quantities(without_marks(new))
    return [
        q
        for q in find_quantities(without_marks(change.old))
        if not any(equivalent(q, s) for s in stated)
    ]
