"""The one entrance: any file an office has becomes a Document."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from rag.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileError,
    FileTooLargeError,
    NotFoundError,
    UnsupportedFileError,
    system_reason,
)
from rag.reading.lines import Content
from rag.reading.structure import build_document
from rag.records import Document, Progress
from rag.settings import Settings

Format = Literal[
    "docx", "xlsx", "csv", "legacy", "xls", "pdf", "ofd", "picture", "rtf", "html", "text"
]
Report = Callable[[Progress], None]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, Format], ...] = (
    ("WordDocument", "legacy"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_HTML = (b"<html", b"<!doctype html", b"<body", b"<table", b"<meta", b"<div", b"<p>")
_SAVE_AS_PDF = "请用原来的阅读软件打开后另存为 PDF，再上传 PDF。"
_SUFFIXES: dict[Format, frozenset[str]] = {
    "docx": frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx"}),
    "legacy": frozenset({".doc", ".dot", ".wps", ".wpt"}),
    "pdf": frozenset({".pdf"}),
    "ofd": frozenset({".ofd"}),
    "picture": frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}),
    "rtf": frozenset({".rtf"}),
    "html": frozenset({".html", ".htm", ".mht", ".mhtml"}),
}
_NAMES: dict[Format, str] = {
    "docx": "Word 文档（.docx）",
    "xlsx": "Excel 表格（.xlsx）",
    "legacy": "旧版 Word/WPS 文档",
    "pdf": "PDF",
    "ofd": "OFD 版式文件",
    "picture": "图片",
    "rtf": "RTF",
    "html": "网页",
}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!", "压缩包", "请解压后逐个上传。"),
    (b"7z\xbc\xaf", "压缩包", "请解压后逐个上传。"),
    (b"\x1f\x8b", "压缩包", "请解压后逐个上传。"),
    (b"MZ", "程序", ""),
    (b"\x7fELF", "程序", ""),
)


def read_document(path: Path, settings: Settings, *, progress: Report | None = None) -> Document:
    """Read a file by what it is, whatever its name says.

    ``progress`` is called for each page of a PDF. Limits are ``max_file_mb``, ``max_pages``,
    ``max_unpacked_mb`` and ``convert_seconds``. Raises NotFoundError where there is no such
    file, and FileError or one of its kinds with a Chinese sentence that names the file.
    """
    form = detect(path, settings)
    if form in {"xlsx", "xls", "csv"}:
        from rag.reading.sheet import sheet_document

        return sheet_document(path, settings)
    content = _content(path, form, settings, progress)
    if (known := _SUFFIXES.get(form)) and path.suffix.lower() not in known:
        note = f"文件名是“{path.suffix}”，内容实为{_NAMES[form]}，已按内容读取。"
        content = Content(content.lines, (note, *content.warnings))
    return build_document(content, path.stem)


def _content(path: Path, form: Format, settings: Settings, progress: Report | None) -> Content:
    if form == "docx":
        from rag.reading.docx import read_docx

        return read_docx(path, settings.max_unpacked_mb)
    if form == "legacy":
        from rag.reading.legacy import read_legacy

        return read_legacy(path, settings)
    if form in {"pdf", "ofd", "picture"}:
        from rag.reading.pdf import read_pages

        return read_pages(path, settings, progress)
    from rag.reading import plain

    readers = {"rtf": plain.read_rtf, "html": plain.read_html}
    return readers.get(form, plain.read_text)(path)


def detect(path: Path, settings: Settings) -> Format:
    """What a file is, by its first bytes; its name only tells .csv from .txt.

    Raises the errors of ``read_document`` for files that no reader takes.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileError(f"“{path.name}”不是文件。", "请给出文件的路径。")
        with path.open("rb") as stream:
            start = stream.read(8192)
    except FileNotFoundError as error:
        raise NotFoundError(f"找不到文件“{path.name}”。", "请检查路径是否正确。") from error
    except OSError as error:
        raise FileError(
            f"“{path.name}”打不开：{system_reason(error)}。", "请检查文件权限。"
        ) from error
    if not size:
        raise EmptyFileError(f"“{path.name}”是空文件。")
    if size > settings.max_file_mb << 20:
        raise FileTooLargeError(
            f"“{path.name}”有{size / (1 << 20):.0f}MB，超过上限{settings.max_file_mb}MB。"
        )
    return _by_content(path, start)


def _by_content(path: Path, start: bytes) -> Format:
    if start.startswith(b"PK"):
        return _zipped(path)
    if start.startswith(_OLE):
        return _compound(path)
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(_PICTURES) and b"\x00" in start:
        return "picture"
    for magic, what, hint in _FOREIGN:
        if start.startswith(magic) and b"\x00" in start:
            raise UnsupportedFileError(f"“{path.name}”是{what}，不能直接读取。", hint)
    return _textual(path, start)


def _textual(path: Path, start: bytes) -> Format:
    opening = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if opening.startswith(b"{\\rtf"):
        return "rtf"
    if any(mark in start for mark in (b"mso-application", b"w:wordDocument", b"pkg:package")):
        raise UnsupportedFileError(f"“{path.name}”是 XML 格式的 Word 文档，不能直接读取。")
    page = opening.replace(b"\x00", b"")[:3000]
    if opening.startswith((b"mime-version:", b"from:")) and b"multipart/related" in page:
        return "html"
    if page.startswith(b"<") and any(tag in page for tag in _HTML):
        return "html"
    return "csv" if path.suffix.lower() in {".csv", ".tsv"} else "text"


def _zipped(path: Path) -> Format:
    """What a zip holds. Archives of other files are for ``zhubi index``, not for one reader."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DamagedFileError(f"“{path.name}”已损坏，无法打开。") from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.lower().lstrip("/") == "ofd.xml" for name in names):
        return "ofd"
    if any(name.startswith("ppt/") for name in names):
        raise UnsupportedFileError(f"“{path.name}”是演示文稿，暂不能读取。", _SAVE_AS_PDF)
    if not names:
        raise EmptyFileError(f"“{path.name}”是空的压缩包。")
    if "mimetype" in names or "content.xml" in names:
        raise UnsupportedFileError(f"“{path.name}”是 OpenDocument 文件，暂不能读取。")
    raise UnsupportedFileError(f"“{path.name}”是压缩包，不是文档。", "请解压后逐个上传。")


def _compound(path: Path) -> Format:
    """What an OLE file holds, by the names in its directory."""
    data = path.read_bytes()
    if _stream("EncryptedPackage") in data or _stream("EncryptionInfo") in data:
        raise EncryptedFileError(f"“{path.name}”设有密码，无法读取。")
    for name, form in _OLE_STREAMS:
        if _stream(name) in data:
            return form
    if _stream("PowerPoint Document") in data:
        raise UnsupportedFileError(f"“{path.name}”是演示文稿，暂不能读取。", _SAVE_AS_PDF)
    raise DamagedFileError(f"“{path.name}”已损坏或不是 Word 文件，无法读出内容。")


def _stream(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")
