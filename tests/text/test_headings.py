"""Labels and run-in points."""

from __future__ import annotations

import pytest

from rag.text.headings import parse_label, run_in_points


@pytest.mark.parametrize(
    ("line", "level", "label", "rest", "number"),
    [
        ("一、主要做法和成效", 1, "一、", "主要做法和成效", 1),
        ("十二、其他工作", 1, "十二、", "其他工作", 12),
        ("一、2023年工作回顾", 1, "一、", "2023年工作回顾", 1),
        ("二．下一步打算", 1, "二．", "下一步打算", 2),
        ("第一章 总则", 1, "第一章", "总则", 1),
        ("第三部分　存在问题", 1, "第三部分", "存在问题", 3),
        ("第二节 党支部", 2, "第二节", "党支部", 2),
        ("（一）聚焦政治建设", 2, "（一）", "聚焦政治建设", 1),
        ("(十)聚焦政治建设", 2, "(十)", "聚焦政治建设", 10),
        ("（ 三 ）、聚焦", 2, "（ 三 ）、", "聚焦", 3),
        ("㈡聚焦", 2, "㈡", "聚焦", 2),
        ("1.抓学习", 3, "1.", "抓学习", 1),
        ("2、抓学习", 3, "2、", "抓学习", 2),
        ("３．抓学习", 3, "３．", "抓学习", 3),
        ("1.2 编制依据", 2, "1.2", "编制依据", 2),
        ("（1）抓学习", 4, "（1）", "抓学习", 1),
        ("2）抓学习", 4, "2）", "抓学习", 2),
        ("⑶抓学习", 4, "⑶", "抓学习", 3),
    ],
)
def test_a_label_is_told_from_its_heading(
    line: str, level: int, label: str, rest: str, number: int
) -> None:
    found = parse_label(f"　　{line}")
    assert found is not None
    assert (found.level, found.label, found.rest, found.number) == (level, label, rest, number)
    assert f"　　{line}"[found.end :] == rest


@pytest.mark.parametrize(
    "line",
    [
        "一是抓学习。",
        "第一条 为了加强党的建设",
        "一、二、三产业融合发展",
        "三、四季度开展督查",
        "5、6月份开展督查",
        "3.5万元用于慰问",
        "1.2 万元用于慰问",
        "2023年开展学习",
        "（以下简称条例）",
        "",
    ],
)
def test_enumerations_values_and_articles_are_no_labels(line: str) -> None:
    assert parse_label(line) is None


def spans(paragraph: str) -> list[str]:
    return [paragraph[point.start : point.end] for point in run_in_points(paragraph)]


def test_points_reach_from_one_to_the_next() -> None:
    assert spans("抓好三件事。一是学习，12次。二是走访。三是慰问。") == [
        "一是学习，12次。", "二是走访。", "三是慰问。",
    ]  # fmt: skip
    assert [point.label for point in run_in_points("一抓思想，二抓作风，三抓落实。")] == [
        "一抓", "二抓", "三抓",
    ]  # fmt: skip
    assert [point.label for point in run_in_points("首先，学习。其次，走访。最后，总结。")] == [
        "首先", "其次", "最后",
    ]  # fmt: skip


def test_a_paragraph_that_opens_with_a_point_is_one() -> None:
    assert spans("二是走访群众。") == ["二是走访群众。"]


def test_words_that_only_look_like_points_are_none() -> None:
    assert spans("这一是非问题要说清。") == []
    assert spans("第一是学习，全县排名第二。") == []
    assert spans("做法之一是抓早抓小。") == []
