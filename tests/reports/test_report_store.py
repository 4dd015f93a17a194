"""Reports keep every version, and two people cannot overwrite one another."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from rag.errors import ConflictError, NotFoundError
from rag.records import Citation
from rag.reports.store import Edit, Heading, NewReport, NewSection, ReportStore


@pytest.fixture
def store(engine: Engine) -> ReportStore:
    return ReportStore(engine)


def make(store: ReportStore) -> tuple[int, int]:
    report = store.create(
        NewReport("云水镇2024年工作报告", 2024, 2024, "云水镇"),
        [
            NewSection(1, "一、", "主要做法", "主要做法", "开展党日264场。"),
            NewSection(1, "二、", "问题"),
        ],
    )
    return report.id, report.sections[0].id


def test_a_new_report_has_empty_sections_in_order(store: ReportStore) -> None:
    report = store.get(make(store)[0])
    assert [(part.label, part.state, part.version) for part in report.sections] == [
        ("一、", "empty", 0),
        ("二、", "empty", 0),
    ]


def test_a_section_knows_last_years_section(store: ReportStore) -> None:
    assert store.past(make(store)[1]).text == "开展党日264场。"


def test_each_save_is_a_new_version_and_nothing_is_lost(store: ReportStore) -> None:
    section = make(store)[1]
    store.save(section, "甲", made_by="skeleton", note="draft")
    store.save(section, "乙", made_by="老王", note="edit", base_version=1)
    assert [(v.number, v.text, v.made_by) for v in store.versions(section)] == [
        (2, "乙", "老王"),
        (1, "甲", "skeleton"),
    ]
    assert store.section(section).state == "edited"


def test_saving_the_same_text_makes_no_new_version(store: ReportStore) -> None:
    section = make(store)[1]
    store.save(section, "甲", made_by="老王", note="edit")
    assert store.save(section, "甲", made_by="老王", note="edit").version == 1


def test_a_second_editor_gets_a_conflict_and_not_an_overwrite(store: ReportStore) -> None:
    section = make(store)[1]
    store.save(section, "甲", made_by="老王", note="edit", base_version=0)
    with pytest.raises(ConflictError):
        store.save(section, "丙", made_by="小李", note="edit", base_version=0)
    assert store.section(section).text == "甲"


def test_restoring_a_version_is_a_new_version(store: ReportStore) -> None:
    section = make(store)[1]
    store.save(section, "甲", made_by="老王", note="edit")
    store.save(section, "乙", made_by="老王", note="edit")
    restored = store.restore(section, 1, made_by="老王")
    assert (restored.text, restored.version) == ("甲", 3)
    with pytest.raises(NotFoundError):
        store.restore(section, 9, made_by="老王")


def test_citations_are_stored_with_the_version(store: ReportStore) -> None:
    section = make(store)[1]
    citation = Citation(1, "d1", "2023年报告", "一、主要做法", "开展党日264场。", "d1#3")
    store.save(section, "甲", made_by="skeleton", note="draft", citations=[citation])
    assert store.citations(section) == (citation,)


def test_an_ignored_finding_is_remembered_for_its_place(store: ReportStore) -> None:
    section = make(store)[1]
    store.ignore(section, "stale_year", "在2022年度", made_by="老王")
    assert ("stale_year", "在2022年度") in store.ignored(section)


def test_deleting_a_report_deletes_its_versions(store: ReportStore) -> None:
    report, section = make(store)
    store.save(section, "甲", made_by="老王", note="edit")
    store.delete(report)
    assert store.versions(section) == ()
    with pytest.raises(NotFoundError):
        store.get(report)


def test_several_sections_are_saved_with_their_new_headings(store: ReportStore) -> None:
    report, section = make(store)
    citation = Citation(1, "d1", "2023年报告", "一、主要做法", "开展党日264场。", "d1#3")
    store.save(section, "甲", made_by="skeleton", note="draft", citations=[citation])
    heading = Heading("一、", "做法和成效", "。")
    (saved,) = store.save_all(
        [Edit(section, "甲", 1, heading)], made_by="word：王书记", note="word"
    )

    assert (saved.heading, saved.run_in, saved.version) == ("做法和成效", "。", 2)
    assert (saved.made_by, saved.state) == ("word：王书记", "edited")
    assert store.citations(section) == (citation,)
    with pytest.raises(ConflictError):
        store.save_all([Edit(section, "乙", 1)], made_by="word：王书记", note="word")
    assert store.get(report).sections[0].version == 2
