"""Comments of a Word file and where they stand in its text, its revisions and its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from rag.reading.package import Package
from rag.word.revisions import Revision, list_revisions

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText"))
_START, _END, _REFERENCE = (
    f"{_W}comment{name}" for name in ("RangeStart", "RangeEnd", "Reference")
)
_CORE_AUTHOR = (
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
)


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment with the paragraph it stands in: ``paragraph[start:end]`` is commented.

    ``done``: it was marked as resolved in Word.
    """

    author: str
    date: str
    text: str
    paragraph: str
    start: int
    end: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Comments, open revisions, and who worked on the file last."""

    comments: tuple[WordComment, ...]
    revisions: tuple[Revision, ...]
    author: str


def read_marks(path: Path, max_unpacked_mb: int) -> Marks:
    """The marks of a .docx. Raises DamagedFileError, EncryptedFileError, FileTooLargeError."""
    with Package(path, max_unpacked_mb) as package:
        part = package.related("", "officeDocument") or "word/document.xml"
        root = package.xml(part)
        notes = package.related_xml(part, "comments")
        more = package.related_xml(part, "commentsExtended")
        core = package.optional_xml("docProps/core.xml")
    revisions = list_revisions(root)
    authors = Counter(item.author for item in revisions)
    named = [name for name, _ in authors.most_common() if name]
    last = (core.findtext(_CORE_AUTHOR) or "") if core is not None else ""
    comments = tuple(_comments(root, notes, _resolved(more))) if notes is not None else ()
    return Marks(comments, revisions, named[0] if named else last.strip())


def _resolved(more: etree._Element | None) -> frozenset[str]:
    """Ids of the paragraphs of comments that were marked as resolved."""
    found = more.iter(f"{_W15}commentEx") if more is not None else ()
    return frozenset(
        item.get(f"{_W15}paraId", "") for item in found if item.get(f"{_W15}done") in {"1", "true"}
    )


def _comments(
    root: etree._Element, notes: etree._Element, resolved: frozenset[str]
) -> Iterator[WordComment]:
    outside: list[str] = []
    places: dict[str, tuple[str, int, int]] = {}
    for item in root.iter(f"{_W}p", _START):
        if item.tag == f"{_W}p":
            places |= dict(_places(item, outside))
            outside = []
        elif next(item.iterancestors(f"{_W}p"), None) is None:
            # some programs begin a comment between two paragraphs
            outside.append(item.get(f"{_W}id", ""))
    for note in notes.iter(f"{_W}comment"):
        paragraph, start, end = places.get(note.get(f"{_W}id", ""), ("", 0, 0))
        text = "\n".join("".join(_texts(item)) for item in note.iter(f"{_W}p")).strip()
        author, date = note.get(f"{_W}author", ""), note.get(f"{_W}date", "")
        done = any(item.get(f"{_W14}paraId") in resolved for item in note.iter(f"{_W}p"))
        yield WordComment(author, date, text, paragraph, start, end, done)


def _places(
    paragraph: etree._Element, begun: Sequence[str]
) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Comment id → where it stands; a comment over several paragraphs stands in its first.

    The comments ``begun`` start at the paragraph's first character. A comment without an extent
    stands at its reference.
    """
    text = ""
    starts = dict.fromkeys(begun, 0)
    ends: dict[str, int] = {}
    points: dict[str, int] = {}
    for item in _walk(paragraph):
        if isinstance(item, str):
            text += item
        elif item.tag == _START:
            starts[item.get(f"{_W}id", "")] = len(text)
        elif item.tag == _END:
            ends[item.get(f"{_W}id", "")] = len(text)
        else:
            points[item.get(f"{_W}id", "")] = len(text)
    for ident, place in points.items():
        if ident not in starts and ident not in ends:
            yield ident, (text, place, place)
    for ident, start in starts.items():
        yield ident, (text, start, ends.get(ident, len(text)))


def _walk(parent: etree._Element) -> Iterator[str | etree._Element]:
    """The accepted text of a paragraph and the ends of its comments, in order."""
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in {f"{_W}br", f"{_W}cr", f"{_W}tab"}:
            yield " "
        elif child.tag in {_START, _END, _REFERENCE}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _walk(child)


def _texts(parent: etree._Element) -> Iterator[str]:
    return (item for item in _walk(parent) if isinstance(item, str))
