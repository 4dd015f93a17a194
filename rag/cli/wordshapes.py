"""JSON shapes of Word files: what came back in one, and two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.cli.shapes import finding, link, listing, section
from rag.figures.entry import plain
from rag.records import Section

if TYPE_CHECKING:
    from rag.desk.compare import Comparison, FigurePair, SectionPair
    from rag.desk.wordback import Reimported
    from rag.word.returned import Note
    from rag.word.revisions import Revision


def reimported(record: Reimported) -> dict[str, Any]:
    """The shape of ``reimport``: how much was changed, then each thing with its section."""
    return {
        "sections_changed": record.sections_changed,
        "revisions_read": record.revisions_read,
        "comments": [_comment(note) for note in record.comments],
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
            _revision(part, accepted=part.id not in record.refused) for part in record.revisions
        ],
        "findings": [finding(part) for check in record.checks for part in check.findings],
        "saved": record.saved,
        "warnings": list(record.warnings),
    }


def _comment(note: Note) -> dict[str, Any]:
    return {
        "author": note.author,
        "date": note.date,
        "text": note.text,
        "quote": note.quote,
        "section": note.section_id,
        "start": note.start,
        "end": note.end,
        "note": note.id,
        "done": note.done,
    }


def _revision(part: Revision, *, accepted: bool) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind,
        "author": part.author,
        "date": part.date,
        "text": part.text,
        "paragraph": part.paragraph,
        "accepted": accepted,
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
