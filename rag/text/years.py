"""Years in a text: written out, spans, and relative ones (今年, 去年, 近三年)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rag.text.chinese_numbers import parse_chinese
from rag.text.clean import normalise

_FIRST, _LAST = 1900, 2100
_DIGITS = "[〇○零一二三四五六七八九]{4}"
_WRITTEN = re.compile(
    r"(?<![\d.])(?P<first>(?:19|20)\d{2})(?:年)?[-—–~～至到、]{1,2}(?P<last>(?:19|20)\d{2})年(?:度)?"
    r"|(?<![\d.])(?P<year>(?:19|20)\d{2})(?:年(?:度)?|(?=[-/.]\d{1,2}[-/.]\d{1,2}))"
    rf"|(?P<chinese>{_DIGITS})年(?:度)?"
    r"|[〔\[［](?P<number>(?:19|20)\d{2})[〕\]］]"
)
_RELATIVE = re.compile(
    r"(?P<this>今年|本年度?|当年|今春|今冬|全年|年内|年初以来)"
    r"|(?P<last>去年|上年度?|上一年度?|过去一年|过去的一年|去冬)"
    r"|(?P<farther>大前年)|(?P<before>前年)"
    r"|(?P<next>明年|来年|下一年度?|下年度?|次年)"
    r"|(?:近|过去|最近|这|前|此前)(?P<span>[两二三四五六七八九十]|\d{1,2})(?:个)?年(?:来|间|以来)?"
    r"|(?P<since>[两二三四五六七八九十])年(?:来|间)"
)
_STEP = {"this": 0, "last": -1, "before": -2, "farther": -3, "next": 1}
_NUMBERED = "[六七八九]|十[一二三四五六]?"
_PLAN = re.compile(
    rf"[“\"](?P<quoted>{_NUMBERED})五[”\"]|(?P<short>{_NUMBERED})五(?=时期|期间|规划|计划|以来|[初中末])"
    rf"|第(?P<long>{_NUMBERED})个五年(?:规划|计划)"
)
_BEFORE_THE_FIRST = 1951
"""The sixth plan ran from 1981 to 1985; the first three did not follow one another so."""


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named at ``[start, end)``; for a span the last year, with the first in ``since``."""

    start: int
    end: int
    year: int
    text: str
    since: int | None = None


def find_years(text: str) -> tuple[YearMention, ...]:
    """The years written out in ``text``: 2023年, 2023年度, 2019—2023年, 二〇二三年, 〔2023〕."""
    clean = normalise(text)
    found: list[YearMention] = []
    for match in _WRITTEN.finditer(clean.text):
        year, since = _written_year(match)
        if year is not None and _FIRST <= year <= _LAST:
            start, end = clean.original_span(*match.span())
            found.append(YearMention(start, end, year, text[start:end], since))
    return tuple(found)


def _written_year(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["first"]:
        return int(match["last"]), int(match["first"])
    if match["chinese"]:
        value = parse_chinese(match["chinese"])
        return (None if value is None else int(value)), None
    return int(match["year"] or match["number"]), None


def resolve_years(text: str, base: int) -> tuple[YearMention, ...]:
    """All years of ``text`` in order, with 今年 and its like read from ``base``, the current year.

    近三年 is the span that ends with ``base``.
    """
    found = list(find_years(text))
    for match in _RELATIVE.finditer(text):
        year, since = _relative_year(match, base)
        found.append(YearMention(match.start(), match.end(), year, match.group(), since))
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def plan_years(text: str) -> tuple[int, ...]:
    """The years of the five-year plans that a text names: “十三五”时期 is 2016 to 2020."""
    found: set[int] = set()
    for match in _PLAN.finditer(text):
        number = parse_chinese(match["quoted"] or match["short"] or match["long"])
        first = _BEFORE_THE_FIRST + 5 * int(number or 0)
        found.update(range(first, first + 5) if number else ())
    return tuple(sorted(found))


def _relative_year(match: re.Match[str], base: int) -> tuple[int, int | None]:
    for name, step in _STEP.items():
        if match[name]:
            return base + step, None
    count = parse_chinese(match["since"] or match["span"]) or Decimal(match["span"])
    return base, base - int(count) + 1
