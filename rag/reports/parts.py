"""What goes into the report store beside the shared records."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rag.records import Trace, Usage


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to create. ``like`` is the id of the document it follows.

    ``kind`` names the outline preset, ``length`` the characters wanted in all (0: any).
    """

    title: str
    year: int
    fact_year: int
    unit: str = ""
    like: str | None = None
    kind: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section to create, with last year's section it follows (empty when there is none).

    ``past_start`` is where ``past_text`` stands in the text of the document followed, ``length``
    the characters wanted (0: about as last year).
    """

    level: int
    label: str
    heading: str
    past_heading: str = ""
    past_text: str = ""
    past_start: int = 0
    run_in: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading in its parts."""

    label: str
    words: str
    run_in: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A section's new text on top of ``base_version``; ``heading`` None leaves it as it is."""

    section_id: int
    text: str
    base_version: int
    heading: Heading | None = None


@dataclass(frozen=True, slots=True)
class PastSection:
    """Last year's section that a section follows."""

    heading: str
    text: str
    start: int


def trace_json(trace: Trace | None) -> dict[str, Any] | None:
    """A trace as plain values."""
    return None if trace is None else asdict(trace)


def trace_from(stored: dict[str, Any] | None) -> Trace | None:
    """The trace stored with a version."""
    if stored is None:
        return None
    known = dict(stored)
    usage = Usage(**known.pop("usage"))
    figures, passages = tuple(known.pop("figures")), tuple(known.pop("passages"))
    return Trace(**known, figures=figures, passages=passages, usage=usage)
