"""Files into the library in two steps: text and keywords at once, vectors afterwards."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select

from rag.errors import FileTooLargeError, NotFoundError, ZhubiError
from rag.figures.extract import extract_figures
from rag.library.archives import unpack
from rag.library.catalog import FILES, Catalog
from rag.library.keywords import KeywordIndex
from rag.library.passages import split_passages
from rag.library.rows import block_to_json, figure_to_row, passage_to_row
from rag.library.vectors import VectorIndex, drop_vectors, forget_without_model
from rag.reading.reader import read_document
from rag.records import Document, Figure, IndexOutcome, Progress
from rag.settings import Settings
from rag.store.engine import utc_now
from rag.store.tables import documents, figures, passages
from rag.text.outline import outline

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to index under a name; ``name`` holds the path inside a folder or archive."""

    path: Path
    name: str


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
        with another content replaces its old version. A file that cannot be used is reported
        in ``failed`` and never stops the others.
        """
        begun = time.monotonic()
        added = unchanged = 0
        failed: list[tuple[str, str]] = []
        with tempfile.TemporaryDirectory(prefix="zhubi-") as folder:
            sources, failed = self._sources(paths, Path(folder))
            for number, source in enumerate(sources):
                if progress:
                    progress(Progress(number, len(sources), source.name))
                try:
                    new = self._index(source)
                except ZhubiError as error:
                    failed.append((source.name, str(error)))
                except OSError as error:
                    failed.append((source.name, f"文件无法读取：{error.strerror or error}。"))
                else:
                    added, unchanged = added + new, unchanged + (not new)
            if progress:
                progress(Progress(len(sources), len(sources), ""))
        return IndexOutcome(added, unchanged, tuple(failed), time.monotonic() - begun)

    def remove(self, document_id: str) -> None:
        """Delete every trace of a document. Raises NotFoundError."""
        if not document_id:
            raise NotFoundError("没有这份文件。")
        original = self._catalog.original(document_id, self._settings.home)
        # Vectors first: after a crash the document is still listed and can be removed again.
        self._forget_vectors(document_id)
        with self._engine.begin() as connection:
            self._delete_rows(connection, document_id)
        original.unlink(missing_ok=True)

    def rebuild(self, progress: Report | None = None) -> None:
        """Make passages, figures and keywords anew from the texts; vectors become pending."""
        entries = self._catalog.list()
        if self._vectors is None:
            drop_vectors(self._settings.home)
        for number, entry in enumerate(entries):
            if progress:
                progress(Progress(number, len(entries), entry.file))
            document = self._catalog.document(entry.id)
            self._forget_vectors(entry.id)
            with self._engine.begin() as connection:
                self._keywords.delete_document(connection, entry.id)
                connection.execute(delete(passages).where(passages.c.document_id == entry.id))
                connection.execute(delete(figures).where(figures.c.document_id == entry.id))
                self._insert_parts(connection, document, entry.id)

    def _sources(
        self, paths: Iterable[Path], folder: Path
    ) -> tuple[list[_Source], list[tuple[str, str]]]:
        sources: list[_Source] = []
        failed: list[tuple[str, str]] = []
        for number, path in enumerate(paths):
            if path.is_dir():
                sources.extend(
                    _Source(file, file.relative_to(path).as_posix()) for file in _walk(path)
                )
            elif path.suffix.lower() == ".zip":
                target = folder / str(number)
                try:
                    unpack(path, target, self._settings)
                except ZhubiError as error:
                    failed.append((path.name, str(error)))
                sources.extend(
                    _Source(file, file.relative_to(target).as_posix()) for file in _walk(target)
                )
            elif path.is_file():
                sources.append(_Source(path, path.name))
            else:
                failed.append((path.name, "没有这个文件。"))
        return sources, failed

    def _index(self, source: _Source) -> bool:
        """Index one file; False when its content is in the library already."""
        if source.path.stat().st_size > self._settings.max_file_mb * 1_000_000:
            raise FileTooLargeError(f"文件超过 {self._settings.max_file_mb} MB。")
        digest = _sha256(source.path)
        with self._engine.connect() as connection:
            if connection.execute(
                select(documents.c.id).where(documents.c.sha256 == digest)
            ).first():
                return False
            former = connection.execute(
                select(documents.c.id, documents.c.stored).where(documents.c.file == source.name)
            ).all()
        document = read_document(source.path, self._settings)
        stored = self._keep_original(source.path, digest)
        for old in former:
            self._forget_vectors(old.id)
        with self._engine.begin() as connection:
            for old in former:
                self._delete_rows(connection, old.id)
            self._insert(connection, document, digest, source.name, stored)
        for old in former:
            (self._settings.home / FILES / old.stored).unlink(missing_ok=True)
        return True

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
        self, connection: Connection, document: Document, digest: str, name: str, stored: str
    ) -> None:
        document_id = digest[:12]
        connection.execute(
            insert(documents).values(
                id=document_id,
                sha256=digest,
                file=name,
                stored=stored,
                title=document.title,
                year=document.year,
                unit=document.unit,
                kind=document.kind,
                blocks=[block_to_json(block) for block in document.blocks],
                warnings=list(document.warnings),
                state="done" if self._vectors is None else "text",
                error="",
                added_at=utc_now(),
            )
        )
        self._insert_parts(connection, document, document_id)

    def _insert_parts(self, connection: Connection, document: Document, document_id: str) -> None:
        found = _figures(document)
        cut = split_passages(document, document_id, found)
        _insert_all(
            connection,
            [passage_to_row(passage, ordinal) for ordinal, passage in enumerate(cut)],
            [figure_to_row(figure, document_id) for figure in found],
        )
        self._keywords.add(connection, cut)

    def _delete_rows(self, connection: Connection, document_id: str) -> None:
        self._keywords.delete_document(connection, document_id)
        connection.execute(delete(documents).where(documents.c.id == document_id))

    def _forget_vectors(self, document_id: str) -> None:
        ids = [passage.id for passage in self._catalog.passages(document_id)]
        if self._vectors is not None:
            self._vectors.delete(ids)
        else:
            forget_without_model(self._settings.home, ids)


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


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in name order, without hidden ones and Office's lock files."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            yield path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
