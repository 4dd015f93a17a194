from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.text.clean import normalise


def test_digits_percent_signs_and_spaces_are_repaired() -> None:
    assert normalise("２ ０ ２ ３ 年增长 8 ．8 ％").text == "2023年增长8.8%"


def test_a_page_number_inside_a_figure_goes() -> None:
    assert normalise("余额4022\n- 1 -\n万元").text == "余额4022万元"


def test_traditional_characters_become_simplified() -> None:
    assert normalise("全鎮種植糧食萬餘畝").text == "全镇种植粮食万余亩"


def test_a_line_broken_inside_a_sentence_is_joined_but_headings_stay() -> None:
    text = (
        "一、主要做法\n今年以来，全镇围绕年初确定的目标任务，按照既定的发\n展布局强化责任、"
        "狠抓落实，各项工作稳步推进。\n二、存在问题"
    )
    assert normalise(text).text.count("\n") == 2


def test_a_page_number_between_two_halves_of_a_sentence_goes_with_its_line() -> None:
    text = (
        "关于工作的报告\n今年以来全镇各级党组织持续完善网格化管理规范生\n11\n"
        "产经营秩序，各项工作稳步推进，群众满意。"
    )
    assert "规范生产经营" in normalise(text).text


def test_a_point_between_characters_is_a_full_stop() -> None:
    assert normalise("完成任务.二是建成3.5公里村道").text == "完成任务。二是建成3.5公里村道"


def test_list_labels_keep_their_distance_from_years() -> None:
    assert normalise("1. 2023年开展活动").text == "1. 2023年开展活动"


def test_every_character_is_led_back_to_its_origin() -> None:
    text = "约 300 人，增长 8 ．8 ％，其中 1 2 户"
    clean = normalise(text)
    start = clean.text.index("8.8%")
    first, last = clean.original_span(start, start + 4)
    assert text[first:last] == "8 ．8 ％"


@given(st.text(alphabet="0123456789０９．.％% \n-年万元人约個字，", max_size=80))
def test_offsets_rise_and_stay_inside_the_text(text: str) -> None:
    clean = normalise(text)
    places = [clean.original_offset(index) for index in range(len(clean.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)
