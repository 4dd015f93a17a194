"""Records of the ledger's commands as JSON shapes."""

from __future__ import annotations

from typing import Any

from rag.checking.formulations import Formulation
from rag.cli import shapes
from rag.desk.views import Place, Promise, Standing
from rag.figures.aliases import Alias
from rag.figures.entry import plain, shown
from rag.figures.growth import round_half_up
from rag.figures.store import HistoryEntry


def standing(record: Standing) -> dict[str, Any]:
    """The shape of ``ledger show --growth``: a ledger row with growth, rank and share."""
    change = record.growth
    shape = shapes.ledger_row(record.row)
    shape["growth"] = (
        None
        if change is None
        else {
            "year": change.year,
            "base_year": change.base_year,
            "base": plain(change.base),
            "current": plain(change.current),
            "diff": plain(change.diff),
            "diff_unit": change.diff_unit,
            "diff_text": change.diff_text,
            "percent": None if change.percent is None else plain(round_half_up(change.percent)),
            "percent_text": change.percent_text,
            "formula": change.formula,
            "note": change.note,
        }
    )
    shape["rank"] = (
        None if record.rank is None else dict(zip(("place", "of"), record.rank, strict=True))
    )
    shape["share"] = (
        None
        if record.share is None
        else {
            "percent": plain(round_half_up(record.share[0])),
            "formula": record.share[1],
        }
    )
    return shape


def history_entry(record: HistoryEntry) -> dict[str, Any]:
    """The shape of one row of ``ledger history``."""
    value = record.value
    return {
        "year": record.year,
        "value": plain(value.value),
        "text": shown(value),
        "direction": value.direction,
        "withdrawn": record.withdrawn,
        "source": value.source,
        "made_by": value.made_by,
        "made_at": value.made_at.isoformat() if value.made_at else "",
    }


def alias(record: Alias) -> dict[str, Any]:
    """The shape of one row of ``ledger aliases``."""
    return {"name": record.name, "indicator": record.indicator, "confirmed": record.confirmed}


def place(record: Place) -> dict[str, Any]:
    """The shape of one row of ``ledger places``."""
    return {
        "report": record.report_id,
        "section": record.section_id,
        "heading": record.section,
        "start": record.start,
        "end": record.end,
        "text": record.text,
        "expected": record.expected,
        "replacement": record.replacement,
        "sentence": record.sentence,
    }


def formulation(record: Formulation) -> dict[str, Any]:
    """The shape of one row of ``formulations``."""
    return {
        "kind": record.kind,
        "wording": record.wording,
        "since": record.since,
        "until": record.until,
        "variants": list(record.variants),
        "source": record.source,
        "note": record.note,
    }


def promise(record: Promise) -> dict[str, Any]:
    """The shape of one row of ``promises``."""
    return {"section": record.section, "text": record.text}
