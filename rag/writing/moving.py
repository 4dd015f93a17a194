"""Years that move on when last year's section becomes this year's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rag.text.years import YearMention, find_years
from rag.writing.edits import Edit, apply

_CHINESE: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_BACK: Final = 2
"""A report speaks of its own year, the year before it, and the base of that year's growth."""
_AHEAD: Final = 1
"""… and of next year's plans. Years further off (1978年以来, 到2035年) are history or goals."""


def shift_heading(heading: str, past_year: int, year: int) -> str:
    """A heading with its years moved on: 2023年工作回顾 → 2024年工作回顾."""
    moved, _links = apply(heading, year_edits(heading, past_year, year))
    return moved


def year_edits(text: str, past_year: int, year: int) -> Iterator[Edit]:
    """An edit for each year that belongs to the report; a span of years is to be verified.

    今年 and 去年 stay as they are: they move by themselves.
    """
    shift = year - past_year
    for mention in find_years(text):
        if mention.since is not None:
            if mention.year >= past_year - _BACK:
                yield Edit(mention.start, mention.end, f"【待核：{mention.text}】")
        elif past_year - _BACK <= mention.year <= past_year + _AHEAD:
            yield Edit(mention.start, mention.end, _moved(mention, shift))


def _moved(mention: YearMention, shift: int) -> str:
    old, new = str(mention.year), str(mention.year + shift)
    if old in mention.text:
        return mention.text.replace(old, new)
    chinese = old.translate(_CHINESE)
    plain = mention.text.replace("○", "〇").replace("零", "〇")
    return plain.replace(chinese, new.translate(_CHINESE))
