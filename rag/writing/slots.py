"""The places in last year's section where a number stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from rag.figures.extract import extract_figures
from rag.figures.mentions import find_mentions
from rag.records import Figure, Quantity
from rag.text.numerals import find_quantities
from rag.writing.spans import from_far_back, over_years
from rag.writing.wording import in_chinese

SlotKind = Literal["value", "growth", "difference", "from"]

_PERCENT: Final = ("%", "％", "‰")
_COMPARED: Final = re.compile(
    r"同比|[比较](?:上年|去年|上一年|前年|\d{4}年|上年同期|去年同期)|年均|环比"
)
_FROM: Final = re.compile(r"[由从自](?:上年|去年|\d{4}年)?的?$")
_TO: Final = re.compile(
    r"^(?:年)?(?:，)?(?:大幅|逐步|迅速)?(?:增|升|减|降|提|扩|上升|下降|减少|增加|增长|提高|提升|扩大|缩小|回升|回落|发展|变)"
    r"(?:至|到|为|成)(?:了)?(?:\d{4}年|今年|去年|上年)?的?$"
)
_ONLY_CHANGE: Final = re.compile(
    r"^[，、,]?(?:分别)?(?:[比较与](?:上年|去年|上一年|\d{4}年)(?:同期)?(?:相比)?|同比)?，?(?:实际|名义|净)?"
    r"(?:增长|增加|提高|上升|上涨|下降|减少|降低|回落|提升|增收|多|少)了?(?:约|近|超过)?$"
)
_CLAUSE_END: Final = re.compile(r"[，。；：、！？\n“”（）]")
_BACK: Final = 2
"""Years back from the report's own that move on with it (see ``moving``); older ones stay."""
_WORTH_COUNTING: Final = 1000
_SAID_TO_REACH: Final = re.compile(r"(?:超过|达到?|突破|近|约|逾|累计|共)$")
_LONGEST_NAME: Final = 14
_BEHIND: Final = 12
_CLASS: Final = re.compile(r"的?(?:村|企业|项目|户|单位|家庭|人口|党员|干部|社区|农户|合作社)")
_NOT_ONE: Final = re.compile(
    r"(?:不|没有|无|每|同|某|任何|另|[合归聚集融][合并拢中]?[到在为于成])[^，。；、]{0,2}$"
)
_ONE_BY_ONE: Final = re.compile(r"(?:[^，。；、\n]{2,4}一[个名件处项户家]、?){2,}")
"""成熟一个、发展一个 says how, not how many."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A number of last year at ``[start, end)`` and what it measures.

    ``kind`` says whether it is a level, a growth rate, a difference, or the first number of
    由9个增至14个; then ``partner`` is the second one. ``over_years`` marks a sum or mean over
    several years (年均增长, 五年累计), where one year's figure would be wrong. An ``optional``
    one (五类问题) is only a figure if the ledger says so. ``shared`` are all indicators that have
    this one value (满意率、办结率均为100%). ``context`` is the sentence up to a little behind it.
    ``base`` is the first number of 由2018年的9个增至…: a year further back, which stays as it was.
    """

    start: int
    end: int
    quantity: Quantity
    indicators: tuple[str, ...]
    fact_year: int
    kind: SlotKind
    target: bool = False
    partner: Quantity | None = None
    over_years: bool = False
    optional: bool = False
    shared: tuple[str, ...] = ()
    context: str = ""
    base: bool = False

    @property
    def indicator(self) -> str:
        """The first name proposed for what it measures."""
        return self.indicators[0] if self.indicators else ""


