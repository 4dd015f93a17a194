"""Keyword search: SQLite FTS5 over character bigrams.

Bigrams need no dictionary and beat a word segmenter on Chinese official prose (EVALUATION.md).
Years and kinds are tokens of their own in the same index. FTS5 gives the rows of each token; the
sums are made here, which at 100,000 passages takes a third of the time of its own bm25().
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, bindparam, text

from rag.library.terms import Terms, stress, tokens
from rag.records import DocumentKind, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

_ORDINALS = 1 << 20
_CHUNK = 500
"""Numbers in one IN (…)."""
_MOST_TERMS = 40
"""Of a pasted page only the rarest tokens are looked up."""
_LONGEST_QUERY = 400
"""Tokens looked at."""

_INSERT = text("INSERT INTO passages_fts(rowid, passage_id, grams) VALUES (:rowid, :id, :grams)")
_DELETE = text("DELETE FROM passages_fts WHERE rowid BETWEEN :first AND :last")
_ROWS = text("SELECT group_concat(rowid) FROM passages_fts WHERE passages_fts MATCH :query")
"""One string for tens of thousands of numbers: a third of the time of as many rows."""
_IDS = text("SELECT rowid, passage_id FROM passages_fts WHERE rowid IN :rows").bindparams(
    bindparam("rows", expanding=True)
)
_VOCABULARY = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passages_vocabulary"
    " USING fts5vocab('main', 'passages_fts', 'row')"
)
_FREQUENCY = text("SELECT term, doc FROM temp.passages_vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_COUNT = text("SELECT count(*) FROM passages_fts_docsize")


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

    def add(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Index passages of documents that are not in the index yet."""
        if passages:
            connection.execute(
                _INSERT,
                [
                    {"rowid": _rowid(passage.id), "id": passage.id, "grams": _grams(passage)}
                    for passage in passages
                ],
            )

    def delete_document(self, connection: Connection, document_id: str) -> None:
        """Forget every passage of a document."""
        first = _rowid(f"{document_id}#0")
        connection.execute(_DELETE, {"first": first, "last": first + _ORDINALS - 1})

    def clear(self, connection: Connection) -> None:
        """Forget everything."""
        connection.execute(text("DELETE FROM passages_fts"))

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
        them weigh less. ``groups`` are narrower filters; each adds as many of its own. ``allowed``
        is what ``filters`` let through, where the caller knows it already. The query is data:
        each token stands in quotation marks, so nothing in it is FTS5 syntax.
        """
        with self._engine.connect() as connection:
            rows = {
                term: _rows(connection, _quoted(term)) for term in _looked_up(connection, query)
            }
            terms = _weighted(connection, rows, quoted)
            scored = _summed(rows, terms)
            best: list[int] = []
            among = (
                allowed.rows if allowed is not None else _allowed(connection, filters or Filters())
            )
            best += _best(scored, among, limit)
            for each in groups:
                best += _best(scored, _allowed(connection, each), limit)
            names = _names(connection, best)
        return Found(terms, tuple(names[row] for row in dict.fromkeys(best) if row in names))

    def allowed(self, filters: Filters) -> Allowed | None:
        """The passages that may pass a filter, None where it rules out none by its tokens."""
        with self._engine.connect() as connection:
            rows = _allowed(connection, filters)
            if rows is None:
                return None
            return Allowed(rows, connection.execute(_COUNT).scalar_one(), self._engine)


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
            return tuple(_names(connection, self.rows[:limit].tolist()).values())


def _looked_up(connection: Connection, query: str) -> Sequence[str]:
    """A query's tokens; of very many those that fewest passages have."""
    wanted = list(dict.fromkeys(tokens(query)))[:_LONGEST_QUERY]
    if len(wanted) <= _MOST_TERMS:
        return wanted
    connection.execute(_VOCABULARY)
    counts = {row.term: row.doc for row in connection.execute(_FREQUENCY, {"terms": wanted})}
    known = [term for term in wanted if term in counts]
    return sorted(known, key=lambda term: counts[term])[:_MOST_TERMS]


def _rows(connection: Connection, query: str) -> Rows:
    """The numbers of the passages an FTS5 query matches, rising."""
    import numpy as np

    joined = connection.execute(_ROWS, {"query": query}).scalar()
    return np.fromstring(joined or "", dtype=np.int64, sep=",")


def _weighted(connection: Connection, rows: Mapping[str, Rows], quoted: bool) -> Terms:
    total = connection.execute(_COUNT).scalar_one()
    # A token nobody wrote counts too: it is what a passage lacks.
    return Terms(
        {
            term: log(1 + (total - len(having) + 0.5) / (len(having) + 0.5))
            * (1.0 if quoted else stress(term))
            for term, having in rows.items()
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


def _allowed(connection: Connection, filters: Filters) -> Rows | None:
    groups = _filter_tokens(filters)
    if not groups:
        return None
    return _rows(connection, " AND ".join(f"({_any_of(group)})" for group in groups))


def _names(connection: Connection, rows: Sequence[int]) -> dict[int, str]:
    """Passages' ids by their number."""
    found: dict[int, str] = {}
    for first in range(0, len(rows), _CHUNK):
        some = connection.execute(_IDS, {"rows": rows[first : first + _CHUNK]})
        found.update((row[0], row[1]) for row in some)
    return found


def _under(section: str, path: Sequence[str]) -> bool:
    """Whether a heading of the path contains the words, whatever its label."""
    wanted = set(tokens(section))
    return any(wanted <= set(tokens(heading)) for heading in path)


def _any_of(wanted: Iterable[str]) -> str:
    return " OR ".join(_quoted(term) for term in wanted)


def _quoted(term: str) -> str:
    safe = '"' + term.replace('"', '""') + '"'
    # A single character stands for every pair that starts with it.
    return safe + " *" if len(term) == 1 and not term.isascii() else safe


def _filter_tokens(filters: Filters) -> list[list[str]]:
    groups: list[list[str]] = []
    if filters.years:
        groups.append([f"{mark}{year}" for year in filters.years for mark in ("fy", "ry")])
    if filters.kind:
        groups.append([f"k0{filters.kind}"])
    # Headings are in the index with the text: what they share with it is sorted out later.
    groups += [[token] for token in dict.fromkeys(tokens(filters.section or ""))]
    return groups


def _grams(passage: Passage) -> str:
    """All tokens of a passage, those of its headings and title once, and its filter tokens."""
    own = tokens(passage.text)
    header = tokens("\n".join((passage.document_title, *passage.section_path)))
    marks = [f"fy{year}" for year in passage.fact_years]
    marks += [f"ry{passage.report_year}", f"k0{passage.kind}"]
    return " ".join([*own, *dict.fromkeys(header), *marks])


def _rowid(passage_id: str) -> int:
    """A number that keeps a document's passages together, so that deleting is one range."""
    document_id, ordinal = passage_id.split("#")
    return int(document_id[:10], 16) * _ORDINALS + int(ordinal)
