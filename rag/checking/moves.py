"""A move that contradicts its own numbers: 由10个减至14个, 由10个增至14个、增长30%.

Numbers are taken with their rounding: 3.1 stands for anything from 3.05 to 3.15.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rag.checking.context import CheckContext
from rag.figures.entry import plain
from rag.figures.growth import PERCENT_UNITS, POINTS, round_half_up
from rag.figures.mentions import Mention
from rag.figures.paragraphs import Paragraph
from rag.records import Finding, Quantity
from rag.text.numerals import canonical

KIND = "consistency"
_RISING = "增长|增加|提高|提升|上升|上涨|扩大|扩展|扩充|壮大|攀升|跃升|回升|升高|拓展|增|升|涨|扩"
_FALLING = "下降|减少|降低|下跌|下滑|回落|缩小|缩减|缩短|压缩|压减|压降|精简|削减|减|降|跌|缩|压"
_TIME = r"(?:(?:19|20|１９|２０)[\d]{2}年(?:[底末初]|同期)?|[上去今明]年[底末初]?)?"
_FROM = re.compile(r"[从由](?P<of>[^，。；、从由]{0,18})$")
_TO = re.compile(
    rf"(?:[^，。；、\d]{{0,6}}?)(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))(?:了)?(?:至|到|为)\s*"
    rf"{_TIME}[^，。；、\d]{{0,8}}$"
)
_CHANGE = re.compile(
    rf"[，、（(](?:共|累计|净|总共|实际|同比|一年)?(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))"
    r"(?:率|幅|了|达到?|为|近|约|超过?)*$"
)
_DOUBLED = re.compile(r"[，、（(](?:实现|基本实现|成功实现)?(?:翻了?一?番|翻倍)(?=[，。；、）)]|$)")
_DIFFERENCE = re.compile(
    r"^[，、（(](?:同比|比上年|较上年|比去年|较去年|与上年相比)(?:净)?(?P<way>增加|增长|减少|下降)了?$"
)
_RATE_AFTER = re.compile(
    r"^[，、（(]?[，、（(]?(?:同比)?(?P<way>增长|上升|提高|增幅|下降|减少|降低|降幅)(?:了|达|为|率为)?$"
)
_RANK = re.compile(r"排名|排位|位次|名次|位居|位列|居全|列全")
RANKED = 24
"""Characters before a number that may call it a rank."""
NEARLY_DOUBLE = Decimal("1.9")
SCALED = 1000
"""From this factor on (万元, 亿元) a whole number is a rounding too."""


@dataclass(frozen=True, slots=True)
class Move:
    """A number that became another one; ``way`` is +1 where the words say that it rose.

    The better ``rank`` is the smaller number, so that its way is turned.
    """

    start: Quantity
    end: Quantity
    way: int
    rank: bool

    @property
    def change(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest difference that the rounded numbers allow."""
        low, high = interval(self.start)
        least, most = interval(self.end)
        return least - high, most - low


def check_moves(context: CheckContext, paragraph: Paragraph) -> Iterator[Finding]:
    """Directions and changes of a paragraph that its own numbers contradict."""
    numbers = [m for m in paragraph.mentions if m.quantity is not None]
    for at, (first, second) in enumerate(pairwise(numbers)):
        floor = numbers[at - 1].end if at else 0
        move = _move(paragraph.text, floor, first, second)
        if move is not None:
            following = numbers[at + 2] if at + 2 < len(numbers) else None
            yield from _contradictions(context, paragraph, move, following)
    for triple in zip(numbers, numbers[1:], numbers[2:], strict=False):
        yield from _difference_and_rate(context, paragraph, *triple)


