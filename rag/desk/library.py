"""What a person can do with the library and with questions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Literal

from rag.desk.insertion import InsertionDesk
from rag.desk.ledger import entered_by_people
from rag.desk.people import PeopleDesk
from rag.desk.views import AskedQuestion
from rag.errors import EmbeddingError, InputError, NotFoundError
from rag.jobs.embedding import NAME as EMBED
from rag.records import (
    Answer,
    Delta,
    Document,
    DocumentEntry,
    DocumentKind,
    IndexOutcome,
    Passage,
    Progress,
    SearchResult,
)
from rag.store.engine import one_at_a_time
from rag.store.server import Turn

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge"
SAMPLE_FOLDERS = ("reports", "policies")
"""The sample's figure sheets are not in the library: they are uploaded into a form."""
SAMPLE_DONE = "sample-indexed"
MAX_QUESTION = 2000
KINDS: tuple[DocumentKind, ...] = ("report", "policy", "notice", "sheet", "other")

ShowProgress = Callable[[Progress], None]
Vectors = Literal["now", "background", "later"]


class LibraryDesk(InsertionDesk, PeopleDesk):
    """Documents in, passages and answers out."""

    def documents(self) -> tuple[DocumentEntry, ...]:
        """The catalogue."""
        return self.catalog.list()

    def index(
        self,
        paths: Sequence[Path],
        *,
        progress: ShowProgress | None = None,
        vectors: Vectors = "now",
    ) -> IndexOutcome:
        """Take files into the library. Text is searchable at once.

        Vectors follow as a durable job that survives a kill: ``now``, before this returns; in
        the ``background``; or ``later``, when the page is opened the next time. Raises
        EmbeddingError when ``now`` they cannot be computed; the text is searchable all the same.
        """
        outcome = self.library.indexer.index_files(paths, progress=progress)
        if vectors == "now":
            self.wait_for_vectors(progress)
        elif vectors == "background":
            self.catch_up()
        return outcome

    def retry(self, document_id: str) -> DocumentEntry:
        """Read once more a file that is listed as failed; its new line of the catalogue.

        Raises NotFoundError where its original was not kept, FileError when it fails again.
        """
        file = self.catalog.get(document_id).file
        self.library.indexer.retry(document_id)
        self.catch_up()
        return next(entry for entry in self.catalog.list() if entry.file == file)

    def reindex(self, progress: ShowProgress | None = None) -> int:
        """Make passages, figures, keywords and vectors anew; of how many documents.

        Raises EmbeddingError when vectors cannot be computed: the text is searchable again.
        """
        self.library.indexer.rebuild(progress)
        self.library.backfill.embed_pending(progress)
        return len(self.catalog.readable())

    def catch_up(self) -> None:
        """Compute missing vectors in the background; go on with what a killed process left."""
        if self.library.backfill.pending():
            self._embedding_job()

    def wait_for_vectors(self, progress: ShowProgress | None = None) -> None:
        """Compute missing vectors and wait for them. Raises EmbeddingError."""
        total = self.pending_vectors()

        def show() -> None:
            if progress is not None:
                left = self.pending_vectors()
                progress(Progress(max(total - left, 0), max(total, left), "建立向量"))

        while self.pending_vectors():
            state = self.jobs.wait(self._embedding_job(), progress=show)
            if state.failed or state.status != "done":
                raise EmbeddingError(state.failed[-1][1] if state.failed else state.error)

    def _embedding_job(self) -> str:
        """The one embedding job: the one under way finds what was added meanwhile."""
        return self.jobs.running(EMBED) or self.jobs.run(EMBED)

    def pending_vectors(self) -> int:
        """How many passages have no vector yet; 0 without an embedder."""
        return self.library.backfill.pending()

    def index_sample(self, progress: ShowProgress | None = None) -> IndexOutcome | None:
        """Take the sample office in, once in a home's life and only into an empty library."""
        done = self.settings.home / SAMPLE_DONE
        if not self.settings.sample or done.exists() or not SAMPLE.is_dir():
            return None
        outcome = None
        with one_at_a_time(self.engine, Turn.SAMPLE):
            if not self.catalog.list():
                outcome = self.index(
                    [SAMPLE / folder for folder in SAMPLE_FOLDERS],
                    progress=progress,
                    vectors="background",
                )
            done.write_text("", encoding="utf-8")
        return outcome

    def remove(self, document_id: str) -> DocumentEntry:
        """Remove every trace of a document. Raises NotFoundError, NotAllowedError."""
        self.require_admin("移除资料")
        entry = self.catalog.get(document_id)
        self.library.indexer.remove(document_id)
        return entry

    def document(self, document_id: str) -> Document:
        """A document as it was read. Raises NotFoundError."""
        return self.catalog.document(document_id)

    def original(self, document_id: str) -> Path:
        """The stored original file. Raises NotFoundError."""
        return self.catalog.original(document_id, self.settings.home)

    def passage(self, passage_id: str) -> Passage:
        """A passage. Raises NotFoundError."""
        found = self.catalog.passages_by_id([passage_id]).get(passage_id)
        if found is None:
            raise NotFoundError("这段文字已不在资料库里。", "所在文件可能已被删去或更新。")
        return found

    def search(
        self, query: str, *, k: int = 8, year: int | None = None, kind: str | None = None
    ) -> SearchResult:
        """The best passages. Raises InputError for an empty query or an unknown kind."""
        return self.library.retriever.search(_asked(query), k=k, year=year, kind=_kind(kind))

    def ask(
        self,
        question: str,
        *,
        year: int | None = None,
        kind: str | None = None,
        asked_by: str = "",
        after: int | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Delta | Answer]:
        """Answer from the library and the ledger; the last item is the answer, which is kept.

        ``after`` is the id of the person's question that this one goes on with; ``kind`` lets
        only documents of that kind answer. Raises InputError for an empty question or an unknown
        kind, NotFoundError for an unknown ``after``, ModelError when a configured model fails.
        """
        from rag.writing.ask import answer

        asked, wanted = _asked(question), _kind(kind)
        before = self.asked.get(after, asked_by) if after is not None else None
        for event in answer(
            asked,
            search=self.library.retriever,
            catalog=self.catalog,
            # What was read out of a report is cited from the report, where its passage opens.
            rows=entered_by_people(self.figures.load()),
            model=self.model,
            home=self.settings.home,
            year=year,
            kind=wanted,
            after=(before.answer.understood or before.question) if before else "",
            stop=stop,
        ):
            if isinstance(event, Answer):
                event = replace(event, question_id=self.asked.add(asked, event, asked_by))
            yield event

    def asked_question(self, question_id: int, asked_by: str = "") -> Answer:
        """The answer a person got to an earlier question. Raises NotFoundError."""
        return self.asked.get(question_id, asked_by).answer

    def questions(self, asked_by: str = "", limit: int = 20) -> tuple[AskedQuestion, ...]:
        """Earlier questions of a person, the newest first, with the office's local time."""
        return tuple(
            AskedQuestion(
                asked.id,
                asked.question,
                asked.answer.text,
                asked.answer.refused,
                f"{asked.asked_at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}",
                asked.answer.citations,
                asked.answer,
            )
            for asked in self.asked.newest(asked_by, limit)
        )


def _kind(kind: str | None) -> DocumentKind | None:
    """The kind by its name. Raises InputError for an unknown one."""
    wanted = next((known for known in KINDS if known == kind), None)
    if kind is not None and wanted is None:
        raise InputError(f"没有“{kind}”这种资料类型。", f"可用：{' '.join(KINDS)}。")
    return wanted


def _asked(question: str) -> str:
    asked = question.strip()
    if not asked:
        raise InputError("请先写下要问的内容。")
    if len(asked) > MAX_QUESTION:
        raise InputError(f"问题太长，最多 {MAX_QUESTION} 字。", "请只写要问的那一句。")
    return asked
