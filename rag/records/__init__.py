"""The records that travel between rooms. Frozen, and free of any library's types.

Offsets (``start``, ``end``) count characters (Python ``str`` indices) and are half-open. In a
document they point into ``Document.text``, in a draft into the section's text.
"""

from rag.records.documents import (
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Section,
)
from rag.records.figures import (
    PROVED,
    Direction,
    Figure,
    FigureStatus,
    Finding,
    LedgerRow,
    LedgerValue,
    Link,
    LinkStatus,
    Quantity,
    Severity,
)
from rag.records.progress import (
    Delta,
    DocumentEntry,
    IndexOutcome,
    Progress,
)
from rag.records.reports import (
    Draft,
    Report,
    ReportSection,
    SectionState,
    Trace,
    Usage,
    Version,
)
from rag.records.search import (
    Answer,
    AnswerFigure,
    AnswerSeries,
    Citation,
    Hit,
    Passage,
    SearchResult,
)

__all__ = [
    "PROVED",
    "Answer",
    "AnswerFigure",
    "AnswerSeries",
    "Block",
    "BlockKind",
    "Citation",
    "Delta",
    "Direction",
    "Document",
    "DocumentEntry",
    "DocumentKind",
    "Draft",
    "Figure",
    "FigureStatus",
    "Finding",
    "Hit",
    "IndexOutcome",
    "LedgerRow",
    "LedgerValue",
    "Link",
    "LinkStatus",
    "Passage",
    "Progress",
    "Quantity",
    "Report",
    "ReportSection",
    "SearchResult",
    "Section",
    "SectionState",
    "Severity",
    "Trace",
    "Usage",
    "Version",
]
