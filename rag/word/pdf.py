"""The .docx as PDF through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rag.errors import ComponentError, InputError
from rag.word.substitutes import font_settings

TIMEOUT_SECONDS = 120
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportNotes":{"type":"boolean","value":"false"}}'
)
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def find_office() -> Path | None:
    """LibreOffice's program on this machine, None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    candidates = [found] if found else [place for place in _PLACES if Path(place).exists()]
    return Path(candidates[0]) if candidates else None


def need_office() -> Path:
    """LibreOffice's program. Raises ComponentError when it is not installed."""
    office = find_office()
    if office is None:
        raise ComponentError(
            "本机没有安装 LibreOffice，不能生成 PDF。",
            "可在 Word 或 WPS 中打开导出的文件后“另存为 PDF”，或请管理员安装 LibreOffice。",
        )
    return office


def to_pdf(docx_path: Path, out_dir: Path, *, environment: Mapping[str, str] | None = None) -> Path:
    """Convert a .docx; the PDF has the same name in ``out_dir`` and bookmarks for its headings.

    LibreOffice runs with a profile of its own that is thrown away, so that an open window does
    not matter. Fonts that are not installed are replaced by like ones, unless FONTCONFIG_FILE
    is set. ``environment`` is added to the process's. Raises InputError for a missing file
    and ComponentError when LibreOffice is missing, fails or takes over two minutes.
    """
    if not docx_path.is_file():
        raise InputError(f"找不到文件“{docx_path.name}”。", "请先导出 Word 文件。")
    office = need_office()
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zhubi-office-") as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(font_settings(), encoding="utf-8")
        added = {"FONTCONFIG_FILE": os.environ.get("FONTCONFIG_FILE") or str(fonts)}
        added.update(environment or {})
        made = _convert(office, docx_path.resolve(), Path(folder), added)
        target = out_dir / docx_path.with_suffix(".pdf").name
        shutil.copyfile(made, target)
    return target


def pdf_beside(docx_path: Path) -> Path:
    """A PDF of the same name beside a .docx just written.

    Raises ComponentError, which says that the .docx itself is there.
    """
    try:
        return to_pdf(docx_path, docx_path.parent)
    except ComponentError as error:
        raise ComponentError(
            error.message, f"Word 文件“{docx_path.name}”已经写好，只是没有 PDF。{error.hint}"
        ) from error


def _convert(office: Path, source: Path, folder: Path, environment: dict[str, str]) -> Path:
    """Run LibreOffice; it may report success without a file, so the file decides."""
    command = [
        str(office),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder),
        str(source),
    ]
    hint = "请稍后重试；仍不行可在 Word 或 WPS 中另存为 PDF。"
    try:
        subprocess.run(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ComponentError("LibreOffice 转换超时。", hint) from error
    except OSError as error:
        raise ComponentError("LibreOffice 无法启动。", hint) from error
    made = folder / source.with_suffix(".pdf").name
    if not made.is_file() or not made.stat().st_size:
        raise ComponentError("LibreOffice 没有生成 PDF。", hint)
    return made