def find_slots(
    text: str,
    past_year: int,
    figures: Sequence[Figure] | None = None,
    *,
    several: bool = False,
) -> tuple[Slot, ...]:
    """Every figure of a section, in order. ``figures`` are the section's, with offsets into it.

    ``several`` says that the section tells of several years (过去五年工作回顾). Numbers the
    extraction could not name become slots as well: none may stay.
    """
    known = extract_figures(text, report_year=past_year) if figures is None else figures
    numbers = _numbers(text, known)
    slots: list[Slot] = []
    for place, number in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if not _stays(text, number):
            slot = _slot(text, number, following, past_year, several=several)
            slots.append(_with_subject(text, slot, slots[-1]) if slots else slot)
    return tuple(slots)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with the figures read from it (满意率、办结率均为100% gives two)."""

    quantity: Quantity
    found: tuple[Figure, ...] = ()
    fixed: bool = False


def _numbers(text: str, figures: Sequence[Figure]) -> list[_Number]:
    grouped: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        grouped.setdefault((figure.quantity.start, figure.quantity.end), []).append(figure)
    numbers = [_Number(found[0].quantity, tuple(found)) for found in grouped.values()]
    mentions = find_mentions(text)
    certain = [m.quantity for m in mentions if m.kind == "figure" and m.quantity]
    fixed = [m for m in mentions if m.kind == "fixed"]
    possible = [
        q
        for q in find_quantities(text)
        if any(q.start < m.end and m.start < q.end for m in fixed) and in_chinese(q)
    ]
    for quantities, optional in ((certain, False), (possible, True)):
        for q in quantities:
            if not any(q.start < n.quantity.end and n.quantity.start < q.end for n in numbers):
                loose = optional and not _is_reached(text, q)
                numbers.append(_Number(q, fixed=loose))
    return sorted(numbers, key=lambda number: number.quantity.start)


def _is_reached(text: str, quantity: Quantity) -> bool:
    """超过一亿人次: a number in words that is surely meant as one."""
    if quantity.value < _WORTH_COUNTING:
        return False
    before = text[max(0, quantity.start - 4) : quantity.start]
    return bool(quantity.approx or _SAID_TO_REACH.search(before))


def _stays(text: str, number: _Number) -> bool:
    """Class marks (35岁以下) and 不漏一人 are words, not figures of a year."""
    if is_class_mark(text, number.quantity) and number.found[:1]:
        return number.found[0].status == "standard"
    before = text[max(0, number.quantity.start - 4) : number.quantity.start]
    if not number.quantity.text.startswith("一"):
        return False
    at, end = number.quantity.start, number.quantity.end
    each = any(m.start() < end and at < m.end() for m in _ONE_BY_ONE.finditer(text))
    return each or bool(_NOT_ONE.search(before))


def _with_subject(text: str, slot: Slot, before: Slot) -> Slot:
    """In “…12次，比上年增加3次” the change is that of the number before it."""
    if slot.kind not in ("growth", "difference") or before.kind == "from":
        return slot
    if not _ONLY_CHANGE.match(text[before.end : slot.start]):
        return slot
    subject = before.indicators if before.kind == "value" else before.indicators[1:]
    return replace(slot, indicators=tuple(dict.fromkeys((*slot.indicators, *subject))))


def is_class_mark(text: str, quantity: Quantity) -> bool:
    """35岁以下, 20万元以上的村: which things are counted, not how many."""
    if not quantity.approx.endswith(("以上", "以下", "以内")) or quantity.unit in _PERCENT:
        return False
    return quantity.unit in ("岁", "周岁") or bool(_CLASS.match(text, quantity.end))


def _slot(
    text: str, number: _Number, following: _Number | None, past_year: int, *, several: bool
) -> Slot:
    quantity, found = number.quantity, number.found
    before = text[_clause_start(text, quantity.start) : quantity.start]
    named = tuple(f.indicator for f in found if f.indicator)
    year = next((f.fact_year for f in found if f.fact_year is not None), None)
    kind: SlotKind = _kind(text, quantity)
    partner, base = None, False
    spanning = over_years(text, quantity, before, found, several=several)
    if following is not None and _is_from(text, quantity, following.quantity):
        kind, partner = "from", following.quantity
        then = next((f.fact_year for f in following.found if f.fact_year is not None), None)
        if year is not None and then is not None and year < then - 1:
            partner, base = None, year < past_year - _BACK
        elif spanning or (then is not None and from_far_back(text, quantity.start, then)):
            partner = None
    return Slot(
        start=quantity.start,
        end=quantity.end,
        quantity=quantity,
        indicators=named or _words_before(before),
        fact_year=past_year if year is None else year,
        kind=kind,
        target=bool(found) and found[0].status == "target",
        partner=partner,
        over_years=spanning,
        optional=number.fixed,
        shared=named if len(named) > 1 else (),
        context=_context(text, quantity),
        base=base,
    )


def _context(text: str, quantity: Quantity) -> str:
    start = max(text.rfind(mark, 0, quantity.start) for mark in "。；\n") + 1
    end = min(
        (p for mark in "，。；\n" if (p := text.find(mark, quantity.end)) >= 0), default=len(text)
    )
    return text[start : min(end, quantity.end + _BEHIND)]


def _is_from(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two numbers stand in 由…增至…."""
    before = text[max(0, first.start - 10) : first.start]
    return bool(_FROM.search(before) and _TO.match(text[first.end : second.start]))


def _kind(text: str, quantity: Quantity) -> SlotKind:
    if not quantity.direction:
        return "value"
    if quantity.unit in _PERCENT:
        return "growth"
    sentence_start = max(text.rfind("。", 0, quantity.start), text.rfind("\n", 0, quantity.start))
    context = text[max(sentence_start + 1, quantity.start - 20) : quantity.start]
    compared = quantity.unit.endswith("百分点") or _COMPARED.search(context)
    return "difference" if compared else "value"


def _clause_start(text: str, at: int) -> int:
    ends = [match.end() for match in _CLAUSE_END.finditer(text, max(0, at - 60), at)]
    return ends[-1] if ends else max(0, at - 60)


def _words_before(before: str) -> tuple[str, ...]:
    words = re.sub(r"[\d\s]+", "", before)[-_LONGEST_NAME:]
    return (words,) if words else ()
