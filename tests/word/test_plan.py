from collections.abc import Callable
from dataclasses import replace

from rag.records import Report, ReportSection
from rag.word.plan import Paragraph, plan


def section(
    text: str, *, level: int = 2, label: str = "（一）", heading: str = "聚焦党建"
) -> Report:
    part = ReportSection(7, level, label, heading, text, 1, "edited")
    return Report(id=1, title="", year=2024, fact_year=2024, unit="", like=None, sections=(part,))


def roles(report: Report) -> list[tuple[str, str]]:
    return [(item.role, item.text) for item in plan(report)]


def test_a_heading_stands_on_its_own_line_without_a_full_stop() -> None:
    assert roles(section("全年学习12次。")) == [
        ("heading", "（一）聚焦党建"),
        ("body", "全年学习12次。"),
    ]


def test_a_heading_written_with_a_full_stop_runs_into_its_paragraph() -> None:
    paragraphs = plan(section("全年学习12次。", heading="聚焦党建。"))

    assert [item.text for item in paragraphs] == ["（一）聚焦党建。全年学习12次。"]
    assert paragraphs[0].heading_end == len("（一）聚焦党建。")
    assert paragraphs[0].place(4) == len("（一）聚焦党建。") + 4


def test_a_heading_never_runs_into_another_heading() -> None:
    assert roles(section("1. 主要做法\n培训3期。", heading="聚焦党建。")) == [
        ("heading", "（一）聚焦党建"),
        ("heading", "1. 主要做法"),
        ("body", "培训3期。"),
    ]


def test_labelled_lines_inside_the_text_are_headings_of_their_level() -> None:
    paragraphs = plan(section("1. 主要做法\n（1）强化培训\n培训3期；\n（2）培训党员30名；"))

    assert [(item.role, item.level) for item in paragraphs[1:]] == [
        ("heading", 3),
        ("heading", 4),
        ("body", 0),
        ("body", 0),
    ]


def test_a_first_sentence_with_a_figure_is_no_heading() -> None:
    (_, plain, run_in) = plan(section("1.培训党员30名。成效明显。\n2.强化培训。成效明显。"))

    assert plain.heading_end == 0
    assert run_in.text[: run_in.heading_end] == "2.强化培训。"


def test_empty_lines_and_blanks_are_left_out_and_offsets_hold() -> None:
    text = "\n　　全年学习12次。\r\n\n  共88人。　\n"
    paragraphs = plan(section(text))[1:]

    assert [item.text for item in paragraphs] == ["全年学习12次。", "共88人。"]
    for item in paragraphs:
        assert text[item.start : item.end] == item.text


def test_the_addressee_is_the_first_line_that_ends_with_a_colon() -> None:
    report = section("县委组织部:\n现报告如下：", level=0, label="", heading="")

    assert roles(report) == [("recipient", "县委组织部："), ("body", "现报告如下：")]


def test_every_character_of_every_section_is_on_paper(
    make_report: Callable[..., Report],
) -> None:
    report = make_report()

    for part in report.sections:
        shown = [item.text for item in plan(report) if item.section_id == part.id]
        assert "".join(shown) == part.label + part.heading + part.text.replace("\n", "")


def test_a_title_loses_its_end_punctuation() -> None:
    report = replace(section(""), title="工作报告。")

    assert plan(report)[0] == Paragraph("title", "工作报告")


def test_a_section_that_knows_its_mark_prints_its_heading_run_in_again() -> None:
    report = section("全年学习12次。\n宣讲3场。")
    part = replace(report.sections[0], run_in="。")

    assert roles(replace(report, sections=(part,))) == [
        ("body", "（一）聚焦党建。全年学习12次。"),
        ("body", "宣讲3场。"),
    ]
    assert roles(replace(report, sections=(replace(part, text=""),))) == [
        ("heading", "（一）聚焦党建")
    ]
