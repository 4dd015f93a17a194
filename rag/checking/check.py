"""All checks of a text, each of which can be switched off."""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import MappingProxyType

from rag.checking import consistency, numbers, overlap, stale, terms, wording
from rag.checking.context import CheckContext
from rag.records import Finding

__all__ = ["CHECKS", "CheckContext", "place_of", "run_checks"]

CHECKS: MappingProxyType[str, Callable[[CheckContext], tuple[Finding, ...]]] = MappingProxyType(
    {
        "numbers": numbers.check,
        "stale": stale.check,
        "consistency": consistency.check,
        "terms": terms.check,
        "overlap": overlap.check,
        "wording": wording.check,
    }
)
"""The checks by the kind of their findings."""

REACH = 12


def run_checks(
    context: CheckContext, *, kinds: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Findings of all checks, or of those named in ``kinds``, in the order of the text."""
    chosen = [check for kind, check in CHECKS.items() if kinds is None or kind in kinds]
    findings = [finding for check in chosen for finding in check(context)]
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))


def place_of(text: str, finding: Finding) -> str:
    """What “ignore once” remembers: the words found with their surroundings.

    It stays the same when something else in the text is edited.
    """
    start, end = max(0, finding.start - REACH), finding.end + REACH
    return f"{finding.kind}|{text[start:end]}"
