"""Title, headings, year, unit and kind from lines."""

from __future__ import annotations

import pytest

from rag.reading.lines import Content, Line
from rag.reading.structure import build_document
from rag.records import Document
from rag.text.outline import outline


def read(text: str, name: str = "文件") -> Document:
    return build_document(Content(tuple(Line(line) for line in text.split("\n"))), name)


REPORT = """云溪镇2023年度抓基层党建工作述职报告
（2024年1月5日）
云溪镇党委书记　张三
2023年，在县委领导下，全镇党建工作稳步推进。现述职如下。
一、主要做法和成效
（一）聚焦政治建设，筑牢思想根基
一是抓学习。开展集中学习12次。二是抓宣讲。
1.加强阵地建设
投入86.4万元。
2、规范组织生活。全年开展主题党日459场次。
（二）强化队伍建设。
发展党员21名。
（三）全年发展党员21名、培训党员1180人次，队伍结构持续优化，党员作用充分发挥。
二、存在问题
党建与业务融合不深。
三、下一步打算
（1）抓学习
（2）抓落实
中共云溪镇委员会
2024年1月5日"""


def test_levels_labels_and_run_in_headings() -> None:
    document = read(REPORT)
    found = [
        (block.kind, block.level, block.label, block.text[: block.heading_end])
        for block in document.blocks
        if block.level
    ]
    assert found == [
        ("heading", 1, "一、", "一、主要做法和成效"),
        ("heading", 2, "（一）", "（一）聚焦政治建设，筑牢思想根基"),
        ("heading", 3, "1.", "1.加强阵地建设"),
        ("paragraph", 3, "2、", "2、规范组织生活。"),
        ("heading", 2, "（二）", "（二）强化队伍建设。"),
        ("paragraph", 2, "（三）", "（三）全年发展党员21名、培训党员1180人次，"),
        ("heading", 1, "二、", "二、存在问题"),
        ("heading", 1, "三、", "三、下一步打算"),
        ("heading", 4, "（1）", "（1）抓学习"),
        ("heading", 4, "（2）", "（2）抓落实"),
    ]
    assert all(not block.level for block in document.blocks if block.text.startswith("一是"))


def test_title_block_year_unit_and_kind() -> None:
    document = read(REPORT)
    assert document.title == "云溪镇2023年度抓基层党建工作述职报告"
    assert (document.year, document.unit, document.kind) == (2023, "云溪镇", "report")
    assert [block.text for block in document.blocks if block.kind == "title"] == [
        "云溪镇2023年度抓基层党建工作述职报告", "（2024年1月5日）", "云溪镇党委书记　张三",
    ]  # fmt: skip
    assert outline(document)[0].text.startswith("2023年，在县委领导下")


def test_a_title_broken_in_two_is_one() -> None:
    text = "关于云溪镇2023年度抓基层党建工作\n情况的报告\n县委组织部：\n现报告如下。"
    assert read(text).title == "关于云溪镇2023年度抓基层党建工作情况的报告"


def test_web_navigation_stays_in_the_text_but_in_no_section() -> None:
    text = (
        "下载\n打印\n【字号：\n加大\n2026年某省政府工作报告\n——2026年1月27日在某省人大会议上\n"
        "来源：某日报\n各位代表：\n现在报告工作。\n一、工作回顾\n经济增长5.2%。"
    )
    document = read(text)
    assert document.title == "2026年某省政府工作报告"
    assert document.text == text
    assert outline(document)[0].text == "各位代表：\n现在报告工作。"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发《党员教育管理办法》的通知", "notice"),
        ("中国共产党支部工作条例（试行）", "policy"),
        ("关于加强基层党组织建设的实施意见", "policy"),
        ("关于意见征求情况的报告", "report"),
        ("云溪镇2023年工作总结", "report"),
        ("人民调解法", "policy"),
    ],
)
def test_the_last_telling_word_of_the_title_decides_the_kind(title: str, kind: str) -> None:
    assert read(f"{title}\n各位同志：\n正文。").kind == kind


def test_a_text_that_is_not_chinese_prose_is_no_report() -> None:
    assert (
        read("Notes\nHow the sample of 政府工作报告 files was made, and what each of them is.").kind
        == "other"
    )
    assert read("情况\n云溪镇2023年度工作总结如下。").kind == "report"


def test_a_sheet_is_of_the_last_year_its_columns_name_whatever_a_remark_looks_ahead_to() -> None:
    rows = (("指标", "2022年", "2023年", "备注"), ("党课", "60", "64", "2024年起由镇党校承办"))
    table = Content((Line("", rows=rows),))
    assert build_document(table, "数据表").year == 2023


def test_articles_of_a_regulation_list_items_and_no_headings() -> None:
    document = read(
        "党支部工作条例\n第一章 总则\n第一条 为了加强党支部建设，制定本条例。\n"
        "第二条 遵循以下原则：\n（一）坚持民主集中制；\n（二）坚持服务大局。\n"
        "第二章 任务\n第三条 任务如下。"
    )
    assert [(block.level, block.text) for block in document.blocks if block.heading_end] == [
        (1, "第一章 总则"), (1, "第二章 任务"),
    ]  # fmt: skip
    assert [block.label for block in document.blocks if block.label] == [
        "第一章", "（一）", "（二）", "第二章",
    ]  # fmt: skip


