"""What a number is made of: digits, qualifiers, scale, unit, range and shared units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from rag.text.chinese_numbers import CHARACTERS, parse_chinese
from rag.text.token_dates import match_date
from rag.text.units import CHINESE_UNIT_PATTERN, SCALE_PATTERN, UNIT_PATTERN

TokenKind = Literal["number", "rank", "date", "ordinal", "document_number", "name"]


@dataclass(frozen=True, slots=True)
class Token:
    """A number-like stretch ``[start, end)``; ``core`` is where its digits begin.

    ``kind`` is ``name`` where the digits are part of a name or word (5G, 三明, 500强). ``chinese``
    tells 两个 from 2个.
    """

    start: int
    end: int
    kind: TokenKind
    core: int
    value: Decimal = Decimal(0)
    unit: str = ""
    approx: str = ""
    upper: Decimal | None = None
    chinese: bool = False


_ARABIC = r"\d{1,3}(?:[,，]\d{3}(?!\d)){1,5}(?:\.\d{1,10})?|\d{1,20}(?:\.\d{1,10})?"
_CHINESE = rf"[{CHARACTERS}]{{1,20}}(?:点[零〇一二两三四五六七八九]{{1,6}})?"
CORE = re.compile(
    # A comma behind a share parts two clauses: 百分之6，191家.
    rf"(?P<per>百分之|千分之|万分之)(?P<share>\d{{1,20}}(?:\.\d{{1,10}})?|{_CHINESE})"
    r"|(?P<fraction>(?P<top>[1-9]\d?)/(?P<bottom>[1-9]\d?)(?![\d/.]))"
    rf"|(?P<below>[{CHARACTERS}]{{1,4}})分之(?P<above>[{CHARACTERS}]{{1,4}})"
    rf"|(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE})"
)
_BEFORE = re.compile(
    r"(?:不少于|不超过|不低于|不高于|不多于|超过|大约|将近|接近|突破|不足|不到|至少|高于|低于|多于|少于"
    r"|约|近|超|逾|上|达|过|数|几)$"
)
_INSIDE = re.compile(
    r"不少于|不超过|不低于|不高于|不多于|超过|大约|将近|接近|不足|不到|至少|约|近|超|逾"
)


def _tail_pattern(units: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<a>[余多几])?(?:个(?=亿(?:[，,。；;、]|左右|$)))?(?P<scale>{SCALE_PATTERN}(?:(?<=[百千])[余多](?:亿|万))?)?(?P<b>[余多])?"
        rf"(?P<unit>%|‰|{units})?(?P<per>/(?:{units}))?"
        r"(?P<c>以上|以下|以内|以外|左右|上下|之多|多(?=[,，。;；、)）\s]|$))?"
    )


_TAIL = {False: _tail_pattern(UNIT_PATTERN), True: _tail_pattern(CHINESE_UNIT_PATTERN)}
_FROM = re.compile(r"[从由自][^,，。;；]{0,12}$")
_RANGE = re.compile(r"[-—–－~～]{1,2}|至|到")


def qualifier(text: str, start: int, floor: int) -> tuple[int, str]:
    """The qualifier before a number: where the number then begins, and the word itself.

    近, 超 and their like belong to the number as written; 突破 and 上 stay outside.
    """
    head = text[max(floor, start - 4) : start]
    found = _BEFORE.search(head)
    if found is None:
        return start, ""
    word = found.group()
    if _INSIDE.fullmatch(word) or (word == "上" and text[start] in "百千万亿"):
        return start - len(word), word
    return start, word if word == "突破" else ""


def with_tail(text: str, token: Token, floor: int) -> Token:
    """The token with its qualifiers, scale and unit; nothing before ``floor`` belongs to it."""
    tail = _TAIL[token.chinese].match(text, token.end)
    assert tail is not None
    start, before = qualifier(text, token.start, floor)
    value, upper, scale = token.value, token.upper, tail["scale"] or ""
    more = "".join(sign for sign in scale if sign in "余多") or tail["a"] or tail["b"]
    approx = "+".join(part for part in (before, more, tail["c"]) if part)
    if scale[:1] in ("十", "百", "千"):
        factor = {"十": 10, "百": 100, "千": 1000}[scale[0]]
        value, upper = value * factor, None if upper is None else upper * factor
        scale = scale[1:].lstrip("余多")
    unit = scale + (tail["unit"] or "") + (tail["per"] or "")
    end = tail.end() if tail["unit"] or tail["scale"] or tail["a"] or tail["c"] else token.end
    return replace(token, start=start, end=end, value=value, upper=upper, unit=unit, approx=approx)


def with_range(text: str, low: Token) -> Token:
    """10%～20%, 3至5次: the lower end takes the unit of the upper one."""
    sign = _RANGE.match(text, low.end)
    core = CORE.match(text, sign.end()) if sign else None
    if sign is None or core is None or not (core["arabic"] or core["chinese"]):
        return low
    digits = core.group()
    value = Decimal(digits.replace(",", "")) if core["arabic"] else parse_chinese(digits)
    if value is None or match_date(text, core.start()):
        return low
    high = with_tail(
        text, Token(core.start(), core.end(), "number", core.start(), value), core.start()
    )
    if not high.unit or low.unit not in ("", high.unit) or high.value <= low.value:
        return low
    if sign.group() in "至到" and _FROM.search(text[max(0, low.start - 14) : low.start]):
        return low
    approx = "+".join(part for part in (low.approx, high.approx) if part)
    return replace(low, end=high.end, unit=high.unit, upper=high.value, approx=approx)


_SHARED = re.compile(
    rf"[、和及与](?:(?:{_ARABIC})[、和及与]){{0,7}}(?:{_ARABIC})(?P<unit>%|‰|{SCALE_PATTERN}?{UNIT_PATTERN})"
)


def with_shared_unit(text: str, token: Token) -> Token:
    """15、22个百分点: what stands before the last number of a list has its unit too."""
    if token.unit or token.approx or token.upper is not None:
        return token
    shared = _SHARED.match(text, token.end)
    return replace(token, unit=shared["unit"]) if shared else token


_HOUSEHOLDS = re.compile(
    r"(?:农|农牧|商|渔|牧|菜|果|茶|粮|烟|贫困|脱贫|低保|特困|困难|监测|种植|养殖|种粮|租赁|租|搬迁|移民|受灾|低收入)户"
)


def with_households(text: str, token: Token) -> Token:
    """20余农户: the noun behind the number holds its measure word."""
    if token.unit or token.upper is not None or not _HOUSEHOLDS.match(text, token.end):
        return token
    return replace(token, unit="户")


_INTERRUPTED = re.compile(
    rf"[（(][^（）()\n]{{1,40}}[）)](?P<unit>{SCALE_PATTERN}(?:元|吨|人|亩|户|千瓦)|%|个百分点)"
)


def with_interrupted_unit(text: str, token: Token) -> Token:
    """276.38（其中住户存款201.5）亿元: the unit stands behind the bracket."""
    if token.unit or token.upper is not None:
        return token
    behind = _INTERRUPTED.match(text, token.end)
    return replace(token, unit=behind["unit"]) if behind else token


_IN_BRACKET = re.compile(rf"[）)](?P<unit>{SCALE_PATTERN}(?:元|吨|人|亩|户|千瓦)|%|个百分点)")
_OPENED = re.compile(r"\d[（(][^（）()\n]{1,40}$")


def with_outer_unit(text: str, token: Token) -> Token:
    """201.5 in 276.38（其中住户存款201.5）亿元 shares the unit behind the bracket."""
    if token.unit or token.upper is not None:
        return token
    behind = _IN_BRACKET.match(text, token.end)
    if behind and _OPENED.search(text[max(0, token.start - 42) : token.start]):
        return replace(token, unit=behind["unit"])
    return token


_BELOW_TEN_THOUSAND = re.compile(r"\d{1,4}(?![\d.,%])")
_COMPOUND = re.compile(r"(\d{1,8}(?:\.\d{1,4})?)(?=万)")


def compound(text: str, token: Token) -> Token:
    """1亿2000万元 is 12000 万元; 3万5000人 is 35000 人."""
    if token.unit == "亿" and (match := _COMPOUND.match(text, token.end)):
        value = token.value * 10_000 + Decimal(match[1])
        return replace(
            with_tail(text, replace(token, end=match.end(), value=value), token.start),
            start=token.start,
        )
    if token.unit == "万" and (rest := _BELOW_TEN_THOUSAND.match(text, token.end)):
        value = token.value * 10_000 + Decimal(rest.group())
        return replace(
            with_tail(text, replace(token, end=rest.end(), value=value, unit=""), token.start),
            start=token.start,
        )
    return token
