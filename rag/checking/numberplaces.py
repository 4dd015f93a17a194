"""The numbers of a text, each with what stands around it in its sentence and in its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.checking.respective import Own, members, respective
from rag.checking.surroundings import Surroundings, between, masked, surroundings
from rag.figures.extract import extract_figures, named_years
from rag.figures.match import qualifier
from rag.figures.mentions import Mention, find_mentions
from rag.records import Figure, Quantity
from rag.text.numerals import equivalent, find_quantities, parse_number
from rag.text.sentences import split_sentences

REMEMBERED = 512
_CUT = re.compile(r"[，。；：！？\n]")
_BEHIND = re.compile(r"\s*(?:以上|以下|以内|左右|上下)")
_YEAR = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年")
_BEFORE = 120
"""Characters of the paragraph before a sentence that may name what it speaks of."""
_UNIT = 4
"""Characters behind a numeral that may be its unit."""
_ORDINAL = re.compile(r"\s*第\s*(?P<number>[^\s个届次位名批条章节期轮项]+)(?P<rest>.*)")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """A number of a text. ``quantity`` is there where it can be read as one, figure or not.

    ``rough`` is the sense of its qualifier: above, below, about, or "" for an exact number.
    ``behind`` are the next characters, which may be a unit that was not read as one. ``figure``
    is what the extraction made of the number, ``named`` the year its own text names for it, and
    ``context`` its sentence with what the paragraph says before. ``member``
    stands around a part of a whole when its whole's words are said with it.
    """

    mention: Mention
    quantity: Quantity | None
    around: Surroundings
    clause: Surroundings
    rough: str
    span: Span
    sentence: str
    behind: str
    figure: Figure | None
    named: int | None
    context: str
    member: Surroundings | None = None

    @property
    def dated(self) -> bool:
        """Whether it is a time."""
        return self.mention.kind == "date"

    def likeness(self, other: NumberPlace) -> float:
        """How much of what stands around it stands around the other, a part read either way."""
        plain = self.around.likeness(other.around)
        return plain if other.member is None else max(plain, self.around.likeness(other.member))

    def comparable(self, other: NumberPlace) -> bool:
        """Times are compared with times only, and years (2023年) with years, not with 五年."""
        if not self.dated or not other.dated:
            return self.dated == other.dated
        return bool(_YEAR.search(self.mention.text)) == bool(_YEAR.search(other.mention.text))

    def states(self, other: NumberPlace) -> bool:
        """Whether the two numbers mean the same, qualifiers apart."""
        if self.quantity is not None and other.quantity is not None:
            mine, theirs = self._in(other.quantity.unit), other._in(self.quantity.unit)
            return equivalent(mine or self.quantity, theirs or other.quantity)
        return _bare(self.mention.text) == _bare(other.mention.text)

    def _in(self, unit: str) -> Quantity | None:
        """The quantity in a unit that stands behind it: 五千 in 五千张家庭床位, in 张."""
        found = self.quantity is not None and not self.quantity.unit and bool(unit)
        if self.quantity is None or not found or not self.behind.startswith(unit):
            return None
        return replace(self.quantity, unit=unit)

    def as_rough_as(self, other: NumberPlace) -> bool:
        """22名 is not stated by 22名左右, nor 近22名 by 22名."""
        return self.dated or self.rough == other.rough


@lru_cache(maxsize=REMEMBERED)
def number_places(text: str, report_year: int | None = None) -> tuple[NumberPlace, ...]:
    """All numbers of a text, of a report of ``report_year`` where that is known, in order."""
    figures = {f.quantity.start: f for f in extract_figures(text, report_year=report_year)}
    years = {m.start: y for m, y in zip(find_mentions(text), named_years(text), strict=False)}
    return tuple(
        _place(
            text,
            span,
            mention,
            _both(text, span, mention, held, owned.get(mention.start)),
            figures.get(mention.start),
            years.get(mention.start),
            _as_member(text, span, held, parts.get(mention.start)),
        )
        for span, held in sentence_numbers(text)
        for owned in (respective(text, span, held),)
        for parts in (members(text, span, held, owned),)
        for mention in held
    )


def _both(
    text: str, sentence: Span, mention: Mention, mentions: tuple[Mention, ...], own: Own | None
) -> tuple[Surroundings, Surroundings]:
    """What stands around a number in its sentence and in its clause."""
    place = (mention.start, mention.end)
    start, end = clause_of(text, sentence, place)
    if own is None:
        around = surroundings(text, place, sentence, mentions)
        return around, surroundings(text, place, (start, end), mentions)
    before = f"{own.subject}{own.verb}"
    head = masked(text, sentence[0], own.head, mentions)
    wide = between(f"{head}{before}", masked(text, own.end, sentence[1], mentions))
    return wide, between(before, masked(text, own.end, max(own.end, end), mentions))


def _as_member(
    text: str, sentence: Span, mentions: tuple[Mention, ...], own: Own | None
) -> Surroundings | None:
    if own is None:
        return None
    head = masked(text, sentence[0], own.head, mentions)
    return between(f"{head}{own.subject}{own.verb}", masked(text, own.end, sentence[1], mentions))


def _place(
    text: str,
    sentence: Span,
    mention: Mention,
    both: tuple[Surroundings, Surroundings],
    figure: Figure | None,
    named: int | None,
    member: Surroundings | None,
) -> NumberPlace:
    floor = max(text.rfind("\n", 0, sentence[0]) + 1, sentence[0] - _BEFORE)
    return NumberPlace(
        mention,
        _quantity(text, mention),
        *both,
        _roughness(text, mention),
        sentence,
        text[sentence[0] : sentence[1]],
        text[mention.end : mention.end + _UNIT],
        figure,
        named,
        text[floor : sentence[1]],
        member,
    )


@lru_cache(maxsize=REMEMBERED)
def sentence_numbers(text: str) -> tuple[tuple[Span, tuple[Mention, ...]], ...]:
    """Each sentence's span with the numbers in it."""
    mentions = find_mentions(text)
    return tuple(
        ((start, end), tuple(m for m in mentions if start <= m.start < end))
        for start, end in split_sentences(text)
    )


def clause_of(text: str, sentence: Span, place: Span) -> Span:
    """Where the clause around a place begins and ends."""
    cuts = [cut.end() for cut in _CUT.finditer(text, sentence[0], place[0])]
    end = _CUT.search(text, place[1], sentence[1])
    return cuts[-1] if cuts else sentence[0], end.start() if end else sentence[1]


def _roughness(text: str, mention: Mention) -> str:
    """The sense of its qualifiers, those beyond a blank (17% 左右) included."""
    approx = mention.quantity.approx if mention.quantity is not None else ""
    behind = _BEHIND.match(text, mention.end)
    return qualifier(f"{approx}+{behind.group() if behind else ''}")


def _quantity(text: str, mention: Mention) -> Quantity | None:
    """The quantity of a figure; 十五部 taken for a fixed expression is read as 15 all the same."""
    if mention.quantity is not None or mention.kind != "fixed":
        return mention.quantity
    found = find_quantities(text[mention.start : mention.end + _UNIT])
    if found and found[0].start == 0:
        return found[0]
    value = parse_number(mention.text)
    if value is None:
        return None
    return Quantity(value, "", mention.text, mention.start, mention.end)


def _bare(text: str) -> str:
    """The words without blanks and marks, an ordinal's number in digits."""
    bare = "".join(text.split()).strip("“”\"'‘’")
    match = _ORDINAL.fullmatch(bare)
    number = parse_number(match["number"]) if match else None
    return bare if match is None or number is None else f"第{number}{match['rest']}"
