"""Keyword search: SQLite FTS5 over character bigrams, ranked by BM25.

Bigrams need no dictionary and beat a word segmenter on Chinese official prose (EVALUATION.md).
Years and kinds are tokens of their own in the same index, so that a filter costs nothing extra.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from sqlalchemy import Connection, Engine, bindparam, text

from rag.records import DocumentKind, Passage
from rag.text.clean import normalise

_RUN = re.compile(r"\d+(?:\.\d+)*|[a-z]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_ORDINALS = 1 << 20
_QUERY_TERMS = 40
_FEWEST_TERMS = 8
_MOST_SCORED = 12_000
"""A query keeps its rarest bigrams: common ones cost time and tell little. FTS5 scores some
600 passages a millisecond."""

_LONGEST_QUERY = 400
"""Tokens looked at; what is longer is a pasted page, not a question."""

_INSERT = text("INSERT INTO passages_fts(rowid, passage_id, grams) VALUES (:rowid, :id, :grams)")
_DELETE = text("DELETE FROM passages_fts WHERE rowid BETWEEN :first AND :last")
_SEARCH = text(
    "SELECT passage_id, -bm25(passages_fts) FROM passages_fts"
    " WHERE passages_fts MATCH :query ORDER BY bm25(passages_fts) LIMIT :limit"
)
_MATCHING = text("SELECT passage_id FROM passages_fts WHERE passages_fts MATCH :query LIMIT :limit")
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
class Terms:
    """A query's tokens with their weight: the rarer in the library, the heavier (idf).

    ``counts`` is how many passages have each.
    """

    weights: dict[str, float]
    counts: dict[str, int]

    def coverage(self, tokens: Collection[str]) -> float:
        """The share (0–1) of the query's weight that some tokens cover."""
        total = sum(self.weights.values())
        found = sum(weight for term, weight in self.weights.items() if term in tokens)
        return found / total if total else 0.0


def folded(raw: str) -> str:
    """Text as it is matched: NFKC, simplified characters, lower case."""
    return unicodedata.normalize("NFKC", normalise(raw).text).lower()


def tokens(raw: str) -> list[str]:
    """Numbers and Latin words whole, Chinese runs as overlapping pairs of characters."""
    return tokens_of_folded(folded(raw))


def tokens_of_folded(text_as_matched: str) -> list[str]:
    """The tokens of a text that has been folded already."""
    found: list[str] = []
    for match in _RUN.finditer(text_as_matched):
        run = match.group()
        if run[0].isascii():
            # FTS5 would cut 3.5 at its point.
            found.append(run.replace(".", "d"))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


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

    def terms(self, query: str) -> Terms:
        """The query's tokens with their weights."""
        wanted = list(dict.fromkeys(tokens(query)))
        if not wanted:
            return Terms({}, {})
        with self._engine.connect() as connection:
            connection.execute(_VOCABULARY)
            total = connection.execute(_COUNT).scalar_one()
            rows = connection.execute(_FREQUENCY, {"terms": wanted[:_LONGEST_QUERY]}).all()
        counts = dict.fromkeys(wanted[:_LONGEST_QUERY], 0)
        counts |= {row.term: int(row.doc) for row in rows}
        # A token nobody wrote counts too: it is what a passage lacks.
        weights = {
            term: log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()
        }
        return Terms(weights, counts)

    def search(
        self, terms: Terms, limit: int, filters: Filters | None = None
    ) -> tuple[tuple[str, float], ...]:
        """Ids and BM25 scores (higher is better), best first.

        The query is data: each token is quoted, so nothing in it is FTS5 syntax.
        """
        rarest = _rarest(terms.counts)
        if not rarest:
            return ()
        query = _any_of(rarest)
        for extra in _filter_tokens(filters or Filters()):
            query = f"({query}) AND ({_any_of(extra)})"
        with self._engine.connect() as connection:
            rows = connection.execute(_SEARCH, {"query": query, "limit": limit}).all()
        return tuple((row[0], float(row[1])) for row in rows)

    def matching(self, filters: Filters, limit: int) -> tuple[str, ...]:
        """Ids of passages of the years and kind of a filter, in no order, at most ``limit``."""
        groups = _filter_tokens(filters)
        if not groups:
            return ()
        query = " AND ".join(f"({_any_of(extra)})" for extra in groups)
        with self._engine.connect() as connection:
            rows = connection.execute(_MATCHING, {"query": query, "limit": limit}).all()
        return tuple(row[0] for row in rows)


def _under(section: str, path: Sequence[str]) -> bool:
    """Whether a heading of the path contains the words, whatever its label."""
    wanted = set(tokens(section))
    return any(wanted <= set(tokens(heading)) for heading in path)


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The rarest tokens of a query, until the passages to be scored get too many."""
    chosen: list[str] = []
    budget = _MOST_SCORED
    for term in sorted(counts, key=lambda term: counts[term])[:_QUERY_TERMS]:
        if len(chosen) >= _FEWEST_TERMS and counts[term] > budget:
            break
        chosen.append(term)
        budget -= counts[term]
    return chosen


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
