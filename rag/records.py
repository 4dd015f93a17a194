"""The records that travel between rooms. Frozen, and free of any library's types.

Offsets (``start``, ``end``) count characters (Python ``str`` indices) and are half-open. In a
document they point into ``Document.text``, in a draft into the section's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

DocumentKind = Literal["report", "policy", "notice", "sheet", "other"]
BlockKind = Literal["title", "heading", "paragraph", "table"]
Direction = Literal["", "up", "down"]
FigureStatus = Literal["actual", "target", "cumulative", "standard"]
LinkStatus = Literal[
    "entered", "derived", "quoted", "fixed", "date", "stale", "conflict", "unsupported"
]
Severity = Literal["error", "warning", "hint"]
SectionState = Literal["empty", "drafted", "edited", "interrupted"]

PROVED: frozenset[LinkStatus] = frozenset({"entered", "derived", "quoted", "fixed", "date"})
"""Link statuses that need nobody's attention."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table as a person sees it.

    ``text`` is all that is displayed, a typed or computed label included. ``level`` is 1–4 for
    一、/（一）/1./（1） and 0 for body text. ``heading_end`` is where the heading stops inside
    ``text``: the whole length for a heading on its own line, less when the heading runs into its
    paragraph, 0 for body text. A table's text is its rows, cells joined by tabs.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    heading_end: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Document:
    """What a reader returns: the text in order with its structure."""

    title: str
    year: int | None
    unit: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All blocks' texts joined by a newline: what every offset points into."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, without its sub-sections.

    ``run_in`` is the mark (。) with which the heading runs into its paragraph, "" for a heading
    on its own line.
    """

    level: int
    label: str
    heading: str
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    run_in: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written at ``[start, end)``.

    ``upper`` is the upper end of a range (10%～20%), else None. ``approx`` holds the qualifiers
    as written (余, 近, 约, 超 …). ``direction`` says whether the number measures a rise or a fall.
    Two quantities that mean the same may differ as records: compare with
    ``rag.text.numerals.equivalent``.
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int
    approx: str = ""
    direction: Direction = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that measures something, in one year.

    ``fact_year`` is the year the fact belongs to, which is not the report's year. ``sure`` is
    False where the rules had to guess the indicator's name.
    """

    indicator: str
    quantity: Quantity
    fact_year: int | None
    status: FigureStatus
    sentence: str
    section: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an indexed document that search returns."""

    id: str
    document_id: str
    document_title: str
    kind: DocumentKind
    section_path: tuple[str, ...]
    report_year: int | None
    fact_years: tuple[int, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score (higher is better) and the reasons it was found."""

    passage: Passage
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and notices such as 向量检索不可用，已只用关键词检索."""

    hits: tuple[Hit, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerValue:
    """One year's value of one indicator. ``text`` is the number as entered, e.g. ``近300``.

    ``upper`` is the upper end where a range was entered (10%～20%), else None.
    """

    value: Decimal
    text: str
    approx: str = ""
    upper: Decimal | None = None
    direction: Direction = ""
    source: str = ""
    made_by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An indicator with its unit and its values by fact year."""

    indicator: str
    unit: str
    section: str
    values: Mapping[int, LedgerValue] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What a number in a text rests on.

    ``expected`` is what should stand there when ``status`` is stale or conflict. ``evidence`` is
    the ledger row, formula or past sentence in words a clerk understands.
    """

    start: int
    end: int
    text: str
    status: LinkStatus
    indicator: str = ""
    fact_year: int | None = None
    expected: str = ""
    evidence: str = ""
    formula: str = ""
    passage_id: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a checker wants a person to look at. Never an exception."""

    kind: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    evidence: str = ""
    suggestion: str = ""
    replacement: str | None = None
    section_id: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from; ``n`` is the number shown as [n]."""

    n: int
    document_id: str
    document: str
    section: str
    quote: str
    passage_id: str


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
class AnswerFigure:
    """A figure an answer rests on."""

    indicator: str
    fact_year: int | None
    value: str
    unit: str
    document: str


@dataclass(frozen=True, slots=True)
class AnswerSeries:
    """An indicator over the years, to be drawn. ``points`` are year and value in ``unit``."""

    indicator: str
    unit: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question, or the one constant refusal with the nearest things found.

    ``series`` is there where the answer speaks of several years. ``understood`` is the question
    as it was answered: a follow-up (那2022年呢？) made whole by the question before; it is kept
    under ``question_id``.
    """

    text: str
    refused: bool
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    made_by: str = ""
    notices: tuple[str, ...] = ()
    series: AnswerSeries | None = None
    understood: str = ""
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of text that has just arrived while something is being written."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come. ``total`` is 0 while it is unknown."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """An indexed document as the catalogue lists it.

    ``state`` is 文本可查 until the vectors are there, then 已完成, or 失败 with ``error``: for a
    file that could not be read too. ``similar`` names documents that say nearly the same:
    “与《…》内容相近（97%）”.
    """

    id: str
    file: str
    title: str
    year: int | None
    kind: DocumentKind
    passages: int
    figures: int
    state: str
    error: str = ""
    similar: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What indexing a batch of files did. ``failed`` pairs a file with its Chinese error.

    ``similar`` pairs an added file with a document that says nearly the same.
    """

    added: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    seconds: float
    similar: tuple[tuple[str, str], ...] = ()
