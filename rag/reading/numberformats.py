"""How Word writes a list number: ST_NumberFormat of ECMA-376 Part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

_CN = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """A … z, then aa, bb, cc: Word repeats the letter."""
    if not 0 < number <= 26 * 30:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def _digits(number: int, digits: str = _CN) -> str:
    """Place value without 十: 10 → 一〇."""
    return "".join(digits[int(char)] for char in str(number))


def _counted(
    number: int,
    digits: str = _CN,
    units: str = "十百千",
    zero: str = "零",
    *,
    one_ten: bool = False,
) -> str:
    """Spoken form up to 9999: 12 → 十二, 101 → 一百零一. ``one_ten`` keeps 一 in 一十二."""
    if not 0 < number < 10000:
        return _digits(number, digits) if number >= 0 else str(number)
    text, gap = "", False
    figures = str(number)
    for place, char in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if char == "0":
            gap = bool(text)
            continue
        text += (zero if gap else "") + digits[int(char)] + (units[place - 1] if place else "")
        gap = False
    return text[1:] if 10 <= number < 20 and not one_ten else text


def _counting(number: int) -> str:
    """To ninety-nine as spoken, then digit by digit."""
    return _counted(number) if 0 < number < 100 else _digits(number)


def _cycle(characters: str) -> Callable[[int], str]:
    def text(number: int) -> str:
        return characters[number - 1] if 0 < number <= len(characters) else str(number)

    return text


def _enclosed(first: str, length: int) -> Callable[[int], str]:
    return _cycle("".join(chr(ord(first) + index) for index in range(length)))


def _circled(number: int) -> str:
    if 20 < number <= 35:
        return chr(ord("㉑") + number - 21)
    if 35 < number <= 50:
        return chr(ord("㊱") + number - 36)
    return _enclosed("①", 20)(number)


def _stem_branch(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number > 0 else "0"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in {11, 12, 13} else 0)
    return f"{number}{ending or 'th'}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda number: _counted(
        number, _LEGAL_SIMPLIFIED, "拾佰仟", one_ten=True
    ),
    "ideographLegalTraditional": lambda number: _counted(
        number, _LEGAL_TRADITIONAL, "拾佰仟", one_ten=True
    ),
    "japaneseLegal": lambda number: _counted(
        number, "零壱弐参四五六七八九", "拾百阡", one_ten=True
    ),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _stem_branch,
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "numberInDash": lambda number: f"- {number} -",
}


def format_number(number: int, numbering: str) -> str:
    """A number in one of Word's numbering formats; an unknown format gives Arabic digits."""
    return _FORMATS.get(numbering, str)(number)
