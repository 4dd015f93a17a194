"""What leaders said about places of a report, until somebody has dealt with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from rag.errors import NotFoundError
from rag.reports.anchors import Anchor
from rag.store.engine import utc_now, writing
from rag.store.tables import notes


@dataclass(frozen=True, slots=True)
class NewNote:
    """A remark to keep. ``section_id`` None: its place belongs to no section.

    ``said_at`` is the time as the file has it, in ISO form or "". ``done_by`` says who had dealt
    with it before it came, "": nobody.
    """

    section_id: int | None
    author: str
    said_at: str
    text: str
    anchor: Anchor
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A remark that was kept, with the file it came in; ``done_at`` (UTC) None: still open."""

    id: int
    section_id: int | None
    author: str
    said_at: str
    text: str
    anchor: Anchor
    file: str
    done_by: str = ""
    done_at: datetime | None = None


class NoteStore:
    """The queries on notes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, report_id: int, new: Sequence[NewNote], *, file: str) -> tuple[int, ...]:
        """Keep remarks and return their ids; one that is known already keeps its id and state."""
        with writing(self._engine) as connection:
            known = {_key(note): note.id for note in _of(connection, report_id)}
            return tuple(
                known[_key(note)]
                if _key(note) in known
                else _insert(connection, report_id, note, file)
                for note in new
            )

    def of(self, report_id: int) -> tuple[KeptNote, ...]:
        """All remarks on a report, the earliest first."""
        with self._engine.connect() as connection:
            return _of(connection, report_id)

    def settle(self, report_id: int, note_id: int, *, made_by: str) -> None:
        """Mark a remark as dealt with. Raises NotFoundError."""
        self._set(report_id, note_id, made_by[:100], utc_now())

    def reopen(self, report_id: int, note_id: int) -> None:
        """Take that mark back. Raises NotFoundError."""
        self._set(report_id, note_id, "", None)

    def _set(self, report_id: int, note_id: int, by: str, at: datetime | None) -> None:
        query = update(notes).where(notes.c.id == note_id, notes.c.report_id == report_id)
        with writing(self._engine) as connection:
            changed = connection.execute(query.values(done_by=by, done_at=at)).rowcount
        if not changed:
            raise NotFoundError(
                f"报告 {report_id} 没有编号为 {note_id} 的批注。", "请重新打开报告查看批注。"
            )


def _key(note: NewNote | KeptNote) -> tuple[object, ...]:
    """By what a remark is known again when its file comes back once more."""
    return note.section_id, note.author, note.said_at, note.text, note.anchor.quote


def _insert(connection: Connection, report_id: int, note: NewNote, file: str) -> int:
    values = {
        "report_id": report_id,
        "section_id": note.section_id,
        "author": note.author,
        "said_at": note.said_at,
        "text": note.text,
        "quote": note.anchor.quote,
        "before": note.anchor.before,
        "after": note.anchor.after,
        "start": note.anchor.start,
        "file": file[:255],
        "made_at": utc_now(),
        "done_by": note.done_by,
        "done_at": utc_now() if note.done_by else None,
    }
    key = connection.execute(insert(notes).values(values)).inserted_primary_key
    assert key is not None  # every dialect used here returns it
    return int(key[0])


def _of(connection: Connection, report_id: int) -> tuple[KeptNote, ...]:
    query = select(notes).where(notes.c.report_id == report_id).order_by(notes.c.id)
    return tuple(_kept(row) for row in connection.execute(query).mappings())


def _kept(row: RowMapping) -> KeptNote:
    return KeptNote(
        id=row["id"],
        section_id=row["section_id"],
        author=row["author"],
        said_at=row["said_at"],
        text=row["text"],
        anchor=Anchor(row["quote"], row["before"], row["after"], row["start"]),
        file=row["file"],
        done_by=row["done_by"],
        done_at=row["done_at"],
    )
