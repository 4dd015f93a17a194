"""Figures of several years (五年累计, 比2018年): one year's value must not fill them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.records import Figure, LedgerRow, Quantity

_CN: Final = "两三四五六七八九十"
_SPAN: Final = re.compile(
    rf"(?<![第一二三四五六七八九十〇○零\d])(?:[{_CN}]|[2-9])年"
    rf"(?![级前后期度以制生底初末规计行{_CN}一\d])"
    rf"|[{_CN}]年(?:来|间|以来)|“[^”]{{1,6}}五”(?:期间|时期|以来)|本届[^，。]{{0,6}}(?:以来|任期)|任期内"
)
_SUMMED: Final = re.compile(rf"[{_CN}]年(?:来|间|里|累计|以来|，|是|工作|共)")
_SUM_REACH: Final = 300
_BASE: Final = re.compile(r"[比较由从自](?P<year>(?:19|20)\d{2})年[^，。；：！？\n]{0,20}$")
_LEVEL: Final = re.compile(r"[到至为](?:\d{4}年)?的?$")
_FROM: Final = re.compile(r"[由从自](?P<year>(?:19|20)\d{2})年")
_ONE_YEAR: Final = re.compile(r"(?:19|20)\d{2}年|[去上前今本当]年|全年|年内|同比")
_IN_NAME: Final = re.compile(rf"年均|(?<![一第])[{_CN}]年|“.{{1,6}}五”|期间|累计")
_IN_NAME_ONLY: Final = re.compile(rf"年均|(?<![一第])[{_CN}]年|“.{{1,6}}五”|期间")
_HEADED: Final = re.compile(
    rf"(?:过去|[近这前])[{_CN}\d]{{1,2}}年|[{_CN}]年(?:来|间|以来)?(?:的)?(?:政府|主要|各项)?(?:工作|成就|回顾|发展)"
    r"|本届(?:政府|党委|班子|任期)|任期(?:内|工作)|“.{1,6}五”(?:时期|期间)?.{0,6}(?:回顾|成就|工作)"
)


def over_years(
    text: str, quantity: Quantity, before: str, found: Sequence[Figure], *, several: bool = False
) -> bool:
    """Whether a number at its place sums up or measures several years.

    ``before`` are the words of its clause in front of it. ``several`` says that its section tells
    of several years: there only what names one year is of one.
    """
    if "年均" in before or any("年均" in figure.indicator for figure in found):
        return True
    if _from_far_base(text, quantity, found) or (_SPAN.search(before) and "同比" not in before):
        return True
    summed = "累计" in before or any(figure.status == "cumulative" for figure in found)
    reach = max(0, quantity.start - _SUM_REACH)
    if summed and _SUMMED.search(text, reach, quantity.start):
        return True
    sentence = max(text.rfind("。", 0, quantity.start), text.rfind("\n", 0, quantity.start)) + 1
    return several and not _ONE_YEAR.search(text, sentence, quantity.start)


def _from_far_base(text: str, quantity: Quantity, found: Sequence[Figure]) -> bool:
    """比2002年增长65.5% in a report on 2007."""
    year = next((figure.fact_year for figure in found if figure.fact_year is not None), None)
    before = text[max(0, quantity.start - 30) : quantity.start]
    base = None if _LEVEL.search(before) else _BASE.search(before)
    return base is not None and year is not None and int(base["year"]) < year - 1


def from_far_back(text: str, at: int, year: int) -> bool:
    """Whether the sentence compares with a year long ago: 由2002年…增加到…，乙由…增加到…."""
    start = max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
    return any(int(found["year"]) < year - 1 for found in _FROM.finditer(text, start, at))


def tells_of_years(heading: str, above: Sequence[str] = ()) -> bool:
    """Whether a section by its headings tells of several years: 过去五年工作回顾."""
    return any(_HEADED.search(words) for words in (*above, heading))


def row_over_years(row: LedgerRow) -> bool:
    """Whether a row's own name, or the sentence it was read from, says several years."""
    if _IN_NAME_ONLY.search(row.indicator):
        return True
    return any(_read_from_span(value.source, value.text) for value in row.values.values())


def named_over_years(indicator: str) -> bool:
    """Whether a name fits a slot of several years: 年均, 累计, 五年 stands in it."""
    return bool(_IN_NAME.search(indicator))


def _read_from_span(source: str, words: str) -> bool:
    at = source.rfind(words) if words else -1
    clause = re.split("[，。；：、！？\n]", source[:at])[-1] if at > 0 else ""
    return bool(_SPAN.search(clause)) and "同比" not in clause
