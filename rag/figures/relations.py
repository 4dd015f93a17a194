"""How a figure stands to its subject: level, growth, the start or end of a move, a rank."""

from __future__ import annotations

import re

from rag.figures import words
from rag.figures.clauses import Item
from rag.figures.subjects import subject_of

_MEAN = re.compile(r"年均|平均每年|每年平均|年平均")
_SPAN = re.compile(
    r"(?:累计|[两三四五六七八九十\d]{1,2}年(?:来|间|累计|共|里)|(?:过去|近|前|这|今后)[两三四五六七八九十\d]{1,2}年"
    r"|十[一二三四五六]?五”?(?:时期|期间|以来)|(?:19|20)\d\d年(?:相比|以来|至今)|[与同比较](?:19|20)\d\d年)"
)
"""Words that give what follows them to more than one year."""
_ENDS_SO = re.compile(
    r"(?:新|净|递|应|多|少|核|裁|压|削|缩|豁|增|提|上|下)[增减提降升]$|(?:以|年|线|地|水|岸|马)[上下]$"
)
"""Words that end with a character for a rise or fall."""
_EACH_END = re.compile(r"(?:人均|户均|亩均|均价|每人每年|每人每月|每人)$")


def spans_years(before: str, year: int) -> bool:
    """Whether the words before a number of ``year`` speak of several years together.

    年均 and a comparison with the year before do not.
    """
    found = [match.group() for match in _SPAN.finditer(before)]
    return any(str(year - 1) not in words for words in found) and not _MEAN.search(before)


def _without_stutter(left: str, end: int, word: str) -> str:
    """贫困人口减减少1200人: a character typed twice; 城镇新增增长 is none."""
    subject = left[:end]
    twice = subject.endswith(word[0]) and not _ENDS_SO.search(subject)
    return subject[:-1] if twice and len(subject) > 2 else subject


def read_left(item: Item, previous: Item | None) -> None:
    """Fill in relation, direction and subject from the words before the figure."""
    left, each = item.left, ""
    if item.joined and previous is not None:
        item.relation, item.direction = previous.relation, previous.direction
        item.mean, item.moved = previous.mean, previous.moved
        if item.relation == "from" and item.closes:
            item.relation, item.direction = "to", ""
        return
    item.mean = bool(_MEAN.search(left))
    if match := _EACH_END.search(left):
        left, each = left[: match.start()], match.group()
    if match := words.LEVEL_END.search(left):
        item.relation, left = "to", left[: match.start()]
    elif match := words.RELATIVE_MOVE_END.search(left):
        item.relation, item.direction = "growth", "up" if match["word"] == "多" else "down"
        item.moved = {"增": "增量", "减": "减量", "降": "减量"}.get(match["move"], "")
        left = left[: match.start()]
    elif match := words.GROWTH_END.search(left):
        if not words.NOT_GROWTH.search(left[: match.end("word")]):
            item.relation, left = "growth", _without_stutter(left, match.start(), match["word"])
            item.direction = "up" if match["word"] in words.UP else "down"
            item.moved = match["word"]
    elif match := words.MORE_END.search(left):
        item.relation, left = "growth", left[: match.start()] or match["verb"]
        item.direction = "up" if match["word"] == "多" else "down"
    elif match := words.BASE_END.search(left) or words.FROM_END.search(left):
        item.relation, left = "from", left[: match.start()]
    if item.seen.token.unit == "番":
        item.relation, item.direction = "growth", "up"
        left = re.sub(r"翻(?:了)?$", "", left)
    if item.seen.token.kind == "rank":
        rank = words.RANK_END.search(left)
        item.relation = "from" if rank and rank["base"] else "rank"
        left = left[: rank.start()] if rank else left
    item.subject = subject_of(left) + (each if each and not item.relation else "")
    if not item.relation and (match := words.GROWTH_HEAD.search(item.subject)):
        item.direction = "up" if match["word"] in words.UP else "down"
