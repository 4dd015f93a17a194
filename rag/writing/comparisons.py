"""Comparisons of last year (高于上年, 不降反增, 最大降幅): computed anew or to be verified.

A figure that moves makes the words beside it false although no number stands in them. Only
高于/低于上年 directly behind a filled level can be computed: it is kept, turned, or becomes
与上年持平. Every other comparison needs a figure that the sentence does not hold: 【待核：…】.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, to_verify
from rag.writing.fill import Filling
from rag.writing.slots import Slot

Pair = tuple[Slot, Filling | None]

_LAST_YEAR: Final = r"(?:上年|去年|上一年)(?:同期)?(?:水平)?"
_MORE: Final = ("高于", "多于", "超过", "快于")
_LESS: Final = ("低于", "少于", "慢于")
_AGAINST_LAST_YEAR: Final = re.compile(
    rf"(?P<how>高于|低于|多于|少于|超过|快于|慢于|与)(?P<base>{_LAST_YEAR})(?P<level>持平)?"
    r"(?=[，。；、！）\n]|$)"
)
_DIRECTLY_BEHIND: Final = re.compile(r"^[，、]?(?:明显|显著|大幅|略|均|都|也)?$")
_OTHER: Final = r"[^，。；：、！？\n“”（）【】\d]"
_COMPARED: Final = re.compile(
    rf"(?:不[高低]于|[高低快慢好优多少]于){_OTHER}{{2,16}}"
    rf"|与{_LAST_YEAR}(?:基本)?持平"
    rf"|超过(?:{_LAST_YEAR}|预期|(?:年初)?(?:预定|预期)?目标|全[国省市县区]|第[一二三]产业|平均){_OTHER}{{0,12}}"
)
"""Marked where figures stand in the sentence, or growth is spoken of in the clause."""
_GROWTH: Final = re.compile(r"增速|增幅|涨幅|降幅|增长|比重|占比")
_SINCE: Final = r"近(?:几|些|[\d一二三四五六七八九十多]+)?年来?|历年来?|历史上?|有史以来"
_EXTREME: Final = rf"(?:是|为|创(?:下|造)?)?了?(?:{_SINCE})的?"
_RECORDS: Final = re.compile(
    rf"{_EXTREME}(?:最[大小高低快慢多少好]|新高|新低)(?:的)?(?:[降增涨升]幅|增速|增量|水平|年份|一年)?(?:之一)?"
    r"|(?:[降增涨升]幅|增速|增量|增长)(?:为|是|也|均|都)?(?:历年|近年)?最[大小高低快慢多少]"
    rf"|再创{_OTHER}{{1,8}}"
)
_REVERSED: Final = re.compile(
    rf"{_OTHER}{{0,16}}(?:不[降减]反[增升]|不[增升]反[降减]){_OTHER}{{0,8}}"
)


def comparison_edits(text: str, pairs: Sequence[Pair]) -> Iterator[Edit]:
    """The edits of a section's comparisons; what could be computed comes first."""
    for found in _AGAINST_LAST_YEAR.finditer(text):
        if (found["how"] == "与") == bool(found["level"]):
            yield _computed(text, found, pairs)
    for start, end in split_sentences(text):
        numbers = [slot.start for slot, _filling in pairs if start <= slot.start < end]
        for found in _COMPARED.finditer(text, start, end):
            clause = max(text.rfind(mark, start, found.start()) for mark in "，；：、") + 1
            told = numbers or _GROWTH.search(text, max(clause, start), found.end())
            # 高于目标0.3个百分点 holds its own figure, which is filled or asked for.
            if told and not any(slot.start == found.end() for slot, _filling in pairs):
                yield to_verify(text, found.start(), found.end())
    for pattern in (_REVERSED, _RECORDS):
        for found in pattern.finditer(text):
            yield to_verify(text, found.start(), found.end())


def _computed(text: str, found: re.Match[str], pairs: Sequence[Pair]) -> Edit:
    """高于上年 by the two values of the figure before it; to be verified without them."""
    before = [pair for pair in pairs if pair[0].end <= found.start()]
    slot, filling = before[-1] if before else (None, None)
    if slot is None or filling is None:
        return to_verify(text, found.start(), found.end())
    between = text[slot.end : found.start()]
    difference = _difference(slot, filling) if _DIRECTLY_BEHIND.match(between) else None
    if difference is None:
        return to_verify(text, found.start(), found.end())
    words = _said(found["how"], difference) + found["base"]
    return Edit(found.start(), found.end(), words if difference else f"与{found['base']}持平")


def _said(how: str, difference: int) -> str:
    """The word for the way a figure went; 快于 stays with 慢于."""
    if how in (_MORE if difference > 0 else _LESS):
        return how
    if how in ("快于", "慢于"):
        return "快于" if difference > 0 else "慢于"
    return "高于" if difference > 0 else "低于"


def _difference(slot: Slot, filling: Filling) -> int | None:
    """Whether the level rose (1), stayed (0) or fell (-1); None where it is not certain."""
    past = filling.row.values.get(filling.year - 1)
    now = filling.value
    if now is None or past is None or slot.shared or slot.kind in ("from", "difference"):
        return None
    if now.approx or past.approx or now.upper is not None or past.upper is not None:
        return None
    falls = "down" in (slot.quantity.direction, now.direction, past.direction)
    if falls or filling.signed < 0 or past.value < 0:
        return None
    return (now.value > past.value) - (now.value < past.value)
