"""Rows that the words alone do not name are told by the number, and bases by another name."""

from __future__ import annotations

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow


def row(name: str, unit: str, value: str) -> LedgerRow:
    return LedgerRow(name, unit, "", {2024: enter(value, unit).value})


ROWS = (
    row("户均增收", "元", "3200"),
    row("粮食作物播种面积", "亩", "32220"),
    row("其他农作物种植面积", "亩", "6675"),
    row("油菜种植面积", "畝", "1830"),
    row("蔬菜种植面积", "亩", "3850"),
)


def test_a_number_tells_its_row_where_no_other_of_its_unit_is_named_better() -> None:
    text = "完成其他农作物种植6675亩（其中油菜1830亩、蔬菜3850亩），户均增收3200元。"
    found = {one.text: one.indicator for one in link(text, ROWS, 2024) if one.status == "entered"}
    assert found.pop("6675亩") == "其他农作物种植面积"
    assert found == {"1830亩": "油菜种植面积", "3850亩": "蔬菜种植面积", "3200元": "户均增收"}


def test_figures_swapped_between_such_rows_are_not_proved() -> None:
    text = "完成其他农作物种植6675亩（其中油菜3850亩、蔬菜1830亩），户均减收3200元。"
    proved = [one.text for one in link(text, ROWS, 2024) if one.status in PROVED]
    assert proved == ["6675亩"]


def test_growth_may_rest_on_a_base_that_only_last_years_report_knows_by_another_name() -> None:
    rows = (
        LedgerRow("受理群众信访", "件", "", {2024: enter("38", "件").value}),
        LedgerRow("信访量", "件", "", {2023: enter("46", "件").value}),
    )
    (_, growth) = link("受理群众信访38件，同比下降17.4%。", rows, 2024)
    assert (growth.status, growth.formula) == ("derived", "（38−46）÷46＝-17.4%")
    assert "信访量" in growth.evidence
    (_, wrong) = link("受理群众信访38件，同比下降27.4%。", rows, 2024)
    assert wrong.status not in PROVED


def test_growth_over_several_years_is_not_held_against_a_years_growth() -> None:
    rows = (row("粮食总产量增速", "%", "增长2.5%"),)
    (*_, several) = link("五年来，粮食总产量增长12.5%。", rows, 2024)
    (yearly,) = link("粮食总产量增长12.5%。", rows, 2024)
    assert (several.status, yearly.status) == ("unsupported", "conflict")
    assert "几年" in several.evidence


def test_an_exact_number_does_not_contradict_a_rough_entry_it_fits() -> None:
    rows = (row("财政总收入", "亿元", "超120亿元"),)
    fitting, other = (link(f"财政总收入{n}亿元。", rows, 2024)[0] for n in ("121.3", "98.5"))
    assert (fitting.status, "约数" in fitting.evidence) == ("unsupported", True)
    assert other.status == "conflict"


def test_another_row_of_the_unit_is_no_proof_where_the_words_name_one_better() -> None:
    rows = (row("撤销党支部", "个", "2"), row("新建党支部数", "个", "3"))
    swapped = link("撤销3个党支部，在家政服务等领域新建党支部2个。", rows, 2024)
    assert [one.status in PROVED for one in swapped] == [False, False]


def test_a_row_without_a_unit_holds_what_the_text_gives_in_ten_thousands() -> None:
    (bare,) = link("技能人才总量6960000。", (row("技能人才总量", "万", "696"),), 2024)
    assert bare.status == "entered"
    rows = (row("党建经费", "", "12000"),)
    assert link("党建经费1.2万元。", rows, 2024)[0].status == "entered"
    assert link("党建经费12000元。", rows, 2024)[0].status == "entered"
    assert link("党建经费1.3万元。", rows, 2024)[0].status == "conflict"
    ratio = (row("城乡居民收入比值", "", "2.93"),)
    assert link("城乡居民收入比值缩小至2.93。", ratio, 2024)[0].status == "entered"
    assert link("城乡居民收入比值缩小至2.93万。", ratio, 2024)[0].status == "conflict"


def test_a_row_named_earlier_in_the_sentence_gives_way_to_one_named_beside_the_number() -> None:
    rows = (row("排查矛盾纠纷", "件", "312"), row("矛盾纠纷化解", "件", "305"))
    right = link("排查矛盾纠纷312件（化解305件）。", rows, 2024)
    swapped = link("排查矛盾纠纷305件（化解312件）。", rows, 2024)
    assert [one.status in PROVED for one in (*right, *swapped)] == [True, True, False, False]


def test_a_name_of_one_character_contradicts_nothing() -> None:
    (found,) = link("21个村完成换届。", (row("村", "个", "28"),), 2024)
    assert found.status == "unsupported"


def test_the_start_of_a_move_without_a_year_is_not_held_against_this_years_value() -> None:
    rows = (row("全县考核排名", "位", "5"),)
    found = link("从2021年算起，全县考核排名由第十位上升到第五位。", rows, 2024)
    assert "conflict" not in {one.status for one in found}


def test_the_base_of_a_move_is_found_in_last_years_report_under_another_name() -> None:
    rows = (
        row("集体经济收入20万元以上的村", "个", "12"),
        LedgerRow("村从超过20万元的村", "个", "", {2023: enter("9", "个").value}),
    )
    right = link("集体经济收入20万元以上的村由9个增至12个。", rows, 2024)
    wrong = link("集体经济收入20万元以上的村由8个增至12个。", rows, 2024)
    assert [one.status in PROVED for one in right if one.text in {"9个", "12个"}] == [True, True]
    assert [one.status in PROVED for one in wrong if one.text in {"8个", "12个"}] == [False, True]


def test_a_unit_only_one_row_counts_in_tells_the_row_by_faint_words() -> None:
    rows = (row("问题类别", "类", "5"), row("问题", "项", "12"))
    right = link("梳理五类问题十二项，已全部整改。", rows, 2024)
    wrong = link("梳理六类问题十三项，已全部整改。", rows, 2024)
    assert [one.status for one in right] == ["entered", "entered"]
    assert [one.status in PROVED for one in wrong] == [False, False]
