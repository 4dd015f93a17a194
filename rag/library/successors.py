"""Which indexed rules have been replaced by a later one with the same name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_DECORATION = re.compile(
    r"[（(【〔\[].*?[）)】〕\]]|中华人民共和国|中国共产党|中共|《|》|\s|(?:19|20)\d\d年?(?:修订|修正)?|[#_\-—]|工作(?=条例)"
)
_RULE = re.compile(r"(?:条例|规定|办法|法|细则|章程|准则|规则|规程)$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy document as far as its succession goes."""

    id: str
    title: str
    year: int | None


def successors(rules: Iterable[Rule]) -> dict[str, Rule]:
    """The later rule for each rule that has one, by id.

    Only rules proper (条例, 规定, 办法 …) of one name: a yearly notice does not replace the last
    one. 信访条例 and 信访工作条例 count as one name.
    """
    newest: dict[str, Rule] = {}
    named = [(rule, _name(rule.title)) for rule in rules if rule.year is not None]
    for rule, name in named:
        if _RULE.search(name) and (name not in newest or _year(newest[name]) < _year(rule)):
            newest[name] = rule
    return {
        rule.id: newest[name]
        for rule, name in named
        if name in newest and _year(rule) < _year(newest[name])
    }


@lru_cache(maxsize=4096)
def _name(title: str) -> str:
    return _DECORATION.sub("", title)


def _year(rule: Rule) -> int:
    return rule.year or 0
