"""What was true of last year only is asked about: records, ranks, series, firsts, rises."""

from __future__ import annotations

import pytest
from test_skeleton import draft, row


@pytest.mark.parametrize(
    ("past", "made"),
    [
        ("集体收入再创历史新高。", "集体收入【待核：再创历史新高】。"),
        ("茶叶产量居全省首位。", "茶叶产量【待核：居全省首位】。"),
        ("党建考核名列前茅。", "党建考核【待核：名列前茅】。"),
        ("各项工作走在全县前列。", "各项工作【待核：走在全县前列】。"),
        ("信访总量明显减少。", "信访总量【待核：明显减少】。"),
        ("刑事案件大幅下降。", "刑事案件【待核：大幅下降】。"),
        ("首次实现村村通公交。", "【待核：首次实现村村通公交】。"),
        ("这是本届班子任职的第一年。", "这是本届班子任职的【待核：第一年】。"),
        ("今年是“五年规划”的收官之年。", "今年是“五年规划”的【待核：收官之年】。"),
        ("圆满完成全年各项任务。", "【待核：圆满完成全年各项任务】。"),
        ("村集体收入实现翻番。", "村集体收入【待核：实现翻番】。"),
    ],
)
def test_a_claim_that_only_held_last_year_is_asked_about(past: str, made: str) -> None:
    assert draft(past).text == made


@pytest.mark.parametrize(
    ("past", "made"),
    [
        ("粮食连续四年增产。", "粮食【待核：连续四年，如仍成立应为连续五年】增产。"),
        ("党建考核连续9年优秀。", "党建考核【待核：连续9年，如仍成立应为连续10年】优秀。"),
        ("粮食实现“十连增”。", "粮食实现【待核：“十连增”，如仍成立应为“十一连增”】。"),
    ],
)
def test_a_series_of_years_is_asked_about_with_the_count_it_would_have_now(
    past: str, made: str
) -> None:
    assert draft(past).text == made


def test_how_great_a_rise_was_goes_when_its_figure_is_new() -> None:
    past = "村集体收入400万元，比上年大幅增长37%。"
    text = draft(past, row("村集体收入", "万元", "400", "404")).text
    assert text == "村集体收入404万元，比上年增长1%。"


@pytest.mark.parametrize(
    ("past", "made"),
    [
        ("出台《青禾镇党员积分管理办法》。", "【待核：出台《青禾镇党员积分管理办法》】。"),
        ("青龙大桥建成通车，群众出行方便。", "【待核：青龙大桥建成通车】，群众出行方便。"),
        ("与县农商行签订合作协议。", "【待核：与县农商行签订合作协议】。"),
        ("我镇荣获全市先进基层党组织。", "我镇【待核：荣获全市先进基层党组织】。"),
        ("首届山货节成功举办。", "【待核：首届山货节成功举办】。"),
        ("去年春天，遭遇了一场严重疫情。", "【待核：去年春天，遭遇了一场严重疫情】。"),
        ("在抗击非典斗争中冲锋在前。", "【待核：在抗击非典斗争中冲锋在前】。"),
        ("成立乡村振兴工作专班。", "【待核：成立乡村振兴工作专班】。"),
        ("把党小组建在网格上，完成立项手续。", "把党小组建在网格上，完成立项手续。"),
        ("县委书记到我镇调研指导。", "【待核：县委书记到我镇调研指导】。"),
    ],
)
def test_what_happened_once_is_asked_about(past: str, made: str) -> None:
    assert draft(past).text == made


@pytest.mark.parametrize(
    "past",
    [
        "不断提高党员教育质量。",
        "扎实推进一批重点项目建成投产。",
        "健全疫情防控机制。",
        "党员干部冲锋在前，作风进一步转变。",
        "持续走好群众路线，稳步推进各项工作。",
    ],
)
def test_what_holds_every_year_stays(past: str) -> None:
    assert draft(past).text == past


@pytest.mark.parametrize(
    ("past", "made"),
    [
        ("成立专班3个。", "成立专班4个。"),
        (
            "青龙大桥等3个项目建成投产。",
            "青龙大桥等【待填：项目建成投产（个），上年3个】项目建成投产。",
        ),
    ],
)
def test_what_is_counted_is_a_figure_and_no_event(past: str, made: str) -> None:
    assert draft(past, row("成立专班", "个", "3", "4")).text == made


def test_last_years_terms_in_chinese_numerals_do_not_stay() -> None:
    assert draft("组织干部培训六期。").text == "组织干部培训【待填：干部培训（期），上年六期】。"
