"""The act and the object of an indicator's name: 改造危房 and 危房改造 are 改造 of 危房."""

from __future__ import annotations

from functools import cache
from typing import Final

from rag.figures.fixed import packaged_lines

_BUILDING: Final = frozenset({"建", "修", "建成", "建设", "新建", "修建", "建起"})
ACT_KINDS: Final = (
    frozenset({"办", "办理", "承办"}),
    frozenset({"打", "接种"}),
    _BUILDING,
    frozenset({"种", "种植"}),
    frozenset({"卖", "销售"}),
)
"""A verb of one character asks for any of its kind: 建了多少亩 for 建成 and 新建."""
_SHORTEST: Final = 2
_LONGEST_VERB: Final = 4


def act_and_object(name: str) -> tuple[str, str] | None:
    """改造危房 and 危房改造 → 改造, 危房; None for a name without an act."""
    verbs = _verbs()
    for length in range(_LONGEST_VERB, 0, -1):
        head, tail = name[:length], name[-length:]
        if head in verbs and len(name) - length >= _SHORTEST:
            return head, name[length:]
        if tail in verbs and len(name) - length >= _SHORTEST:
            return tail, name[:-length]
    return None


@cache
def _verbs() -> frozenset[str]:
    return frozenset(packaged_lines("verbs.txt")) | frozenset().union(*ACT_KINDS)
