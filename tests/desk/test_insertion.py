"""An answer taken into a report in progress keeps what it rests on."""

from __future__ import annotations

from pathlib import Path

from rag.desk.desk import Desk
from rag.records import Answer, Citation
from rag.reports.store import NewReport, NewSection
from rag.settings import Settings

RULE = "青禾镇党费收缴办法\n第一条 党员应当按月交纳党费，由所在党支部收缴，全年不少于12次。\n"
QUESTION = "党费按月交纳由谁收缴？"


def opened(settings: Settings, tmp_path: Path) -> tuple[Desk, int, int]:
    file = tmp_path / "党费收缴办法.txt"
    file.write_text(RULE, encoding="utf-8")
    desk = Desk(settings)
    desk.index([file], vectors="later")
    new = NewReport("青禾镇2024年工作报告", 2024, 2024, "青禾镇党委")
    made = desk.store.create(new, [NewSection(level=1, label="一、", heading="主要做法")])
    return desk, made.id, made.sections[0].id


def answered(desk: Desk) -> Answer:
    *_, last = desk.ask(QUESTION)
    assert isinstance(last, Answer)
    return last


def cited(desk: Desk, section: int) -> list[Citation]:
    return list(desk.store.citations(section))


def test_its_words_go_in_without_marks_and_its_source_with_the_section(
    settings: Settings, tmp_path: Path
) -> None:
    desk, report, section = opened(settings, tmp_path)
    given = answered(desk)
    saved = desk.insert(report, section, given.text, given.citations, made_by="小李")
    assert "由所在党支部收缴" in saved.text
    assert "[" not in saved.text
    assert [one.document for one in cited(desk, section)] == ["青禾镇党费收缴办法"]
    desk.close()


def test_its_source_stays_when_a_person_edits_the_section(
    settings: Settings, tmp_path: Path
) -> None:
    desk, report, section = opened(settings, tmp_path)
    given = answered(desk)
    saved = desk.insert(report, section, given.text, given.citations, made_by="小李")
    before = cited(desk, section)
    desk.save(section, f"全年{saved.text}", base_version=saved.version, made_by="小王")
    assert cited(desk, section) == before != []
    desk.close()


def test_the_versions_trace_names_the_source(settings: Settings, tmp_path: Path) -> None:
    desk, report, section = opened(settings, tmp_path)
    given = answered(desk)
    desk.insert(report, section, given.text, given.citations, made_by="小李")
    found = desk.origin(report, section)
    assert found is not None
    assert "《青禾镇党费收缴办法》" in found.trace.instruction
    assert found.trace.passages == (given.citations[0].passage_id,)
    desk.close()


def test_the_second_answer_is_numbered_after_the_first(settings: Settings, tmp_path: Path) -> None:
    desk, report, section = opened(settings, tmp_path)
    given = answered(desk)
    desk.insert(report, section, given.text, given.citations, made_by="小李")
    other = Citation(1, "", "指标台账", "", "集中学习，2024年12次", "")
    desk.insert(report, section, "全年集中学习12次。[1]", (other,), made_by="小李")
    assert [one.n for one in cited(desk, section)] == [1, 2]
    desk.close()


def test_its_source_comes_back_with_a_restored_version(settings: Settings, tmp_path: Path) -> None:
    desk, report, section = opened(settings, tmp_path)
    given = answered(desk)
    saved = desk.insert(report, section, given.text, given.citations, made_by="小李")
    emptied = desk.save(section, "", base_version=saved.version, made_by="小王")
    list(desk.draft(report, section, model=False))
    assert [one for one in desk.sources(section) if one.n] == []
    desk.restore(section, saved.version, made_by="小王")
    assert cited(desk, section) == list(given.citations)
    assert emptied.version > saved.version
    desk.close()


def test_a_section_tells_what_it_was_drafted_from(settings: Settings, tmp_path: Path) -> None:
    past = tmp_path / "青禾镇2023年工作报告.txt"
    past.write_text(
        "青禾镇2023年工作报告\n一、主要做法\n全年开展集中学习12次，走访党员86名。\n",
        encoding="utf-8",
    )
    desk = Desk(settings)
    desk.index([past], vectors="later")
    report = desk.new_report(year=2024, like=desk.documents()[0].id)
    section = next(part for part in report.sections if part.heading == "主要做法").id
    assert desk.sources(section) == ()
    list(desk.draft(report.id, section, model=False))
    (followed,) = desk.sources(section)
    assert (followed.n, followed.document) == (0, "青禾镇2023年工作报告")
    assert "走访党员86名" in followed.quote
    saved = desk.section(report.id, section)
    desk.save(section, f"{saved.text}另一句。", base_version=saved.version, made_by="小王")
    assert desk.sources(section) == (followed,)
    desk.close()
