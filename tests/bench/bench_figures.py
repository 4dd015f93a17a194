"""Speed of figures: linking and all checks as a writer types, and extraction over long texts.

Run with ``python -m tests.bench.bench_figures``. All texts are made here. Times are of the
processor, one core, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import sys
from statistics import median
from time import process_time
from typing import Any

from rag.checking.check import CheckContext, run_checks
from rag.figures.entry import enter
from rag.figures.extract import extract_figures
from rag.figures.link import link
from rag.records import LedgerRow, Passage, Section
from rag.text.numerals import format_quantity

GOALS = {"edit_ms": 30.0, "extract_s": 5.0}
"""Most milliseconds for an edit, most seconds for extraction over a megabyte."""

ROWS, CHARACTERS, EDITS = 300, 6_000, 20
MEGABYTE = 1 << 20
YEAR = 2024
Row = dict[str, Any]

_PLACES = [f"{a}{b}村" for a in "东西南北" for b in "岭坪湾塘河"]
_ACTS = [
    f"{a}{b}" for a in ("宣讲", "走访", "慰问", "普法", "培训") for b in ("党员", "青年", "妇女")
]
_FORMS = (
    "{place}开展{act}{now}，同比增长{rate}%，群众反映良好。",
    "一是抓实基层基础，{place}组织{act}{now}，比上年增加{more}次，有关做法在全县推广。",
    "坚持以人民为中心的发展思想，{place}{act}由{before}增至{now}，办成了一批民生实事。",
)
_PARAGRAPH = 5


def run() -> list[Row]:
    """Rows with the median milliseconds of a first run and of an edit, and seconds a megabyte."""
    rows = made_ledger()
    text, sections = made_report(rows)
    past = _past(text)
    first = _checked(text, sections, rows, past)
    edits = []
    for number in range(EDITS):
        place = text.index("。", (number + 1) * len(text) // (EDITS + 2))
        edited = f"{text[:place]}，新增走访农户{number + 31}户{text[place:]}"
        edits.append(_checked(edited, _moved(sections, place, len(edited) - len(text)), rows, past))
    return [
        {
            "what": f"link and check {len(text)} characters, {ROWS} rows",
            "first_ms": round(first * 1000, 1),
            "edit_ms": round(median(edits) * 1000, 1),
            "worst_edit_ms": round(max(edits) * 1000, 1),
        },
        _extraction(text),
    ]


def made_ledger() -> tuple[LedgerRow, ...]:
    pairs = [(place, act) for place in _PLACES for act in _ACTS][:ROWS]
    return tuple(
        LedgerRow(
            f"{place}{act}",
            "次",
            "",
            {YEAR - 1: enter(f"{i + 20}").value, YEAR: enter(f"{2 * i + 31}").value},
        )
        for i, (place, act) in enumerate(pairs)
    )


def made_report(rows: tuple[LedgerRow, ...]) -> tuple[str, tuple[Section, ...]]:
    """Paragraphs that state the rows' values, each under a heading of its own."""
    parts: list[str] = []
    sections: list[Section] = []
    start = 0
    while start < CHARACTERS:
        first = len(parts) * _PARAGRAPH
        chosen = [rows[(first + i) % len(rows)] for i in range(_PARAGRAPH)]
        part = "".join(_sentence(row, first + i) for i, row in enumerate(chosen))
        heading = f"聚焦{_PLACES[len(parts) % len(_PLACES)]}建设"
        path = ("一、主要做法和成效", heading)
        sections.append(Section(2, "", heading, path, part, start, start + len(part)))
        parts.append(part)
        start += len(part) + 1
    return "\n".join(parts), tuple(sections)


def _sentence(row: LedgerRow, number: int) -> str:
    before, now = row.values[YEAR - 1].value, row.values[YEAR].value
    place = next(place for place in _PLACES if row.indicator.startswith(place))
    return _FORMS[number % len(_FORMS)].format(
        place=place,
        act=row.indicator.removeprefix(place),
        now=format_quantity(now, row.unit),
        before=format_quantity(before, row.unit),
        more=now - before,
        rate=round((now - before) / before * 100, 1),
    )


def _past(text: str) -> tuple[Passage, ...]:
    """Last year's report: every second paragraph as it stands this year too."""
    return tuple(
        Passage(f"p{i}", "d", "2023年报告", "report", (), YEAR - 1, (YEAR - 1,), line, 0, 1)
        for i, line in enumerate(text.split("\n")[::2])
    )


def _moved(sections: tuple[Section, ...], place: int, by: int) -> tuple[Section, ...]:
    return tuple(
        Section(
            part.level,
            part.label,
            part.heading,
            part.path,
            part.text,
            part.start + (by if part.start > place else 0),
            part.end + (by if part.end > place else 0),
        )
        for part in sections
    )


def _checked(
    text: str,
    sections: tuple[Section, ...],
    rows: tuple[LedgerRow, ...],
    past: tuple[Passage, ...],
) -> float:
    started = process_time()
    links = link(text, rows, YEAR, past=past, sections=sections)
    run_checks(CheckContext(text, YEAR, links, rows, sections, past))
    return process_time() - started


def _extraction(text: str) -> Row:
    """Extraction over a megabyte of UTF-8: some 350,000 characters."""
    long = f"{text}\n" * (1 + MEGABYTE // len(f"{text}\n".encode()))
    started = process_time()
    found = extract_figures(long, report_year=YEAR)
    seconds = process_time() - started
    return {
        "what": "extract figures from 1 MB",
        "characters": len(long),
        "figures": len(found),
        "extract_s": round(seconds, 2),
    }


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
