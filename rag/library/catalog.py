"""Questions to the tables documents, passages and figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, Select, and_, func, or_, select

from rag.errors import NotFoundError
from rag.library.likeness import find_likenesses
from rag.library.rows import (
    UNREAD,
    document_from_row,
    entry_from_row,
    figure_from_row,
    passage_from_row,
)
from rag.library.successors import Rule
from rag.records import Document, DocumentEntry, Figure, Passage
from rag.store.tables import documents, figures, passages

FILES = "files"
_CHUNK = 500
"""Ids in one IN (…), well under SQLite's limit of variables."""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure and the document it stands in."""

    document_id: str
    document_title: str
    report_year: int | None
    figure: Figure


class Catalog:
    """What is indexed. Only reads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[DocumentEntry, ...]:
        """All documents, newest year first, then by name."""
        query = _entries().order_by(documents.c.year.desc().nulls_last(), documents.c.file)
        alike = find_likenesses(self._engine)
        return tuple(entry_from_row(row, alike.get(row.id, ())) for row in self._all(query))

    def get(self, document_id: str) -> DocumentEntry:
        """One catalogue line. Raises NotFoundError."""
        row = self._one(_entries().where(documents.c.id == document_id))
        return entry_from_row(row, find_likenesses(self._engine, document_id).get(row.id, ()))

    def readable(self) -> tuple[str, ...]:
        """Ids of the documents that have a text, in the order they were added."""
        query = select(documents.c.id).where(documents.c.state != UNREAD)
        return tuple(row.id for row in self._all(query.order_by(documents.c.added_at)))

    def document(self, document_id: str) -> Document:
        """The document as it was read: text, blocks and structure.

        Raises NotFoundError, also for a file that is only listed because it could not be read.
        """
        row = self._one(select(documents).where(documents.c.id == document_id))
        if row.state == UNREAD:
            raise NotFoundError(f"“{row.file}”没有读出来：{row.error}")
        return document_from_row(row)

    def original(self, document_id: str, home: Path) -> Path:
        """The copy of the original file. Raises NotFoundError, also where none was kept."""
        row = self._one(
            select(documents.c.stored, documents.c.file).where(documents.c.id == document_id)
        )
        if not row.stored:
            raise NotFoundError(f"“{row.file}”的原件没有保留。", "请重新上传。")
        return home / FILES / str(row.stored)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order; empty for an unknown document."""
        query = _passages().where(passages.c.document_id == document_id)
        return tuple(passage_from_row(row) for row in self._all(query.order_by(passages.c.ordinal)))

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages that exist among some ids."""
        found: dict[str, Passage] = {}
        for first in range(0, len(ids), _CHUNK):
            query = _passages().where(passages.c.id.in_(ids[first : first + _CHUNK]))
            query = query.order_by(passages.c.id)
            found.update((row.id, passage_from_row(row)) for row in self._all(query))
        return found

    def passage_at(self, document_id: str, offset: int) -> Passage | None:
        """The passage that holds a character of the document's text."""
        query = _passages().where(
            passages.c.document_id == document_id,
            passages.c.start <= offset,
            passages.c.end > offset,
        )
        rows = self._all(query.limit(1))
        return passage_from_row(rows[0]) if rows else None

    def figures(self, document_id: str) -> tuple[Figure, ...]:
        """The figures extracted from a document, in text order."""
        query = select(figures).where(figures.c.document_id == document_id)
        return tuple(
            figure_from_row(row) for row in self._all(query.order_by(figures.c.start, figures.c.id))
        )

    def find_figures(
        self,
        years: Collection[int] = (),
        document_ids: Collection[str] | None = None,
        naming: Collection[str] = (),
    ) -> tuple[PlacedFigure, ...]:
        """Figures of some fact years (all when empty), in some documents (all when None).

        ``naming`` keeps those whose indicator has any of these words in it: a question over all
        years need not load every figure there is.
        """
        query = select(figures, documents.c.title, documents.c.year).join_from(
            figures, documents, figures.c.document_id == documents.c.id
        )
        if years:
            query = query.where(figures.c.fact_year.in_(years))
        if naming:
            query = query.where(
                or_(*(figures.c.indicator.icontains(word, autoescape=True) for word in naming))
            )
        if document_ids is not None:
            query = query.where(figures.c.document_id.in_(document_ids))
        rows = self._all(query.order_by(figures.c.fact_year.nulls_first(), figures.c.id))
        return tuple(
            PlacedFigure(row.document_id, row.title, row.year, figure_from_row(row)) for row in rows
        )

    def figures_within(
        self, passage_ids: Sequence[str], years: Collection[int]
    ) -> dict[str, tuple[Figure, ...]]:
        """The figures of some fact years by the passage they stand in."""
        query = select(figures, passages.c.id.label("passage_id")).join(
            passages,
            and_(
                passages.c.document_id == figures.c.document_id,
                figures.c.start.between(passages.c.start, passages.c.end - 1),
            ),
        )
        found: dict[str, tuple[Figure, ...]] = {}
        for first in range(0, len(passage_ids), _CHUNK):
            some = passages.c.id.in_(passage_ids[first : first + _CHUNK])
            of_years = query.where(some, figures.c.fact_year.in_(years)).order_by(figures.c.id)
            for row in self._all(of_years):
                before = found.get(row.passage_id, ())
                found[row.passage_id] = (*before, figure_from_row(row))
        return found

    def rules(self) -> tuple[Rule, ...]:
        """All policy documents, for ``successors``."""
        query = select(documents.c.id, documents.c.title, documents.c.year)
        query = query.where(documents.c.kind == "policy").order_by(documents.c.added_at)
        rows = self._all(query)
        return tuple(Rule(row.id, row.title, row.year) for row in rows)

    def latest_year(self) -> int | None:
        """The newest report year there is, None in an empty library."""
        with self._engine.connect() as connection:
            newest: int | None = connection.execute(
                select(func.max(documents.c.year)).where(documents.c.kind == "report")
            ).scalar()
        return newest

    def pending(self) -> int:
        """How many passages have no vector yet."""
        with self._engine.connect() as connection:
            return connection.execute(
                select(func.count()).where(passages.c.embedded.is_(False))
            ).scalar_one()

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def _one(self, query: Select[Any]) -> Row[Any]:
        rows = self._all(query)
        if not rows:
            raise NotFoundError("没有这份文件。", "可能已被移除，请在资料库里重新查看。")
        return rows[0]


def _passages() -> Select[Any]:
    return select(passages, documents.c.title, documents.c.kind).join_from(
        passages, documents, passages.c.document_id == documents.c.id
    )


def _entries() -> Select[Any]:
    counts = [
        select(func.count())
        .where(table.c.document_id == documents.c.id)
        .scalar_subquery()
        .label(table.name)
        for table in (passages, figures)
    ]
    columns = [
        column
        for column in documents.c
        if column.name not in {"blocks", "warnings", "sha256", "sketch"}
    ]
    return select(*columns, *counts)
