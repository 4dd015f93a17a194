"""Files, folders and archives as the single files to index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ZhubiError
from rag.library.archives import unpack
from rag.reading.encoding import readable_name
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Source:
    """A file to index under a name; ``name`` holds the path inside a folder or archive.

    ``problem`` is set where there is nothing to read, as in an archive that does not open.
    """

    path: Path
    name: str
    problem: str = ""


def find_sources(paths: Iterable[Path], folder: Path, settings: Settings) -> Iterator[Source]:
    """The files to index; archives are unpacked below ``folder``."""
    for number, path in enumerate(paths):
        if path.is_dir():
            yield from (Source(file, _name(file, path)) for file in _walk(path))
        elif path.suffix.lower() == ".zip":
            yield from _unpacked(path, folder / str(number), settings)
        elif path.is_file():
            yield Source(path, readable_name(path.name))
        else:
            yield Source(path, readable_name(path.name), "没有这个文件。")


def _unpacked(path: Path, target: Path, settings: Settings) -> Iterator[Source]:
    """What an archive holds; where it breaks off, what had come out until then too."""
    try:
        unpack(path, target, settings)
    except ZhubiError as error:
        yield Source(path, readable_name(path.name), str(error))
    yield from (Source(file, _name(file, target)) for file in _walk(target))


def _name(file: Path, folder: Path) -> str:
    return readable_name(file.relative_to(folder).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in name order, without hidden ones and Office's lock files."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            yield path


def digest(path: Path, settings: Settings) -> str:
    """What tells a content from others: its sha256.

    A file over the size limit, which is never read, is known by its name and size.
    """
    size = path.stat().st_size
    if size > settings.max_file_mb << 20:
        return hashlib.sha256(f"{path.name}\n{size}".encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
