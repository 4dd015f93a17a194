"""Zip packages of XML parts (.docx, .xlsx) opened within limits.

Nothing is ever written to disk, so paths inside an archive cannot lead anywhere. External
relationships are never followed. A part that declares a DTD is refused: Office writes none, and
entities are how XML is made to explode.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lxml import etree

from rag.errors import DamagedFileError, EncryptedFileError, FileTooLargeError

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CHUNK = 1 << 20
_PROLOGUE = 1 << 16
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))


class Package:
    """An opened package. Use as a context manager.

    Raises DamagedFileError when the zip or a part is broken, FileTooLargeError when the parts
    unpack to more than ``max_unpacked_mb``, EncryptedFileError for a password on the zip.
    """

    def __init__(self, path: Path | BinaryIO, max_unpacked_mb: int, name: str = "") -> None:
        self.name = name or getattr(path, "name", "")
        self._left = max_unpacked_mb << 20
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise self.damaged() from error
        self.names = frozenset(self._zip.namelist())
        if sum(info.file_size for info in self._zip.infolist()) > self._left:
            self._zip.close()
            raise self._too_large()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def damaged(self) -> DamagedFileError:
        """The error for a package that cannot be read through."""
        return DamagedFileError(f"“{self.name}”已损坏，无法读出内容。")

    def unsafe(self) -> DamagedFileError:
        """The error for a part that declares a DTD."""
        return DamagedFileError(f"“{self.name}”含有不安全的 XML 声明，已拒绝读取。")

    @property
    def left_mb(self) -> int:
        """How many megabytes may still be unpacked."""
        return max(self._left, 0) >> 20

    def _too_large(self) -> FileTooLargeError:
        return FileTooLargeError(f"“{self.name}”解压后过大，可能不是正常的文档，已停止读取。")

    def read(self, part: str) -> bytes:
        """A part's bytes. The sizes a zip claims are not trusted: bytes are counted."""
        pieces = []
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise self._too_large()
                    pieces.append(piece)
        except RuntimeError as error:
            raise EncryptedFileError(f"“{self.name}”设有密码，无法读取。") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            raise self.damaged() from error
        return b"".join(pieces)

    def xml(self, part: str) -> etree._Element:
        """A part parsed without entities, network or DTD."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        data = self.read(part)
        if any(mark in data[:_PROLOGUE] for mark in _DOCTYPES):
            raise self.unsafe()
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error
        if root.getroottree().docinfo.doctype:
            raise self.unsafe()
        return root

    def optional_xml(self, part: str) -> etree._Element | None:
        """A part that may be missing; a broken one counts as missing."""
        if part not in self.names:
            return None
        try:
            return self.xml(part)
        except DamagedFileError:
            return None

    def related(self, part: str, kind: str) -> str | None:
        """The target of a part's first inner relationship whose type ends with ``kind``."""
        return next(
            (to for _, what, to in self._relations(part) if what.endswith(f"/{kind}")), None
        )

    def related_xml(self, part: str, kind: str) -> etree._Element | None:
        """A part that another points to, found also where the relationships are missing."""
        fallback = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
        return self.optional_xml(self.related(part, kind) or fallback)

    def target(self, part: str, identity: str) -> str | None:
        """The part that an inner relationship of a part, given by its id, points to."""
        return next((to for name, _, to in self._relations(part) if name == identity), None)

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Id, type and target of the inner relationships; external ones are not even looked at."""
        folder, base = posixpath.split(part)
        root = self.optional_xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for item in root.iterfind(_RELATIONSHIP) if root is not None else ():
            if item.get("TargetMode") != "External":
                target = item.get("Target", "")
                joined = target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"
                inner = posixpath.normpath(joined).lstrip("/")
                yield item.get("Id", ""), item.get("Type", ""), inner
