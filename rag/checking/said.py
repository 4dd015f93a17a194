"""Do the words of a claim stand in its source: its things, names and events?

A clause is said where most of its character pairs stand together in one sentence of the source
and what its paragraph says before. A word put for another one, a negation, a year and a plan are
held against that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rag.checking.exchanged import LIGHT, exchanged
from rag.checking.modality import is_done, is_intended, may_be_planned
from rag.checking.sentencesource import Source, SourceSentence, pairs_of, source_of
from rag.figures.extract import named_years
from rag.figures.mentions import Mention, find_mentions
from rag.text.clean import normalise
from rag.text.sentences import split_sentences

SAID, SAID_WITH_NUMBER = 0.55, 0.35
"""Share of a clause's character pairs that the source must hold together; what a number of the
clause measures is held against the number's own place besides."""
CLOSE = 0.6
"""From this share on the source's sentence says the clause, and may say it otherwise."""
FEWEST = 3
"""Character pairs of a clause that can be judged at all."""
_CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]+")
_NOT = re.compile(
    r"未(?![来成央知雨])|没有|没能|并非|绝不|从不|不再|不曾|不存在|不发生"
    r"|零(?=[\u4e00-\u9fff]{2})(?!售|部件|星|工|距|散|花|碳|跑|下)"
    r"|无(?=一?[例起件人]|重大|较大|新增|安全|事故|违[法纪规]|信访|上访|拖欠|返贫|疫情|伤亡)"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of the claim with the pairs of the words that say something."""

    start: int
    text: str
    pairs: list[str]
    numbered: bool
    year: int | None


def unsaid(
    claim: str,
    source: str,
    report_year: int | None = None,
    measured: Collection[str] = (),
) -> tuple[str, ...]:
    """What the words of a claim say that its source does not, in Chinese.

    ``measured`` are the names of numbers that have been found in the source under these names or
    others; they are not looked for again.
    """
    read = source_of(source, report_year)
    clean = normalise(claim).text
    problems = [
        problem
        for clause in _clauses(clean)
        if len(clause.pairs) >= FEWEST
        for problem in _problems(clause, clean, read, measured)
    ]
    return tuple(dict.fromkeys(problems))


def _clauses(text: str) -> Iterator[_Clause]:
    mentions = find_mentions(text)
    years = named_years(text)
    for match in _CLAUSE.finditer(text):
        held = [m for m in mentions if match.start() <= m.start < match.end()]
        before = [year for m, year in zip(mentions, years, strict=False) if m.start < match.end()]
        yield _Clause(
            match.start(),
            match.group(),
            list(pairs_of(LIGHT.sub(" ", _without(match, held)))),
            any(m.kind != "date" for m in held),
            before[-1] if before else None,
        )


def _without(clause: re.Match[str], mentions: list[Mention]) -> str:
    """The clause with blanks for its numbers, which are judged as numbers."""
    text = clause.group()
    for mention in reversed(mentions):
        start, end = mention.start - clause.start(), mention.end - clause.start()
        text = f"{text[:start]} {text[end:]}"
    return text


def _problems(
    clause: _Clause, claim: str, source: Source, measured: Collection[str]
) -> Iterator[str]:
    share, sentence = source.likest(clause.pairs)
    if sentence is None or share < (SAID_WITH_NUMBER if clause.numbered else SAID):
        if not _only_measures(clause, measured):
            yield f"“{clause.text.strip()}”在来源中没有依据"
        return
    start, theirs = _matching(clause, sentence)
    if share < 1:
        yield from (
            f"“{one}”与来源不一致，来源为“{other}”" for one, other in exchanged(clause.text, theirs)
        )
    if not clause.numbered and share >= CLOSE:
        yield from _otherwise(clause, claim, (source, sentence), (start, theirs))


def _only_measures(clause: _Clause, measured: Collection[str]) -> bool:
    """Whether a clause says little beside the names of its numbers."""
    rest = clause.text
    for name in sorted(measured, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return rest != clause.text and len(list(pairs_of(LIGHT.sub(" ", rest)))) < FEWEST


def _otherwise(
    clause: _Clause,
    claim: str,
    where: tuple[Source, SourceSentence],
    matching: tuple[int, str],
) -> Iterator[str]:
    """A clause without numbers that the source's sentence denies, plans or gives another year."""
    (source, sentence), (start, theirs) = where, matching
    if bool(_NOT.search(clause.text)) != bool(_NOT.search(theirs)):
        denied = _NOT.search(clause.text) or _NOT.search(theirs)
        yield f"否定词“{denied.group() if denied else ''}”与来源不一致"
    if clause.year is not None and sentence.year not in {None, clause.year}:
        yield f"“{clause.text.strip()}”在来源中是{sentence.year}年的，不是{clause.year}年的"
    mine = next((s, e) for s, e in split_sentences(claim) if s <= clause.start < e)
    at, there = clause.start + len(clause.text), start + len(theirs)
    span = (sentence.start, sentence.start + len(sentence.text))
    means, planned = is_intended(claim, mine, at), is_intended(source.text, span, there)
    done = is_done(claim, mine, at)
    promised = sentence.planned and done and not is_done(source.text, span, there)
    if promised or (planned and (done or not may_be_planned(claim, mine, at))):
        yield f"“{clause.text.strip()}”在来源中是目标或打算，不是已经做到的"
    elif means and not planned and not may_be_planned(source.text, span, there):
        yield f"“{clause.text.strip()}”在来源中是已经做到的，不是目标或打算"


def _matching(clause: _Clause, sentence: SourceSentence) -> tuple[int, str]:
    """The clause of a source's sentence that shares most with the claim's, and its place."""
    wanted = set(clause.pairs)
    found = max(
        _CLAUSE.finditer(sentence.text),
        key=lambda match: len(wanted.intersection(pairs_of(match.group()))),
    )
    return sentence.start + found.start(), found.group()
