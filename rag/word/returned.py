"""What came back in an edited Word file, as records."""

from __future__ import annotations

from dataclasses import dataclass

from rag.word.plan import heading_in
from rag.word.revisions import Revision


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that reads differently in the file. ``heading`` is "" where it is unchanged."""

    section_id: int
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A leader's comment. Offsets point into the section's text as in the file.

    ``section_id`` is None where the place belongs to no section, ``id`` None until it is kept.
    ``done``: it was marked as resolved in Word.
    """

    author: str
    date: str
    text: str
    quote: str
    section_id: int | None = None
    start: int = 0
    end: int = 0
    id: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text under a heading the report does not have; ``after`` is the section before it."""

    after: int | None
    text: str

    @property
    def headed(self) -> bool:
        """Whether it begins with a heading, so that it can be a section of its own."""
        return heading_in(self.text.partition("\n")[0])[0] > 0


@dataclass(frozen=True, slots=True)
class Reimport:
    """What came back.

    ``revisions_read`` counts the open revisions that were read as accepted, ``refused`` are the
    ids of the others. ``missing`` are sections whose heading is not in the file: they stay as
    they are, ``moved`` are those that stand elsewhere in it: their order stays too. ``author``
    signs the new versions (“word: author”); "" when the file names nobody.
    """

    sections: tuple[SectionChange, ...]
    revisions_read: int
    comments: tuple[Note, ...]
    unplaced: tuple[Unplaced, ...] = ()
    missing: tuple[int, ...] = ()
    author: str = ""
    warnings: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    refused: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
