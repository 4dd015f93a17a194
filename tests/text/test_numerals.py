from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.chinese_numbers import format_chinese, parse_chinese
from rag.text.numerals import (
    canonical,
    equivalent,
    find_quantities,
    format_quantity,
    parse_number,
    parse_quantity,
)


def read(text: str) -> list[tuple[str, str, str]]:
    return [(str(q.value.normalize() + 0), q.unit, q.approx) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("开展集中学习12次", "12", "次", ""),
        ("发送提醒短信1800余条", "1800", "条", "余"),
        ("慰问近300人", "300", "人", "近"),
        ("筹集约5万元", "5", "万元", "约"),
        ("走访40多名党员", "40", "名", "多"),
        ("惠及超2万人次", "2", "万人次", "超"),
        ("占地12公顷以上", "12", "公顷", "以上"),
        ("排查13.5万余车次", "13.5", "万车次", "余"),
        ("服务6000多万人", "6000", "万人", "多"),
        ("每组不超过15户", "15", "户", "不超过"),
        ("新建两个阵地", "2", "个", ""),
        ("走访二百六十四户", "264", "户", ""),
        ("投工一千二百余人次", "1200", "人次", "余"),
        ("办理十几件", "10", "件", "几"),
        ("近万场演出", "1", "万场", "近"),
        ("超千万元投入", "1000", "万元", "超"),
        ("百余人参加", "100", "人", "余"),
        ("上千人报名", "1000", "人", "上"),
        ("占比五成", "5", "成", ""),
        ("七成以上", "7", "成", "以上"),
        ("同比增长百分之五点五", "5.5", "%", ""),
        ("下降百分之36.7", "36.7", "%", ""),
        ("出生率千分之三", "3", "‰", ""),
        ("产值翻一番", "1", "番", ""),
        ("提高1.5个百分点", "1.5", "个百分点", ""),
        ("投入2千万元", "2000", "万元", ""),
        ("装机2000千瓦", "2000", "千瓦", ""),
        ("投资1亿2000万元", "12000", "万元", ""),
        ("人口3万5000人", "35000", "人", ""),
        ("收入两亿三千万元", "23000", "万元", ""),
        ("细颗粒物40微克/立方米", "40", "微克/立方米", ""),
        ("结余-3.2%", "-3.2", "%", ""),
        ("产值比1.7∶1", "1.7", "∶1", ""),
        ("共12,345人", "12345", "人", ""),
        ("共１２３４人", "1234", "人", ""),
        ("增长8 ．8 ％", "8.8", "%", ""),
        ("产量3 1 2 5 0 万吨", "31250", "万吨", ""),
        ("余额5022\n- 3 -\n万元", "5022", "万元", ""),
        ("产值41\n亿元", "41", "亿元", ""),
        ("種植600餘畝", "600", "亩", "余"),
        ("位居全区第2位", "2", "名", ""),
        ("考核全县第一。", "1", "名", ""),
    ],
)
def test_a_quantity_is_read_as_a_clerk_reads_it(
    text: str, value: str, unit: str, approx: str
) -> None:
    assert read(text) == [(str(Decimal(value).normalize() + 0), unit, approx)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年度",
        "第三季度",
        "〔2023〕12号",
        "2024年3月5日",
        "2024-03-05 09:30",
        "二〇二三年五月",
        "第十届",
        "第一针",
        "第七个",
        "一、主要做法",
        "（二）主要成效",
        "一是抓学习",
        "20**年",
        "5G基站",
        "R1线",
        "二十大",
        "十一届三中全会",
        "21世纪",
        "三明市",
        "一起努力",
        "十分重要",
        "数百人",
        "二期工程",
    ],
)
def test_dates_ordinals_and_names_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("增长10%～20%", 10, 20, "%"),
        ("增长10～20%", 10, 20, "%"),
        ("每季3—5次", 3, 5, "次"),
        ("每季三至五次", 3, 5, "次"),
        ("打造两三个样板", 2, 3, "个"),
        ("新建2—3家", 2, 3, "家"),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: int, high: int, unit: str) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.value, quantity.upper, quantity.unit) == (low, high, unit)


