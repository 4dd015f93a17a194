"""All checks of a text, each of which can be switched off."""

from __future__ import annotations

import re
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
LONG = 120
"""Characters; what is longer is about a section and not about a place."""
_NAMED = re.compile(r"“[^”]*”|\d+")
_END = re.compile(r"[。！？；\n]")


def run_checks(
    context: CheckContext, *, kinds: Collection[str] | None = None, off: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Findings of all checks, or of those in ``kinds`` but not in ``off``, in text order."""
    wanted = set(CHECKS if kinds is None else kinds) - set(off)
    chosen = [check for kind, check in CHECKS.items() if kind in wanted]
    findings = [finding for check in chosen for finding in check(context)]
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))


def place_of(text: str, finding: Finding) -> str:
    """What “ignore once” remembers: the words found with their surroundings in the sentence.

    It stays the same when another sentence is edited, put before or taken away; for a finding
    about a whole section as long as the message is the same but for its numbers. What is said of
    the place counts too: a number ignored as unknown is shown again when it contradicts.
    """
    said = _NAMED.sub("", finding.message)
    if finding.end - finding.start > LONG:
        return f"{finding.kind}|{said}"
    first = max(0, finding.start - REACH)
    before = text[first : finding.start]
    after = text[finding.end : finding.end + REACH]
    cut = [mark.end() for mark in _END.finditer(before)]
    end = _END.search(after)
    around = before[cut[-1] :] if cut else before
    behind = after[: end.end()] if end else after
    return f"{finding.kind}|{said}|{around}|{finding.text}|{behind}"
