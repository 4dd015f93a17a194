"""Fixed expressions: numbers that are no figures (三会一课), and words with a numeral (零售)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files


def packaged_lines(name: str) -> tuple[str, ...]:
    """The entries of a word list that comes with this package."""
    text = files("rag.figures").joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=16)
def fixed_pattern(extra: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """Finds the packaged fixed expressions and the office's own ones (``extra``)."""
    return _any_of((*packaged_lines("fixed_expressions.txt"), *extra))


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Finds words and place names that merely contain a numeral."""
    return _any_of(packaged_lines("number_words.txt"))


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(
        {item for item in expressions if item}, key=lambda item: (-len(item), item)
    )
    return re.compile("|".join(re.escape(item) for item in longest_first))


REPEATED = re.compile(
    r"一(?![十百千万亿])[\u4e00-\u9fff]{1,2}一[\u4e00-\u9fff]{1,2}"
    r"|一(?P<measure>[\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}一(?P=measure)"
)
"""一村一品, 一户一策, 成熟一个发展一个 have their own form."""


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where the expressions stand in ``text``."""
    return [match.span() for match in pattern.finditer(text)]
