"""Years move on with the report."""

from __future__ import annotations

import pytest

from rag.writing.edits import apply
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
