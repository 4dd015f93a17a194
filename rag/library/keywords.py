"""Keyword search over character bigrams.

Bigrams need no dictionary and beat a word segmenter on Chinese official prose (EVALUATION.md).
Years and kinds are tokens of their own in the same index. The database gives the rows of each
token; the sums are made here, which at 100,000 passages takes a third of the time of FTS5's own
bm25() and is the same with every database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from rag.library.postings import Posting, delete_all, delete_between, ids_of, postings_of
from rag.library.terms import Terms, stress, tokens
from rag.records import DocumentKind, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

_ORDINALS = 1 << 20
_MOST_TERMS = 40
"""Of a pasted page only the rarest tokens are looked up."""
_LONGEST_QUERY = 400
"""Tokens looked at."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage must have. ``years`` match a fact's year or the report's.

    ``before`` keeps reports of earlier years, ``section`` passages under such a heading.
    """

    years: tuple[int, ...] = ()
    kind: DocumentKind | None = None
    before: int | None = None
    section: str | None = None

    def accept(self, passage: Passage) -> bool:
        """Whether a passage has it."""
        if self.kind and passage.kind != self.kind:
            return False
        if self.before and not (passage.report_year and passage.report_year < self.before):
            return False
        if self.section and not _under(self.section, passage.section_path):
            return False
        return not self.years or not {passage.report_year, *passage.fact_years}.isdisjoint(
            self.years
        )

    def with_years(self, years: tuple[int, ...]) -> Filters:
        """The same filters for some years."""
        return replace(self, years=years)


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds: its tokens with their weight, and passages' ids, best first."""

    terms: Terms
    ids: tuple[str, ...]


class KeywordIndex:
    """The table ``passages_fts``. Writing methods take the caller's open transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._postings = postings_of(engine)

    def add(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Index passages of documents that are not in the index yet."""
        if passages:
            self._postings.add(
                connection,
                [Posting(_rowid(passage.id), passage.id, _grams(passage)) for passage in passages],
            )

    def delete_document(self, connection: Connection, document_id: str) -> None:
        """Forget every passage of a document."""
        first = _rowid(f"{document_id}#0")
        delete_between(connection, first, first + _ORDINALS - 1)

    def clear(self, connection: Connection) -> None:
        """Forget everything."""
        delete_all(connection)

    def search(
        self,
        query: str,
        limit: int,
        filters: Filters | None = None,
        groups: Sequence[Filters] = (),
        *,
        quoted: bool = True,
        allowed: Allowed | None = None,
    ) -> Found:
        """The passages that have most of a query's weight, ``limit`` of them.

        Words that are not ``quoted`` are the asker's own: pairs of characters with grammar in
        them weigh less, the first ones more. ``groups`` are narrower filters; each adds as many
        of its own. ``allowed`` is what ``filters`` let through, where the caller knows it already.
        The query is data: each token stands in quotation marks, so nothing in it is the
        database's syntax.
        """
        with self._engine.connect() as connection:
            rows = self._postings.having(connection, self._looked_up(connection, query))
            terms = _weighted(self._postings.count(connection), rows, quoted)
            scored = _summed(rows, terms)
            best: list[int] = []
            among = (
                allowed.rows
                if allowed is not None
                else self._allowed(connection, filters or Filters())
            )
            best += _best(scored, among, limit)
            for each in groups:
                best += _best(scored, self._allowed(connection, each), limit)
            names = ids_of(connection, best)
        return Found(terms, tuple(names[row] for row in dict.fromkeys(best) if row in names))

    def allowed(self, filters: Filters) -> Allowed | None:
        """The passages that may pass a filter, None where it rules out none by its tokens."""
        with self._engine.connect() as connection:
            rows = self._allowed(connection, filters)
            if rows is None:
                return None
            return Allowed(rows, self._postings.count(connection), self._engine)

    def _looked_up(self, connection: Connection, query: str) -> Sequence[str]:
        """A query's tokens in their order; of very many those that fewest passages have."""
        wanted = list(dict.fromkeys(tokens(query)))[:_LONGEST_QUERY]
        if len(wanted) <= _MOST_TERMS:
            return wanted
        counts = self._postings.frequencies(connection, wanted)
        known = [term for term in wanted if term in counts]
        rarest = set(sorted(known, key=lambda term: counts[term])[:_MOST_TERMS])
        return [term for term in known if term in rarest]

    def _allowed(self, connection: Connection, filters: Filters) -> Rows | None:
        groups = _filter_tokens(filters)
        return self._postings.matching(connection, groups) if groups else None


