"""Export and back for generated reports: nothing changes but what was edited."""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.records import Report
from rag.settings import Settings
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.reimport import read_back
from rag.word.returned import Reimport
from tests.word.conftest import ledger_rows, link_numbers
from tests.word.edited import DAY, small

EXAMPLES = 500 if os.environ.get("CI") == "true" else 60

SENTENCE = st.text(st.sampled_from("党建学习整改群众服务12，、“”（）%"), min_size=1, max_size=30)
LABEL = st.sampled_from(
    ["", "", "", "1. ", "（1）", "一是", "——", "附件", "【待填：党员（名），上年3】"]
)
LINE = st.builds("{}{}{}".format, LABEL, SENTENCE, st.sampled_from(["。", "；", "！", "", "："]))
TEXT = st.lists(LINE, min_size=0, max_size=4).map("\n".join)
HEADING = st.text(st.sampled_from("聚焦政治队伍组织作风建设为民服务"), min_size=4, max_size=12)
CHAPTER = st.tuples(HEADING, TEXT, st.lists(st.tuples(HEADING, TEXT, st.booleans()), max_size=4))


def report_of(chapters: list[tuple[str, str, list[tuple[str, str, bool]]]], opening: str) -> Report:
    numerals = "一二三四五六七八九十"
    sections: list[tuple[int, str, str, str]] = [(0, "", "", opening)] if opening else []
    for number, (heading, text, parts) in enumerate(chapters):
        sections.append((1, f"{numerals[number]}、", heading, text))
        sections += [
            (2, f"（{numerals[index]}）", name + "。" * run_in, words)
            for index, (name, words, run_in) in enumerate(parts)
        ]
    return small(*sections)


@hypothesis_settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(CHAPTER, min_size=1, max_size=4), TEXT, st.booleans(), st.integers(0, 3))
def test_export_and_back_without_an_edit_changes_nothing(
    chapters: list[tuple[str, str, list[tuple[str, str, bool]]]],
    opening: str,
    annotated: bool,
    rows: int,
) -> None:
    report = report_of(chapters, opening)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        export_report(
            report,
            path,
            style=Style(),
            annotated=annotated,
            links=link_numbers(report),
            rows=ledger_rows(rows),
            date=DAY,
        )
        back = read_back(path, report, Settings(home=Path(folder)))

    assert back == Reimport((), 0, (), author=report.unit)


@hypothesis_settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(CHAPTER, min_size=1, max_size=4), TEXT, st.data())
def test_exactly_the_sections_that_were_edited_change(
    chapters: list[tuple[str, str, list[tuple[str, str, bool]]]], opening: str, data: st.DataObject
) -> None:
    report = report_of(chapters, opening)
    headed = [part.id for part in report.sections if part.level]
    edits = data.draw(st.dictionaries(st.sampled_from(headed), TEXT, max_size=3))
    edited = replace(
        report,
        sections=tuple(part.with_text(edits.get(part.id, part.text)) for part in report.sections),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        export_report(edited, path, style=Style(), date=DAY)
        back = read_back(path, report, Settings(home=Path(folder)))

    assert {item.section_id: item.text for item in back.sections} == {
        part.id: edits[part.id]
        for part in report.sections
        if part.id in edits and edits[part.id] != part.text
    }
    assert (back.missing, back.unplaced) == ((), ())
