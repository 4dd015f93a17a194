"""Measuring drafting and answering on an office's own reports (``zhubi eval``)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.errors import NotFoundError
from rag.figures.build import ledger_from_figures
from rag.figures.extract import extract_figures
from rag.figures.mentions import find_mentions
from rag.figures.names import key
from rag.reading.reader import read_document
from rag.records import Document, Draft, Figure, LedgerRow, Quantity
from rag.settings import load_settings
from rag.text.numerals import equivalent, find_quantities
from rag.text.outline import drafting_sections
from rag.text.sentences import split_sentences
from rag.writing.evaluate_ask import score_ask as score_ask
from rag.writing.quoted import overlap
from rag.writing.skeleton import draft_report, infer_results_year
from rag.writing.slots import is_class_mark

_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_QUESTIONS: Final = re.compile(r"【[^】]*】")
_FITTING: Final = 0.6
"""A sentence states an indicator when it holds this share of its name's character pairs."""
_EXAMPLES: Final = 40


@dataclass(frozen=True, slots=True)
class SkeletonScore:
    """How reports drafted from last year's stand against the figures entered.

    ``present`` is the share of entered figures that stand in a sentence naming their indicator,
    ``left`` the number of last year's values left as this year's; both with examples.
    ``milliseconds`` is the mean time to draft a whole report.
    """

    pairs: int
    entered: int
    present: float
    left: int
    milliseconds: float
    slots_filled: int
    missing_examples: tuple[str, ...] = ()
    left_examples: tuple[str, ...] = ()


def score_skeleton(reports_dir: Path, years: Iterable[int]) -> SkeletonScore:
    """Draft each year's report from the one before, with all its figures entered.

    ``reports_dir`` holds one report a year whose file name has the year. Raises NotFoundError
    when no two consecutive years are there.
    """
    documents = {year: _read(path) for year, path in _by_year(reports_dir).items()}
    missing: list[str] = []
    left: list[str] = []
    pairs = entered = filled = 0
    spent = 0.0
    for year in years:
        if year not in documents or year - 1 not in documents:
            continue
        rows, results = entered_rows(documents[year], year)
        sections = drafting_sections(documents[year - 1])
        past = extract_figures(documents[year - 1].text, report_year=year - 1, sections=sections)
        begun = time.perf_counter()
        drafts = draft_report(sections, year - 1, rows, year, past_figures=past)
        spent += time.perf_counter() - begun
        values = list(values_of(rows, {year, results}))
        entered += len(values)
        missing += [f"{year} {words}" for words in missing_values(values, drafts)]
        left += [f"{year} {words}" for words in left_values(past, values, drafts)]
        filled += sum(link.status != "quoted" for draft in drafts for link in draft.links)
        pairs += 1
    if not pairs:
        raise NotFoundError(f"{reports_dir} 中没有相邻两年的报告。")
    return SkeletonScore(
        pairs=pairs,
        entered=entered,
        present=1 - len(missing) / max(entered, 1),
        left=len(left),
        milliseconds=spent * 1000 / pairs,
        slots_filled=filled,
        missing_examples=tuple(missing[:_EXAMPLES]),
        left_examples=tuple(left[:_EXAMPLES]),
    )


def entered_rows(document: Document, year: int) -> tuple[tuple[LedgerRow, ...], int]:
    """A report's own figures as the ledger an office would have filled in, and their year."""
    sections = drafting_sections(document)
    figures = extract_figures(document.text, report_year=year, sections=sections)
    results = infer_results_year(figures, year, year)
    kept = [f for f in figures if f.fact_year in (year, results)]
    return ledger_from_figures(kept, sections), results


def _by_year(folder: Path) -> dict[int, Path]:
    found = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        year = _YEAR.search(path.stem)
        if year:
            found[int(year.group())] = path
    return found


def _read(path: Path) -> Document:
    return read_document(path, load_settings(path.parent))


def values_of(rows: Sequence[LedgerRow], years: set[int]) -> Iterator[tuple[LedgerRow, Quantity]]:
    """The values of some years, each as the number a text must state."""
    for row in rows:
        for year, value in row.values.items():
            if year in years:
                yield row, Quantity(value.value, row.unit, value.text, 0, 0, upper=value.upper)


def missing_values(
    values: Sequence[tuple[LedgerRow, Quantity]], drafts: Sequence[Draft]
) -> Iterator[str]:
    """Entered figures that no sentence about their indicator states."""
    stated = [
        (quantity, sentence)
        for draft in drafts
        for sentence in _sentences(draft.text)
        for quantity in find_quantities(sentence)
    ]
    for row, wanted in values:
        if not any(
            equivalent(wanted, quantity) and _names(sentence, row.indicator)
            for quantity, sentence in stated
        ):
            yield f"{row.indicator} {wanted.text}"


def _names(sentence: str, indicator: str) -> bool:
    """Whether a sentence speaks of an indicator; 增速 and its like need not be said."""
    name = key(indicator).removesuffix("增速")
    if len(name) < 2:
        return name in sentence
    return max(overlap(name, sentence), overlap(name, key(sentence))) >= _FITTING


def left_values(
    past: Sequence[Figure],
    values: Sequence[tuple[LedgerRow, Quantity]],
    drafts: Sequence[Draft],
) -> Iterator[str]:
    """Numbers of last year that stand in a draft with no figure entered to carry them."""
    for draft in drafts:
        blank = _QUESTIONS.sub(lambda found: "　" * len(found.group()), draft.text)
        for mention in find_mentions(blank):
            quantity = mention.quantity
            if mention.kind != "figure" or quantity is None or is_class_mark(blank, quantity):
                continue
            covered = any(k.start < mention.end and mention.start < k.end for k in draft.links)
            old = any(equivalent(quantity, f.quantity) for f in past)
            if old and not covered and not any(equivalent(quantity, v) for _row, v in values):
                yield blank[max(0, mention.start - 15) : mention.end + 5]


def _sentences(text: str) -> Iterator[str]:
    for start, end in split_sentences(text):
        yield text[start:end]
