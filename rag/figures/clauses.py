"""The words around each figure: what stands before and after it, in its clause and its brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.figures.mentions import Sighting

_CUT = re.compile(r"[，,；;：:。！？!?\n]|——")
_BRACKET = re.compile(r"[（(][^（）()\n]{1,300}[）)]")
_FILLER = "\x00"


@dataclass(slots=True)
class Item:
    """A figure with its surroundings in the cleaned text.

    ``left`` is the text since the last boundary (clause mark, list mark or figure), ``right`` the
    text up to the next one. ``between`` says whether ``left`` is at the same time the ``right`` of
    the figure before. ``joined`` means that nothing but a list mark separates it from the figure
    before; with ``closes`` that mark is 至 or 到. ``before`` is the clause before its own,
    ``moved`` the word for a rise or fall.
    """

    seen: Sighting
    clause: int
    left: str
    right: str
    before: str = ""
    after: str = ""
    listed: bool = False
    between: bool = False
    joined: bool = False
    shared: bool = False
    text: str = ""
    parent: Item | None = None
    name: str = ""
    subject: str = ""
    act: str = ""
    sure: bool = True
    widened: bool = False
    direction: str = ""
    relation: str = ""
    moved: str = ""
    closes: bool = False
    mean: bool = False


def items_of(text: str, start: int, end: int, seen: Sequence[Sighting]) -> list[Item]:
    """The figures ``seen`` in the sentence ``[start, end)``, outer ones first, with brackets' ones.

    Brackets that hold figures are clauses of their own below the figure before them; other
    brackets are part of the words.
    """
    starts = [sighting.start for sighting in seen]
    items: list[Item] = []
    sentence = text[start:end]
    inner: list[tuple[int, int, list[Sighting]]] = []
    for match in _BRACKET.finditer(sentence):
        left, right = start + match.start(), start + match.end()
        held = list(seen[bisect_left(starts, left) : bisect_left(starts, right)])
        if held:
            inner.append((left, right, held))
    outer_text = _blank(sentence, [(left - start, right - start) for left, right, _ in inner])
    held_ids = {id(sighting) for _, _, held in inner for sighting in held}
    outer = [sighting for sighting in seen if id(sighting) not in held_ids]
    items.extend(_build(outer_text, start, outer, None))
    for left, right, held in inner:
        parent = _parent(items, left)
        nested = _build(text[left + 1 : right - 1], left + 1, held, parent)
        if parent is None and nested:
            nested[0].before = text[max(start, left - 30) : left]
        if len(nested) == 1 and (parent is None or parent.seen.end < left):
            _name_bracket(nested[0], text[max(start, left - 30) : left])
        items.extend(nested)
    items.sort(key=lambda item: item.seen.start)
    return items


def _name_bracket(item: Item, before: str) -> None:
    """连户路（2.74公里）: a bracket that holds nothing else tells of the word before it."""
    word = _CUT.split(before.replace("、", "，").replace("）", "，").replace(")", "，"))[-1]
    if not item.left and not item.right and len(word) > 1 and not re.search(r"\d", word):
        item.left = _tidy(word)


def _blank(sentence: str, spans: list[tuple[int, int]]) -> str:
    for left, right in spans:
        sentence = sentence[:left] + _FILLER * (right - left) + sentence[right:]
    return sentence


def _parent(items: list[Item], bracket: int) -> Item | None:
    """The figure a bracket explains: the last one that ends shortly before it."""
    for item in reversed(items):
        if item.seen.end <= bracket:
            return item if bracket - item.seen.end <= 12 else None
    return None


def _build(scope: str, base: int, seen: list[Sighting], parent: Item | None) -> list[Item]:
    """Items of one scope (a sentence without its brackets, or a bracket)."""
    items: list[Item] = []
    bounds = _clauses(scope, base, seen)
    index = 0
    for clause, (left, right) in enumerate(bounds):
        last = left
        previous: Item | None = None
        before = _tidy(scope[bounds[clause - 1][0] : bounds[clause - 1][1]]) if clause else ""
        after = (
            _tidy(scope[bounds[clause + 1][0] : bounds[clause + 1][1]])
            if clause + 1 < len(bounds)
            else ""
        )
        while index < len(seen) and seen[index].start - base < right:
            sighting = seen[index]
            gap = _tidy(scope[last : max(last, sighting.start - base)])
            item = Item(sighting, clause, gap, "", before, after, parent=parent)
            item.text = scope[sighting.start - base : sighting.end - base]
            if previous is not None:
                _share_gap(previous, item, gap)
            items.append(item)
            previous, last = item, sighting.end - base
            index += 1
        if previous is not None:
            previous.right = _first_words(_tidy(scope[last:right]))
    for counted, limit in pairwise(items):
        _skip_limit(counted, limit)
    _measure_noun(items)
    return items


_DIMENSION = re.compile(
    r"(?P<what>(?:总|全)?(?:长度?|宽度?|高度?|深度?|厚度?)|(?:占地|建筑|总)?面积|占地)(?:约|达到?|为|共)?$"
)


def _measure_noun(items: list[Item]) -> None:
    """硬化3条长1400米、宽4米的生产路: what is measured and counted stands behind the measures."""
    noun = ""
    for item in reversed(items):
        match = _DIMENSION.search(item.left)
        if match and item.right.startswith("的") and not item.shared:
            noun = item.right.removeprefix("的")
        if noun and match:
            item.left, item.right, item.shared = noun + match["what"], "", False
        elif noun and _DIMENSION.fullmatch(item.right):
            item.right, noun = noun, ""
        else:
            noun = ""


def _skip_limit(counted: Item, limit: Item) -> None:
    """建成1个千亩以上示范园, 20家收入超千万元的企业: the noun stands behind both numbers.

    So it does in 1支36人的队伍, where the second number is no limit.
    """
    if counted.clause != limit.clause or not limit.right or not counted.left:
        return
    adjacent, attribute = counted.seen.end == limit.seen.start, limit.right.startswith("的")
    limits = bool(
        (adjacent and _CLASS_END.search(limit.text))
        or (counted.shared and attribute and _CLASS.search(limit.text))
    )
    if limits or (adjacent and attribute):
        counted.right, limit.shared = limit.right.removeprefix("的"), limits


def _clauses(scope: str, base: int, seen: list[Sighting]) -> list[tuple[int, int]]:
    spans = [(sighting.start - base, sighting.end - base) for sighting in seen]
    bounds: list[tuple[int, int]] = []
    start = place = 0
    for match in _CUT.finditer(scope):
        while place < len(spans) and spans[place][1] <= match.start():
            place += 1
        if place < len(spans) and spans[place][0] <= match.start():
            continue
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(scope)))
    return [bound for bound in bounds if bound[0] < bound[1]]


def _tidy(text: str) -> str:
    return text.replace(_FILLER, "").replace("\n", "").replace(" ", "").replace("　", "")


_LIST_MARK = re.compile(r"、(?![^（）()]{0,12}[）)])")
"""A list mark outside brackets: 县（市、区） is one thing."""


def _first_words(text: str) -> str:
    """What follows a figure up to a list mark: “企业品牌、2个…” gives 企业品牌."""
    first = _LIST_MARK.split(text, maxsplit=1)[0]
    opened = max(first.rfind("（"), first.rfind("("))
    return first if opened < 0 or re.search(r"[）)]", first[opened:]) else first[:opened]


def _share_gap(previous: Item, item: Item, gap: str) -> None:
    """Divide the words between two figures of one clause between them."""
    if not gap and _CLASS_END.search(previous.text):
        item.left, previous.right = previous.text, "的"
    elif gap in ("", "、", "和", "及", "与", "以及", "至", "到"):
        item.left, item.joined, item.listed = "", True, True
        item.closes = gap in ("至", "到")
    else:
        _divide(previous, item, gap)


def _divide(previous: Item, item: Item, gap: str) -> None:
    mark = gap.rfind("、")
    if gap.startswith("、"):
        item.left, item.listed = gap[1:], True
    elif mark > 0:
        previous.right, item.left, item.listed = gap[:mark], gap[mark + 1 :], True
    elif link := _LIST_END.search(gap):
        previous.right, item.left, item.listed = gap[: link.start()], "", True
    else:
        previous.right, item.left = gap, gap
        previous.shared = item.between = True


_CLASS = re.compile(r"超|以上|以下|以内|不足|不少于|不低于|至少")
_CLASS_END = re.compile(r"(?:以上|以下|以内)$")
"""35岁以下15名: the first number is a class of the second one."""
_LIST_END = re.compile(r"(?:以及|及|和|与|并)$")
