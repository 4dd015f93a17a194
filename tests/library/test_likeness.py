"""One report in two transcriptions: pointed out, never dropped, shown once by search."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from library_helpers import POLICY, REPORT_2022, REPORT_2023

from rag.library.library import Library
from rag.library.likeness import nominees, percent, runs, sketch
from rag.reading.reader import read_document
from rag.settings import Settings

Write = Callable[[str, str], Path]
TRADITIONAL = REPORT_2023.translate(str.maketrans("党员组织务发", "黨員組織務發"))
BROKEN = TRADITIONAL.replace("，", "、").replace("个。", "个！") + "（新闻稿）\n"


def test_another_transcription_is_indexed_and_pointed_out(library: Library, write: Write) -> None:
    first, second = write("正式稿.txt", REPORT_2023), write("新闻稿.txt", BROKEN)
    outcome = library.indexer.index_files([write("党费.txt", POLICY), first, second])
    assert outcome.added == 3
    notes = dict(outcome.similar)
    assert set(notes) == {"正式稿.txt", "新闻稿.txt"}
    assert re.fullmatch(
        "与《青山镇2023年党建工作报告》内容相近（(9[0-9]|100)%）", notes["新闻稿.txt"]
    )
    entries = {entry.file: entry for entry in library.catalog.list()}
    assert entries["正式稿.txt"].similar[0] == notes["正式稿.txt"]
    assert entries["党费.txt"].similar == ()
    library.indexer.rebuild()
    assert library.catalog.get(entries["正式稿.txt"].id).similar == (notes["正式稿.txt"],)
    library.indexer.remove(entries["新闻稿.txt"].id)
    assert library.catalog.get(entries["正式稿.txt"].id).similar == ()


def test_the_reports_of_two_years_are_not_alike(library: Library, write: Write) -> None:
    outcome = library.indexer.index_files(
        [write("2022.txt", REPORT_2022), write("2023.txt", REPORT_2023)]
    )
    assert outcome.similar == ()


def test_search_shows_a_passage_of_two_transcriptions_once(library: Library, write: Write) -> None:
    library.indexer.index_files([write("正式稿.txt", REPORT_2023), write("新闻稿.txt", BROKEN)])
    hits = library.retriever.search("全年开展主题党日264场").hits
    assert sum("264场" in hit.passage.text for hit in hits) == 1


def test_the_same_sentence_with_another_figure_is_another_passage(
    library: Library, write: Write
) -> None:
    changed = REPORT_2023.replace("264场", "246场")
    library.indexer.index_files([write("一稿.txt", REPORT_2023), write("二稿.txt", changed)])
    hits = library.retriever.search("全年开展主题党日多少场").hits
    assert {"264场" in hit.passage.text for hit in hits if "主题党日2" in hit.passage.text} == {
        True, False,
    }  # fmt: skip


def test_a_part_is_nominated_and_an_unrelated_text_is_not() -> None:
    whole, part, other = runs(REPORT_2023 * 3), runs(REPORT_2023[:150]), runs(POLICY)
    assert list(nominees(sketch(whole), {"part": sketch(part), "other": sketch(other)})) == ["part"]
    assert percent(whole, part) >= 95
    assert percent(whole, other) < 5


def test_real_transcriptions_of_one_report_are_alike(shared_data: Path, settings: Settings) -> None:
    reports = shared_data / "reports"
    found = {}
    for year in (2013, 2014):
        for name in (
            f"state-council/政府工作报告_{year}.txt",
            f"state-council-alt/政府工作报告_{year}_新闻稿版.txt",
        ):
            found[name] = runs(read_document(reports / name, settings).text)
    (a, one), (b, same), (_, next_year), *_ = found.items()
    assert percent(one, same) >= 97
    assert percent(one, next_year) < 30
    assert list(
        nominees(sketch(one), {name: sketch(found[name]) for name in found if name != a})
    ) == [b]
