"""Standard formulations: close to the exact words, but not equal to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from rag.checking.context import CheckContext, by_line
from rag.checking.formulations import Formulation, FormulationList
from rag.figures.fixed import fixed_pattern
from rag.records import Finding

KIND = "terms"
SHORTEST = 7
"""Characters; the neighbours of a shorter formulation are other words."""
SHARED = 0.55
"""Share of a formulation's character pairs that must stand in a row before it is compared."""
SHORTEST_QUOTED = 6
"""Characters with the marks, as in “三会一课”."""
_QUOTED = re.compile(r"“[^”“]{4,6}”")
_PARTING = re.compile(r"[，。；、：]")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


@dataclass(frozen=True)
class _Bare:
    """A text without its punctuation, and where each character stood."""

    text: str
    places: tuple[int, ...]
    pairs: Mapping[str, Sequence[int]]


@lru_cache(maxsize=256)
def _bare(text: str) -> _Bare:
    kept = [(match.start(), match.group()) for match in _WORD.finditer(text)]
    bare = "".join(character for _, character in kept)
    pairs: dict[str, list[int]] = defaultdict(list)
    for place in range(len(bare) - 1):
        pairs[bare[place : place + 2]].append(place)
    return _Bare(bare, tuple(place for place, _ in kept), pairs)


def check(context: CheckContext) -> tuple[Finding, ...]:
    """Misquoted formulations (warning), lost quotation marks (hint), out of their time (hint)."""
    check_line = partial(_check_line, year=context.year, known=context.formulations)
    return tuple(by_line(context.text, check_line))


@lru_cache(maxsize=4096)
def _check_line(line: str, year: int, known: FormulationList) -> tuple[Finding, ...]:
    context = CheckContext(line, year)
    findings: dict[tuple[int, int], Finding] = {}
    for formulation in known.items:
        if formulation.kind in {"meeting", "plan"}:
            continue
        for finding in _check_one(context, formulation):
            findings.setdefault((finding.start, finding.end), finding)
    return tuple(findings.values())


def _check_one(context: CheckContext, formulation: Formulation) -> Iterator[Finding]:
    text, wording = _bare(context.text), _bare(formulation.wording)
    if wording.text in text.text:
        yield from _punctuation(context, formulation, text, wording)
        yield from _time(context, formulation)
    if formulation.since is not None and context.year < formulation.since:
        return  # What did not exist yet cannot have been meant.
    if len(wording.text) < SHORTEST:
        yield from _quoted(context, formulation)
        return
    for start, end in _near(text, wording):
        span = (text.places[start], text.places[end - 1] + 1)
        if _allowed(context.text, span, formulation) or _joined(context.text, span, formulation):
            continue
        yield _misquoted(context, span, formulation)


def _joined(text: str, span: tuple[int, int], formulation: Formulation) -> bool:
    """Whether the stretch runs over a mark that parts two terms of a list."""
    here, there = (len(_PARTING.findall(t)) for t in (text[slice(*span)], formulation.wording))
    return here > there


def _quoted(context: CheckContext, formulation: Formulation) -> Iterator[Finding]:
    """A short formulation in quotation marks with one wrong character: “三会一刻”."""
    wording = formulation.wording
    if not wording.startswith("“") or len(wording) < SHORTEST_QUOTED:
        return
    for match in _QUOTED.finditer(context.text):
        found = match.group()
        differing = sum(a != b for a, b in zip(found, wording, strict=False))
        known = found in formulation.variants or fixed_pattern().search(found)
        if len(found) == len(wording) and differing == 1 and not known:
            yield _misquoted(context, match.span(), formulation)


def _misquoted(context: CheckContext, span: tuple[int, int], formulation: Formulation) -> Finding:
    wording = _without_outer_marks(context.text, span, formulation.wording)
    return context.finding(
        KIND,
        "warning",
        span,
        f"与标准表述“{formulation.wording}”只差几个字",
        evidence=_source(formulation),
        suggestion=f"改为“{wording}”",
        replacement=wording,
    )


