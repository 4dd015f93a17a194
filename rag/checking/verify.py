"""Does a claim state only what its source states? Numbers, units and direction, each in its place.

Every number of the claim looks for the place in the source whose surroundings are most like its
own. It is supported when the number there means the same; a right number at another place (two
figures swapped) is not. Words for rise and fall, negations, qualifiers and what is only planned
are held against the source alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.checking.held import why_not
from rag.checking.named import named_best
from rag.checking.numberplaces import NumberPlace, clause_of, number_places, sentence_numbers
from rag.checking.polarity import Polar, dropped_negations, polar_words
from rag.checking.said import unsaid
from rag.checking.surroundings import Surroundings, surroundings
from rag.errors import InputError
from rag.records import Link, LinkStatus

SAME_PLACE = 0.06
"""Two places this close in likeness are equally good."""
SOME_LIKENESS = 0.12
"""Below this an equal number is a coincidence."""
CLEAR_PLACE = 0.45
"""From this on the source certainly speaks of the same thing."""
OWN_CLAUSE = 0.9
"""A number whose clause is this like the source's stands there, whatever was left out before."""
OTHER_CLAUSE = 0.3
"""By so much less like must the clauses of other numbers be."""
THE_SAME = 0.99
"""From this on the clause is the source's own, and only one that reads alike may be meant."""
OPPOSED = 0.5
"""From this on a word of direction stands where the source has its contrary."""
NAMING = frozenset({"money", "stream", "border", "bank", "place"})
"""Contraries that name two things (进口, 出口); each may well stand in a clause of its own."""
TELLING_CLAUSE = 2.5
"""Weight of the words that a clause needs to be known by; ，下降5% is any clause."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a claim is supported, each of its numbers, and in Chinese what is wrong."""

    supported: bool
    numbers: tuple[Link, ...]
    problems: tuple[str, ...] = ()


_Candidate = tuple[float, float, bool]
"""A place in the source: the likeness of its clause, of all around it, and whether it agrees."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A number's status and the place in the source it was held against."""

    place: NumberPlace
    status: LinkStatus
    source: NumberPlace | None = None
    problem: str = ""


def verify(
    claim: str,
    source: str,
    *,
    years: Collection[int] = (),
    report_year: int | None = None,
    words: bool = False,
) -> Verification:
    """Check a claim against a source text.

    ``years`` are years the source is known to speak of without naming them, ``report_year`` is
    the year of the report it is or belongs to. ``words`` asks that what the claim says beside
    its numbers stands in the source too: things, names, events. Each number becomes
    a Link: quoted (the source states it), fixed or date (stated alike), conflict (the source
    states another value, in ``expected``) or unsupported. Link offsets point into ``claim``.
    Raises InputError for a claim without words.
    """
    if not claim.strip():
        raise InputError("没有写要核对的话。", "请写出一句话，例如“全年开展主题党日264场。”。")
    places = number_places(source, report_year)
    judged = _judge_all(number_places(claim), places, frozenset(years))
    # Where the report's own year is known, its calendar tells more than what was said beside it.
    told = years if report_year is None else ()
    judged = [_held(one, claim, source, told, places) for one in judged]
    problems = [one.problem for one in judged if one.problem]
    problems += _turned(claim, source)
    problems += [f"否定词“{word}”与来源不一致" for word in dropped_negations(claim, source)]
    if words:
        problems += unsaid(claim, source, report_year, _measured(judged))
    return Verification(not problems, tuple(map(_link, judged)), tuple(problems))


def _judge_all(
    claims: Sequence[NumberPlace], sources: Sequence[NumberPlace], years: frozenset[int]
) -> list[_Judged]:
    table = [[claim.likeness(place) for place in sources] for claim in claims]
    taken: dict[int, float] = {}
    for claim, likenesses in zip(claims, table, strict=True):
        for at, likeness in enumerate(likenesses):
            if likeness >= CLEAR_PLACE and claim.states(sources[at]):
                taken[at] = max(taken.get(at, 0.0), likeness)
    return [
        _judge(claim, sources, likenesses, taken, years)
        for claim, likenesses in zip(claims, table, strict=True)
    ]


