"""Numbers and locked sentences survive a revision: the program decides, not the model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.checking.verify import verify
from rag.records import Quantity
from rag.text.numerals import equivalent, find_quantities
from rag.writing.sentencediff import Change, sentence_diff


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
    source = f"{old}\n{allowed}" if allowed else old
    kept: list[str] = []
    notices: list[str] = []
    for change in sentence_diff(old, new):
        text, notice = _judge(change, new, source, locked, may_drop)
        kept.append(text)
        if notice:
            notices.append(notice)
    return Guarded("".join(kept), tuple(notices))


def _judge(
    change: Change, new: str, source: str, locked: Collection[str], may_drop: bool
) -> tuple[str, str]:
    if change.kind == "keep":
        return change.new, ""
    lost_lock = [words for words in locked if words in change.old and words not in change.new]
    if lost_lock:
        return change.old, f"“{_short(lost_lock[0])}”已锁定，保留原句。"
    checked = verify(change.new, source)
    if not checked.supported:
        wrong = next(
            (k.text for k in checked.numbers if k.status in ("conflict", "unsupported")), ""
        )
        what = f"数字“{wrong}”" if wrong else "增减方向"
        if change.kind == "insert":
            return "", f"新加的一句里{what}没有依据，已去掉：“{_short(change.new)}”"
        return change.old, f"改动涉及{what}，保留原句：“{_short(change.old)}”"
    lost = _lost(change, new)
    if lost and (not may_drop or change.new.strip()):
        return change.old, f"改动漏掉了“{lost[0].text}”，保留原句：“{_short(change.old)}”"
    return change.new, ""


def _lost(change: Change, new: str) -> Sequence[Quantity]:
    """Numbers of the old sentence that the whole new text no longer states."""
    stated = find_quantities(new)
    return [q for q in find_quantities(change.old) if not any(equivalent(q, s) for s in stated)]


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= 30 else f"{words[:29]}…"
