"""What leaders said in Word comments, kept on its place in the report until it is dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rag.desk.checking import CheckingDesk
from rag.reports.anchors import Anchor, Place, anchor, find
from rag.reports.notes import KeptNote, NewNote, NoteStore
from rag.word.returned import Note

_RESOLVED = "Word 里"
"""Who dealt with a remark that came marked as resolved."""

_AUTHOR_LENGTH, _TIME_LENGTH = 100, 30


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A remark with where it stands in its section's newest text.

    ``place`` is None for a remark on a heading, on words that are gone, or on no section.
    """

    note: KeptNote
    place: Place | None

    @property
    def done(self) -> bool:
        """Whether somebody has dealt with it."""
        return self.note.done_at is not None


class NotesDesk(CheckingDesk):
    """Remarks on reports."""

    @cached_property
    def _notes(self) -> NoteStore:
        return NoteStore(self.engine)

    def notes(self, report_id: int, *, section_id: int | None = None) -> tuple[PlacedNote, ...]:
        """The remarks on a report or on one of its sections, in the order of their places.

        Open ones come first. Raises NotFoundError.
        """
        sections = self.store.get(report_id).sections
        texts = {section.id: section.text for section in sections}
        order = {section.id: number for number, section in enumerate(sections)}
        found = [
            PlacedNote(note, find(note.anchor, texts.get(note.section_id or 0, "")))
            for note in self._notes.of(report_id)
            if section_id is None or note.section_id == section_id
        ]
        return tuple(sorted(found, key=lambda one: (one.done, *_position(one, order))))

    def settle_note(self, report_id: int, note_id: int, *, made_by: str) -> None:
        """Mark a remark as dealt with. Raises NotFoundError."""
        self._notes.settle(report_id, note_id, made_by=made_by)

    def reopen_note(self, report_id: int, note_id: int) -> None:
        """Make a remark that was dealt with an open one again. Raises NotFoundError."""
        self._notes.reopen(report_id, note_id)

    def keep_notes(
        self, report_id: int, comments: Iterable[Note], texts: Mapping[int, str], *, file: str
    ) -> tuple[Note, ...]:
        """Keep a file's comments and return them with their ids.

        ``texts`` are the sections' texts that the comments' offsets point into.
        """
        given = tuple(comments)
        new = [_new(note, texts.get(note.section_id or 0, "")) for note in given]
        ids = self._notes.add(report_id, new, file=file)
        return tuple(replace(note, id=ident) for note, ident in zip(given, ids, strict=True))


def _position(one: PlacedNote, order: Mapping[int, int]) -> tuple[int, int, int]:
    section = order.get(one.note.section_id or 0, len(order))
    return section, one.place.start if one.place else -1, one.note.id


def _new(note: Note, text: str) -> NewNote:
    """The remark with its surroundings; one on a heading has none in the text."""
    inside = text[note.start : note.end] == note.quote
    kept = anchor(text, note.start, note.end) if inside else Anchor(note.quote)
    author, said_at = note.author[:_AUTHOR_LENGTH], note.date[:_TIME_LENGTH]
    done_by = _RESOLVED if note.done else ""
    return NewNote(note.section_id, author, said_at, note.text, kept, done_by)