def _judge(
    claim: NumberPlace,
    sources: Sequence[NumberPlace],
    likenesses: Sequence[float],
    taken: dict[int, float],
    years: frozenset[int],
) -> _Judged:
    if claim.dated and any(_is_year(claim, year) for year in years):
        return _Judged(claim, "date")
    equal_at = other_at = None
    for at, likeness in enumerate(likenesses):
        if not claim.comparable(sources[at]):
            continue
        if claim.states(sources[at]):
            equal_at = at if equal_at is None or likeness > likenesses[equal_at] else equal_at
        elif taken.get(at, -1.0) < likeness:
            other_at = at if other_at is None or likeness > likenesses[other_at] else other_at
    other = 0.0 if other_at is None else likenesses[other_at]
    if equal_at is not None:
        equal = likenesses[equal_at]
        known = claim.dated or claim.mention.kind == "ordinal" or equal >= SOME_LIKENESS
        if known and (equal >= other - SAME_PLACE or (other < CLEAR_PLACE and claim.dated)):
            return _Judged(claim, _good_status(claim), sources[equal_at])
        stands = _stands_there(_by_clause(claim, sources, likenesses))
        if stands or named_best(claim, sources[equal_at], sources):
            return _Judged(claim, _good_status(claim), sources[equal_at])
    if other_at is not None and other >= CLEAR_PLACE:
        expected = sources[other_at].mention.text
        problem = f"“{claim.mention.text}”与来源不一致，来源为“{expected}”"
        return _Judged(claim, "conflict", sources[other_at], problem)
    if claim.mention.kind == "fixed":
        return _Judged(claim, "fixed")
    return _Judged(claim, "unsupported", None, f"“{claim.mention.text}”在来源中没有依据")


def _by_clause(
    claim: NumberPlace, sources: Sequence[NumberPlace], likenesses: Sequence[float]
) -> Iterator[_Candidate]:
    for place, likeness in zip(sources, likenesses, strict=True):
        yield claim.clause.likeness(place.clause), likeness, claim.states(place)


def _stands_there(candidates: Iterable[_Candidate]) -> bool:
    """Whether the clause alone tells a place that agrees: what stood before it was left out.

    Where several clauses read the same, what stands around them must tell it.
    """
    known = list(candidates)
    clause, likeness, _ = max((one for one in known if one[2]), default=(0.0, 0.0, True))
    margin = SAME_PLACE if clause >= THE_SAME else OTHER_CLAUSE
    rivals = [one for one in known if not one[2] and one[0] > clause - margin]
    return clause >= OWN_CLAUSE and all(likeness >= one[1] - SAME_PLACE for one in rivals)


def _is_year(claim: NumberPlace, year: int) -> bool:
    return "".join(claim.mention.text.split()) == f"{year}年"


def _good_status(claim: NumberPlace) -> LinkStatus:
    if claim.mention.kind == "fixed":
        return "fixed"
    return "date" if claim.mention.kind in {"date", "document_number"} else "quoted"


def _held(
    one: _Judged,
    claim: str,
    source: str,
    years: Collection[int],
    others: Sequence[NumberPlace],
) -> _Judged:
    """A number the source states, but only roughly or exactly, as a plan, of another year."""
    if one.source is None or one.status != "quoted":
        return one
    problem = why_not(one.place, one.source, claim, source, years, others)
    return _Judged(one.place, "unsupported", one.source, problem) if problem else one


def _measured(judged: Sequence[_Judged]) -> frozenset[str]:
    """The names of the numbers that have been found in their places."""
    figures = [one.place.figure for one in judged if one.status == "quoted" and not one.problem]
    return frozenset(figure.indicator for figure in figures if figure and figure.indicator)


def _link(judged: _Judged) -> Link:
    mention, source = judged.place.mention, judged.source
    expected = source.mention.text if source is not None and judged.problem else ""
    evidence = source.sentence if source is not None else ""
    return Link(
        mention.start,
        mention.end,
        mention.text,
        judged.status,
        expected=expected,
        evidence=evidence,
    )


def _turned(claim: str, source: str) -> list[str]:
    """Words of direction that the source has the other way round at the same place."""
    theirs = _polar_places(source)
    return [
        f"“{word.text}”与来源的方向相反"
        for word, around, clause in _polar_places(claim)
        if _is_turned(word, around, clause, theirs)
    ]


def _is_turned(
    word: Polar, around: Surroundings, clause: Surroundings, theirs: Sequence[_PolarPlace]
) -> bool:
    known = [
        (clause.likeness(other_clause), around.likeness(other_around), other.side == word.side)
        for other, other_around, other_clause in theirs
        if other.group == word.group
    ]
    same = max((likeness for _, likeness, agrees in known if agrees), default=0.0)
    opposite = max((likeness for _, likeness, agrees in known if not agrees), default=0.0)
    if opposite < OPPOSED or opposite <= same + SAME_PLACE:
        return False
    if clause.weight < TELLING_CLAUSE:
        return True
    named = word.group in NAMING and any(one[0] >= OWN_CLAUSE and one[2] for one in known)
    return not named and not _stands_there(known)


_PolarPlace = tuple[Polar, Surroundings, Surroundings]


@lru_cache(maxsize=512)
def _polar_places(text: str) -> tuple[_PolarPlace, ...]:
    return tuple(
        (
            word,
            surroundings(text, (word.start, word.end), span, mentions),
            surroundings(
                text,
                (word.start, word.end),
                clause_of(text, span, (word.start, word.end)),
                mentions,
            ),
        )
        for span, mentions in sentence_numbers(text)
        for word in polar_words(text)
        if span[0] <= word.start < span[1]
    )
