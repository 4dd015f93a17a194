"""What should stand in a number's place: in the draft's own unit and style, with the right verb.

Where the verb before the number says the wrong way (下降7%), the words for it are replaced along
with the number, so that nothing stands twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rag.figures.claims import Claim
from rag.figures.directions import split_direction
from rag.figures.entry import plain, with_unit
from rag.figures.growth import PERCENT_UNITS, Growth
from rag.figures.match import POINTS, scale_of, value_direction
from rag.figures.rowindex import IndexedRow
from rag.records import Direction, LedgerValue
from rag.text.units import SCALES

_VERB = re.compile(
    r"(?P<verb>负增长|净增长|净增加|净减少|增长|增加|上升|提高|提升|上涨|回升|攀升|下降|减少|降低|回落|下滑|下跌|缩减|压减"
    r"|增收|增产|减收|减产|净增|净减|多增|少增|扩大|缩小|增|减|升|降|多|少)(?P<after>(?:了|约|近|超过?|达)*\s*)$"
)
_TURNED = {
    "负增长": "增长",
    "净增长": "净减少",
    "净增加": "净减少",
    "净减少": "净增加",
    "增长": "下降",
    "增加": "减少",
    "上升": "下降",
    "提高": "下降",
    "提升": "下降",
    "上涨": "下降",
    "回升": "回落",
    "攀升": "下降",
    "下降": "增长",
    "减少": "增加",
    "降低": "提高",
    "回落": "上升",
    "下滑": "增长",
    "下跌": "上涨",
    "缩减": "增加",
    "压减": "增加",
    "增收": "减收",
    "增产": "减产",
    "减收": "增收",
    "减产": "增产",
    "净增": "净减",
    "净减": "净增",
    "多增": "少增",
    "少增": "多增",
    "扩大": "缩小",
    "缩小": "扩大",
    "增": "减",
    "减": "增",
    "升": "降",
    "降": "升",
    "多": "少",
    "少": "多",
}
"""The verb that says the contrary in the same style."""
_THAN = re.compile(r"[比较](?=(?:上年|去年|上一年|前年|\d{4}年|上年同期|去年同期)(?:同期)?$)")
_RATE = re.compile(r"(?P<fall>降幅|跌幅|减幅)|(?:增速|增幅|涨幅|升幅|增长率)")
_RATE_END = re.compile(rf"(?:{_RATE.pattern})(?:均?为|达到?|是)?$")
_QUALIFIED = re.compile(r"(?:突破|超过|超|近|接近|将近|约|大约|逾|不足|达到|达)$")
_QUALIFIER = re.compile(r"突破|超过?|将?近|接近|大?约|逾|不足")
_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3})")
_NUMERAL = re.compile(r"[\d.,，．０-９]+")
_CHINESE = "零一两三四五六七八九十"
_CHINESE_NUMERAL = re.compile(r"[一二两三四五六七八九十]{1,2}(?![\d十百千])")


@dataclass(frozen=True, slots=True)
class Right:
    """The right words for a number, and the words before it that they take the place of."""

    words: str
    takes: str = ""


def right_value(claim: Claim, row: IndexedRow, value: LedgerValue) -> Right:
    """The entered value as it may stand in the claim's place."""
    words = _written_value(claim, row, value)
    wanted = value_direction(row, value)
    stated = claim.quantity.direction
    if stated and wanted and stated != wanted and not claim.level:
        return _turned(claim, words, wanted)
    qualified = _QUALIFIED.search(claim.before)
    if qualified is not None and _QUALIFIER.match(words):
        return Right(words, qualified.group())
    return Right(words)


def right_growth(claim: Claim, moved: Growth) -> Right:
    """The computed growth as it may stand in the claim's place."""
    unit = claim.quantity.unit
    rate = unit in PERCENT_UNITS | POINTS | {"倍", "番"} and moved.percent is not None
    text = moved.percent_text if rate else moved.diff_text
    if text.endswith("持平"):
        return _level(claim, text)
    number = split_direction(text)[1]
    if not rate and moved.diff_unit not in POINTS:
        number = _in_style(claim, abs(moved.diff), moved.unit)
    stated = claim.quantity.direction
    if stated and stated == moved.direction:
        return Right(number)
    if not stated and (rated := _RATE_END.search(claim.before)):
        falls = moved.direction == "down"
        return Right(f"-{number}" if falls != bool(rated["fall"]) else number)
    return _turned(claim, number, moved.direction)


def _turned(claim: Claim, number: str, wanted: Direction) -> Right:
    """The number with the verb for its direction, in place of the verb that stands there."""
    verb = _VERB.search(claim.before)
    if verb is None:
        return Right(f"{'增长' if wanted == 'up' else '下降'}{number}")
    return Right(f"{_TURNED[verb['verb']]}{verb['after']}{number}", verb.group())


def _level(claim: Claim, text: str) -> Right:
    """与上年持平 in place of 比上年增长7%."""
    verb = _VERB.search(claim.before)
    before = claim.before[: verb.start()] if verb else claim.before
    than = _THAN.search(before)
    if than is None:
        return Right(text, verb.group() if verb else "")
    return Right(f"与{before[than.end() :]}{text}", claim.before[than.start() :])


def _written_value(claim: Claim, row: IndexedRow, value: LedgerValue) -> str:
    if value.approx or value.upper is not None:
        bare = _COMMA.sub("", split_direction(value.text)[1] or plain(value.value)).strip()
        return with_unit(bare, row.row.unit)
    return _in_style(claim, abs(value.value), row.row.unit)


def _in_style(claim: Claim, number: Decimal, unit: str) -> str:
    """A number in the unit in which the claim gives its own, and written alike."""
    stated, text = claim.quantity, claim.mention.text
    scale = scale_of(unit, stated.unit) if stated.unit else None
    if scale is None and not stated.unit and not unit:
        scale = Decimal(1)
    if scale is None:
        return _styled(text, number) + (unit if stated.unit or not _bare(text) else "")
    told = number * scale
    return f"{_styled(text, told)}{_tail(text, stated.unit)}"


def _bare(text: str) -> bool:
    """A number alone, as in a table's cell."""
    return _NUMERAL.fullmatch(text.strip()) is not None


def _tail(text: str, unit: str) -> str:
    """The part of the unit that the number itself has: 15 of 提高15、22个百分点 has none."""
    if "百分之" in text:
        return ""
    last = max((m.end() for m in _NUMERAL.finditer(text)), default=0)
    tail = text[last:].strip() if last else text.lstrip("一二两三四五六七八九十百千零")
    if last and (not tail or (unit.startswith(tail) and tail not in SCALES)):
        return tail
    return unit


def _styled(text: str, number: Decimal) -> str:
    """The digits as the text writes its own: 百分之五, 4,305, 五 for a small one."""
    digits = plain(number)
    if "百分之" in text:
        return f"百分之{digits}"
    small = number == number.to_integral_value() and 0 < number <= len(_CHINESE) - 1
    if _CHINESE_NUMERAL.match(text) and small:
        return _CHINESE[int(number)]
    if _COMMA.search(text):
        return f"{number:,f}".rstrip("0").rstrip(".") if "." in digits else f"{int(number):,}"
    return digits
