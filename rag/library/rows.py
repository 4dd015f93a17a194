"""Rows of the store to records and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from rag.records import Block, Document, DocumentEntry, Figure, Passage, Quantity

UNREAD = "unread"
"""State of a file that could not be read: it is listed with its error and has no text."""

STATES = {"text": "文本可查", "done": "已完成", "failed": "失败", UNREAD: "失败"}


def block_to_json(block: Block) -> dict[str, object]:
    """A block as plain values; defaults are left out to keep the column small."""
    plain: dict[str, object] = {"kind": block.kind, "text": block.text}
    if block.level:
        plain["level"] = block.level
    if block.label:
        plain["label"] = block.label
    if block.heading_end:
        plain["heading_end"] = block.heading_end
    if block.rows:
        plain["rows"] = [list(row) for row in block.rows]
    if block.page:
        plain["page"] = block.page
    return plain


def block_from_json(plain: Mapping[str, Any]) -> Block:
    """The block a JSON object stands for."""
    return Block(
        kind=plain["kind"],
        text=plain["text"],
        level=plain.get("level", 0),
        label=plain.get("label", ""),
        heading_end=plain.get("heading_end", 0),
        rows=tuple(tuple(row) for row in plain.get("rows", ())),
        page=plain.get("page", 0),
    )


def document_from_row(row: Row[Any]) -> Document:
    """The document as it was read."""
    return Document(
        title=row.title,
        year=row.year,
        unit=row.unit,
        kind=row.kind,
        blocks=tuple(block_from_json(plain) for plain in row.blocks),
        warnings=tuple(row.warnings),
    )


def entry_from_row(row: Row[Any], similar: Iterable[object] = ()) -> DocumentEntry:
    """A catalogue line; the row brings the counts ``passages`` and ``figures``."""
    return DocumentEntry(
        id=row.id,
        file=row.file,
        title=row.title,
        year=row.year,
        kind=row.kind,
        passages=row.passages or 0,
        figures=row.figures or 0,
        state=STATES[row.state],
        error=row.error,
        similar=tuple(map(str, similar)),
    )


def passage_to_row(passage: Passage, ordinal: int) -> dict[str, object]:
    """A row of the table ``passages``."""
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "ordinal": ordinal,
        "section_path": list(passage.section_path),
        "report_year": passage.report_year,
        "fact_years": list(passage.fact_years),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
    }


def passage_from_row(row: Row[Any]) -> Passage:
    """A passage; the row is joined with its document's ``title`` and ``kind``."""
    return Passage(
        id=row.id,
        document_id=row.document_id,
        document_title=row.title,
        kind=row.kind,
        section_path=tuple(row.section_path),
        report_year=row.report_year,
        fact_years=tuple(row.fact_years),
        text=row.text,
        start=row.start,
        end=row.end,
        page=row.page,
    )


def figure_to_row(figure: Figure, document_id: str) -> dict[str, object]:
    """A row of the table ``figures``."""
    quantity = figure.quantity
    return {
        "document_id": document_id,
        "indicator": figure.indicator,
        "value": str(quantity.value),
        "upper": None if quantity.upper is None else str(quantity.upper),
        "unit": quantity.unit,
        "approx": quantity.approx,
        "direction": quantity.direction,
        "fact_year": figure.fact_year,
        "status": figure.status,
        "text": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "sentence": figure.sentence,
        "section": figure.section,
        "sure": figure.sure,
    }


def figure_from_row(row: Row[Any]) -> Figure:
    """The figure a row of the table ``figures`` holds."""
    return Figure(
        indicator=row.indicator,
        quantity=Quantity(
            value=Decimal(row.value),
            unit=row.unit,
            text=row.text,
            start=row.start,
            end=row.end,
            approx=row.approx,
            direction=row.direction,
            upper=None if row.upper is None else Decimal(row.upper),
        ),
        fact_year=row.fact_year,
        status=row.status,
        sentence=row.sentence,
        section=row.section,
        sure=row.sure,
    )
