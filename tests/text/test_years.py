from __future__ import annotations

import pytest

from rag.text.years import find_years, resolve_years


@pytest.mark.parametrize(
    ("text", "year", "since"),
    [
        ("2023年工作", 2023, None),
        ("2023年度考核", 2023, None),
        ("二〇二三年", 2023, None),
        ("2019—2023年", 2023, 2019),
        ("2024-03-05", 2024, None),
        ("〔2022〕7号", 2022, None),
        ("２０２４ 年", 2024, None),
        ("2 0 2 1 年", 2021, None),
    ],
)
def test_written_years_are_found(text: str, year: int, since: int | None) -> None:
    (mention,) = find_years(text)
    assert (mention.year, mention.since) == (year, since)
    assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("text", ["20**年", "共2023人", "12023年", "三年"])
def test_what_is_no_year_is_not_found(text: str) -> None:
    assert find_years(text) == ()


def test_relative_years_are_read_from_the_base_year() -> None:
    found = resolve_years("今年、去年、前年、明年、近三年", 2024)
    assert [mention.year for mention in found] == [2024, 2023, 2022, 2025, 2024]
    assert found[-1].since == 2022