def test_from_and_to_are_two_quantities() -> None:
    assert read("由9个增至14个") == [("9", "个", ""), ("14", "个", "")]
    assert read("从3.1%到4.6%") == [("3.1", "%", ""), ("4.6", "%", "")]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "完成投资１ ２ ．５ 亿元，近 300 人参加"
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
    assert [quantity.text for quantity in find_quantities(text)] == ["１ ２ ．５ 亿元", "近 300 人"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1.2万元", "12000元"),
        ("百分之五", "5%"),
        ("二百六十四场", "264场次"),
        ("1.5亿元", "15000万元"),
        ("五成", "50%"),
        ("3千人", "3000名"),
        ("12,345件", "12345件"),
        ("两个", "2个"),
        ("近300人", "300人"),
    ],
)
def test_the_same_value_written_otherwise_is_equivalent(left: str, right: str) -> None:
    a, b = parse_quantity(left), parse_quantity(right)
    assert a is not None
    assert b is not None
    assert equivalent(a, b)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("5%", "5个百分点"),
        ("1.2万元", "1.2亿元"),
        ("264场", "246场"),
        ("3—5次", "3次"),
        ("5人", "5户"),
    ],
)
def test_another_value_or_unit_is_not_equivalent(left: str, right: str) -> None:
    a, b = parse_quantity(left), parse_quantity(right)
    assert a is not None
    assert b is not None
    assert not equivalent(a, b)


def test_opposite_directions_are_not_equivalent() -> None:
    rise = parse_quantity("5.5%")
    assert rise is not None
    assert not equivalent(replace(rise, direction="up"), replace(rise, direction="down"))
    assert equivalent(replace(rise, direction="up"), rise)


def test_a_cell_with_two_numbers_is_no_quantity() -> None:
    assert parse_quantity("12次、3人") is None
    assert parse_quantity("暂无") is None


def test_canonical_brings_scales_to_the_plain_unit() -> None:
    assert canonical(Decimal("1.2"), "万元") == (Decimal(12000), "元")
    assert canonical(Decimal(8), "处") == (Decimal(8), "处")


def test_a_number_is_parsed_in_any_script() -> None:
    assert parse_number("１２，３４５") == 12345
    assert parse_number("二百六十四") == 264
    assert parse_number("两百五") == 250
    assert parse_number("三人") is None


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_chinese_numerals_survive_the_round_trip(number: int) -> None:
    assert parse_chinese(format_chinese(number)) == number


UNITS = st.sampled_from(
    ["元", "万元", "亿元", "人", "人次", "%", "个百分点", "场次", "亩", "万户", "千瓦时"]
)


@given(st.decimals(min_value=0, max_value=10**9, places=2), UNITS)
def test_written_quantities_are_read_back(value: Decimal, unit: str) -> None:
    read_back = parse_quantity("完成" + format_quantity(value, unit))
    assert read_back is not None
    assert (read_back.value, read_back.unit) == (value, unit)


@given(
    st.integers(min_value=1, max_value=99_999_999), st.sampled_from(["人", "个", "场", "件", "户"])
)
def test_arabic_and_chinese_spellings_are_equivalent(number: int, unit: str) -> None:
    arabic, chinese = (
        parse_quantity(f"{number}{unit}"),
        parse_quantity(format_chinese(number) + unit),
    )
    assert arabic is not None
    assert chinese is not None
    assert equivalent(arabic, chinese)


@given(
    st.text(
        alphabet="零一二三百千万亿点两第0123456789.,，%％ \n余多近年月至—～个人是、（）〔〕号：/-",
        max_size=60,
    )
)
def test_any_text_is_read_without_error_and_with_true_offsets(text: str) -> None:
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(("cell", "approx"), [("近2000", "近"), ("约2024", "约"), ("2000余", "余")])
def test_a_rounded_number_that_could_be_a_year_is_a_number_in_a_cell(
    cell: str, approx: str
) -> None:
    found = parse_quantity(cell)
    assert found is not None
    assert (found.value, found.approx) == (Decimal(cell.strip("近约余")), approx)
