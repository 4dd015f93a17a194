"""Files into the library in two steps: text and keywords at once, vectors afterwards."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update

from rag.errors import InputError, NotFoundError, ZhubiError, system_reason
from rag.figures.extract import extract_figures
from rag.library.catalog import FILES, Catalog
from rag.library.keywords import KeywordIndex
from rag.library.likeness import find_likenesses, note_likenesses
from rag.library.passages import split_passages
from rag.library.rows import UNREAD, block_to_json, figure_to_row, passage_to_row
from rag.library.sources import Source, digest, find_sources
from rag.library.vectors import VectorIndex, drop_vectors, forget_without_model
from rag.reading.reader import read_document
from rag.records import Document, Figure, IndexOutcome, Progress
from rag.settings import Settings
from rag.store.engine import utc_now, writing
from rag.store.tables import documents, figures, likenesses, passages
from rag.text.outline import outline

Report = Callable[[Progress], None]


class Indexer:
    """Writes the library. ``vectors`` is None without an embedder."""

    def __init__(
        self, settings: Settings, engine: Engine, vectors: VectorIndex | None = None
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._vectors = vectors
        self._keywords = KeywordIndex(engine)
        self._catalog = Catalog(engine)

    def index_files(self, paths: Iterable[Path], progress: Report | None = None) -> IndexOutcome:
        """Index files, folders and .zip archives; what is in the home already is left alone.

        Each file is searchable by its words when its turn is over. A file whose name is known
        with another content replaces its old version. A file that cannot be used never stops
        the others: it is reported in ``failed`` and listed with its error until it is removed
        or read after all.
        """
        begun = time.monotonic()
        added: list[tuple[str, str]] = []
        failed: list[tuple[str, str]] = []
        with tempfile.TemporaryDirectory(prefix="zhubi-") as folder:
            sources = list(find_sources(paths, Path(folder), self._settings))
            for number, source in enumerate(sources):
                if progress:
                    progress(Progress(number, len(sources), source.name))
                try:
                    if document_id := self._index(source):
                        added.append((source.name, document_id))
                except (ZhubiError, OSError) as error:
                    failed.append((source.name, self._note_failure(source, error)))
            if progress:
                progress(Progress(len(sources), len(sources), ""))
        alike = find_likenesses(self._engine) if added else {}
        return IndexOutcome(
            added=len(added),
            unchanged=len(sources) - len(added) - len(failed),
            failed=tuple(failed),
            seconds=time.monotonic() - begun,
            similar=tuple((name, str(like)) for name, new in added for like in alike.get(new, ())),
        )

    def retry(self, document_id: str) -> None:
        """Read once more a file that is listed because it could not be read.

        Raises NotFoundError where its original was not kept, and what reading it raises.
        """
        entry = self._catalog.get(document_id)
        original = self._catalog.original(document_id, self._settings.home)
        with tempfile.TemporaryDirectory(prefix="zhubi-") as folder:
            copy = Path(folder) / PurePosixPath(entry.file).name
            shutil.copyfile(original, copy)
            source = Source(copy, entry.file)
            try:
                self._index(source)
            except ZhubiError as error:
                self._note_failure(source, error)
                raise

    def remove(self, document_id: str) -> None:
        """Delete every trace of a document. Raises NotFoundError."""
        with self._engine.connect() as connection:
            query = select(documents.c.stored).where(documents.c.id == document_id)
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("没有这份文件。", "可用 zhubi documents 查看已有文件。")
        # Vectors first: after a crash the document is still listed and can be removed again.
        self._forget_vectors(document_id)
        with writing(self._engine) as connection:
            self._delete_rows(connection, document_id)
        if row.stored:
            (self._settings.home / FILES / row.stored).unlink(missing_ok=True)

    def rebuild(self, progress: Report | None = None) -> None:
        """Make passages, figures and keywords anew from the texts; vectors become pending."""
        known = self._catalog.readable()
        if self._vectors is None:
            drop_vectors(self._settings.home, self._settings.chroma_url)
        with writing(self._engine) as connection:
            connection.execute(delete(likenesses))
            connection.execute(update(documents).values(sketch=[]))
        for number, document_id in enumerate(known):
            document = self._catalog.document(document_id)
            if progress:
                progress(Progress(number, len(known), document.title))
            self._forget_vectors(document_id)
            with writing(self._engine) as connection:
                self._keywords.delete_document(connection, document_id)
                for table in (passages, figures):
                    connection.execute(delete(table).where(table.c.document_id == document_id))
                self._insert_parts(connection, document, document_id)
                connection.execute(
                    update(documents)
                    .where(documents.c.id == document_id)
                    .values(state=self._unfinished(), error="")
                )

    def _index(self, source: Source) -> str:
        """Index one file and return its id; "" when its content is in the library already."""
        if source.problem:
            raise InputError(source.problem)
        known = digest(source.path, self._settings)
        former = self._former(source.name, known)
        read = any(old.sha256 == known and old.state != UNREAD for old in former)
        document = None if read else read_document(source.path, self._settings)
        stored = self._keep_original(source.path, known)
        replaced = [old for old in former if document is not None or old.state == UNREAD]
        for old in replaced:
            self._forget_vectors(old.id)
        with writing(self._engine) as connection:
            for old in replaced:
                self._delete_rows(connection, old.id)
            if document is not None:
                self._insert(connection, document, known, source.name, stored)
        self._drop_originals(replaced, stored)
        return known[:12] if document is not None else ""

    def _former(self, name: str, known: str) -> list[Row[Any]]:
        """Documents with this content, and versions of the file with this name."""
        query = select(
            documents.c.id, documents.c.sha256, documents.c.stored, documents.c.state
        ).where(or_(documents.c.file == name, documents.c.sha256 == known))
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    def _note_failure(self, source: Source, error: ZhubiError | OSError) -> str:
        """List a file with what is wrong with it, and return that.

        An older version that could be read stays. An earlier failure of the name is replaced.
        """
        message = (
            str(error)
            if isinstance(error, ZhubiError)
            else f"文件无法读取：{system_reason(error)}。"
        )
        try:
            # By its name too: two empty files are two failures.
            content = f"{digest(source.path, self._settings)}\n{source.name}"
            known = hashlib.sha256(content.encode()).hexdigest()
            small = source.path.stat().st_size <= self._settings.max_file_mb << 20
            stored = self._keep_original(source.path, known) if small else ""
        except OSError:
            return message
        replaced = [old for old in self._former(source.name, known) if old.state == UNREAD]
        nothing = Document(PurePosixPath(source.name).stem, None, "", "other", ())
        with writing(self._engine) as connection:
            for old in replaced:
                self._delete_rows(connection, old.id)
            self._insert_row(connection, nothing, known, source.name, stored, error=message)
        self._drop_originals(replaced, stored)
        return message

    def _drop_originals(self, replaced: Iterable[Row[Any]], kept: str) -> None:
        for old in replaced:
            if old.stored and old.stored != kept:
                (self._settings.home / FILES / old.stored).unlink(missing_ok=True)

    def _keep_original(self, path: Path, digest: str) -> str:
        folder = self._settings.home / FILES
        folder.mkdir(parents=True, exist_ok=True)
        stored = digest + path.suffix.lower()
        with (
            path.open("rb") as original,
            tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy,
        ):
            shutil.copyfileobj(original, copy)
        Path(copy.name).replace(folder / stored)
        return stored

    def _insert(
        self, connection: Connection, document: Document, known: str, name: str, stored: str
    ) -> None:
        self._insert_row(connection, document, known, name, stored)
        self._insert_parts(connection, document, known[:12])

    def _insert_row(
        self,
        connection: Connection,
        document: Document,
        known: str,
        name: str,
        stored: str,
        *,
        error: str = "",
    ) -> None:
        """The catalogue's row; with an ``error`` that of a file that could not be read."""
        state = UNREAD if error else self._unfinished()
        connection.execute(
            insert(documents).values(
                id=known[:12],
                sha256=known,
                file=name,
                stored=stored,
                title=document.title,
                year=document.year,
                unit=document.unit,
                kind=document.kind,
                blocks=[block_to_json(block) for block in document.blocks],
                warnings=list(document.warnings),
                state=state,
                error=error,
                added_at=utc_now(),
            )
        )

    def _unfinished(self) -> str:
        """The state of a document that has its text: done where no vectors are to follow."""
        return "done" if self._vectors is None else "text"

    def _insert_parts(self, connection: Connection, document: Document, document_id: str) -> None:
        found = _figures(document)
        cut = split_passages(document, document_id, found)
        _insert_all(
            connection,
            [passage_to_row(passage, ordinal) for ordinal, passage in enumerate(cut)],
            [figure_to_row(figure, document_id) for figure in found],
        )
        self._keywords.add(connection, cut)
        note_likenesses(connection, document_id, document.text)

    def _delete_rows(self, connection: Connection, document_id: str) -> None:
        self._keywords.delete_document(connection, document_id)
        connection.execute(delete(documents).where(documents.c.id == document_id))

    def _forget_vectors(self, document_id: str) -> None:
        ids = [passage.id for passage in self._catalog.passages(document_id)]
        if self._vectors is not None:
            self._vectors.delete(ids)
        else:
            forget_without_model(self._settings.home, ids, self._settings.chroma_url)


def _figures(document: Document) -> tuple[Figure, ...]:
    return extract_figures(document.text, report_year=document.year, sections=outline(document))


def _insert_all(
    connection: Connection,
    passage_rows: Sequence[dict[str, object]],
    figure_rows: Sequence[dict[str, object]],
) -> None:
    if passage_rows:
        connection.execute(insert(passages), passage_rows)
    if figure_rows:
        connection.execute(insert(figures), figure_rows)
