"""The section tree."""

from __future__ import annotations

from rag.records import Block, Document
from rag.text.outline import drafting_sections, outline


def heading(level: int, label: str, words: str) -> Block:
    text = label + words
    return Block("heading", text, level, label, len(text))


def body(text: str) -> Block:
    return Block("paragraph", text)


def document(*blocks: Block) -> Document:
    return Document("标题", 2023, "", "report", blocks)


REPORT = document(
    Block("title", "某镇2023年工作报告"),
    body("现将情况报告如下。"),
    heading(1, "一、", "主要做法"),
    heading(2, "（一）", "政治建设"),
    body("学习12次。"),
    heading(3, "1.", "走访"),
    body("走访88次。"),
    Block("paragraph", "（二）组织建设。新建支部3个。", 2, "（二）", 8),
    body("整顿1个。"),
    heading(1, "二、", "存在问题"),
    heading(3, "1.", "学得不深"),
    body("原因。"),
)


def test_every_section_points_at_its_own_text() -> None:
    for section in (*outline(REPORT), *drafting_sections(REPORT)):
        assert REPORT.text[section.start : section.end] == section.text


def test_the_tree_names_the_headings_above() -> None:
    assert [(section.level, section.heading, section.text) for section in outline(REPORT)] == [
        (0, "", "现将情况报告如下。"),
        (1, "主要做法", ""),
        (2, "政治建设", "学习12次。"),
        (3, "走访", "走访88次。"),
        (2, "组织建设", "新建支部3个。\n整顿1个。"),
        (1, "存在问题", ""),
        (3, "学得不深", "原因。"),
    ]
    assert outline(REPORT)[3].path == ("一、主要做法", "（一）政治建设", "1.走访")
    assert outline(REPORT)[6].path == ("二、存在问题", "1.学得不深")


def test_drafting_folds_deeper_levels_into_the_text() -> None:
    sections = drafting_sections(REPORT)
    assert [section.heading for section in sections] == [
        "", "主要做法", "政治建设", "组织建设", "存在问题",
    ]  # fmt: skip
    assert sections[2].text == "学习12次。\n1.走访\n走访88次。"
    assert sections[4].text == "1.学得不深\n原因。"


def test_a_document_of_deep_levels_alone_still_has_sections() -> None:
    flat = document(heading(3, "1.", "甲"), body("子。"), heading(3, "2.", "乙"), body("丑。"))
    assert [section.heading for section in drafting_sections(flat)] == ["甲", "乙"]


def test_a_document_without_headings_is_its_opening() -> None:
    assert [section.text for section in outline(document(body("甲。"), body("乙。")))] == [
        "甲。\n乙。"
    ]
    assert outline(document()) == ()


def test_a_heading_knows_the_mark_with_which_it_ran_into_its_paragraph() -> None:
    comma = document(Block("paragraph", "（一）抓实学习，开展学习12次。", 2, "（一）", 8))
    marks = {section.heading: section.run_in for section in (*outline(REPORT), *outline(comma))}

    assert marks["组织建设"] == "。"
    assert marks["抓实学习"] == "，"
    assert marks["政治建设"] == marks["主要做法"] == ""
