"""Making a text shorter by leaving out what says least; figures are never left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rag.text.headings import run_in_points
from rag.text.numerals import find_quantities
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply

_TAIL: Final = re.compile(
    r"，(?:有效|有力|不断|切实|进一步|着力|全面|持续|充分|真正|确保|为(?=[^，。；]{2,30}(?:奠定|提供|打下|注入|作出))"
    r"|取得|营造|形成|推动|促进|提升|增强|夯实|激发|凝聚|使)[^，。；！？“”《》【】]*(?=[。；！？]$)"
)
"""A clause at the end of a sentence that tells an effect: 有效提升了…, 为…奠定了坚实基础."""
_EMPTY_WORDS: Final = re.compile(
    "切实|不断|进一步|扎实|有力|有效|全面|深入|持续|始终|坚持|高度重视|重要意义|坚强|坚实|充分|着力|大力|积极|努力|良好|显著|明显|积极作用|新局面|新台阶|新成效"
)
_INFORMATIVE: Final = re.compile(
    r"[《“][^》”]+[》”]|[A-Za-z]+|首创|建成|成立|出台|印发|建立|开通|荣获|获评"
)
_LEAST_LENGTH: Final = 6


@dataclass(frozen=True, slots=True)
class Shortened:
    """The shorter text; ``reached`` is False when only figures would be left to cut."""

    text: str
    reached: bool


def shorten(text: str, length: int) -> Shortened:
    """A text of at most ``length`` characters if that is possible without cutting a figure.

    First clauses that only tell an effect go, then sentences, the emptiest first. Sentences with
    a number or a mark 【…】, the first sentence of a paragraph and of a point stay.
    """
    if len(text) <= length:
        return Shortened(text, True)
    text = _cut(text, length, _tails(text))
    text = _cut(text, length, _sentences(text))
    return Shortened(_tidy(text), len(text) <= length)


def _cut(text: str, length: int, cuts: list[Edit]) -> str:
    """Make cuts, the first ones first, until the text is short enough."""
    excess, made = len(text) - length, []
    for cut in cuts:
        if excess <= 0:
            break
        made.append(cut)
        excess -= cut.end - cut.start - len(cut.text)
    return apply(text, made)[0]


def _tails(text: str) -> list[Edit]:
    cuts = []
    for start, end in split_sentences(text):
        tail = _TAIL.search(text[start:end])
        if tail and not _must_stay(tail.group()):
            cuts.append(Edit(start + tail.start(), start + tail.end(), ""))
    return sorted(cuts, key=lambda cut: cut.start - cut.end)


def _sentences(text: str) -> list[Edit]:
    """Whole sentences that may go, the emptiest first."""
    openers = _openers(text)
    spans = [
        (start, end)
        for start, end in split_sentences(text)
        if not _must_stay(text[start:end]) and not any(start <= at < end for at in openers)
    ]
    spans.sort(key=lambda span: _information(text[span[0] : span[1]]))
    return [Edit(start, end, "") for start, end in spans]


def _openers(text: str) -> set[int]:
    """Where paragraphs and points begin: what follows makes no sense without it."""
    openers, start = set(), 0
    for line in text.split("\n"):
        openers.add(start + len(line) - len(line.lstrip()))
        openers.update(start + point.start for point in run_in_points(line))
        start += len(line) + 1
    return openers


def _must_stay(words: str) -> bool:
    return "【" in words or bool(find_quantities(words)) or bool(re.search(r"\d", words))


def _information(sentence: str) -> float:
    """How much a sentence says for its length: 0 is a slogan."""
    telling = len(_INFORMATIVE.findall(sentence)) * 6
    empty = sum(len(word) for word in _EMPTY_WORDS.findall(sentence))
    return (telling - empty) / max(len(sentence), _LEAST_LENGTH)


def _tidy(text: str) -> str:
    """No paragraph ends in a semicolon, none is empty."""
    lines = [line.strip(" ") for line in text.split("\n")]
    return "\n".join(re.sub(r"[；，]$", "。", line) for line in lines if line)
