"""Headings that move with the year: years, figures, and what only last year's report could say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.figures.extract import extract_figures
from rag.records import LedgerRow
from rag.text.marks import MARK
from rag.writing.edits import apply, to_verify
from rag.writing.fill import Filler
from rag.writing.moving import shift_heading
from rag.writing.pastedits import fill_slots, past_edits
from rag.writing.plans import role_of
from rag.writing.spans import tells_of_years

STILL_OPEN: Final = "标题里还有待填写或待核实的内容，请在“提纲”里改好。"
_YEARS: Final = re.compile(
    r"(?:过去|[近这前])(?:[两三四五六七八九十]|\d{1,2})年|[两三四五六七八九十]年(?:来|间|以来)|本届(?:政府|党委|班子)"
)


def drafted_heading(
    heading: str,
    past_year: int,
    year: int,
    rows: Sequence[LedgerRow] = (),
    *,
    above: Sequence[str] = (),
    fact_year: int | None = None,
) -> str:
    """Last year's heading for this year's report.

    Years move on, a figure becomes this year's or 【待填：…】, an event, a record and a span of
    years become 【待核：…】. Headings of problems and plans only have their years moved.
    """
    if role_of(heading, above) != "results":
        return shift_heading(heading, past_year, year)
    figures = extract_figures(heading, report_year=past_year)
    filled = fill_slots(
        heading, past_year, figures, Filler(rows, past_year, year, fact_year or year)
    )
    edits = past_edits(heading, past_year, year, filled)
    if tells_of_years(heading):
        edits += (to_verify(heading, *found.span()) for found in _YEARS.finditer(heading))
    return apply(heading, edits)[0]


def is_open(heading: str) -> bool:
    """Whether a heading still asks the writer something."""
    return bool(MARK.search(heading))


def bare_heading(heading: str) -> str:
    """A heading as a model is to see it: what is to be verified without its mark."""
    return MARK.sub(lambda found: found.group()[4:-1] if found.group()[2] == "核" else "", heading)
