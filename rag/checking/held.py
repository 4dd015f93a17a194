"""A number the source states, but not like this: roughly, as a plan, of another year or thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.checking.modality import is_done, is_intended, may_be_planned
from rag.checking.named import named_alike, other_village
from rag.checking.numberplaces import NumberPlace
from rag.figures.names import key
from rag.figures.rowindex import grams

_NAMED = 0.5
"""Share of the character pairs of an indicator's name that must stand where its number does."""
_EARLIER = 0.6
"""What a pair counts that stands only earlier in the paragraph."""
_CHARACTERS = 0.8
"""Share of a name's characters that a sentence holds from which it may be put together."""
_MADE = re.compile(r"(?:年均)?(?:增速|变化|增长|减少|增量|减量|排名|占比)$|累计$")
"""What the extraction adds to a name."""
_TELLING = 3
"""Characters of a name that tell something; 党员 stands everywhere."""


def why_not(
    mine: NumberPlace,
    theirs: NumberPlace,
    claim: str,
    source: str,
    years: Collection[int] = (),
    others: Sequence[NumberPlace] = (),
) -> str:
    """What is wrong, in Chinese, with a claim's number that equals the source's, or "".

    ``years`` are years that the source is known to tell of, whatever its text lets guess,
    ``others`` all numbers of the source.
    """
    return (
        _roughness(mine, theirs)
        or _modality(mine, theirs, claim, source)
        or _year(mine, theirs, years)
        or _thing(mine, theirs, others)
    )


def _roughness(mine: NumberPlace, theirs: NumberPlace) -> str:
    if mine.as_rough_as(theirs):
        return ""
    return f"“{mine.mention.text}”在来源中写作“{theirs.mention.text}”，约数与准数不能互换"


def _modality(mine: NumberPlace, theirs: NumberPlace, claim: str, source: str) -> str:
    here, there = mine.mention.start, theirs.mention.start
    said = mine.mention.text
    mean, done = is_intended(claim, mine.span, here), is_done(claim, mine.span, here)
    planned = is_intended(source, theirs.span, there)
    if planned and (done or not may_be_planned(claim, mine.span, here)):
        return f"“{said}”在来源中是目标或打算，不是已经做到的"
    promised = theirs.figure is not None and theirs.figure.status == "target"
    if promised and done and not is_done(source, theirs.span, there):
        return f"“{said}”在来源中是目标或打算，不是已经做到的"
    stated = theirs.figure is not None and theirs.figure.status in {"actual", "cumulative"}
    if mean and not planned and (stated or not may_be_planned(source, theirs.span, there)):
        return f"“{said}”在来源中是已经做到的，不是目标或打算"
    return ""


def _year(mine: NumberPlace, theirs: NumberPlace, years: Collection[int]) -> str:
    """The year the claim names for a number against the year the source's one belongs to."""
    told = theirs.figure.fact_year if theirs.figure is not None else None
    if mine.named is None or mine.figure is None or told is None:
        return ""
    if mine.figure.fact_year in {told, None, *years} or _carried(theirs, told):
        return ""
    return f"“{mine.mention.text}”在来源中是{told}年的，不是{mine.figure.fact_year}年的"


def _carried(place: NumberPlace, year: int) -> bool:
    """Whether only an earlier sentence of the paragraph names the year, which may have ended."""
    earlier = place.context.removesuffix(place.sentence)
    return f"{year}年" in earlier and f"{year}年" not in place.sentence


def _thing(mine: NumberPlace, theirs: NumberPlace, others: Sequence[NumberPlace]) -> str:
    """Whether the words that name the claim's number stand near the source's one at all."""
    if village := other_village(mine, theirs):
        return f"“{mine.mention.text}”在来源中说的不是“{village}”"
    name = _MADE.sub("", mine.figure.indicator) if mine.figure is not None else ""
    if len(name) < _TELLING or _composed(name, theirs.sentence):
        return ""
    own = grams(theirs.sentence) | grams(key(theirs.sentence))
    earlier = grams(theirs.context) - own
    if any(
        len(pairs & own) + _EARLIER * len(pairs & earlier) >= _NAMED * len(pairs)
        for pairs in (grams(name), grams(key(name)))
    ) or named_alike(name, mine, theirs, others):
        return ""
    return f"“{mine.mention.text}”在来源中说的不是“{name}”"


def _composed(name: str, sentence: str) -> bool:
    """Whether a name is put together from what stands apart: 黄金、白银产量, 黄金产量."""
    return sum(character in sentence for character in name) >= _CHARACTERS * len(name)
