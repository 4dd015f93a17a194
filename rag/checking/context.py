"""What the checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rag.checking.formulations import FormulationList, packaged
from rag.figures.paragraphs import told_year
from rag.records import Finding, LedgerRow, Link, Passage, Section, Severity
from rag.text.sentences import split_sentences


@dataclass(frozen=True)
class CheckContext:
    """A text with everything it can be held against.

    ``links`` are the links of ``text``, ``year`` is the report's year, ``sections`` have offsets
    into ``text``, ``past`` are passages of earlier reports and of policies,
    ``formulations`` how standard things must be written. ``fact_year`` is as for
    ``rag.figures.link.link``.
    """

    text: str
    year: int
    links: tuple[Link, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    sections: tuple[Section, ...] = ()
    past: tuple[Passage, ...] = ()
    formulations: FormulationList = field(default_factory=packaged)
    fact_year: int | None = None

    @property
    def told(self) -> int:
        """The year whose facts the text tells."""
        return told_year(self.text, self.year) if self.fact_year is None else self.fact_year

    def finding(
        self,
        kind: str,
        severity: Severity,
        span: tuple[int, int],
        message: str,
        *,
        evidence: str = "",
        suggestion: str = "",
        replacement: str | None = None,
    ) -> Finding:
        """A finding about a span of the text."""
        start, end = span
        text = self.text[start:end]
        return Finding(kind, severity, start, end, text, message, evidence, suggestion, replacement)


def by_line(text: str, check_line: Callable[[str], tuple[Finding, ...]]) -> Iterator[Finding]:
    """The findings of a check that looks at one line at a time and may remember its answers."""
    start = 0
    for line in text.split("\n"):
        for finding in check_line(line):
            yield replace(finding, start=finding.start + start, end=finding.end + start)
        start += len(line) + 1


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's sentences, remembered line by line."""
    start = 0
    for line in text.split("\n"):
        for first, last in _line_sentences(line):
            yield start + first, start + last
        start += len(line) + 1


@lru_cache(maxsize=4096)
def _line_sentences(line: str) -> tuple[tuple[int, int], ...]:
    return split_sentences(line)
