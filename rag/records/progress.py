"""What long work tells while it runs and when it ends."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records.documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of text that has just arrived while something is being written."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come. ``total`` is 0 while it is unknown."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """An indexed document as the catalogue lists it.

    ``state`` is 文本可查 until the vectors are there, then 已完成, or 失败 with ``error``: for a
    file that could not be read too. ``similar`` names documents that say nearly the same:
    “与《…》内容相近（97%）”.
    """

    id: str
    file: str
    title: str
    year: int | None
    kind: DocumentKind
    passages: int
    figures: int
    state: str
    error: str = ""
    similar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What indexing a batch of files did. ``failed`` pairs a file with its Chinese error.

    ``similar`` pairs an added file with a document that says nearly the same.
    """

    added: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    seconds: float
    similar: tuple[tuple[str, str], ...] = ()
