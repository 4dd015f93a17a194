"""A report in progress: sections, versions, drafts, and how a draft was made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from rag.records.figures import Link
from rag.records.search import Citation

SectionState = Literal["empty", "drafted", "edited", "interrupted"]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model's reply cost. Tokens are 0 where the endpoint did not tell.

    ``seconds`` is the whole time, ``first_token`` the seconds until the first text arrived.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    first_token: float = 0.0


@dataclass(frozen=True, slots=True)
class Trace:
    """How a text was made: model, prompt, what went into it, and what it cost.

    ``model`` is empty for a text made by rule. ``figures`` are the figures the text states, in
    words (集中学习：15次), ``passages`` the ids of the passages offered, ``instruction`` what a
    revision was asked for, ``repairs`` how often the model put right what the checks had found.
    """

    model: str
    prompt: str
    prompt_hash: str
    figures: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    instruction: str = ""
    repairs: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A section's text with what its numbers rest on.

    ``made_by`` is the model's name and the prompt's hash, ``skeleton``, a rule's name, a
    person's name, or ``word``.
    """

    text: str
    made_by: str
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of a report in progress, with its newest version.

    ``run_in`` is the mark (。) with which the heading runs into the text, "" for a heading on
    its own line. ``length`` is how many characters are wanted, 0 for about as last year.
    ``locked`` are the sentences that neither rule nor model may change.
    """

    id: int
    level: int
    label: str
    heading: str
    text: str
    version: int
    state: SectionState
    made_by: str = ""
    run_in: str = ""
    length: int = 0
    locked: tuple[str, ...] = ()

    def with_text(self, text: str) -> ReportSection:
        """The same section holding another text."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Report:
    """A report in progress. ``like`` is the id of the document it follows.

    ``fact_year`` is the year whose results it states: the year before ``year`` for a report
    given at the start of a year, ``year`` itself for one written at its end. ``kind`` names the
    outline preset it was made from, ``length`` is how many characters are wanted in all (0: any).
    """

    id: int
    title: str
    year: int
    fact_year: int
    unit: str
    like: str | None
    sections: tuple[ReportSection, ...] = ()
    kind: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable state of a section's text."""

    number: int
    text: str
    made_by: str
    made_at: datetime
    note: str = ""
    trace: Trace | None = None
