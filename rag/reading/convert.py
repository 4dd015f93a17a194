"""The worker process that converts .doc, .wps and .xls: ``python -m rag.reading.convert``.

These formats are binary and their parsers big, so they run where they can be killed and where
memory is limited. The exit code says what came of it; see ``legacy`` for the other side.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Final

CONVERTED: Final = 0
TEXT_ONLY: Final = 3
ENCRYPTED: Final = 4
UNREADABLE: Final = 5
_CLASS_ID = slice(8, 24)


def main(arguments: list[str]) -> int:
    """Convert ``SOURCE`` into the folder ``TARGET``: ``word`` → out.docx or out.txt,
    ``sheet`` → out.xlsx, in ``MEMORY`` megabytes. Returns the exit code.
    """
    kind, source, target = arguments[0], Path(arguments[1]), Path(arguments[2])
    limit_memory(int(arguments[3]))
    return _sheet(source, target) if kind == "sheet" else _word(source, target)


def limit_memory(megabytes: int) -> None:
    """Bound the memory of a worker process, where the system can."""
    if sys.platform != "win32":
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _word(source: Path, target: Path) -> int:
    """First msdoc2docx, which keeps structure; then office-oxide, which reads what it refuses.

    Kingsoft writes a class id into the file header where msdoc2docx insists on zeros, so the
    header is cleaned first.
    """
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    data = bytearray(source.read_bytes())
    data[_CLASS_ID] = bytes(16)
    cleaned = target / "in.doc"
    cleaned.write_bytes(data)
    try:
        convert(cleaned, target / "out.docx")
    except EncryptedDocumentError:
        return ENCRYPTED
    except (
        Doc2DocxError,
        ValueError,
        LookupError,
        ArithmeticError,
        OSError,
        RuntimeError,
    ) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return _plain_word(bytes(data), target)
    return CONVERTED


def _plain_word(data: bytes, target: Path) -> int:
    from office_oxide import Document, OfficeOxideError

    try:
        with Document.from_bytes(data, "doc") as document:
            text = document.plain_text()
    except OfficeOxideError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return UNREADABLE
    (target / "out.txt").write_text(text, encoding="utf-8")
    return TEXT_ONLY


def _sheet(source: Path, target: Path) -> int:
    from office_oxide import Document, OfficeOxideError

    try:
        with Document.from_bytes(source.read_bytes(), "xls") as document:
            document.save_as(str(target / "out.xlsx"))
    except OfficeOxideError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return ENCRYPTED if "encrypt" in str(error).lower() else UNREADABLE
    return CONVERTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