def _punctuation(
    context: CheckContext, formulation: Formulation, text: _Bare, wording: _Bare
) -> Iterator[Finding]:
    """The words are right but quotation marks or commas inside them are missing."""
    if wording.text == formulation.wording or formulation.wording in context.text:
        return
    at = text.text.find(wording.text)
    end = at + len(wording.text)
    span = (text.places[at], text.places[end - 1] + 1)
    if _allowed(context.text, span, formulation):
        return
    right = _without_outer_marks(context.text, span, formulation.wording)
    if right == context.text[span[0] : span[1]]:
        return
    yield context.finding(
        KIND,
        "hint",
        span,
        f"标准表述的标点是{formulation.wording}",
        evidence=_source(formulation),
        suggestion=f"改为{right}",
        replacement=right,
    )


def _time(context: CheckContext, formulation: Formulation) -> Iterator[Finding]:
    """A formulation that did not exist yet; a report is written early in the next year."""
    if formulation.since is None or formulation.since <= context.year + 1:
        return
    at = context.text.find(formulation.wording)
    if at < 0:
        return
    yield context.finding(
        KIND,
        "warning",
        (at, at + len(formulation.wording)),
        f"“{formulation.wording}”是{formulation.period}才有的表述，不会出现在{context.year}年的报告里",
        evidence=_source(formulation),
        suggestion="请核对年份或表述",
    )


def _near(text: _Bare, wording: _Bare) -> Iterator[tuple[int, int]]:
    """Stretches of the text a few characters away from the wording, both ends alike."""
    length = len(wording.text)
    votes: Counter[int] = Counter()
    for place in range(length - 1):
        for at in text.pairs.get(wording.text[place : place + 2], ()):
            votes[(at - place) // 3] += 1
    needed = SHARED * (length - 1)
    seen: set[int] = set()
    for bucket, count in votes.items():
        if count + votes.get(bucket + 1, 0) < needed:
            continue
        found = _closest(text.text, wording.text, range(bucket * 3 - 1, bucket * 3 + 6))
        if found is not None and found[0] not in seen:
            seen.add(found[0])
            yield found


def _closest(text: str, wording: str, starts: range) -> tuple[int, int] | None:
    """The stretch with the fewest edits, if there are some but only few."""
    allowed = 1 if len(wording) < 12 else 2 if len(wording) < 24 else 3
    best: tuple[int, int, int] | None = None
    for start in starts:
        if start < 0 or text[start : start + 1] != wording[0]:
            continue
        for end in range(start + len(wording) - allowed, start + len(wording) + allowed + 1):
            if text[end - 1 : end] != wording[-1]:
                continue
            distance = _distance(text[start:end], wording, allowed)
            if best is None or distance < best[0]:
                best = (distance, start, end)
    if best is None or not 0 < best[0] <= allowed:
        return None
    return best[1], best[2]


def _distance(one: str, other: str, limit: int) -> int:
    """Edit distance, or ``limit`` + 1 as soon as it must be larger."""
    row = list(range(len(other) + 1))
    for i, character in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, wanted in enumerate(other, start=1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (character != wanted))
            previous, row[j] = row[j], cost
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _allowed(text: str, span: tuple[int, int], formulation: Formulation) -> bool:
    """Whether what stands there is one of the other permitted wordings."""
    return any(
        variant in text[max(0, span[0] - 2) : span[1] + len(variant)]
        for variant in formulation.variants
    )


def _without_outer_marks(text: str, span: tuple[int, int], wording: str) -> str:
    """The wording without the outer quotation marks that stand beside the span already."""
    if wording.startswith("“") and text[span[0] - 1 : span[0]] in {"“", '"'}:
        wording = wording[1:]
    if wording.endswith("”") and text[span[1] : span[1] + 1] in {"”", '"'}:
        wording = wording[:-1]
    if wording.endswith("）") and text[span[1] : span[1] + 1] in {"）", ")"}:
        wording = wording[:-1]
    return wording


def _source(formulation: Formulation) -> str:
    return "，".join(filter(None, (formulation.source, formulation.period, formulation.note)))
