"""Documents that say nearly the same: one report in two transcriptions.

Each document keeps a sketch, the smallest hashes of its runs of characters (Broder's bottom-k
MinHash). Sketches nominate; the share shown is counted on the texts themselves.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert, select, update

from rag.library.rows import block_from_json
from rag.library.terms import bare, folded
from rag.store.tables import documents, likenesses

ALIKE = 90
"""Percent from which two documents are pointed out. Measured on the shared reports: second
transcriptions of one report share 96 and more, a law and its revision 78 to 89, the reports of
two years less than 25."""

_RUN = 8
_SKETCH = 128
_NOMINATED = 0.35
"""Least estimated resemblance for a comparison of the texts; that of a text with the first half
of itself is .5."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another document that says nearly the same, by ``percent`` of the shorter one."""

    title: str
    file: str
    percent: int

    def __str__(self) -> str:
        return f"与《{self.title}》内容相近（{self.percent}%）"


def note_likenesses(connection: Connection, document_id: str, text: str) -> None:
    """Keep a document's sketch, and with which documents it shares nearly everything."""
    own = runs(text)
    mine = sketch(own)
    connection.execute(
        update(documents).where(documents.c.id == document_id).values(sketch=list(mine))
    )
    others = connection.execute(
        select(documents.c.id, documents.c.sketch).where(documents.c.id != document_id)
    ).all()
    for other in nominees(mine, {row.id: row.sketch for row in others}):
        blocks = connection.execute(
            select(documents.c.blocks).where(documents.c.id == other)
        ).scalar_one()
        theirs = "\n".join(block_from_json(block).text for block in blocks)
        shared = percent(own, runs(theirs))
        if shared >= ALIKE:
            pairs = ((document_id, other), (other, document_id))
            connection.execute(
                insert(likenesses),
                [{"document_id": a, "other_id": b, "percent": shared} for a, b in pairs],
            )


def find_likenesses(engine: Engine, document_id: str = "") -> Mapping[str, tuple[Likeness, ...]]:
    """By document, those that say nearly the same, the nearest first; of one or of all."""
    query = (
        select(likenesses, documents.c.title, documents.c.file)
        .join(documents, documents.c.id == likenesses.c.other_id)
        .order_by(likenesses.c.percent.desc(), documents.c.file)
    )
    if document_id:
        query = query.where(likenesses.c.document_id == document_id)
    found: dict[str, tuple[Likeness, ...]] = {}
    with engine.connect() as connection:
        for row in connection.execute(query):
            like = Likeness(row.title, row.file, row.percent)
            found[row.document_id] = (*found.get(row.document_id, ()), like)
    return found


def runs(text: str) -> frozenset[int]:
    """Hashes of all runs of 8 characters, punctuation, width and traditional forms apart."""
    words = bare(folded(text))
    count = max(len(words) - _RUN + 1, 1)
    return frozenset(zlib.crc32(words[i : i + _RUN].encode("utf-8")) for i in range(count))


def sketch(found: Collection[int]) -> tuple[int, ...]:
    """The part of a text's runs that is kept to compare it with others."""
    return tuple(sorted(found)[:_SKETCH])


def nominees(own: Sequence[int], others: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Ids of documents that may say the same, by their sketches."""
    mine = set(own)
    for name, other in others.items():
        both = mine.intersection(other)
        size = min(_SKETCH, max(len(own), len(other)))
        if len(both) < _NOMINATED * size:
            continue
        smallest = sorted(mine.union(other))[:size]
        if sum(each in both for each in smallest) >= _NOMINATED * size:
            yield name


def percent(one: Collection[int], other: Collection[int]) -> int:
    """How much of the shorter text stands in the longer one, 0–100."""
    small, large = sorted((frozenset(one), frozenset(other)), key=len)
    return int(100 * len(small & large) / len(small))
