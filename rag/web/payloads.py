"""Records as plain values for the page's scripts, which write them with textContent only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from rag.desk.views import FormRow, Proposal, ProposalChange, SectionCheck
from rag.desk.words import KINDS, NOTES, SEVERITIES, STATES, STATUSES, maker
from rag.figures.entry import shown
from rag.records import (
    PROVED,
    Answer,
    Citation,
    DocumentEntry,
    Finding,
    LedgerRow,
    Link,
    ReportSection,
    Version,
)
from rag.reports.parts import trace_from, trace_json

Json = dict[str, Any]


def section_json(section: ReportSection) -> Json:
    """An outline entry with the section's text."""
    return {
        "id": section.id,
        "level": section.level,
        "name": f"{section.label}{section.heading}" or "开头",
        "heading": section.heading,
        "text": section.text,
        "version": section.version,
        "state": section.state,
        "stateName": STATES[section.state],
        "maker": maker(section.made_by),
        "blanks": section.text.count("【待填") + section.text.count("【待核"),
        "count": len("".join(section.text.split())),
        "length": section.length,
        "locked": list(section.locked),
    }


def link_json(link: Link) -> Json:
    """A number with its proof."""
    return {
        "start": link.start,
        "end": link.end,
        "text": link.text,
        "status": link.status,
        "statusName": STATUSES[link.status],
        "proved": link.status in PROVED,
        "indicator": link.indicator,
        "year": link.fact_year,
        "expected": link.expected,
        "takes": link.takes,
        "evidence": link.evidence,
        "formula": link.formula,
        "passage": link.passage_id,
    }


def finding_json(finding: Finding, section_id: int) -> Json:
    """A finding; it comes back as it is when the person presses 忽略."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "severityName": SEVERITIES[finding.severity],
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "evidence": finding.evidence,
        "suggestion": finding.suggestion,
        "replacement": finding.replacement,
        "section": finding.section_id or section_id,
    }


def finding_from(data: Json) -> Finding:
    """The finding a script sends back."""
    return Finding(
        kind=str(data["kind"]),
        severity=data["severity"],
        start=int(data["start"]),
        end=int(data["end"]),
        text=str(data["text"]),
        message=str(data["message"]),
        evidence=str(data["evidence"]),
        suggestion=str(data["suggestion"]),
        replacement=data["replacement"],
        section_id=int(data["section"]),
    )


def check_json(check: SectionCheck) -> Json:
    """All marks and findings of a section."""
    return {
        "links": [link_json(link) for link in check.links],
        "findings": [finding_json(one, check.section_id) for one in check.findings],
    }


def proposal_json(proposal: Proposal) -> Json:
    """A proposed text with its changes; it comes back when the person decides."""
    return {
        "section": proposal.section_id,
        "base": proposal.base_version,
        "old": proposal.old,
        "new": proposal.new,
        "by": proposal.made_by,
        "notices": list(proposal.notices),
        "changes": changes_json(proposal.changes),
        "trace": trace_json(proposal.trace),
    }


def changes_json(changes: Iterable[ProposalChange]) -> list[Json]:
    """Sentence-level changes."""
    return [{"old": one.old, "new": one.new, "kept": one.kept} for one in changes]


def proposal_from(data: Json) -> Proposal:
    """The proposal a script sends back."""
    return Proposal(
        section_id=int(data["section"]),
        base_version=int(data["base"]),
        old=str(data["old"]),
        new=str(data["new"]),
        made_by=str(data["by"]),
        notices=tuple(data["notices"]),
        changes=tuple(
            ProposalChange(old=change["old"], new=change["new"], kept=bool(change["kept"]))
            for change in data["changes"]
        ),
        trace=trace_from(data.get("trace")),
    )


def version_json(version: Version) -> Json:
    """One saved state of a section."""
    return {
        "number": version.number,
        "text": version.text,
        "maker": maker(version.made_by),
        "at": version.made_at.replace(tzinfo=version.made_at.tzinfo or UTC).isoformat(),
        "note": version.note,
        "noteName": NOTES.get(version.note, ""),
    }


def bare(text: str, unit: str) -> str:
    """A value without the unit that stands in its own column; 万元, 亿元 and % stay."""
    number = text.removesuffix(unit) if unit not in {"", "%"} else text
    return text if not number or number.endswith(("万", "亿")) else number


def form_json(row: FormRow) -> Json:
    """A line of the figure form."""
    return {
        "indicator": row.indicator,
        "unit": row.unit,
        "section": row.section,
        "cells": {"last": bare(row.last, row.unit), "current": bare(row.current, row.unit)},
        "source": row.source,
    }


def ledger_json(row: LedgerRow) -> Json:
    """A line of the ledger, values by year."""
    return {
        "indicator": row.indicator,
        "unit": row.unit,
        "section": row.section,
        "cells": {
            str(year): bare(shown(value, row.unit), row.unit) for year, value in row.values.items()
        },
        "source": "；".join(
            f"{year}年：{value.source}"
            for year, value in sorted(row.values.items())
            if value.source
        ),
    }


def entry_json(entry: DocumentEntry) -> Json:
    """A line of the library."""
    return {
        "id": entry.id,
        "file": entry.file,
        "title": entry.title or entry.file,
        "year": entry.year,
        "kind": KINDS[entry.kind],
        "passages": entry.passages,
        "figures": entry.figures,
        "state": entry.state,
        "error": entry.error,
        "similar": list(entry.similar),
    }


def citation_json(citation: Citation) -> Json:
    """A numbered source of an answer."""
    return {
        "n": citation.n,
        "document": citation.document_id,
        "title": citation.document,
        "section": citation.section.replace("/", " › "),
        "quote": citation.quote,
        "passage": citation.passage_id,
    }


def answer_json(answer: Answer) -> Json:
    """A finished answer."""
    return {
        "text": answer.text,
        "id": answer.question_id,
        "refused": answer.refused,
        "notices": list(answer.notices),
        "citations": [citation_json(citation) for citation in answer.citations],
        "figures": [
            {
                "indicator": figure.indicator,
                "year": figure.fact_year,
                "value": f"{figure.value}{figure.unit}",
                "document": figure.document,
            }
            for figure in answer.figures
        ],
    }
