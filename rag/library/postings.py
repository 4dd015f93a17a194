"""Which passages have a token: FTS5 in SQLite, a tsvector in PostgreSQL, over the same tokens.

Both hold a row for each passage: its number, its id and its tokens. What a query weighs is
summed up in ``keywords``; here is only what the two databases say differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sqlalchemy import Connection, Engine, bindparam, text

from rag.store.engine import on_server

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

Groups = Sequence[Sequence[str]]
"""Tokens of which a passage must have one of each group."""

_CHUNK = 500
"""Numbers in one IN (…)."""
_COUNTED = 2_000
"""A token that more passages have is common: how many more does not matter to a server."""


class Posting(NamedTuple):
    """A passage in the index: ``row`` numbers it, tokens may be repeated."""

    row: int
    id: str
    tokens: Sequence[str]


class Postings(Protocol):
    """The table ``passages_fts``. Every method takes the caller's connection."""

    def add(self, connection: Connection, postings: Sequence[Posting]) -> None:
        """Add passages that are not there yet."""

    def having(self, connection: Connection, terms: Sequence[str]) -> dict[str, Rows]:
        """For each token, in their order, the numbers of the passages that have it, rising."""

    def matching(self, connection: Connection, groups: Groups) -> Rows:
        """The numbers of the passages that have a token of each group, rising."""

    def frequencies(self, connection: Connection, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages have a token, exactly where they are few; none is left out."""

    def count(self, connection: Connection) -> int:
        """How many passages there are."""


def postings_of(engine: Engine) -> Postings:
    """The postings of the engine's database."""
    return ServerPostings() if on_server(engine) else EmbeddedPostings()


def delete_between(connection: Connection, first: int, last: int) -> None:
    """Forget the passages with these numbers."""
    sql = text("DELETE FROM passages_fts WHERE rowid BETWEEN :first AND :last")
    connection.execute(sql, {"first": first, "last": last})


def delete_all(connection: Connection) -> None:
    """Forget every passage."""
    connection.execute(text("DELETE FROM passages_fts"))


def ids_of(connection: Connection, rows: Sequence[int]) -> dict[int, str]:
    """Passages' ids by their number."""
    sql = text("SELECT rowid, passage_id FROM passages_fts WHERE rowid IN :rows")
    asked = sql.bindparams(bindparam("rows", expanding=True))
    found: dict[int, str] = {}
    for first in range(0, len(rows), _CHUNK):
        some = connection.execute(asked, {"rows": rows[first : first + _CHUNK]})
        found.update((row[0], row[1]) for row in some)
    return found


class EmbeddedPostings:
    """SQLite's FTS5."""

    _INSERT = text("INSERT INTO passages_fts(rowid, passage_id, grams) VALUES (:row, :id, :grams)")
    _ROWS = text("SELECT group_concat(rowid) FROM passages_fts WHERE passages_fts MATCH :query")
    """One string for tens of thousands of numbers: a third of the time of as many rows."""
    _VOCABULARY = text(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passages_vocabulary"
        " USING fts5vocab('main', 'passages_fts', 'row')"
    )
    _FREQUENCY = text(
        "SELECT term, doc FROM temp.passages_vocabulary WHERE term IN :terms"
    ).bindparams(bindparam("terms", expanding=True))
    _COUNT = text("SELECT count(*) FROM passages_fts_docsize")

    def add(self, connection: Connection, postings: Sequence[Posting]) -> None:
        """Add passages that are not there yet."""
        rows = [
            {"row": posting.row, "id": posting.id, "grams": " ".join(posting.tokens)}
            for posting in postings
        ]
        connection.execute(self._INSERT, rows)

    def having(self, connection: Connection, terms: Sequence[str]) -> dict[str, Rows]:
        """For each token, in their order, the numbers of the passages that have it, rising."""
        return {term: self.matching(connection, [[term]]) for term in terms}

    def matching(self, connection: Connection, groups: Groups) -> Rows:
        """The numbers of the passages that have a token of each group, rising."""
        query = " AND ".join(f"({' OR '.join(map(self._quoted, group))})" for group in groups)
        return _numbers(connection.execute(self._ROWS, {"query": query}).scalar())

    def frequencies(self, connection: Connection, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages have a token; none is left out."""
        connection.execute(self._VOCABULARY)
        return {row.term: row.doc for row in connection.execute(self._FREQUENCY, {"terms": terms})}

    def count(self, connection: Connection) -> int:
        """How many passages there are."""
        return int(connection.execute(self._COUNT).scalar_one())

    @staticmethod
    def _quoted(term: str) -> str:
        safe = '"' + term.replace('"', '""') + '"'
        return safe + " *" if _starts(term) else safe


class ServerPostings:
    """PostgreSQL's tsvector, made of the tokens themselves: no parser and no locale in between."""

    _INSERT = text(
        "INSERT INTO passages_fts(rowid, passage_id, grams)"
        " VALUES (:row, :id, array_to_tsvector(CAST(:grams AS text[])))"
    )
    _HAVING = text(
        "SELECT query.place, (SELECT string_agg(CAST(rowid AS text), ',' ORDER BY rowid)"
        " FROM passages_fts WHERE grams @@ query.term)"
        " FROM unnest(CAST(:queries AS tsquery[])) WITH ORDINALITY AS query(term, place)"
    )
    _ROWS = text(
        "SELECT string_agg(CAST(rowid AS text), ',' ORDER BY rowid)"
        " FROM passages_fts WHERE grams @@ CAST(:query AS tsquery)"
    )
    _FREQUENCY = text(
        "SELECT query.place, (SELECT count(*) FROM (SELECT 1 FROM passages_fts"
        " WHERE grams @@ query.term LIMIT :most) AS found)"
        " FROM unnest(CAST(:queries AS tsquery[])) WITH ORDINALITY AS query(term, place)"
    )
    _COUNT = text("SELECT count(*) FROM passages_fts")

    def add(self, connection: Connection, postings: Sequence[Posting]) -> None:
        """Add passages that are not there yet."""
        rows = [
            {"row": posting.row, "id": posting.id, "grams": sorted(set(posting.tokens))}
            for posting in postings
        ]
        connection.execute(self._INSERT, rows)

    def having(self, connection: Connection, terms: Sequence[str]) -> dict[str, Rows]:
        """For each token, in their order, the numbers of the passages that have it, rising."""
        queries = [self._quoted(term) for term in terms]
        found = connection.execute(self._HAVING, {"queries": queries}).all()
        rows = {row[0]: row[1] for row in found}
        return {term: _numbers(rows[place]) for place, term in enumerate(terms, 1)}

    def matching(self, connection: Connection, groups: Groups) -> Rows:
        """The numbers of the passages that have a token of each group, rising."""
        query = " & ".join(f"({' | '.join(map(self._quoted, group))})" for group in groups)
        return _numbers(connection.execute(self._ROWS, {"query": query}).scalar())

    def frequencies(self, connection: Connection, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages have a token, 2,000 at most; none is left out."""
        asked = {"queries": [self._exactly(term) for term in terms], "most": _COUNTED}
        found = connection.execute(self._FREQUENCY, asked).all()
        return {terms[place - 1]: number for place, number in found if number}

    def count(self, connection: Connection) -> int:
        """How many passages there are."""
        return int(connection.execute(self._COUNT).scalar_one())

    def _quoted(self, term: str) -> str:
        return self._exactly(term) + (":*" if _starts(term) else "")

    @staticmethod
    def _exactly(term: str) -> str:
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _starts(term: str) -> bool:
    """A single character stands for every pair that starts with it."""
    return len(term) == 1 and not term.isascii()


def _numbers(joined: str | None) -> Rows:
    import numpy as np

    return np.fromstring(joined or "", dtype=np.int64, sep=",")
