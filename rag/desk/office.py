"""``zhubi eval --office``: how near a draft comes to the report an office really wrote.

The latest report is hidden; it is drafted from the one before with the hidden report's figures
entered, and compared with what was written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.desk.desk import Desk
from rag.errors import NotFoundError, ZhubiError
from rag.figures.extract import extract_figures
from rag.reading.reader import read_document
from rag.records import Document, Draft, Usage
from rag.settings import Settings
from rag.text.outline import drafting_sections
from rag.writing.allot import alike
from rag.writing.evaluate import entered_rows, left_values, missing_values, values_of
from rag.writing.quoted import overlap

_SAME_HEADING: Final = 0.5
_BEFORE: Final = 2
"""Reports before the hidden one that are indexed: the office's memory."""
_READABLE: Final = (".txt", ".md", ".docx", ".doc", ".wps", ".pdf", ".rtf")


@dataclass(frozen=True, slots=True)
class OfficeScore:
    """One way of drafting measured. Shares are 0–1.

    ``coverage``: entered figures that stand in a sentence naming their indicator. ``left``: last
    year's values left as this year's. ``overlap``: character pairs of the draft that stand in
    last year's report too. ``headings``: the real report's headings that the draft has.
    ``rouge_l``: F1 of the longest common subsequence of characters with the real report.
    """

    way: str
    year: int
    entered: int
    coverage: float
    left: int
    overlap: float
    headings: float
    rouge_l: float
    usage: Usage


def evaluate_office(folder: Path, settings: Settings) -> Iterator[OfficeScore]:
    """Measure drafting by rule, then with the configured model if there is one.

    Files that are no reports are left out; a subfolder ``reports`` is used where there is one.
    Raises NotFoundError when no two reports of different years are there, ModelError.
    """
    reports = _reports(folder, settings)
    (hidden, _file), *earlier = reports
    with tempfile.TemporaryDirectory() as home:
        changed = settings.apart(Path(home), embedding="none")
        desk = Desk(changed)
        try:
            desk.index([file for _document, file in earlier[:_BEFORE]])
            yield _measured(desk, hidden, earlier[0][0], model=False)
            if desk.model is not None:
                yield _measured(desk, hidden, earlier[0][0], model=True)
        finally:
            desk.close()


def _reports(folder: Path, settings: Settings) -> list[tuple[Document, Path]]:
    """An office's reports, one a year, the newest first."""
    place = folder / "reports" if (folder / "reports").is_dir() else folder
    files = sorted(place.iterdir()) if place.is_dir() else []
    found: dict[int, tuple[Document, Path]] = {}
    for file in files:
        if file.suffix.lower() not in _READABLE:
            continue
        try:
            document = read_document(file, settings)
        except ZhubiError:
            # A folder of an office holds all sorts of files: only its reports count here.
            continue
        if document.kind == "report" and document.year is not None:
            found.setdefault(document.year, (document, file))
    if len(found) < 2:
        raise NotFoundError(
            f"“{folder}”里没有两个年份的报告。",
            "请放入同一单位至少两年的报告，文件名或标题带年份。",
        )
    return [found[year] for year in sorted(found, reverse=True)]


def _measured(desk: Desk, hidden: Document, before: Document, *, model: bool) -> OfficeScore:
    assert hidden.year is not None
    assert before.year is not None
    rows, results = entered_rows(hidden, hidden.year)
    report = desk.new_report(year=hidden.year)
    desk.figures.import_rows(rows, made_by="测评")
    drafts: list[Draft] = []
    for event in desk.draft_all(report.id, model=model):
        if isinstance(event, tuple):
            drafts.append(event[1])
    values = list(values_of(rows, {hidden.year, results}))
    sections = drafting_sections(before)
    past = extract_figures(before.text, report_year=before.year, sections=sections)
    text = "\n".join(draft.text for draft in drafts)
    return OfficeScore(
        way=f"模型 {desk.model.name}" if model and desk.model else "按规则",
        year=hidden.year,
        entered=len(values),
        coverage=1 - len(list(missing_values(values, drafts))) / max(len(values), 1),
        left=len(list(left_values(past, values, drafts))),
        overlap=overlap(text, before.text),
        headings=_headings([section.heading for section in report.sections], hidden),
        rouge_l=rouge_l(text, "\n".join(part.text for part in drafting_sections(hidden))),
        usage=_cost(drafts),
    )


def rouge_l(draft: str, reference: str) -> float:
    """F1 of the longest common subsequence of characters, blanks aside (rapidfuzz)."""
    from rapidfuzz.distance import LCSseq

    a, b = "".join(draft.split()), "".join(reference.split())
    return 2 * LCSseq.similarity(a, b) / (len(a) + len(b)) if a and b else 0.0


def _headings(drafted: Sequence[str], hidden: Document) -> float:
    real = [part.heading for part in drafting_sections(hidden) if part.heading]
    met = [one for one in real if any(alike(one, other) >= _SAME_HEADING for other in drafted)]
    return len(met) / len(real) if real else 1.0


def _cost(drafts: Sequence[Draft]) -> Usage:
    usages = [draft.trace.usage for draft in drafts if draft.trace]
    return Usage(
        prompt_tokens=sum(usage.prompt_tokens for usage in usages),
        completion_tokens=sum(usage.completion_tokens for usage in usages),
        seconds=sum(usage.seconds for usage in usages),
        first_token=max((usage.first_token for usage in usages), default=0.0),
    )
