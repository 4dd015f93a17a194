"""Binary Word files: .doc (Word 97–2003) and .wps (Kingsoft), and .xls on the way to .xlsx."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import DamagedFileError, EmptyFileError, EncryptedFileError
from rag.reading import convert
from rag.reading.docx import read_docx
from rag.reading.lines import Content, Line
from rag.settings import Settings

_FIELD_CHARACTERS = str.maketrans({"\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\xa0": " "})


def read_legacy(path: Path, settings: Settings) -> Content:
    """All lines of a binary Word file.

    Raises DamagedFileError, also when conversion takes longer than ``convert_seconds``,
    EncryptedFileError, and EmptyFileError for a file that only holds pictures.
    """
    with converted(path, "word", settings) as folder:
        if (folder / "out.docx").exists():
            content = read_docx(folder / "out.docx", settings.max_unpacked_mb)
            lines, warnings = content.lines, content.warnings
        else:
            text = (folder / "out.txt").read_text(encoding="utf-8").translate(_FIELD_CHARACTERS)
            lines = tuple(Line(line.strip()) for line in text.split("\n"))
            warnings = ("这个文件只能读出文字，标题样式、自动编号和表格可能不完整，请核对。",)
    if not any(line.text.strip() or line.rows for line in lines):
        raise EmptyFileError(
            f"“{path.name}”里没有文字，可能只有图片。",
            "请在 WPS 或 Word 中导出为 PDF 后上传，程序会识别图片中的文字。",
        )
    return Content(lines, warnings)


@contextmanager
def converted(path: Path, kind: str, settings: Settings) -> Iterator[Path]:
    """A temporary folder with what the worker process made of a file, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhubi-", ignore_cleanup_errors=True) as name:
        command = [sys.executable, "-m", "rag.reading.convert", kind, str(path.resolve()), name]
        command.append(str(settings.convert_memory_mb))
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=settings.convert_seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise DamagedFileError(
                f"“{path.name}”转换超过{settings.convert_seconds}秒，已停止。"
            ) from error
        if done.returncode == convert.ENCRYPTED:
            raise EncryptedFileError(f"“{path.name}”设有密码，无法读取。")
        if done.returncode not in {convert.CONVERTED, convert.TEXT_ONLY}:
            raise DamagedFileError(f"“{path.name}”已损坏或不是真正的 Word 文件，无法读出内容。")
        yield Path(name)
