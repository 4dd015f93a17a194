"""Numbers that say “about”: neighbouring digits, qualifiers, fractions, points of older print."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.chinese_numbers import format_chinese, parse_approximate
from rag.text.numerals import equivalent, find_quantities, parse_quantity

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("六七十个", 60, 70, "个"),
        ("三五百人", 300, 500, "人"),
        ("三五个", 3, 5, "个"),
        ("两三次", 2, 3, "次"),
        ("十五六户", 15, 16, "户"),
        ("二十四五亩", 24, 25, "亩"),
        ("一二百元", 100, 200, "元"),
        ("一两千棵", 1000, 2000, "棵"),
        ("七八万人次", 7, 8, "万人次"),
        ("三百四五十公里", 340, 350, "公里"),
    ],
)
def test_neighbouring_digits_give_both_ends(text: str, low: int, high: int, unit: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.value, found.upper, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    ["三五成群", "六七十年代", "三四线城市", "二三产业", "二三级医院", "十四五规划", "一两次"],
)
def test_words_that_look_like_neighbouring_digits_count_nothing(text: str) -> None:
    assert find_quantities(text) == ()


@given(st.integers(min_value=1, max_value=8), st.sampled_from(["十", "百", "千", "十万", "万"]))
def test_neighbouring_digits_survive_the_round_trip(digit: int, scale: str) -> None:
    spoken = f"{DIGITS[digit]}{DIGITS[digit + 1]}{scale}"
    factor = {"十": 10, "百": 100, "千": 1000, "十万": 100_000, "万": 10_000}[scale]
    assert parse_approximate(spoken) == (digit * factor, (digit + 1) * factor)


@given(
    st.integers(min_value=1, max_value=9),
    st.integers(min_value=2, max_value=8),
    st.sampled_from([("十", 10), ("百", 100), ("千", 1000)]),
)
def test_neighbouring_digits_behind_a_round_number(
    lead: int, digit: int, scale: tuple[str, int]
) -> None:
    name, size = scale
    below = {10: "", 100: "十", 1000: "百"}[size]
    spoken = f"{DIGITS[lead]}{name}{DIGITS[digit]}{DIGITS[digit + 1]}{below}"
    base, step = lead * size, size // 10
    assert parse_approximate(spoken) == (base + digit * step, base + (digit + 1) * step)


@given(
    st.sampled_from(["近", "约", "超", "超过", "不足", "不少于", "至少", "大约", ""]),
    st.integers(min_value=11, max_value=9_999_999),
    st.sampled_from(["余", "多", ""]),
    st.sampled_from(["人", "户", "亩", "元", "场"]),
    st.sampled_from(["以上", "左右", "以内", ""]),
)
def test_qualifiers_keep_value_and_unit_in_both_scripts(
    before: str, number: int, more: str, unit: str, after: str
) -> None:
    for digits in (str(number), format_chinese(number)):
        found = parse_quantity(f"{before}{digits}{more}{unit}{after}")
        assert found is not None
        assert found.value * (10_000 if found.unit.startswith("万") else 1) == number
        assert found.unit.removeprefix("万") == unit
        assert found.approx == "+".join(part for part in (before, more, after) if part)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("1千余万元", 1000, "万元"), ("3百多万元", 300, "万元"), ("2千余米", 2000, "米")],
)
def test_a_qualifier_may_stand_between_two_scales(text: str, value: int, unit: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)
    assert found.approx in {"余", "多"}


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=2, max_value=9))
def test_a_fraction_equals_itself_in_every_spelling(above: int, below: int) -> None:
    spoken = parse_quantity(f"{DIGITS[below]}分之{DIGITS[above]}")
    written = parse_quantity(f"{above}/{below}")
    doubled = parse_quantity(f"{above * 2}/{below * 2}")
    assert spoken is not None
    assert written is not None
    assert doubled is not None
    assert equivalent(spoken, written)
    assert equivalent(spoken, doubled)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("增长19·5％", "19.5", "%"),
        ("粮食10・5亿斤", "10.5", "亿斤"),
        ("投资3•2万元", "3.2", "万元"),
    ],
)
def test_a_middle_point_before_a_unit_is_a_decimal_point(text: str, value: str, unit: str) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", ["3·15晚会", "5·12地震", "12·9运动"])
def test_a_middle_point_in_the_name_of_a_day_is_none(text: str) -> None:
    assert all(
        quantity.value != Decimal(text[:4].replace("·", ".")) for quantity in find_quantities(text)
    )