class Allowed:
    """The passages that a filter lets through, of ``total`` there are; ``rows`` rise."""

    def __init__(self, rows: Rows, total: int, engine: Engine) -> None:
        self.total = total
        self.rows = rows
        self._engine = engine

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, passage_id: str) -> bool:
        row = _rowid(passage_id)
        place = int(self.rows.searchsorted(row))
        return place < len(self.rows) and int(self.rows[place]) == row

    def ids(self, limit: int) -> tuple[str, ...]:
        """Their ids, at most ``limit``."""
        with self._engine.connect() as connection:
            return tuple(ids_of(connection, self.rows[:limit].tolist()).values())


def _weighted(total: int, rows: Mapping[str, Rows], quoted: bool) -> Terms:
    # A token nobody wrote counts too: it is what a passage lacks.
    return Terms(
        {
            term: log(1 + (total - len(having) + 0.5) / (len(having) + 0.5))
            * (1.0 if quoted else stress(term, place))
            for place, (term, having) in enumerate(rows.items())
        }
    )


def _summed(rows: Mapping[str, Rows], terms: Terms) -> tuple[Rows, NDArray[np.float64]]:
    """The passages that have any token, and what their tokens weigh together."""
    import numpy as np

    if not rows:
        return np.empty(0, np.int64), np.empty(0)
    weights = [np.full(len(having), terms.weights[term]) for term, having in rows.items()]
    found, places = np.unique(np.concatenate(list(rows.values())), return_inverse=True)
    sums = np.bincount(places, np.concatenate(weights), len(found))
    return found, sums.astype(np.float64)


def _best(scored: tuple[Rows, NDArray[np.float64]], among: Rows | None, limit: int) -> list[int]:
    import numpy as np

    found, weight = scored
    if among is not None:
        # Both rise, so looking each up beats sorting them together.
        places = among.searchsorted(found)
        kept = places < len(among)
        kept[kept] = among[places[kept]] == found[kept]
        found, weight = found[kept], weight[kept]
    if len(weight) > limit:
        least = np.partition(weight, -limit)[-limit]
        found, weight = found[weight >= least], weight[weight >= least]
    # Stable: of equal passages the first of a document.
    best: list[int] = found[(-weight).argsort(kind="stable")[:limit]].tolist()
    return best


def _under(section: str, path: Sequence[str]) -> bool:
    """Whether a heading of the path contains the words, whatever its label."""
    wanted = set(tokens(section))
    return any(wanted <= set(tokens(heading)) for heading in path)


def _filter_tokens(filters: Filters) -> list[list[str]]:
    groups: list[list[str]] = []
    if filters.years:
        groups.append([f"{mark}{year}" for year in filters.years for mark in ("fy", "ry")])
    if filters.kind:
        groups.append([f"k0{filters.kind}"])
    # Headings are in the index with the text: what they share with it is sorted out later.
    groups += [[token] for token in dict.fromkeys(tokens(filters.section or ""))]
    return groups


def _grams(passage: Passage) -> list[str]:
    """All tokens of a passage, those of its headings and title once, and its filter tokens."""
    own = tokens(passage.text)
    header = tokens("\n".join((passage.document_title, *passage.section_path)))
    marks = [f"fy{year}" for year in passage.fact_years]
    marks += [f"ry{passage.report_year}", f"k0{passage.kind}"]
    return [*own, *dict.fromkeys(header), *marks]


def _rowid(passage_id: str) -> int:
    """A number that keeps a document's passages together, so that deleting is one range."""
    document_id, ordinal = passage_id.split("#")
    return int(document_id[:10], 16) * _ORDINALS + int(ordinal)
