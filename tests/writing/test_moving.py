"""Years move on with the report."""

from __future__ import annotations

import pytest
from test_skeleton import row

from rag.writing.edits import apply
from rag.writing.headings import bare_heading, drafted_heading
from rag.writing.moving import shift_heading, year_edits


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023年主要工作", "2024年主要工作"),
        ("2023年度工作回顾和2024年打算", "2024年度工作回顾和2025年打算"),
        ("二〇二三年工作总结", "二〇二四年工作总结"),
        ("二○二三年工作总结", "二〇二四年工作总结"),
        ("主要做法和成效", "主要做法和成效"),
    ],
)
def test_a_heading_speaks_of_the_new_year(old: str, new: str) -> None:
    assert shift_heading(old, 2023, 2024) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("去年和今年都抓", "去年和今年都抓"),
        ("1978年以来，到2035年", "1978年以来，到2035年"),
        ("比2022年多", "比2023年多"),
        ("2019—2023年累计", "【待核：2019—2023年】累计"),
    ],
)
def test_only_the_years_of_the_report_move(old: str, new: str) -> None:
    assert apply(old, year_edits(old, 2023, 2024))[0] == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023年工作回顾", "2024年工作回顾"),
        ("过去五年工作回顾", "【待核：过去五年】工作回顾"),
        ("干群同心，抗击特大洪水", "干群同心，【待核：抗击特大洪水】"),
        ("茶叶产量居全县首位", "茶叶产量【待核：居全县首位】"),
        ("聚焦凝心铸魂", "聚焦凝心铸魂"),
        ("抓好三件大事", "抓好三件大事"),
    ],
)
def test_what_only_last_years_heading_could_say_is_asked_about(old: str, new: str) -> None:
    assert drafted_heading(old, 2023, 2024) == new


def test_a_figure_in_a_heading_is_this_years_or_asked_for() -> None:
    old = "新建党群服务中心9个，阵地更加完善"
    asked = "新建党群服务中心【待填：新建党群服务中心（个），上年9个】，阵地更加完善"
    rows = (row("新建党群服务中心", "个", "9", "12"),)
    assert drafted_heading(old, 2023, 2024) == asked
    assert drafted_heading(old, 2023, 2024, rows) == old.replace("9个", "12个")


def test_headings_of_plans_only_have_their_years_moved() -> None:
    old = "2024年确保青龙大桥建成通车"
    made = drafted_heading(old, 2023, 2024, above=("三、下一步打算",))
    assert made == old.replace("2024", "2025")


def test_a_model_sees_a_heading_without_its_marks() -> None:
    assert bare_heading("新建【待填：阵地（个），上年9个】，【待核：居全县首位】") == (
        "新建，居全县首位"
    )
