"""Records as the JSON shapes of the command line contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from rag.figures.entry import plain
from rag.records import (
    Answer,
    Citation,
    Document,
    DocumentEntry,
    Draft,
    Figure,
    Finding,
    Hit,
    LedgerRow,
    Link,
    Report,
    ReportSection,
    Section,
)

if TYPE_CHECKING:
    from rag.desk.compare import Comparison, FigurePair, SectionPair
    from rag.desk.wordback import Reimported

Record = TypeVar("Record")


def document(record: Document) -> dict[str, Any]:
    """The shape of ``read``."""
    return {
        "title": record.title,
        "year": record.year,
        "unit": record.unit,
        "kind": record.kind,
        "blocks": [
            {"kind": block.kind, "level": block.level, "label": block.label, "text": block.text}
            | ({"rows": [list(row) for row in block.rows]} if block.rows else {})
            for block in record.blocks
        ],
        "warnings": list(record.warnings),
    }


def figure(record: Figure) -> dict[str, Any]:
    """The shape of one row of ``figures``."""
    quantity = record.quantity
    return {
        "indicator": record.indicator,
        "value": plain(quantity.value),
        "upper": None if quantity.upper is None else plain(quantity.upper),
        "unit": quantity.unit,
        "approx": quantity.approx,
        "direction": quantity.direction,
        "fact_year": record.fact_year,
        "status": record.status,
        "text": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "sentence": record.sentence,
        "section": record.section,
    }


def entry(record: DocumentEntry) -> dict[str, Any]:
    """The shape of one row of ``documents``."""
    return {
        "id": record.id,
        "file": record.file,
        "title": record.title,
        "year": record.year,
        "kind": record.kind,
        "passages": record.passages,
        "figures": record.figures,
        "state": record.state,
        "error": record.error,
        "similar": list(record.similar),
    }


def hit(record: Hit) -> dict[str, Any]:
    """The shape of one row of ``search``."""
    passage = record.passage
    return {
        "document": passage.document_title,
        "document_id": passage.document_id,
        "passage_id": passage.id,
        "section": "／".join(passage.section_path),
        "report_year": passage.report_year,
        "fact_years": list(passage.fact_years),
        "text": passage.text,
        "score": round(record.score, 6),
        "why": list(record.why),
    }


def citation(record: Citation) -> dict[str, Any]:
    """The shape of a citation."""
    return {
        "n": record.n,
        "document": record.document,
        "document_id": record.document_id,
        "section": record.section,
        "quote": record.quote,
        "passage_id": record.passage_id,
    }


def answer(record: Answer) -> dict[str, Any]:
    """The shape of ``ask``."""
    return {
        "answer": record.text,
        "refused": record.refused,
        "citations": [citation(part) for part in record.citations],
        "figures": [
            {
                "indicator": part.indicator,
                "fact_year": part.fact_year,
                "value": part.value,
                "unit": part.unit,
                "document": part.document,
            }
            for part in record.figures
        ],
        "notices": list(record.notices),
    }


def ledger_row(record: LedgerRow) -> dict[str, Any]:
    """The shape of one row of ``ledger``. A value is a plain number; ``texts`` is as entered."""
    years = sorted(record.values)
    newest = record.values[years[-1]] if years else None
    return {
        "indicator": record.indicator,
        "unit": record.unit,
        "section": record.section,
        "values": {str(year): plain(record.values[year].value) for year in years},
        "texts": {str(year): record.values[year].text for year in years},
        "source": newest.source if newest else "",
    }


def section(record: ReportSection) -> dict[str, Any]:
    """The shape of a report's section."""
    return {
        "id": record.id,
        "level": record.level,
        "label": record.label,
        "heading": record.heading,
        "text": record.text,
        "version": record.version,
        "state": record.state,
        "length": record.length,
        "locked": list(record.locked),
    }


def report(record: Report) -> dict[str, Any]:
    """The shape of ``report``."""
    return {
        "id": record.id,
        "title": record.title,
        "year": record.year,
        "unit": record.unit,
        "like": record.like,
        "kind": record.kind,
        "length": record.length,
        "sections": [section(part) for part in record.sections],
    }


