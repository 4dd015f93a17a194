"""Measures of type and paper: Chinese sizes, twips, and the types that check them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_PT = 20
CHINESE_SIZES = {
    "初号": 42.0,
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}
"""Chinese type sizes in points."""

_REASONS = {
    "extra_forbidden": "没有这个名称",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "string_type": "应为文字",
    "literal_error": "应为 outside、center 或 none",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_pattern_mismatch": "含有不能用的符号",
    "model_type": "应为一组名称和数值",
}


def points(value: object) -> object:
    """A size as a clerk names it (三号, 3号) or in points; raises ValueError for another word."""
    if not isinstance(value, str):
        return value
    name = value.strip().translate(str.maketrans("12345", "一二三四五"))
    if name not in CHINESE_SIZES:
        raise ValueError(f"不认识的字号“{value}”，请写“三号”这样的字号或磅值")
    return CHINESE_SIZES[name]


def twips(millimetres: float) -> int:
    """Millimetres in 1/20 pt."""
    return round(millimetres * TWIPS_PER_MM)


def width_in_characters(text: str) -> float:
    """Width in full-width characters: ASCII counts a half."""
    return sum(0.5 if ord(char) < 128 else 1.0 for char in text)


def reason(kind: str, message: str) -> str:
    """A validation error in Chinese, from pydantic's error type and message."""
    return _REASONS.get(kind, message.removeprefix("Value error, "))


FontSize = Annotated[float, Field(ge=5, le=72), BeforeValidator(points)]
FontName = Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^<>&\";]+$")]
Millimetres = Annotated[float, Field(ge=0, le=450)]
Characters = Annotated[float, Field(ge=0, le=20)]
