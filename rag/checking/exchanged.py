"""A word of a clause that stands where the source, else the same, has another one.

Verbs and words of degree have many that mean the same; names and things do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rag.checking.polarity import POLAR
from rag.figures.words import ACT_HEAD
from rag.text.places import PROVINCES

_LONGEST = 6
"""Characters of a word that was put for another one."""
_ANCHOR, _BOTH = 3, 6
"""Characters beside it that read the same on each side, up to the clause's ends, and together."""
_ANCHOR_OF_ONE = 4
"""So many on each side where a single character differs: 东村, 西村."""
LIGHT = re.compile(
    r"(?:[比较]|与)(?:上年|去年|上一年|前年)(?:同期)?(?:相比)?|[同环]比|达到|其中|分别"
    r"|(?:今|去)年(?:以来)?|一年(?:以)?来|近年来|全年|本年度?|年内|上半年|下半年|(?:截至)?目前|同时|此外|我们"
    r"|[我全本][省市县区镇乡]|持续|不断|深入|扎实|大力|全面|积极|认真|切实|有力|有序|有效|稳步|稳妥|加快|进一步|更加|着力|充分"
    r"|高效|广泛|先后|累计|共计|总计|合计|已经|正在|以及|并且|各级|各项|通过|围绕|坚持|按照|根据|对于|关于|进行|显著|明显"
    r"|[的了已也还又都均共并且及和与或在于对将把被为从由向以其该此这那等各让使]"
)
"""Words that a sentence may have or lack and say the same."""
_PROVINCE = re.compile(PROVINCES)
_ALIKE = tuple(
    re.compile(kind)
    for kind in (
        r"诉求|(?:反映|反馈)?(?:的)?(?:问题|困难|难题|事项)|急难愁盼(?:问题)?|意见(?:建议)?|建议",
        r"(?:人民)?群众|老?百姓|居民|村民|市民|农民",
        r"贫困户|困难(?:群众|家庭|户)|低收入(?:群众|家庭|户)|特困(?:群众|家庭|户)",
        r"矛盾(?:纠纷)?|纠纷",
        r"实事|好事|民生事项|民生实事",
        r"培训班?|讲座|课堂|授课",
        r"游客|旅客|客人|访客",
        r"隐患|风险点?|安全隐患",
        r"老人|老年人|长者",
    )
)
"""Names of one thing that reports use for each other."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_Block = tuple[str, int, int, int, int]


def exchanged(clause: str, other: str) -> Iterator[tuple[str, str]]:
    """Pairs of a word of the clause and the word that the source's clause has in its place."""
    mine, theirs = (LIGHT.sub("", "".join(text.split())) for text in (clause, other))
    provinces = [_PROVINCE.findall(text) for text in (mine, theirs)]
    if all(provinces) and (strange := [one for one in provinces[0] if one not in theirs]):
        yield strange[0], provinces[1][0]
        return
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    for place, (kind, start, end, first, last) in enumerate(blocks):
        if kind != "replace":
            continue
        least = _ANCHOR_OF_ONE if end - start == last - first == 1 else _ANCHOR
        if not _is_anchored(blocks, place, (start, len(mine) - end), least):
            continue
        moved = mine[start:end] in theirs and theirs[first:last] not in mine
        things = not moved and _is_thing(mine, start, end) and _is_thing(theirs, first, last)
        if things and not _alike(mine[start:end], theirs[first:last]):
            yield mine[start:end], theirs[first:last]


def _alike(one: str, other: str) -> bool:
    return any(kind.fullmatch(one) and kind.fullmatch(other) for kind in _ALIKE)


def _is_anchored(blocks: Sequence[_Block], place: int, beside: tuple[int, int], least: int) -> bool:
    none: _Block = ("equal", 0, 0, 0, 0)
    left = blocks[place - 1] if place else none
    right = blocks[place + 1] if place + 1 < len(blocks) else none
    reached = [block[2] - block[1] for block in (left, right)]
    enough = all(have >= min(least, there) for have, there in zip(reached, beside, strict=True))
    return enough and sum(reached) >= _BOTH


def _is_thing(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a name or a thing, no verb, word of degree or number."""
    if not _HAN.fullmatch(text, start, end) or end - start > _LONGEST:
        return False
    if end - start > 1:
        return not _says_deed(text[start:end])
    around = (text[max(0, start - 1) : end], text[start : end + 1])
    return not any(len(word) < 2 or _says_deed(word) for word in around)


@lru_cache(maxsize=2048)
def _says_deed(word: str) -> bool:
    return bool(ACT_HEAD.match(word) or POLAR.search(word))