def link(record: Link) -> dict[str, Any]:
    """The shape of a number in ``check``, ``draft`` and ``verify``; empty parts are left out."""
    always: dict[str, Any] = {
        "text": record.text,
        "start": record.start,
        "end": record.end,
        "status": record.status,
    }
    optional = {
        "indicator": record.indicator,
        "fact_year": record.fact_year,
        "expected": record.expected,
        "evidence": record.evidence,
        "formula": record.formula,
        "source": record.passage_id,
    }
    return always | {name: value for name, value in optional.items() if value}


def finding(record: Finding) -> dict[str, Any]:
    """The shape of a finding in ``check``."""
    return {
        "kind": record.kind,
        "severity": record.severity,
        "section": record.section_id,
        "start": record.start,
        "end": record.end,
        "text": record.text,
        "message": record.message,
        "evidence": record.evidence,
        "suggestion": record.suggestion,
    }


def draft(section_id: int, record: Draft) -> dict[str, Any]:
    """The shape of one drafted section."""
    return {
        "id": section_id,
        "text": record.text,
        "made_by": record.made_by,
        "links": [link(part) for part in record.links],
        "citations": [citation(part) for part in record.citations],
        "notices": list(record.notices),
    }


def reimported(record: Reimported) -> dict[str, Any]:
    """The shape of ``reimport``: how much was changed, then each thing with its section."""
    return {
        "sections_changed": record.sections_changed,
        "revisions_read": record.revisions_read,
        "comments": [
            {
                "author": note.author,
                "date": note.date,
                "text": note.text,
                "quote": note.quote,
                "section": note.section_id,
                "start": note.start,
                "end": note.end,
                "note": note.id,
            }
            for note in record.comments
        ],
        "unplaced": [{"after": part.after, "text": part.text} for part in record.unplaced],
        "missing": list(record.missing),
        "older": list(record.older),
        "moved": list(record.moved),
        "left": list(record.left),
        "sections": [
            section(part) | {"made_by": part.made_by, "links": listing(check.links, link)}
            for part, check in zip(record.sections, record.checks, strict=True)
        ],
        "headings": [
            {"section": part.section_id, "old": part.old, "new": part.new}
            for part in record.headings
        ],
        "revisions": [
            {
                "id": part.id,
                "kind": part.kind,
                "author": part.author,
                "date": part.date,
                "text": part.text,
                "paragraph": part.paragraph,
                "accepted": part.id not in record.refused,
            }
            for part in record.revisions
        ],
        "findings": [finding(part) for check in record.checks for part in check.findings],
        "saved": record.saved,
        "warnings": list(record.warnings),
    }


def comparison(record: Comparison) -> dict[str, Any]:
    """The shape of ``compare``. ``a`` is the old file, ``b`` the new one."""
    return {
        "a": {"title": record.old.title, "year": record.old.year},
        "b": {"title": record.new.title, "year": record.new.year},
        "sections": [_section_pair(pair) for pair in record.sections],
        "figures": [_figure_pair(pair) for pair in record.figures],
    }


def _section_pair(pair: SectionPair) -> dict[str, Any]:
    return {
        "a": _place(pair.old),
        "b": _place(pair.new),
        "likeness": round(pair.likeness, 4),
        "changes": [
            {"kind": change.kind, "old": change.old, "new": change.new} for change in pair.changes
        ],
    }


def _place(part: Section | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {"level": part.level, "label": part.label, "heading": part.heading}


def _figure_pair(pair: FigurePair) -> dict[str, Any]:
    known = pair.new or pair.old
    change = pair.change
    assert known is not None
    return {
        "indicator": known.indicator,
        "unit": known.quantity.unit,
        "section": known.section,
        "status": pair.status,
        "old": pair.old.quantity.text if pair.old else None,
        "new": pair.new.quantity.text if pair.new else None,
        "diff": plain(change.diff) if change else None,
        "change": change.diff_text if change else "",
        "growth": change.percent_text if change else "",
        "formula": change.formula if change else "",
    }


def listing(
    records: Iterable[Record], shape: Callable[[Record], dict[str, Any]]
) -> list[dict[str, Any]]:
    """A list of one shape."""
    return [shape(record) for record in records]
