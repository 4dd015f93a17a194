"""Does a claim state only what its source states? Numbers, units and direction, each in its place.

Every number of the claim looks for the place in the source whose surroundings are most like its
own. It is supported when the number there means the same; a right number at another place (two
figures swapped) is not. Words for rise and fall and negations are held against the source alike.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.checking.polarity import Polar, dropped_negations, polar_words
from rag.checking.surroundings import Surroundings, surroundings
from rag.figures.match import qualifier
from rag.figures.mentions import Mention, find_mentions
from rag.records import Link, LinkStatus, Quantity
from rag.text.numerals import equivalent, parse_quantity
from rag.text.sentences import split_sentences

SAME_PLACE = 0.06
"""Two places this close in likeness are equally good."""
SOME_LIKENESS = 0.12
"""Below this an equal number is a coincidence."""
CLEAR_PLACE = 0.45
"""From this on the source certainly speaks of the same thing."""
OPPOSED = 0.5


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a claim is supported, each of its numbers, and in Chinese what is wrong."""

    supported: bool
    numbers: tuple[Link, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in one sentence of a text, with its surroundings."""

    mention: Mention
    around: Surroundings
    sentence: str


def verify(claim: str, source: str, *, years: Collection[int] = ()) -> Verification:
    """Check a claim against a source text.

    ``years`` are years the source is known to speak of without naming them. Each number becomes
    a Link: quoted (the source states it), fixed or date (stated alike), conflict (the source
    states another value, in ``expected``) or unsupported. Link offsets point into ``claim``.
    """
    source_places = _places(source)
    numbers = _judge_all(_places(claim), source_places, frozenset(years))
    problems = [_problem(link) for link in numbers if link.status in {"conflict", "unsupported"}]
    problems += _turned(claim, source)
    problems += [f"否定词“{word}”与来源不一致" for word in dropped_negations(claim, source)]
    return Verification(not problems, numbers, tuple(problems))


@lru_cache(maxsize=512)
def _places(text: str) -> tuple[_Place, ...]:
    places: list[_Place] = []
    for span, mentions in _sentences(text):
        for mention in mentions:
            around = surroundings(text, (mention.start, mention.end), span, mentions)
            places.append(_Place(mention, around, text[span[0] : span[1]]))
    return tuple(places)


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[tuple[tuple[int, int], tuple[Mention, ...]], ...]:
    """Each sentence's span with the numbers in it."""
    mentions = find_mentions(text)
    return tuple(
        ((start, end), tuple(m for m in mentions if start <= m.start < end))
        for start, end in split_sentences(text)
    )


def _judge_all(
    claims: Sequence[_Place], sources: Sequence[_Place], years: frozenset[int]
) -> tuple[Link, ...]:
    table = [[claim.around.likeness(place.around) for place in sources] for claim in claims]
    taken: dict[int, float] = {}
    for claim, likenesses in zip(claims, table, strict=True):
        for at, likeness in enumerate(likenesses):
            if likeness >= CLEAR_PLACE and _same(claim.mention, sources[at].mention):
                taken[at] = max(taken.get(at, 0.0), likeness)
    return tuple(
        _judge(claim, sources, likenesses, taken, years)
        for claim, likenesses in zip(claims, table, strict=True)
    )


def _judge(
    claim: _Place,
    sources: Sequence[_Place],
    likenesses: Sequence[float],
    taken: dict[int, float],
    years: frozenset[int],
) -> Link:
    if _is_known_year(claim.mention, years):
        return _link(claim, "date", None)
    equal_at, best_at = -1, -1
    for at, likeness in enumerate(likenesses):
        if _same(claim.mention, sources[at].mention):
            equal_at = at if equal_at < 0 or likeness > likenesses[equal_at] else equal_at
        elif taken.get(at, -1.0) < likeness:
            best_at = at if best_at < 0 or likeness > likenesses[best_at] else best_at
    equal = likenesses[equal_at] if equal_at >= 0 else 0.0
    best = likenesses[best_at] if best_at >= 0 else 0.0
    if equal_at >= 0 and equal >= SOME_LIKENESS and equal >= best - SAME_PLACE:
        return _link(claim, _good_status(claim.mention), sources[equal_at])
    if best_at >= 0 and best >= CLEAR_PLACE:
        return _link(claim, "conflict", sources[best_at])
    if claim.mention.kind == "fixed":
        return _link(claim, "fixed", None)
    return _link(claim, "unsupported", None)


def _same(claim: Mention, source: Mention) -> bool:
    mine, theirs = _quantity(claim), _quantity(source)
    if mine is not None and theirs is not None:
        return equivalent(mine, theirs) and _as_exact(mine, theirs)
    return _bare(claim.text) == _bare(source.text)


def _as_exact(claim: Quantity, source: Quantity) -> bool:
    """A claim must not be more exact than its source: 22名 is not stated by 22名左右."""
    theirs = qualifier(source.approx)
    return not theirs or qualifier(claim.approx) == theirs


def _quantity(mention: Mention) -> Quantity | None:
    """The quantity of a figure; 二个 taken for a fixed expression is read as 2 all the same."""
    if mention.quantity is not None or mention.kind != "fixed":
        return mention.quantity
    return parse_quantity(mention.text)


def _bare(text: str) -> str:
    return "".join(text.split()).strip("“”\"'‘’")


def _is_known_year(mention: Mention, years: frozenset[int]) -> bool:
    return mention.kind == "date" and any(_bare(mention.text) == f"{year}年" for year in years)


def _good_status(mention: Mention) -> LinkStatus:
    if mention.kind == "fixed":
        return "fixed"
    return "date" if mention.kind in {"date", "document_number"} else "quoted"


def _link(claim: _Place, status: LinkStatus, source: _Place | None) -> Link:
    mention = claim.mention
    expected = source.mention.text if source is not None and status == "conflict" else ""
    evidence = source.sentence if source is not None else ""
    return Link(
        mention.start, mention.end, mention.text, status, expected=expected, evidence=evidence
    )


def _problem(link: Link) -> str:
    if link.status == "conflict":
        return f"“{link.text}”与来源不一致，来源为“{link.expected}”"
    return f"“{link.text}”在来源中没有依据"


def _turned(claim: str, source: str) -> list[str]:
    """Words of direction that the source has the other way round at the same place."""
    problems = []
    for word, around in _polar_places(claim):
        same = opposite = 0.0
        for other, other_around in _polar_places(source):
            if other.group != word.group:
                continue
            likeness = around.likeness(other_around)
            if other.side == word.side:
                same = max(same, likeness)
            else:
                opposite = max(opposite, likeness)
        if opposite >= OPPOSED and opposite > same + SAME_PLACE:
            problems.append(f"“{word.text}”与来源的方向相反")
    return problems


@lru_cache(maxsize=512)
def _polar_places(text: str) -> tuple[tuple[Polar, Surroundings], ...]:
    return tuple(
        (word, surroundings(text, (word.start, word.end), span, mentions))
        for span, mentions in _sentences(text)
        for word in polar_words(text)
        if span[0] <= word.start < span[1]
    )
