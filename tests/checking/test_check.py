"""All checks together, each of which can be switched off."""

from __future__ import annotations

from rag.checking.check import CHECKS, CheckContext, place_of, run_checks
from rag.figures.entry import enter
from rag.figures.link import link
from rag.figures.paragraphs import _figures
from rag.records import Finding, LedgerRow, Passage

ROWS = (
    LedgerRow(
        "主题党日", "场", "", {2023: enter("240", "场").value, 2024: enter("264", "场").value}
    ),
    LedgerRow("信访总量增速", "%", "", {2024: enter("下降5.5%", "%").value}),
)


def checked(text: str) -> tuple[Finding, ...]:
    return run_checks(CheckContext(text, 2024, link(text, ROWS, 2024), ROWS))


def test_a_number_left_from_last_year_comes_with_this_years() -> None:
    (finding,) = checked("全年开展主题党日240场。")
    assert (finding.kind, finding.severity) == ("numbers", "error")
    assert (finding.text, finding.replacement) == ("240场", "264场")


def test_a_flipped_direction_is_repaired_with_its_verb() -> None:
    (finding,) = checked("信访总量增长5.5%。")
    assert finding.severity == "error"
    assert "下降5.5%" in finding.suggestion
    assert (finding.text, finding.replacement) == ("增长5.5%", "下降5.5%")


def test_a_number_without_source_is_a_warning() -> None:
    (finding,) = checked("栽种树木500棵。")
    assert (finding.kind, finding.severity) == ("numbers", "warning")


def test_the_targets_of_a_plan_are_one_hint() -> None:
    text = "明年力争发展党员30名，计划新建阵地5处、改造道路12公里。"
    (finding,) = checked(text)
    assert finding.severity == "hint"
    assert "3个计划或目标数" in finding.message


def test_a_proved_text_raises_nothing() -> None:
    assert checked("全年开展主题党日264场，同比增长10%；信访总量下降5.5%。") == ()


def test_findings_come_in_the_order_of_the_text_and_point_into_it() -> None:
    text = "恳请上级支持。2022年度，开展主题党日240场,效果较好。"
    found = checked(text)
    assert [f.start for f in found] == sorted(f.start for f in found)
    assert {f.kind for f in found} == {"wording", "stale", "numbers"}
    assert all(text[f.start : f.end] == f.text for f in found)


def test_each_check_can_be_switched_off() -> None:
    text = "恳请上级支持。2022年度，开展主题党日240场,效果较好。"
    context = CheckContext(text, 2024, link(text, ROWS, 2024), ROWS)
    for kind in CHECKS:
        assert {f.kind for f in run_checks(context, kinds=[kind])} <= {kind}
    assert {f.kind for f in run_checks(context, kinds=["stale"])} == {"stale"}


def test_an_ignored_place_is_known_again_after_an_edit_elsewhere() -> None:
    text = "全面总结。恳请上级支持基层工作。"
    (finding,) = [f for f in checked(text) if f.kind == "wording"]
    edited = "新写的一句话很长很长，放在最前面。" + text
    (again,) = [f for f in checked(edited) if f.kind == "wording"]
    assert place_of(text, finding)[-12:] == place_of(edited, again)[-12:]


def test_a_section_that_was_ignored_as_copied_stays_ignored_after_an_edit() -> None:
    old = "坚持把党的政治建设摆在首位，扎实推进理论学习中心组学习，组织党员干部开展现场教学。" * 4
    past = (Passage("p", "d", "2023年报告", "report", (), 2023, (2023,), old, 0, len(old)),)

    def whole(text: str) -> str:
        (finding,) = run_checks(CheckContext(text, 2024, past=past), kinds=["overlap"])
        return place_of(text, finding)

    assert whole(old) == whole(f"今年新增了一句别处没有的话。{old}")


def test_checks_named_off_are_left_out() -> None:
    text = "恳请上级支持。2022年度，开展主题党日240场,效果较好。"
    context = CheckContext(text, 2024, link(text, ROWS, 2024), ROWS)
    assert {f.kind for f in run_checks(context, off=["wording"])} == {"stale", "numbers"}


def test_an_edit_reads_one_paragraph_again() -> None:
    lines = [f"东岭{i}村开展主题党日{i + 20}场，群众反映良好。" for i in range(60)]
    checked("\n".join(lines))
    before = _figures.cache_info().misses
    lines[30] += "新增走访农户35户。"
    checked("\n".join(lines))
    assert _figures.cache_info().misses == before + 1


def many(count: int) -> str:
    trees = "松柏杉槐柳杨桂樟榆桐枫梅桃李杏枣梨柿桑茶"[:count]
    return "".join(f"栽种{tree}树{number}棵。" for number, tree in enumerate(trees, start=40))


def test_without_a_ledger_of_the_year_all_numbers_are_one_finding() -> None:
    rows = (LedgerRow("主题党日", "场", "", {2023: enter("240", "场").value}),)
    text = many(20)
    (finding,) = run_checks(CheckContext(text, 2024, link(text, rows, 2024), rows))
    assert finding.severity == "warning"
    assert "台账里没有2024年的数，20个数字" in finding.message


def test_a_number_like_last_years_is_no_error_before_this_years_is_entered() -> None:
    rows = (LedgerRow("主题党日", "场", "", {2023: enter("240", "场").value}),)
    text = "全年开展主题党日240场。"
    (finding,) = run_checks(CheckContext(text, 2024, link(text, rows, 2024), rows))
    assert (finding.severity, "与往年相同" in finding.message) == ("warning", True)


def test_many_numbers_of_a_section_without_a_source_are_one_finding() -> None:
    assert len(checked(many(5))) == 5
    (finding,) = checked(many(6))
    assert "6个数字台账里没有" in finding.message


def test_a_wrong_number_among_many_without_a_source_is_told_alone() -> None:
    found = checked(f"{many(12)}全年开展主题党日246场。")
    assert [f.text for f in found if f.severity == "error"] == ["246场"]
    assert len(found) == 2
