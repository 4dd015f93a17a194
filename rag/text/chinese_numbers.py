"""Chinese numerals to ``Decimal`` and back: 二百六十四, 一千二百, 两万三千, 五点五, 二〇二三.

No library is used: the maintained ones return ``float`` for 五点五 and refuse colloquial forms
such as 两百五, and a figure must never pass through a float.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""Characters used in accounts, read like the plain ones."""

CHARACTERS = "零〇○一二两三四五六七八九十百千万亿"


def parse_chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None if ``text`` is not one.

    Reads positional numerals (一千二百), the short form 两百五 (= 250), plain digit strings of
    two or more (二〇二三) and a decimal part after 点.
    """
    text = text.translate(FORMAL)
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    if not fraction or any(character not in DIGITS for character in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(DIGITS[character]) for character in fraction)}")


_NEIGHBOURS = re.compile(
    r"(?P<lead>.*[十百千万亿零]|)(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])"
    r"(?P<scale>[十百千]{0,2}(?:万亿|亿|万)?)"
)


def parse_approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of what two neighbouring digits say: 两三 (2, 3), 六七十 (60, 70), 十五六 (15, 16).

    三五 is the one pair in use that skips a digit. 一两 without a scale says “hardly any” and is
    no number.
    """
    match = _NEIGHBOURS.fullmatch(text.translate(FORMAL))
    if match is None:
        return None
    low, high = DIGITS[match["low"]], DIGITS[match["high"]]
    skips = (match["low"], match["high"], match["lead"]) == ("三", "五", "")
    if not (high == low + 1 or skips) or (low == 1 and not match["scale"] + match["lead"]):
        return None
    lead, scale = match["lead"], match["scale"]
    first, last = (parse_chinese(f"{lead}{match[side]}{scale}") for side in ("low", "high"))
    return None if first is None or last is None else (first, last)


def _whole(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    for scale, factor in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(scale)
        if found:
            return _scaled(head, factor, tail)
    return _below_ten_thousand(text)


def _scaled(head: str, factor: int, tail: str) -> int | None:
    high = _whole(head) if head else 1
    if high is None:
        return None
    if not tail:
        return high * factor
    if len(tail) == 1 and DIGITS.get(tail, 0):
        return high * factor + DIGITS[tail] * factor // 10
    low = _whole(tail)
    return None if low is None or low >= factor else high * factor + low


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last_scale, zero_before = 0, None, 10_000, False
    for character in text:
        if character in SMALL_SCALES:
            scale = SMALL_SCALES[character]
            if scale >= last_scale or digit == 0:
                return None
            total += (1 if digit is None else digit) * scale
            digit, last_scale, zero_before = None, scale, False
        elif character in DIGITS:
            if digit:
                return None
            zero_before = zero_before or DIGITS[character] == 0
            digit = DIGITS[character]
        else:
            return None
    if digit is None:
        return total
    short = total and last_scale >= 100 and not zero_before
    return total + digit * (last_scale // 10 if short else 1)


def format_chinese(number: int) -> str:
    """A whole number from 0 below 10**16 as it is read aloud: 264 → 二百六十四.

    Raises ``ValueError`` outside that range.
    """
    if not 0 <= number < 10**16:
        raise ValueError(number)
    if number == 0:
        return "零"
    parts: list[str] = []
    for scale, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // scale % 10_000
        if group == 0:
            continue
        gap = parts and group < 1000
        parts.append(("零" if gap else "") + _group(group, leading=not parts) + name)
    return _merge_ten_thousand_million("".join(parts))


def _merge_ten_thousand_million(text: str) -> str:
    """三万亿零五亿 is read 三万零五亿: one 亿 for both."""
    head, found, tail = text.partition("万亿")
    return f"{head}万{tail}" if found and "亿" in tail else text


def _group(group: int, *, leading: bool) -> str:
    names = "零一二三四五六七八九"
    text, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // scale % 10
        if digit:
            text += ("零" if gap and text else "") + names[digit] + name
            gap = False
        else:
            gap = True
    return text[1:] if leading and text.startswith("一十") else text