def interval(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """What a number stands for, in the plain unit of its family: a whole count only for itself."""
    scale, measured = canonical(Decimal(1), quantity.unit)
    whole = quantity.value == quantity.value.to_integral_value()
    if whole and scale < SCALED and measured not in PERCENT_UNITS:
        return quantity.value * scale, quantity.value * scale
    half = Decimal(1).scaleb(int(quantity.value.as_tuple().exponent)) / 2
    return (quantity.value - half) * scale, (quantity.value + half) * scale


def _move(text: str, floor: int, first: Mention, second: Mention) -> Move | None:
    """The move between two numbers; from ``floor`` on the words are those of the first one."""
    start, end = first.quantity, second.quantity
    assert start is not None and end is not None
    if start.upper is not None or end.upper is not None:
        return None
    if not _FROM.search(text[floor : first.start]):
        return None
    match = _TO.fullmatch(text, first.end, second.start)
    if match is None or not _same_measure(start, end):
        return None
    ranks = first.text.startswith("第") or second.text.startswith("第")
    around = text[max(0, first.start - RANKED) : second.end + 2]
    ranks = ranks or (start.unit in {"位", "名"} and bool(_RANK.search(around)))
    return Move(start, end, (1 if match["up"] else -1) * (-1 if ranks else 1), ranks)


def _same_measure(start: Quantity, end: Quantity) -> bool:
    return canonical(Decimal(1), start.unit)[1] == canonical(Decimal(1), end.unit)[1]


def _contradictions(
    context: CheckContext, paragraph: Paragraph, move: Move, following: Mention | None
) -> Iterator[Finding]:
    least, most = move.change
    if (move.way > 0 and most < 0) or (move.way < 0 and least > 0):
        said = "上升" if (move.way > 0) != move.rank else "下降"
        than = "小于" if most < 0 else "大于"
        message = f"写的是{said}，但“{move.end.text}”{than}原来的“{move.start.text}”"
        yield _finding(context, paragraph, move.end, message, severity="error")
        return
    if move.rank:
        return
    behind = paragraph.text[move.end.end : following.start if following else None]
    doubled = _DOUBLED.match(paragraph.text, move.end.end)
    if doubled and interval(move.end)[1] < NEARLY_DOUBLE * interval(move.start)[0]:
        yield _finding(
            context,
            paragraph,
            move.end,
            f"“{move.start.text}”到“{move.end.text}”不到一倍，不是翻番",
        )
    if following is None or following.quantity is None:
        return
    match = _CHANGE.fullmatch(behind)
    if match is None:
        return
    if (1 if match["up"] else -1) != move.way and least * most > 0:
        yield _finding(
            context,
            paragraph,
            following.quantity,
            f"“{move.start.text}”到“{move.end.text}”与后面的“{behind[1:]}”方向不一致",
            severity="error",
        )
    else:
        yield from _wrong_change(context, paragraph, move, following.quantity)


def _wrong_change(
    context: CheckContext, paragraph: Paragraph, move: Move, stated: Quantity
) -> Iterator[Finding]:
    """The change stated behind a move must be the one its numbers make."""
    least, most = move.change
    if move.way < 0:
        least, most = -most, -least
    low, high = interval(move.start)
    rate = stated.unit in PERCENT_UNITS
    percent = canonical(Decimal(1), move.start.unit)[1] in PERCENT_UNITS
    if stated.approx or move.start.approx or move.end.approx or stated.upper is not None:
        return
    if rate and not percent and low > 0:
        least, most = least / high * 100, most / low * 100
        right = (in_plain_unit(move.end) / in_plain_unit(move.start) - 1) * 100 * move.way
        unit = "%"
    elif (percent and stated.unit in {POINTS, "百分点"}) or _same_measure(stated, move.start):
        right = abs(in_plain_unit(move.end) - in_plain_unit(move.start))
        scale = canonical(Decimal(1), stated.unit)[0]
        right, unit = (right, POINTS) if percent else (right / scale, stated.unit)
    else:
        return
    lowest, highest = interval(stated)
    if highest < least or lowest > most:
        said = f"{plain(round_half_up(right))}{unit}"
        yield _finding(
            context,
            paragraph,
            stated,
            f"由“{move.start.text}”到“{move.end.text}”应为{said}，写的是“{stated.text}”",
        )


def in_plain_unit(quantity: Quantity) -> Decimal:
    """The number as stated, in the plain unit of its family."""
    return canonical(quantity.value, quantity.unit)[0]


def _difference_and_rate(
    context: CheckContext, paragraph: Paragraph, level: Mention, change: Mention, rate: Mention
) -> Iterator[Finding]:
    """76万元，比上年增加7.5万元，增长10.9%: the rate must follow from the other two."""
    whole, diff, stated = level.quantity, change.quantity, rate.quantity
    assert whole is not None and diff is not None and stated is not None
    first = _DIFFERENCE.match(paragraph.text[level.end : change.start])
    second = _RATE_AFTER.match(paragraph.text[change.end : rate.start])
    if first is None or second is None or stated.unit not in PERCENT_UNITS:
        return
    if not _same_measure(whole, diff) or any(q.approx or q.upper for q in (whole, diff, stated)):
        return
    way = 1 if first["way"][0] == "增" else -1
    low, high = interval(diff)
    least, most = interval(whole)
    bases = [least - way * high, least - way * low, most - way * high, most - way * low]
    if min(bases) <= 0 or low < 0:
        return
    lowest, highest = interval(stated)
    if highest < low / max(bases) * 100 or lowest > high / min(bases) * 100:
        base = in_plain_unit(whole) - way * in_plain_unit(diff)
        right = round_half_up(in_plain_unit(diff) / base * 100)
        yield _finding(
            context,
            paragraph,
            stated,
            f"按“{whole.text}”和“{diff.text}”计算应为{plain(right)}%，写的是“{stated.text}”",
        )


def _finding(
    context: CheckContext,
    paragraph: Paragraph,
    quantity: Quantity,
    message: str,
    *,
    severity: str = "warning",
) -> Finding:
    start, end = paragraph.start + quantity.start, paragraph.start + quantity.end
    return context.finding(
        KIND,
        "error" if severity == "error" else "warning",
        (start, end),
        message,
        evidence=paragraph.text[max(0, quantity.start - 40) : quantity.end + 10],
        suggestion="请核对前后两个数字和用词",
    )
