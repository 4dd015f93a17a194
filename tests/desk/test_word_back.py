"""The leaders' file comes back: new versions, notes, and nothing guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from rag.desk.desk import Desk
from rag.errors import ConflictError, InputError, NotFoundError
from rag.records import Report
from rag.reports.store import Edit, NewReport, NewSection
from rag.word.returned import Unplaced
from tests.desk.edited import LEADER

PLANS = "力争新建党群服务中心3个。计划全年发展党员20名。"


def test_a_changed_section_is_a_new_version_signed_by_its_author(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    tracked = (
        "全年集中学习18次。",
        "全年集中学习</w:t></w:r>"
        f'<w:del w:id="1" {LEADER}><w:r><w:delText>18</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {LEADER}><w:r><w:t>81</w:t></w:r></w:ins><w:r><w:t>次。',
    )
    back = desk.reimport(report.id, edited(tracked))
    section = desk.report(report.id).sections[1]

    assert (back.sections_changed, back.revisions_read) == (1, 2)
    assert (section.text, section.version, section.made_by) == (
        "全年集中学习81次。",
        2,
        "word: 王书记",
    )
    assert desk.versions(section.id)[0].note == "word"


def test_a_typo_in_a_figure_shows_at_once(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    back = desk.reimport(report.id, edited(("学习18次", "学习81次")), made_by="李镇长")
    (check,) = back.checks
    (number,) = (link for link in check.links if link.text == "81次")

    assert (number.status, number.expected) == ("conflict", "18次")
    assert back.made_by == "word: 李镇长"


def test_a_file_that_nobody_edited_makes_no_version(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    back = desk.reimport(report.id, edited())

    assert (back.sections, back.headings, back.unplaced, back.missing) == ((), (), (), ())
    assert desk.report(report.id) == report


def test_a_reworded_heading_is_taken_over_and_named(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    back = desk.reimport(report.id, edited(("聚焦政治建设", "聚焦党的政治建设")))
    section = desk.report(report.id).sections[1]

    assert [(item.old, item.new) for item in back.headings] == [
        ("（一）聚焦政治建设", "（一）聚焦党的政治建设")
    ]
    assert (section.label, section.heading, section.version) == ("（一）", "聚焦党的政治建设", 2)


def test_looking_first_saves_nothing(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    back = desk.reimport(report.id, edited(("学习18次", "学习20次")), save=False)

    assert [part.text for part in back.sections] == ["全年集中学习20次。"]
    assert not back.saved
    assert desk.report(report.id) == report


def test_what_was_written_after_the_export_is_not_turned_back(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    path = edited(("党员20名", "党员21名"))
    section = report.sections[1]
    desk.save(section.id, "全年集中学习18次，宣讲6场。", base_version=1, made_by="小李")
    back = desk.reimport(report.id, path)

    assert back.older == (section.id,)
    assert [part.text for part in back.sections] == ["发展党员21名。"]
    assert desk.report(report.id).sections[1].text == "全年集中学习18次，宣讲6场。"


def test_a_section_that_both_sides_changed_is_named(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    path = edited(("学习18次", "学习20次"))
    section = report.sections[1]
    newer = "全年组织主题党日264场，覆盖党员群众三千余人。"
    desk.save(section.id, newer, base_version=1, made_by="小李")
    back = desk.reimport(report.id, path)

    assert [part.text for part in back.sections] == ["全年集中学习20次。"]
    (warning,) = back.warnings
    assert "第2版" in warning
    assert "第1版上改的" in warning
    assert desk.versions(section.id)[1].text == newer


def test_answers_beside_the_promises_are_shown(desk: Desk, report: Report, tmp_path: Path) -> None:
    parts = [
        NewSection(1, "一、", "做法"),
        NewSection(1, "二、", "下一步打算", "下一步打算", PLANS),
    ]
    made = desk.store.create(NewReport("某镇2024年总结", 2024, 2024), parts)
    path = desk.export(made.id, tmp_path / "a.docx", with_promises=True)
    word = docx.Document(str(path))
    word.tables[0].cell(1, 2).text = "已新建3个"
    word.save(str(path))
    back = desk.reimport(made.id, path)

    assert [item.text for item in back.unplaced] == [
        "“力争新建党群服务中心3个”的落实情况：已新建3个"
    ]


def test_a_section_that_is_left_stays_and_the_others_are_taken(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    first, second = report.sections[1:3]
    path = edited(("学习18次", "学习20次"), ("党员20名", "党员21名"))
    looked = desk.reimport(report.id, path, leave=[first.id], save=False)
    back = desk.reimport(report.id, path, leave=[first.id])

    assert [part.id for part in looked.sections] == [first.id, second.id]
    assert (looked.left, back.left) == ((first.id,), (first.id,))
    assert [part.id for part in back.sections] == [second.id]
    assert desk.report(report.id).sections[1] == first
    with pytest.raises(NotFoundError, match=str(report.sections[3].id)):
        desk.reimport(report.id, path, leave=[report.sections[3].id])


def test_a_heading_of_the_leaders_own_can_become_a_section(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    path = edited()
    word = docx.Document(str(path))
    goal = next(item for item in word.paragraphs if item.text == "二、下一步打算")
    for text, style in (("（三）聚焦廉政建设", "Heading 2"), ("开展警示教育3次。", "Body Text")):
        goal.insert_paragraph_before(text, style=style)
    word.save(str(path))
    (part,) = desk.reimport(report.id, path).unplaced
    section = desk.add_unplaced(report.id, part, made_by="王书记")
    sections = desk.report(report.id).sections

    assert (section.label, section.heading, section.text) == (
        "（三）",
        "聚焦廉政建设",
        "开展警示教育3次。",
    )
    assert section.made_by == "word: 王书记"
    assert [one.heading for one in sections[2:4]] == ["聚焦组织建设", "聚焦廉政建设"]
    again = desk.reimport(report.id, path)
    assert (again.unplaced, again.sections, again.headings) == ((), (), ())
    with pytest.raises(InputError, match="没有小标题"):
        desk.add_unplaced(report.id, Unplaced(None, "（征求意见稿）"))


def test_a_section_moved_in_the_file_is_named_and_keeps_its_place(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    path = edited()
    word = docx.Document(str(path))
    heading, text = (
        next(item for item in word.paragraphs if item.text == words)
        for words in ("（一）聚焦政治建设", "全年集中学习18次。")
    )
    goal = next(item for item in word.paragraphs if item.text == "二、下一步打算")
    for paragraph in (heading, text):
        goal._p.addprevious(paragraph._p)
    word.save(str(path))
    back = desk.reimport(report.id, path)

    assert len(back.moved) == 1
    assert back.moved[0] in {report.sections[1].id, report.sections[2].id}
    assert back.sections == ()
    assert [part.id for part in desk.report(report.id).sections] == [
        part.id for part in report.sections
    ]


def test_another_reports_file_leaves_the_report_untouched(
    desk: Desk, report: Report, tmp_path: Path
) -> None:
    other = desk.store.create(
        NewReport("某局2024年总结", 2024, 2024),
        [NewSection(1, "一、", "经济运行"), NewSection(1, "二、", "财政收支")],
    )
    path = desk.export(other.id, tmp_path / "b.docx")

    with pytest.raises(InputError, match="不是这份报告"):
        desk.reimport(report.id, path)
    assert desk.report(report.id) == report


def test_several_sections_are_saved_together_or_not_at_all(desk: Desk, report: Report) -> None:
    first, second = report.sections[1], report.sections[2]
    edits = [Edit(first.id, "甲。", first.version), Edit(second.id, "乙。", second.version + 1)]

    with pytest.raises(ConflictError):
        desk.store.save_all(edits, made_by="word: 王书记", note="word")
    assert desk.report(report.id) == report
