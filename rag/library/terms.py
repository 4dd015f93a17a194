"""The tokens of a text and of a query: pairs of characters, numbers and Latin words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp

from rag.text.clean import normalise, simplify_each

_RUN = re.compile(r"\d+(?:\.\d+)*|[a-z]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_GRAMMAR = frozenset(
    "的了着是在有和与及或而为以于之其被把对从由等也都就又还很吗呢吧啊呀么什哪谁怎几些这那该此个"
)
"""Characters of grammar and of asking: particles, prepositions, conjunctions, pronouns."""
_STRESS = (1.0, 0.5, 0.25)
"""Weight of a pair with none, one or two of them in a question in the asker's own words. Chosen on
one half of the CMRC questions; on the other R@1 rose from .970 to .976."""
_TOPIC = 0.75
_TOPIC_FADES = 4
"""How much more the first pair of a question weighs, and after how many pairs that is a third of
it. Chinese names first what is spoken of: 徐桥村的主要产业是什么. With a passage's opening and the
lower weight of verbatim runs (ranking.py), R@1 rose on either half of the CMRC questions."""
_ASCII = re.compile(r"\d+(?:\.\d+)*|[a-z]+")
_LONGEST_WORD = 100
"""Of what some file has in place of words; PostgreSQL takes none over 2 KB."""
_NOT_A_WORD = re.compile(r"[\W_]+")


def stress(token: str, place: int) -> float:
    """What the token at a place (0, 1, …) of a question in the asker's own words counts.

    有什 or 的职 tell less about its subject than 职业, and the subject comes first.
    """
    grammar = sum(character in _GRAMMAR for character in token)
    return _STRESS[grammar] * (1 + _TOPIC * exp(-place / _TOPIC_FADES))


@dataclass(frozen=True)
class Terms:
    """A query's tokens with their weight: the rarer in the library, the heavier (idf)."""

    weights: Mapping[str, float]

    @cached_property
    def total(self) -> float:
        """The weight of the whole query."""
        return sum(self.weights.values())

    def counts(self, text_as_matched: str) -> dict[str, int]:
        """How often each of the tokens that a folded text has stands in it."""
        found = {term: text_as_matched.count(term) for term in self._characters}
        if self._words:
            there = [_word(run) for run in _ASCII.findall(text_as_matched)]
            found |= {term: there.count(term) for term in self._words}
        return {term: count for term, count in found.items() if count}

    def share(self, there: Collection[str]) -> float:
        """The share (0–1) of the query's weight that some of its tokens have."""
        return sum(self.weights[term] for term in there) / self.total if self.total else 0.0

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(term for term in self.weights if term.isascii())

    @cached_property
    def _characters(self) -> tuple[str, ...]:
        return tuple(term for term in self.weights if not term.isascii())


def folded(raw: str) -> str:
    """Text as it is matched: NFKC, simplified characters, lower case."""
    return simplify_each(unicodedata.normalize("NFKC", normalise(raw).text).lower())


def bare(text_as_matched: str) -> str:
    """A folded text without punctuation and spaces."""
    return _NOT_A_WORD.sub("", text_as_matched)


def tokens(raw: str) -> list[str]:
    """Numbers and Latin words whole, Chinese runs as overlapping pairs of characters."""
    return tokens_of_folded(folded(raw))


def tokens_of_folded(text_as_matched: str) -> list[str]:
    """The tokens of a text that has been folded already."""
    found: list[str] = []
    for match in _RUN.finditer(text_as_matched):
        run = match.group()
        if run[0].isascii():
            found.append(_word(run))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def _word(run: str) -> str:
    """A number or Latin word as a token; FTS5 would cut 3.5 at its point."""
    return run[:_LONGEST_WORD].replace(".", "d")
