"""When a model's text is not good enough: the rules' sentence, or the rules' draft, instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.records import PROVED, Draft, Finding
from rag.text.marks import MARK, without_marks
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply
from rag.writing.quoted import overlap

_SAME_SENTENCE: Final = 0.6
"""Share of a sentence's character pairs from which the rules' sentence is the same one."""
_MASK: Final = re.compile(r"(?<![\d×])×(?!\d)")
_TOO_SHORT: Final = 0.4
_MOSTLY: Final = 0.5
_FEW: Final = 4
_FEW_MARKS: Final = 2
_LATIN: Final = 0.3
_SHORTEST_REPEATED: Final = 8


def with_rule_sentences(draft: Draft, findings: Sequence[Finding], skeleton: str) -> Draft:
    """The draft with the rules' sentence wherever one with a wrong number has such a twin.

    Only where the model has reworded a sentence of the rules; the others stay and are marked.
    """
    left_open = [*findings, *_masked(draft.text)]
    known = [skeleton[a:b].strip() for a, b in split_sentences(skeleton)]
    edits = []
    for start, end in split_sentences(draft.text):
        said = draft.text[start:end].strip()
        if not any(f.start < end and f.end > start for f in left_open):
            continue
        best = max(known, key=lambda one: overlap(one, said), default="")
        if best and min(overlap(best, said), overlap(said, best)) >= _SAME_SENTENCE - _slack(best):
            edits.append(Edit(start, end, best))
    text = apply(draft.text, edits)[0]
    marked = _MASK.sub("【待核：模型漏写了数字】", text)
    if marked == draft.text:
        return draft
    notice = f"有{len(edits)}句模型写错了数字，已换回按规则起草的句子。"
    notices = (*draft.notices, notice) if edits else draft.notices
    return replace(draft, text=marked, links=(), notices=notices)


def _masked(text: str) -> list[Finding]:
    """Where a model copied the × that stands in its prompt for last year's numbers."""
    return [
        Finding("numbers", "error", found.start(), found.end(), found.group(), "")
        for found in _MASK.finditer(text)
    ]


def faults(draft: Draft, skeleton: Draft) -> tuple[str, ...]:
    """Why the rules' draft is the better one, in Chinese; empty where the model's will do."""
    said = []
    text = without_marks(draft.text)
    wanted = {link.indicator for link in skeleton.links if link.status == "entered"}
    there = {link.indicator for link in draft.links if link.status in ("entered", "derived")}
    if len(wanted) >= _FEW and len(wanted & there) < _MOSTLY * len(wanted):
        said.append(f"{len(wanted)}项已填数据只写到{len(wanted & there)}项")
    if len(text.strip()) < _TOO_SHORT * len(without_marks(skeleton.text).replace("　", "")):
        said.append("篇幅太短")
    asked, left = _to_fill(skeleton.text), _to_fill(draft.text)
    if asked >= _FEW_MARKS and left < _MOSTLY * asked:
        said.append(f"{asked}处【待填】只留下{left}处")
    if repeated := _repeated(text):
        said.append(f"有{repeated}句重复")
    letters = sum(character.isascii() and character.isalpha() for character in text)
    if letters > _LATIN * max(1, len(text.strip())):
        said.append("大半是英文")
    numbers = [link for link in draft.links if link.status not in ("date", "fixed")]
    wrong = [link for link in numbers if link.status not in PROVED]
    if len(wrong) >= _FEW and len(wrong) > _MOSTLY * len(numbers):
        said.append(f"{len(numbers)}个数字有{len(wrong)}个没有依据")
    return tuple(said)


def _to_fill(text: str) -> int:
    return sum(mark.startswith("【待填") for mark in MARK.findall(text))


def _slack(sentence: str) -> float:
    """Marks and figures make a sentence differ from its rewording; the rest must agree."""
    return 0.2 if "【" in sentence else 0.0


def _repeated(text: str) -> int:
    counted = Counter(
        words
        for a, b in split_sentences(text)
        if len(words := text[a:b].strip()) >= _SHORTEST_REPEATED
    )
    return sum(count - 1 for count in counted.values())
