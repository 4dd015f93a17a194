"""Years on the command line: four digits, and one that a report can be about."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.errors import YearError
from rag.figures.entry import check_year


def _year(text: str) -> int:
    digits = text.strip().removesuffix("年")
    if not (digits.isascii() and digits.isdigit()):
        raise YearError(f"“{text[:20]}”不是有效的年份。")
    return check_year(int(digits))


Year = Annotated[
    int | None,
    typer.Option("--year", parser=_year, metavar="年份", help="年份，例如 2024"),
]
NeededYear = Annotated[
    int, typer.Option("--year", parser=_year, metavar="年份", help="年份，例如 2024")
]