def test_under_chapters_the_other_levels_are_one_deeper() -> None:
    document = read(
        "规划\n第一章 背景\n一、内涵\n甲。\n（一）基本\n乙。\n第二章 思路\n一、定位\n丙。"
    )
    assert [section.level for section in outline(document)] == [1, 2, 3, 1, 2]


def test_the_year_comes_from_title_then_heading_then_body_then_name() -> None:
    assert read("某镇2022年工作总结\n一、2021年回顾\n2020年。").year == 2022
    assert read("工作总结\n一、2021年回顾\n2020年，2020年。").year == 2021
    assert read("工作总结\n2020年完成，2020年建成，2019年开工。").year == 2020
    assert read("各位代表：\n一、2013年工作回顾\n甲。", "政府工作报告_2014").year == 2014
    assert read("各位代表：\n甲。", "无年份").year is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("政府工作报告_2014", "2014年政府工作报告"),
        ("党建工作总结-2023年_定稿", "2023年党建工作总结（定稿）"),
        ("信访条例(2005-01-10)", "信访条例(2005-01-10)"),
        ("2024年工作要点", "2024年工作要点"),
    ],
)
def test_a_file_name_that_stands_in_for_the_title_reads_like_one(name: str, title: str) -> None:
    assert read("各位代表：\n甲。", name).title == title


def test_a_file_name_s_date_comes_before_years_the_text_only_speaks_of() -> None:
    plan = "各县：\n到2035年基本实现现代化，力争2035年前建成，2030年达到。"
    assert read(plan, "意见_2023-09-08").year == 2023
    assert read(plan, "意见").year is None
    assert read("回顾1949年以来的历程。\n1949年，1949年。", "报告2017").year == 2017


def test_a_report_to_a_meeting_is_of_the_year_it_is_given_in() -> None:
    text = (
        "在第九次代表大会上的报告\n（2017年10月18日）\n一、过去五年的工作\n"
        "到2020年全面建成，从2020年到2035年再奋斗十五年，1949年以来……2020年。"
    )
    assert read(text).year == 2017


def test_a_plan_for_some_years_is_of_the_first() -> None:
    assert read("云溪镇产业发展规划（2021—2025年）\n一、目标\n甲。").year == 2021
    assert read("云溪镇2019—2023年工作总结\n一、回顾\n甲。").year == 2023


def test_a_file_name_of_another_year_than_the_title_is_pointed_out() -> None:
    text = "某镇2021年工作总结\n一、回顾\n甲。"
    assert read(text, "2024年总结").warnings == (
        "标题写的是2021年，文件名却是2024年，请核对年份。",
    )
    assert read(text, "总结_2022年1月").warnings == ()


@pytest.mark.parametrize(
    "first", ["近年来，各单位认真贯彻落实", "、指导思想", "摘 要", "国务院总理 张三丰"]
)
def test_a_first_line_that_names_nothing_is_no_title(first: str) -> None:
    assert read(f"{first}\n各位代表：\n甲。", "会议材料").title == "会议材料"


def test_blanks_that_space_out_a_title_are_not_part_of_it() -> None:
    document = read("2006年政 府 工 作 报 告\n各位代表：\n甲。")
    assert document.title == "2006年政府工作报告"
    assert document.blocks[0].text == "2006年政 府 工 作 报 告"


def test_a_title_year_that_nothing_else_names_is_pointed_out() -> None:
    warnings = read("某镇2023年工作总结\n一、2021年工作回顾\n2021年完成。").warnings
    assert warnings == ("标题写的是2023年，小标题里却是2021年，请核对年份。",)
    assert read("某镇2023年工作总结\n一、2022年工作回顾\n甲。").warnings == ()


def test_style_headings_without_a_label_take_their_place_among_labelled_ones() -> None:
    lines = (
        Line("工作总结", outline=1, title=True),
        Line("一、主要做法", outline=2),
        Line("政治建设", outline=3),
        Line("开展学习。"),
    )
    document = build_document(Content(lines), "文件")
    assert [(block.level, block.text) for block in document.blocks if block.level] == [
        (1, "一、主要做法"), (2, "政治建设"),
    ]  # fmt: skip


def test_a_masked_unit_is_kept_as_masked() -> None:
    assert read("ooo乡2011年工作总结\n现总结如下。").unit == "ooo乡"


def test_table_text_is_cells_joined_by_tabs() -> None:
    document = build_document(Content((Line("", rows=(("指标", "数"), ("党员", "12"))),)), "表")
    assert document.blocks[0].text == "指标\t数\n党员\t12"
    assert document.kind == "sheet"


def test_a_report_to_a_congress_is_of_the_year_it_plans() -> None:
    parts = ("各位代表：", "一、2014年工作回顾", "成绩很大。", "二、2015年工作安排", "继续努力。")
    assert read("\n".join(parts)).year == 2015


def test_a_report_at_the_years_end_is_of_the_year_it_reviews() -> None:
    parts = ("现报告如下。", "一、2023年工作总结", "成绩很大。", "二、2024年工作打算", "继续努力。")
    assert read("\n".join(parts)).year == 2023
