"""Every number of a text with what it rests on: the ledger, a calculation, a quotation, or nothing.

Value, unit, indicator, direction and year must all agree. Paragraphs that have not changed are
answered from memory, so that linking keeps up with typing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from rag.figures.claims import Claim, claims
from rag.figures.derive import apart, combined, grown, share_moved
from rag.figures.growth import growth
from rag.figures.likely import Ranked, by_number, by_other_name, class_mark
from rag.figures.match import Proof, describe, entered, same_number
from rag.figures.mentions import Mention
from rag.figures.names import key
from rag.figures.paragraphs import Paragraph, paragraphs, told_year
from rag.figures.quotes import QuoteIndex, quotes_of
from rag.figures.refute import ELSEWHERE, PLANNED, UNDATED, refuted
from rag.figures.rowindex import Around, IndexedRow, RowIndex, grams, index_of
from rag.records import PROVED, LedgerRow, Link, LinkStatus, Passage, Section
from rag.text.marks import without_marks

NAMED = 0.62
"""From this likeness on a row is what the words name."""
EQUALLY = 0.06
"""Rows this close in likeness are equally meant."""
_PART = "其中"
"""What follows is a part: not the row that was just stated as a whole."""
GRAVITY: tuple[LinkStatus, ...] = (
    "date",
    "fixed",
    "quoted",
    "derived",
    "entered",
    "unsupported",
    "stale",
    "conflict",
)
_PLAIN: dict[str, LinkStatus] = {
    "fixed": "fixed",
    "ordinal": "fixed",
    "document_number": "fixed",
    "date": "date",
}


def link(
    text: str,
    rows: Sequence[LedgerRow] | RowIndex,
    year: int,
    *,
    past: Sequence[Passage] = (),
    fixed: Collection[str] = (),
    fact_year: int | None = None,
    sections: Sequence[Section] = (),
) -> tuple[Link, ...]:
    """One Link for each number in ``text``, the text of a report about ``year``.

    ``past`` are passages that may be quoted, ``fixed`` further expressions whose numbers are no
    figures. ``fact_year`` is the year whose facts the report tells where that is not ``year``
    (政府工作报告 of 2015 tells 2014) and the text alone does not show it; ``sections`` name
    the headings that its parts stand under where these are not in it. Link offsets point into
    ``text``. Numbers inside 【待填…】 and 【待核…】 are nobody's claim and get no link.
    """
    text = without_marks(text)
    index = rows if isinstance(rows, RowIndex) else index_of(rows)
    quotes = quotes_of(tuple(past))
    expressions = frozenset(fixed)
    links: list[Link] = []
    told = told_year(text, year) if fact_year is None else fact_year
    for paragraph in paragraphs(text, year, fact_year=told, sections=tuple(sections)):
        place = (paragraph.text, paragraph.figures, told, quotes, expressions)
        found = index.remembered.get(place)
        if found is None:
            found = tuple(_link_paragraph(paragraph, index, told, quotes, expressions))
            index.remember(place, found)
        links += (
            replace(one, start=one.start + paragraph.start, end=one.end + paragraph.start)
            for one in found
        )
    return tuple(links)


def _link_paragraph(
    paragraph: Paragraph,
    index: RowIndex,
    year: int,
    quotes: QuoteIndex,
    expressions: frozenset[str],
) -> Iterable[Link]:
    def is_name(mention: Mention) -> bool:
        return _is_fixed(paragraph.text, mention, expressions) or index.names_number(
            mention.text, paragraph.text
        )

    by_place = {claim.mention.start: claim for claim in claims(paragraph, year, is_name)}
    linker = _Linker(index, year, quotes)
    for mention in paragraph.mentions:
        claim = by_place.get(mention.start)
        if claim is None:
            status = _PLAIN.get(mention.kind, "fixed")
            yield Link(mention.start, mention.end, mention.text, status)
        else:
            yield linker.link(claim)


def _is_fixed(text: str, mention: Mention, expressions: frozenset[str]) -> bool:
    """Whether the number lies inside one of the given expressions."""
    for expression in expressions:
        at = text.find(expression, max(0, mention.end - len(expression)))
        if 0 <= at <= mention.start and mention.end <= at + len(expression):
            return True
    return False


def _speaks_of(claim: Claim, proof: Proof) -> bool:
    """Whether a doubtful numeral (五类) is about a row: named, and counted in its unit."""
    return proof.row is not None and proof.row.row.unit == claim.quantity.unit


class _Linker:
    """Links the claims of one paragraph in order; knows what its sentence has named so far."""

    def __init__(self, index: RowIndex, year: int, quotes: QuoteIndex) -> None:
        self._index = index
        self._year = year
        self._quotes = quotes
        self._sentence = ""
        self._used: list[IndexedRow] = []
        self._share: tuple[IndexedRow, IndexedRow] | None = None

    def link(self, claim: Claim) -> Link:
        """The link of the paragraph's next claim."""
        if claim.sentence != self._sentence:
            self._sentence, self._used, self._share = claim.sentence, [], None
        proof, rows = self._proved(claim)
        row = proof.row
        if row is not None and claim.level and (proof.status == "entered" or row in rows[:1]):
            self._used.append(row)
        if row is not None and proof.whole is not None:
            self._share = row, proof.whole
        if not claim.counted and not _speaks_of(claim, proof):
            return Link(claim.mention.start, claim.mention.end, claim.mention.text, "fixed")
        return _link(claim, proof)

    def _proved(self, claim: Claim) -> tuple[Proof, tuple[IndexedRow, ...]]:
        """The proof of a claim; where a year was only carried on, this year's is one too."""
        found = self._shared(claim) if len(claim.shared) > 1 else self._one(claim)
        if not claim.carried or found[0].status in PROVED:
            return found
        this, rows = self._proved(replace(claim, year=self._year, carried=False))
        known = this.row is not None and self._year in this.row.row.values
        return (this, rows) if known or this.status in PROVED else found

    def _one(self, claim: Claim) -> tuple[Proof, tuple[IndexedRow, ...]]:
        ranked = self._ranked(claim)
        rows = self._named(ranked, claim)
        return self._proof(claim, rows, ranked), rows

    def _shared(self, claim: Claim) -> tuple[Proof, tuple[IndexedRow, ...]]:
        """One number for several indicators must be right for each of them."""
        found = [
            self._one(
                replace(claim, names=(name,), segment=replace(claim.segment, left=name, right=""))
            )
            for name in claim.shared
        ]
        return max(found, key=lambda one: GRAVITY.index(one[0].status))

    def _proof(self, claim: Claim, rows: Sequence[IndexedRow], ranked: Ranked) -> Proof:
        tests = (entered, grown)
        for row in rows:
            for test in tests:
                proof = test(claim, row)
                if proof is not None:
                    return proof
        for row in self._anaphora(claim):
            proof = grown(claim, row)
            if proof is not None:
                return proof
        proof = (
            (share_moved(claim, *self._share) if self._share is not None else None)
            or apart(claim, self._used)
            or by_other_name(claim, (*rows, *self._anaphora(claim)), self._index)
            or combined(claim, self._used, (*rows, *self._wholes(claim, rows)))
            or self._quotation(claim)
            or by_number(claim, rows, ranked, self._index)
            or class_mark(claim, ranked, self._index)
        )
        if proof is not None:
            return proof
        blamed = self._blamed(claim, rows)
        if blamed is None:
            return self._unnamed(claim)
        if claim.base and claim.year >= self._year:
            return Proof("unsupported", blamed, claim.year, UNDATED)
        return refuted(claim, blamed)

    def _blamed(self, claim: Claim, rows: Sequence[IndexedRow]) -> IndexedRow | None:
        """The row that tells what should stand there.

        For growth the growth entered for the year, then levels of both years, before a growth
        that was only entered last year.
        """
        spoken_of = self._anaphora(claim)
        if claim.growth:
            for row in (*rows, *spoken_of):
                if row.grown and claim.year in row.row.values:
                    return row
            for row in (*rows, *spoken_of):
                if growth(row.row, claim.year, claim.base_year) is not None:
                    return row
        return next(iter(rows or spoken_of), None)

    def _ranked(self, claim: Claim) -> Ranked:
        """Rows near the number's words with how surely they are meant, best first."""
        around = Around.of(claim.segment)
        pairs = around.all.union(*(grams(key(name)) for name in claim.names))
        likeness = self._index.likeness
        scored = [
            (likeness(n, claim.names, around, growth=claim.growth), n)
            for n in self._index.near(pairs)
        ]
        return sorted(scored, reverse=True)

    def _named(self, ranked: Ranked, claim: Claim) -> tuple[IndexedRow, ...]:
        """The rows the words name equally well, best first; none if no row is named."""
        if _PART in claim.segment.topic or _PART in claim.segment.left:
            stated = set(map(id, self._used))
            ranked = [pair for pair in ranked if id(self._index.rows[pair[1]]) not in stated]
        if not ranked or ranked[0][0] < NAMED:
            return ()
        best, own = ranked[0][0], grams(claim.segment.own)
        chosen = [self._index.rows[n] for score, n in ranked if score >= best - EQUALLY]
        # 排查矛盾纠纷 stands in the sentence of 化解305件 as well, but not beside the number.
        beside = max(len(row.grams & own) for row in chosen)
        chosen = [row for row in chosen if len(row.grams & own) == beside] if beside else chosen
        return tuple(sorted(chosen, key=lambda row: row.row.unit != claim.quantity.unit))

    def _wholes(self, claim: Claim, rows: Sequence[IndexedRow]) -> Iterator[IndexedRow]:
        """What a share may be of where the text does not state it."""
        if claim.share:
            for row in dict.fromkeys((*self._used, *rows)):
                yield from self._index.wholes(row)

    def _anaphora(self, claim: Claim) -> Sequence[IndexedRow]:
        """同比增长10% right after a figure speaks of that figure."""
        return self._used[-1:] if claim.anaphoric and claim.growth else ()

    def _quotation(self, claim: Claim) -> Proof | None:
        quoted = self._quotes.find(claim, self._year)
        if quoted is None:
            return None
        evidence = f"{quoted.passage.origin}：{quoted.figure.sentence}"
        return Proof(
            "quoted",
            None,
            claim.year,
            evidence,
            indicator=quoted.figure.indicator,
            passage_id=quoted.passage.id,
        )

    def _unnamed(self, claim: Claim) -> Proof:
        """No row is named; say where the same number stands, for it may be the wrong place."""
        for row in self._index.rows:
            value = row.row.values.get(claim.year)
            if value is not None and same_number(claim.quantity, row, value):
                evidence = f"{describe(row, claim.year, value)}，{ELSEWHERE}"
                return Proof("unsupported", None, claim.year, evidence)
        planned = f"{PLANNED}；" if claim.status == "target" else ""
        return Proof("unsupported", None, claim.year, f"{planned}台账里没有对应的指标")


def _link(claim: Claim, proof: Proof) -> Link:
    named = proof.row.row.indicator if proof.row is not None else proof.indicator
    return Link(
        claim.mention.start,
        claim.mention.end,
        claim.mention.text,
        proof.status,
        indicator=named or next(iter(claim.names), ""),
        fact_year=proof.year,
        expected=proof.expected,
        evidence=proof.evidence,
        formula=proof.formula,
        passage_id=proof.passage_id,
        takes=proof.takes,
    )
