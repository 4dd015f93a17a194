"""Figures of a text: indicator, quantity, direction, fact year and status of every number.

Rules only, no model, linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.figures.calendar import Calendar, Moment
from rag.figures.clauses import Item, items_of
from rag.figures.mentions import Sighting, classify
from rag.figures.naming import name_items
from rag.figures.promises import sums_up
from rag.figures.subjects import subject_of
from rag.records import Direction, Figure, FigureStatus, Quantity, Section
from rag.text.clean import Normalised, normalise
from rag.text.marks import without_marks
from rag.text.numerals import parse_number, to_quantity
from rag.text.sentences import split_sentences

_STOPS = frozenset("。！？；!?;")
_REACH = 200
"""How far back, in characters, a word may stand that makes a figure a promise or a sum."""

_CLASS = re.compile(r"不超过|不少于|不低于|不高于|不多于|至少|最多|以上|以下|以内|超|不足")
_CLASS_NOUN = re.compile(r"以上|以下|以内")
_LIMIT = re.compile(r"不超过|不少于|不低于|不高于|不多于|至少|最多|以上|以下|以内")
_RULE = re.compile(
    r"(?:每[^，。年]{1,6}|每年度?|按照?|要求|标准|规定|原则上|应当|必须|一般(?!公共|债|性转移|工商|农))[^，。]{0,12}$|满$"
)


def extract_figures(
    text: str, *, report_year: int | None, sections: Sequence[Section] = ()
) -> tuple[Figure, ...]:
    """Every figure of ``text`` in order, offsets pointing into ``text`` as given.

    ``report_year`` is the year in the report's title, None when unknown: then the text itself
    must name it. ``sections`` (``rag.text.outline``) only tell where a figure stands. A value that
    several indicators share (办结率、满意率均为100%) gives one figure for each.
    """
    # Marks name last year's values for the writer; they state nothing.
    clean = normalise(without_marks(text))
    calendar = Calendar(clean.text, report_year)
    places = _Sections(sections)
    figures: list[Figure] = []
    for start, end, items in _sentences(clean.text):
        name_items(items)
        sentence = text[slice(*clean.original_span(start, end))]
        for item in items:
            figures.extend(_figures(item, text, clean, calendar, start, sentence, places))
    return tuple(figures)


def named_years(text: str) -> tuple[int | None, ...]:
    """The one year that ``text`` itself names for each of its mentions, in order.

    None where nothing but the report tells the year, and where several years are summed up. A
    line alone is a sentence, no heading.
    """
    stripped = text.rstrip()
    alone = "\n" not in stripped and stripped[-1:] not in _STOPS
    clean = normalise(without_marks(f"{stripped}。" if alone else text))
    calendar = Calendar(clean.text, None)
    moments = (calendar.at(seen.start) for seen in classify(clean.text))
    return tuple(m.year if m.named and m.since is None else None for m in moments)


def _sentences(text: str) -> Iterator[tuple[int, int, list[Item]]]:
    """The sentences that hold figures, with their figures and the words around them."""
    seen = [sighting for sighting in classify(text) if sighting.kind == "figure"]
    starts = [sighting.start for sighting in seen]
    for start, end in split_sentences(text):
        held = seen[bisect_left(starts, start) : bisect_left(starts, end)]
        if held:
            yield start, end, items_of(text, start, end, held)


class _Sections:
    """Finds the section of a place."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sorted(sections, key=lambda section: section.start)
        self._starts = [section.start for section in self._sections]

    def name(self, place: int) -> str:
        index = bisect_right(self._starts, place) - 1
        return "/".join(self._sections[index].path) if index >= 0 else ""


def _figures(
    item: Item,
    text: str,
    clean: Normalised,
    calendar: Calendar,
    start: int,
    sentence: str,
    places: _Sections,
) -> Iterator[Figure]:
    quantity = _quantity(item.seen, clean, text, item.direction)
    before = clean.text[max(start, item.seen.start - _REACH) : item.seen.start]
    moment = calendar.promise(calendar.at(item.seen.start), before)
    year = _fact_year(item, moment, before)
    status = _status(item, moment, before, year)
    for name in _shared_names(item):
        yield Figure(
            indicator=name,
            quantity=quantity,
            fact_year=year,
            status=status,
            sentence=sentence,
            section=places.name(quantity.start),
            sure=item.sure and bool(name),
        )


def _quantity(seen: Sighting, clean: Normalised, text: str, direction: str) -> Quantity:
    found: Direction = "up" if direction == "up" else "down" if direction == "down" else ""
    return replace(to_quantity(seen.token, clean, text), direction=found)


def _is_limit(item: Item, before: str) -> bool:
    """超50万元的6个村, 2亩以上撂荒地, 按每季不少于3次的要求: the number draws a line.

    超过六成的村 and 超过三分之二的村 are shares of all.
    """
    token = item.seen.token
    if token.unit.startswith("∶") and _RATIO_RULE.search(before):
        return True
    if item.right.startswith("为单位"):
        return True
    counted = token.unit not in ("%", "‰", "成", "倍", "")
    if item.right.startswith("的") and _CLASS.search(token.approx):
        return bool(counted or subject_of(item.left))
    apart = item.right and (item.shared or not item.act)
    if counted and apart and _CLASS_NOUN.search(token.approx):
        return True
    return bool(_LIMIT.search(token.approx) and _RULE.search(before)) or bool(
        _EACH_AT_LEAST.search(before)
    )


_RATIO_RULE = re.compile(r"按照?$")
_EACH_AT_LEAST = re.compile(
    r"每[年月季周天人名户村个][^，。]{0,8}(?:至少|最少|最多|不少于|不低于|不超过)[^，。\d]{1,8}$"
)
_SAME_YEAR = re.compile(r"[从由](?:上半年|年初|一季度|第?[一二三]季度|\d{1,2}月)[^，。]{0,6}$")
_BASE_YEAR = re.compile(
    r"[从由比较][^，。从由]{0,6}?((?:19|20)\d{2}|[一二三四五六七八九〇○零]{4})年[^，。]{0,4}$"
)


def _fact_year(item: Item, moment: Moment, before: str) -> int | None:
    if item.relation == "from":
        if named := _BASE_YEAR.search(before):
            return int(parse_number(named[1]) or 0)
        if _SAME_YEAR.search(before):
            return moment.year
        if moment.since is not None:
            return moment.since - 1
        return None if moment.year is None else moment.year - 1
    return moment.year


def _status(item: Item, moment: Moment, before: str, year: int | None) -> FigureStatus:
    """由去年的18亿元增加到95亿元: in a plan, too, what it starts from is what was reached."""
    if _is_limit(item, before):
        return "standard"
    if moment.plan and not (item.relation == "from" and year != moment.year):
        return "target"
    if moment.since is not None or sums_up(before[-30:]):
        return "cumulative"
    return "actual"


_ALL_SAME = re.compile(r"(?:均|都|全部|皆)(?:为|达到?|是|保持在?|实现|超过?|稳定在)?$")
_AND = re.compile(r"、|以及|[和与及]")


def _shared_names(item: Item) -> tuple[str, ...]:
    """办结率、满意率均为100%: one value, two indicators."""
    if item.seen.token.unit not in ("%", "‰") or not _ALL_SAME.search(item.left):
        return (item.name,)
    parts = tuple(part for part in _AND.split(item.name) if part)
    rates = all(part.endswith(("率", "比重", "占比", "度", "率增速")) for part in parts)
    return parts if len(parts) > 1 and rates else (item.name,)
