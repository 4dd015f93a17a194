"""How much of a text was taken from past material."""

from __future__ import annotations

from rag.checking.context import CheckContext
from rag.checking.overlap import check, sentence_overlaps
from rag.records import DocumentKind, Passage, Section

OLD = (
    "坚持把党的政治建设摆在首位，扎实推进理论学习中心组学习，全年开展集中学习12次，"
    "组织党员干部赴红色教育基地开展现场教学3批次。"
)
NEW = (
    "今年以来聚焦群众关心的停车难问题，新划停车位四百个，协调单位共享夜间车位，群众满意度明显提升。"
)


def passage(text: str, kind: DocumentKind = "report") -> Passage:
    return Passage("p1", "d1", "2023年工作报告", kind, ("主要做法",), 2023, (2023,), text, 0, 9)


def test_a_copied_sentence_is_shown_with_its_passage() -> None:
    text = OLD.replace("12次", "15次") + NEW
    copied = [f for f in check(CheckContext(text, 2024, past=(passage(OLD),))) if f.start == 0]
    assert copied[0].text == OLD.replace("12次", "15次")
    assert "100%" in copied[0].message
    assert "2023年工作报告" in copied[0].evidence


def test_short_copied_sentences_are_formulas_of_the_trade() -> None:
    text = "坚持把党的政治建设摆在首位，扎实推进各项工作落地见效。"
    assert check(CheckContext(text + NEW, 2024, past=(passage(text),))) == ()


def test_at_most_five_copied_sentences_of_a_section_are_shown() -> None:
    copied = [OLD.replace("政治建设", f"{word}建设") for word in "甲乙丙丁戊己庚"]
    text = "".join(copied) + NEW * 12
    found = check(CheckContext(text, 2024, past=(passage("".join(copied)),)))
    assert len(found) == 5
    assert {f.severity for f in found} == {"hint"}


def test_a_copied_section_names_its_worst_sentences_once() -> None:
    text = "".join(OLD.replace("政治建设", f"{word}建设") for word in "甲乙丙丁戊己庚")
    (whole,) = check(CheckContext(text, 2024, past=(passage(text),)))
    assert whole.evidence.count("（100%）") == 3


def test_a_new_sentence_raises_nothing() -> None:
    assert check(CheckContext(NEW, 2024, past=(passage(OLD),))) == ()


def test_quoting_a_policy_is_no_overlap() -> None:
    assert check(CheckContext(OLD, 2024, past=(passage(OLD, "policy"),))) == ()


def test_a_copied_section_is_counted_as_a_whole() -> None:
    text = OLD * 3
    section = Section(1, "一、", "主要做法", ("主要做法",), text, 0, len(text))
    found = check(CheckContext(text, 2024, sections=(section,), past=(passage(text),)))
    whole = [f for f in found if (f.start, f.end) == (0, len(text))]
    assert [f.severity for f in whole] == ["warning"]
    assert "主要做法" in whole[0].message


def test_the_share_is_measured_by_sentence() -> None:
    half = OLD[: len(OLD) // 2] + NEW
    (overlap,) = sentence_overlaps(half, (passage(OLD),))
    assert 0.2 < overlap.share < 0.7
