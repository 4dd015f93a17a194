"""Records as the JSON shapes of the command line contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rag.figures.entry import plain, shown
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
)

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
    """The shape of one row of ``ledger``. A value is a plain number; ``texts`` is as entered.

    ``directions`` has the years whose value is a rise or a fall: 下降1.5% is 1.5, down.
    """
    years = sorted(record.values)
    newest = record.values[years[-1]] if years else None
    return {
        "indicator": record.indicator,
        "unit": record.unit,
        "section": record.section,
        "values": {str(year): plain(record.values[year].value) for year in years},
        "texts": {str(year): shown(record.values[year], record.unit) for year in years},
        "directions": {
            str(year): record.values[year].direction
            for year in years
            if record.values[year].direction
        },
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
        "takes": record.takes,
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


def listing(
    records: Iterable[Record], shape: Callable[[Record], dict[str, Any]]
) -> list[dict[str, Any]]:
    """A list of one shape."""
    return [shape(record) for record in records]
