from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.word.measures import width_in_characters
from rag.word.title import title_lines


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("柳河镇2024年上半年党建工作总结", ("柳河镇2024年上半年党建工作总结",)),
        (
            "青山镇党委2024年度抓基层党建工作述职报告",
            ("青山镇党委2024年度", "抓基层党建工作述职报告"),
        ),
        (
            "清水河街道党工委关于2024年度落实全面从严治党主体责任工作情况的报告",
            ("清水河街道党工委", "关于2024年度落实全面从严治党", "主体责任工作情况的报告"),
        ),
        (
            "在全县学习贯彻《中国共产党纪律处分条例》暨党纪学习教育推进会议上的讲话",
            ("在全县学习贯彻", "《中国共产党纪律处分条例》", "暨党纪学习教育推进会议上的讲话"),
        ),
    ],
)
def test_a_long_title_breaks_between_words(title: str, expected: tuple[str, ...]) -> None:
    assert title_lines(title, 18) == expected


@pytest.mark.parametrize(
    "title",
    [
        "中共柳河镇委员会书记2024年度抓基层党建和党风廉政建设及人才工作述职述廉报告",
        "中共青石县柳河镇委员会关于2024年意识形态工作责任制落实情况的自查报告",
        "关于青石县2024年度巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作完成情况的报告",
        "关于开展2024年度民主生活会对照检查和整改落实工作情况的汇报",
    ],
)
def test_lines_form_a_trapezium_or_a_rhombus(title: str) -> None:
    lines = title_lines(title, 18)
    widths = [width_in_characters(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]

    assert len(lines) > 1
    assert max(widths) <= 18
    assert max(widths) != min(widths)
    assert not any(left < 0 < right for left, right in pairwise(steps)), lines


def test_years_and_place_names_stay_whole() -> None:
    lines = title_lines("关于印发2024年度清水河街道党风廉政建设和反腐败工作要点的通知", 14)

    assert any("2024年度" in line for line in lines)
    assert any("清水河街道" in line for line in lines)


def test_lines_the_writer_broke_are_kept() -> None:
    assert title_lines("关于党建工作\n情况的报告", 18) == ("关于党建工作", "情况的报告")


@given(st.text(st.sampled_from("关于柳河镇2024年度党建工作的和报告《》“”情况"), max_size=70))
def test_no_character_is_lost_or_added(title: str) -> None:
    assert "".join(title_lines(title, 18)) == title


def test_a_title_of_one_unknown_word_still_fits_the_paper() -> None:
    lines = title_lines("氪" * 45, 18)

    assert max(map(len, lines)) <= 18


def test_an_endless_title_is_filled_line_by_line() -> None:
    title = "关于柳河镇党建工作情况的报告" * 40
    lines = title_lines(title, 18)

    assert "".join(lines) == title
    assert max(width_in_characters(line) for line in lines) <= 18
    # every line but the last is full: the next word would not fit on it
    assert min(width_in_characters(line) for line in lines[:-1]) > 18 - 6
