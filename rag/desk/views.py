"""What the desk hands to the page and the command line, beside the shared records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rag.figures.growth import Growth
from rag.records import (
    PROVED,
    Answer,
    Citation,
    Finding,
    LedgerRow,
    LedgerValue,
    Link,
    LinkStatus,
    Trace,
)
from rag.reports.promises import Fulfilment


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of the figure form: last year's value beside this year's (empty: not entered)."""

    indicator: str
    unit: str
    section: str
    last: str
    current: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class SectionCheck:
    """All numbers and findings of one section's text."""

    section_id: int
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """A whole report checked."""

    sections: tuple[SectionCheck, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the sections."""
        return tuple(finding for part in self.sections for finding in part.findings)

    @property
    def counts(self) -> dict[LinkStatus, int]:
        """How many numbers have each status."""
        counts: dict[LinkStatus, int] = {}
        for part in self.sections:
            for link in part.links:
                counts[link.status] = counts.get(link.status, 0) + 1
        return counts

    @property
    def unproved(self) -> int:
        """How many numbers rest on nothing, or on the wrong thing."""
        return sum(count for status, count in self.counts.items() if status not in PROVED)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What importing a figure sheet did. ``skipped`` pairs an indicator with the reason.

    ``renamed`` pairs a name in the sheet with the ledger's indicator it was matched to;
    ``notices`` tell what of the file was not read, converted or in doubt. ``changed`` are the
    indicators whose value for the year was another one before: name, old value, new value.
    """

    year: int
    rows: tuple[LedgerRow, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a figure sheet before it is imported.

    ``indicator`` is the ledger's that it would go to ("" for a new one) and ``why`` what speaks
    for it; ``before`` is the value entered for the year already.
    """

    given: str
    unit: str
    text: str
    indicator: str
    before: str
    why: str


@dataclass(frozen=True, slots=True)
class PastFigures:
    """What reading the past reports gave: reports read, values entered, names that wait."""

    reports: int
    values: int
    waiting: int


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name that was taken for an indicator: the values that came under it, and the others."""

    name: str
    indicator: str
    unit: str
    under: Mapping[int, LedgerValue]
    known: Mapping[int, LedgerValue]


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One year of an indicator's trend. ``text`` is the value as entered."""

    year: int
    value: Decimal
    text: str
    unit: str
    change: Growth | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row stands in a year: growth, place and number of the ranked, share with formula."""

    row: LedgerRow
    growth: Growth | None
    rank: tuple[int, int] | None = None
    share: tuple[Decimal, str] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A number in a draft that states a ledger value which is no longer so.

    ``[start, end)`` counts in the section's text of ``version``, ``at`` in the sentence.
    ``replacement`` is None where the sentence around the number must be changed too; ``expected``
    then says what is right.
    """

    report_id: int
    report: str
    section_id: int
    section: str
    version: int
    start: int
    end: int
    text: str
    sentence: str
    expected: str
    replacement: str | None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence of a draft; ``[start, end)`` counts in its section's text."""

    section_id: int
    section: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of last year's plan, with the section it stood in.

    ``noted`` is what a person said became of it, ``told`` the sentence of this year's draft that
    comes nearest to telling of it.
    """

    section: str
    text: str
    noted: Fulfilment | None = None
    told: Mention | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A revised text before anybody accepted it."""

    section_id: int
    base_version: int
    old: str
    new: str
    made_by: str
    changes: tuple[ProposalChange, ...] = ()
    notices: tuple[str, ...] = ()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class ProposalChange:
    """One sentence-level change that can be taken or left. Either side may be empty."""

    old: str
    new: str
    kept: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question asked earlier, with its answer's text and its sources; ``given`` is it all."""

    id: int
    question: str
    answer: str
    refused: bool
    asked_at: str
    citations: tuple[Citation, ...] = ()
    given: Answer | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of ``zhubi doctor``: a component, whether it works, and what to do if not."""

    component: str
    state: str
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What the page says about the model: ``name`` is empty when none is configured."""

    name: str
    sentence: str
    presets: tuple[str, ...] = field(default=())
